"""Traditional to simplified, one character for one, so that offsets survive.

The character table is OpenCC's; what depends on the word (著 and 着, 乾 and 干) is settled here by word.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import opencc

# On a traditional page 著 stands for 着 except in these words.
_WRITTEN = re.compile(
    r"(?<=[显顯名原论論专專编編巨卓昭土译譯遗遺拙合新旧舊大力微知主])著"
    r"|著(?=[名作述称稱书書者录錄录撰有《])"
)
_STILL_ZHE = re.compile(r"(?<=[力合知大])著(?!名|作|述|称|稱)|著(?=有(?:力|序|效|利))")
_KEPT_WORDS = (
    ("乾", re.compile(r"乾(?=[隆坤县縣安陵])"), "乾"),
    ("瞭", re.compile(r"瞭(?=[望])"), "瞭"),
    ("徵", re.compile(r"(?<=[宫宮商角])徵"), "徵"),
    ("藉", re.compile(r"(?<=[狼慰蕴蘊])藉"), "藉"),
)

# Marks of every page that the codec of the simplified standard does not hold; no letter among them.
_MARKS = "—·•"
# Characters found to be of no traditional form, and those no conversion changes; never more than there are characters.
_PLAIN: set[str] = set()
_SAME: set[str] = set()


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified(character: str) -> str:
    """The simplified form of one character; itself where it has none."""
    if character == "著":
        return "着"
    form = str(_converter().convert(character))
    return form if len(form) == 1 else character


def _in_plain_set(words: str) -> bool:
    """Whether every character is one of the simplified standard (GB 2312), where 著, 乾 or 瞭 are words of their own."""
    try:
        words.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def is_traditional_form(character: str) -> bool:
    """Whether the character belongs to traditional writing only: it has a simplified form and is not itself one."""
    return simplified(character) != character and not _in_plain_set(character)


def _script_of(text: str, strange: list[str]) -> str:
    """`traditional` where more than one Han character in fifty is strange (of traditional form only), else `simplified`."""
    counts = Counter(text)
    traditional = sum([counts[character] for character in strange])
    han = sum(
        [
            count
            for character, count in counts.items()
            if "\u3400" <= character <= "\u9fff" or character >= "\U00020000"
        ]
    )
    return "traditional" if traditional * 50 > han else "simplified"


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _settled_plain(character: str) -> bool:
    """Whether a character stays as it is on a simplified page; remembered, for a page asks of the same few thousand."""
    if _is_han(character) and is_traditional_form(character):
        return False
    _PLAIN.add(character)
    return True


def _settled_same(character: str) -> bool:
    """Whether a character stays as it is on a traditional page; remembered likewise."""
    if character >= "\u3400" and simplified(character) != character:
        return False
    _SAME.add(character)
    return True


def to_simplified(text: str) -> tuple[str, str]:
    """The text in simplified characters, of the same length, and the script it was in.

    On a simplified page only characters outside the simplified standard are changed (a quoted 會).
    """
    lettered = text
    for mark in _MARKS:
        lettered = lettered.replace(mark, "")
    if _in_plain_set(lettered):
        return text, "simplified"
    letters = set(text)
    strange = [character for character in letters.difference(_PLAIN) if not _settled_plain(character)]
    if not strange:
        return text, "simplified"
    script = _script_of(text, strange)
    whole = script == "traditional"
    changed = [c for c in letters.difference(_SAME) if not _settled_same(c)] if whole else strange
    result = text.translate({ord(character): simplified(character) for character in changed})
    return (_by_word(text, result) if whole else result), script


def _by_word(text: str, result: str) -> str:
    """Put back what a word keeps: 显著, 著名, 乾隆."""
    changes: dict[int, str] = {}
    if "著" in text:
        particles = {found.start() for found in _STILL_ZHE.finditer(text)}
        changes.update(
            (found.start(), "著") for found in _WRITTEN.finditer(text) if found.start() not in particles
        )
    for character, word, kept in _KEPT_WORDS:
        if character in text:
            changes.update((found.start(), kept) for found in word.finditer(text))
    if not changes:
        return result
    letters = list(result)
    for place, letter in changes.items():
        letters[place] = letter
    return "".join(letters)
