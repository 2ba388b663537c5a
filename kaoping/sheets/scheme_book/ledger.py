"""How a scheme's workbook looks: locked heads and read-only cells shaded, open cells white, lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_range_abs

from kaoping.errors import Language, Words
from kaoping.sheets.scheme_book.cell_texts import Shown
from kaoping.sheets.scheme_book.columns import Column
from kaoping.sheets.scheme_book.kinds import Desk, Kind

HEAD = 2
"""Rows from 0: title, guide, labels, keys; the entries follow."""
FIRST = HEAD + 2
SPARE_ROWS = 200
"""So many rows below the last one offer their lists too."""
_EDGE = {"border": 1, "border_color": "#C9CED6", "valign": "vcenter", "font_size": 10}
_OPEN = {**_EDGE, "locked": False}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 15, "valign": "vcenter", "font_color": "#1F3A5F"},
    "guide": {"font_size": 9, "font_color": "#5B6470", "valign": "vcenter"},
    "prose": {"font_size": 10.5, "text_wrap": True, "valign": "top"},
    "head": {**_EDGE, "bold": True, "bg_color": "#DCE4EF", "align": "center", "text_wrap": True},
    "head_told": {**_EDGE, "bold": True, "bg_color": "#E3E6EA", "font_color": "#5B6470", "align": "center", "text_wrap": True},
    "key": {**_EDGE, "bg_color": "#EEF2F7", "font_color": "#8A93A0", "font_size": 8, "align": "center"},
    "told": {**_EDGE, "bg_color": "#F1F3F6", "font_color": "#4A525C", "text_wrap": True},
    "content": {**_OPEN, "align": "left", "text_wrap": True},
    "content_day": {**_OPEN, "align": "left", "num_format": "yyyy-mm-dd"},
    "label": {**_EDGE, "bg_color": "#EEF2F7", "bold": True},
    "label_key": {**_EDGE, "bg_color": "#EEF2F7", "font_color": "#8A93A0", "font_size": 8},
    "text": {**_OPEN, "text_wrap": True},
    "number": {**_OPEN, "align": "center", "num_format": "General", "text_wrap": True},
    "choice": {**_OPEN, "align": "center", "text_wrap": True},
    "day": {**_OPEN, "align": "center", "num_format": "yyyy-mm-dd"},
    "written": {**_OPEN, "text_wrap": True, "font_name": "Consolas", "font_size": 9, "num_format": "@"},
    "bare": {"locked": False},
}  # fmt: skip
_LEVELS: Sequence[Mapping[str, object]] = (
    {"bg_color": "#F7E7C6", "bold": True},
    {"bg_color": "#FCF5E6", "bold": True},
)
"""The rows of a whole and of a dimension; items are white."""
_LOOK_OF = {
    "text": "text", "number": "number", "formula": "number", "setting": "number", "day": "day", "choice": "choice",
    "truth": "choice", "name": "text", "names": "text", "block": "written", "blocks": "written", "yaml": "written",
    "table": "text", "formulas": "text",
}  # fmt: skip
_MAY = {
    "select_locked_cells": True, "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
    "insert_columns": True, "autofilter": True, "sort": True,
}  # fmt: skip
_INLINE = 250
_SHORT = 12
"""A text of so many characters stands in the middle of its cell, as a number does."""
_LINE, _LOWEST, _TALLEST = 13.5, 18.0, 400.0
"""Heights in points: of a line, and of the lowest and tallest row."""


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, in characters; Chinese ones count twice."""
    room = max(width - 1.5, 4)
    wide = (sum(1.85 if ord(sign) > 0x2E7F else 0.95 for sign in line) for line in text.splitlines())
    return sum(max(1, ceil(one / room)) for one in wide)


