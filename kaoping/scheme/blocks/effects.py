"""What vetoes do (R34: five effects that must not be confused) and rules across items (R29, R55)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter, choice, number

EFFECTS = (
    BlockSpec("zero_score", "effect", Words("总分计零", "total is zero"), Words("总分为零", "the total becomes zero"), (), ("R34",)),
    BlockSpec("lowest_grade", "effect", Words("定为最低等次", "lowest grade"), Words("无论得分，定为最低等次", "the lowest grade whatever the score"), (), ("R34",)),
    BlockSpec(
        "bar_from", "effect", Words("不得评为", "barred from"),
        Words("不得评为这些等次或奖项", "barred from these grades or awards"),
        (Parameter("names", Kind.NAMES, Words("等次或奖项", "grades or awards"), required=True),), ("R34", "R35"), short="names",
    ),
    BlockSpec(
        "drop_grades", "effect", Words("降等", "drops grades"), Words("降若干等", "falls by so many grades"),
        (Parameter("by", Kind.NUMBER, Words("几等", "how many"), "1"),), ("R34",), short="by",
    ),
    BlockSpec(
        "zero_item", "effect", Words("该项计零", "item is zero"), Words("这些项目得零分", "these items get no points"),
        (Parameter("items", Kind.NAMES, Words("项目", "the items"), required=True),), ("R34",), short="items",
    ),
    BlockSpec(
        "cap_total", "effect", Words("总分不高于", "total capped"), Words("总分不高于此数", "the total is at most this"),
        (number("at", "上限", "the cap", required=True),), ("R30", "R34"), short="at",
    ),
)  # fmt: skip

POST_RULES = (
    BlockSpec(
        "shortfall_contagion", "post_rule", Words("短板传染", "shortfall contagion"),
        Words("任一项低于其基本分，其余各项以基本分为限，并取消所列系数",
              "if any item is below its base mark, every other item is limited to its base mark and the named coefficient falls away"),
        (
            Parameter("items", Kind.NAMES, Words("涉及的项目；默认为全部指标", "the items concerned; by default all")),
            Parameter("without", Kind.NAMES, Words("不参与触发的项目", "items that do not trigger it")),
            choice("missing", "缺报的项目：不触发，或视为短板", "a missing item: does not trigger it, or counts as a shortfall",
                   ("aside", "short"), "aside", say=True),
            number("base", "基本分（可用 full）", "the base mark; may use `full`", required=True),
            Parameter("drops", Kind.NAMES, Words("被取消的系数（then: times 所用的名称）", "coefficients, by the name used under `times`, that fall away")),
        ),
        ("R29",),
    ),
)  # fmt: skip
