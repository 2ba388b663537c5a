"""Figures with their units and comparing words: 不低于10%, 10个以上, 千亿元, 5%—6%, 控制在3‰以内."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple

from kaoping.intake.numbers import HAN_NUMBER, NotANumber, value_of
from kaoping.intake.paper import MADE
from kaoping.intake.units import LONGEST_UNIT, UNIT_HEADS, family_of, unit_pattern

# What most figures lack stands as a branch with an empty end: the engine leaves one sooner than it does a repeat.
_WEST = r"(?<!\d)\d{1,12}(?:,\d{3}(?:,\d{3}){0,3}|)(?:\.\d{1,6}|)(?!\d)"
_HAN = rf"[{HAN_NUMBER}]{{1,9}}(?:点[零〇一二三四五六七八九]{{1,4}})?|半(?=数|年|个)"
_PERCENT = r"百分之[零〇一二两三四五六七八九十百点]{1,9}|千分之[零〇一二两三四五六七八九十点]{1,7}"
_FRACTION = r"[二三四五六七八九十]{1,2}分之[一二两三四五六七八九十]{1,3}"
_DASH = r"(?:\s{0,2}[-—–－~～至到]{1,2}\s{0,2})"
_MORE = "多余几"
_SCALE = r"(?:(?=[万亿百千])(?:[万亿百]|千(?![瓦克米伏卡焦])){0,3}|)"
FIGURE = re.compile(
    rf"(?P<percent>{_PERCENT}|{_FRACTION})"
    rf"|(?P<number>{_WEST}|{_HAN})(?P<odd>[{_MORE}]|)(?P<scale>{_SCALE})(?P<odd2>[{_MORE}]|)"
    rf"(?:(?=[^-—–－~～至到]{{0,{LONGEST_UNIT + 2}}}[-—–－~～至到])(?P<mid>{unit_pattern()})?{_DASH}(?P<upper>{_WEST}|{_HAN})(?P<scale2>{_SCALE})|)"
    rf"(?:\s{{0,2}}(?P<unit>个多?[万亿](?:元)?(?![个家人户亩吨])|个点(?![位子])|(?=[{re.escape(UNIT_HEADS)}]){unit_pattern()}(?:/(?:[十百千]?万|[十百千])?(?:人次|人|户|亩|年|月|日|天|台|辆|床|村|所|校|平方米|平方公里|立方米|公里|小时|吨|头|件|万元|元))?)|(?<=[万亿])(?![级元余多]))"
)  # fmt: skip
_OPEN = re.compile(
    rf"(?P<percent>(?!))?(?P<number>{_WEST})(?P<odd>(?!))?(?P<scale>{_SCALE})(?P<odd2>(?!))?"
    rf"(?P<mid>(?!))?(?P<upper>(?!))?(?P<scale2>(?!))?"
    rf"(?P<unit>(?!及?以上|以内|以下|左右|年|月|日|号|时|点|版|条|款|届|期|人|种)[\u4e00-\u9fff]{{1,3}}?)?"
    rf"(?=及?以上|以内|以下|左右|[,，。;；、\s]|$)"
)
_INDEX = re.compile(
    r"[\u4e00-\u9fff]{2}比(?:例|值)?(?:控制|缩小|压缩|稳定|保持|降低?|提高|达|不)[^,，。;；\d]{0,8}$|(?:系数|指数|比值|得分|评分|密度|热值|综合分|期望)[^,，。;；\d]{0,10}$"
)
# A numeral that no numeral, multiplier, dash or head of a unit follows (一 in 统一思想) begins no figure.
_FIRST = re.compile(
    rf"[0-9{HAN_NUMBER}半](?:(?<=[0-9])|(?=[{HAN_NUMBER}0-9点分数年个万亿{_MORE}\s\-—–－~～至到{re.escape(UNIT_HEADS)}]))"
)
_SIGNS = re.compile(r"[低少小至最亚≥≧≤≦控过高大多突超逾跨迈闯近约接体限稳<>＜＞]")
_FULL = tuple(zip("０１２３４５６７８９．％，", "0123456789.%,", strict=True))
_AFTER = re.compile(
    r"(?:(?:[(（][^()（）]{1,16}[)）])?(?P<floor>及?以上|及其以上|之上|起步|打底)|(?P<cap>以内|之内|内(?=办结|办完|完成|答复|响应|到位|到场|到达|到账|上报|恢复|抢通|反馈|报告|处置|修复|消退|送达|赶到|基本|全部|电话|书面|[,，;；。]|$)|及?以下|"
    r"之下|以里)|(?P<about>左右|上下|大约)|(?P<more>多|余)(?![个元]?样))"
)


def _standing(words: str, within: str, *, barred: str = "") -> str:
    """A pattern for any of these words with no more than `within` between it and the figure.

    barred: letters none of them may stand behind (不超过 is no 超过). Every branch opens with a plain character, so that
    the search may skip to one.
    """
    behind = "(?<![{barred}]{word})" if barred else ""
    return "|".join(f"{word}{behind.format(barred=barred, word=word)}{within}$" for word in words.split())


_NOT = "不能得可应"
_NEAR, _NEARER, _NEXT = r"[^,，。;；\d]{0,6}", r"[^,，。;；\d]{0,4}", r"\s*"
_NEAR_OR_OF, _NEARER_OR_OF = (rf"(?:{near}|[\u4e00-\u9fff]{{3,8}}的)" for near in (_NEAR, _NEARER))
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (">=", re.compile(_standing("至少 最少", r"[^,，。;；\d]{0,12}") + "|" + _standing(
        "≥ ≧ 不(?:[能得可应]|应当|允许)?(?:低于|少于|小于) 不亚于 确保不低于 高于或等于 稳定在(?=.{0,12}以上)", _NEAR_OR_OF))),
    ("<=", re.compile(_standing(
        "≤ ≦ 不(?:[能得可应]|应当|允许)?(?:超过|高于|大于|多于|突破) 最多 至多 控制在 控制到 控制为 限制在", _NEARER_OR_OF))),
    ("<", re.compile(_standing("< ＜", _NEARER) + "|" + _standing("低于 少于 小于", _NEARER, barred=_NOT))),
    (">", re.compile(_standing("> ＞ 跨越 跨过 迈过 闯过", _NEARER) + "|"
        + _standing("超过 突破 高于 大于 多于", _NEARER, barred=_NOT) + "|" + _standing("超 逾", _NEXT))),
    ("~", re.compile(_standing("约", _NEXT, barred="签预契节制违合租条邀特集公履") + "|" + _standing("大约 近 将近 接近 大体 大致", _NEXT))),
)  # fmt: skip
# A letter that stands wherever the words of a comparator do; few sentences hold one of any.
_BEFORE_CUES = {
    ">=": frozenset("少≥≧低小亚高稳"),
    "<=": frozenset("≤≦超高大多突控限"),
    "<": frozenset("<＜低少小"),
    ">": frozenset(">＞超突高大多逾跨迈闯"),
    "~": frozenset("约大近接"),
}
_AFTER_STARTS = frozenset("(（及之起打以左上大多余内")
_HAN_STARTS = frozenset("一二两三四五六七八九十百千半")
_SHARED = {"floor": ">=", "cap": "<=", "about": "~", "more": ">"}


class Quantity(NamedTuple):
    """One figure. start to end covers number, unit and comparing words after it; `lead` is where those before begin.

    comparator: >=, >, <=, <, ~, =, range. `bare` is where the number itself begins, `tail` where the unit ends.
    """

    start: int
    end: int
    tail: int
    lead: int
    value: Fraction
    upper: Fraction | None
    unit: str
    family: str
    comparator: str
    shared: str
    written: str


def levelled(text: str) -> str:
    """Full-width digits and signs made half-width; same length."""
    for wide, narrow in _FULL:
        if wide in text:
            text = text.replace(wide, narrow)
    return text


_WIDE_DIGITS = re.compile("[０-９]")
_DIGITS_NARROW = str.maketrans("０１２３４５６７８９％", "0123456789%")


def narrow_digits(text: str) -> str:
    """Full-width digits made half-width, other signs left as they are; same length."""
    if not _WIDE_DIGITS.search(text):
        return text
    return re.sub(r"(?<=\d)．(?=\d)", ".", text.translate(_DIGITS_NARROW))


def find_quantities(flat: str, start: int, end: int) -> list[Quantity]:
    """The figures of a stretch of levelled text, in order. Ordinals, years and dates are left out."""
    found: list[Quantity] = []
    place = start
    while first := _FIRST.search(flat, place, end):
        hit = FIGURE.match(flat, first.start(), end) or _open(flat, first, start, end)
        place = hit.end() if hit else first.start() + 1
        quantity = _read(flat, hit, start, end) if hit else None
        if quantity:
            found.append(quantity)
    if flat.find("亿元", start, end) >= 0:
        found += _over_one(flat, start, end)
        found.sort()
    return found


_OVER_ONE = re.compile(r"亿元(?<=[过超破]亿元)(?=[,，。;；、)）以]|$)")


def _over_one(flat: str, start: int, end: int) -> list[Quantity]:
    """税收过亿元: more than one 亿元, though no number says so."""
    found = []
    for hit in _OVER_ONE.finditer(flat, start, end):
        bare, tail = hit.span()
        lead = bare - 2 if flat[bare - 2 : bare] in ("突破", "超过") else bare - 1
        found.append(Quantity(bare, tail, tail, lead, Fraction(1), None, "亿元", "money", ">", ">", "1"))
    return found


def _open(flat: str, first: re.Match[str], start: int, end: int) -> re.Match[str] | None:
    """A figure whose unit no list holds (35自然箱) or that has none (系数0.55), where words around it say it is an aim."""
    hit = _OPEN.match(flat, first.start(), end) if first[0].isdigit() else None
    if not hit:
        return None
    before = flat[max(start, hit.start() - 14) : hit.start()]
    if not hit["unit"]:
        return hit if _INDEX.search(before) else None
    limited = _SIGNS.search(before) and any(pattern.search(before) for _, pattern in _BEFORE)
    return hit if limited or _AFTER.match(flat, hit.end(), hit.end() + 4) else None


def _read(flat: str, hit: re.Match[str], start: int, end: int) -> Quantity | None:
    percent, written, odd, scale, odd2, _, above, scale2, unit = hit.groups("")
    bare, tail = hit.span()
    if (unit in _DATES and not (unit == "年" and flat.find("年限", max(start, bare - 8), bare) >= 0)) or (
        bare and flat[bare - 1] in _CODE_SIGNS
    ):
        return None
    before = flat[bare - 14 if bare - start > 14 else start : bare]
    if before[-1:] in _NO_AMOUNT_ENDS and before.endswith(_NO_AMOUNT):
        return None
    if percent:
        return _of_hundred(flat, hit, before, end)
    if not _counts(written, scale, unit, before):
        return None
    try:
        value, said = _value(written, scale, unit)
        upper = value_of(above) if above else None
    except NotANumber:
        return None
    if above:
        said = (scale2 or scale) + unit
    comparator, tail_end, shared, lead = _comparator(
        flat, bare, tail, before, end, bool(odd or odd2), upper is not None
    )
    if comparator == "=" and flat.startswith(_HEIGHTS, tail_end):
        comparator = ">="
    family = family_of(unit)
    if len(unit) > 1 and unit[0] == "个" and unit != "个百分点":
        said, family = _SPOKEN.get(unit.replace("多", ""), (said, family))
    return MADE(
        Quantity, (bare, tail_end, tail, lead, value, upper, said, family, comparator, shared, written)
    )


_HEIGHTS = ("台阶", "关口", "大关", "门槛")  # 迈上千亿元台阶
# What is said for what is written: 40个亿, 3个点.
_SPOKEN = {
    "个亿": ("亿元", "money"), "个亿元": ("亿元", "money"), "个万": ("万元", "money"), "个万元": ("万元", "money"),
    "个点": ("个百分点", "rate"),
}  # fmt: skip
_DATES = frozenset("年月日")
_NO_AMOUNT = ("第", "〔", "[", "No.", "NO.", "每", "十四", "“十", "-", "/", "+")
_NO_AMOUNT_ENDS = frozenset(words[-1] for words in _NO_AMOUNT)
_CODE_SIGNS = frozenset(
    f"{ascii_letters}.:"
)  # behind one a figure is inside a name or code: G20, X203, 3.0版, 5G
_SCORES, _CODES = frozenset("分号"), frozenset("GT路线")


def _counts(written: str, scale: str, unit: str, before: str) -> bool:
    """Whether a number with its unit is an amount and not an ordinal, a score or part of a word."""
    if written[0].isdigit():
        if unit in _SCORES:
            return unit == "分" and any(word in before for word in ("满意", "得分", "成绩", "指数", "测评"))
        return bool(scale) or unit not in _CODES
    if written[0] not in _HAN_STARTS or unit in ("分", "块") or (written == "一" and unit == "线"):
        return False
    return not before.endswith(
        ("统", "万", "唯", "之", "百", "千", "逐", "同", "另", "某", "任", "单", "如", "进", "一")
    )


@lru_cache(4096)
def _value(written: str, scale: str, unit: str) -> tuple[Fraction, str]:
    """Number and unit as written: 1.8万家 → 1.8 万家; 千亿元 → 1000 亿元; 五千人 → 5000 人; 三千万元 → 3000 万元."""
    if written.isdigit() and not scale:
        return Fraction(int(written)), unit
    if written[0].isdigit():
        leading = scale
        value = value_of(written)
        while leading and leading[0] in "百千":
            value *= {"百": 100, "千": 1000}[leading[0]]
            leading = leading[1:]
        return value, leading + unit
    return value_of(written), scale + unit


def _of_hundred(flat: str, hit: re.Match[str], before: str, end: int) -> Quantity | None:
    try:
        value = value_of(hit["percent"])
    except NotANumber:
        return None
    sign = "‰" if hit["percent"].startswith("千") else "%"
    if hit["percent"].startswith("百分之"):
        value *= 100
    elif hit["percent"].startswith("千分之"):
        value *= 1000
    else:
        sign = ""
    bare, tail = hit.span()
    comparator, tail_end, shared, lead = _comparator(flat, bare, tail, before, end, False, False)
    return Quantity(bare, tail_end, tail, lead, value, None, sign, "rate", comparator, shared, hit[0])


def _comparator(
    flat: str, bare: int, tail: int, before: str, end: int, odd: bool, ranged: bool
) -> tuple[str, int, str, int]:
    """(comparator, end of the words after, comparator a list shares, start of the words before)."""
    sign, shared, lead = "", "", bare
    signs, followed = _SIGNS.findall(before), tail < end and flat[tail] in _AFTER_STARTS
    if not (signs or followed or ranged or odd):
        return "=", tail, "", bare  # as most are
    for candidate, pattern in _BEFORE if signs else ():
        found = None if _BEFORE_CUES[candidate].isdisjoint(signs) else pattern.search(before)
        if found:
            sign, lead = candidate, bare - len(before) + found.start()
            break
    if followed:
        after = _AFTER.match(flat, tail, min(tail + 24, end))
        if after:
            tail, shared = after.end(), _SHARED[after.lastgroup or ""]
    if ranged:
        return "range", tail, shared, lead
    if shared == "~":
        return "~", tail, shared, lead
    if sign == ">" and shared == ">=":
        return shared, tail, shared, lead
    if sign in (">=", ">", "<") or (sign == "<=" and shared != ">="):
        return sign, tail, shared or sign, lead
    if shared:
        return shared, tail, shared, lead
    return (">" if odd else sign or "="), tail, sign, lead
