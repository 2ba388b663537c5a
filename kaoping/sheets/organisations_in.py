"""Sheets of organisations → `Organisation`; and who is meant by the names that other sheets use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kaoping.errors import Severity, TableError
from kaoping.sheets.cells import plain_text, read_absence, read_number, read_text, refuse_unreadable
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.headers import Column, Header
from kaoping.sheets.rows import table_rows
from kaoping.sheets.words import normal
from kaoping.tables import Absence, Cell, Organisation

OWN_ROLES = frozenset({"organisation", "title", "kind", "parent"})
_SILENT_ROLES = frozenset({"serial", "note"})


class Directory:
    """Organisations by key and by title. A title that two of them bear names neither."""

    def __init__(self, organisations: Sequence[Organisation] = ()) -> None:
        self.by_key: dict[str, Organisation] = {}
        self._named: dict[str, set[str]] = {}
        self._seen: dict[Raw, str] = {}
        for organisation in organisations:
            self.add(organisation)

    def add(self, organisation: Organisation) -> None:
        """Take one in, or replace the one of that key."""
        self.by_key[organisation.key] = organisation
        for name in {normal(organisation.key), normal(organisation.title)} - {""}:
            self._named.setdefault(name, set()).add(organisation.key)
        self._seen.clear()

    def find(self, raw: Raw) -> str | None:
        """The key of the organisation that the cell names; None where it names none or several."""
        if isinstance(raw, str) and raw in self._seen:
            return self._seen[raw]
        text = plain_text(raw)
        keys = {text} if text in self.by_key else self._named.get(normal(raw), set())
        if len(keys) != 1:
            return None
        (key,) = keys
        if isinstance(raw, str):
            self._seen[raw] = key
        return key

    def find_in(self, grid: Grid, header: Header, row: int, raw: Raw, findings: Findings) -> str | None:
        """The key of the organisation that a row names in its column of keys, else of titles. A key and a title that
        name two different ones are a problem: a clerk has sorted or pasted one of the columns alone."""
        key, title = self.find(raw), header.of("title")
        if title is None or title is header.of("organisation"):
            return key
        named = grid.shown(row, title.index)
        other = self.find(named) if plain_text(named) else None
        if not plain_text(raw):
            return other
        if key is not None and other is not None and key != other:
            what = (
                f"编码“{plain_text(raw)}”是“{self.by_key[key].title}”，名称却是“{plain_text(named)}”。",
                f"The key “{plain_text(raw)}” is that of “{self.by_key[key].title}”, the title is “{plain_text(named)}”.",
            )
            mend = (
                "改正编码或名称，核对这一行的数。",
                "Mend the key or the title, and check the figures of the row.",
            )
            findings.add("organisation-mismatch", grid.place(row, title.index), what, mend)
        return key

    def is_ambiguous(self, raw: Raw) -> bool:
        """Whether several bear that title."""
        return len(self._named.get(normal(raw), ())) > 1

    def names(self) -> set[str]:
        """Every key and title."""
        return {name for body in self.by_key.values() for name in (body.key, body.title) if name}

    def find_or_complain(self, raw: Raw, grid: Grid, row: int, column: int, findings: Findings) -> str | None:
        """The key, or a problem with the nearest names."""
        key = self.find(raw)
        if key is None:
            self._complain(plain_text(raw), grid, row, column, findings)
        return key

    def _complain(self, text: str, grid: Grid, row: int, column: int, findings: Findings) -> None:
        where = grid.place(row, column)
        if not text:
            what = ("这一行有数，却没有单位。", "The row holds values but names no organisation.")
            findings.add("organisation-empty", where, what, ("填上单位。", "Enter the organisation."))
        elif self.is_ambiguous(text):
            what = (f"有几个单位都叫“{text}”。", f"Several organisations are called “{text}”.")
            findings.add(
                "organisation-ambiguous",
                where,
                what,
                ("改填单位编码。", "Enter the key of the organisation."),
            )
        else:
            zh, en = nearest(text, self.names())
            what = (f"没有单位“{text}”。", f"There is no organisation “{text}”.")
            mend = (
                zh or "改正名称，或在单位表里加上它。",
                en or "Mend the name, or add it to the sheet of organisations.",
            )
            findings.add("organisation-unknown", where, what, mend)


def read_organisations(
    grid: Grid,
    header: Header,
    constants: Mapping[str, str],
    findings: Findings,
    numbers: Collection[str] = (),
) -> list[Organisation]:
    """The organisations of a sheet: key, title, kind, parent; every other column becomes an attribute.

    An attribute column is numbers where all its cells are numbers, else text; those of `numbers` must be numbers.
    Parents are left as written.
    """
    rows = list(table_rows(grid, header, lambda raw: False, findings))
    attributes = {
        column.index: _attribute(
            grid, column, [row for row, _ in rows], findings, column.attribute in numbers
        )
        for column in header.columns
        if is_attribute(column)
    }
    names = {column.index: column.attribute or column.text for column in header.columns}
    found: dict[str, Organisation] = {}
    for row, raw in rows:
        organisation = _organisation(grid, header, constants, row, raw)
        if not organisation.key:
            _complain_of_no_key(grid, header, row, findings)
            continue
        own = {names[index]: cells[row] for index, cells in attributes.items() if row in cells}
        organisation = replace(organisation, attributes=own)
        earlier = found.setdefault(organisation.key, organisation)
        if earlier is not organisation:
            _complain_of_twins(earlier, organisation, findings)
    return list(found.values())


def _complain_of_no_key(grid: Grid, header: Header, row: int, findings: Findings) -> None:
    column = header.of("organisation") or header.of("title")
    what = ("这一行没有单位编码，也没有名称。", "The row has neither a key nor a title.")
    mend = ("填上单位，或清空这一行。", "Enter the organisation, or clear the row.")
    findings.add("organisation-empty", grid.place(row, column.index if column else 0), what, mend)


def is_attribute(column: Column) -> bool:
    """Whether a column of a sheet of organisations is an attribute of theirs."""
    if column.attribute:
        return True
    return bool(column.text) and not column.ignored and column.role not in OWN_ROLES | _SILENT_ROLES


def _organisation(
    grid: Grid, header: Header, constants: Mapping[str, str], row: int, raw: Raw
) -> Organisation:
    told = {role: constants.get(role, "") for role in ("title", "kind", "parent")}
    for role in told:
        column = header.of(role)
        if column is not None:
            told[role] = plain_text(grid.shown(row, column.index))
    key = plain_text(raw) or plain_text(told["title"])
    column = header.of("organisation") or header.of("title")
    place = grid.place(row, column.index if column else 0)
    return Organisation(key, told["title"] or read_text(raw), told["kind"], told["parent"], {}, place)


def _attribute(
    grid: Grid, column: Column, rows: list[int], findings: Findings, is_number: bool
) -> dict[int, Cell]:
    """Row → value, empty cells left out."""
    cells: dict[int, Cell] = {}
    texts: dict[int, str] = {}
    for row in rows:
        raw = grid.shown(row, column.index)
        text = plain_text(raw)
        if not text:
            continue
        texts[row] = read_text(raw)
        try:
            refuse_unreadable(text)
            cells[row] = read_absence(raw) or (read_number(raw) if is_number else _value(raw))
        except TableError as error:
            findings.cell(error, grid.place(row, column.index))
    if any(isinstance(cell, str) for cell in cells.values()):
        return {row: cell if isinstance(cell, (Absence, bool)) else texts[row] for row, cell in cells.items()}
    return cells


def _value(raw: Raw) -> Cell:
    text = plain_text(raw)
    if isinstance(raw, bool) or raw is None:
        return bool(raw)
    if isinstance(raw, str) and len(text) > 1 and text[0] == "0" and text[1].isdigit():
        return read_text(raw)  # 007 is a code
    try:
        number: Fraction = read_number(raw)
        return number
    except TableError:
        return read_text(raw)


def _complain_of_twins(first: Organisation, second: Organisation, findings: Findings) -> None:
    what = (
        f"单位“{second.key}”在 {first.place.cell} 已经有了。",
        f"Organisation “{second.key}” stands in {first.place.cell} already.",
    )
    mend = ("删去一行，或改编码。", "Delete one of the rows, or change the key.")
    same = replace(first, place=second.place) == second
    findings.add("organisation-twice", second.place, what, mend, Severity.NOTE if same else Severity.ERROR)


def with_parents(directory: Directory, findings: Findings) -> tuple[Organisation, ...]:
    """All organisations, parents given by title turned into keys; an unknown parent is a problem."""
    answer = []
    for body in directory.by_key.values():
        if not body.place.file or not body.parent:
            answer.append(body)  # the caller's own need no check
            continue
        parent = directory.find(body.parent)
        if parent is None:
            zh, en = nearest(body.parent, directory.names())
            what = (
                f"“{body.key}”的上级“{body.parent}”不在单位表里。",
                f"The parent “{body.parent}” of “{body.key}” is no organisation.",
            )
            findings.add("parent-unknown", body.place, what, (zh or "改正上级。", en or "Mend the parent."))
        answer.append(replace(body, parent=body.parent if parent is None else parent))
    return tuple(answer)
