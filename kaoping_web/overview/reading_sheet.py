"""A page's tables as a workbook: words are written as words, whatever they begin with; figures as figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NAME_MOST, WIDEST = 31, 48
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Figure:
    """A number with the decimals it is shown with. `text` is its exact text."""

    text: str
    places: int = 2


Cell = str | Figure | int


@dataclass(frozen=True)
class Sheet:
    """One table: a title above, heads, rows as long as the heads."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook. Absent cells stay empty."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, SAFE) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        }
        figures = {n: book.add_format({"num_format": f"#,##0{'.' if n else ''}{'0' * n}"}) for n in range(7)}
        for number, one in enumerate(sheets):
            page = book.add_worksheet(one.name.translate(FORBIDDEN).strip()[:NAME_MOST] or str(number + 1))
            page.write_string(0, 0, one.title, styles["title"])
            for at, head in enumerate(one.heads):
                page.write_string(2, at, head, styles["head"])
                page.set_column(
                    at, at, min(WIDEST, max([2 * len(head), *(_width(row[at]) for row in one.rows)]) + 2)
                )
            for down, row in enumerate(one.rows, start=3):
                for at, cell in enumerate(row):
                    _write(page, down, at, cell, figures)
            page.freeze_panes(3, 0)
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(2)
    return held.getvalue()


def download(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """The workbook as an attachment of that name."""
    response = HttpResponse(workbook(sheets), content_type=TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return response


def _write(
    page: xlsxwriter.worksheet.Worksheet, down: int, at: int, cell: Cell, figures: dict[int, object]
) -> None:
    number = _number(cell)
    if number is not None:
        places = cell.places if isinstance(cell, Figure) else 0
        page.write_number(down, at, float(number), figures[min(max(places, 0), 6)])
    elif not isinstance(cell, Figure) and str(cell):
        page.write_string(down, at, str(cell))


def _number(cell: Cell) -> Fraction | None:
    if isinstance(cell, int):
        return Fraction(cell)
    if not isinstance(cell, Figure) or not cell.text:
        return None
    try:
        return Fraction(cell.text)
    except ValueError:
        return None


def _width(cell: Cell) -> int:
    text = cell.text if isinstance(cell, Figure) else str(cell)
    return (
        min(len(text), 12) if isinstance(cell, Figure) else sum(2 if ord(one) > 0x2E7F else 1 for one in text)
    )
