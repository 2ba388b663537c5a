"""Lists without numbers, and lists that tell: judged as wholes, from the paragraphs that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from kaoping.intake import kinds
from kaoping.intake.evidence import ask, first_sentence, weight
from kaoping.intake.leads import intro_of, recalls
from kaoping.intake.markers import opens_run_in
from kaoping.intake.paper import Genre, Span
from kaoping.intake.structure import Paragraph

_ANNOUNCES = re.compile(
    r"(?:以下|如下|下列|下面|[几一二三四五六七八九十\d]{1,2}(?:个|大|项|件|点|条)?(?:方面)?(?:的)?)[^。;；,，]{0,8}(?:工作|任务|要求|事情?|措施|意见|安排|部署|方面|举措)[^。;；,，]{0,4}[。:：]$"
    r"|(?:以下|如下|下列)[^。;；,，]{0,8}[。:：]$"
    r"|[几一二三四五六七八九十\d]{1,2}(?:项|件|点|个|条|方面)[^。;；]{0,30}[:：]$"
    r"|(?:强调|要求|部署|安排|提出|做好|抓好|做到|下一步|下阶段|重点|任务|措施|明确|议定|打算)[^。;；]{0,16}[:：]$"
)
_DEMANDS = re.compile(
    r"(?:强调|要求|部署|安排|打算|(?:做好|抓好|落实)[^。;；,，]{0,16}|意见|任务|举措|措施)(?:了)?[^。;；,，]{0,8}[:：]$"
)
_NAMES_LIST = re.compile(r"以下|如下|下列|下面|工作|任务|要求|事|措施|意见|安排|部署|方面|举措")
_NO_ITEM = re.compile(
    r"同时|此外|另外|会上|会前|会后|会议|本|出席|参加|列席|我们|同志|各位|大家|这|该|据|目前|当前|近年|今年|去年|过去|上述|以上|其中|特此|本报|记者|\d|[“(（《]|[^,，。;；:：]{2,24}(?:强调|指出|要求|表示)[:：,，]"
)
_NAMED = re.compile(r"【[^【】]{2,24}】(?=.{6})|\*\*[^*]{2,24}\*\*(?=.{6})")
_SAID = re.compile(r"[^,，。;；:：“”]{2,30}(?:强调|要求|指出)[,，:：]")
_HEARD = re.compile(r"(?:会议)?(?:传达|研究|审议|听取|讨论|通报|学习)[^。;；:：]{0,40}(?:[。:：]|会议)")
_ANNOUNCED = re.compile(r"[^,，。;；]{4,40}(?:拟|定|将|暂定|计划)于[^。;；]{2,30}(?:召开|举行|举办|开幕)")
_LONGEST_TOPIC = 30
_NAMES_OTHER = re.compile(
    r"(?:问题|不足|短板|困难|差距|原因|成绩|成效|特点|亮点|经验|做法|意义|依据|议程|议题|名单|人员|材料|附件|单位|奖项|情况)[^。;；,，]{0,10}[:：]$"
)


def announces(text: str, span: Span) -> bool:
    """Whether a paragraph ends by announcing its items: 重点做好以下工作。"""
    start, end = span
    last = text[end - 1]
    if last in ":：":
        return _ANNOUNCES.search(text, end - 44 if end - 44 > start else start, end) is not None
    if last != "。" or not _NAMES_LIST.search(text, end - 14 if end - 14 > start else start, end):
        return False
    return (
        _ANNOUNCES.search(text, max(start, end - 24), end) is not None
    )  # no longer where a full stop ends it


def demands(text: str, span: Span) -> bool:
    """Whether a paragraph ends by saying that what follows is asked: 会议强调:, 就做好下步工作提出如下要求:."""
    return (
        text[span.end - 1] in ":："
        and _DEMANDS.search(text, max(span.start, span.end - 44), span.end) is not None
    )


def parallel_items(text: str, structure: Sequence[Paragraph], genre: Genre) -> frozenset[int]:
    """The numbers of the paragraphs without a number that are items of a list which asks."""
    found: set[int] = set()
    group: list[int] = []
    announced = False
    for number, paragraph in enumerate(structure):
        if _fits(text, paragraph, genre):
            group.append(number)
            continue
        found |= _settled(text, structure, group, announced, genre)
        group = []
        announced = paragraph.kind is kinds.BODY and announces(text, paragraph.span)
        if paragraph.kind is kinds.BODY and genre is kinds.REPORT and _opens_orders(text, structure, number):
            group, announced = [number], True
    return frozenset(found | _settled(text, structure, group, announced, genre) | _headings(structure))


def is_topic_of_minutes(text: str, paragraph: Paragraph, genre: Genre) -> bool:
    """Whether a paragraph of minutes opens with what was heard or read, and not with what is to be done."""
    return genre is kinds.MINUTES and _HEARD.match(text, *paragraph.span) is not None


def _fits(text: str, paragraph: Paragraph, genre: Genre) -> bool:
    """Whether a paragraph may be an item: no number, no past, words of its own."""
    if paragraph.kind is not kinds.BODY or paragraph.marker or paragraph.tense in (kinds.PAST, kinds.PROBLEM):
        return False
    start, end = paragraph.span
    if is_topic_of_minutes(text, paragraph, genre):
        return False
    return (
        text[end - 1] not in ":："
        and not _NO_ITEM.match(text, start, end)
        and not is_announcement(text, paragraph.span)
        and not opens_run_in(text[start : start + 12])
    )


def is_announcement(text: str, span: Span) -> bool:
    """Whether a paragraph only says when and where a meeting will be: 现场会拟于11月下旬在桃林镇召开。"""
    start, end = span
    return (
        end - start <= 80
        and text.find("于", start, end) > 0
        and _ANNOUNCED.match(text, start, end) is not None
    )


def _opens_orders(text: str, structure: Sequence[Paragraph], number: int) -> bool:
    """Whether a report's paragraph, after its speaker, is the first of several that open with an order: 某要求,压实责任。"""
    span = structure[number].span
    said = _SAID.match(text, *span)
    after = structure[number + 1 : number + 3]
    if not said or structure[number].marker or len(after) < 2:
        return False
    items = [text[said.end() : span.end], *(text[other.span.start : other.span.end] for other in after)]
    return all(other.kind is kinds.BODY and not other.marker for other in after) and all(
        _is_topic(words) and weight(words) == 2 and not words.startswith("要") for words in items
    )


