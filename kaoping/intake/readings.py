"""Pinyin readings without tones, as the artefact rule compares them."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pypinyin.constants import PINYIN_DICT  # type: ignore[attr-defined,unused-ignore]

from kaoping.intake.script import simplified

_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a", "Ɡ": "g", "ê": "e"})
TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ"
_TONED_LETTERS = frozenset(TONED)
LETTER = f"a-zA-ZɡɑüÜê{TONED}\u0300-\u030c"


@cache
def toneless(syllable: str) -> str:
    """A syllable in plain letters: `lǜ` → `lv`, `ɡuó` → `guo`."""
    parts = unicodedata.normalize("NFD", syllable.lower().translate(_LETTERS))
    parts = parts.replace("u\u0308", "v")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@cache
def readings_of(character: str) -> frozenset[str]:
    """Every known reading of a character and of its simplified form, without tones."""
    found: set[str] = set()
    for form in {character, simplified(character)}:
        listed = PINYIN_DICT.get(ord(form), "")
        found.update(toneless(syllable) for syllable in listed.split(",") if syllable)
    # lü and nü are often typed lu, nu or lv, nv in the tables that made the artefacts.
    return frozenset(found | {reading.replace("v", "u") for reading in found})


@lru_cache(4096)
def has_tone(syllable: str) -> bool:
    """Whether a tone mark stands on it; `(a)` and `(xi)` are not pinyin glosses."""
    return not _TONED_LETTERS.isdisjoint(unicodedata.normalize("NFC", syllable.lower()))
