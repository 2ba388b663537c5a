"""Whether a list (一是…二是…, 第一…第二…) asks for things to be done, or names problems, reasons, things done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.intake import kinds
from kaoping.intake.evidence import opens_with_order, tells
from kaoping.intake.kinds import Kind
from kaoping.intake.leads import charged_body, deploys, recalls
from kaoping.intake.markers import Marker, run_ins
from kaoping.intake.parallel import demands
from kaoping.intake.structure import Paragraph

_PROBLEM_INTRO = re.compile(
    r"(?:问题|不足|短板|困难|差距|原因|挑战|特点|成绩|成效|好处|意义|因素|考虑)[^。]{0,12}[:：。,，]?$"
)
_WILL_BE = re.compile(
    r"(?:将(?!近|军)|(?<![主重需必首摘纪概扼简若紧机])要(?!求|点|素)|必须|务必|应当)[^。;；:：了]{0,24}[:：]$"
)
_ASKER = re.compile(r"[^,，。;；:：]{2,14}(?:要求|强调|部署)[,，:：]")
_OWED = re.compile(r"力争|确保|必须|务必|不少于|不低于|[底日]前|率达?到?\d")
_LEADS_ON = frozenset("。:：")
_FARTHEST = 12  # paragraphs a series may be spread over


def asks(text: str, start: int, listed: Sequence[Marker]) -> bool:
    """Whether half of a list are orders, and more of it than tells of problems and deeds. start: of its paragraph."""
    intro = text[max(start, listed[0].start - 40) : listed[0].start]
    if _PROBLEM_INTRO.search(intro.rstrip()) and not listed[0].text.endswith("要"):
        return False
    if _WILL_BE.search(intro.rstrip()) and not tells(intro.rstrip()[-24:]):
        return True
    bodies = [text[mark.body : mark.body + 40] for mark in listed]
    led = text[max(start, listed[0].start - 90) : listed[0].start]
    if led.rstrip()[-1:] in _LEADS_ON and deploys(led):
        return not any(tells(body) for body in bodies)
    asked = _ASKER.match(text, start, start + 24) and not recalls(led) and not any(map(tells, bodies))
    if asked and any(_OWED.search(text, one.body, one.body + 160) for one in listed):
        return True  # 某某要求,安全生产…。一是矿山领域,…到位率100%;二是…
    orders = sum(1 for mark, body in zip(listed, bodies, strict=True) if _is_asked(mark, body))
    told = sum(1 for body in bodies if tells(body))
    return orders * 2 >= len(listed) and orders > told


def _is_asked(mark: Marker, body: str) -> bool:
    return mark.text.endswith("要") or opens_with_order(body) or bool(charged_body(body))


def following(text: str, structure: Sequence[Paragraph], number: int, mark: Marker) -> Iterator[Marker]:
    """The next items of the series a paragraph opens, where later paragraphs open with them."""
    last = mark
    for paragraph in structure[number + 1 : number + _FARTHEST]:
        if paragraph.kind is not kinds.BODY or paragraph.marker:
            return
        found = run_ins(text, paragraph.span.start, paragraph.span.end)
        if found and found[0].start == paragraph.span.start and series_of(found[0]) == series_of(mark):
            if not succeeds((last.ordinal, series_of(last)), found[0]):
                return
            last = found[0]
            yield last


def usable(
    text: str,
    structure: Sequence[Paragraph],
    listed: list[Marker],
    start: int,
    number: int = -1,
    lenient: bool = False,
) -> list[Marker]:
    """A list of requirements; a lone item is judged with those the next paragraphs open with. start: of its paragraph."""
    word = len(listed) == 1 and series_of(listed[0]) == ORDER_WORD  # alone 首先 and 最后 are adverbs
    if not word and asks(text, start, listed):
        return listed
    if number > 0 and len(listed) > 1 and _demanded(text, structure[number - 1], listed[0]):
        return [] if any(tells(text[one.body : one.body + 40]) for one in listed) else listed
    if number < 0 or len(listed) > 1 or listed[0].start != start:
        return []
    series = [listed[0], *following(text, structure, number, listed[0])]
    if len(series) < 2:
        return []
    announced = number > 0 and (lenient or _demanded(text, structure[number - 1], listed[0]))
    if announced and not any(tells(text[one.body : one.body + 40]) for one in series):
        return listed
    return listed if asks(text, start, series) else []


def _demanded(text: str, above: Paragraph, mark: Marker) -> bool:
    """Whether 会议强调: stands above the first item of a list."""
    return mark.ordinal == 1 and above.kind is Kind.BODY and demands(text, above.span)


ORDER_WORD = "首先"


def succeeds(series: tuple[int, str], mark: Marker) -> bool:
    """Whether a marker is the next of a series: 二是 after 一是, 其次 or 最后 after 首先."""
    last, kind = series
    if kind != series_of(mark):
        return False
    return mark.ordinal > last > 0 if kind == ORDER_WORD else mark.ordinal == last + 1


def series_of(mark: Marker) -> str:
    """第, 是, 要 …: what the markers of one series share."""
    if mark.text[:2] in ("首先", "其次", "再次", "再者", "最后"):
        return ORDER_WORD
    return mark.text[0] if mark.text[0] in "第其" else mark.text[-1]


def without_tail(text: str, start: int, stop: int) -> int:
    """Where a stretch ends without the blanks behind it."""
    while stop > start and text[stop - 1] in " \u3000\n":
        stop -= 1
    return stop
