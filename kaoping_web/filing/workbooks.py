"""A filing as a workbook: written to be filled in, read back cell by cell."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kaoping.errors import DocumentError, Language, Place, Problem, Words
from kaoping.exact import canonical_text
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact
from kaoping.sheets import Grid as Sheet
from kaoping.sheets import Limits, plain_text, read_grids
from kaoping_web.filing.models import Answer
from kaoping_web.filing.queries.grid import Cell, Grid
from kaoping_web.filing.reading import Answered, read_typed
from kaoping_web.filing.shown import typed
from kaoping_web.filing.uploads import MOST_BYTES
from kaoping_web.filing.words import fact_words
from kaoping_web.refusals import problem

FORM = "kaoping-filing/1"
LIMITS = Limits(
    file_bytes=MOST_BYTES,
    unpacked_bytes=128 << 20,
    cells=200_000,
    memory_bytes=512 << 20,
    cpu_seconds=5,
    wall_seconds=10.0,
)
FIRST_ROW = 3
SHEET = Words("填报", "Filing")
UNIT, LAST, NOTE = Words("单位", "Unit"), Words("上期", "last period"), Words("说明", "Note")


def written(grid: Grid, title: Words, lang: Language) -> bytes:
    """The workbook to fill in: units down, facts across with the last period beside, a note at the end. Keys are hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": date(2026, 1, 1)})
    _Writer(book, grid, lang).write(title)
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, grid: Grid, lang: Language) -> None:
        self.grid, self.lang = grid, lang
        self.sheet = book.add_worksheet(SHEET.in_(lang))
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        self.grey = book.add_format({"font_color": "#6b6b6b", "align": "right", "locked": True})
        self.unit = book.add_format({"locked": True})
        self.open = book.add_format({"locked": False, "align": "right", "bg_color": "#fffdf2", "border": 4})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.words = book.add_format({"locked": False, "text_wrap": True, "bg_color": "#fffdf2", "border": 4})

    def write(self, title: Words) -> None:
        """Keys in row 1 and column A, both hidden; title, heads, rows."""
        sheet, columns = self.sheet, self.grid.columns
        sheet.write_string(0, 0, f"{FORM} {self.grid.filing.pk} {self.grid.filing.cycle.period}")
        sheet.write_string(1, 1, title.in_(self.lang) + " " + self.grid.filing.cycle.period, self.title)
        sheet.write_string(2, 1, UNIT.in_(self.lang), self.head)
        for at, ask in enumerate(columns):
            sheet.write_string(0, 2 + 2 * at, f"{ask.fact.key}@{ask.source}" if ask.source else ask.fact.key)
            sheet.write_string(2, 2 + 2 * at, fact_words(ask.fact).in_(self.lang), self.head)
            sheet.write_string(2, 3 + 2 * at, LAST.in_(self.lang), self.head)
        self.note_at = 2 + 2 * len(columns)
        sheet.write_string(0, self.note_at, "note")
        sheet.write_string(2, self.note_at, NOTE.in_(self.lang), self.head)
        self._rows()
        self._shape()

    def _rows(self) -> None:
        for at, row in enumerate(self.grid.rows, FIRST_ROW):
            self.sheet.write_string(at, 0, row.unit.key)
            self.sheet.write_string(at, 1, row.name.in_(self.lang), self.unit)
            for n, cell in enumerate(row.cells):
                self._cell(at, 2 + 2 * n, cell)
            self.sheet.write_blank(at, self.note_at, None, self.words)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        before = typed(cell.before, cell.fact, self.lang) if cell.before else ""
        self._put(row, column + 1, before, cell.before.answer if cell.before else "", self.grey)
        if cell.value is None or not cell.is_own:
            self.sheet.write_blank(row, column, None, self.unit)
            return
        self._put(
            row,
            column,
            typed(cell.value, cell.fact, self.lang),
            cell.value.answer,
            self.open if cell.is_open else self.grey,
        )

    def _put(self, row: int, column: int, text: str, answer: str, form: Any) -> None:
        # Excel keeps 15 digits: a longer number goes as text, so that it comes back as it was.
        if answer == Answer.NUMBER.value and "/" not in text and sum(map(str.isdigit, text)) <= 15:
            self.sheet.write_number(row, column, float(text), form)
        elif text:
            self.sheet.write_string(row, column, text, form)
        else:
            self.sheet.write_blank(row, column, None, form)

    def _shape(self) -> None:
        sheet, last = self.sheet, FIRST_ROW + len(self.grid.rows) - 1
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column(0, 0, 12, None, {"hidden": True})
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, self.note_at - 1, 13)
        sheet.set_column(self.note_at, self.note_at, 40)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for at, ask in enumerate(self.grid.columns):
            _hint(sheet, ask.fact, (FIRST_ROW, 2 + 2 * at, last, 2 + 2 * at), self.lang)


