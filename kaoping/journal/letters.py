"""Hashes for paper: Crockford's base32 in groups of four letters and one check letter.

The check letter lies in GF(32): it finds every single wrong letter and every two letters exchanged within a group, and
because each group's check starts from another constant, every two groups exchanged. Case, spaces and hyphens do not
matter; O is read as 0, I and L as 1, full-width letters as letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kaoping.errors import Problem, Words
from kaoping.journal.findings import finding

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER = {letter: number for number, letter in enumerate(ALPHABET)}
_FOLDED = str.maketrans("OIL", "011")
_DATA = 4
_GROUP = _DATA + 1
_MODULUS = 0b100101
"""x^5 + x^2 + 1, irreducible over GF(2)."""


def _powers() -> Iterator[int]:
    power = 1
    for _ in range(31):
        yield power
        power <<= 1
        if power & 32:
            power ^= _MODULUS


_POWERS = tuple(_powers())
_LOGARITHM = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(one: int, other: int) -> int:
    return _POWERS[(_LOGARITHM[one] + _LOGARITHM[other]) % 31] if one and other else 0


def _check_letter(data: str, position: int) -> str:
    check = _POWERS[position % 31]
    for weight, letter in zip(_POWERS[1:], data, strict=False):
        check ^= _times(weight, _NUMBER[letter])
    return ALPHABET[check]


def grouped(digest: bytes, bits: int) -> list[str]:
    """The first `bits` of a hash as groups of five letters; the last group is filled with zero bits."""
    count = -(-bits // (5 * _DATA))
    number = (int.from_bytes(digest, "big") >> (8 * len(digest) - bits)) << (5 * _DATA * count - bits)
    letters = "".join(ALPHABET[number >> 5 * (_DATA * count - 1 - i) & 31] for i in range(_DATA * count))
    blocks = [letters[i : i + _DATA] for i in range(0, len(letters), _DATA)]
    return [block + _check_letter(block, position) for position, block in enumerate(blocks)]


def folded(text: str) -> str:
    """Typed letters as they are meant."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\-‐‑–—_.]+", "", plain).translate(_FOLDED)


def ungrouped(text: str, bits: int, label: Words) -> tuple[bytes, list[Problem]]:
    """The bits that were typed, as whole bytes, with a problem for every group that is mistyped."""
    letters, count = folded(text), -(-bits // (5 * _DATA))
    groups = [letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP)]
    if len(letters) != count * _GROUP:
        return b"", [finding("groups", label, count, len(groups))]
    problems = [
        finding("group", label, position + 1)
        for position, group in enumerate(groups)
        if not set(group) <= set(ALPHABET) or _check_letter(group[:_DATA], position) != group[_DATA]
    ]
    if problems:
        return b"", problems
    number = 0
    for letter in "".join(group[:_DATA] for group in groups):
        number = number << 5 | _NUMBER[letter]
    spare = 5 * _DATA * count - bits
    if number & ((1 << spare) - 1):
        return b"", [finding("group", label, count)]
    return (number >> spare).to_bytes(-(-bits // 8), "big"), []
