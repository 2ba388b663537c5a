"""Exact numbers as text and back: plain decimals, never binary floating point."""

from __future__ import annotations

import re
from fractions import Fraction

from kaoping.exact.limits import MAX_BITS, TooLarge, limited
from kaoping.exact.rounding import RoundingMode, round_places

_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,2}))?")
_CANONICAL = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*)|\.([0-9]*[1-9]))?")
_MOST_CHARACTERS = 60
_MOST_SHIFT = 30


def parse_decimal(text: str) -> Fraction:
    """Read a plain decimal such as 1234.5, -0.05 or 1e3 exactly.

    At most 60 characters, ASCII digits, a digit on both sides of the point, an exponent of at most 30 either
    way. Raises ValueError for anything else.
    """
    match = _DECIMAL.fullmatch(text) if len(text) <= _MOST_CHARACTERS else None
    if match is None or abs(int(match[1] or 0)) > _MOST_SHIFT:
        raise ValueError(f"not a plain decimal of at most {_MOST_CHARACTERS} characters: {text[:80]!r}")
    return Fraction(text)


def canonical_text(x: Fraction) -> str:
    """The one exact text of a value: the shortest plain decimal, or p/q where that needs more than 60 digits.

    No exponent, no trailing zeros, never "-0". Whole numbers are always written out. Raises TooLarge beyond
    MAX_BITS.
    """
    limited(x)
    if x.denominator == 1:
        return str(x.numerator)
    places = _decimal_places(x.denominator)
    if places is None:
        return f"{x.numerator}/{x.denominator}"
    digits = str(abs(x.numerator) * 10**places // x.denominator).rjust(places + 1, "0")
    if len(digits) > _MOST_CHARACTERS:
        return f"{x.numerator}/{x.denominator}"
    return f"{'-' if x < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def parse_canonical(text: str) -> Fraction:
    """The value whose `canonical_text` is this. Raises ValueError for any other spelling."""
    match = _CANONICAL.fullmatch(text) if len(text) <= MAX_BITS else None
    if match is None:
        raise ValueError(f"not a canonical number: {text[:80]!r}")
    try:
        value = Fraction(text)
        spelling = canonical_text(value)
    except TooLarge:
        spelling = ""
    if spelling != text:
        raise ValueError(f"not a canonical number: {text[:80]!r}")
    return value


def decimal_text(x: Fraction, places: int, mode: RoundingMode = RoundingMode.HALF_UP) -> str:
    """The value rounded to `places` and written with exactly that many (none where `places` <= 0)."""
    rounded = round_places(x, places, mode)
    if places <= 0:
        return str(rounded.numerator)
    digits = str(abs(rounded) * 10**places).rjust(places + 1, "0")
    return f"{'-' if rounded < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction with that denominator has; None where they never end or exceed 60."""
    for places in (4, 16, _MOST_CHARACTERS):
        if 10**places % denominator == 0:
            while places and 10 ** (places - 1) % denominator == 0:
                places -= 1
            return places
    return None
