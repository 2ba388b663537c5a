"""Sheets of values → `Filed`, long (a row a value) or wide (a column a fact, a period or a rater)."""

from __future__ import annotations

from dataclasses import replace

from kaoping.sheets.cells import plain_text
from kaoping.sheets.expected import ExpectedFact
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import Raw
from kaoping.sheets.headers import Column, Vocabulary
from kaoping.sheets.organisations_in import Directory
from kaoping.sheets.row_told import RowReader, RowTold, Sheet
from kaoping.sheets.rows import table_rows
from kaoping.sheets.units import split_unit
from kaoping.sheets.value_cells import Values, take_value


def read_values(
    sheet: Sheet, words: Vocabulary, directory: Directory, values: Values, findings: Findings
) -> None:
    """Every value of the sheet, in whichever layout it has."""
    long = _long_columns(sheet)
    columns = [] if long else _wide_columns(sheet, findings)
    held = [*long.values(), *(column for column, _ in columns)]
    name = sheet.header.of("organisation") or sheet.header.of("title")
    assert name is not None  # find_header took a row that names organisations
    reader = RowReader(sheet, findings)
    for row, raw in table_rows(
        sheet.grid, sheet.header, lambda cell: directory.find(cell) is not None, findings
    ):
        key = directory.find_in(sheet.grid, sheet.header, row, raw, findings)
        if key is None and not any(plain_text(sheet.grid.raw(row, column.index)) for column in held):
            continue
        key = key or _complain_of_organisation(sheet, row, raw, name, directory, findings)
        told = reader.told(key, row) if key is not None else None
        if told is None:
            continue
        if long:
            _take_long(sheet, words, row, long, told, values, findings)
        for column, fact in columns:
            take_value(sheet.grid, row, column, fact, told, values, findings)


def _complain_of_organisation(
    sheet: Sheet, row: int, raw: Raw, name: Column, directory: Directory, findings: Findings
) -> str | None:
    """A problem with the name the row was found by: its title, where it has no key."""
    title = sheet.header.of("title")
    if title is not None and not plain_text(raw):
        raw, name = sheet.grid.shown(row, title.index), title
    return directory.find_or_complain(raw, sheet.grid, row, name.index, findings)


def _long_columns(sheet: Sheet) -> dict[str, Column]:
    """The columns of the value and what belongs to it, where the sheet has a row for each value; else empty."""
    suffixes = {"value": "", "target": "target"}
    found = {
        role: replace(column, suffix=suffix)
        for role, suffix in suffixes.items()
        if (column := sheet.header.of(role))
    }
    named = sheet.header.of("fact") or sheet.fact or sheet.constants.get("fact")
    is_wide = any(column.fact and column.role not in suffixes for column in sheet.header.columns)
    return found if named and not (is_wide and not sheet.header.of("fact")) else {}


def _wide_columns(sheet: Sheet, findings: Findings) -> list[tuple[Column, ExpectedFact]]:
    """The columns that hold values, each with its fact. A unit in the header that differs is a problem."""
    answer = []
    for column in sheet.header.columns:
        fact = column.fact or (sheet.fact if column.period or column.rater or column.suffix else None)
        if fact is None or column.ignored:
            continue
        other = _other_unit((column.unit,) if column.unit else sheet.units, fact)
        if other:
            _complain_of_unit(sheet, replace(column, unit=other), fact, findings)
        else:
            answer.append((column, fact))
    return answer


def _is_other_unit(stated: str, unit: str) -> bool:
    return bool(unit) and stated != unit and split_unit(stated)[1] == split_unit(unit)[1]


def _other_unit(stated: tuple[str, ...], fact: ExpectedFact) -> str:
    """The unit stated that differs from the fact's in scale only; "" where none does, or one of them is the fact's."""
    others = [unit for unit in stated if _is_other_unit(unit, fact.unit)]
    return "" if fact.unit in stated or not others else others[0]


def _complain_of_unit(sheet: Sheet, column: Column, fact: ExpectedFact, findings: Findings) -> None:
    what = (
        f"这一列写的是{column.unit}，而“{fact.key}”以{fact.unit}计。",
        f"The column says {column.unit}, but “{fact.key}” is counted in {fact.unit}.",
    )
    mend = (f"把数改成{fact.unit}，并改列名。", f"Convert the numbers to {fact.unit} and mend the header.")
    findings.add("unit-differs", sheet.grid.place(column.row, column.index), what, mend)


def _take_long(
    sheet: Sheet,
    words: Vocabulary,
    row: int,
    columns: dict[str, Column],
    told: RowTold,
    values: Values,
    findings: Findings,
) -> None:
    named = _fact_of_row(sheet, words, row, findings)
    if named is None:
        return
    fact, suffix = named
    unit = sheet.header.of("unit")
    stated = plain_text(sheet.grid.shown(row, unit.index)) if unit else ""
    other = _other_unit((stated,) if stated else sheet.units, fact)
    if other:
        at = replace(unit or next(iter(columns.values())), unit=other, row=row)
        _complain_of_unit(sheet, at, fact, findings)
        return
    for role, column in columns.items():
        own = replace(column, suffix=suffix) if suffix and role == "value" else column
        take_value(sheet.grid, row, own, fact, told, values, findings)


def _fact_of_row(
    sheet: Sheet, words: Vocabulary, row: int, findings: Findings
) -> tuple[ExpectedFact, str] | None:
    column = sheet.header.of("fact")
    raw: Raw = sheet.grid.shown(row, column.index) if column else sheet.constants.get("fact")
    if raw is None and sheet.fact:
        return sheet.fact, ""
    named = words.fact_and_suffix(raw)
    if named is None:
        text = plain_text(raw)
        zh, en = nearest(text, words.names())
        what = (f"没有指标“{text}”。", f"There is no fact “{text}”.")
        place = sheet.grid.place(row, column.index if column else 0)
        findings.add("fact-unknown", place, what, (zh or "改正名称。", en or "Mend the name."))
    return named
