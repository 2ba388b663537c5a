"""What a row of a table says of all its values: organisation, period, source, vintage, rater, note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.errors import TableError
from kaoping.periods import Period
from kaoping.sheets.cells import plain_text, read_text
from kaoping.sheets.expected import ExpectedFact
from kaoping.sheets.findings import Findings
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.headers import Header
from kaoping.sheets.periods_in import read_period

_TEXTS = ("source", "vintage", "rater", "rater_group", "note")


@dataclass(frozen=True)
class Sheet:
    """One sheet and what is known of it before its rows are read.

    fact, period, units: what the sheet's name or a title row says (“单位：万元、%”); constants: what the caller
    says of every row.
    """

    grid: Grid
    header: Header
    fact: ExpectedFact | None
    period: Period | None
    default: Period | None
    constants: Mapping[str, str]
    units: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year that completes “9月” in a cell."""
        known = self.period or self.default
        return known.year if known else None


@dataclass(slots=True)
class RowTold:
    """What a row says of all its values."""

    organisation: str
    period: Period | None
    source: str
    vintage: int
    rater: str
    rater_group: str
    note: str


class RowReader:
    """Reads what the rows of one sheet say beside their values."""

    def __init__(self, sheet: Sheet, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self._columns = {role: column for role in (*_TEXTS, "period") if (column := sheet.header.of(role))}
        self._default = sheet.period or sheet.default
        self._periods: dict[Raw, Period] = {}

    def told(self, organisation: str, row: int) -> RowTold | None:
        """All of it; None where period or vintage cannot be read, which is then a problem."""
        texts = {role: self._text(role, row) for role in _TEXTS}
        vintage = self._vintage(texts["vintage"], row)
        try:
            period = self._period(row)
        except TableError as error:
            self._findings.cell(error, self._sheet.grid.place(row, self._columns["period"].index))
            return None
        if vintage is None:
            return None
        rater, group = texts["rater"], texts["rater_group"]
        return RowTold(organisation, period, texts["source"], vintage, rater, group, texts["note"])

    def _text(self, role: str, row: int) -> str:
        column = self._columns.get(role)
        cell = read_text(self._sheet.grid.shown(row, column.index)) if column else ""
        return cell or self._sheet.constants.get(role, "")

    def _vintage(self, text: str, row: int) -> int | None:
        if text.isascii() and (text or "1").isdigit() and int(text or 1) >= 1:
            return int(text or 1)
        column = self._columns.get("vintage")
        what = (f"版次“{text}”不是正整数。", f"The vintage “{text}” is no whole number from 1.")
        place = self._sheet.grid.place(row, column.index if column else 0)
        self._findings.add("vintage", place, what, ("填 1、2、3 ……", "Enter 1, 2, 3 …"))
        return None

    def _period(self, row: int) -> Period | None:
        """The period of the row's own cell, else of the title, else the default. Raises TableError."""
        column = self._columns.get("period")
        raw = self._sheet.grid.shown(row, column.index) if column else None
        if raw is None or not plain_text(raw):
            return self._default
        if raw not in self._periods:
            self._periods[raw] = read_period(raw, self._sheet.year)
        return self._periods[raw]
