"""`kaoping score`, from files to files."""

from __future__ import annotations

import csv
import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from kaoping import Period, read_scheme, score
from kaoping.cli import main
from kaoping.exact import canonical_text
from kaoping.explain import every_step, trace, traces
from kaoping.sheets import read_tables
from kaoping.sheets.from_scheme import constant_columns, expected_of
from kaoping.sheets.results_out import AWARD_COLUMNS, LINE_COLUMNS, PROBLEM_COLUMNS
from tests.cli.cast import District, district, written


@pytest.fixture
def yunlan(tmp_path: Path) -> District:
    return district(tmp_path)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def card_of(yunlan: District):  # type: ignore[no-untyped-def]
    scheme, period = read_scheme(yunlan.scheme), Period.parse("2026")
    paths = [Path(one) for one in yunlan.tables]
    tables, _ = read_tables(paths, expected_of(scheme, period), columns=constant_columns(scheme))
    return score(scheme, tables, period)


def test_the_files_hold_what_the_library_scores(yunlan: District, tmp_path: Path) -> None:
    assert main(yunlan.score("--out", str(tmp_path / "out"))) == 0
    card = card_of(yunlan)
    assert (tmp_path / "out" / "scorecard.json").read_bytes() == card.canonical() + b"\n"
    lines = rows(tmp_path / "out" / "lines.csv")
    assert [(one["organisation"], one["node"], one["points"]) for one in lines] == [
        (line.organisation, line.node, canonical_text(line.points)) for line in card.lines
    ]
    assert len(lines) > 30 and {one["status"] for one in lines} >= {"scored"}


