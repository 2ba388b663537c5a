"""What offices do to a workbook: what is forgiven, and what is told, with the cell and how to mend it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from kaoping.errors import DocumentError, SchemeError
from kaoping.scheme.differences import differences
from kaoping.sheets import read_scheme_book, write_scheme_book
from tests.sheets.scheme_books import back, bare, cell_of, edited, problems, put, small

# what is forgiven --------------------------------------------------------------------------------------


def _insert_rows_and_columns(book: Any) -> None:
    for sheet in book.worksheets:
        if sheet.title in ("填写说明", "_lists"):
            continue
        sheet.insert_rows(1, 2)
        sheet.insert_rows(sheet.max_row, 1)
        sheet.insert_cols(1, 1)
        sheet.insert_cols(4, 1)


def _reorder_columns(book: Any) -> None:
    for name in ("指标", "数据项", "封面"):
        sheet = book[name]
        width = sheet.max_column
        for row in range(3, sheet.max_row + 1):
            values = [sheet.cell(row, column).value for column in range(1, width + 1)]
            for column, value in enumerate(reversed(values), start=1):
                sheet.cell(row, column).value = value


def _merge_titles(book: Any) -> None:
    for sheet in book.worksheets:
        if sheet.title != "_lists":
            sheet.merge_cells(start_row=1, start_column=1, end_row=2, end_column=6)


def _delete_the_small_print(book: Any) -> None:
    for sheet in book.worksheets:
        if sheet.title not in ("填写说明", "_lists"):
            sheet.delete_rows(4, 1)


def _reorder_sheets(book: Any) -> None:
    book._sheets.reverse()


def _own_remarks(book: Any) -> None:
    sheet = book["数据项"]
    sheet.cell(3, sheet.max_column + 1).value = "#我们的备注"
    sheet.cell(6, sheet.max_column).value = "问过统计局"
    book.create_sheet("_草稿")["A1"] = "随便"


@pytest.mark.parametrize(
    "change",
    [
        _insert_rows_and_columns,
        _reorder_columns,
        _merge_titles,
        _delete_the_small_print,
        _reorder_sheets,
        _own_remarks,
    ],
)
def test_a_workbook_moved_about_says_the_same(change: Any) -> None:
    assert bare(back(edited(write_scheme_book(small()), change))) == bare(small())


@pytest.mark.parametrize(
    "written, meant",
    [("６０", "60"), ("1,234.5", "1234.5"), ("12%", "0.12"), (" 60 ", "60"), (60.0, "60"), (0.1 + 0.2, "0.3"), ("60.0", "60"),
     ("0.9 * last_year(output)", "0.9 * last_year(output)"), ("１．５", "1.5")],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(written: object, meant: str) -> None:
    text = read_scheme_book(edited(write_scheme_book(small()), put("指标", "output", "full:towns", written)))
    assert f"full: {{towns: {meant}, offices: 40}}" in text


@pytest.mark.parametrize(
    "written", ["统计局", "bureau", "统计局 (bureau)", "旧名 (bureau)", "Statistics", "统计局（bureau）"]
)
def test_an_office_is_known_by_its_key_or_its_title(written: str) -> None:
    assert bare(back(edited(write_scheme_book(small()), put("数据项", "late", "from", written)))) == bare(
        small()
    )


@pytest.mark.parametrize("written", ["越低越好", "lower is better", "lower", "Lower is better"])
def test_a_choice_is_read_in_either_language_or_by_its_key(written: str) -> None:
    assert bare(back(edited(write_scheme_book(small()), put("数据项", "late", "better", written)))) == bare(
        small()
    )


def test_a_track_renamed_keeps_everything_that_refers_to_it() -> None:
    found = differences(
        small(), back(edited(write_scheme_book(small()), put("赛道", "towns", "title.zh", "镇街")))
    )
    assert [(one.kind, one.key, one.what) for one in found] == [("group", "towns", "title")]


def test_operations_may_be_lines_dashes_or_one_list() -> None:
    for written in (
        "times: 0.9\nat_most: full",
        "- times: 0.9\n- at_most: full",
        "[{times: 0.9}, {at_most: full}]",
        "times：0.9\nat_most：full",
    ):
        assert bare(back(edited(write_scheme_book(small()), put("指标", "output", "then", written)))) == bare(
            small()
        )


def test_a_row_added_is_an_item_added() -> None:
    def change(book: Any) -> None:
        sheet = book["指标"]
        heads = {cell.value: cell.column for cell in sheet[4]}
        for path, value in {
            "level": 2,
            "key": "new",
            "title.zh": "新项",
            "full": 5,
            "target": 90,
            "rule": "completion: {cap: 1}",
            "of": "output",
        }.items():
            sheet.cell(sheet.max_row + (path == "level"), heads[path]).value = value  # fmt: skip

    found = differences(small(), back(edited(write_scheme_book(small()), change)))
    assert [(one.key, one.what) for one in found] == [("new", "added")]


# what is told ------------------------------------------------------------------------------------------


def _place(sheet: str, key: str, path: str) -> tuple[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(write_scheme_book(small())))
    return sheet, cell_of(book[sheet], key, path).coordinate


@pytest.mark.parametrize(
    "sheet, key, path, written, code",
    [
        ("指标", "output", "full:towns", "六十分左右 +", "formula.syntax"),
        ("指标", "output", "full:towns", "#REF!", "cell-excel-error"),
        ("指标", "output", "full:towns", date(2026, 1, 3), "sheets-cell"),
        ("指标", "output", "rule", "complete: {cap: 1}", "unknown-block"),
        ("指标", "output", "rule", "completion: {cap: 1", "yaml"),
        ("指标", "output", "rule", "completion: {cap: 1, top: 2}", "unknown-key"),
        ("指标", "output", "then", "tims: 0.9", "unknown-block"),
        ("指标", "output", "level", "二", "sheets-no-level"),
        ("指标", "output", "level", 4, "sheets-level-too-deep"),
        ("指标", "late", "missing", "计一半分", "unknown-block"),
        ("指标", "late", "target", 5, "unknown-key"),
        ("指标", "late", "rest", "foo: 1", "unknown-key"),
        ("指标", "late", "rest", "note: 1\nfull: 2", "sheets-said-twice"),
        ("数据项", "late", "every", "每旬", "not-a-choice"),
        ("数据项", "late", "low", "很低", "not-a-number"),
        ("数据项", "late", "decimals", 1.5, "not-whole"),
        ("数据项", "late", "key", "output", "sheets-key-twice"),
        ("等次", "good", "floor", "八十以上 )", "formula.syntax"),
        ("等次", "good", "quota.share", 0.2, "undeclared"),
        ("赛道", "towns", "of", "全体单位", "sheets-said-twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_cell(sheet: str, key: str, path: str, written: object, code: str) -> None:
    name, cell = _place(sheet, key, path)
    found = problems(put(sheet, key, path, written))
    assert (name, cell) in [(place, at) for place, at, _ in found], found
    assert any(told.startswith(code) for place, at, told in found if (place, at) == (name, cell)), found


def test_every_mistake_is_told_at_once_with_a_remedy_in_both_languages() -> None:
    content = edited(
        write_scheme_book(small()),
        put("指标", "output", "full:towns", "六十 +"),
        put("数据项", "late", "every", "每旬"),
        put("等次", "rest", "key", None),
        put("指标", "late", "rule", "{deduct"),
    )
    with pytest.raises(SchemeError) as told:
        read_scheme_book(content, "方案.xlsx")
    assert {one.place.sheet for one in told.value.problems} == {"指标", "数据项", "等次"}
    assert len({one.place.cell for one in told.value.problems}) == 4
    for one in told.value.problems:
        assert one.place.file == "方案.xlsx" and one.what.zh and one.what.en, one


def test_an_unknown_column_row_or_sheet_is_told() -> None:
    def change(book: Any) -> None:
        sheet = book["数据项"]
        column = sheet.max_column + 1
        sheet.cell(3, column).value, sheet.cell(5, column).value = "计量单位们", "亿元"
        book.create_sheet("指标库")["A1"] = "x"
        cover = book["封面"]
        row = cover.max_row + 1
        cover.cell(row, 1).value, cover.cell(row, 2).value = "批准机构", "县委"

    codes = [(sheet, code) for sheet, _, code in problems(change)]
    assert codes == [
        ("指标库", "sheets-unknown-sheet"),
        ("封面", "sheets-unknown-row"),
        ("数据项", "sheets-unknown-column"),
    ]


def test_a_track_that_is_not_there_is_told_at_its_cell() -> None:
    def change(book: Any) -> None:
        sheet = book["指标"]
        heads = {cell.value: cell.column for cell in sheet[4]}
        sheet.cell(4, heads["full:offices"]).value = "full:office"

    found = problems(change)
    assert ("unknown-key" in {code for _, _, code in found}) and all(sheet == "指标" for sheet, _, _ in found)


def test_the_same_thing_said_on_two_sheets_is_told() -> None:
    def change(book: Any) -> None:
        book["其他"]["A5"], book["其他"]["B5"] = "facts/late", "{unit: 次}"

    assert ("其他", "B5", "sheets-said-twice") in problems(change)


def test_a_part_without_a_sheet_may_be_added_by_its_path() -> None:
    def change(book: Any) -> None:
        book["其他"]["A5"], book["其他"]["B5"] = "populations/zone", "{where: attribute(zone) = 1}"

    assert set(back(edited(write_scheme_book(small()), change)).populations) == {"zone"}


# hostile workbooks -------------------------------------------------------------------------------------


def test_a_cell_far_away_is_refused_before_it_costs_memory() -> None:
    def change(book: Any) -> None:
        book["数据项"]["XFD1048576"] = "x"

    with pytest.raises(DocumentError) as told:
        read_scheme_book(edited(write_scheme_book(small()), change))
    assert told.value.problems[0].code in ("sheets-cells", "sheets-memory")


def test_aliases_that_multiply_are_refused_at_their_cell() -> None:
    """A few letters that stand for a thousand million parts."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    found = problems(put("指标", "late", "rest", "{" + ", ".join(lines) + "}"))
    assert [(*_place("指标", "late", "rest"), "sheets-cell")] == found


def test_a_formula_that_multiplies_is_no_alias() -> None:
    assert problems(put("指标", "output", "then", "times: 0.9 * full\nat_most: full")) == []


def test_a_cell_nested_without_end_is_refused() -> None:
    assert [code for _, _, code in problems(put("指标", "late", "rest", "[" * 20_000))] == ["too-large"]


def test_more_text_than_a_scheme_needs_is_refused() -> None:
    changes = [lambda book: book["其他"].append(["notes", "字" * 30_000]) for _ in range(150)]
    with pytest.raises(DocumentError):
        read_scheme_book(edited(write_scheme_book(small()), *changes))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"<html></html>", b"schema: kaoping-scheme/1\n"]
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(DocumentError) as told:
        read_scheme_book(content)
    assert told.value.problems[0].what.zh


def test_a_workbook_that_declares_entities_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_scheme_book(small()))) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            after.writestr(name, part)
    with pytest.raises(DocumentError) as told:
        read_scheme_book(out.getvalue())
    assert told.value.problems[0].code == "sheets-entities"


def test_an_empty_workbook_says_what_is_missing() -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(SchemeError) as told:
        read_scheme_book(out.getvalue())
    assert {one.code for one in told.value.problems} == {"missing-key"}