class Ledger:
    """Draws the sheets of one workbook in one language; Chinese heads have the English beneath."""

    def __init__(self, workbook: Any, language: Language) -> None:
        self.workbook, self.language = workbook, language
        self._looks: dict[tuple[str, int, int], Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._list_sheet: Any = None

    def say(self, words: Words) -> str:
        """The words in the workbook's language."""
        return words.in_(self.language)

    def head(self, words: Words) -> str:
        """A heading: in Chinese with the English beneath, or in English."""
        return f"{words.zh}\n{words.in_('en')}" if self.language == "zh" else words.in_("en")

    def look(self, name: str, depth: int = -1, indent: int = 0) -> Any:
        """A format; `depth`: the level of a row that is no item, `indent`: of the text within its cell."""
        if (name, depth, indent) not in self._looks:
            further = _LEVELS[min(depth, 1)] if depth >= 0 else {}
            made = {**_LOOKS[name], **further, **({"indent": indent} if indent else {})}
            self._looks[name, depth, indent] = self.workbook.add_format(made)
        return self._looks[name, depth, indent]

    def sheet(self, name: Words, title: str, guide: Words) -> Any:
        """A new sheet with its title and how it is filled in; locked without a password."""
        found = self.workbook.add_worksheet(self.say(name))
        found.protect("", _MAY)
        found.hide_gridlines(2)
        found.set_paper(8)
        found.set_landscape()
        found.fit_to_pages(1, 0)
        found.set_footer("&L&8&A&R&8&P / &N")
        found.set_row(0, 26)
        found.write_string(0, 0, f"{self.say(name)} · {title}", self.look("title"))
        found.write_string(1, 0, self.say(guide), self.look("guide"))
        return found

    def cell(self, sheet: Any, at: tuple[int, int], cell: Shown | None, look: Any) -> None:
        """Any content; a text is never taken for a formula."""
        if cell is None or cell == "":
            sheet.write_blank(*at, None, look)
        elif isinstance(cell, Fraction):
            sheet.write_number(*at, float(cell), look)
        elif isinstance(cell, date):
            sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), look)
        else:
            sheet.write_string(*at, cell, look)

    def height(self, texts: Sequence[tuple[Shown | None, float]]) -> float:
        """The height of a row, in points, that shows its texts whole. texts: each with the width of its column."""
        lines = max((_lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
        return min(_TALLEST, max(_LOWEST, _LINE * lines + 4))

    def look_of(self, column: Column, cell: Shown | None, depth: int) -> Any:
        """How a cell of that column looks."""
        if column.told:
            return self.look("told", depth)
        name = _LOOK_OF[column.kind.name]
        if isinstance(cell, str) and name == "number" and len(cell) > _SHORT:
            name = "written"
        return self.look(name, depth)

    def allow(self, sheet: Any, rows: tuple[int, int], column: int, kind: Kind, desk: Desk) -> None:
        """Offer the choices of a kind in a column; names may also be others. rows: first and last."""
        choices = list(kind.choices(desk))
        if not choices:
            return
        short = sum(map(len, choices)) + len(choices) < _INLINE and not any("," in one for one in choices)
        source: object = choices if short else f"={self._list_of(choices)}"
        sheet.data_validation(
            rows[0], column, rows[1], column,
            {"validate": "list", "source": source, "error_type": "warning" if kind.name == "name" else "stop",
             "error_title": self.say(Words("不在可选之列", "Not one of the choices")),
             "error_message": self.say(Words("从列表中选。", "Choose from the list."))},
        )  # fmt: skip

    def _list_of(self, choices: Sequence[str]) -> str:
        """A range that holds the choices, on a sheet nobody sees or reads."""
        key = tuple(choices)
        if key not in self._lists:
            if self._list_sheet is None:
                self._list_sheet = self.workbook.add_worksheet("_lists")
                self._list_sheet.hide()
            column = len(self._lists)
            for row, choice in enumerate(key):
                self._list_sheet.write_string(row, column, choice)
            self._lists[key] = f"'_lists'!{xl_range_abs(0, column, len(key) - 1, column)}"
        return self._lists[key]