def test_the_columns_are_the_documented_ones(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    page = (Path(__file__).parents[2] / "docs" / "reference" / "results.md").read_text("utf-8")
    for name, columns in (("lines", LINE_COLUMNS), ("awards", AWARD_COLUMNS), ("problems", PROBLEM_COLUMNS)):
        head = (tmp_path / "out" / f"{name}.csv").read_text("utf-8-sig").splitlines()[0]
        assert head == ",".join(columns)
        told = page.split(f"## {name}")[1].split("\n## ")[0].split("| status |")[0]
        assert [row.split("`")[1] for row in told.splitlines() if row.startswith("| `")] == list(columns)


def test_json_lines_and_csv_say_the_same(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    for name in ("lines", "awards"):
        told = [
            json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]
        assert [{key: cell or "" for key, cell in one.items()} for one in told] == rows(
            tmp_path / "out" / f"{name}.csv"
        )
        assert told


def test_every_organisation_has_a_trace_whose_points_are_its_line(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet", "--format", "jsonl", "--traces", "all"))
    traces = [
        json.loads(line)["trace"]
        for line in (tmp_path / "out" / "traces.jsonl").read_text("utf-8").splitlines()
    ]
    card = card_of(yunlan)
    assert {(one["organisation"]["key"], one["points"]) for one in traces} == {
        (line.organisation, canonical_text(line.points)) for line in card.lines if line.node == "total"
    }


def test_traces_are_written_on_request_only_and_for_whom_they_are_asked(
    yunlan: District, tmp_path: Path
) -> None:
    for asked, keys in (
        ([], None),
        (["--traces", "none"], None),
        (["--traces", "anping,culture"], ["anping", "culture"]),
    ):
        folder = tmp_path / str(keys)
        assert main(yunlan.score("--out", str(folder), "--quiet", "--format", "json", *asked)) == 0
        found = folder / "traces.jsonl"
        assert found.exists() is (keys is not None)
        if keys is not None:
            told = [json.loads(line)["trace"] for line in found.read_text("utf-8").splitlines()]
            assert [one["organisation"]["key"] for one in told] == keys
    assert main(yunlan.score("--quiet", "--traces", "nobody")) == 2


def test_what_an_earlier_run_left_in_the_folder_is_named(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(yunlan.score("--out", str(tmp_path), "--traces", "all"))
    assert "以前的计分" not in capsys.readouterr().err
    main(yunlan.score("--out", str(tmp_path)))
    assert "traces.jsonl 是以前的计分写的" in capsys.readouterr().err


def test_what_the_run_notices_is_told_and_listed(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = yunlan.figures.read_text("utf-8-sig")
    kept = [line for line in text.splitlines() if ",complaints," not in line]
    yunlan.figures.write_text("\n".join(kept), "utf-8")
    assert main(yunlan.score("--out", str(tmp_path))) == 0
    assert "投诉办结率" in capsys.readouterr().err
    assert "nothing-filed" in [one["code"] for one in rows(tmp_path / "problems.csv")]
    assert main(yunlan.score("--check")) == 0
    assert "投诉办结率" in capsys.readouterr().out


@pytest.mark.parametrize("named", [True, False])
def test_traces_told_together_are_those_told_one_by_one(yunlan: District, named: bool) -> None:
    card = card_of(yunlan)
    wholes = [(line.organisation, line.group) for line in card.lines if line.node == "total"]
    together = list(traces(card, wholes, named))
    assert together == [trace(card, key, group=group, name_others=named) for key, group in wholes]
    others = {
        entry.body.key
        for one in together
        for step in every_step(one)
        for entry in step.population
        if not entry.own
    }
    assert (others == {""}) is not named


def test_only_the_formats_asked_for_are_written(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet", "--format", "json"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["scorecard.json"]


def test_the_track_is_shown_by_place(yunlan: District, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(yunlan.score()) == 0
    told = capsys.readouterr()
    order = [told.out.index(title) for title in ("滨城街道", "朝阳镇", "安平镇")]
    assert order == sorted(order) and "91.50" in told.out and "运行号" in told.err
    assert main([*yunlan.score()[:-1], "en"]) == 0
    assert "Townships" in capsys.readouterr().out


def test_a_quiet_run_says_nothing(yunlan: District, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(yunlan.score("--quiet")) == 0
    assert capsys.readouterr() == ("", "")


# refusals ----------------------------------------------------------------------------------------------


def spoilt(yunlan: District) -> District:
    text = yunlan.figures.read_text("utf-8-sig").replace(",113,", ",约113,", 1)
    yunlan.figures.write_text(text, "utf-8")
    return yunlan


def test_one_wrong_cell_stops_the_run_and_touches_no_result(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    before = (tmp_path / "out" / "lines.csv").read_bytes()
    assert main(spoilt(yunlan).score("--out", str(tmp_path / "out"))) == 11
    told = capsys.readouterr()
    assert "数据.csv:D6" in told.err and "改法" in told.err and told.out == ""
    assert (tmp_path / "out" / "lines.csv").read_bytes() == before
    assert [one["cell"] for one in rows(tmp_path / "out" / "problems.csv")] == ["D6"]


def test_a_dry_run_names_every_problem_and_writes_nothing(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(yunlan.score("--check", "--out", str(tmp_path / "out"))) == 0
    assert "5 个单位" in capsys.readouterr().err
    assert main(spoilt(yunlan).score("--check", "--out", str(tmp_path / "out"))) == 11
    assert "数据.csv:D6" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_warning_does_not_stop_the_run(yunlan: District, capsys: pytest.CaptureFixture[str]) -> None:
    text = yunlan.figures.read_text("utf-8-sig").replace("complaints,2026,90", "complaints,2026,90.25", 1)
    yunlan.figures.write_text(text, "utf-8")
    assert main(yunlan.score()) == 0
    assert "提醒" in capsys.readouterr().err


def test_an_undeclared_absence_is_found_by_the_dry_run(
    yunlan: District, capsys: pytest.CaptureFixture[str]
) -> None:
    yunlan.scheme.write_text(yunlan.scheme.read_text("utf-8").replace("missing: zero, ", ""), "utf-8")
    text = (
        yunlan.figures.read_text("utf-8-sig")
        .replace("anping,complaints,2026,90,\n", "")
        .replace("anping,complaints,2026,90,\r\n", "")
    )
    yunlan.figures.write_text(text, "utf-8")
    assert main(yunlan.score("--check")) == 11
    assert "anping" in capsys.readouterr().out


def test_a_value_that_is_no_choice_and_a_filed_derived_value_are_refused(
    yunlan: District, capsys: pytest.CaptureFixture[str]
) -> None:
    more = written(
        yunlan.folder / "更多.csv",
        [
            ("单位", "指标", "期间", "数值"),
            ("anping", "standing", "2025", "很好"),
            ("anping", "investment_growth", "2026", 3),
        ],
    )
    assert main([*yunlan.score()[:2], *yunlan.tables, str(more), *yunlan.score()[5:]]) == 11
    told = capsys.readouterr().err
    assert "更多.csv:D2" in told and "更多.csv:D3" in told and "investment_growth.target" in told


def test_each_kind_of_failure_has_its_exit_code(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: [", "utf-8")
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(b"PK\x03\x04 no workbook")
    words = yunlan.score()
    cases = [
        (["score", str(broken), *words[2:]], 10),
        (["score", str(tmp_path / "none.yaml"), *words[2:]], 12),
        ([*words[:2], str(torn), "--period", "2026"], 12),
        ([*words[:2], str(tmp_path / "none.csv"), "--period", "2026"], 12),
        ([*words, "--format", "pdf"], 2),
        ([*words, "--statements", "nobody"], 2),
        ([*words, "--constant", "colour=red"], 2),
        ([*words, "--map", "没有等号"], 2),
        ([*words[:-3], "someday"], 2),
        ([*words, "--cycle", "weekly"], 10),
        ([*words, "--out", str(yunlan.scheme)], 12),
        (["score"], 2),
        (["nothing"], 2),
    ]
    for command, code in cases:
        assert (main(command), command) == (code, command)
        told = capsys.readouterr()
        assert told.out == "" and told.err and "Traceback" not in told.err


def test_a_programmers_mistake_still_shows_where_it_happened(
    yunlan: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise AssertionError("a mistake")

    monkeypatch.setattr("kaoping.cli.score.show_standings", mistaken)
    with pytest.raises(AssertionError):
        main(yunlan.score())


def test_an_organisation_in_no_track_is_told_unless_it_stands_above_others(
    yunlan: District, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*more: str) -> str:
        kept = yunlan.bodies.read_text("utf-8-sig").replace("难度系数", "难度系数,上级", 1)
        path = yunlan.folder / "名单.csv"
        path.write_text("\n".join([kept.strip(), *more]), "utf-8")
        assert (
            main(
                [
                    "score",
                    str(yunlan.scheme),
                    str(path),
                    *yunlan.tables[1:],
                    "--period",
                    "2026",
                    "--lang",
                    "zh",
                ]
            )
            == 0
        )
        return capsys.readouterr().err

    assert "不在任何赛道" not in told()
    found = told("quzhi,区志办,区直部门,,")
    assert (
        "区志办不在任何赛道，不计分（类别“区直部门”）" in found
        and "department、subdistrict、township" in found
    )
    assert "不在任何赛道" not in told("qu,云澜区,区,,", "baizhu,白苎镇,township,,qu")


# headers -----------------------------------------------------------------------------------------------


def test_headers_of_ones_own_are_mapped(
    yunlan: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = yunlan.figures.read_text("utf-8-sig").replace("单位,指标,期间,数值", "谁,什么,期间,多少", 1)
    yunlan.figures.write_text(text, "utf-8")
    assert main(yunlan.score("--quiet")) == 11
    headers = tmp_path / "headers.yaml"
    headers.write_text("谁: organisation\n什么: fact\n", "utf-8")
    assert main(yunlan.score("--columns", str(headers), "--map", "多少=value")) == 0
    assert "91.50" in capsys.readouterr().out


def test_a_period_said_once_counts_where_the_table_is_silent(yunlan: District) -> None:
    silent = written(
        yunlan.folder / "年.csv", [("单位", "investment"), *[(key, 100) for key in ("anping", "bincheng")]]
    )
    words = [*yunlan.score()[:2], str(yunlan.bodies), str(silent), *yunlan.score()[5:]]
    assert main([*words, "--quiet"]) == 11  # the year is no month
    assert main([*words, "--quiet", "--constant", "period=2026-12"]) == 0


def test_scoring_never_enters_the_room_of_intake(yunlan: District) -> None:
    import subprocess

    code = "import sys; from kaoping.cli import main; main(sys.argv[1:]); sys.exit('kaoping.intake' in sys.modules)"
    words = [sys.executable, "-c", code, *yunlan.score("--quiet")]
    assert subprocess.run(words, check=False).returncode == 0
    entered = [sys.executable, "-c", code, "intake", "--help"]
    assert subprocess.run(entered, check=False, stdout=subprocess.DEVNULL).returncode == 1


def test_an_endless_decimal_is_exact_in_the_lists(yunlan: District, tmp_path: Path) -> None:
    text = yunlan.scheme.read_text("utf-8").replace(
        "rounding: {places: 2, at: [item, total]}", "rounding: {places: 2, at: [total]}"
    )
    yunlan.scheme.write_text(text, "utf-8")
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    found = {(one["organisation"], one["node"]): one for one in rows(tmp_path / "out" / "lines.csv")}
    assert Fraction(found["anping", "investment_growth"]["points"]) == Fraction(40) * Fraction(
        10, 12
    ) * Fraction(11, 10)
    assert found["anping", "investment_growth"]["points"] == "110/3"
