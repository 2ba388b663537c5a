"""How a figure is written down: whole numbers of its last decimal place become exact values."""

from __future__ import annotations

from fractions import Fraction

from kaoping.periods import Cadence, Period
from kaoping.tables import Absence, Filed

YEAR = 2026
THIS_YEAR = Period.of(Cadence.YEAR, YEAR)
LAST_YEAR = THIS_YEAR.last_year()
MONTHS = THIS_YEAR.parts(Cadence.MONTH)
QUARTERS = THIS_YEAR.parts(Cadence.QUARTER)


def filed(
    body: str, fact: str, units: int, decimals: int = 0, period: Period = THIS_YEAR, source: str = ""
) -> Filed:
    """A value of so many units of its last decimal place: 2934 with two decimals is 29.34."""
    return Filed(body, fact, Fraction(units, 10**decimals), period, source)


def absent(body: str, fact: str, absence: Absence, period: Period = THIS_YEAR, note: str = "") -> Filed:
    """A cell that says why there is no number."""
    return Filed(body, fact, absence, period, note=note)


def share(units: int, permille: int) -> int:
    """So many thousandths of a number, to the nearest whole."""
    return (units * permille + 500) // 1000 if units >= 0 else -((-units * permille + 500) // 1000)