def _hint(sheet: Any, fact: Fact, area: tuple[int, int, int, int], lang: Language) -> None:
    """What may be entered, said where the cell is chosen; held on the server only, so that words like 待报 can be typed."""
    low = canonical_text(fact.low) if fact.low is not None else "…"
    high = canonical_text(fact.high) if fact.high is not None else "…"
    zh = f"单位：{fact.unit or '无'}；{low} 到 {high}。没有发生填“零报”，以后才有填“待报 日期”，不涉及填“不适用”并在说明列写理由。"
    en = f"Unit: {fact.unit or 'none'}; {low} to {high}. “nil”, “pending 2026-11-06”, or “n/a” with a reason in the last column."
    if fact.type is not ValueType.NUMBER:
        zh, en = "按列名填写。", "as the head says."
    if fact.choices:
        zh, en = f"可选：{'、'.join(fact.choices)}", f"one of: {', '.join(fact.choices)}"
    said = (zh if lang == "zh" else en)[:255]
    sheet.data_validation(
        *area, {"validate": "any", "input_title": fact.title.in_(lang)[:32], "input_message": said}
    )


@dataclass(frozen=True)
class Proposed:
    """One cell of an uploaded workbook that says something else than what is stored."""

    cell: Cell
    place: Place
    typed: str
    answered: Answered
    note: str | None


@dataclass(frozen=True)
class Plan:
    """What an upload would do: good cells to store, problems by cell, cells left alone because they are closed."""

    good: Sequence[Proposed] = ()
    wrong: Sequence[Proposed] = ()
    problems: Sequence[Problem] = ()
    closed: Sequence[Proposed] = ()
    same: int = 0
    empty: int = 0


