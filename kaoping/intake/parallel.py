"""Lists without numbers, and lists that tell: judged as wholes, from the paragraphs that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake.evidence import ask, first_sentence, weight
from kaoping.intake.markers import opens_run_in
from kaoping.intake.paper import Genre, Span, Tense
from kaoping.intake.structure import Kind, Paragraph, Role

_ANNOUNCES = re.compile(
    r"(?:以下|如下|下列|下面|[几一二三四五六七八九十\d]{1,2}(?:个|大|项|件|点|条)?(?:方面)?(?:的)?)[^。;；,，]{0,8}(?:工作|任务|要求|事情?|措施|意见|安排|部署|方面|举措)[^。;；,，]{0,4}[。:：]$"
    r"|(?:以下|如下|下列)[^。;；,，]{0,8}[。:：]$"
    r"|(?:强调|要求|部署|安排|提出|做好|抓好|做到|下一步|下阶段|重点|任务|措施|明确|议定|打算)[^。;；]{0,16}[:：]$"
)
_NO_ITEM = re.compile(
    r"同时|此外|另外|会上|会前|会后|会议|本|出席|参加|列席|我们|同志|各位|大家|这|该|据|目前|当前|近年|今年|去年|过去|上述|以上|其中|特此|本报|记者|\d|[“(（《]|[^,，。;；:：]{2,24}(?:强调|指出|要求|表示)[:：,，]"
)
_LONGEST_TOPIC = 30
_NAMES_OTHER = re.compile(
    r"(?:问题|不足|短板|困难|差距|原因|成绩|成效|特点|亮点|经验|做法|意义|依据|议程|议题|名单|人员|材料|附件|单位|奖项|情况)[^。;；,，]{0,10}[:：]$"
)


def announces(text: str, span: Span) -> bool:
    """Whether a paragraph ends by announcing its items: 重点做好以下工作。"""
    if text[span.end - 1] not in "。:：":
        return False
    return _ANNOUNCES.search(text, max(span.start, span.end - 44), span.end) is not None


def parallel_items(text: str, structure: Sequence[Paragraph], genre: Genre) -> frozenset[int]:
    """The numbers of the paragraphs without a number that are items of a list which asks."""
    found: set[int] = set()
    group: list[int] = []
    announced = False
    for number, paragraph in enumerate(structure):
        if _fits(text, paragraph):
            group.append(number)
            continue
        found |= _settled(text, structure, group, announced, genre)
        group = []
        announced = paragraph.kind is Kind.BODY and announces(text, paragraph.span)
    return frozenset(found | _settled(text, structure, group, announced, genre) | _headings(structure))


def _fits(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph may be an item: no number, no past, a first sentence short enough to be a topic."""
    if paragraph.kind is not Kind.BODY or paragraph.marker or paragraph.tense in (Tense.PAST, Tense.PROBLEM):
        return False
    start, end = paragraph.span
    topic = paragraph.heading.end - paragraph.heading.start
    return 4 <= topic <= _LONGEST_TOPIC and text[end - 1] not in ":：" and not _NO_ITEM.match(text, start, end) and not opens_run_in(text[start : start + 12])


def _settled(
    text: str, structure: Sequence[Paragraph], group: Sequence[int], announced: bool, genre: Genre
) -> set[int]:
    if len(group) < (2 if announced else 3) or (genre is Genre.REPORT and not announced):
        return set()
    items = [text[structure[number].heading.start : structure[number].span.end] for number in group]
    topics = sum(1 for words in items if len(first_sentence(words)) + 6 < len(words))
    return set(group) if topics * 2 > len(items) and ask(items) else set()


def _headings(structure: Sequence[Paragraph]) -> set[int]:
    """Headings without a number of which most are orders: the others among them are orders as well."""
    found: set[int] = set()
    group: list[int] = []
    for number, paragraph in enumerate(structure):
        if paragraph.kind is Kind.HEADING and not paragraph.marker:
            if paragraph.role in (Role.ORDER, Role.OTHER) and paragraph.tense not in (Tense.PAST, Tense.PROBLEM):
                group.append(number)
            continue
        if paragraph.marker:
            found |= _mostly_orders(structure, group)
            group = []
    return found | _mostly_orders(structure, group)


def _mostly_orders(structure: Sequence[Paragraph], group: Sequence[int]) -> set[int]:
    orders = sum(1 for number in group if structure[number].role is Role.ORDER)
    return set(group) if len(group) > 2 and orders * 3 >= len(group) * 2 else set()


def told_items(text: str, structure: Sequence[Paragraph]) -> frozenset[int]:
    """The numbers of numbered paragraphs that stand in a list which tells of deeds, names shortcomings or only names."""
    found: set[int] = set()
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
    for listed in lists:
        if len(listed) > 1 and _tells(text, structure, listed):
            found.update(listed)
    return frozenset(found)


def _rank(structure: Sequence[Paragraph], listed: Sequence[int]) -> int:
    marker = structure[listed[0]].marker
    return marker.rank if marker else 0


def _tells(text: str, structure: Sequence[Paragraph], listed: Sequence[int]) -> bool:
    items = [text[structure[number].heading.start : structure[number].span.end] for number in listed]
    before = structure[listed[0] - 1] if listed[0] else None
    weights = [weight(words) for words in items]
    named = before is not None and before.kind is Kind.BODY and bool(
        _NAMES_OTHER.search(text, max(before.span.start, before.span.end - 44), before.span.end)
    )
    if named:
        return sum(weights) < 2 * len(weights)
    settled = any(structure[number].tense is Tense.FUTURE for number in listed)
    return not settled and sum(1 for merit in weights if merit < 0) * 2 > len(weights)

