"""Files become grids of raw cells: exact numbers, what Excel shows, every encoding an office writes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kaoping.errors import DocumentError
from kaoping.sheets import Limits, address, read_grids


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Callable[[xlsxwriter.Workbook], None]], Path]:
    """Writes a workbook with XlsxWriter and gives its path."""

    def write(fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
        path = tmp_path / "表.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            fill(workbook)
        return path

    return write


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        (0, 0, "A1"),
        (4, 2, "C5"),
        (0, 25, "Z1"),
        (0, 26, "AA1"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
        (1048575, 16383, "XFD1048576"),
    ],
)
def test_cells_are_called_what_excel_calls_them(row: int, column: int, name: str) -> None:
    assert address(row, column) == name


def test_numbers_are_the_decimals_excel_shows(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, [0.1 + 0.2, 12.0, 1 / 3, 1234.5, -2.675, 1e-7])
        sheet.write_formula(0, 6, "=0.1+0.2", None, 0.1 + 0.2)

    (grid,) = read_grids(book(fill))
    expected = [
        Decimal("0.3"),
        12,
        Decimal("0.333333333333333"),
        Decimal("1234.5"),
        Decimal("-2.675"),
        Decimal("1E-7"),
        Decimal("0.3"),
    ]
    assert grid.rows == [expected]
    assert type(grid.rows[0][1]) is int


def test_a_cell_shown_as_a_percentage_is_that_text_and_others_are_not(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        whole, tenth = (
            workbook.add_format({"num_format": "0%"}),
            workbook.add_format({"num_format": "0.0%;[Red]-0.0%"}),
        )
        quoted = workbook.add_format({"num_format": '0.00"%"'})
        sheet.write("A1", 0.963, whole)
        sheet.write("B1", 0.963, tenth)
        sheet.write("C1", 0.963, quoted)
        sheet.write("D1", 0.963)
        sheet.write("E1", "文字", whole)
        sheet.write_blank("F1", None, whole)
        sheet.write("G1", 0.1 + 0.2, tenth)

    (grid,) = read_grids(book(fill))
    assert grid.rows == [["96.3%", "96.3%", Decimal("0.963"), Decimal("0.963"), "文字", None, "30%"]]


def test_an_error_value_is_not_taken_for_an_empty_cell(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write("A1", 1)
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D9", "=NA()", None, "#N/A")

    (grid,) = read_grids(book(fill))
    assert grid.raw(0, 1) == "#DIV/0!"
    assert grid.raw(8, 3) == "#N/A"
    assert grid.cell(8, 3) == "D9"


def test_a_formula_saved_without_its_result_is_told_from_an_empty_cell(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"], sheet["B3"] = 1, '=SUM(B2:B2)&"<a>"'
    workbook.save(tmp_path / "a.xlsx")
    (grid,) = read_grids(tmp_path / "a.xlsx")
    assert grid.raw(1, 0) == '=SUM(B2:B2)&"<a>"'
    assert grid.cell(1, 0) == "B3"


def test_dates_are_days_and_truths_are_truths(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write("A1", date(2026, 9, 1), workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        sheet.write("B1", True)

    (grid,) = read_grids(book(fill))
    assert grid.rows == [[date(2026, 9, 1), True]]


def test_merged_cells_show_their_first_cell_and_hold_nothing_themselves(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("C3:D4", "合并", workbook.add_format({"align": "center"}))
        sheet.write("E5", 1)

    (grid,) = read_grids(book(fill))
    assert grid.cell(0, 0) == "C3"
    assert [grid.shown(r, c) for r in (0, 1) for c in (0, 1)] == ["合并"] * 4
    assert grid.raw(1, 1) is None and grid.shown(2, 2) == 1


def test_sheets_of_explanations_are_left_out_and_hidden_ones_are_flagged(book) -> None:  # type: ignore[no-untyped-def]
    def fill(workbook: xlsxwriter.Workbook) -> None:
        for name in ("填表说明", "数据", "_lists", "Notes", "旧"):
            workbook.add_worksheet(name).write("A1", 1)
        workbook.get_worksheet_by_name("旧").hide()

    assert [(grid.sheet, grid.hidden) for grid in read_grids(book(fill))] == [("数据", False), ("旧", True)]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gbk", b""),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_whatever_encoding_and_delimiter(
    encoding: str, mark: bytes, delimiter: str, tmp_path: Path
) -> None:
    rows = [
        ("organisation", "gdp", "value", "note"),
        ("安平镇", "gdp", '"1,234"', ""),
        ("b", "gdp", "2", "x y"),
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "a.csv").write_bytes(mark + text.encode(encoding))
    (grid,) = read_grids(tmp_path / "a.csv")
    assert grid.rows[1] == ("安平镇", "gdp", "1,234", None)
    assert grid.rows[0][0] == "organisation" and len(grid.rows) == 3


def test_a_csv_keeps_its_line_numbers_over_blank_lines_and_long_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('sep=;\na;"x\ny"\n\nb;2\n', encoding="utf-8")
    (grid,) = read_grids(tmp_path / "a.csv")
    assert grid.rows[1] == ("a", "x\ny")
    assert grid.rows[3][1] == "2" and str(grid.place(3, 1)) == "a.csv:B4"


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (b"a,b\n\xff\xff\xff", Limits(), "encoding"),
        (b"a,b\n\0\0,1\n" + b"x" * 99, Limits(), "binary"),
        (b'a,b\n"' + b"x" * 200_000, Limits(), "csv"),
        (b"a,b\n1,2\n3,4\n", Limits(rows=2), "rows"),
        (b"a,b\n1,2\n3,4\n", Limits(text_bytes=5), "file-size"),
    ],
)
def test_a_text_that_is_no_table_is_refused(
    content: bytes, limits: Limits, code: str, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(DocumentError) as refusal:
        read_grids(tmp_path / "a.csv", limits)
    assert [problem.code for problem in refusal.value.problems] == [f"sheets-{code}"]


def test_a_file_bears_the_name_its_reader_knows(tmp_path: Path) -> None:
    (tmp_path / "upload-17").write_text("a,b\n1,2\n", encoding="utf-8")
    (grid,) = read_grids(tmp_path / "upload-17", name="三季度.csv")
    assert grid.file == "三季度.csv" and grid.rows == [("a", "b"), ("1", "2")]