@dataclass
class _Reading:
    good: list[Proposed] = field(default_factory=list)
    wrong: list[Proposed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    closed: list[Proposed] = field(default_factory=list)
    same: int = 0
    empty: int = 0


def read_upload(path: Path, name: str, grid: Grid, today: date) -> Plan:
    """What a filled workbook says, held against what is stored. Nothing is written. The file is opened in a limited process.

    Raises DocumentError where it cannot be read within the limits, or is not a workbook of this filing.
    """
    sheets = [one for one in read_grids(path, LIMITS, name) if one.rows]
    sheet = next((one for one in sheets if _is_form(one)), sheets[0] if sheets else None)
    if sheet is None:
        raise DocumentError(
            problem("sheet-empty", f"“{name}”里没有数据。", f"there is nothing in “{name}”.", "用本页下载的模板填写。", "fill in the template of this page.")
        )  # fmt: skip
    _of_this_filing(sheet, grid, name)
    found = _Reading()
    heads = _heads(sheet, grid)
    if not heads.columns:
        raise DocumentError(_no_heads(sheet))
    rows = {row.unit.key: row for row in grid.rows} | {
        name: row for row in grid.rows for name in (row.name.zh, row.name.en) if name
    }
    seen: dict[int, int] = {}
    for at in range(heads.row + 1, len(sheet.rows)):
        told = _unit_of(sheet, at, heads, rows)
        if told is None:
            continue
        row = rows.get(told)
        if row is None:
            found.problems.append(_no_unit(sheet, at, heads.unit, told))
        elif row.unit.pk in seen:
            found.problems.append(_twice(sheet, at, heads.unit, told, seen[row.unit.pk]))
        else:
            seen[row.unit.pk] = at
            note = plain_text(sheet.raw(at, heads.note)) if heads.note is not None else ""
            for column, n in heads.columns.items():
                _take(found, sheet, at, column, row.cells[n], note, today)
    return Plan(found.good, found.wrong, found.problems, found.closed, found.same, found.empty)


@dataclass(frozen=True)
class _Heads:
    """Where things stand in a sheet: the row of heads, the column of units (shown and hidden), facts by column, the note."""

    row: int
    unit: int
    key: int | None
    columns: Mapping[int, int]
    note: int | None


def _is_form(sheet: Sheet) -> bool:
    return plain_text(sheet.raw(0, 0)).startswith(FORM)


def _of_this_filing(sheet: Sheet, grid: Grid, name: str) -> None:
    said = plain_text(sheet.raw(0, 0)).split()
    if said[:1] == [FORM] and said[1:] != [str(grid.filing.pk), grid.filing.cycle.period]:
        raise DocumentError(
            problem("other-filing", f"“{name}”是另一张表的模板（{' '.join(said[2:])}）。",
                    f"“{name}” is the template of another filing ({' '.join(said[2:])}).",
                    "在那张表的页面上传，或从本页重新下载模板。", "send it on that filing's page, or fill in the template of this one.")
        )  # fmt: skip


def _heads(sheet: Sheet, grid: Grid) -> _Heads:
    """By the hidden keys; where they are gone, by the titles of the heads."""
    if _is_form(sheet):
        keys = {
            f"{one.fact.key}@{one.source}" if one.source else one.fact.key: n
            for n, one in enumerate(grid.columns)
        }
        told = {column: plain_text(sheet.raw(0, column)) for column in range(1, sheet.width)}
        note = next((column for column, key in told.items() if key == "note"), None)
        return _Heads(2, 1, 0, {column: keys[key] for column, key in told.items() if key in keys}, note)
    names = [
        (n, words) for n, one in enumerate(grid.columns) for words in (one.fact.title, fact_words(one.fact))
    ]
    titles = {_plain(text): n for n, words in names for text in (words.zh, words.en) if text}
    for at in range(min(len(sheet.rows), 20)):
        told = {column: _plain(sheet.raw(at, column)) for column in range(sheet.width)}
        columns = {column: titles[text] for column, text in told.items() if text in titles}
        if columns:
            unit = next((column for column, text in told.items() if text in ("单位", "unit")), 0)
            note = next((column for column, text in told.items() if text in ("说明", "备注", "note")), None)
            return _Heads(at, unit, None, columns, note)
    return _Heads(0, 0, None, {}, None)


def _plain(raw: Any) -> str:
    return "".join(plain_text(raw).lower().split()).replace("（", "(").replace("）", ")")


def _unit_of(sheet: Sheet, at: int, heads: _Heads, rows: Mapping[str, object]) -> str | None:
    """The unit a row is about, by its hidden key, else by its name; None for an empty row and for a total."""
    key = plain_text(sheet.raw(at, heads.key)) if heads.key is not None else ""
    if key in rows:
        return key
    name = plain_text(sheet.raw(at, heads.unit))
    return None if name in ("", "合计", "Total", "total") else name


def _take(found: _Reading, sheet: Sheet, at: int, column: int, cell: Cell, note: str, today: date) -> None:
    raw, place = sheet.raw(at, column), sheet.place(at, column)
    if cell.value is None or not cell.is_own:
        return
    said = plain_text(raw)
    if not said:
        found.empty += 1
        return
    value = cell.value
    if said in (typed(value, cell.fact, "zh"), typed(value, cell.fact, "en")) and note in ("", value.note):
        found.same += 1
        return
    answered = read_typed(said, cell.fact, note or value.note, today)
    proposed = Proposed(cell, place, said, answered, note or None)
    if (answered.answer.value, answered.text, answered.expected_on, answered.note) == (
        value.answer,
        value.text,
        value.expected_on,
        value.note,
    ):
        found.same += 1
    elif not cell.is_open:
        found.closed.append(proposed)
    elif answered.problems:
        found.wrong.append(proposed)
        found.problems.extend(_at(one, place, cell) for one in answered.problems)
    else:
        found.good.append(proposed)


def _at(found: Problem, place: Place, cell: Cell) -> Problem:
    zh = f"{cell.unit.in_('zh')} {cell.fact.title.in_('zh')}：{found.what.in_('zh')}"
    what = Words(zh, f"{cell.unit.in_('en')}, {cell.fact.title.in_('en')}: {found.what.in_('en')}")
    return Problem(found.code, what, found.mend, place)


def _no_unit(sheet: Sheet, at: int, column: int, told: str) -> Problem:
    return problem("no-unit", f"“{told[:40]}”不在本表。", f"“{told[:40]}” is not in this filing.",
                   "核对单位名称，或删去这一行。", "check the name, or delete the row.", sheet.place(at, column))  # fmt: skip


def _twice(sheet: Sheet, at: int, column: int, told: str, first: int) -> Problem:
    return problem("unit-twice", f"“{told[:40]}”在 {sheet.cell(first, column)} 已有一行。", f"“{told[:40]}” has a row already, at {sheet.cell(first, column)}.",
                   "删去一行。", "delete one of them.", sheet.place(at, column))  # fmt: skip


def _no_heads(sheet: Sheet) -> Problem:
    return problem("no-heads", "表里找不到本表的指标列。", "none of this filing's columns is in the sheet.",
                   "用本页下载的模板填写。", "fill in the template of this page.", sheet.place())  # fmt: skip
