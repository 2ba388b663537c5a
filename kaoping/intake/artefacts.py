"""Pinyin left behind by page conversion, `結(jié)`: found by rule, removed; lost characters searched for or flagged.

A page was converted to traditional characters and a table of them got `(pinyin)` appended by a replace on GBK
bytes. So a hit is a Han character, a bracket, one syllable with a tone that is a reading of that character, a
bracket; and the page shows the pattern on traditional forms. A gloss on a clean page, 茌(chí)平, stays.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kaoping.intake.paper import Damage
from kaoping.intake.readings import TONED, has_tone, readings_of, toneless
from kaoping.intake.script import is_traditional_form

_LETTER = f"a-zA-ZɡɑüÜêńňǹḿ{TONED}\u0300-\u030c"
_HIT = re.compile(rf"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])[(（]([{_LETTER}]{{1,8}})[)）]")
_TORN = re.compile(rf"(?<![{_LETTER}(（])[?\ufffd\ue000-\uf8ff][(（]?([{_LETTER}]{{1,8}})[)）]")
_CLAUSE_END = re.compile(r"[\x00-\x7f,，。；;：:、!！?？\n]")
_SHARE_OF_PAGE = 500  # one hit in 500 characters: over 0.2 %
_SEVERAL = 3
_CONVERTED_BACK = 8  # hits on simplified characters that make a page whose script was converted back


@dataclass(frozen=True)
class Findings:
    """Artefact stretches to delete, and torn runs with their repair, both in offsets of the text given."""

    artefacts: tuple[tuple[int, int], ...]
    damages: tuple[Damage, ...]
    distinct: int


def find_artefacts(text: str) -> Findings:
    """Every pinyin artefact and every torn run of a text."""
    if "(" not in text and "（" not in text and ")" not in text:
        return Findings((), (), 0)
    hits = [(found, text[_bearer(text, found.start())]) for found in _HIT.finditer(text)]
    hits = [(found, bearer) for found, bearer in hits if toneless(found[1]) in readings_of(bearer)]
    traditional = [is_traditional_form(bearer) for _, bearer in hits]
    toned = [has_tone(found[1]) for found, _ in hits]
    old_forms = sum(1 for old, tone in zip(traditional, toned, strict=True) if old and tone)
    afflicted = old_forms >= _SEVERAL and len(hits) * _SHARE_OF_PAGE > len(text)
    afflicted = afflicted or _converted_back(text, [bearer for _, bearer in hits])
    kept = [
        (found.start(), found.end(), bearer)
        for (found, bearer), old, tone in zip(hits, traditional, toned, strict=True)
        if (tone and (old or afflicted)) or (old and afflicted)
    ]
    damages = _torn_runs(text) if old_forms >= 1 or afflicted else ()
    return Findings(
        tuple((start, end) for start, end, _ in kept), damages, len({bearer for _, _, bearer in kept})
    )


def _bearer(text: str, start: int) -> int:
    """The offset of the character a gloss stands behind."""
    return start - 1


def _converted_back(text: str, bearers: list[str]) -> bool:
    """Whether a page in simplified characters carries the artefacts of a conversion undone.

    A real gloss stands once, at the first use of a rare character; an artefact stands at every use of many.
    """
    counts = Counter(bearers)
    if len(bearers) < _CONVERTED_BACK or len(counts) < 5 or len(bearers) * _SHARE_OF_PAGE <= len(text):
        return False
    return sum(counts.values()) * 10 >= 9 * sum(text.count(bearer) for bearer in counts)


def _torn_runs(text: str) -> tuple[Damage, ...]:
    """Runs where the insert fell between the bytes of two characters: `展?fàn)I造` for 展營造."""
    damages = []
    for found in _TORN.finditer(text):
        if not has_tone(found[1]):
            continue
        repaired = _repair(text, found.start(), found.end(), toneless(found[1]))
        if repaired:
            damages.append(Damage(found.start(), found.end() + 1, text[found.start() : found.end() + 1], repaired))
            continue
        end = _CLAUSE_END.search(text, found.end())
        stop = end.start() if end else len(text)
        damages.append(Damage(found.start(), stop, text[found.start() : stop]))
    return tuple(damages)


def _repair(text: str, start: int, end: int, syllable: str) -> str:
    """The lost character where the byte after the insert is ASCII and one lead byte alone explains both halves."""
    if start == 0 or end >= len(text) or not 0x40 <= ord(text[end]) <= 0x7E:
        return ""
    try:
        before = text[start - 1].encode("gbk")
    except UnicodeEncodeError:
        return ""
    if len(before) != 2:
        return ""
    answers = set()
    for lead in range(0x81, 0xFF):
        try:
            glossed = bytes((before[1], lead)).decode("gbk")
            lost = bytes((lead, ord(text[end]))).decode("gbk")
        except UnicodeDecodeError:
            continue
        if len(glossed) == 1 and syllable in readings_of(glossed) and is_traditional_form(glossed):
            answers.add(lost)
    return answers.pop() if len(answers) == 1 else ""
