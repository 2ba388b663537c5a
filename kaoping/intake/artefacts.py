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
from kaoping.intake.readings import LETTER, has_tone, readings_of, toneless
from kaoping.intake.script import is_traditional_form
from kaoping.intake.torn import torn_runs

# A bracket, on this line or the next, behind a Han character; every branch opens with a plain sign, so the search skips.
_BEHIND_HAN = "|".join(
    rf"{gap}[{bracket}](?<=[\u3400-\u9fff\U00020000-\U0003ffff]{gap}[{bracket}])"
    for gap in ("", r"\n", r"\r\n")
    for bracket in "(（"
)
_HIT = re.compile(
    rf"(?:{_BEHIND_HAN})(?:\r?\n)?([{LETTER}]{{1,8}}(?:\r?\n[{LETTER}]{{1,7}})?)(?:\r?\n)?[)）]"
)
_OPENED = re.compile(rf"[(（](?:\r?\n)?[{LETTER}]")
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
    glossed = _OPENED.search(text)
    hits = [
        (*found.span(), syllable, bearer)
        for found in (_HIT.finditer(text) if glossed else ())
        if toneless(_whole(syllable := found[1])) in readings_of(bearer := text[found.start() - 1])
    ]
    traditional = [is_traditional_form(bearer) for _, _, _, bearer in hits]
    toned = [has_tone(syllable) for _, _, syllable, _ in hits]
    old_forms = sum([old and tone for old, tone in zip(traditional, toned, strict=True)])
    afflicted = old_forms >= _SEVERAL and len(hits) * _SHARE_OF_PAGE > len(text)
    converted = not afflicted and _converted_back(text, [bearer for _, _, _, bearer in hits])
    throughout = _throughout(
        text, [bearer for (_, _, _, bearer), old in zip(hits, traditional, strict=True) if not old]
    )
    kept = [
        (start, end, bearer)
        for (start, end, _, bearer), old, tone in zip(hits, traditional, toned, strict=True)
        if (old and (tone or afflicted or converted))
        or (tone and (converted or (afflicted and (_is_common(bearer) or bearer in throughout))))
    ]
    damages = torn_runs(text) if old_forms >= 1 or converted else ()
    return Findings(
        tuple((start, end) for start, end, _ in kept), damages, len({bearer for _, _, bearer in kept})
    )


def _whole(syllable: str) -> str:
    """A syllable without the line end it was broken by."""
    return syllable.replace("\r", "").replace("\n", "") if "\n" in syllable else syllable


def _is_common(character: str) -> bool:
    """Of the 3,755 characters that GB 2312 puts first, by use: nobody glosses these for readers."""
    return "\xb0" <= character.encode("gb2312", "replace").decode("latin-1")[:1] < "\xd8"


def _throughout(text: str, bearers: list[str]) -> frozenset[str]:
    """Characters the same in both scripts that bear an insert at every use of several; else a rare one has a gloss, 上滘(jiào)镇."""
    counts = Counter(bearers)
    return frozenset(
        bearer for bearer, count in counts.items() if count >= _SEVERAL and count == text.count(bearer)
    )


def _converted_back(text: str, bearers: list[str]) -> bool:
    """Whether a page in simplified characters carries the artefacts of a conversion undone.

    A real gloss stands once, at the first use of a rare character; an artefact stands at every use of many.
    """
    counts = Counter(bearers)
    if len(bearers) < _CONVERTED_BACK or len(counts) < 5 or len(bearers) * _SHARE_OF_PAGE <= len(text):
        return False
    return sum(counts.values()) * 10 >= 9 * sum(text.count(bearer) for bearer in counts)
