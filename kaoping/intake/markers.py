"""Numbering of Chinese papers: 一、(一) 1. (1) at the head of a paragraph, 一是 一要 首先 within the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kaoping.intake.paper import MADE
from kaoping.intake.units import unit_pattern

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ORDER_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 99}
CHAPTER, FIRST, SECOND, THIRD, FOURTH, FIFTH, RUN_IN, PARAGRAPH, SENTENCE = range(9)
PART = -1  # a heading without a number that divides the whole paper

_NO_UNIT = rf"(?!(?:{unit_pattern()}|[年月日时版万亿千百]|[多余](?:{unit_pattern()}|[万亿])|以[上下内]|左右))"
_HAN_DIGITS = "一二三四五六七八九十"
_WEST_DIGITS = "0123456789"
_BRACKETS = "(（"
# Rank, the characters a marker of this form may open with, and the form.
_HEADS: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (CHAPTER, "第", re.compile(r"第([一二三四五六七八九十]{1,3})(?:部分|章|篇)[\s:：、]*")),
    (SECOND, "【[［(（事任重举措行工项要", re.compile(
        r"[【\[［(（]?(?:事项|任务|重点任务|举措|措施|行动|工程|项目|要点)\s{0,2}([一二三四五六七八九十]{1,3}|\d{1,2})"
        r"(?:[】\]］)）]\s*[:：、]?|\s*[:：、.．])\s*")),
    (FIRST, _HAN_DIGITS, re.compile(r"([一二三四五六七八九十]{1,3})\s*[、.．]\s*")),
    (SECOND, _BRACKETS, re.compile(r"[(（]\s*([一二三四五六七八九十]{1,3})\s*[)）][、.．]?\s*")),
    (FOURTH, _BRACKETS, re.compile(r"[(（]\s*(\d{1,2})\s*[)）][、.．]?\s*")),
    (FOURTH, _WEST_DIGITS, re.compile(r"(\d{1,2})\s*[)）][、.．]?\s*(?=[\u4e00-\u9fff“《])")),
    (SECOND, _HAN_DIGITS, re.compile(r"([一二三四五六七八九十]{1,3})\s*[)）][、.．]?\s*")),
    (SECOND, "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", re.compile(r"([㈠-㈩])[、.．]?\s*")),
    (FIRST, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", re.compile(r"([Ⅰ-Ⅻ])\s*[、.．]\s*")),
    (THIRD, _WEST_DIGITS, re.compile(r"(\d{1,2})\s*(?:[、．]|\.(?!\d)|\.(?=\d{1,2}月[\d底末初前份上中下]|20\d\d年))\s*")),
    (THIRD, _WEST_DIGITS, re.compile(r"\d{1,2}\.\d{1,2}\.(\d{1,2})[、．.]?\s*(?=[\u4e00-\u9fff“《])")),
    (SECOND, _WEST_DIGITS, re.compile(r"\d{1,2}\.(\d{1,2})[、．.]?\s*(?=[\u4e00-\u9fff“《])" + _NO_UNIT)),
    (SECOND, _WEST_DIGITS,
        re.compile(r"(\d{1,2})[ \u3000]+(?:(?=20\d\d年)|(?=[\u4e00-\u9fff“《]{2})" + _NO_UNIT + ")")),
    (FOURTH, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", re.compile(r"([⑴-⒇])[、.．]?\s*")),
    (FIFTH, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿➊➋➌➍➎➏➐➑➒➓",
        re.compile(r"([①-⑳❶-❿➊-➓])[、.．]?\s*")),
    (THIRD, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", re.compile(r"([⒈-⒛])[、.．]?\s*")),
    (SECOND, "第", re.compile(r"第([一二三四五六七八九十]{1,3})条[\s:：、]*")),
)  # fmt: skip
_BY_FIRST = {
    first: tuple((rank, form) for rank, firsts, form in _HEADS if first in firsts)
    for first in "".join(firsts for _, firsts, _ in _HEADS)
}
# Numbers that are one sign: the first and last of each row.
_SIGNS = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("❶", "❿"), ("➊", "➓"), ("㈠", "㈩"), ("Ⅰ", "Ⅻ"))
_RUN_INS = re.compile(
    r"(?=[一二三四五六七八九十第首其再最(（①-⑳⑴-⒇❶-❿㈠-㈩\d])(?:(?<=^)|(?<=[。;；:：,，\n\s、!！]))"
    r"(?:(?P<count>[一二三四五六七八九十]{1,3})(?P<verb>是要|是|要|则|来|者)(?!否|由|非|源|自|说|看|年|宾|访|电)"
    r"|(?P<plain>[一二三四五六七八九十]{1,3})[、.．]"
    r"|第(?P<nth>[一二三四五六七八九十]{1,2})(?P<noun>个(?:问题|方面|环节|重点|任务|要求|关键)|(?:大)?件(?:事|大事|工作)?|个?点|条|步|招|关|项(?:任务|工作|举措|措施|重点)?|方面)?"
    r"\s*(?:[,，、:：]|是|要)|(?P<word>首先|其次|再次|再者|最后)[,，、是要]?"
    r"|[(（](?P<bracket>[一二三四五六七八九十]{1,2}|\d{1,2})[)）]|(?P<circle>[①-⑳⑴-⒇❶-❿㈠-㈩])|其(?P<its>[一二三四五六七八九])(?:是|[,，、:：])?"
    r"|(?P<arabic>\d{1,2})(?:[、．)）]|\.(?!\d)))"
)
# What every number within a paragraph begins with, after a mark; led by plain classes, so that the search may skip.
_MAY_RUN_IN = re.compile(r"[。;；:：,，\n\s、!！][一二三四五六七八九十第首其再最(（①-⑳⑴-⒇❶-❿㈠-㈩\d]")
# Any sign that is no letter, bracket, quotation mark or stop; a hyphen or star only before a word.
_LONE = ("count", "nth", "word", "its")  # may open a paragraph while their fellows open later ones
_BULLET = re.compile(
    r"(?:[^\w\s“”‘’\"'《》〈〉（）()【】\[\]〔〕［］「」『』〖〗,，。.．;；:：!！?？、…%％$￥#&/\\<>|｜│~～=^`\-－–—*+_{}]\ufe0f?|—{1,2}|>>"
    r"|〇(?=[ \u3000])|[-－–*+>]{1,2}(?=\s{0,2}[\u4e00-\u9fff“]))\s*"
)


class Marker(NamedTuple):
    """One number: its rank (CHAPTER … FOURTH, RUN_IN), ordinal, own text, and where the words after it begin."""

    rank: int
    ordinal: int
    text: str
    start: int
    body: int


def ordinal(numeral: str) -> int:
    """十二 → 12, ③ → 3, 7 → 7; 0 where it is none."""
    if numeral in _DIGITS:
        return _DIGITS[numeral]
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    for first, last in _SIGNS:
        if first <= numeral <= last and len(numeral) == 1:
            return ord(numeral) - ord(first) + 1
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _DIGITS.get(numeral, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def head_marker(text: str, start: int, end: int) -> Marker | None:
    """The number a paragraph opens with, if any."""
    for rank, pattern in _BY_FIRST.get(text[start], ()) if start < end else ():
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            return MADE(Marker, (rank, ordinal(found[1]), found[0].strip(), start, found.end()))
    return None


_DECIMAL = re.compile(
    r"^\d{1,2}\.1(?!\d)[、．.]?[ \u3000]*(?=[\u4e00-\u9fff“《]{3})" + _NO_UNIT, re.MULTILINE
)
_WHOLE = re.compile(r"\d{1,2}[.．、]?")
_WHOLE_LINE = re.compile(
    r"^\d{1,2}(?:[ \u3000]+|[.．、][ \u3000]*(?!\d))(?=[\u4e00-\u9fff“]|20\d\d年)(.+)$", re.MULTILINE
)
_HAN_CHAPTER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}[章部])", re.MULTILINE
)
_NAME_ONLY = re.compile(r"[^。;；:：]{2,28}(?<![,，、!！])")


def whole_numbers_are_chapters(text: str, start: int, end: int) -> bool:
    """Whether 1, 2, 3 number chapters: sections are numbered 1.1, or such a line holds nothing but a name."""
    if text.find("\n1", start, end) < 0:
        return False
    if _DECIMAL.search(text, start, end):
        return True
    if _HAN_CHAPTER.search(text, start, end):
        return False
    lines = list(_WHOLE_LINE.finditer(text, start, end))
    apart = all(one.end() + 1 < other.start() for one, other in pairwise(lines))
    return len(lines) > 1 and apart and all(_NAME_ONLY.fullmatch(line[1]) for line in lines)


def as_chapter(marker: Marker) -> Marker:
    """A whole number of a paper with decimal numbers."""
    return marker._replace(rank=FIRST) if _WHOLE.fullmatch(marker.text) else marker


def bullet(text: str, start: int, end: int) -> int:
    """The length of a bullet (▶, ——) a paragraph opens with."""
    if start >= end or (text[start].isalnum() and text[start] != "〇") or text[start] in _BRACKETS:
        return 0
    found = None if text.startswith("**", start) else _BULLET.match(text[start : min(start + 6, end)])
    return found.end() if found else 0


def run_ins(text: str, start: int, end: int) -> list[Marker]:
    """The numbers that stand within a paragraph, each list in order: 一是…二是…, 首先…其次…, (一)…(二)….

    A lone 一是 at the head counts, as 首先 does (their fellows may open later paragraphs); a lone (一) is a reference.
    """
    if start and not _MAY_RUN_IN.search(text, start - 1, end):
        return []
    lists: dict[str, list[Marker]] = {}
    for found in _behind_marks(text, start, end):
        kind, number = _read(found)
        if not number:
            continue
        members = lists.setdefault(kind, [])
        expected = members[-1].ordinal + 1 if members else 1
        if (
            number == 1
            or number == expected
            or number == 99
            or (not members and kind.startswith(_LONE) and found.start() == start)
        ):
            members.append(
                Marker(
                    RUN_IN,
                    expected if number == 99 and members else number,
                    _label(found),
                    found.start(),
                    found.end(),
                )
            )
    kept = [
        marker
        for kind, members in lists.items()
        if len(members) > 1 or (kind.startswith(_LONE) and members and members[0].start == start)
        for marker in members
    ]
    return sorted(kept, key=lambda marker: marker.start)


def _behind_marks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """_RUN_INS.finditer, asked only at the head of the text and behind a mark."""
    place = start
    head = None if start else _RUN_INS.match(text, 0, end)
    if head:
        yield head
        place = head.end()
    while mark := _MAY_RUN_IN.search(text, max(place - 1, 0), end):
        found = _RUN_INS.match(text, mark.start() + 1, end)
        place = found.end() if found else mark.end()
        if found:
            yield found


def opens_run_in(line: str) -> bool:
    """Whether a line opens with a number of the kind that also runs within one: 一是, 首先, 第一件事."""
    found = _RUN_INS.match(line, 0, 12)
    return found is not None and _read(found)[0].startswith(_LONE)


def _read(found: re.Match[str]) -> tuple[str, int]:
    for kind in ("count", "plain", "nth", "bracket", "circle", "its", "arabic"):
        if found[kind]:
            noun = found["noun"] or ""
            return kind + noun, ordinal(found[kind])
    return "word", _ORDER_WORDS[found["word"]]


def _label(found: re.Match[str]) -> str:
    return found[0].rstrip(",，、:：. ．")
