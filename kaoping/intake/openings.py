"""Where a requirement opens within an unnumbered paragraph: 要…, ;要…, 会议强调,各级要…."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from kaoping.intake import kinds
from kaoping.intake.leads import charged_body, demand
from kaoping.intake.paper import Genre, Span
from kaoping.intake.parties import party_before
from kaoping.intake.sentences import clauses, sentences

_NOT_IN_WORD = "(?<![重主需只必首摘纪概扼简险不想若紧机次提])"
_YAO = re.compile(
    r"(?:还|也|又|更|都)?要(?!求(?!真)|点|素|闻|害|件|员|道|目|塞|领|么|的|是|不是|不然|不得|说)"
)
_MUST = re.compile(r"(?:必须|务必|务要|应当|请(?!示|假|教|客|求|愿|战|缨))")
_SAID = re.compile(
    r"^(?!要)(?:(?:[^,，。;；:：]{0,30}?)(?:(?:强调|(?<!减负)要求|指出|提出|表示|部署|安排|希望|说|认为|"
    r"明确|决定|议定|叮嘱[^,，。;；:：]{0,12}|嘱咐[^,，。;；:：]{0,12})(?:了)?(?:,|，|:|：)|(?:强调|要求|指出|提出|表示)(?=要))"
    r"|[^,，。;；]{2,40}主持(?:会议|召开)[^,，。]{0,12}[,，](?=(?:并)?(?:强调|要求|指出))|(?:并)?(?:强调|要求|指出)(?=要)"
    r"|[^,，。;；]{4,60}[,，](?:并)?(?:强调|要求|指出)[,，:：]?(?=要(?!求))"
    r"|(?:就|围绕|针对|关于|对于|对|在谈到|谈到|看到|看见|得知|了解到)[^,，。;；]{2,60}[,，](?=[^,，。]{0,20}(?:强调|要求|指出|提出|表示|叮嘱)))"
)
_SPEAKS = re.compile(
    "强调|要求|指出|提出|表示|部署|安排|希望|说|认为|明确|决定|议定|叮嘱|嘱咐"
)  # one stands in all that _SAID fits
_SPEAKS_WITHIN = 90
# 看到堤防渗水,他叮嘱…: another place, another matter.
_SCENES = re.compile("看到|看见|得知|听说|了解到|获悉|叮嘱|嘱咐")
_SCENE = re.compile(
    r"(?:当)?(?:看到|看见|得知|听说|了解到|获悉)[^。;；]{2,40}[,，][^,，。;；:：]{0,10}(?:叮嘱|嘱咐|要求|强调|说|指出|表示)"
    r"|[^,，。;；:：]{1,6}(?:叮嘱|嘱咐)"
)
_TURN = re.compile(
    r"^(?:(?:同时|另外|此外|下一步|下步|当前|目前|今年|今后|接下来|会后|为此|对此|因此|[^,，]{2,16}(?:方面|过程中|期间|工作中)"
    r"|[^,，]{0,8}(?:征程|形势|阶段|起点|背景|道路|时代)[上下中里])[,，]"
    r"|(?:我们(?:将|要)?)?(?:以|坚持|围绕|聚焦|按照|锚定)[^,，。;；]{2,24}[,，](?=要(?!求))"
    r"|(?:今年|明年|下一步|下阶段|当前|年内|今后|接下来|第?[一二三四]季度|[上下]半年)(?=要(?!求)|必须|务必))"
)
_TOLD = re.compile(r"(?:强调|要求|指出|提出|表示|希望|他说|叮嘱[^,，:：]{0,12})[,，:：]")
_COMMA_YAO = re.compile(
    rf"[,，](?=(?:[^,，。;；:：“”]{{2,24}}?)?{_NOT_IN_WORD}要(?!求(?!真)|点|素|闻|害|件|么|是|不是|不然|么|说))"
)
_EXHORT = re.compile(
    r"^(?:我们)?(?:也|还)?要?(?:更加紧密(?:地)?团结|紧密团结在|清醒(?:地)?(?:认识|看到)|充分肯定)"
)
_EXHORTS = re.compile("团结|清醒|充分肯定")
_ATTENDS, _ATTENDS_WITHIN = re.compile("参加|出席|列席"), 60
_CLOSES = re.compile(
    r"^(?:[\u4e00-\u9fff、\s]{2,40}(?:等)?(?:市|区|县|省)?(?:领导|负责人|负责同志)?(?:参加|出席|列席)(?:了)?(?:会议|"
    r"上述|调研|活动)|会前[,，]|会上[,，]|会议还|会议由|会议以|会后[,，])"
)


# 今年要抓好六个方面工作: what leads into a list that follows is its heading.
_LEADS_ON = re.compile(
    r"^(?=[^。;；]{0,70}$)(?:[^。;；]*[:：]|[^。;；]*(?:[一二三四五六七八九十\d]{1,2}(?:个|大|项|件|点|条|方面)|以下|如下|下列|下面)[^。;；,，]{0,10}(?:工作|任务|要求|意见|方面|事情?)[。:：]?)$"
)
_SAYING = 7  # 建好更要管好 is a saying
_TWO = ("必须", "务必", "应当")
# 灾后重建要提前谋划: a thing, behind a semicolon of a sentence that asks.
_THING_YAO = re.compile(
    rf"[\u4e00-\u9fff、]{{2,10}}?{_NOT_IN_WORD}要(?!求|点|素|闻|害|件|么|是|塞|领|道)[\u4e00-\u9fff]{{4}}"
)
_A_HEADING = 24  # characters
_NAMED_BODY = re.compile(
    r"^(?!各|有关|相关|全)[\u4e00-\u9fff、]{2,30}(?:局|委|办|室|公司|集团|中心|镇|乡|街道|院|部)$"
)


class Opening(NamedTuple):
    """One requirement: its stretch, the party named before 要, and the word it opens with."""

    span: Span
    party: str
    marker: str
    plain: bool


def find_openings(text: str, span: Span, genre: Genre) -> list[Opening]:
    """The requirements of an unnumbered paragraph; each runs to the next one or to the end of its passage."""
    points: list[tuple[int, str, str, bool]] = []
    ends: list[int] = []
    open_party: str | None = None
    for sentence in sentences(text, span):
        words = text[sentence.start : sentence.end]
        if (words[0] == "会" or _ATTENDS.search(words, 0, _ATTENDS_WITHIN)) and _CLOSES.match(words):
            ends.append(sentence.start)
            open_party = None
            continue
        if _SCENES.search(words, 0, _SPEAKS_WITHIN) and _SCENE.match(words):
            ends.append(sentence.start)
            open_party = None
        told = _said(words)
        at = demand(words)
        if told and at < 0 and not _requires(words):
            ends.append(sentence.start)
            open_party = None
        for number, clause in enumerate(clauses(text, sentence)):
            point = _opening(text, clause, genre, number == 0, open_party)
            if point and number == 0 and _continues(text, points, point, sentence, span.end):
                continue
            if point is None and at >= 0:
                point = _charged(text, clause, sentence.start + at if number == 0 else clause.start)
            if point is None:
                continue
            if (told or at >= 0) and number == 0:
                ends.append(sentence.start)
            points.append(point)
            open_party = point[1]
    if points and _LEADS_ON.search(text[points[-1][0] : span.end]):
        points.pop()
    return _stretches(points, sorted(ends), span)


def _charged(text: str, clause: Span, start: int) -> tuple[int, str, str, bool] | None:
    """A body charged without 要, in a sentence that demands: 要求市工信局牵头…;市交通局负责…."""
    party = charged_body(text[start : clause.end])
    return (start, party, "", False) if party else None


def _continues(
    text: str,
    points: list[tuple[int, str, str, bool]],
    point: tuple[int, str, str, bool],
    sentence: Span,
    stop: int,
) -> bool:
    """Whether a body is charged behind a 要 that is only a heading, in a row of such: 要锚定目标。各单位要…。要站稳立场。"""
    if text[sentence.end : min(sentence.end + 1, stop)] != "要":
        return False
    if not points or not point[1] or points[-1][1] or point[0] != sentence.start:
        return False
    above = text[points[-1][0] : sentence.start]
    return len(above) <= _A_HEADING and "。" not in above[:-1] and not any(sign.isdigit() for sign in above)


def _said(words: str) -> re.Match[str] | None:
    """张三强调, 会议要求, at the head of words."""
    return _SAID.match(words) if _SPEAKS.search(words, 0, _SPEAKS_WITHIN) else None


def _requires(words: str) -> bool:
    return bool(_YAO.search(words) or _MUST.search(words))


def _opening(
    text: str, clause: Span, genre: Genre, first: bool, open_party: str | None
) -> tuple[int, str, str, bool] | None:
    """(start, party, marker, plain) where a clause opens a requirement. open_party: None while none is open."""
    start = _past_lead(text, clause)
    words = text[start : clause.end]
    if _EXHORTS.search(words, 0, 30) and _EXHORT.match(words):
        return None
    if _YAO.match(words):
        return start, "", "要", start == clause.start
    party, at = party_before(words)
    if not party and not first and open_party is not None and _THING_YAO.match(words):
        return start, "", "要", start == clause.start
    if party:
        if _EXHORTS.search(words, at, at + 12) and _EXHORT.match(words[at:]):
            return None
        named = genre is kinds.MINUTES and first and bool(_NAMED_BODY.search(party))
        if open_party is None or named or party != open_party:
            return (
                start,
                party,
                words[at : at + 2] if words[at : at + 2] in _TWO else words[at],
                start == clause.start,
            )
        return None
    if _MUST.match(words) and first and (genre is not kinds.REPORT or start > clause.start):
        return start, "", words[:2], start == clause.start
    told = start > clause.start and bool(_TOLD.search(text, clause.start, start))
    if open_party is None and not told and first:
        return _charged_after_all(words, start)
    if open_party is None and told:
        later = _COMMA_YAO.search(words)
        if later and len(words) - later.end() > _SAYING and not _EXHORT.match(words[later.end() :]):
            inner, _ = party_before(words[later.end() :])
            return start + later.end(), inner, "要", False
    return None


def _charged_after_all(words: str, start: int) -> tuple[int, str, str, bool] | None:
    """当前正值用水高峰,各单位要…: a body charged after words that only lead up to it."""
    for comma in _COMMA_YAO.finditer(words):
        party, at = party_before(words[comma.end() :])
        asked = not _EXHORT.match(words[comma.end() + at :])
        if asked and party and len(party) >= 2 and party not in ("我们", "大家"):
            marker = words[comma.end() + at]
            return start + comma.end(), party, marker if marker == "要" else "", False
    return None


def _past_lead(text: str, clause: Span) -> int:
    """Where the words begin after 张三强调, 会议要求, 下一步,."""
    start = clause.start
    while start < clause.end and text[start] in " \u3000“▶►▲●◆■▪•◎★☆※✦·":
        start += 1
    for said in range(3):
        words = text[start : min(clause.end, start + 120)]
        if said and party_before(words)[0]:
            break
        lead = _said(words)
        if not lead:
            turn = _TURN.match(words)
            lead = (
                turn
                if turn and (_YAO.match(words[turn.end() :]) or party_before(words[turn.end() :])[0])
                else None
            )
        if not lead:
            break
        start += lead.end()
    return start


def _stretches(points: list[tuple[int, str, str, bool]], ends: list[int], span: Span) -> list[Opening]:
    found = []
    for number, (start, party, marker, plain) in enumerate(points):
        stop = points[number + 1][0] if number + 1 < len(points) else span.end
        later = bisect_right(ends, start)
        cut = min(stop, ends[later]) if later < len(ends) else stop
        found.append(Opening(Span(start, cut), party, marker, plain))
    return found
