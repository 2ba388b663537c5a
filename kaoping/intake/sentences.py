"""Paragraphs, sentences and clauses of the clean text, with their offsets."""

from __future__ import annotations

import re

from kaoping.intake.paper import MADE, Span

_SENTENCE = re.compile(
    r"(?:[▶►◆▪•](?=[^。!！?？\n▶►◆▪•])|[^。!！?？\n▶►◆▪• \u3000])[^。!！?？\n▶►◆▪•]*(?:[。!！?？]+[”’」』）)》]*)?"
)
_OTHER_END = re.compile("[!！?？\n▶►◆▪•]")
_PARAGRAPH = re.compile(r"[^\n]+")
_CLAUSE_MARKS = ";；。!！?？\n"
_CLAUSE_MARK = re.compile(f"[{_CLAUSE_MARKS}]")
_CLAUSE = re.compile(r"[^;；。!！?？\n]+[;；。!！?？]*[”’」』]*")


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The paragraphs of [start, end), without their marks; empty ones are left out."""
    stop = len(text) if end is None else end
    return [MADE(Span, hit.span()) for hit in _PARAGRAPH.finditer(text, start, stop)]


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a stretch, each with its final punctuation; leading spaces are left out."""
    start, end = span
    cut = text.find("。", start, end) + 1
    if cut in (0, end) and text[start] not in " \u3000" and not _OTHER_END.search(text, start, end):
        return [span]  # most paragraphs under a number are one sentence
    return [MADE(Span, hit.span()) for hit in _SENTENCE.finditer(text, start, end)]


def clauses(text: str, span: Span) -> list[Span]:
    """The `;` clauses of a stretch, each with its final punctuation."""
    start, end = span
    if (
        not _CLAUSE_MARK.search(text, start, end - 1)
        and text[start] not in _CLAUSE_MARKS
        and text[end - 1] != "\n"
    ):
        return [span]  # as most sentences are
    return [MADE(Span, hit.span()) for hit in _CLAUSE.finditer(text, start, end)]
