"""`python -m demo` shows a track and a statement in either language, and writes files that read back the same."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from rich.cells import cell_len

import demo
from demo.__main__ import main
from demo.writing import write_workbook
from kaoping import Period, Scheme, Scorecard, Tables, read_scheme, score
from kaoping.errors import Severity
from kaoping.scorecard import digest_of
from kaoping.sheets import read_tables
from kaoping.sheets.from_scheme import constant_columns, expected_of


@pytest.fixture(scope="module")
def told() -> str:
    """What the command says in Chinese."""
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        assert main([]) == 0
    return heard.getvalue()


def test_the_command_shows_everybody_the_statement_and_the_reasons(card: Scorecard, told: str) -> None:
    assert card.run_id in told and card.scheme_digest[:16] in told and card.inputs_digest[:16] in told
    bodies = {one.key: one.title for one in card.tables.organisations}
    assert all(bodies[key] in told for key in card.plan.members["townships"])
    for word in ("单列", "优秀", "争先进位奖", "固定资产投资", "不适用", "失分最多的五项", "满分 "):
        assert word in told, word


def test_the_columns_of_the_track_stand_under_each_other(card: Scorecard, told: str) -> None:
    titles = {one.title for one in card.tables.organisations if one.key in card.plan.members["townships"]}
    rows = [row for row in told.splitlines() if len(row.split()) > 8 and row.split()[1] in titles]
    assert len(rows) == 18
    assert len({cell_len(row[: row.index(".") + 3]) for row in rows}) == 1
    assert len({len(row[: row.index(".") + 3]) for row in rows}) > 1, (
        "the control: counting characters would not do"
    )


def test_the_command_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "--unit", "data_bureau"]) == 0
    told = capsys.readouterr().out
    for word in ("Anping Town", "Excellent", "Award for progress", "Data Bureau", "The five largest losses"):
        assert word in told, word


def test_the_files_written_read_back_as_the_same_tables(
    scheme: Scheme, tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--write", str(tmp_path)]) == 0
    names = [Path(one).name for one in capsys.readouterr().out.split()]
    assert names == [
        "scheme.yaml",
        "organisations.csv",
        "values.csv",
        "targets.csv",
        "ballots.csv",
        "events.csv",
    ]
    paths = [tmp_path / name for name in names[1:]]
    expected = expected_of(scheme, Period.parse("2026"))
    found, problems = read_tables(paths, expected, columns=constant_columns(scheme))
    assert [one.in_("en") for one in problems if one.severity is Severity.ERROR] == []
    assert digest_of(found) == digest_of(tables)


def test_the_sheet_of_one_supplier_reads_back_as_what_he_filed(
    scheme: Scheme, tables: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "state_assets.xlsx"
    write_workbook(tables, demo.SCHEME, path, demo.YEAR, ["state_assets"])
    expected = expected_of(scheme, Period.parse("2026"), tables.organisations)
    found, problems = read_tables([path], expected)
    assert [one.in_("en") for one in problems if one.severity is Severity.ERROR] == []
    filed = {(one.organisation, one.fact, one.period): one.value for one in tables.filed}
    read = {(one.organisation, one.fact, one.period): one.value for one in found.filed}
    assert ("logistics", "debt_ratio", Period.parse("2026")) in read
    assert all(filed[where] == value for where, value in read.items())


def test_an_unknown_track_or_unit_is_refused_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    for words, near in (
        (["--track", "township"], "townships"),
        (["--unit", "anpin", "--lang", "en"], "anping"),
    ):
        assert main(words) == 2
        told = capsys.readouterr()
        assert near in told.err and told.out == ""


def test_the_filled_workbook_scores_as_the_files_do(tables: Tables, card: Scorecard, tmp_path: Path) -> None:
    path = tmp_path / "year.xlsx"
    write_workbook(tables, demo.SCHEME, path, demo.YEAR)
    scheme = read_scheme(demo.SCHEME)
    found, problems = read_tables(
        [path], expected_of(scheme, Period.parse("2026")), columns=constant_columns(scheme)
    )
    assert [one.in_("en") for one in problems if one.severity is Severity.ERROR] == []
    again = score(scheme, found, "2026")
    assert (again.lines, again.awards) == (card.lines, card.awards)
