"""By when: deadlines and periods as written. A year is never supplied here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

_MONTH_DAY = r"\d{1,2}月(?:\d{1,2}日|底|末|初|中旬|上旬|下旬|份)?"
_YEAR = r"(?:20\d\d年|今年|明年|当年|本年)"
# Asked only where one may begin.
_DEADLINE = re.compile(
    rf"(?:(?:于|在|到|至|截至|截止)?(?:{_YEAR})?{_MONTH_DAY}"
    rf"(?:之前|以前|前|内)|(?:{_YEAR})?(?:年底|年末|年终|年内)(?:之前|以前|前)?|{_YEAR}{_MONTH_DAY}?底?(?:之前|"
    rf"以前|前)"
    rf"|(?:到|至)20[2-9]\d年(?:底|末)?|[“「]?十[四五六]五[”」]?(?:期间|时期|末)|(?:今后|未来)?[一二三四五六七八九十\d]{{1,"
    rf"2}}年(?:内|之内|左右的?时间)|(?:今后|未来|全)[三四五]年"
    rf"|(?:上|下)半年|(?:第)?[一二三四]季度(?:末|前)?|全年(?!各项)|今年(?:内)?|(?:一|二|两|三|六|半)个?月内|"
    rf"\d{{1,3}}个?(?:工作)?日内|每(?:年|季度|月|周)(?:底|初|末)?"
    rf"|20[2-9]\d年(?:度|(?=[,，、力争确完实新规建要达全地突超末底前计]))|长期坚持|持续推进)"
)
# Where a deadline may begin; led by a plain class, so that the search may skip to it.
_MAY_BEGIN = re.compile(
    r"[于在到至截0-9今明当本未全上下第一二三四五六七八九十两半每长“「年持](?:(?=[^年月日季五持周]{0,8}[年月日季五持周])|(?<=[年五持]))"
)
# Every deadline holds one of these signs, and no more than so many characters before the first of them.
_SIGN = re.compile("年|月|季度|日内|五(?<=十[四五六]五)|持续推进|坚持(?<=长期坚持)|周(?<=每周)")
_BEFORE_SIGN = 10
_RATE_WITHIN = 12  # 每月 is of the figure next to it, 今年 of all that follow
_LABELLED = re.compile(
    r"(?:完成时限|完成时间|办结时限|时限要求|时间节点|时限|时间安排|截止时间|报送时间)\s*[:：]\s*([^;；。,，)）\n\t]{2,30})"
)


# Said of no figure but of a task, where nothing firmer is said: 10月中旬, 春节前, 三天内, 6月—12月.
_LOOSER_SIGN = re.compile(
    r"来临|到来|月(?<=\d月)|前(?<=[节元一期汛冬夏学假会季临到之以]前)"
    r"|内(?:(?<=[天周期时度年]内)|(?<=[天周期时度年][之以]内)|(?<=[天周期时度年]之以内))"
)
_LOOSER = re.compile(
    rf"(?:{_YEAR})?\d{{1,2}}月(?:份)?\s?[-—–－~～至到]{{1,2}}\s?(?:{_YEAR})?\d{{1,2}}月(?:底|末|份)?"
    rf"|(?:{_YEAR})?\d{{1,2}}月(?:底|末|初|上旬|中旬|下旬)"
    rf"|(?:{_YEAR})?\d{{1,2}}月\d{{1,2}}日(?=报送|上报|完成|建成|开工|竣工|投用|通车|交付|提交|印发(?!的)|$)"
    r"|(?:国庆节?|春节|元旦|元宵节?|中秋节?|[“]?[五十七八]一[”]?|双节|主?汛期|入汛|入冬|入夏|开学|暑期|寒假|两会|采暖季|供暖季|雨季|节)(?:来临|到来)?(?:之前|以前|前)(?!后|夕|往|来|期|几)"
    r"|[一二三四五六七八九十两\d]{1,3}(?:天|周|个星期|个?小时|个?季度|年)(?:之内|以内|内)"
)


def period_of(words: str) -> str:
    """The first deadline or period in a stretch, as written; a labelled one (完成时限:…) before any other."""
    labelled = _LABELLED.search(words) if "时" in words else None
    if labelled:
        return labelled[1].strip()
    found = next(_deadlines(words, 0, len(words)), None)
    found = found or (_LOOSER.search(words) if _LOOSER_SIGN.search(words) else None)
    return found[0] if found else ""


def _deadlines(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """_DEADLINE.finditer, asked only where one may begin and a sign stands near."""
    place = start
    while sign := _SIGN.search(text, place, end):
        at = sign.start()
        found = _around(text, at - _BEFORE_SIGN if at - _BEFORE_SIGN > place else place, at, end)
        place = found.end() if found else sign.end()
        if found:
            yield found


def _around(text: str, place: int, sign: int, end: int) -> re.Match[str] | None:
    """The deadline that begins first between a place and a sign."""
    while (begun := _MAY_BEGIN.search(text, place, end)) and begun.start() <= sign:
        found = _DEADLINE.match(text, begun.start(), end)
        if found:
            return found
        place = begun.start() + 1
    return None


def periods_in(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Every deadline or period of a stretch with its place, in order."""
    return [(found.start(), found[0]) for found in _deadlines(text, start, end)]


def period_before(periods: list[tuple[int, str]], place: int, within: int) -> str:
    """The last of these periods before a place, no farther from it than `within` characters."""
    index = bisect_left(periods, (place, "")) - 1
    while index >= 0 and place - periods[index][0] <= within:
        start, words = periods[index]
        if not words.startswith("每") or place - start <= _RATE_WITHIN:
            return words
        index -= 1
    return ""


def last_period_of(words: str) -> str:
    """The period nearest to the end of a stretch: the one a figure that follows belongs to."""
    last = ""
    for found in _deadlines(words, 0, len(words)):
        last = found[0]
    return last