def _settled(
    text: str, structure: Sequence[Paragraph], group: Sequence[int], announced: bool, genre: Genre
) -> set[int]:
    """The items of a group of paragraphs: those announced, as long as they ask; else all, where their topics ask."""
    items = [_unsaid(text[structure[number].heading.start : structure[number].span.end]) for number in group]
    if announced:
        asked = list(takewhile(lambda words: weight(first_sentence(words)) > 0 or _is_topic(words), items))
        return set(group[: len(asked)]) if len(asked) > 1 and ask(asked) else set()
    if len(group) < 3 or genre is kinds.REPORT:
        return set()
    topics = sum(1 for words in items if _is_topic(words))
    return set(group) if topics * 3 >= len(items) * 2 and ask(items) else set()


def _unsaid(words: str) -> str:
    """Words without 某某强调, that leads into them."""
    said = "强调" in words or "要求" in words or "指出" in words
    return _SAID.sub("", words, 1) if said else words


def _is_topic(words: str) -> bool:
    """Whether words open with a short sentence that names what the rest is about."""
    if _NAMED.match(words):
        return True
    first = len(first_sentence(words))
    return 4 <= first <= _LONGEST_TOPIC and first + 6 < len(words)


def _headings(structure: Sequence[Paragraph]) -> set[int]:
    """Headings without a number of which most are orders: the others among them are orders as well."""
    found: set[int] = set()
    group: list[int] = []
    for number, paragraph in enumerate(structure):
        if paragraph.kind is kinds.HEADING and not paragraph.marker:
            if paragraph.role in (kinds.ORDER, kinds.OTHER) and paragraph.tense not in (
                kinds.PAST,
                kinds.PROBLEM,
            ):
                group.append(number)
            continue
        if paragraph.marker:
            found |= _mostly_orders(structure, group)
            group = []
    return found | _mostly_orders(structure, group)


