"""Places where a scan was misread (晋晋晋晋晋, 最最, "and" between Han): flagged for a person, never rewritten."""

from __future__ import annotations

import re

from kaoping.intake.paper import Span

_REPEATED = re.compile(r"([\u4e00-\u9fff])\1{2,}")
_DOUBLED = re.compile(r"([最过争的了在是和与及为将把被从以于对])\1")
_DOUBLED_WORDS = ("的的确确", "最最", "过过", "对对")
_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?:and|the|of|or|to|in)\s+(?=[\u4e00-\u9fff])")
_LATIN_CUE = re.compile(r"\s(?:and|the|of|or|to|in)\s")
_PAUSE = re.compile(r"[、,，](?<=[\u4e00-\u9fff”].)")
_SHORTEST, _LONGEST = 4, 12
_PLACE = re.compile(r"在[\u4e00-\u9fff](?=[区县市](?:委|政府|人民政府))")
_ALLOWED = frozenset({"的的", "了了", "是是", "对对", "在在"})


def find_slips(text: str) -> tuple[tuple[Span, str], ...]:
    """Each suspect stretch with its kind: repeated, doubled, latin, echo, place, lost."""
    found: list[tuple[Span, str]] = []
    for kind, pattern in (("repeated", _REPEATED), ("latin", _LATIN), ("place", _PLACE)):
        if pattern is _LATIN and not _LATIN_CUE.search(text):
            continue
        found += [(Span(hit.start(), hit.end()), kind) for hit in pattern.finditer(text)]
    found += [(echo, "echo") for echo in _echoes(text)]
    for hit in _DOUBLED.finditer(text):
        if hit[0] not in _ALLOWED and not any(hit[0] in word for word in ("的的确确",)):
            found.append((Span(hit.start(), hit.end()), "doubled"))
    found += [(Span(hit.start(), hit.end()), "lost") for hit in re.finditer("\ufffd", text)]
    return tuple(sorted(found, key=lambda item: (item[0].start, item[0].end)))


def _echoes(text: str) -> list[Span]:
    """The same words before and after a pause: 更重于显绩、更重于显绩."""
    found = []
    for pause in _PAUSE.finditer(text):
        place = pause.start()
        tail = text[max(place - _SHORTEST, 0) : place]
        again = text.find(tail, place + 1, place + 1 + _LONGEST)
        if again < 0 or len(tail) < _SHORTEST or "\n" in tail:
            continue
        size = again + _SHORTEST - place - 1
        if size <= place and text[place - size : place] == text[place + 1 : place + 1 + size]:
            found.append(Span(place - size, place + 1 + size))
    return found
