"""A formula in words: 一季度时为 0.2，二季度时为 0.47……; arithmetic keeps its signs, everything else is said.

Every function of the language has a sentence here. What a person must see exactly stands beside it as the formula itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.formulas import Expr, Name
from kaoping.scheme.formulas.syntax import Binary, Call, Number, Text, Truth, Unary
from kaoping.scheme.labels import name_word
from kaoping.scheme.model import Scheme
from kaoping.scheme.writing import titled

Titled = Callable[[str], Words]
"""What a name of the scheme is called."""
LOOSE, OR, AND, COMPARED, SUM, PRODUCT, TIGHT = range(7)
_ARITHMETIC = {
    "+": ("+", SUM),
    "-": ("−", SUM),
    "*": ("×", PRODUCT),
    "/": ("÷", PRODUCT),
    "^": ("^", PRODUCT),
}
_COMPARED = {
    "=": ("{0}等于 {1}", "{0} is {1}"), "!=": ("{0}不等于 {1}", "{0} is not {1}"), "<": ("{0}低于 {1}", "{0} is below {1}"),
    "<=": ("{0}不高于 {1}", "{0} is at most {1}"), ">": ("{0}高于 {1}", "{0} is above {1}"), ">=": ("{0}不低于 {1}", "{0} is at least {1}"),
}  # fmt: skip
_QUARTERS = {"1": Words("一季度", "the first quarter"), "2": Words("二季度", "the second quarter"),
             "3": Words("三季度", "the third quarter"), "4": Words("四季度", "the fourth quarter")}  # fmt: skip
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_KNOWN = {
    "missing": Words("缺报", "missing"), "not_applicable": Words("不适用", "not applicable"), "pending": Words("待报", "pending"),
    "x": Words("实际值", "the value"), "v": Words("评分", "the mark"), "full": Words("满分", "the full mark"), "total": Words("总分", "the total"),
    "n": Words("单位个数", "the number of units"), "r": Words("表内位次", "the place on the sheet"),
}  # fmt: skip
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff）”]) (?=[\u4e00-\u9fff（“])")
"""A space between two Chinese characters."""
SENTENCES: Mapping[str, tuple[str, str]] = {
    "abs": ("{0}的绝对值", "the absolute value of {0}"), "min": ("{*}中最小的", "the smallest of {*}"), "max": ("{*}中最大的", "the largest of {*}"),
    "clamp": ("{0}（不低于 {1}、不高于 {2}）", "{0} (kept between {1} and {2})"), "floor": ("{0}向下取整", "{0} rounded down"),
    "ceil": ("{0}向上取整", "{0} rounded up"), "trunc": ("{0}去掉小数部分", "the whole part of {0}"), "round": ("{0}按 {1} 位小数取位", "{0} rounded to {1} decimals"),
    "sign": ("{0}的正负（1、0、−1）", "the sign of {0} (1, 0 or −1)"), "coalesce": ("{*}中第一个有值的", "the first of {*} that has a value"),
    "is_missing": ("{0}缺报", "{0} is missing"), "is_not_applicable": ("{0}不适用", "{0} does not apply"), "is_pending": ("{0}待报", "{0} is pending"),
    "is_undefined": ("{0}无法计算", "{0} cannot be computed"), "is_absent": ("{0}没有值", "{0} has no value"), "is_present": ("{0}有值", "{0} has a value"),
    "sum": ("{*}之和", "the sum of {*}"), "mean": ("{*}的平均", "the mean of {*}"), "median": ("{*}的中位数", "the median of {*}"),
    "product": ("{*}的连乘积", "the product of {*}"), "sum_largest": ("{1*}中最大的 {0} 个之和", "the sum of the {0} largest of {1*}"),
    "count_true": ("下列各条中成立的个数：{*}", "how many of these hold: {*}"), "geomean": ("{*}的几何平均", "the geometric mean of {*}"),
    "harmean": ("{*}的调和平均", "the harmonic mean of {*}"), "ln": ("{0}的自然对数", "the natural logarithm of {0}"),
    "log10": ("{0}的常用对数", "the logarithm of {0} to base 10"), "log": ("{0}以 {1} 为底的对数", "the logarithm of {0} to base {1}"),
    "exp": ("e 的{0}次方", "e to the power {0}"), "sqrt": ("{0}的平方根", "the square root of {0}"), "root": ("{0}的 {1} 次方根", "the root of order {1} of {0}"),
    "power": ("{0}的 {1} 次方", "{0} to the power {1}"), "normal_cdf": ("{0}的标准正态分布值", "the standard normal distribution at {0}"),
    "interpolate": ("{0}按各点（{pairs}）连成的直线取值", "{0} on straight lines between the points {pairs}"), "mod": ("{0}除以 {1} 的余数", "what is left of {0} by whole {1}"),
    "days": ("从{0}到{1}的天数", "the days from {0} to {1}"), "date": ("{0} 年 {1} 月 {2} 日", "the date {0}-{1}-{2}"), "year": ("{0}的年份", "the year of {0}"),
    "month": ("{0}的月份", "the month of {0}"), "share": ("{0}占{*}之和的比重", "{0} as a part of the sum of {*}"),
    "last_year": ("上年同期的{0}", "{0} a year before"), "previous": ("上期的{0}", "{0} of the period before"), "at": ("{1}的{0}", "{0} of {1}"),
    "single": ("当期的{0}", "{0} of the period alone"), "to_date": ("年初至今各期{0}之和", "the sum of {0} over the periods of the year so far"),
    "first_filed": ("首次填报的{0}", "{0} as first filed"), "target": ("{0}的商定目标", "the agreed target of {0}"),
    "group_mean": ("组内{0}的平均", "the mean of {0} in the track"), "group_sum": ("组内{0}的合计", "the sum of {0} in the track"),
    "group_min": ("组内{0}的最小值", "the smallest {0} in the track"), "group_max": ("组内{0}的最大值", "the largest {0} in the track"),
    "group_count": ("组内有{0}的单位个数", "how many in the track have {0}"), "group_sd": ("组内{0}的标准差", "the deviation of {0} in the track"),
    "group_sd_population": ("组内{0}的总体标准差", "the population deviation of {0} in the track"), "group_median": ("组内{0}的中位数", "the median of {0} in the track"),
    "group_quantile": ("组内{0}的 {1} 分位数", "the {1} quantile of {0} in the track"), "group_rank": ("{0}在组内的位次", "the place by {0} in the track"),
    "above": ("上级单位的{0}", "{0} of the body above"), "points": ("{0}得分", "the points of {0}"), "raw": ("{0}调整前的得分", "the points of {0} before adjustments"),
    "rate": ("{0}的得分率", "the points of {0} as a share of its full mark"), "full": ("{0}的满分", "the full mark of {0}"), "rank": ("{0}的位次", "the place by {0}"),
    "events": ("{0}的加减分", "the points of {0}"), "event_count": ("{0}的次数", "how often {0} happened"), "happened": ("发生过{0}", "{0} happened"),
    "vetoed": ("有否决事项{0}", "the veto {0} holds"), "attribute": ("单位的{0}", "the {0} of the unit"), "look_up": ("按{1}查表“{0}”所得", "the entry of the table “{0}” for {1}"),
}  # fmt: skip
ALONE: Mapping[str, Words] = {
    "full": Words("满分", "the full mark"), "rank": Words("总分的位次", "the place by the total"), "vetoed": Words("有否决事项", "a veto holds"),
    "group_count": Words("组内单位个数", "the number of units in the track"),
}  # fmt: skip
_SUMMARIES = {
    "sum": Words("的合计", "the sum of"), "mean": Words("的平均", "the mean of"), "min": Words("的最小值", "the smallest"), "max": Words("的最大值", "the largest"),
    "median": Words("的中位数", "the median of"), "geomean": Words("的几何平均", "the geometric mean of"), "count": Words("的个数", "how many have"),
    "first": Words("的首个值", "the first"), "last": Words("的末个值", "the last"),
}  # fmt: skip
_EACH = {
    "month": Words("各月", "months"),
    "quarter": Words("各季", "quarters"),
    "half_year": Words("各半年", "half-years"),
    "year": Words("各年", "years"),
}
_MODES = {
    "floor": Words("只算整数", "whole ones only"), "ceil": Words("不足一个按一个", "every one begun"), "linear": Words("按比例", "parts in proportion"), "round": Words("四舍五入", "rounded"),
}  # fmt: skip
TAKEN_BY_NAME = {
    "points": 0,
    "raw": 0,
    "rate": 0,
    "rank": 0,
    "full": 0,
    "events": 0,
    "event_count": 0,
    "happened": 0,
    "vetoed": 0,
}
"""Functions whose argument is a part of the scheme, which is put in quotes."""
Said = tuple[Words, int]


def formula_said(scheme: Scheme, expr: Expr) -> Words:
    """A formula as a sentence with the scheme's own titles, in both languages."""
    said, _ = _Speaker(lambda key: _title(scheme, key)).say(expr)
    return Words(_STRAY.sub("", said.zh), said.en)


