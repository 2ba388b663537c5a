"""The paper of a form: looks of locked and open cells, header words in both languages, lists, protection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from kaoping.errors import Language, Words
from kaoping.exact import canonical_text
from kaoping.sheets.sheet_names import SheetNames
from kaoping.tables import Absence, Cell

LISTS = "_lists"
"""A sheet whose name begins with “_” is not read."""
_EDGE = {"border": 1, "border_color": "#C9CED6", "valign": "vcenter"}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "plain": {"text_wrap": True, "valign": "top"},
    "header": {**_EDGE, "bold": True, "bg_color": "#E8EDF4", "align": "center", "text_wrap": True},
    "unit": {**_EDGE, "bg_color": "#E8EDF4", "align": "center", "font_color": "#5B6470"},
    "key": {**_EDGE, "bg_color": "#E8EDF4", "align": "center", "font_color": "#8A93A0", "font_size": 8},
    "locked": {**_EDGE, "bg_color": "#F4F6F9"},
    "shut": {**_EDGE, "bg_color": "#E3E6EA"},
    "open": {**_EDGE, "locked": False},
    "open_text": {**_EDGE, "locked": False, "num_format": "@", "text_wrap": True},
    "open_day": {**_EDGE, "locked": False, "num_format": "yyyy-mm-dd"},
}
ABSENCES: Mapping[Absence, Words] = {
    Absence.NOT_APPLICABLE: Words("不适用", "n/a"),
    Absence.PENDING: Words("待报", "pending"),
    Absence.MISSING: Words("缺报", "missing"),
}
NIL = Words("零报", "nil")
TRUTH = {True: Words("是", "yes"), False: Words("否", "no")}
_MAY = {
    "select_locked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
}
_EXACT_DIGITS = 15


class Form:
    """Writes the sheets of one template in one language."""

    def __init__(self, workbook: xlsxwriter.Workbook, language: Language) -> None:
        self.workbook, self.language = workbook, language
        self.names = SheetNames()
        self._formats: dict[str, Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._list_sheet: Any = None

    def say(self, words: Words) -> str:
        """The words in the template's language."""
        return words.in_(self.language)

    def look(self, name: str) -> Any:
        """The format of that name."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(dict(_LOOKS[name]))
        return self._formats[name]

    def sheet(self, wanted: str) -> Any:
        """A new sheet, its headers and keys locked without a password."""
        found = self.workbook.add_worksheet(self.names.name(wanted))
        found.protect("", _MAY)
        found.set_paper(9)
        found.set_landscape()
        found.fit_to_pages(1, 0)
        found.set_footer("&L&8&A&R&8&P / &N")
        return found

    def text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """A text, never taken for a formula."""
        sheet.write_string(row, column, text, self.look(look)) if text else sheet.write_blank(
            row, column, None, self.look(look)
        )

    def headers(self, sheet: Any, row: int, words: Sequence[Words]) -> None:
        """A row of headers from the first column."""
        for column, one in enumerate(words):
            self.text(sheet, row, column, self.say(one), "header")

    def answer(self, sheet: Any, row: int, column: int, cell: Cell | None, kind: str) -> None:
        """An open cell, with the answer known already or empty."""
        look = {"text": "open_text", "date": "open_day"}.get(kind, "open")
        if isinstance(cell, Absence):
            self.text(sheet, row, column, self.say(ABSENCES[cell]), look)
        elif isinstance(cell, bool):
            self.text(sheet, row, column, self.say(TRUTH[cell]), look)
        elif isinstance(cell, Fraction):
            self._number(sheet, row, column, cell, look)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.look(look))
        else:
            self.text(sheet, row, column, cell or "", look)

    def _number(self, sheet: Any, row: int, column: int, number: Fraction, look: str) -> None:
        """As a number where Excel holds it exactly, else as the text of its decimal."""
        text = canonical_text(number)
        if "/" not in text and sum(sign.isdigit() for sign in text) <= _EXACT_DIGITS:
            sheet.write_number(row, column, float(number), self.look(look))
        else:
            self.text(sheet, row, column, text, look)

    def list_of(self, choices: Sequence[str]) -> str:
        """A range that holds these choices, on a sheet nobody sees or reads."""
        key = tuple(choices)
        if key not in self._lists:
            if self._list_sheet is None:
                self._list_sheet = self.workbook.add_worksheet(LISTS)
                self._list_sheet.hide()
            column = len(self._lists)
            for row, choice in enumerate(key):
                self._list_sheet.write_string(row, column, choice)
            area = xl_range_abs(0, column, max(len(key) - 1, 0), column)
            self._lists[key] = f"'{LISTS}'!{area}"
        return self._lists[key]

    @property
    def absence_words(self) -> list[str]:
        """What may stand in place of a value, in the template's language."""
        return [self.say(words) for words in ABSENCES.values()]
