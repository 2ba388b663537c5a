"""`kaoping template`: what is asked, what may be entered, and that it comes back as it was filled in."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kaoping import Absence, Period, read_scheme
from kaoping.cli import main
from kaoping.errors import Problem
from kaoping.sheets import read_tables
from kaoping.sheets.from_scheme import constant_columns, expected_of
from kaoping.sheets.periods_in import period_in
from kaoping.tables import Tables
from tests.cli.cast import ORGANISATIONS, TOWNS, District, district


@pytest.fixture
def yunlan(tmp_path: Path) -> District:
    return district(tmp_path)


def template(yunlan: District, *more: str, tables: list[str] | None = None) -> Path:
    out = yunlan.folder / "template.xlsx"
    given = [str(yunlan.bodies)] if tables is None else tables
    words = ["template", str(yunlan.scheme), *given, "--period", "2026", "--out", str(out), "--lang", "zh"]
    assert main([*words, *more]) == 0
    return out


def read(yunlan: District, *paths: Path) -> tuple[Tables, tuple[Problem, ...]]:
    scheme = read_scheme(yunlan.scheme)
    return read_tables(paths, expected_of(scheme, Period.parse("2026")), columns=constant_columns(scheme))


def filed(tables: Tables) -> set[tuple[object, ...]]:
    return {
        (one.organisation, one.fact, str(one.period or ""), one.source, one.rater, one.value)
        for one in tables.filed
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_template_reads_back_as_no_values_and_no_problems(yunlan: District, language: str) -> None:
    tables, problems = read(yunlan, template(yunlan, "--lang", language))
    assert problems == () and tables.filed == () and tables.happenings == ()
    assert [(one.key, one.title, one.kind) for one in tables.organisations] == [
        one[:3] for one in ORGANISATIONS
    ]


def columns(sheet: Worksheet) -> dict[str, int]:
    """Key → column, off the key row."""
    return {str(cell.value): cell.column for cell in sheet[4] if cell.value}


def test_a_filled_template_reads_back_as_exactly_what_was_filled(yunlan: District) -> None:
    path = template(yunlan)
    book = openpyxl.load_workbook(path)
    expected: set[tuple[object, ...]] = set()
    answers = {"investment": 110.25, "investment@2025-12": 98.5, "investment_growth.target": "不适用", "complaints": 91.5,
               "open_data": "是", "standing": "较好", "morale": 88}  # fmt: skip
    exact = {"investment_growth.target": Absence.NOT_APPLICABLE, "open_data": True, "standing": "较好"}
    for sheet in book:
        if sheet["A2"].value != "单位编码":
            continue
        at, rater = columns(sheet), next((c.column for c in sheet[2] if c.value == "评价人"), None)
        for row in range(5, sheet.max_row + 1):
            for key, column in at.items():
                cell = sheet.cell(row, column)
                if cell.protection.locked:
                    continue
                cell.value = answers[key]
                fact, _, period = key.partition("@")
                who = sheet.cell(row, rater).value if rater else ""
                value = exact.get(
                    key, Fraction(str(answers[key])) if not isinstance(answers[key], str) else None
                )
                expected.add(
                    (sheet.cell(row, 1).value, fact, period or sheet.cell(row, 3).value, "", who, value)
                )
    book.save(path)
    tables, problems = read(yunlan, path)
    assert problems == () and filed(tables) == expected
    assert {one[1] for one in expected} == {key.partition("@")[0] for key in answers}
    assert len(expected) == 3 * 3 + 5 * 3 + 5 * 3


def test_only_what_the_scheme_uses_is_asked_and_only_of_whom_it_concerns(yunlan: District) -> None:
    book = openpyxl.load_workbook(template(yunlan))
    assert book.sheetnames[:3] == ["填表说明", "单位", "统计局 月"]
    statistics = book["统计局 月"]
    assert list(columns(statistics)) == ["investment", "investment@2025-12"]  # nobody uses the population
    assert [statistics.cell(row, 1).value for row in range(5, statistics.max_row + 1)] == list(TOWNS)
    growth = next(sheet for sheet in book if "investment_growth.target" in [cell.value for cell in sheet[4]])
    at = columns(growth)["investment_growth.target"]
    open_for = {
        growth.cell(row, 1).value
        for row in range(5, growth.max_row + 1)
        if not growth.cell(row, at).protection.locked
    }
    assert open_for == set(TOWNS)


def test_headers_are_locked_and_cells_held_to_their_fact(yunlan: District) -> None:
    book = openpyxl.load_workbook(template(yunlan))
    sheet = book["统计局 月"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert (
        sheet["A2"].protection.locked and sheet["A5"].protection.locked and not sheet["D5"].protection.locked
    )
    assert [sheet[cell].value for cell in ("D2", "D3", "D4")] == ["固定资产投资", "以亿元计", "investment"]
    assert "不含农户" in sheet["D2"].comment.text and "第九条" in sheet["D2"].comment.text
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert "D5>=0" in rules["D5:D7"].formula1 and "D5<=1000" in rules["D5:D7"].formula1
    hotline = book["热线办"]
    assert {one.type for one in hotline.data_validations.dataValidation} == {"custom", "list"}


def test_known_values_are_written_in_on_request(yunlan: District) -> None:
    given, _ = read(yunlan, *map(Path, yunlan.tables))
    back, problems = read(yunlan, template(yunlan, "--filled", tables=yunlan.tables))
    assert problems == ()
    assert filed(back) == filed(given)  # what no sheet asks, ballots among it, stands on a sheet of its own
    assert [
        (one.organisation, one.event, one.level, one.on, one.matter, one.document) for one in back.happenings
    ] == [
        (one.organisation, one.event, one.level, one.on, one.matter, one.document) for one in given.happenings
    ]
    assert {one.key: one.attributes for one in back.organisations} == {
        one.key: one.attributes for one in given.organisations
    }


def test_the_filled_workbook_alone_scores_as_the_tables_do(
    yunlan: District, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(template(yunlan, "--filled", tables=yunlan.tables))
    del book["其余数据"]
    ballot = book["填报 测评"]
    votes = {(row[0], row[4]): row[3] for row in _csv(yunlan.figures) if row[1] == "morale"}
    for row in range(5, ballot.max_row + 1):
        ballot.cell(row, columns(ballot)["morale"]).value = int(
            votes[ballot.cell(row, 1).value, ballot.cell(row, 4).value]
        )
    book.save(yunlan.folder / "filled.xlsx")
    main(yunlan.score("--lang", "zh"))
    before = capsys.readouterr().out
    assert (
        main(
            [
                "score",
                str(yunlan.scheme),
                str(yunlan.folder / "filled.xlsx"),
                "--period",
                "2026",
                "--lang",
                "zh",
            ]
        )
        == 0
    )
    assert capsys.readouterr().out == before and "91.50" in before


def _csv(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text("utf-8-sig").splitlines()[1:]]


def test_a_suppliers_own_workbook_reads_together_with_the_offices(yunlan: District) -> None:
    path = template(yunlan, "--supplier", "statistics")
    assert openpyxl.load_workbook(path).sheetnames == ["填表说明", "统计局 月", "_lists"]
    tables, problems = read(yunlan, yunlan.bodies, path)
    assert problems == () and len(tables.organisations) == 5


def test_the_same_list_in_two_workbooks_is_no_problem_and_two_lists_are(yunlan: District) -> None:
    first = template(yunlan)
    second = yunlan.folder / "second.xlsx"
    book = openpyxl.load_workbook(first)
    book.save(second)
    assert read(yunlan, first, second)[1] == ()
    book["单位"]["B2"].value = "安平乡"
    book.save(second)
    assert [one.code for one in read(yunlan, first, second)[1]] == ["sheets-organisation-twice"]


def test_without_organisations_there_is_a_list_to_fill_in_first(yunlan: District) -> None:
    path = template(yunlan, tables=[])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填表说明", "单位", "_lists"]
    for row, (key, title, kind, difficulty) in enumerate(ORGANISATIONS, start=2):
        for column, cell in enumerate(
            (key, title, kind, None, float(difficulty) if difficulty else None), start=1
        ):
            assert not book["单位"].cell(row, column).protection.locked
            book["单位"].cell(row, column).value = cell
    book.save(path)
    tables, problems = read(yunlan, path)
    assert problems == () and [one.key for one in tables.organisations] == [one[0] for one in ORGANISATIONS]
    assert tables.organisations[0].attributes == {"difficulty": Fraction(11, 10)}


def test_a_workbook_that_exists_is_left_alone(yunlan: District, capsys: pytest.CaptureFixture[str]) -> None:
    path = template(yunlan)
    before = path.read_bytes()
    words = ["template", str(yunlan.scheme), "--period", "2026", "--out", str(path)]
    assert main(words) == 2 and path.read_bytes() == before
    assert main([*words, "--force"]) == 0 and path.read_bytes() != before
    assert main([*words[:-1], str(path.with_suffix(".csv"))]) == 2
    assert main([*words, "--force", str(yunlan.bodies), "--supplier", "nobody"]) == 2
    capsys.readouterr()


MONTHS = """\
schema: kaoping-scheme/1
id: months
title: 逐月考评
version: "1"
groups: {towns: {title: 乡镇, of: {kind: township}}}
facts:
  closed: {title: 办结数, unit: 件, runs: period, every: month, from: hotline}
  target_like: {title: 目标, unit: 件, every: month, from: hotline}
  area: {title: 面积, unit: 平方公里, every: once, sources: [land, statistics]}