def _title(scheme: Scheme, key: str) -> Words:
    known = _KNOWN.get(key) or name_word(key)
    return known or Words(titled(scheme, key, "zh") or key, titled(scheme, key, "en") or key)


class _Speaker:
    """One formula; `title` says what a name is called."""

    def __init__(self, title: Titled) -> None:
        self.title = title

    def say(self, expr: Expr) -> Said:
        """The words, and how tightly the outermost sign binds."""
        match expr:
            case Number(value):
                text = canonical_text(value)
                if "/" in text:
                    return _same(text.replace("/", " ÷ ").replace("-", "−")), PRODUCT
                return _same(text.replace("-", "−")), SUM if value < 0 else TIGHT
            case Text(value):
                return _same(f"“{value}”"), TIGHT
            case Truth(value):
                return (Words("是", "true") if value else Words("否", "false")), TIGHT
            case Name(key):
                return self.title(key), TIGHT
            case Unary("not", operand):
                return _put("并非{0}", "not {0}", self.within(operand, TIGHT)), COMPARED
            case Unary(_, operand):
                return _put("−{0}", "−{0}", self.within(operand, TIGHT)), SUM
            case Binary():
                return self._binary(expr)
            case Call():
                return self._call(expr)

    def within(self, expr: Expr, weakest: int) -> Words:
        """The words, in brackets where they would be read apart."""
        said, strength = self.say(expr)
        return Words(f"（{said.zh}）", f"({said.en})") if strength < weakest else said

    def _binary(self, expr: Binary) -> Said:
        if expr.op in ("and", "or"):
            strength = AND if expr.op == "and" else OR
            left, right = self.within(expr.left, strength), self.within(expr.right, strength + 1)
            joint = (
                Words("{0}，且{1}", "{0} and {1}") if expr.op == "and" else Words("{0}，或{1}", "{0} or {1}")
            )
            return _put(joint.zh, joint.en, left, right), strength
        if expr.op in _COMPARED:
            return _of_calendar(expr) or (
                _put(*_COMPARED[expr.op], self.within(expr.left, SUM), self.within(expr.right, SUM)),
                COMPARED,
            )
        sign, strength = _ARITHMETIC[expr.op]
        least = TIGHT if sign == "^" else strength
        right = self.within(expr.right, TIGHT if sign == "^" else strength + 1)
        return _put(
            f"{{0}} {sign} {{1}}", f"{{0}} {sign} {{1}}", self.within(expr.left, least), right
        ), strength

    def _call(self, expr: Call) -> Said:
        own = {"if": self._if, "over": self._over, "below": self._below, "steps": self._steps}.get(
            expr.function
        )
        if own is not None:
            return own(expr)
        if not expr.arguments and expr.function in ALONE:
            return ALONE[expr.function], TIGHT
        if expr.function == "points" and expr.arguments == (Name("total"),):
            return _KNOWN["total"], TIGHT
        zh, en = SENTENCES[expr.function]
        given = [self._argument(expr.function, i, one) for i, one in enumerate(expr.arguments)]
        said = Words(
            _filled(zh, [one.zh for one in given], "、", " → "),
            _filled(en, [one.en for one in given], ", ", " → "),
        )
        if expr.function in ("event_count", "happened") and len(given) > 1:
            said = _put("{0}（{1}）", "{0} ({1})", said, given[1])
        if expr.function.startswith("group_") and len(given) > _OWN_ARGUMENTS.get(expr.function, 1):
            said = _put(
                "{0}（范围：{1}）", "{0} (among: {1})", said, given[_OWN_ARGUMENTS.get(expr.function, 1)]
            )
        return said, TIGHT

    def _argument(self, function: str, i: int, expr: Expr) -> Words:
        if TAKEN_BY_NAME.get(function) == i and isinstance(expr, Name):
            title = self.title(expr.key)
            return title if expr.key == "total" else Words(f"“{title.zh}”", f"“{title.en}”")
        return self.within(expr, TIGHT)

    def _if(self, expr: Call) -> Said:
        """一季度时为 0.2，二季度时为 0.47，其余为 1."""
        *pairs, last = expr.arguments
        cases = [_put("{0}时为 {1}", "{1} if {0}" if not _is_calendar(held) else "{1} in {0}", self.say(held)[0], self.within(got, SUM))
                 for held, got in zip(pairs[::2], pairs[1::2], strict=True)]  # fmt: skip
        cases.append(_put("其余为 {0}", "otherwise {0}", self.within(last, SUM)))
        return Words("，".join(one.zh for one in cases), ", ".join(one.en for one in cases)), LOOSE

    def _over(self, expr: Call) -> Said:
        """本期各月“月效能考评”得分的平均（只计有值的）."""
        what, each, how, *rest = expr.arguments
        of, said = (
            _EACH.get(_key(each), self.title(_key(each))),
            _SUMMARIES.get(_key(how), self.title(_key(how))),
        )
        present = (
            Words("（只计有值的）", " (those that have one)")
            if any(_key(one) == "present" for one in rest)
            else Words("", "")
        )
        return _put(
            "本期{1}{0}{2}{3}",
            "{2} {0} over the {1} of the period{3}",
            self.within(what, TIGHT),
            of,
            said,
            present,
        ), TIGHT

    def _below(self, expr: Call) -> Said:
        """所辖村“人居环境抽查得分”的平均; 所辖村的个数."""
        track, what, how, *rest = expr.arguments
        beneath, said = self.title(_key(track)), _SUMMARIES.get(_key(how), self.title(_key(how)))
        present = (
            Words("（只计有值的）", " (those that have one)")
            if any(_key(one) == "present" for one in rest)
            else Words("", "")
        )
        weights = [self.within(one, TIGHT) for one in rest if _key(one) != "present"]
        if isinstance(what, Number):
            return _put("所辖{0}{1}", "how many units of “{0}” it has", beneath, said), TIGHT
        by = _put("（按{0}加权）", " (weighted by {0})", weights[0]) if weights else Words("", "")
        return _put(
            "所辖{0}{1}{2}{3}{4}",
            "{2} {1} over its units of “{0}”{3}{4}",
            beneath,
            self.within(what, TIGHT),
            said,
            by,
            present,
        ), TIGHT

    def _steps(self, expr: Call) -> Said:
        what, size, mode = expr.arguments
        word = _MODES.get(mode.value if isinstance(mode, Text) else "", _same(""))
        return _put(
            "{0}含 {1} 的个数（{2}）",
            "how many {1} {0} holds ({2})",
            self.within(what, TIGHT),
            self.within(size, TIGHT),
            word,
        ), TIGHT


