"""The functions a formula may call: how many arguments, of which types, and what they mean.

`FUNCTIONS` work on the values of one organisation; `evaluate` knows them. `CONTEXT_FUNCTIONS` look at other
periods, other organisations, the tree or events; they are parsed and checked here, and resolved when a scheme
is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from kaoping.errors import Words


class ValueType(Enum):
    """What kind of value an expression has. ANY: only known when a scheme is compiled."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"
    DATE = "date"
    ANY = "any"


_N, _B, _T, _D, _ANY = ValueType.NUMBER, ValueType.TRUTH, ValueType.TEXT, ValueType.DATE, ValueType.ANY


@dataclass(frozen=True)
class Signature:
    """How a function is called.

    `least`, `most`: number of arguments (most None: any number); `parity` 0 or 1 asks for an even or odd
    number. `takes`: the types of the arguments; the last one holds for all further ones. `gives`: the type of
    the result; None means the common type of the branches or arguments. `texts`: arguments that must be one
    of these literal texts, by position from 0. `whole`: arguments that must be literal whole numbers.
    """

    least: int
    most: int | None
    takes: tuple[ValueType, ...]
    gives: ValueType | None
    means: Words
    parity: int | None = None
    texts: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    whole: frozenset[int] = frozenset()

    def type_of(self, position: int) -> ValueType:
        """The type that the argument at a position (from 0) must have."""
        return self.takes[min(position, len(self.takes) - 1)]


ROUNDING_MODES = ("half_up", "half_even", "truncate", "floor", "ceil")
STEP_MODES = ("floor", "ceil", "linear", "round")


def _numbers(least: int, most: int | None, zh: str, en: str) -> Signature:
    return Signature(least, most, (_N,), _N, Words(zh, en))


def _asks(zh: str, en: str) -> Signature:
    return Signature(1, 1, (_ANY,), _B, Words(zh, en))


