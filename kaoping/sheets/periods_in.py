"""Periods as tables name them: in a cell, in a header, in a title row, in the name of a sheet."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kaoping.periods import Cadence, Period
from kaoping.sheets.cells import plain_text, refused
from kaoping.sheets.grids import Raw

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR_FIRST = (
    (re.compile(r"(\d{4})年?度?第?([一二三四1-4])季度?", re.A), Cadence.QUARTER),
    (re.compile(r"(\d{4})[-年/]?Q([1-4])", re.A | re.I), Cadence.QUARTER),
    (re.compile(r"Q([1-4])[-/]?(\d{4})", re.A | re.I), Cadence.QUARTER),
    (re.compile(r"(\d{4})年?度?([上下])半年", re.A), Cadence.HALF),
    (re.compile(r"(\d{4})[-年/]?H([12])", re.A | re.I), Cadence.HALF),
    (re.compile(r"(\d{4})年(\d{1,2})月份?", re.A), Cadence.MONTH),
    (re.compile(r"(\d{4})[-/.](\d{1,2})", re.A), Cadence.MONTH),
    (re.compile(r"(\d{4})(0[1-9]|1[0-2])", re.A), Cadence.MONTH),
    (re.compile(r"(\d{4})(?:年(?:度|全年)?)?", re.A), Cadence.YEAR),
)
_NO_YEAR = (
    (re.compile(r"(\d{1,2})月份?", re.A), Cadence.MONTH),
    (re.compile(r"第?([一二三四1-4])季度?", re.A), Cadence.QUARTER),
    (re.compile(r"Q([1-4])", re.A | re.I), Cadence.QUARTER),
    (re.compile(r"([上下])半年", re.A), Cadence.HALF),
    (re.compile(r"H([12])", re.A | re.I), Cadence.HALF),
    (re.compile(r"全年", re.A), Cadence.YEAR),
)
_NAMED_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_ENGLISH = re.compile(
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?(\d{4})?",
    re.A | re.I,
)
_IN_TITLE = re.compile(
    r"\d{4}年度?第?[一二三四1-4]季度|\d{4}年度?[上下]半年|\d{4}年\d{1,2}月(?!\d)|\d{4}-?[QqHh][1-4]|\d{4}-\d{1,2}(?!\d)|\d{4}年(?!.*[0-9一二三四上下]+(?:[-—~至]\d+)?(?:月|季|半年))",
    re.A,
)
# Cumulative spans such as 1—9月 name no period of the calendar; a title with one says nothing here.
_SPAN = re.compile(r"\d{1,2}月?\s*[-—–~～至到]\s*\d{1,2}月", re.A)


def period_in(raw: Raw, year: int | None = None) -> Period | None:
    """The period a cell names, None where it names none. `year` completes “9月”, “三季度”, “Q3”.

    An Excel date counts as its month where it is the first of the month: Excel makes one of “2026年9月”.
    """
    if isinstance(raw, bool) or raw is None or isinstance(raw, Decimal):
        return None
    if isinstance(raw, date):
        return Period.of(Cadence.MONTH, raw.year, raw.month) if raw.day == 1 else None
    text = re.sub(r"\s+", "", plain_text(raw))
    if not text or len(text) > 20:
        return None
    try:
        return _with_year(text) or _completed(text, year)
    except ValueError:
        return None


def _with_year(text: str) -> Period | None:
    for shape, cadence in _YEAR_FIRST:
        match = shape.fullmatch(text)
        if match:
            first, second = match[1], match[2] if match.lastindex == 2 else "1"
            if len(first) != 4:
                first, second = second, first
            return Period.of(cadence, int(first), _index(second))
    match = re.fullmatch(r"(\d{4})-(\d{2})-01", text, re.A)
    return Period.of(Cadence.MONTH, int(match[1]), int(match[2])) if match else None


def _completed(text: str, year: int | None) -> Period | None:
    named = _ENGLISH.fullmatch(text)
    if named and (named[2] or year):
        return Period.of(Cadence.MONTH, int(named[2] or year or 0), _NAMED_MONTHS[named[1][:3].lower()])
    for shape, cadence in _NO_YEAR if year else ():
        match = shape.fullmatch(text)
        if match:
            return Period.of(cadence, year or 0, _index(match[1]) if match.lastindex else 1)
    return None


def _index(text: str) -> int:
    return _NUMERALS.get(text) or {"上": 1, "下": 2}.get(text) or int(text)


def read_period(raw: Raw, year: int | None = None) -> Period:
    """The period a cell names. Raises TableError where it names none."""
    period = period_in(raw, year)
    if period is None:
        text = plain_text(raw)
        raise refused(
            "period",
            f"“{text}”不是期间。",
            f"“{text}” is not a period.",
            "写成 2026、2026-H1、2026-Q3 或 2026-09。",
            "Write 2026, 2026-H1, 2026-Q3 or 2026-09.",
        )
    return period


def period_in_title(text: str) -> Period | None:
    """The one period that a title row or a sheet's name speaks of; None where it names none, several or a span."""
    plain = re.sub(r"\s+", "", plain_text(text))
    if _SPAN.search(plain):
        return None
    found = {period_in(match[0]) for match in _IN_TITLE.finditer(plain)} - {None}
    return found.pop() if len(found) == 1 else period_in(plain)