_OWN_ARGUMENTS = {"group_quantile": 2}
"""After how many arguments the population is named, where it is not the first one."""
SPOKEN = frozenset(SENTENCES) | {"if", "over", "below", "steps"}
"""Every function that has words."""


def _key(expr: Expr) -> str:
    return expr.key if isinstance(expr, Name) else expr.value if isinstance(expr, Text) else ""


def _is_calendar(expr: Expr) -> bool:
    return isinstance(expr, Binary) and _of_calendar(expr) is not None


def _of_calendar(expr: Binary) -> Said | None:
    """一季度, 3月: a question of the calendar alone."""
    if expr.op != "=" or not isinstance(expr.left, Name) or not isinstance(expr.right, Number):
        return None
    number = canonical_text(expr.right.value)
    if expr.left.key == "this_quarter" and number in _QUARTERS:
        return _QUARTERS[number], TIGHT
    if expr.left.key == "this_month" and number.isdigit() and 1 <= int(number) <= 12:
        return Words(f"{number}月", _MONTHS[int(number) - 1]), TIGHT
    return None


def _same(text: str) -> Words:
    return Words(text, text)


def _put(zh: str, en: str, *given: Words) -> Words:
    return Words(zh.format(*(one.zh for one in given)), en.format(*(one.in_("en") for one in given)))


def _filled(sentence: str, given: list[str], comma: str, arrow: str) -> str:
    """{0} an argument, {*} all of them, {1*} all from the second on, {pairs} those after the first by two."""
    pairs = comma.join(arrow.join(given[i : i + 2]) for i in range(1, len(given), 2))
    for mark, text in (("{*}", comma.join(given)), ("{1*}", comma.join(given[1:])), ("{pairs}", pairs)):
        sentence = sentence.replace(mark, text.replace("{", "").replace("}", ""))
    for i, one in enumerate(given):
        sentence = sentence.replace(f"{{{i}}}", one)
    return sentence
