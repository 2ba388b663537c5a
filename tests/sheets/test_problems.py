"""Every problem of a table is found, with the cell it stands in and how to mend it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from kaoping.errors import Severity
from kaoping.sheets import Expected, read_tables
from kaoping.tables import Absence, Organisation
from tests.sheets.cast import ANPING, EXPECTED, Rows, book, codes, values


def test_the_unit_column_of_a_long_table_is_held_against_the_fact(tmp_path: Path) -> None:
    rows = [
        ["单位名称", "指标", "单位", "数值"],
        ["安平镇", "固定资产投资", "万元", 5],
        ["滨城街道", "固定资产投资", "亿元", 5],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("bincheng", "investment", "2026-Q3", Fraction(5))}
    assert codes(problems) == [("sheets-unit-differs", "C2")]


def test_every_wrong_cell_of_an_event_is_named(tmp_path: Path) -> None:
    rows = [
        ["单位", "事项", "日期", "级别", "分值", "次数", "牵头"],
        ["安平", "加分奖", "9月", "镇级", "约3", "1.5", "也许"],
        ["安平镇", "加分奖项", "", "", "", "", ""],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert tables.happenings == ()
    assert {cell for _, cell in codes(problems)} == {"A2", "B2", "C2", "E2", "F2", "G2", "D3"}
    assert "加分奖项" in next(p for p in problems if p.place.cell == "B2").in_("zh")


def test_an_unknown_organisation_is_answered_with_the_nearest(tmp_path: Path) -> None:
    rows = [["单位", "固定资产投资"], ["安屏镇", 5], ["滨城街道 ", 6]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("bincheng", "investment", "2026-Q3", Fraction(6))}
    assert codes(problems) == [("sheets-organisation-unknown", "A2")]
    assert "是不是“安平镇”" in problems[0].in_("zh") and "Did you mean “安平镇”?" in problems[0].in_("en")


def test_a_title_that_two_organisations_bear_names_neither(tmp_path: Path) -> None:
    twins = Expected(EXPECTED.facts, (), (ANPING, Organisation("anping2", "安平镇")), EXPECTED.period)
    rows = [["单位", "固定资产投资"], ["安平镇", 5], ["anping2", 6]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], twins)
    assert [filed.organisation for filed in tables.filed] == ["anping2"]
    assert codes(problems) == [("sheets-organisation-ambiguous", "A2")]


def test_an_unknown_column_is_a_warning_with_a_guess(tmp_path: Path) -> None:
    rows = [["单位", "固定资产投资", "办结律"], ["安平镇", 5, 6]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert len(tables.filed) == 1
    assert codes(problems, Severity.WARNING) == [("sheets-column-unknown", "C1")]
    assert "办结率" in problems[0].in_("zh")


def test_a_value_filed_twice_with_two_values_names_both_cells(tmp_path: Path) -> None:
    long = [
        ["单位", "指标", "数值", "来源"],
        ["安平镇", "investment", 5, ""],
        ["安平镇", "investment", 6, "statistics"],
    ]
    wide = [["单位", "固定资产投资", "办结率"], ["安平镇", 7, 90], ["anping", 5, 90]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 一=long, 二=wide)], EXPECTED)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [str(problem.place) for problem in errors] == ["a.xlsx:[二]:B2"]
    assert "a.xlsx:[一]:C2" in errors[0].in_("en")
    assert codes(problems, Severity.NOTE) == [("sheets-value-twice", "B3"), ("sheets-value-twice", "C3")]
    assert len(tables.filed) == 3


def test_bounds_decimals_and_cadence_are_held_against_the_fact(tmp_path: Path) -> None:
    rows = [
        ["单位", "指标", "期间", "数值"],
        ["安平镇", "investment", "2026-09", 12840],
        ["安平镇", "rate", "2026-09", 5],
        ["安平镇", "rate", "2026-Q3", 5.25],
        ["安平镇", "investment", "某月", 5],
        ["安平镇", "investment", "2026-13", 5],
        ["安平镇", "invest", "2026-09", 5],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "rate", "2026-Q3", Fraction("5.25"))}
    assert codes(problems, Severity.ERROR) == [
        ("sheets-out-of-range", "D2"),
        ("sheets-period-cadence", "D3"),
        ("cell-period", "C5"),
        ("cell-period", "C6"),
        ("sheets-fact-unknown", "B7"),
    ]
    assert codes(problems, Severity.WARNING) == [("sheets-decimals", "D4")]


def test_the_unit_in_a_header_is_held_against_the_fact(tmp_path: Path) -> None:
    rows = [["单位", "固定资产投资（万元）"], ["安平镇", 50000]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert tables.filed == () and codes(problems) == [("sheets-unit-differs", "B1")]


def test_one_number_merged_over_several_organisations_is_refused(tmp_path: Path) -> None:
    rows: Rows = [["单位", "固定资产投资"], ["安平镇"], ["滨城街道"]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", {"B2:B3": "5"}, s=rows)], EXPECTED)
    assert codes(problems) == [("sheets-merged-value", "B3")]
    assert values(tables) == {("anping", "investment", "2026-Q3", Fraction(5))}


def test_a_sheet_that_says_nothing_a_reader_knows_is_an_error_not_a_silence(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        草稿=[["abc", 1], ["def", 2]],
        空=[],
        _草稿=[["abc", 1]],
        表=[["单位", "某数"], ["安平镇", 5]],
    )
    tables, problems = read_tables([path], EXPECTED)
    assert tables.filed == ()
    assert [(problem.code, problem.place.sheet) for problem in problems] == [
        ("sheets-no-header", "草稿"),
        ("sheets-no-layout", "表"),
    ]


def test_a_broken_file_does_not_hide_the_problems_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("<html></html>", encoding="utf-8")
    good = book(tmp_path / "b.xlsx", s=[["单位", "固定资产投资"], ["安平镇", "约5"], ["滨城街道", 5]])
    tables, problems = read_tables([tmp_path / "a.xlsx", good], EXPECTED)
    assert [problem.code for problem in problems] == ["sheets-markup", "cell-approximate"]
    assert len(tables.filed) == 1


def test_the_same_complaint_is_not_repeated_without_end(tmp_path: Path) -> None:
    rows = "".join(f"anping,investment,2026-09,{n},x\n" for n in range(1000))
    (tmp_path / "a.csv").write_text("organisation,fact,period,source,value\n" + rows)
    _, problems = read_tables([tmp_path / "a.csv"], EXPECTED)
    assert (
        len(problems) == 201 and "800" in problems[-1].in_("en") and problems[-1].severity is Severity.ERROR
    )


def test_a_second_column_of_one_role_is_not_dropped_in_silence(tmp_path: Path) -> None:
    rows = [["单位", "指标", "数值", "完成值"], ["安平镇", "investment", 1, 2]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "investment", "2026-Q3", 1)}
    assert codes(problems) == [("sheets-column-unknown", "D1")]


@pytest.mark.parametrize("title", ["投资完成情况（单位：万元）", "计量单位：%、万元", "Unit: 万元"])
def test_the_unit_stated_over_the_table_is_held_against_its_facts(title: str, tmp_path: Path) -> None:
    wide = [[title], ["单位", "固定资产投资", "办结率"], ["安平镇", 500, 90]]
    long = [[title], ["单位", "指标", "数值"], ["安平镇", "固定资产投资", 500]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 一=wide, 二=long)], EXPECTED)
    assert values(tables) == {("anping", "rate", "2026-Q3", 90)}
    assert codes(problems) == [("sheets-unit-differs", "B2"), ("sheets-unit-differs", "C3")]
    right = [[title.replace("万元", "亿元")], *wide[1:]]
    assert len(read_tables([book(tmp_path / "b.xlsx", s=right)], EXPECTED)[0].filed) == 2


def test_an_open_document_is_read_with_a_warning_of_what_it_does_not_tell(tmp_path: Path) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    text = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    number = "<table:table-cell office:value-type='float' office:value='{0}'><text:p>{0}</text:p></table:table-cell>"
    rows = [text.format("单位") + text.format("固定资产投资"), text.format("安平镇") + number.format("12.5")]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='{names}:manifest:1.0'/>")
        parts.writestr(
            "content.xml",
            f"<office:document-content xmlns:office='{names}:office:1.0' xmlns:table='{names}:table:1.0' "
            f"xmlns:text='{names}:text:1.0'><office:body><office:spreadsheet><table:table table:name='s'>"
            f"{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    tables, problems = read_tables([tmp_path / "a.ods"], EXPECTED)
    assert values(tables) == {("anping", "investment", "2026-Q3", Fraction("12.5"))}
    assert codes(problems) == [("sheets-form", "")]


def test_what_excel_shows_reaches_the_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["单位", "办结率", "固定资产投资"])
        sheet.write_row(1, 0, ["安平镇"])
        sheet.write(1, 1, 0.963, workbook.add_format({"num_format": "0.0%"}))
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    tables, problems = read_tables([tmp_path / "a.xlsx"], EXPECTED)
    assert values(tables) == {("anping", "rate", "2026-Q3", Fraction("96.3"))}
    assert codes(problems) == [("cell-excel-error", "C2")]


# keys, titles and constants --------------------------------------------------------------------------------

KEYED: Rows = [["单位编码", "单位名称", "类别"], ["", "安平镇", "t"], ["bc", "滨城街道", "t"], ["", "", "t"]]


def test_an_organisation_without_a_key_goes_by_its_title_and_one_with_neither_is_refused(
    tmp_path: Path,
) -> None:
    tables, problems = read_tables(
        [book(tmp_path / "a.xlsx", 单位=KEYED)], replace(EXPECTED, organisations=())
    )
    assert [(one.key, one.title) for one in tables.organisations] == [
        ("安平镇", "安平镇"),
        ("bc", "滨城街道"),
    ]
    assert codes(problems) == [("sheets-organisation-empty", "A4")]


def test_a_row_without_a_key_is_found_by_its_title_and_never_given_to_another(tmp_path: Path) -> None:
    rows: Rows = [
        ["单位编码", "单位名称", "固定资产投资"],
        ["", "滨城街道", 5],
        ["", "滨成街道", 6],
        ["", "安平镇", 7],
    ]
    tables, problems = read_tables(
        [book(tmp_path / "a.xlsx", 单位=KEYED[:3], s=rows)], replace(EXPECTED, organisations=())
    )
    assert {(one.organisation, one.value) for one in tables.filed} == {
        ("bc", Fraction(5)),
        ("安平镇", Fraction(7)),
    }
    assert codes(problems) == [("sheets-organisation-unknown", "B3")]


def test_a_key_and_a_title_of_two_organisations_are_a_problem(tmp_path: Path) -> None:
    rows: Rows = [["单位编码", "单位名称", "固定资产投资"], ["bc", "安平镇", 5]]
    _, problems = read_tables(
        [book(tmp_path / "a.xlsx", 单位=KEYED[:3], s=rows)], replace(EXPECTED, organisations=())
    )
    assert codes(problems) == [("sheets-organisation-mismatch", "B2")]
    assert "滨城街道" in problems[0].in_("zh") and "安平镇" in problems[0].in_("en")


def test_a_constant_of_an_organisation_must_be_a_number(tmp_path: Path) -> None:
    rows: Rows = [["单位编码", "难度系数"], ["a", "１．０５"], ["b", "约1.1"], ["c", "不适用"]]
    paths, known = [book(tmp_path / "a.xlsx", 单位=rows)], {"难度系数": "attribute:difficulty"}
    expected = replace(EXPECTED, organisations=(), constants=frozenset({"difficulty"}))
    tables, problems = read_tables(paths, expected, columns=known)
    assert [one.attributes.get("difficulty") for one in tables.organisations] == [
        Fraction(21, 20), None, Absence.NOT_APPLICABLE,
    ]  # fmt: skip
    assert codes(problems) == [("cell-approximate", "B3")]
    assert read_tables(paths, replace(expected, constants=frozenset()), columns=known)[1] == ()
