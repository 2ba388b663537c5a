"""The pen and paper of a workbook: formats by name, cells of every kind, and how a sheet is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter

from kaoping.errors import Language, Words
from kaoping.exact import canonical_text
from kaoping.scorecard import STATUSES
from kaoping.tables import Absence, Cell

_A4 = 9
_LARGEST = 10**15
"""Beyond fifteen digits a number of Excel is not the number meant: it is written as text."""
_READABLE = 200
"""Letters that a line of a landscape page shows in a size that can be read."""
_MOST_PLACES, _WITH_COMMAS = 4, 10_000
_LINE, _HIGHEST = 15, 400
"""Points of a line of text, and of the highest row."""
_EDGE = {"border": 1, "border_color": "#C9CED6", "valign": "vcenter"}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "subtitle": {"font_color": "#5B6470"},
    "label": {"bold": True, "valign": "top"},
    "plain": {"text_wrap": True, "valign": "top"},
    "header": {**_EDGE, "bold": True, "bg_color": "#E8EDF4", "align": "center", "text_wrap": True},
    "text": {**_EDGE, "text_wrap": True},
    "centred": {**_EDGE, "align": "center", "text_wrap": True},
    "strong": {**_EDGE, "bold": True, "text_wrap": True},
    "absent": {**_EDGE, "font_color": "#9A3B26", "italic": True, "align": "right"},
    "link": {**_EDGE, "font_color": "#1F4E8C", "underline": 1},
    "exact": {"num_format": "@", "font_name": "Consolas", "font_size": 9},
    "general": {**_EDGE, "num_format": "General"},
    "day": {**_EDGE, "num_format": "yyyy-mm-dd"},
    "number": {**_EDGE},
    "strong_number": {**_EDGE, "bold": True},
    "centred_number": {**_EDGE, "align": "center"},
    "figure": {**_EDGE},
}
TRUTH = {True: Words("是", "yes"), False: Words("否", "no")}


class Paper:
    """Writes into one workbook in one language; formats are made once each."""

    def __init__(self, workbook: xlsxwriter.Workbook, language: Language) -> None:
        self.workbook, self.language = workbook, language
        self._formats: dict[tuple[str, int | None, int], Any] = {}

    def look(self, name: str, places: int | None = None, indent: int = 0) -> Any:
        """The format of that name, with so many decimals where it is a number."""
        key = (name, places, indent)
        if key not in self._formats:
            settings = dict(_LOOKS[name])
            if places is not None:
                whole = "#,##0" if name == "figure" else "0"
                settings["num_format"] = f"{whole}.{'0' * places}" if places > 0 else whole
            if indent:
                settings["indent"] = indent
            self._formats[key] = self.workbook.add_format(settings)
        return self._formats[key]

    def text(self, sheet: Any, row: int, column: int, text: str, look: str = "text", indent: int = 0) -> None:
        """A text, never taken for a formula or a link."""
        sheet.write_string(row, column, text[:32_000], self.look(look, indent=indent))

    def texts(self, sheet: Any, row: int, texts: Sequence[str], look: str = "text") -> None:
        """Texts side by side from the first column."""
        for column, text in enumerate(texts):
            self.text(sheet, row, column, text, look)

    def cell(
        self,
        sheet: Any,
        row: int,
        column: int,
        cell: Cell | None,
        places: int | None = None,
        strong: bool = False,
        centred: bool = False,
    ) -> None:
        """Any value as a person reads it; an absence as its word; nothing for None.

        places: decimals shown. The number itself stands in the cell as near as Excel can hold it.
        """
        if isinstance(cell, Fraction):
            name = "strong_number" if strong else "centred_number" if centred else "number"
            self.number(sheet, row, column, cell, places, name)
        elif cell is None or cell == "":
            sheet.write_blank(row, column, None, self.look("text"))
        elif isinstance(cell, Absence):
            self.text(sheet, row, column, STATUSES[cell.value].in_(self.language), "absent")
        elif isinstance(cell, bool):
            self.text(sheet, row, column, TRUTH[cell].in_(self.language), "centred")
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.look("day"))
        else:
            self.text(sheet, row, column, cell)

    def figure(self, sheet: Any, row: int, column: int, cell: Cell | None) -> None:
        """A figure of the year: with the decimals it has, four at most, and commas from 10,000 on."""
        if isinstance(cell, Fraction):
            name = "figure" if abs(cell) >= _WITH_COMMAS else "number"
            self.number(sheet, row, column, cell, places_shown(cell), name)
        else:
            self.cell(sheet, row, column, cell)

    def number(
        self, sheet: Any, row: int, column: int, number: Fraction, places: int | None, name: str = "number"
    ) -> None:
        """A number for people."""
        name = name if places is not None else "general"
        if abs(number) >= _LARGEST:
            self.text(sheet, row, column, canonical_text(number))
        else:
            sheet.write_number(row, column, float(number), self.look(name, places))

    def fit(self, sheet: Any, row: int, cells: Sequence[tuple[str, int]]) -> None:
        """Make a row as high as its longest wrapped text needs. cells: (text, width of its column).

        Excel does so when it opens a workbook, other programs do not.
        """
        lines = max((_lines(text, width) for text, width in cells), default=1)
        if lines > 1:
            sheet.set_row(row, min(_LINE * lines + 3, _HIGHEST))

    def printed(
        self, sheet: Any, header: int, foot: str, landscape: bool = True, width: int = 0, kept: int = 0
    ) -> None:
        """A4, as wide as the page, the rows down to `header` on every page, page numbers below.

        width: letters of all columns; more than a page can show go on further ones, with the first `kept` again.
        """
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        across = max(-(-width // _READABLE), 1)
        sheet.fit_to_pages(across, 0)
        if across > 1 and kept:
            sheet.repeat_columns(0, kept - 1)
        if header >= 0:
            sheet.repeat_rows(0, header)
        sheet.set_footer(f"&L&8 {foot.replace('&', '&&')}&R&8&P / &N")
        sheet.hide_gridlines(2)


def places_shown(number: Fraction) -> int:
    """How many decimals a figure is shown with: as many as it has, four at most."""
    return next(
        (places for places in range(_MOST_PLACES) if (number * 10**places).denominator == 1), _MOST_PLACES
    )


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column so many letters wide; a Chinese sign is as wide as two letters, and a
    word that does not fit leaves room at the end of its line."""
    return sum(
        -(-sum(2 if ord(sign) > 0x2E7F else 1 for sign in part) // max(width - 3, 1)) or 1
        for part in text.split("\n")
    )
