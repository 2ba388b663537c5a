"""What stands where a number is absent: for an item's points (R26), and for a quantity."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import POPULATION, BlockSpec, choice, number

OTHERWISE = choice(
    "otherwise", "组内无人有分时", "where nobody in the track has points",
    ("refuse", "zero", "full", "leave_out"), "refuse",
)  # fmt: skip

ITEM_SPECS = (
    BlockSpec("zero", "absence", Words("计零分", "zero"), Words("得零分", "counts as no points"), (), ("R26",)),
    BlockSpec("full", "absence", Words("计满分", "full mark"), Words("得满分", "gets the full mark"), (), ("R26",)),
    BlockSpec(
        "points", "absence", Words("计定分", "given points"), Words("得给定的分", "gets the points given"),
        (number("are", "得分", "the points", required=True),), ("R26",), short="are",
    ),
    BlockSpec(
        "rescale", "absence", Words("剔除并折算到总分", "removed, the whole rescaled"),
        Words("此项不计，整个方案按其余满分折算", "the item leaves, and the whole is rescaled by the marks that remain"),
        (), ("R26",),
    ),
    BlockSpec(
        "spread_to_siblings", "absence", Words("分值摊给同级", "spread to siblings"),
        Words("此项不计，其分值按比例摊给同一上级下的其他项", "the item leaves, its mark goes to its siblings in proportion"),
        (), ("R26",),
    ),
    BlockSpec(
        "leave_out", "absence", Words("不计入", "left out"),
        Words("此项不计，满分相应减少；在平均中只对其余取平均", "the item leaves and its mark with it; means are taken over the rest"),
        (), ("R26", "R45"),
    ),
    BlockSpec(
        "group_average", "absence", Words("按组内平均分", "average of the track"),
        Words("得同赛道有此项者的平均分", "gets the average points of those in the track who have the item"),
        (OTHERWISE, POPULATION), ("R26",), relative=True, short="otherwise",
    ),
    BlockSpec(
        "own_rate", "absence", Words("按本单位平均得分率", "own average rate"),
        Words("得满分乘本单位其余项的得分率", "gets its full mark times the unit's rate on its other items"),
        (choice("over", "其余项的范围", "which other items", ("siblings", "all"), "siblings"),), ("R26",), short="over",
    ),
    BlockSpec("not_applicable", "absence", Words("视为不适用", "as not applicable"),
              Words("按不适用处理", "is treated as not applicable"), (), ("R26",)),
    BlockSpec("missing", "absence", Words("视为缺报", "as missing"), Words("按缺报处理", "is treated as missing"), ()),
    BlockSpec("pending", "absence", Words("视为待报", "as pending"),
              Words("总分暂缓，待报后再算", "the total waits until it is known"), (), ("R27",)),
    BlockSpec("refuse", "absence", Words("不得缺", "refused"),
              Words("停止计分，并指出缺在何处", "stops the run and says where it is absent"), ()),
)  # fmt: skip

VALUE_SPECS = (
    BlockSpec("is", "stand_in", Words("以公式代之", "stands in"), Words("以公式的结果代替", "a formula stands in"),
              (number("formula", "公式", "the formula", required=True),), (), short="formula"),
    BlockSpec(
        "group_mean", "stand_in", Words("以组内均值代之", "mean of the track"),
        Words("以同组均值代替（population 可按属性再分）", "the mean of the population, which may be parted by an attribute"),
        (POPULATION,), (), relative=True, short="population",
    ),
    BlockSpec("zero", "stand_in", Words("视为零", "as zero"), Words("按零计", "counts as zero"), ()),
    BlockSpec("missing", "stand_in", Words("视为缺报", "as missing"), Words("按缺报处理", "is treated as missing"), ()),
    BlockSpec("not_applicable", "stand_in", Words("视为不适用", "as not applicable"),
              Words("按不适用处理", "is treated as not applicable"), ()),
    BlockSpec("pending", "stand_in", Words("视为待报", "as pending"), Words("按待报处理", "is treated as pending"), ()),
    BlockSpec("refuse", "stand_in", Words("不得缺", "refused"), Words("停止计分，并指出缺在何处", "stops the run and says where"), ()),
)  # fmt: skip