FUNCTIONS: dict[str, Signature] = {
    "abs": _numbers(1, 1, "绝对值", "absolute value"),
    "min": _numbers(1, None, "最小值", "the smallest"),
    "max": _numbers(1, None, "最大值", "the largest"),
    "clamp": _numbers(
        3, 3, "clamp(x, 下限, 上限)：限制在上下限之间", "clamp(x, low, high): kept between the two"
    ),
    "floor": _numbers(1, 1, "向下取整", "the whole number below"),
    "ceil": _numbers(1, 1, "向上取整", "the whole number above"),
    "trunc": _numbers(1, 1, "去掉小数部分", "the whole number toward zero"),
    "round": Signature(
        2,
        3,
        (_N, _N, _T),
        _N,
        Words("round(x, 位数[, 方式])：舍入，默认四舍五入", "round(x, places[, mode]), half up unless told"),
        texts=MappingProxyType({2: ROUNDING_MODES}),
        whole=frozenset({1}),
    ),
    "sign": _numbers(1, 1, "符号：-1、0、1", "-1, 0 or 1"),
    "if": Signature(
        3,
        None,
        (_ANY,),
        None,
        Words("if(条件, 甲, 条件, 乙, …, 否则)", "if(condition, a, condition, b, …, otherwise)"),
        parity=1,
    ),
    "coalesce": Signature(
        2, None, (_ANY,), None, Words("第一个有值的参数", "the first argument that has a value")
    ),
    "is_missing": _asks("是否缺报", "expected and not filed"),
    "is_not_applicable": _asks("是否不适用", "does not concern the organisation"),
    "is_pending": _asks("是否待定", "will be known later"),
    "is_undefined": _asks("是否无法计算", "arithmetic has no answer"),
    "is_absent": _asks("是否没有值", "has no value, for whatever reason"),
    "is_present": _asks("是否有值", "has a value"),
    "sum": _numbers(1, None, "合计", "sum"),
    "mean": _numbers(1, None, "算术平均", "arithmetic mean"),
    "median": _numbers(
        1, None, "中位数；偶数个取中间两数的平均", "median; of an even number, the mean of the middle two"
    ),
    "product": _numbers(1, None, "连乘积", "product"),
    "sum_largest": _numbers(
        2,
        None,
        "sum_largest(k, 甲, 乙, …)：最大的k个之和（择优计分）",
        "sum_largest(k, a, b, …): the sum of the k largest, for schemes that count the best k",
    ),
    "count_true": Signature(1, None, (_B,), _N, Words("成立的条件个数", "how many conditions hold")),
    "geomean": _numbers(
        1, None, "几何平均；有负数则无法计算", "geometric mean; undefined with a negative number"
    ),
    "harmean": _numbers(
        1, None, "调和平均；有非正数则无法计算", "harmonic mean; undefined unless all are positive"
    ),
    "ln": _numbers(1, 1, "自然对数", "natural logarithm"),
    "log10": _numbers(1, 1, "以10为底的对数", "logarithm to base 10"),
    "log": _numbers(2, 2, "log(x, 底)：对数", "log(x, base): logarithm"),
    "exp": _numbers(1, 1, "e的x次方", "e to the power x"),
    "sqrt": _numbers(1, 1, "平方根", "square root"),
    "root": _numbers(
        2, 2, "root(x, n)：n次方根，n为正整数", "root(x, n): n-th root, n a whole number from 1"
    ),
    "power": _numbers(2, 2, "power(x, y)：x的y次方", "power(x, y): x to the power y"),
    "normal_cdf": _numbers(1, 1, "标准正态分布函数", "standard normal distribution function"),
    "steps": Signature(
        3,
        3,
        (_N, _N, _T),
        _N,
        Words(
            "steps(x, 步长, 方式)：x含多少个步长，按绝对值取整后带回符号",
            "steps(x, unit, mode): how many units x holds; the magnitude is rounded, the sign kept",
        ),
        texts=MappingProxyType({2: STEP_MODES}),
    ),
    "interpolate": Signature(
        5,
        None,
        (_N,),
        _N,
        Words(
            "interpolate(x, x1, y1, x2, y2, …)：按各点线性内插，两端取端点值",
            "interpolate(x, x1, y1, …): straight lines between the points, level beyond the ends",
        ),
        parity=1,
    ),
    "mod": _numbers(
        2, 2, "mod(a, b)：余数，与b同号", "mod(a, b): what is left of a by whole b, with the sign of b"
    ),
    "days": Signature(
        2,
        2,
        (_D,),
        _N,
        Words("days(起, 止)：从起到止的天数", "days(from, to): days from the first date to the second"),
    ),
    "date": Signature(3, 3, (_N,), _D, Words("date(年, 月, 日)：日期", "date(year, month, day): a date")),
    "year": Signature(1, 1, (_D,), _N, Words("年份", "the year of a date")),
    "month": Signature(1, 1, (_D,), _N, Words("月份", "the month of a date")),
    "share": _numbers(
        2,
        None,
        "share(a, b, …)：第一个数占全部之和的比重",
        "share(a, b, …): the first as a part of the sum",
    ),
}
"""Functions of the values of one organisation. Absent arguments make it absent, except where said."""


def _context(least: int, most: int | None, gives: ValueType | None, zh: str, en: str) -> Signature:
    return Signature(least, most, (_ANY,), gives, Words(zh, en))


