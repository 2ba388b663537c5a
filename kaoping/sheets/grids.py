"""A file of tables as grids of raw cells, whatever it was written with: xlsx, xlsb, xls, ods, csv, tsv.

Numbers of a workbook are the decimals Excel shows (15 significant digits); a cell shown as a percentage is the text
"12%", an error value its text "#DIV/0!", a formula saved without its result the text "=…".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from kaoping.errors import DocumentError, Place
from kaoping.sheets.delimited import read_delimited
from kaoping.sheets.isolation import Limits, RawSheet, read_apart
from kaoping.sheets.refusals import refusal

Raw = str | int | Decimal | bool | date | None

TEXT_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt"})
FORMS_WITHOUT_SHOWN = frozenset({"xls", "xlsb", "ods"})  # error values and percentages cannot be told there
_NOT_TABLES = frozenset(
    {"说明", "填表说明", "填报说明", "使用说明", "notes", "readme", "instructions", "how to fill"}
)
_MERGED_CELLS = 1_000_000


def address(row: int, column: int) -> str:
    """The name of a cell, both counted from 0: (4, 2) → "C5"."""
    return f"{_letters(column)}{row + 1}"


@cache
def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of raw cells from (top, left). `merged` leads a covered cell to the first cell of its range.

    All rows and columns asked for are counted from 0 within the grid; only `place` and `cell` speak of the file.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Raw]]
    top: int = 0
    left: int = 0
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False
    form: str = ""

    def raw(self, row: int, column: int) -> Raw:
        """What stands in the cell itself; None outside the table and in a cell covered by a merged one."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def shown(self, row: int, column: int) -> Raw:
        """What a reader sees there: in a merged range, the content of its first cell."""
        if (row, column) in self.merged:
            return self.raw(*self.merged[row, column])
        return self.raw(row, column)

    def cell(self, row: int, column: int) -> str:
        """The address in the file, such as C5."""
        return address(self.top + row, self.left + column)

    def place(self, row: int | None = None, column: int = 0) -> Place:
        """Where it stands: the cell, or the sheet where no row is given."""
        return Place(self.file, 0, self.sheet, "" if row is None else self.cell(row, column))

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max(map(len, self.rows), default=0)


def read_grids(path: Path, limits: Limits = Limits(), name: str = "") -> tuple[Grid, ...]:
    """Every table sheet of the file; sheets of explanations and those whose name begins with "_" are left out.

    name: what to call the file in problems, where its path would say nothing (an upload). Default: its file name.
    Raises DocumentError where the file cannot be read within the limits.
    """
    shown = name or path.name
    if Path(shown).suffix.lower() in TEXT_ENDINGS:
        return (Grid(shown, "", read_delimited(path, shown, limits), form="csv"),)
    return tuple(_grid(sheet, shown) for sheet in read_apart(path, limits, shown) if is_table(sheet.name))


def is_table(sheet: str) -> bool:
    """Whether a sheet of that name is meant to hold a table."""
    return not sheet.startswith("_") and sheet.strip().lower() not in _NOT_TABLES


def _grid(sheet: RawSheet, file: str) -> Grid:
    covered = _covered(sheet, file)
    return Grid(file, sheet.name, sheet.rows, sheet.top, sheet.left, covered, sheet.hidden, sheet.form)


def _covered(sheet: RawSheet, file: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Covered cell → first cell, within the used area only: a range may be declared over the whole sheet."""
    area, height, width = 0, len(sheet.rows), max(map(len, sheet.rows), default=0)
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for first_row, first_column, last_row, last_column in sheet.merged:
        anchor = (first_row - sheet.top, first_column - sheet.left)
        rows, columns = last_row - first_row + 1, last_column - first_column + 1
        area += min(rows, height) * min(columns, width)
        if area > _MERGED_CELLS:
            raise DocumentError(refusal("merged", file, sheet.name))
        for row in range(max(anchor[0], 0), min(last_row - sheet.top + 1, height)):
            for column in range(max(anchor[1], 0), min(last_column - sheet.left + 1, width)):
                if (row, column) != anchor:
                    covered[row, column] = anchor
    return covered
