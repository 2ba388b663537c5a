"""What a heading is by the lines beneath it: the name of a chapter, a task of its own, a task with one paragraph of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake import kinds
from kaoping.intake.kinds import Kind, Role
from kaoping.intake.listing import series_of
from kaoping.intake.markers import FIRST, Marker, opens_run_in, run_ins
from kaoping.intake.openings import find_openings
from kaoping.intake.paper import Article, Genre, Tense
from kaoping.intake.parallel import holds_orders
from kaoping.intake.structure import Paragraph, ends_the_matter

_MEASURE = re.compile(r"[\u4e00-\u9fff”]{2}(?<!重点)(?<!专项)(?<!主要)(?<!实施)(?<!工作)(?:行动|工程|计划)$")
_LETTER = re.compile(r"责任[书状]|目标书|承诺书|军令状")
_NAME = 40
_A_SENTENCE = 12
_OWNER_WITHIN = 5  # lines between a heading and its 责任单位


def binds_a_party(article: Article) -> bool:
    """Whether an article is a letter of responsibility."""
    return _LETTER.search(article.title + article.subtitle) is not None


def holds_words(text: str, structure: Sequence[Paragraph], number: int) -> bool:
    """Whether a heading names one measure (2.1 链群跃升行动) and plain words follow that say what it is."""
    here, after = structure[number], structure[number + 1 : number + 2]
    if here.marker and here.marker.rank > FIRST and here.span.end - here.heading.end > _A_SENTENCE:
        return bool(_MEASURE.search(text[here.heading.start : here.heading.end]))
    if not after or after[0].kind is not kinds.BODY or after[0].marker or not here.marker:
        return False
    heading = text[here.heading.start : here.heading.end]
    return here.marker.rank > FIRST and here.heading.end == here.span.end and bool(_MEASURE.search(heading))


def only_names(
    text: str, structure: Sequence[Paragraph], number: int, genre: Genre, holds_items: bool
) -> bool:
    """Whether a chapter's name (三、锤炼过硬政府) stands above its items, or above words that ask several things with 要.

    holds_items: whether the paragraph below is one of a list without numbers.
    """
    here, after = structure[number], structure[number + 1 : number + 2]
    if not here.marker or here.marker.rank > FIRST or here.heading.end < here.span.end or not after:
        return False
    below = after[0].marker
    if below:
        return below.rank > here.marker.rank
    if _several_ask(text, structure, number, genre):
        return True
    if after[0].kind is kinds.BODY and opens_run_in(text[after[0].span.start : after[0].span.start + 12]):
        return True
    return holds_items or (after[0].kind is kinds.BODY and len(find_openings(text, after[0].span, genre)) > 1)


def _several_ask(text: str, structure: Sequence[Paragraph], number: int, genre: Genre) -> bool:
    """Whether two paragraphs or more beneath a heading each open with a body that is charged."""
    asking = 0
    for paragraph in structure[number + 1 :]:
        if paragraph.kind is not kinds.BODY or paragraph.marker:
            break
        openings = find_openings(text, paragraph.span, genre)
        asking += (
            bool(openings) and openings[0].span.start == paragraph.span.start and bool(openings[0].party)
        )
    return asking > 1


def heads_series(text: str, structure: Sequence[Paragraph], number: int, mark: Marker) -> bool:
    """Whether 第二,抓住关键。 is all its paragraph says and 一要… of another series opens the next: the name of a part."""
    span, after = structure[number].span, structure[number + 1 : number + 2]
    words = text[mark.body : span.end]
    if len(words) > _NAME or "。" in words[:-1] or any(sign.isdigit() for sign in words) or not after:
        return False
    if after[0].kind is not Kind.BODY or after[0].marker:
        return False
    found = run_ins(text, after[0].span.start, after[0].span.end)
    return bool(found) and found[0].start == after[0].span.start and series_of(found[0]) != series_of(mark)


def kindred(structure: Sequence[Paragraph], lists: Sequence[Sequence[int]]) -> frozenset[int]:
    """Chapters that name no order (贰 立查立改) among fellows of which at least half do, with words beneath and no items."""
    found: set[int] = set()
    for listed in lists:
        chapters = [number for number in listed if _stands_above_words(structure, number)]
        orders = [number for number in chapters if structure[number].role is Role.ORDER]
        if len(chapters) > 2 and len(orders) * 2 >= len(chapters) - 1 and orders:
            found.update(number for number in chapters if structure[number].role is Role.OTHER)
    return frozenset(found)


def _stands_above_words(structure: Sequence[Paragraph], number: int) -> bool:
    here, after = structure[number], structure[number + 1 : number + 2]
    if here.heading.end < here.span.end or here.tense in (Tense.PAST, Tense.PROBLEM):
        return False
    if not after or after[0].tense in (Tense.PAST, Tense.PROBLEM):
        return False
    return after[0].kind is Kind.BODY and not after[0].marker


def role_of(text: str, structure: Sequence[Paragraph], number: int, genre: Genre, asks_goals: bool) -> Role:
    """What a numbered heading is for, by what stands beneath it. asks_goals: whether goals are what is asked here."""
    here = structure[number]
    if here.role is Role.CONTAINER:
        item = holds_words(text, structure, number) or has_owner_line(structure, number)
        return Role.OTHER if item else here.role
    if here.role is Role.GOALS:
        return Role.CONTAINER if asks_goals or holds_orders(text, structure, number) else here.role
    others = here.role is Role.FRAME and genre is Genre.MINUTES and text[here.heading.start] == "其"
    return Role.TOPIC if others else here.role  # 四、其他 of minutes settles matters


def has_owner_line(structure: Sequence[Paragraph], number: int) -> bool:
    """Whether 责任单位:… stands beneath a heading before the next number: then it is a task, whatever its name."""
    for paragraph in structure[number + 1 : number + 1 + _OWNER_WITHIN]:
        if paragraph.marker:
            return False
        if paragraph.kind is kinds.OWNERS:
            return True
    return False


def is_all_beneath(text: str, structure: Sequence[Paragraph], number: int) -> bool:
    """Whether a paragraph is all the words that stand under an order on a line of its own: they are that order's."""
    before, after = structure[max(number - 1, 0)], structure[number + 1 : number + 2]
    alone = before.heading.end == before.span.end and (before.marker or before.kind is kinds.HEADING)
    if not alone or before.role not in (kinds.ORDER, kinds.OTHER):
        return False
    if not after or after[0].marker is not None or after[0].kind is not kinds.BODY:
        return True
    return ends_the_matter(text[after[0].span.start : after[0].span.end])
