"""Workbooks and csv files as clerks write them → `Tables`, with every problem and the cell it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kaoping.errors import DocumentError, Problem, Severity
from kaoping.periods import Period
from kaoping.sheets.cells import plain_text
from kaoping.sheets.events_in import read_events
from kaoping.sheets.expected import Expected
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import FORMS_WITHOUT_SHOWN, Grid, Raw, read_grids
from kaoping.sheets.headers import Header, Vocabulary, find_header
from kaoping.sheets.isolation import Limits
from kaoping.sheets.organisations_in import OWN_ROLES, Directory, read_organisations, with_parents
from kaoping.sheets.periods_in import period_in_title, read_period
from kaoping.sheets.row_told import Sheet
from kaoping.sheets.rows import table_rows
from kaoping.sheets.value_cells import Values
from kaoping.sheets.values_in import read_values
from kaoping.sheets.words import ORGANISATION_SHEETS, normal
from kaoping.tables import Happening, Organisation, Tables

_STATED_UNIT = re.compile(r"(?:单位|units?)\s*:\s*([^()]+)", re.I)
_USED_ALWAYS = frozenset(
    {"organisation", "title", "key", "kind", "parent", "serial", "note", "unit", "period"}
)


@dataclass(frozen=True)
class _Found:
    """A sheet with its layout: organisations, values or events."""

    sheet: Sheet
    layout: str


def read_tables(
    paths: Sequence[Path],
    expected: Expected,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    names: Mapping[Path, str] | None = None,
) -> tuple[Tables, tuple[Problem, ...]]:
    """Read every table of the files together; what could be read, and everything that could not, each with its cell.

    columns: header → what it is: a role (organisation, title, kind, parent, fact, period, value, target, source,
    vintage, rater, rater_group, note, event, on …), a fact ("hdi", "hdi.target", "hdi@1990" for one period,
    "morale#R01" for one rater), "attribute:area" for a constant of the organisation, or "" to leave it out.
    constants: role → text that counts where the table says nothing: {"period": "2022", "source": "statistics"}.
    names: what to call a file in problems. Problems of severity ERROR mean that something was left out.
    """
    findings = Findings()
    words = Vocabulary(expected, columns or {})
    constants = constants or {}
    default = _default_period(expected, constants)
    grids = list(_grids(paths, limits, names or {}, findings))
    found = [sheet for grid in grids if (sheet := _recognised(grid, words, default, constants, findings))]
    directory = _directory(found, expected, findings)
    values = Values(findings)
    happenings: list[Happening] = []
    for item in found:
        if item.layout == "values":
            read_values(item.sheet, words, directory, values, findings)
        elif item.layout == "events":
            happenings += read_events(item.sheet, expected, directory, findings)
    organisations = with_parents(directory, findings)
    return Tables(organisations, tuple(values.filed), tuple(happenings)), findings.all()


def _default_period(expected: Expected, constants: Mapping[str, str]) -> Period | None:
    told = constants.get("period")
    return read_period(told) if told else expected.period


def _grids(
    paths: Sequence[Path], limits: Limits, names: Mapping[Path, str], findings: Findings
) -> Iterator[Grid]:
    """Every grid of every file; a file that cannot be read is a problem and the others are still read."""
    for path in paths:
        try:
            grids = read_grids(path, limits, names.get(path, ""))
        except DocumentError as error:
            for problem in error.problems:
                findings.take(problem)
            continue
        for grid in grids:
            if grid.hidden:
                findings.note(
                    "hidden",
                    grid.place(),
                    "这是隐藏的工作表，也读了。",
                    "This sheet is hidden; it was read as well.",
                )
        if grids and grids[0].form in FORMS_WITHOUT_SHOWN:
            what = (
                f".{grids[0].form} 文件里看不出百分比格式和错误值。",
                f"A .{grids[0].form} file does not tell percentages and error values.",
            )
            mend = ("另存为 .xlsx 再读更稳妥。", "Save it as .xlsx to be sure of them.")
            findings.add("form", grids[0].place(), what, mend, Severity.WARNING)
        yield from grids


def _recognised(
    grid: Grid, words: Vocabulary, default: Period | None, constants: Mapping[str, str], findings: Findings
) -> _Found | None:
    """The sheet with header and layout; a problem where it has content but no layout that is known."""
    if not any(plain_text(cell) for row in grid.rows for cell in row):
        return None
    titles = [grid.sheet, *_titles(grid)]
    period = next((found for title in titles if (found := period_in_title(title))), None)
    year = period.year if period else default.year if default else None
    header = find_header(grid, words, year)
    if header is None:
        _complain_of_no_header(grid, findings)
        return None
    above = [grid.sheet, *_titles(grid, header.first)]
    period = next((found for title in above if (found := period_in_title(title))), None)
    fact = next((named for title in above if (named := words.fact_in_title(title))), None)
    sheet = Sheet(grid, header, fact, period, default, constants, _units(above))
    layout = _layout(sheet)
    _complain_of_columns(sheet, layout, words, findings)
    if layout == "":
        _complain_of_no_layout(sheet, words, findings)
        return None
    return _Found(sheet, layout)


def _titles(grid: Grid, before: int = 5) -> list[str]:
    """The texts of the first rows, down to the header."""
    rows = grid.rows[: min(before, 10)]
    return [
        cell for row in rows if sum(c is not None for c in row) <= 3 for cell in row if isinstance(cell, str)
    ]


def _units(titles: Sequence[str]) -> tuple[str, ...]:
    """The units that a title row states for the whole table: “单位：万元、%”."""
    stated = [match[1] for title in titles for match in _STATED_UNIT.finditer(plain_text(title))]
    return tuple(unit for text in stated for unit in re.split(r"[、,;/ ]+", text) if unit)


def _layout(sheet: Sheet) -> str:
    """What the header makes of the sheet: "events", "values", "organisations", or "" where it makes nothing of it."""
    columns = sheet.header.columns
    roles = {column.role for column in columns} - {""}
    if "event" in roles:
        return "events"
    if any(column.fact for column in columns):
        return "values"
    names_fact = sheet.fact is not None or "fact" in roles or "fact" in sheet.constants
    if names_fact and roles & {"value", "target"}:
        return "values"
    if sheet.fact and any(column.period or column.rater or column.suffix for column in columns):
        return "values"
    if roles & {"fact", "value", "target"} or any(column.period or column.rater for column in columns):
        return ""
    named = normal(sheet.grid.sheet) in {normal(name) for name in ORGANISATION_SHEETS}
    attributes = any(column.attribute for column in columns)
    return "organisations" if len(roles & OWN_ROLES) >= 2 or named or attributes else ""


def _complain_of_no_header(grid: Grid, findings: Findings) -> None:
    what = (
        "找不到表头：没有一行写着“单位”和别的列名。",
        "There is no header: no row names the organisation and further columns.",
    )
    mend = (
        "加上表头；不是表的工作表，名称以“_”开头就不读。",
        "Add a header; a sheet that is no table is left out when its name begins with “_”.",
    )
    findings.add("no-header", grid.place(0), what, mend)


def _complain_of_no_layout(sheet: Sheet, words: Vocabulary, findings: Findings) -> None:
    header = "、".join(column.text for column in sheet.header.columns if column.text)[:80]
    what = (
        f"看不出这张表填的是什么（{header}）。",
        f"The columns do not tell what the sheet holds ({header}).",
    )
    mend = (
        "列名写指标，或加“指标”“数值”两列，或以指标名作表名。",
        "Name facts in the header, or add columns “fact” and “value”, or name the sheet after its fact.",
    )
    findings.add("no-layout", sheet.grid.place(sheet.header.last), what, mend)


_VALUE_ROLES = frozenset({"fact", "value", "target", "source", "vintage", "rater", "rater_group"})
_EVENT_ROLES = frozenset(
    {"event", "on", "level", "matter", "amount", "count", "share", "document", "decided_by"}
)


def _complain_of_columns(sheet: Sheet, layout: str, words: Vocabulary, findings: Findings) -> None:
    """Warn of columns that are not read; a sheet of organisations has none, they are attributes."""
    if layout not in ("values", "events"):
        return
    used = _USED_ALWAYS | (_VALUE_ROLES if layout == "values" else _EVENT_ROLES)
    for column in sheet.header.columns:
        belongs = sheet.fact is not None and bool(column.period or column.rater or column.suffix)
        read = column.fact or column.attribute or column.ignored or column.role in used or belongs
        if read or not column.text:
            continue
        zh, en = nearest(column.text, words.names())
        what = (f"列“{column.text}”没有读。", f"Column “{column.text}” was not read.")
        mend = (zh or "改正列名，或删去这一列。", en or "Mend the header, or delete the column.")
        findings.add(
            "column-unknown", sheet.grid.place(column.row, column.index), what, mend, Severity.WARNING
        )


def _directory(found: Sequence[_Found], expected: Expected, findings: Findings) -> Directory:
    """All organisations: known before, then from their sheets, else drawn from the rows of values."""
    directory = Directory(expected.organisations)
    for item in found:
        if item.layout == "organisations":
            for body in read_organisations(
                item.sheet.grid, item.sheet.header, item.sheet.constants, findings, expected.constants
            ):
                _add(directory, body, findings)
    if not directory.by_key:
        for item in found:
            for body in _drawn(item.sheet):
                if body.key not in directory.by_key:
                    directory.add(body)
        if directory.by_key:
            findings.note(
                "organisations-drawn",
                found[0].sheet.grid.place(),
                f"没有单位表，从数据行取得 {len(directory.by_key)} 个单位。",
                f"There is no sheet of organisations; {len(directory.by_key)} were drawn from the rows.",
            )
    return directory


def _add(directory: Directory, body: Organisation, findings: Findings) -> None:
    earlier = directory.by_key.get(body.key)
    if earlier is not None and earlier.place.file and earlier.place != body.place:
        if replace(earlier, place=body.place) == body:
            return  # the same list handed out in several workbooks
        what = (
            f"单位“{body.key}”在 {earlier.place} 已经有了。",
            f"Organisation “{body.key}” stands in {earlier.place} already.",
        )
        findings.add("organisation-twice", body.place, what, ("删去一处。", "Delete one of them."))
        return
    directory.add(body)


def _drawn(sheet: Sheet) -> Iterator[Organisation]:
    """The organisations that the rows of a sheet speak of, with title, kind, parent and mapped attributes."""
    grid, quiet = sheet.grid, Findings()
    first: dict[Raw, int] = {}
    for row, raw in table_rows(grid, sheet.header, lambda raw: raw in first, quiet):
        if plain_text(raw):
            first.setdefault(raw, row)
    columns = tuple(column for column in sheet.header.columns if column.role in OWN_ROLES or column.attribute)
    header = Header(sheet.header.first, sheet.header.last, columns)
    rows = set(first.values())
    kept = [row if index in rows or index <= header.last else () for index, row in enumerate(grid.rows)]
    yield from read_organisations(replace(grid, rows=kept), header, sheet.constants, quiet)
