"""How a dimension is made of its items: sums of marks, weighted means of any kind, or a formula (R19, R44–R47)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter, choice, number

AT_LEAST = Parameter(
    "at_least", Kind.NUMBER, Words("至少要有多少成员有值（比例，或个数）", "how many members must be present, as a share or a number"), "0",
)  # fmt: skip
BY = choice(
    "counted_by", "按什么计：个数比例、权重比例、个数", "what `at_least` counts: share of members, share of weight, or number",
    ("share", "weight", "number"), "share",
)  # fmt: skip
SCALE = number("scale", "成员的满分（如100），结果折算到本维度满分",
               "full mark of the members (such as 100); the result is converted to the dimension's own")  # fmt: skip
ABSENT = choice(
    "missing_members", "有成员缺报时：整体缺报，或对其余计算", "where a member is missing: the whole is, or the rest are taken",
    ("strict", "leave_out"), "strict",
)  # fmt: skip


def _mean(name: str, zh: str, en: str, *more: Parameter) -> BlockSpec:
    doc = Words(f"按权重取{zh}；不适用的成员不计，权重在其余成员中归一",
                f"weighted {en}; members that do not apply are left out and the weights renormalised")  # fmt: skip
    return BlockSpec(
        name, "combine", Words(zh, en), doc, (AT_LEAST, BY, SCALE, ABSENT, *more), ("R19", "R44")
    )


SPECS = (
    BlockSpec(
        "sum", "combine", Words("相加", "sum"),
        Words("各项得分相加；写明 full 且与各项满分之和不同，则须写 convert",
              "points are added; where `full` differs from the sum of the items' marks, `convert` must be said"),
        (
            Parameter("convert", Kind.TRUTH, Words("折算到本维度满分", "convert to the dimension's full mark"), "false"),
            ABSENT,
        ),
        ("R44",),
    ),
    _mean("arithmetic", "算术平均", "arithmetic mean"),
    _mean("geometric", "几何平均", "geometric mean"),
    _mean("harmonic", "调和平均", "harmonic mean"),
    _mean("power", "幂平均", "generalised mean", number("power", "幂次", "the exponent", required=True)),
    _mean("min", "最小值", "minimum"),
    _mean("max", "最大值", "maximum"),
    _mean("median", "中位数", "median"),
    _mean("product", "乘积", "product"),
    BlockSpec(
        "formula", "combine", Words("公式", "formula"),
        Words("以各项名称写的公式，项名即其得分", "a formula in the names of the items, each standing for its points"),
        (number("is", "公式", "the formula", required=True),), ("R19", "R20"), short="is",
    ),
)  # fmt: skip