defaults: {missing: zero, not_applicable: rescale, undefined: zero}
cycles:
  monthly:
    every: month
    items:
      - closed: {full: 10, rule: {reach: {target: target_like}}}
  annual:
    every: year
    items:
      - whole: {title: 全年, full: 10, of: "over(points(monthly), month, mean)", rule: {as_it_is: {}}}
      - dense: {title: 密度, full: 10, of: closed / area, rule: {reach: {target: 1}}}
"""


def test_months_are_rows_with_their_period_and_sources_sheets_of_their_own(yunlan: District) -> None:
    yunlan.scheme.write_text(MONTHS, "utf-8")
    path = template(yunlan, "--through", "2026-03")
    book = openpyxl.load_workbook(path)
    months = book["hotline 月"]
    assert {months.cell(row, 3).value for row in range(5, months.max_row + 1)} >= {
        "2026-01",
        "2026-02",
        "2026-03",
    }
    assert months["E2"].value == "target_like"  # its title alone would be read as a column of targets
    both = [sheet for sheet in book if sheet.title.endswith("不分期间 多来源")]
    assert [sheet["C5"].value for sheet in both] == ["land", "statistics"]
    for number, sheet in enumerate(both):
        sheet["D5"].value = 7 + number
    months["D5"].value, months["E5"].value = 5, 6
    book.save(path)
    tables, problems = read(yunlan, path)
    assert problems == ()
    assert filed(tables) == {
        ("anping", "area", "", "land", "", Fraction(7)), ("anping", "area", "", "statistics", "", Fraction(8)),
        ("anping", "closed", "2026-01", "", "", Fraction(5)), ("anping", "target_like", "2026-01", "", "", Fraction(6)),
    }  # fmt: skip


@pytest.mark.parametrize("header", ["Decided by", "Marks", "Mayor", "Sepia", "Julius"])
def test_a_word_that_begins_like_a_month_is_no_month(header: str) -> None:
    assert period_in(header, 2026) is None
    assert (
        period_in("Sept 2026")
        == period_in("September", 2026)
        == period_in("sep", 2026)
        == Period.parse("2026-09")
    )
