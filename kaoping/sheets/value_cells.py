"""One cell of a value: read, held against what its fact allows, and kept; and values filed twice."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Place, Severity, TableError
from kaoping.exact import canonical_text
from kaoping.periods import Period
from kaoping.sheets.cells import read_cell
from kaoping.sheets.expected import ExpectedFact
from kaoping.sheets.findings import Findings
from kaoping.sheets.grids import Grid
from kaoping.sheets.headers import Column
from kaoping.sheets.row_told import RowTold
from kaoping.tables import Filed

_CADENCES = {"year": "年", "half": "半年", "quarter": "季", "month": "月"}


class Values:
    """Gathers filed values and finds those filed twice."""

    def __init__(self, findings: Findings) -> None:
        self.filed: list[Filed] = []
        self._findings = findings
        self._first: dict[tuple[str, str, Period | None, str, int, str], int] = {}

    def take(self, filed: Filed) -> None:
        """Keep it; the same again is a note, a different value for the same thing an error naming both cells."""
        key = (filed.organisation, filed.fact, filed.period, filed.source, filed.vintage, filed.rater)
        index = self._first.setdefault(key, len(self.filed))
        if index == len(self.filed):
            self.filed.append(filed)
            return
        first = self.filed[index]
        same = first.value == filed.value and type(first.value) is type(filed.value)
        at = f"，{filed.period}" if filed.period else ""
        of = f"{filed.organisation}: “{filed.fact}”" + (f" of {filed.period}" if filed.period else "")
        what = (
            f"{filed.organisation} 的“{filed.fact}”{at} 已在 {first.place} 填过，值{'相同' if same else '不同'}。",
            f"{of} stands in {first.place} already, with {'the same' if same else 'another'} value.",
        )
        mend = (
            ("", "")
            if same
            else ("删去一处，或填明来源、版次。", "Delete one of them, or state source or vintage.")
        )
        self._findings.add("value-twice", filed.place, what, mend, Severity.NOTE if same else Severity.ERROR)


def take_value(
    grid: Grid,
    row: int,
    column: Column,
    fact: ExpectedFact,
    told: RowTold,
    values: Values,
    findings: Findings,
) -> None:
    """One value cell: read, compare with what the fact allows, keep. Empty cells file nothing."""
    if grid.merged and (row, column.index) in grid.merged:
        _complain_of_merge(grid, row, column.index, findings)
        return
    raw = grid.raw(row, column.index)
    if raw is None:
        return
    place = grid.place(row, column.index)
    try:
        read = read_cell(raw, fact.kind, fact.unit)
    except TableError as error:
        findings.cell(error, place)
        return
    if read.value is None:
        return
    period = (column.period or told.period) if fact.has_period else None
    if fact.has_period and not _period_fits(fact, period, column.suffix, place, findings):
        return
    if isinstance(read.value, Fraction) and not _in_bounds(fact, read.value, place, findings):
        return
    note = f"{told.note} {read.note}".strip() if read.note else told.note
    key = f"{fact.key}.{column.suffix}" if column.suffix else fact.key
    values.take(
        Filed(
            told.organisation,
            key,
            read.value,
            period,
            told.source,
            told.vintage,
            column.rater or told.rater,
            column.rater_group or told.rater_group,
            note,
            place,
        )
    )


def _complain_of_merge(grid: Grid, row: int, column: int, findings: Findings) -> None:
    first = grid.merged[row, column]
    if grid.raw(*first) is None:
        return
    what = (
        f"合并单元格 {grid.cell(*first)} 里的一个数盖住了这一格。",
        f"One value in the merged cell {grid.cell(*first)} covers this cell.",
    )
    findings.add(
        "merged-value",
        grid.place(row, column),
        what,
        ("取消合并，逐格填数。", "Unmerge it and enter a value in each cell."),
    )


def _period_fits(
    fact: ExpectedFact, period: Period | None, suffix: str, place: Place, findings: Findings
) -> bool:
    """Whether a period is known and as long as the fact's; a target may be that of a whole year."""
    if period is None:
        what = (f"“{fact.key}”的这个值没有期间。", f"This value of “{fact.key}” has no period.")
        mend = (
            "加一列“期间”，或在表名、标题里写明期间。",
            "Add a column “period”, or name the period in the sheet's name or title.",
        )
        findings.add("period-missing", place, what, mend)
        return False
    if not suffix and fact.cadence is not None and period.cadence is not fact.cadence:
        what = (
            f"“{fact.key}”按{_CADENCES[fact.cadence.value]}填报，{period} 不是。",
            f"“{fact.key}” is filed by the {fact.cadence.value}; {period} is a {period.cadence.value}.",
        )
        findings.add(
            "period-cadence",
            place,
            what,
            (f"改填一个{_CADENCES[fact.cadence.value]}。", f"Enter a {fact.cadence.value}."),
        )
        return False
    return True


def _in_bounds(fact: ExpectedFact, value: Fraction, place: Place, findings: Findings) -> bool:
    if (fact.low is not None and value < fact.low) or (fact.high is not None and value > fact.high):
        low = canonical_text(fact.low) if fact.low is not None else "…"
        high = canonical_text(fact.high) if fact.high is not None else "…"
        what = (
            f"{canonical_text(value)} 不在 {low} 到 {high} 之间。",
            f"{canonical_text(value)} is not between {low} and {high}.",
        )
        findings.add(
            "out-of-range",
            place,
            what,
            (
                f"核对“{fact.key}”的数和单位 {fact.unit}。",
                f"Check the number and the unit {fact.unit}.".replace("  ", " "),
            ),
        )
        return False
    if fact.decimals is not None and (value * 10**fact.decimals).denominator != 1:
        what = (
            f"{canonical_text(value)} 的小数多于 {fact.decimals} 位。",
            f"{canonical_text(value)} has more than {fact.decimals} decimals.",
        )
        findings.add(
            "decimals",
            place,
            what,
            ("核对后按规定位数填。", "Check it and enter it with that many decimals."),
            Severity.WARNING,
        )
    return True
