"""Operations written under `then`: they change the number in the order written (R22, R28, R30, R35 …)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import POPULATION, BlockSpec, Kind, Parameter, choice, number


def _one(name: str, zh: str, en: str, doc_zh: str, doc_en: str, *sources: str) -> BlockSpec:
    """An operation with a single amount."""
    return BlockSpec(
        name, "then", Words(zh, en), Words(doc_zh, doc_en),
        (number("by", "数或公式", "a number or formula", required=True),), sources, short="by",
    )  # fmt: skip


SPECS = (
    BlockSpec(
        "times", "then", Words("乘以", "multiply"), Words("乘以系数（如难度系数）", "multiplies by a coefficient such as difficulty"),
        (number("by", "系数", "the coefficient", required=True),
         choice("above_full", "系数在封顶之后可使得分超过满分时：提醒，或明言允许",
                "where it may lift points above the full mark after a cap: warn, or said to be allowed", ("warn", "allowed"), "warn")),
        ("R22",), short="by",
    ),
    _one("plus", "加上", "add", "加上一个数", "adds an amount", "R32"),
    _one("minus", "减去", "subtract", "减去一个数", "subtracts an amount", "R33"),
    _one("at_most", "不高于", "at most", "高于此数按此数", "holds the number at this bound from above", "R28", "R30"),
    _one("at_least", "不低于", "at least", "低于此数按此数", "holds the number at this bound from below", "R28"),
    _one("set", "改为", "replace", "以公式的结果代替；points 指此前的数", "replaces it by a formula in which `points` is the number so far", "R20"),
    BlockSpec(
        "clamp", "then", Words("限制在区间内", "clamp"), Words("限制在下限与上限之间", "holds the number between two bounds"),
        (number("low", "下限", "lower bound"), number("high", "上限", "upper bound")), ("R28",),
    ),
    BlockSpec(
        "round", "then", Words("取位", "round"), Words("在此处取位", "rounds at this stage"),
        (
            Parameter("places", Kind.NUMBER, Words("小数位数", "decimal places"), "2"),
            choice("mode", "取位方式", "mode", ("half_up", "half_even", "truncate", "floor", "ceil"), "half_up"),
        ),
        ("R54",), short="places",
    ),
    BlockSpec(
        "events", "then", Words("加减分事项", "events"), Words("加上这些事项的分", "adds the points of these events"),
        (
            Parameter("of", Kind.NAMES, Words("事项", "the events"), required=True),
            number("times", "倍数", "multiplier", "1"),
            number("cap", "合计最多加（绝对值）", "most that is added together"),
            number("floor", "合计最多减（负数）", "most that is taken together, a negative number"),
        ),
        ("R31", "R32", "R33", "R36"), short="of",
    ),
    BlockSpec(
        "rule", "then", Words("再用规则", "a further rule"),
        Words("以此前的数为数值，再用一条规则", "uses another rule with the number so far as its value"),
        (Parameter("use", Kind.BLOCK, Words("规则", "the rule"), required=True, category="rule"),), ("R12",), short="use",
    ),
    BlockSpec(
        "fill_missing", "then", Words("缺报时代之", "fill what is missing"),
        Words("此前的数缺报时，以所写的数代之（如同组均值）",
              "where the number so far is missing, another stands in, such as the mean of its group"),
        (Parameter("by", Kind.BLOCK, Words("以什么代之", "what stands in"), required=True, category="stand_in"),), (), short="by",
    ),
    BlockSpec(
        "as_equal", "then", Words("差距不显著视为相同", "no significant difference"),
        Words("从最好者往下，落后于领头者不超过此数的与领头者相同；再落后的另起一组",
              "from the best downward, those no further behind the first than this are equal to it; the next one leads anew"),
        (
            Parameter("within", Kind.NUMBER, Words("差距不超过（如置信区间之半宽）", "largest difference, such as half a confidence interval"), required=True),
            choice("take", "同组取领头者的数或组内平均", "all take the number of the first, or the mean of the cluster",
                   ("first", "mean"), "first"),
            POPULATION,
        ),
        ("R40", "R53"), relative=True, short="within",
    ),
    BlockSpec(
        "treat", "then", Words("处理极端值", "treat outliers"),
        Words("缩尾、取对数或 Box-Cox；偏度与峰度同时超限才处理",
              "winsorise, logarithm or Box-Cox; only where skew and kurtosis both exceed their limits"),
        (
            choice("method", "方法", "the method", ("winsorise", "log", "log_shifted", "box_cox", "quantiles")),
            Parameter("most", Kind.NUMBER, Words("缩尾的个数达到此数即止", "winsorising stops once so many values have been moved"), "5"),
            Parameter("skew", Kind.NUMBER, Words("偏度限（绝对值）", "limit of skewness, absolute"), "2"),
            Parameter("kurtosis", Kind.NUMBER, Words("峰度限（超额）", "limit of excess kurtosis"), "3.5"),
            choice("test", "何时处理", "when it is done", ("skew_and_kurtosis", "always"), "skew_and_kurtosis"),
            choice("otherwise", "缩尾不够时改用", "what is used where winsorising is not enough",
                   ("none", "log", "log_shifted", "box_cox"), "none"),
            Parameter("power", Kind.NUMBER, Words("Box-Cox 的 λ", "lambda of Box-Cox"), "0"),
            choice("shift", "Box-Cox 之前如何平移为正：x−min+1、x−min+极差/100、不移、有非正数才移",
                   "how Box-Cox makes numbers positive: x − min + 1, x − min + range/100, not at all, or only where needed",
                   ("by_one", "by_range", "none", "where_needed"), "where_needed"),
            Parameter("low", Kind.NUMBER, Words("下分位（quantiles）", "lower share (quantiles)"), "0.05"),
            Parameter("high", Kind.NUMBER, Words("上分位（quantiles）", "upper share (quantiles)"), "0.95"),
            POPULATION,
        ),
        (), short="method",
    ),
)  # fmt: skip