CONTEXT_FUNCTIONS: dict[str, Signature] = {
    "last_year": _context(1, 1, _ANY, "上年同期的值", "the value of the same period a year earlier"),
    "previous": _context(
        1, 2, _ANY, "上一期的值", "the value of the period before; previous(x, month) of that length"
    ),
    "at": _context(
        2, 2, _ANY, "指定期间的值，如 at(x, '2025-Q4')", "the value of a named period, at(x, '2025-Q4')"
    ),
    "over": _context(
        3,
        4,
        _N,
        "over(量, month, mean[, present])：本期内各月的汇总",
        "over(quantity, month, mean[, present]): a summary over the months of the period",
    ),
    "single": _context(1, 1, _N, "由累计数得本期数", "the period's own part of a cumulative fact"),
    "to_date": _context(1, 1, _N, "年初至本期各期之和", "the sum of the periods of the year so far"),
    "first_filed": _context(
        1, 1, _ANY, "首次填报的值，不计修订", "the value as first filed, before revisions"
    ),
    "target": _context(1, 1, _N, "商定的目标值", "the agreed target"),
    "group_mean": _context(1, 2, _N, "组内平均", "the mean of the track or of a named population"),
    "group_sum": _context(1, 2, _N, "组内合计", "the sum of the track"),
    "group_min": _context(1, 2, _N, "组内最小", "the smallest of the track"),
    "group_max": _context(1, 2, _N, "组内最大", "the largest of the track"),
    "group_count": _context(0, 2, _N, "组内有值的个数", "how many of the track have a value"),
    "group_sd": _context(1, 2, _N, "组内样本标准差", "the sample standard deviation of the track"),
    "group_sd_population": _context(
        1, 2, _N, "组内总体标准差", "the population standard deviation of the track"
    ),
    "group_median": _context(1, 2, _N, "组内中位数", "the median of the track"),
    "group_quantile": _context(2, 3, _N, "组内分位数", "a quantile of the track, group_quantile(x, 0.75)"),
    "group_rank": _context(
        1,
        4,
        _N,
        "组内位次，group_rank(x, 总体, lower, dense)",
        "place in the track, group_rank(x, population, lower, dense)",
    ),
    "below": _context(
        3,
        5,
        _ANY,
        "below(赛道, 量, mean[, 权重][, present])：所属下级单位的汇总",
        "below(track, quantity, mean[, weight][, present]): a summary of the organisations beneath",
    ),
    "above": _context(1, 2, _ANY, "上级单位的值", "the value of the organisation above"),
    "points": _context(1, 1, _N, "某一项的得分", "the points of a node of the tree"),
    "raw": _context(1, 1, _N, "某一项调整之前的得分", "the points of a node before adjustments"),
    "rate": _context(1, 1, _N, "某一项的得分率", "the points of a node as a part of its full mark"),
    "full": _context(0, 1, _N, "满分", "the full mark"),
    "rank": _context(
        0, 1, _N, "某一项的位次；不写则为总分", "the place by a node's points; of the total if none is named"
    ),
    "events": _context(1, 1, _N, "事项加减分", "the points of an event"),
    "event_count": _context(
        1, 2, _N, "事项次数（可限级别）", "how often an event happened, at a level if one is named"
    ),
    "happened": _context(1, 2, _B, "是否发生", "whether an event happened"),
    "vetoed": _context(0, 1, _B, "是否有否决事项", "whether a veto, or any, holds"),
    "attribute": _context(1, 1, _ANY, "单位属性", "an attribute of the organisation"),
    "look_up": _context(2, 3, _ANY, "look_up(表, 词[, 其余])：查表", "look_up(table, word[, otherwise])"),
}
"""Functions that a compiled scheme answers; the table may be extended before any formula is parsed."""

ALIASES: dict[str, str] = {
    "如果": "if",
    "最大值": "max",
    "最小值": "min",
    "绝对值": "abs",
    "四舍五入": "round",
    "求和": "sum",
    "平均值": "mean",
    "中位数": "median",
}


def signature_of(function: str) -> Signature | None:
    """The signature of a function of either kind; None where there is none."""
    return FUNCTIONS.get(function) or CONTEXT_FUNCTIONS.get(function)


def canonical_function(word: str) -> str | None:
    """The name of the function that a word of a formula means: itself, an alias, or in other letter case."""
    for candidate in (word, ALIASES.get(word, ""), word.lower()):
        if candidate in FUNCTIONS or candidate in CONTEXT_FUNCTIONS:
            return candidate
    return None


KNOWN_NAMES: dict[str, Words] = {
    "this_year": Words("本期最后一月所在的年", "the year of the period's last month"),
    "this_month": Words("本期最后一月", "the period's last month, 1 to 12"),
    "this_quarter": Words("本期最后一月所在的季", "the quarter of that month, 1 to 4"),
    "months_passed": Words("年初至本期末的月数", "months from the beginning of the year to the period's end"),
    "months_in_period": Words("本期的月数", "months of the period"),
    "missing": Words("缺报：公式以此说没有值", "says that there is no value: it is missing"),
    "not_applicable": Words(
        "不适用，如 if(tasks = 0, not_applicable, done / tasks)",
        "says that it does not apply, as in if(tasks = 0, not_applicable, done / tasks)",
    ),
    "pending": Words("待报", "says that it will be known later"),
}
"""Names that every formula of a scheme knows, unless the scheme defines them itself. An `if` that asks the calendar
alone is settled before anything is computed, so that a quantity may look back at itself to a stated beginning."""
