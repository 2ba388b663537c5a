"""Cells as a person reads them: exact where short, otherwise at sensible digits; dates and periods in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kaoping.errors import Language
from kaoping.exact import canonical_text, decimal_text
from kaoping.periods import Cadence, Period
from kaoping.scorecard import STATUSES
from kaoping.tables import Absence, Cell

_EXACT_PLACES = 6
_LONGEST = 14
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_QUARTERS = "一二三四"


def is_short(number: Fraction) -> bool:
    """Whether the number is shown whole."""
    text = canonical_text(number)
    return "/" not in text and len(text) <= _LONGEST and len(text.partition(".")[2]) <= _EXACT_PLACES


def number(x: Fraction) -> str:
    """The number, whole where it is short, otherwise at six decimals (four digits where it is tiny)."""
    text = canonical_text(x) if is_short(x) else _shortened(x)
    return _signed(text)


def fixed(x: Fraction, places: int) -> str:
    """The number with exactly so many decimals."""
    return _signed(decimal_text(x, places))


def marks(x: Fraction) -> str:
    """Points at two decimals; a part of a hundredth is not hidden as nothing."""
    return fixed(x, 2) if x == 0 or abs(x) >= Fraction(1, 200) else _signed(_significant(x, 2))


def percent(x: Fraction) -> str:
    """A share in per cent, two decimals at most."""
    text = decimal_text(x * 100, 2)
    return f"{_signed(text.rstrip('0').rstrip('.'))}%"


def _shortened(x: Fraction) -> str:
    if abs(x) < Fraction(1, 1000):
        return _significant(x, 4)
    places = 2 if abs(x) >= 100_000 else _EXACT_PLACES
    return decimal_text(x, places).rstrip("0").rstrip(".")


def _significant(x: Fraction, digits: int) -> str:
    """A small number to so many digits after its leading noughts."""
    places = digits
    while abs(x) * 10 ** (places - digits + 1) < 1 and places < 60:
        places += 1
    return decimal_text(x, places).rstrip("0").rstrip(".")


def _signed(text: str) -> str:
    """A true minus, and commas from 10,000 on."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}"
    return f"{sign}{whole}{point}{rest}"


def cell(found: Cell, language: Language) -> str:
    """Any cell in words."""
    if isinstance(found, Absence):
        return STATUSES[found.value].in_(language)
    if isinstance(found, bool):
        return ("是" if found else "否") if language == "zh" else ("yes" if found else "no")
    if isinstance(found, Fraction):
        return number(found)
    return day(found, language) if isinstance(found, date) else f"“{found}”"


def with_unit(found: Cell, unit: str, language: Language) -> str:
    """A cell with its unit, where it is a number."""
    text = cell(found, language)
    if not unit or not isinstance(found, Fraction):
        return text
    return f"{text}{unit}" if unit in ("%", "‰") else f"{text} {unit}"


def day(on: date, language: Language) -> str:
    """2026年11月3日; 3 Nov 2026."""
    if language == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def period(text: str, language: Language) -> str:
    """2026年三季度; Q3 2026. Empty stays empty."""
    if not text:
        return ""
    one = Period.parse(text)
    zh = language == "zh"
    if one.cadence is Cadence.YEAR:
        return f"{one.year}年" if zh else str(one.year)
    if one.cadence is Cadence.HALF:
        return f"{one.year}年{'上下'[one.index - 1]}半年" if zh else f"H{one.index} {one.year}"
    if one.cadence is Cadence.QUARTER:
        return f"{one.year}年{_QUARTERS[one.index - 1]}季度" if zh else f"Q{one.index} {one.year}"
    return f"{one.year}年{one.index}月" if zh else f"{_MONTHS[one.index - 1]} {one.year}"
