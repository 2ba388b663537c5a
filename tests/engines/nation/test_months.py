"""Month after month into one folder: what is finished stays, whatever is laid beside it, and a changed input is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

from benchmarks import country
from kaoping import Period, read_scheme_text
from kaoping.cli import main
from kaoping.engines.nation import Nation, score_nation
from kaoping.errors import KaopingError
from tests.engines.nation.test_nation import contents

ORGANISATIONS, ITEMS, PARTS = 80, 4, 5


@pytest.fixture
def land(tmp_path: Path) -> Path:
    folder = tmp_path / "land"
    folder.mkdir()
    (folder / "scheme.yaml").write_text(country.scheme(ITEMS), "utf-8")
    country.write_bodies(folder / "bodies.parquet", ORGANISATIONS)
    filed(folder, 1)
    filed(folder, 2)
    return folder


def filed(land: Path, month: int, seed: int | None = None) -> None:
    path = land / f"period=2026-{month:02d}" / "values.parquet"
    country.write_month(path, ORGANISATIONS, ITEMS, seed or month)


def nation_of(land: Path, *months: int) -> Nation:
    scheme = read_scheme_text((land / "scheme.yaml").read_text("utf-8"))
    return Nation(scheme, [land], [Period.parse(f"2026-{month:02d}") for month in months])


def test_more_months_are_added_to_those_that_are_done(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    done = score_nation(nation_of(land, 1, 2), tmp_path / "out")
    assert (done.again, len(done.records)) == (PARTS, 2 * PARTS)
    score_nation(nation_of(land, 1, 2), tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_month_alone_joins_those_before_it(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    score_nation(nation_of(land, 2), tmp_path / "out")
    score_nation(nation_of(land, 1, 2), tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_file_of_a_later_month_leaves_finished_months_as_they_are(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    filed(land, 3)
    assert score_nation(nation_of(land, 1), tmp_path / "out").again == PARTS


def test_a_changed_input_of_a_finished_month_is_refused_by_its_name(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1, 2), tmp_path / "out")
    before = contents(tmp_path / "out")
    filed(land, 2, seed=99)
    with pytest.raises(KaopingError) as refused:
        score_nation(nation_of(land, 1, 2), tmp_path / "out")
    (problem,) = refused.value.problems
    assert problem.code == "another-input" and "2026-02" in problem.what.en and "2026-02" in problem.what.zh
    assert refused.value.exit_code == 2
    assert contents(tmp_path / "out") == before
    assert score_nation(nation_of(land, 1), tmp_path / "out").again == PARTS


def test_another_list_of_organisations_is_another_input_of_every_month(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1, 2), tmp_path / "out")
    country.write_bodies(land / "bodies.parquet", ORGANISATIONS + 10)
    with pytest.raises(KaopingError) as refused:
        score_nation(nation_of(land, 1, 2), tmp_path / "out")
    assert [one.code for one in refused.value.problems] == ["another-input"] * 2


def test_a_month_whose_record_is_taken_away_is_done_again(land: Path, tmp_path: Path) -> None:
    """As the sentence says how to mend it."""
    score_nation(nation_of(land, 1, 2), tmp_path / "out")
    filed(land, 2, seed=99)
    for path in (tmp_path / "out" / "finished").glob("2026-02.*.json"):
        path.unlink()
    assert score_nation(nation_of(land, 1, 2), tmp_path / "out").again == PARTS
    score_nation(nation_of(land, 1, 2), tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_another_scheme_is_another_run(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    other = read_scheme_text(country.scheme(ITEMS - 1))
    with pytest.raises(KaopingError) as refused:
        score_nation(replace(nation_of(land, 1), scheme=other), tmp_path / "out")
    assert [one.code for one in refused.value.problems] == ["another-run"]


@pytest.mark.parametrize("damaged", ['{"a"', "[]", ""])
def test_a_damaged_record_of_a_run_is_a_sentence(
    land: Path, tmp_path: Path, damaged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    (tmp_path / "out" / "run.json").write_text(damaged)
    before = contents(tmp_path / "out")
    words = ["score", str(land / "scheme.yaml"), str(land), "--period", "2026-01", "--out", str(tmp_path / "out")]  # fmt: skip
    assert main([*words, "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "run.json the record of the run is damaged" in told and "Mend: " in told
    assert main([*words, "--lang", "zh"]) == 2
    assert "运行记录已损坏" in capsys.readouterr().err
    assert contents(tmp_path / "out") == before


def test_the_run_says_which_engine_it_was(land: Path, tmp_path: Path) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    run, record = (json.loads((tmp_path / "out" / name).read_text()) for name in ("run.json", "finished/2026-01.pilot.json"))  # fmt: skip
    assert run["engine"] == record["by"]["engine"] == "columnar"


def test_a_fault_in_a_later_month_does_not_stop_this_one(land: Path, tmp_path: Path) -> None:
    """Only what may hold values of a period is read for it."""
    country.write_month(land / "period=2026-03" / "values.parquet", ORGANISATIONS + 1, ITEMS)
    assert len(score_nation(nation_of(land, 1, 2), tmp_path / "out").records) == 2 * PARTS
    with pytest.raises(KaopingError) as refused:
        score_nation(nation_of(land, 3), tmp_path / "out")
    assert {one.code for one in refused.value.problems} == {"organisation-unknown"}


def test_what_another_engine_left_half_done_does_not_stay_beside_the_answers(
    land: Path, tmp_path: Path
) -> None:
    score_nation(nation_of(land, 1), tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "finished" / "2026-01.pilot.json").unlink()
    (tmp_path / "out" / "track=pilot" / "period=2026-01" / "part-00001.parquet").write_bytes(b"half")
    score_nation(nation_of(land, 1), tmp_path / "out")
    assert contents(tmp_path / "out") == before
