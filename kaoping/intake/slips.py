"""Places where a scan was misread (晋晋晋晋晋, 最最, "and" between Han): flagged for a person, never rewritten."""

from __future__ import annotations

import re

from kaoping.intake.paper import Span

_TWINS = re.compile(r"([\u4e00-\u9fff])\1+")
_NEVER_TWICE = frozenset("最过争和与及为将把被从以于")
_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?:and|the|of|or|to|in)\s+(?=[\u4e00-\u9fff])")
_LATIN_CUE = re.compile(r"\s(?:and|the|of|or|to|in)\s")
_PAUSE = re.compile(r"[、,，](?<=[\u4e00-\u9fff”].)")
_SHORTEST, _LONGEST = 4, 12
_PLACE = re.compile(r"在[\u4e00-\u9fff](?=[区县市](?:委|政府|人民政府))")
_PLACE_CUE = re.compile(r"[区县市](?:委|政府|人民政府)")


def find_slips(text: str) -> tuple[tuple[Span, str], ...]:
    """Each suspect stretch with its kind: repeated, doubled, latin, echo, place, lost."""
    found: list[tuple[Span, str]] = []
    twins = [hit.span() for hit in _TWINS.finditer(text)]
    found += [(Span(start, end), "repeated") for start, end in twins if end - start > 2]
    for kind, pattern, cue in (("latin", _LATIN, _LATIN_CUE), ("place", _PLACE, _PLACE_CUE)):
        if cue.search(text):
            found += [(Span(hit.start(), hit.end()), kind) for hit in pattern.finditer(text)]
    found += [(echo, "echo") for echo in _echoes(text)]
    for start, end in twins:
        if text[start] in _NEVER_TWICE:
            found += [(Span(place, place + 2), "doubled") for place in range(start, end - 1, 2)]
    if "\ufffd" in text:
        found += [(Span(hit.start(), hit.end()), "lost") for hit in re.finditer("\ufffd", text)]
    return tuple(sorted(found, key=lambda item: (item[0].start, item[0].end)))


def _echoes(text: str) -> list[Span]:
    """The same words before and after a pause: 更重于显绩、更重于显绩."""
    found = []
    for pause in _PAUSE.finditer(text):
        place = pause.start()
        tail = text[place - _SHORTEST : place]
        again = text.find(tail, place + 1, place + 1 + _LONGEST)
        if again < 0 or place < _SHORTEST or "\n" in tail:
            continue
        size = again + _SHORTEST - place - 1
        if size <= place and text[place - size : place] == text[place + 1 : place + 1 + size]:
            found.append(Span(place - size, place + 1 + size))
    return found
