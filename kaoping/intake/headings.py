"""What a heading is by the lines beneath it: the name of a chapter, a task of its own, a task with one paragraph of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake import kinds
from kaoping.intake.markers import FIRST, opens_run_in
from kaoping.intake.openings import find_openings
from kaoping.intake.paper import Genre
from kaoping.intake.structure import Paragraph, ends_the_matter

_MEASURE = re.compile(r"[\u4e00-\u9fff”]{3}(?<!重点)(?<!专项)(?:行动|工程|计划)$")
_OWNER_WITHIN = 5  # lines between a heading and its 责任单位


def holds_words(text: str, structure: Sequence[Paragraph], number: int) -> bool:
    """Whether a heading names one measure (2.1 链群跃升行动) and plain words follow that say what it is."""
    here, after = structure[number], structure[number + 1 : number + 2]
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
