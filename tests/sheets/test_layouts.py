"""Every layout a clerk gives a table is recognised by its words, in Chinese and in English."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kaoping.errors import Severity
from kaoping.periods import Cadence
from kaoping.sheets import Expected, ExpectedFact, Limits, read_tables
from kaoping.tables import Absence
from tests.sheets.cast import EXPECTED, NOBODY, Rows, book, codes, values


@pytest.mark.parametrize(
    "header",
    [
        ["编码", "单位名称", "类别", "上级单位", "难度系数", "备注"],
        ["key", "title", "kind", "parent", "难度系数", "note"],
    ],
)
def test_a_sheet_of_organisations_gives_them_with_their_attributes(header: list[str], tmp_path: Path) -> None:
    rows = [
        header,
        ["anping", "安平镇", "township", "云澜区", "1.05", "x"],
        ["qu", "云澜区", "district", "", 1, ""],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 单位=rows)], NOBODY)
    anping, qu = tables.organisations
    assert (anping.key, anping.title, anping.kind, anping.parent) == ("anping", "安平镇", "township", "qu")
    assert anping.attributes == {"难度系数": Fraction("1.05")} and qu.attributes == {"难度系数": 1}
    assert anping.place.cell == "A2"
    assert not codes(problems)


def test_an_attribute_with_words_in_it_is_text_throughout(tmp_path: Path) -> None:
    rows = [["key", "title", "zone", "code"], ["a", "A", "1", "007"], ["b", "B", "east", "12"]]
    tables, _ = read_tables([book(tmp_path / "a.xlsx", organisations=rows)], NOBODY)
    assert [body.attributes for body in tables.organisations] == [
        {"zone": "1", "code": "007"},
        {"zone": "east", "code": "12"},
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["单位", "指标", "期间", "完成值", "目标值", "数据来源", "版次", "备注"],
        ["organisation", "fact", "period", "value", "target", "source", "vintage", "note"],
    ],
)
def test_a_long_table_files_a_value_a_row(header: list[str], tmp_path: Path) -> None:
    rows = [
        header,
        ["安平镇", "固定资产投资", "2026年9月", "1,234.5万", 12, "统计局", 2, "初步"],
        ["bincheng", "investment", "2026-09", 3, None, "", "", ""],
        ["bincheng", "rate", "2026年第三季度", "不适用", "", "", "", ""],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 数据=rows)], EXPECTED)
    assert values(tables) == {
        ("anping", "investment.target", "2026-09", Fraction(12)),
        ("bincheng", "investment", "2026-09", Fraction(3)),
        ("bincheng", "rate", "2026-Q3", Absence.NOT_APPLICABLE),
    }
    target = next(filed for filed in tables.filed if filed.fact == "investment.target")
    assert (target.source, target.vintage, target.note, target.place.cell) == ("统计局", 2, "初步", "E2")
    assert codes(problems) == [("cell-unit", "D2")]
    assert "0.12345" in problems[0].in_("en")


def test_a_long_table_takes_the_order_of_its_columns_from_the_header(tmp_path: Path) -> None:
    rows = [["value", "period", "indicator", "organisation"], [5, "2026-09", "Fixed investment", "安平镇"]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "investment", "2026-09", Fraction(5))} and not problems


def test_a_wide_table_with_title_rows_totals_and_signatures_is_read(tmp_path: Path) -> None:
    rows = [
        ["云澜区2026年第三季度主要指标完成情况表"],
        [],
        ["序号", "单位", "固定资产投资（亿元）", "办结率", "是否公开", "面积"],
        [1, "安平镇", 12.5, "96.3%", "是", 30],
        [],
        [2, "滨城街道", "待报", "", "×", ""],
        ["", "合计", 12.5, "", "", ""],
        ["填报人：张三", "", "审核人：李四"],
        ["注：本表按季度报送，数据以统计局为准。"],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", Sheet1=rows)], EXPECTED)
    assert values(tables) == {
        ("anping", "investment", "2026-Q3", Fraction("12.5")),
        ("anping", "rate", "2026-Q3", Fraction("96.3")),
        ("anping", "open", "2026-Q3", True),
        ("anping", "area", "", Fraction(30)),
        ("bincheng", "investment", "2026-Q3", Absence.PENDING),
        ("bincheng", "open", "2026-Q3", False),
    }
    assert not codes(problems)
    assert [code for code, _ in codes(problems, Severity.NOTE)] == [
        "sheets-total-row",
        "sheets-note-row",
        "sheets-note-row",
    ]


def test_a_header_of_two_rows_with_merged_facts_files_targets_and_actuals(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        [],
        [None, "目标值", "完成值", "目标值", "完成值"],
        ["安平镇", 12, 13, 95, 96],
    ]
    merged = {"A1:E1": "2026年三季度情况", "A2:A3": "单位", "B2:C2": "固定资产投资", "D2:E2": "办结率"}
    tables, problems = read_tables([book(tmp_path / "a.xlsx", merged, s=rows)], EXPECTED)
    assert values(tables) == {
        ("anping", "investment.target", "2026-Q3", Fraction(12)),
        ("anping", "investment", "2026-Q3", Fraction(13)),
        ("anping", "rate.target", "2026-Q3", Fraction(95)),
        ("anping", "rate", "2026-Q3", Fraction(96)),
    }
    assert not problems


def test_a_category_merged_over_its_facts_does_not_hide_them(tmp_path: Path) -> None:
    rows: Rows = [[], ["", "固定资产投资", "办结率"], ["安平镇", 12, 13]]
    merged = {"A1:A2": "单位", "B1:C1": "高质量发展"}
    tables, problems = read_tables([book(tmp_path / "a.xlsx", merged, s=rows)], EXPECTED)
    assert {filed.fact for filed in tables.filed} == {"investment", "rate"} and not codes(problems)


@pytest.mark.parametrize(
    "header",
    ["investment.target", "固定资产投资 目标值", "固定资产投资（目标值）", "Fixed investment target"],
)
def test_a_target_may_be_named_in_the_header(header: str, tmp_path: Path) -> None:
    rows = [["organisation", header], ["anping", 5]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "investment.target", "2026-Q3", Fraction(5))} and not problems


def test_months_across_take_their_fact_from_the_sheet_and_their_year_from_the_title(tmp_path: Path) -> None:
    rows = [["2025年投资进度表"], ["单位", "1月", "2月", "12月"], ["安平镇", 1, 2, 3]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 固定资产投资=rows)], EXPECTED)
    assert values(tables) == {
        ("anping", "investment", "2025-01", Fraction(1)),
        ("anping", "investment", "2025-02", Fraction(2)),
        ("anping", "investment", "2025-12", Fraction(3)),
    }
    assert not codes(problems)


def test_months_that_excel_turned_into_dates_are_months(tmp_path: Path) -> None:
    rows = [["单位", date(2026, 7, 1), date(2026, 8, 1)], ["安平镇", 1, 2]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", investment=rows)], EXPECTED)
    assert {str(filed.period) for filed in tables.filed} == {"2026-07", "2026-08"} and not problems


@pytest.mark.parametrize("sheet", ["2026年8月", "2026-08", "2026年8月报表"])
def test_the_name_of_a_sheet_may_be_its_period(sheet: str, tmp_path: Path) -> None:
    tables, _ = read_tables(
        [book(tmp_path / "a.xlsx", **{sheet: [["单位", "固定资产投资"], ["安平镇", 1]]})], EXPECTED
    )
    assert values(tables) == {("anping", "investment", "2026-08", Fraction(1))}


def test_a_span_of_months_in_a_title_is_not_taken_for_a_period(tmp_path: Path) -> None:
    rows = [["2026年1—9月投资"], ["单位", "固定资产投资"], ["安平镇", 1]]
    tables, _ = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "investment", "2026-Q3", Fraction(1))}


def test_a_ballot_files_a_value_for_each_rater(tmp_path: Path) -> None:
    rows = [["民主测评汇总"], ["单位", "评委1", "评委2", "评价人：王五"], ["安平镇", 90, "弃权", 85]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert {(filed.fact, filed.rater, filed.value) for filed in tables.filed} == {
        ("morale", "评委1", 90),
        ("morale", "王五", 85),
    }
    assert codes(problems) == [("cell-not-a-number", "C3")]


def test_the_bloc_over_the_raters_is_their_group(tmp_path: Path) -> None:
    rows: Rows = [[], ["", "R01", "R02", "R03"], ["安平镇", 90, 91, 92]]
    tables, problems = read_tables(
        [book(tmp_path / "a.xlsx", {"A1:A2": "单位", "B1:D1": "评价人"}, 民主测评=rows)], EXPECTED
    )
    assert [filed.rater for filed in tables.filed] == ["R01", "R02", "R03"] and not problems
    rows = [[], ["", "评委1", "评委2", "评委3"], ["安平镇", 90, 91, 92]]
    merged = {"A1:A2": "单位", "B1:C1": "县级领导"}
    tables, problems = read_tables([book(tmp_path / "b.xlsx", merged, 民主测评=rows)], EXPECTED)
    assert [filed.rater_group for filed in tables.filed] == ["县级领导", "县级领导", ""]


@pytest.mark.parametrize(
    "header",
    [
        ["单位", "加减分项", "日期", "级别", "事由", "分值", "次数", "牵头/配合", "文号", "认定单位", "备注"],
        [
            "organisation",
            "event",
            "on",
            "level",
            "matter",
            "amount",
            "count",
            "share",
            "document",
            "decided_by",
            "note",
        ],
    ],
)
def test_a_sheet_of_events_gives_each_with_its_document(header: list[str], tmp_path: Path) -> None:
    rows = [
        header,
        [
            "安平镇",
            "加分奖项",
            date(2026, 9, 1),
            "国家级",
            "数字化",
            "3分",
            "2次",
            "牵头",
            "云办发〔2026〕8号",
            "组织部",
            "x",
        ],
        ["bincheng", "accident", "2026.3.5", "", "", "", "", "", "", "", ""],
    ]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", 事项=rows)], EXPECTED)
    first, second = tables.happenings
    assert (first.organisation, first.event, first.on, first.level) == (
        "anping",
        "honours",
        date(2026, 9, 1),
        "national",
    )
    assert (first.matter, first.amount, first.count, first.share) == ("数字化", 3, 2, "lead")
    assert (first.document, first.decided_by, first.note) == ("云办发〔2026〕8号", "组织部", "x")
    assert (second.event, second.on, second.amount, second.count) == ("accident", date(2026, 3, 5), None, 1)
    assert not problems


def test_an_organisation_merged_over_its_rows_counts_for_each(tmp_path: Path) -> None:
    rows: Rows = [["单位", "指标", "数值"], [None, "investment", 1], [None, "rate", 2]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", {"A2:A3": "安平镇"}, s=rows)], EXPECTED)
    assert {(filed.organisation, filed.fact) for filed in tables.filed} == {
        ("anping", "investment"),
        ("anping", "rate"),
    }
    assert not problems


def test_a_foreign_csv_is_read_by_a_mapping_of_its_headers(tmp_path: Path) -> None:
    (tmp_path / "hdi.csv").write_text(
        "iso3,country,hdicode,hdi_1990,hdi_2022,le_2022\nAFG,Afghanistan,Low,0.284,0.462,62.879\nALB,Albania,High,,0.789,76.833\n"
    )
    expected = Expected((ExpectedFact("hdi"), ExpectedFact("life")))
    tables, problems = read_tables(
        [tmp_path / "hdi.csv"],
        expected,
        columns={
            "iso3": "organisation",
            "country": "title",
            "hdicode": "attribute:group",
            "hdi_1990": "hdi@1990",
            "hdi_2022": "hdi@2022",
            "le_2022": "life",
        },
        constants={"period": "2021", "source": "undp"},
    )
    assert [(body.key, body.title, body.attributes) for body in tables.organisations] == [
        ("AFG", "Afghanistan", {"group": "Low"}),
        ("ALB", "Albania", {"group": "High"}),
    ]
    assert values(tables) == {
        ("AFG", "hdi", "1990", Fraction("0.284")),
        ("AFG", "hdi", "2022", Fraction("0.462")),
        ("AFG", "life", "2021", Fraction("62.879")),
        ("ALB", "hdi", "2022", Fraction("0.789")),
        ("ALB", "life", "2021", Fraction("76.833")),
    }
    assert {filed.source for filed in tables.filed} == {"undp"}
    assert codes(problems, *Severity) == [("sheets-organisations-drawn", "")]


def test_a_header_may_name_fact_and_period_or_rater_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "organisation,investment@2026-08,investment.target@2026,morale#R01\nanping,1,2,3\n"
    )
    tables, problems = read_tables([tmp_path / "a.csv"], EXPECTED)
    assert values(tables) == {
        ("anping", "investment", "2026-08", 1),
        ("anping", "investment.target", "2026", 2),
        ("anping", "morale", "2026-Q3", 3),
    }
    assert [filed.rater for filed in tables.filed] == ["", "", "R01"] and not problems


def test_a_column_mapped_to_nothing_is_left_out_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("organisation,investment,junk\nanping,1,2\n")
    assert codes(read_tables([tmp_path / "a.csv"], EXPECTED)[1]) == [("sheets-column-unknown", "C1")]
    assert read_tables([tmp_path / "a.csv"], EXPECTED, columns={"junk": ""})[1] == ()


def test_the_order_of_files_changes_no_value(tmp_path: Path) -> None:
    bodies = book(tmp_path / "o.xlsx", 单位=[["key", "title"], ["anping", "安平镇"]])
    figures = book(tmp_path / "v.xlsx", s=[["单位", "固定资产投资"], ["安平镇", 5]])
    one, two = read_tables([bodies, figures], NOBODY), read_tables([figures, bodies], NOBODY)
    assert one[0] == two[0] and one[1] == two[1] == ()


def test_the_published_indices_are_read_whole(shared: Path) -> None:
    facts = ("hdi", "le", "eys", "mys", "gnipc")
    years = (1990, 2000, 2010, 2019, 2021, 2022)
    columns = {f"{fact}_{year}": f"{fact}@{year}" for fact in facts for year in years}
    columns |= {
        "iso3": "organisation",
        "country": "title",
        "hdicode": "",
        "region": "kind",
        "hdi_rank_2022": "",
    }
    expected = Expected(tuple(ExpectedFact(fact, cadence=Cadence.YEAR) for fact in facts))
    tables, problems = read_tables([shared / "data/undp/hdi.csv"], expected, columns=columns, limits=Limits())
    assert codes(problems) == []
    assert sum(filed.fact == "hdi" for filed in tables.filed) == 1086
    assert next(
        f.value for f in tables.filed if f.organisation == "AFG" and str(f.period) == "1990"
    ) == Fraction("0.284")


def test_a_column_called_year_is_the_period_of_its_row(tmp_path: Path) -> None:
    rows = [["单位", "年度", "固定资产投资"], ["安平镇", 2024, 1], ["安平镇", "2025年", 2]]
    tables, problems = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert {str(filed.period) for filed in tables.filed} == {"2024", "2025"} and not problems


def test_a_day_in_a_title_is_not_taken_for_a_month(tmp_path: Path) -> None:
    rows = [["填报时间：2026年9月28日"], ["单位", "固定资产投资"], ["安平镇", 5]]
    tables, _ = read_tables([book(tmp_path / "a.xlsx", s=rows)], EXPECTED)
    assert values(tables) == {("anping", "investment", "2026-Q3", 5)}
