"""Inferred marks of a page that open items: a repeated sign counts where most of what it opens asks for something."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.intake.evidence import ask, opens_with_order
from kaoping.intake.paper import Span
from kaoping.intake.series import BULLET, Mark


def asking(text: str, bodies: list[Span], marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """The inferred marks of these paragraphs; a repeated sign counts where most of what it opens asks for something."""
    here = {span: marks[span.start] for span in bodies if span.start in marks} if marks else {}
    items: dict[str, list[str]] = {}
    for span, mark in here.items():
        items.setdefault(mark.shape, []).append(_item(text, span, mark))
    told = {shape for shape, words in items.items() if shape[0] == BULLET and not ask(words)}
    return {span.start: mark for span, mark in here.items() if mark.shape not in told}


def _item(text: str, span: Span, mark: Mark) -> str:
    """What a mark opens: its line, or the line beneath where its own only names a thing (◇教学工作)."""
    words = text[span.start + mark.length : span.end]
    if "。" in words or len(words) > 40 or opens_with_order(words):
        return words
    return text[span.end + 1 : span.end + 200].partition("\n")[0]
