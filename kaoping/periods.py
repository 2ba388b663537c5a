"""Periods of the assessment calendar: a year, a half-year, a quarter, a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Cadence(Enum):
    """How long a period is. The value is its name in a scheme; `months` its length."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Length in months."""
        return {"year": 12, "half": 6, "quarter": 3, "month": 1}[self.value]


_SHAPES = (
    (re.compile(r"^(\d{4})(?:年(?:度)?)?$"), Cadence.YEAR),
    (re.compile(r"^(\d{4})[-年]?[Hh]([12])$"), Cadence.HALF),
    (re.compile(r"^(\d{4})[-年]?[Qq]([1-4])$"), Cadence.QUARTER),
    (re.compile(r"^(\d{4})年第?([1-4])季度?$"), Cadence.QUARTER),
    (re.compile(r"^(\d{4})-(\d{1,2})$"), Cadence.MONTH),
    (re.compile(r"^(\d{4})年(\d{1,2})月$"), Cadence.MONTH),
)
_HALVES = {"上半年": 1, "下半年": 2}


@dataclass(frozen=True, order=True)
class Period:
    """One period: its cadence and its place in time. `index` counts from 1 within the year.

    Ordered by first month, then by length, so that periods of one cadence sort in time.
    """

    first_month: int
    length: int

    @classmethod
    def of(cls, cadence: Cadence, year: int, index: int = 1) -> Period:
        """The index-th period of that cadence in the year. Raises ValueError where there is none."""
        if not 1 <= index <= 12 // cadence.months or not 1000 <= year <= 9999:
            raise ValueError(f"no {cadence.value} {index} in {year}")
        return cls(year * 12 + (index - 1) * cadence.months, cadence.months)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read 2026, 2026-H1, 2026-Q3, 2026-09 and their Chinese forms. Raises ValueError."""
        return _read(text)

    @classmethod
    def _parsed(cls, text: str) -> Period:
        text = text.strip()
        for name, index in _HALVES.items():
            if text.endswith(name) and text.removesuffix(name).rstrip("年").isdigit():
                return cls.of(Cadence.HALF, int(text.removesuffix(name).rstrip("年")), index)
        for shape, cadence in _SHAPES:
            match = shape.match(text)
            if match:
                index = int(match[2]) if match.lastindex == 2 else 1
                return cls.of(cadence, int(match[1]), index)
        raise ValueError(f"“{text}” is not a period (2026, 2026-H1, 2026-Q3, 2026-09)")

    @property
    def cadence(self) -> Cadence:
        """Its kind."""
        return _CADENCES[self.length]

    @property
    def year(self) -> int:
        """The calendar year it lies in."""
        return self.first_month // 12

    @property
    def index(self) -> int:
        """Its number within the year, from 1."""
        return self.first_month % 12 // self.length + 1

    def shifted(self, count: int) -> Period:
        """The period `count` of its own lengths later (earlier when negative)."""
        return Period(self.first_month + count * self.length, self.length)

    def previous(self) -> Period:
        """The one before, of the same length; it may lie in the year before."""
        return self.shifted(-1)

    def last_year(self) -> Period:
        """The same period a year earlier."""
        return Period(self.first_month - 12, self.length)

    def parts(self, cadence: Cadence) -> tuple[Period, ...]:
        """The shorter periods it consists of, in time order; itself where the lengths are equal."""
        count = self.length // cadence.months
        return tuple(Period(self.first_month + i * cadence.months, cadence.months) for i in range(count))

    def within(self, cadence: Cadence) -> Period:
        """The longer period of that cadence that holds it."""
        return Period(self.first_month // cadence.months * cadence.months, cadence.months)

    def __str__(self) -> str:
        return _text(self.first_month, self.length)


_CADENCES = {cadence.months: cadence for cadence in Cadence}


@lru_cache(maxsize=4096)
def _read(text: str) -> Period:
    return Period._parsed(text)


@lru_cache(maxsize=4096)  # a year of a district writes the same forty periods some hundred thousand times
def _text(first_month: int, length: int) -> str:
    period = Period(first_month, length)
    letter = {Cadence.HALF: "-H", Cadence.QUARTER: "-Q"}.get(period.cadence)
    if period.cadence is Cadence.YEAR:
        return str(period.year)
    return f"{period.year}{letter}{period.index}" if letter else f"{period.year}-{period.index:02d}"
