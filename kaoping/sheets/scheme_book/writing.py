"""A scheme's pages drawn as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from kaoping.errors import Language, Words
from kaoping.scheme.model import Scheme
from kaoping.sheets.scheme_book.columns import (
    COVER_COLUMNS,
    COVER_NAME,
    OTHER,
    SECTIONS,
    TREE,
    Column,
    Layout,
)
from kaoping.sheets.scheme_book.guide import GUIDE, NAME
from kaoping.sheets.scheme_book.kinds import Desk
from kaoping.sheets.scheme_book.ledger import FIRST, HEAD, SPARE_ROWS, Ledger
from kaoping.sheets.scheme_book.pages import Book, Row, book_of
from kaoping.sheets.template.writing import MADE_AT

_COVER_GUIDE = Words(
    "白格可改；灰格不读。编码列不改。",
    "White cells may be changed, grey ones are not read. Leave the keys as they are.",
)
_WIDE = 300
"""Sheets wider than so many characters are printed on two pages side by side."""


@dataclass(frozen=True)
class _Drawn:
    """One column as drawn: its key, its heading, where it is defined."""

    key: str
    head: str
    column: Column


def write_scheme_book(scheme: Scheme, lang: Language = "zh") -> bytes:
    """The scheme as a workbook (xlsx). `read_scheme_book` gives it back as an equal scheme. Raises SchemeError."""
    book = book_of(scheme, lang)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": book.title, "created": MADE_AT})
        ledger = Ledger(workbook, lang)
        _cover(ledger, book)
        for layout in SECTIONS:
            if book.pages[layout.section] or layout.section not in ("lookups", "suppliers", "values"):
                _page(ledger, book, layout, book.pages[layout.section])
        _page(ledger, book, OTHER, [Row(cells) for cells in book.other])
        _guide(ledger, book)
    return out.getvalue()


def _guide(ledger: Ledger, book: Book) -> None:
    sheet = ledger.sheet(NAME, book.title, Words("", ""))
    sheet.set_column(0, 0, 130)
    for row, words in enumerate(GUIDE, start=2):
        sheet.set_row(row, 36)
        sheet.write_string(row, 0, ledger.say(words), ledger.look("prose"))


# the cover ---------------------------------------------------------------------------------------------


def _cover(ledger: Ledger, book: Book) -> None:
    sheet = ledger.sheet(COVER_NAME, book.title, _COVER_GUIDE)
    for number, column in enumerate(COVER_COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(HEAD, number, ledger.head(column.label), ledger.look("head"))
        sheet.write_string(HEAD + 1, number, column.path, ledger.look("key"))
    sheet.set_row(HEAD, 30)
    for row, (column, cell) in enumerate(book.cover, start=FIRST):
        label = column.label
        text = f"{label.zh}  {label.in_('en')}" if ledger.language == "zh" else label.in_("en")
        sheet.write_string(row, 0, text, ledger.look("label"))
        ledger.cell(
            sheet, (row, 1), cell, ledger.look("content_day" if column.kind.name == "day" else "content")
        )
        sheet.set_row(row, ledger.height([(cell, 90)]))
        sheet.write_string(row, 2, column.path, ledger.look("label_key"))
        ledger.allow(sheet, (row, row), 1, column.kind, book.desk)
    sheet.set_column(0, 0, 44)
    sheet.freeze_panes(FIRST, 1)
    sheet.activate()


# pages of rows -----------------------------------------------------------------------------------------


def _page(ledger: Ledger, book: Book, layout: Layout, rows: Sequence[Row]) -> None:
    sheet = ledger.sheet(layout.name, book.title, layout.guide)
    columns = _drawn(ledger, book.desk, layout, rows)
    used = {key for row in rows for key in row.cells}
    _heads(ledger, sheet, columns, used)
    for number, row in enumerate(rows, start=FIRST):
        _row(ledger, sheet, number, row, columns)
    for number, one in enumerate(columns):
        ledger.allow(sheet, (FIRST, FIRST + len(rows) + SPARE_ROWS), number, one.column.kind, book.desk)
    frozen = next((n for n, one in enumerate(columns) if one.key in ("title.zh", "zh", "word", "path")), 0)
    sheet.freeze_panes(FIRST, frozen + 1)
    sheet.repeat_rows(HEAD, HEAD + 1)
    if sum(one.column.width for one in columns if not _is_folded(one, used)) > _WIDE:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0, frozen)
    if rows and layout is not TREE:
        sheet.autofilter(FIRST - 1, 0, FIRST + len(rows) - 1, len(columns) - 1)


def _drawn(ledger: Ledger, desk: Desk, layout: Layout, rows: Sequence[Row]) -> list[_Drawn]:
    """The columns, those per track with one for each track where there are several."""
    found: list[_Drawn] = []
    used = {key for row in rows for key in row.cells}
    for column in layout.columns:
        head = ledger.head(column.label)
        parted = any(key.startswith(f"{column.path}:") for key in used)
        if not column.per_track or (len(desk.groups) < 2 and not parted):
            found.append(_Drawn(column.path, head, column))
            continue
        label, every = ledger.say(column.label), ledger.say(Words("各赛道", "every track"))
        found.append(_Drawn(column.path, f"{label}\n{every}", column))
        found += [
            _Drawn(f"{column.path}:{key}", f"{label}\n{title}", column) for key, title in desk.groups.items()
        ]
    return found


def _heads(ledger: Ledger, sheet: Any, columns: Sequence[_Drawn], used: set[str]) -> None:
    """Labels and keys; columns that nobody uses are folded away where they need not be seen."""
    sheet.set_row(HEAD, 46)
    sheet.set_row(HEAD + 1, 12)
    folded = False
    for number, one in enumerate(columns):
        aside = _is_folded(one, used)
        options = {"level": 1, "hidden": True} if aside else {"collapsed": True} if folded else {}
        folded = aside
        bare = None if one.column.told else ledger.look("bare")
        sheet.set_column(number, number, one.column.width, bare, options)
        look = ledger.look("head_told" if one.column.told else "head")
        sheet.write_string(HEAD, number, one.head, look)
        sheet.write_string(HEAD + 1, number, one.key, ledger.look("key"))


def _is_folded(one: _Drawn, used: set[str]) -> bool:
    """Whether a column that need not be seen has no content."""
    return one.column.aside and one.column.path not in {key.partition(":")[0] for key in used}


def _row(ledger: Ledger, sheet: Any, number: int, row: Row, columns: Sequence[_Drawn]) -> None:
    depth = -1 if row.is_item else row.depth
    sheet.set_row(number, ledger.height([(row.cells.get(one.key), one.column.width) for one in columns]))
    for column, one in enumerate(columns):
        cell = row.cells.get(one.key)
        look = ledger.look_of(one.column, cell, depth)
        if one.key == "title.zh" and row.depth > 1:
            look = ledger.look("text", depth, row.depth - 1)
        ledger.cell(sheet, (number, column), cell, look)