def _mostly_orders(structure: Sequence[Paragraph], group: Sequence[int]) -> set[int]:
    orders = sum(1 for number in group if structure[number].role is kinds.ORDER)
    return set(group) if len(group) > 2 and orders * 3 >= len(group) * 2 else set()


def holds_orders(text: str, structure: Sequence[Paragraph], number: int) -> bool:
    """Whether a section named for its goals (二、工作目标) holds numbered items that are orders with words beneath them."""
    here = structure[number].marker
    items: list[str] = []
    for paragraph in structure[number + 1 :]:
        marker = paragraph.marker
        if here and marker and marker.rank <= here.rank:
            break
        if marker and (not items or paragraph.heading.end < paragraph.span.end):
            items.append(text[paragraph.heading.start : paragraph.span.end])
    return len(items) > 1 and all(_is_topic(words) and weight(words) == 2 for words in items)


def single_items(structure: Sequence[Paragraph], lists: Sequence[Sequence[int]]) -> dict[int, int]:
    """The last items of lists whose earlier items are one paragraph each, by number, with their rank: what follows is not theirs."""
    found: dict[int, int] = {}
    for listed in lists:
        ends = [_past_owners(structure, number) for number in listed]
        whole = len(listed) > 2 and all(
            end + 1 == after for end, after in zip(ends, listed[1:], strict=False)
        )
        last = structure[listed[-1]]
        if (
            whole
            and last.marker
            and all(structure[one].heading.end < structure[one].span.end for one in listed)
        ):
            found[ends[-1]] = last.marker.rank
    return found


def _past_owners(structure: Sequence[Paragraph], number: int) -> int:
    """The number of the last line 责任单位:… directly beneath a paragraph, or its own."""
    while number + 1 < len(structure) and structure[number + 1].kind is kinds.OWNERS:
        number += 1
    return number


def told_items(text: str, structure: Sequence[Paragraph], lists: Sequence[Sequence[int]]) -> frozenset[int]:
    """The numbers of numbered paragraphs that stand in a list which tells of deeds, names shortcomings or only names."""
    found: set[int] = set()
    for listed in lists:
        if len(listed) > 1 and _tells(text, structure, listed):
            past = any(structure[number].tense in (kinds.PAST, kinds.PROBLEM) for number in listed)
            found.update(
                number for number in listed if not past or structure[number].tense is not kinds.FUTURE
            )
    return frozenset(found)


def numbered_lists(structure: Sequence[Paragraph]) -> list[list[int]]:
    """The lists of numbered paragraphs, each with the numbers of its items."""
    open_lists: list[list[int]] = []
    lists: list[list[int]] = []
    for number, paragraph in enumerate(structure):
        marker = paragraph.marker
        if not marker:
            continue
        while open_lists and _rank(structure, open_lists[-1]) > marker.rank:
            open_lists.pop()
        if not open_lists or _rank(structure, open_lists[-1]) < marker.rank or marker.ordinal == 1:
            if open_lists and _rank(structure, open_lists[-1]) == marker.rank:
                open_lists.pop()
            open_lists.append([])
            lists.append(open_lists[-1])
        open_lists[-1].append(number)
    return lists


def _rank(structure: Sequence[Paragraph], listed: Sequence[int]) -> int:
    marker = structure[listed[0]].marker
    return marker.rank if marker else 0


def _tells(text: str, structure: Sequence[Paragraph], listed: Sequence[int]) -> bool:
    before = structure[listed[0] - 1] if listed[0] else None
    named = (
        before is not None
        and before.kind is kinds.BODY
        and bool(_NAMES_OTHER.search(text, max(before.span.start, before.span.end - 44), before.span.end))
    )
    future = any(structure[number].tense is kinds.FUTURE for number in listed)
    named = named or (not future and recalls(intro_of(text, structure, listed[0])))
    if not named and future:
        return False
    items = [text[structure[number].heading.start : structure[number].span.end] for number in listed]
    weights = [weight(words) for words in items]
    if named:
        return sum(weights) < 2 * len(weights)
    return sum(1 for merit in weights if merit < 0) * 2 > len(weights)
