"""Whether a list (一是…二是…, 第一…第二…) asks for things to be done, or names problems, reasons, things done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.intake.markers import Marker, run_ins
from kaoping.intake.parties import party_before
from kaoping.intake.structure import Kind, Paragraph
from kaoping.intake.words import is_imperative

_PROBLEM = re.compile(
    r"不够|不足|不高|不强|不大|不实|滞后|薄弱|短板|偏低|偏少|欠缺|缺乏|较慢|不平衡|问题|困难|压力(?:较|仍|依然)"
)
_PROBLEM_INTRO = re.compile(
    r"(?:问题|不足|短板|困难|差距|原因|挑战|特点|成绩|成效|好处|意义|因素|考虑)[^。]{0,12}[:：。,，]?$"
)
_TOLD = re.compile(r"了(?!解)|已经|取得|同比|累计|有利于|体现|标志|是因为|说明")
SHORT_ORDER = re.compile(
    r"^(?:[抓稳促兴强建拓育惠保防治严聚补优扩提减增争破做夯筑守护办用管]|在)[\u4e00-\u9fff、,，“”]{3,26}$"
)
# 路子要走对, 认识不能少: a heading of a spoken list that asks without an order.
_ASKS_FIRST = re.compile(
    r"^[\u4e00-\u9fff“”、]{0,12}?(?<![主重需必只首摘纪概扼简想若紧机提])(?:要(?!求|点|素|么|闻|害|件|是|塞)|不能(?!不)|必须|不要|务必|得(?=[\u4e00-\u9fff]{1,6}[,，。]))"
)
_FIRST = re.compile(r"[。;；:：!！\n，,]")
_FARTHEST = 12  # paragraphs a series may be spread over


def asks(text: str, start: int, listed: Sequence[Marker]) -> bool:
    """Whether half of a list are orders, and more of it than tells of problems and deeds. start: of its paragraph."""
    intro = text[max(start, listed[0].start - 40) : listed[0].start]
    if _PROBLEM_INTRO.search(intro.rstrip()) and not listed[0].text.endswith("要"):
        return False
    bodies = [text[mark.body : mark.body + 40] for mark in listed]
    orders = sum(1 for mark, body in zip(listed, bodies, strict=True) if _is_asked(mark, body))
    told = sum(1 for body in bodies if _TOLD.search(_first(body)) or _PROBLEM.search(_first(body)))
    return orders * 2 >= len(listed) and orders > told


def _is_asked(mark: Marker, body: str) -> bool:
    return (
        mark.text.endswith("要")
        or is_imperative(body)
        or bool(party_before(body)[0])
        or bool(_ASKS_FIRST.match(body))
        or bool(SHORT_ORDER.match(_first(body)))
    )


def following(text: str, structure: Sequence[Paragraph], number: int, mark: Marker) -> Iterator[Marker]:
    """The next items of the series a paragraph opens, where later paragraphs open with them."""
    last = mark
    for paragraph in structure[number + 1 : number + _FARTHEST]:
        if paragraph.kind is not Kind.BODY or paragraph.marker:
            return
        found = run_ins(text, paragraph.span.start, paragraph.span.end)
        if found and found[0].start == paragraph.span.start and series_of(found[0]) == series_of(mark):
            if not succeeds((last.ordinal, series_of(last)), found[0]):
                return
            last = found[0]
            yield last


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
    return mark.text[0] if mark.text[0] == "第" else mark.text[-1]


def _first(words: str) -> str:
    return _FIRST.split(words, maxsplit=1)[0]
