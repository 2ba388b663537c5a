"""The results workbook of a run: tracks, statements, lines, what may be left out of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kaoping.cli import main
from tests.cli.cast import District, district
from tests.cli.test_score import rows


@pytest.fixture
def yunlan(tmp_path: Path) -> District:
    return district(tmp_path)


def test_the_workbook_shows_each_track_and_a_statement_for_each_organisation(
    yunlan: District, tmp_path: Path
) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    book = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")
    assert book.sheetnames == [
        "封面", "乡镇街道", "区直部门", "安平镇", "滨城街道", "朝阳镇", "文旅局", "财政局", "明细", "计分过程", "说明",
    ]  # fmt: skip
    track = book["乡镇街道"]
    header = [cell.value for cell in track[3]]
    assert header[:5] == ["位次", "单位编码", "单位", "总分", "高质量发展"]
    assert [[cell.value for cell in row[:4]] for row in track.iter_rows(min_row=4)] == [
        [1, "bincheng", "滨城街道", 91.5], [2, "chaoyang", "朝阳镇", 88.8], [3, "anping", "安平镇", 68.87],
    ]  # fmt: skip
    assert track["D4"].number_format == "0.00" and track.freeze_panes == "D4" and track.auto_filter.ref
    assert track.print_title_rows == "$1:$3" and int(track.page_setup.paperSize) == 9
    statement = {row[0].value.strip(): row for row in book["安平镇"].iter_rows(min_row=6)}
    growth = statement["投资增速"]
    assert [cell.value for cell in growth[1:7]] == ["%", 10, 12, 40, 36.67, 3.33]
    assert "目标完成率" in growth[8].value and "83.33%" in growth[9].value
    assert statement["党建等级"][2].value == "一般"


def test_the_lines_of_the_workbook_are_those_of_the_csv(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    sheet = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")["明细"]
    found = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [list(row.values()) for row in rows(tmp_path / "out" / "lines.csv")]


def test_statements_are_written_for_those_named_only(yunlan: District, tmp_path: Path) -> None:
    for asked, titles in (("none", []), ("anping,culture", ["安平镇", "文旅局"])):
        main(
            yunlan.score("--out", str(tmp_path / asked), "--quiet", "--format", "xlsx", "--statements", asked)
        )
        names = openpyxl.load_workbook(tmp_path / asked / "results.xlsx").sheetnames
        assert [
            name for name in names if name in ("安平镇", "滨城街道", "朝阳镇", "文旅局", "财政局")
        ] == titles


def test_the_same_run_writes_the_same_bytes(yunlan: District, tmp_path: Path) -> None:
    for name in ("a", "b"):
        main(yunlan.score("--out", str(tmp_path / name), "--quiet"))
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_names_of_others_can_be_left_out(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "open"), "--quiet"))
    main(yunlan.score("--out", str(tmp_path / "hidden"), "--quiet", "--hide-others"))
    told = {}
    for name in ("open", "hidden"):
        sheet = openpyxl.load_workbook(tmp_path / name / "results.xlsx")["安平镇"]
        told[name] = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "朝阳镇" in told["open"] and "朝阳镇" not in told["hidden"]


def test_a_title_that_looks_like_a_formula_stays_a_title(yunlan: District, tmp_path: Path) -> None:
    text = yunlan.bodies.read_text("utf-8-sig").replace(
        "朝阳镇", "=1+1"
    )  # a title of a csv is text, whatever it looks like
    yunlan.bodies.write_text(text, "utf-8")
    yunlan.events.write_text("单位,事项,级别\n", "utf-8")
    assert main(yunlan.score("--out", str(tmp_path / "out"), "--quiet")) == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")["乡镇街道"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells] and all(cell.data_type != "f" for cell in cells)
    assert ",'=1+1," in (tmp_path / "out" / "lines.csv").read_text("utf-8-sig")


def test_a_statement_says_rule_grade_and_figures_as_a_person_reads_them(
    yunlan: District, tmp_path: Path
) -> None:
    text = yunlan.figures.read_text("utf-8-sig").replace(
        "anping,investment,2025-12,100", "anping,investment,2025-12,97"
    )
    yunlan.figures.write_text(text, "utf-8")
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    book = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")
    statement = {row[0].value.strip(): row for row in book["安平镇"].iter_rows(min_row=6)}
    growth = statement["投资增速"]
    assert (
        growth[8].value == "目标完成率：目标 商定值，封顶 1.2，目标为零时 零分 → 乘以 难度系数 → 不高于 满分"
    )
    assert growth[2].number_format == "0.0000" and growth[3].number_format == "0"
    assert "已计分" not in {row[10].value for row in statement.values()}
    steps = [[cell.value for cell in row] for row in book["计分过程"].iter_rows(min_row=2)]
    assert {row[5] for row in steps if row[4].strip("　") == "等次"} <= {"优秀", "一般"}
