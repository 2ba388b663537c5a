"""A nation in SQL: read from Parquet and written to it by the session, the reference's answer line by line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="the extra duckdb is not installed")
pytest.importorskip("pyarrow", reason="the extra duckdb is not installed")

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import country
from kaoping import Period, read_scheme_text, score
from kaoping.cli import main
from kaoping.engines.choice import session_for
from kaoping.engines.nation import Nation, score_nation
from kaoping.engines.nation.whole import prepared
from kaoping.engines.sql import bundles
from kaoping.engines.sql import filed as sql_filed
from kaoping.engines.sql.duck import DuckSession
from kaoping.engines.sql.nation import Land, NationRun
from kaoping.engines.sql.whole import score_in_sql
from kaoping.errors import KaopingError, Problem, TableError, Words
from tests.engines.nation.filed import (
    different,
    filed_apart,
    told_by_card,
    told_by_files,
    write_bodies,
    write_long,
    write_plain,
    write_wide,
)
from tests.engines.nation.test_noticed import CAREFUL, careful, forgetful_case
from tests.generative.random_schemes import numbered_case

SEEDS = 48


def disagreements(seed: int, folder: Path, certified: bool = True) -> list[str]:
    """What of a random case differs from the reference's scorecard, or from its refusal."""
    case = numbered_case(seed, every=2)
    scheme = read_scheme_text(case.scheme_text)
    beside, values = filed_apart(case.tables)
    folder.mkdir()
    long = seed % 4 == 3 and not any(isinstance(one.value, bool) for one in values)
    files = [write_long(folder / "long.parquet", values)] if long else write_plain(folder, values)
    nation = Nation(
        scheme, [write_bodies(folder / "bodies.parquet", case.tables.organisations), *files],
        [Period.parse(case.period)], beside, certified=certified,
    )  # fmt: skip
    try:
        card = score(scheme, case.tables, case.period, engine="reference")
    except KaopingError as expected:
        with pytest.raises(KaopingError) as refused:
            score_in_sql(nation, folder / "out", "duckdb", DuckSession)
        return sorted({one.code for one in expected.problems} ^ {one.code for one in refused.value.problems})
    try:
        score_in_sql(nation, folder / "out", "duckdb", DuckSession)
    except KaopingError as unexpected:
        return sorted({one.code for one in unexpected.problems})
    return different(told_by_card(card, case.period), told_by_files(folder / "out", case.period))


@pytest.mark.parametrize("first", range(0, SEEDS, 12))
def test_random_schemes_get_the_reference_answer_from_parquet_by_sql(first: int, tmp_path: Path) -> None:
    assert {
        seed: wrong
        for seed in range(first, first + 12)
        if (wrong := disagreements(seed, tmp_path / str(seed)))
    } == {}


def test_without_the_certificate_a_nation_in_sql_is_found_out(tmp_path: Path) -> None:
    """The control: floats alone decide some rounding, comparison or place otherwise."""
    assert any(disagreements(seed, tmp_path / str(seed), certified=False) for seed in range(SEEDS))


# a country -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    (folder / "scheme.yaml").write_text(country.scheme(8, rules=country.SQL_RULES), "utf-8")
    country.write_bodies(folder / "bodies.parquet", 300)
    country.write_month(folder / "period=2026-01" / "values.parquet", 300, 8)
    return folder


def scored(land: Path, out: Path, *more: str) -> int:
    return main(["score", str(land / "scheme.yaml"), str(land), "--period", "2026-01", "--out", str(out), "--lang", "en", "--quiet", *more])  # fmt: skip


def test_the_command_gives_the_same_answers_by_sql_as_by_arrays(land: Path, tmp_path: Path) -> None:
    assert scored(land, tmp_path / "arrays") == 0
    assert scored(land, tmp_path / "sql", "--engine", "duckdb", "--memory", "1GB") == 0
    arrays, sql = (told_by_files(tmp_path / name, "2026-01") for name in ("arrays", "sql"))
    assert arrays and arrays == sql


def test_figures_are_read_by_the_session_and_not_by_python(land: Path, tmp_path: Path) -> None:
    """Else agreement would say nothing of reading by SQL."""
    nation = Nation(
        read_scheme_text((land / "scheme.yaml").read_text("utf-8")), [land], [Period.parse("2026-01")]
    )
    ready, session = prepared(nation), DuckSession()
    try:
        told = Land.of(session, nation.scheme, ready.tables, ready.sources)
        run = NationRun(ready.work[0].part.plan, told, session, ["total"])
        run.write({ready.work[0].part.tracks[0]: tmp_path / "out"})
        assert len(run.in_files) >= 10
        assert run.filings.held == {}
    finally:
        session.close()


def longest_statement(folder: Path, items: int) -> int:
    """Characters of the longest statement for a country of so many items."""
    country.write_bodies(folder / "bodies.parquet", 60)
    country.write_month(folder / "period=2026-01" / "values.parquet", 60, items)
    nation = Nation(read_scheme_text(country.scheme(items)), [folder], [Period.parse("2026-01")])
    ready, session = prepared(nation), DuckSession()
    try:
        plan, tracks = ready.work[0].part.plan, ready.work[0].part.tracks
        told = Land.of(session, nation.scheme, ready.tables, ready.sources)
        run = NationRun(plan, told, session, [node.node for node in plan.nodes])
        run.write({tracks[0]: folder / "out"})
        return max(len(one) for one in run.script)
    finally:
        session.close()


def test_no_statement_grows_with_the_number_of_items(tmp_path: Path) -> None:
    """A planner takes longer than in proportion, and Spark's Java for it can no longer be compiled."""
    assert longest_statement(tmp_path, 40) < 45_000


def test_without_bundles_that_have_enough_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(bundles, "ENOUGH", 10**9)
    assert longest_statement(tmp_path, 40) > 90_000


@pytest.mark.parametrize("filed", [300, 290])
def test_who_filed_nothing_is_scored_as_missing_all(land: Path, tmp_path: Path, filed: int) -> None:
    """The files are joined from their own side, so that a cluster need not send them round: nobody may get lost by it."""
    here = tmp_path / "land"
    path = here / "period=2026-01" / "values.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pq.ParquetFile(land / "period=2026-01" / "values.parquet").read().slice(0, filed), path)
    scheme = read_scheme_text((land / "scheme.yaml").read_text("utf-8"))
    nation = Nation(scheme, [land / "bodies.parquet", path], [Period.parse("2026-01")])
    score_nation(nation, tmp_path / "arrays")
    score_in_sql(nation, tmp_path / "sql", "duckdb", DuckSession)
    arrays, sql = (told_by_files(tmp_path / name, "2026-01") for name in ("arrays", "sql"))
    assert len(arrays) and arrays == sql


def test_a_column_that_is_no_plain_decimal_is_left_to_arrays(land: Path, tmp_path: Path) -> None:
    table = pq.ParquetFile(land / "period=2026-01" / "values.parquet").read()
    form = table.schema.set(
        table.schema.get_field_index("x1"), table.schema.field("x1").with_type(pa.float64())
    )
    assert sql_filed._in_file("t", "x1", form) is None
    assert sql_filed._in_file("t", "x1", table.schema) is not None


@pytest.mark.parametrize(("status", "code"), [("lost", "no-cell"), ("missing", None)])
def test_a_status_that_is_no_word_is_refused_by_sql_too(
    land: Path, tmp_path: Path, status: str, code: str | None
) -> None:
    path = tmp_path / "land" / "period=2026-01" / "values.parquet"
    path.parent.mkdir(parents=True)
    table = pq.ParquetFile(land / "period=2026-01" / "values.parquet").read()
    words = [status if value is None else None for value in table["x1"].to_pylist()]
    at = table.schema.get_field_index("x1.status")
    pq.write_table(table.set_column(at, "x1.status", pa.array(words)), path)
    nation = Nation(
        read_scheme_text((land / "scheme.yaml").read_text("utf-8")),
        [land / "bodies.parquet", path],
        [Period.parse("2026-01")],
    )
    if code is None:
        score_in_sql(nation, tmp_path / "out", "duckdb", DuckSession)
        return
    with pytest.raises(TableError) as refused:
        score_in_sql(nation, tmp_path / "out", "duckdb", DuckSession)
    assert {one.code for one in refused.value.problems} == {code}


def test_sql_tells_what_arrays_tell(tmp_path: Path) -> None:
    """What nobody filed, what sources say differently, totals that only look alike: the same sentences, in SQL too."""
    kinds: set[str] = set()
    for seed in range(16):
        scheme, tables, period = forgetful_case(seed)
        beside, values = filed_apart(tables)
        (folder := tmp_path / str(seed)).mkdir()
        files = [write_bodies(folder / "b.parquet", tables.organisations), *write_plain(folder, values)]
        nation = Nation(scheme, files, [Period.parse(period)], beside)
        try:
            arrays = score_nation(nation, folder / "arrays").problems
        except KaopingError:
            continue
        assert score_in_sql(nation, folder / "sql", "duckdb", DuckSession).problems == arrays, seed
        kinds |= {one.code for one in arrays}
    assert "nothing-filed" in kinds


def test_a_careful_scheme_tells_the_same_in_sql(tmp_path: Path) -> None:
    tables = careful(200)
    files = [write_bodies(tmp_path / "b.parquet", tables.organisations), *write_wide(tmp_path, tables.filed)]
    nation = Nation(read_scheme_text(CAREFUL), files, [Period.parse("2026")])
    arrays = score_nation(nation, tmp_path / "arrays").problems
    assert {one.code for one in arrays} == {"sources-disagree", "near-tie"}
    assert score_in_sql(nation, tmp_path / "sql", "duckdb", DuckSession).problems == arrays


def test_a_month_that_no_file_holds_is_said_plainly_in_sql(
    land: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["score", str(land / "scheme.yaml"), str(land), "--period", "2026-05", "--out", str(tmp_path / "out")]  # fmt: skip
    assert main([*command, "--lang", "en", "--engine", "duckdb"]) == 0
    assert "2026-05: no file holds any value of this period" in capsys.readouterr().err


# what keeps it from working -----------------------------------------------------------------------------


@pytest.mark.parametrize("memory", ["1MB", "5MB"])
def test_too_little_memory_is_a_sentence_and_the_next_try_goes_on(
    land: Path, tmp_path: Path, memory: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scored(land, tmp_path / "out", "--engine", "duckdb", "--memory", memory) == 2
    told = capsys.readouterr().err
    assert "limit of memory" in told and "Mend: allow more with --memory" in told
    assert scored(land, tmp_path / "out", "--engine", "duckdb") == 0


def test_no_memory_at_all_is_refused(land: Path, tmp_path: Path) -> None:
    assert scored(land, tmp_path / "out", "--engine", "duckdb", "--memory", "0") == 2
    assert not (tmp_path / "out").exists()


def test_a_nation_in_sql_takes_every_processor_and_small_tables_one(
    land: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = DuckSession.__init__

    def noting(self: DuckSession, threads: int = 1, memory: str = "", folder: str = "") -> None:
        asked.append(threads)
        real(self, threads, memory, folder)

    monkeypatch.setattr(DuckSession, "__init__", noting)
    monkeypatch.setattr("kaoping.engines.choice.processors", lambda: 3)
    assert scored(land, tmp_path / "out", "--engine", "duckdb") == 0
    assert asked == [3]
    session = session_for("duckdb")()
    session.close()
    assert asked == [3, 1]


def test_months_finished_by_arrays_stay_when_sql_goes_on(land: Path, tmp_path: Path) -> None:
    assert scored(land, tmp_path / "out") == 0
    before = told_by_files(tmp_path / "out", "2026-01")
    for path in (tmp_path / "out" / "finished").glob("*.village.json"):
        path.unlink()
    assert scored(land, tmp_path / "out", "--engine", "duckdb") == 0
    assert told_by_files(tmp_path / "out", "2026-01") == before
    assert json.loads((tmp_path / "out" / "run.json").read_text())["engine"] == "duckdb"


def test_a_fault_in_a_later_month_does_not_stop_this_one(
    land: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what may hold values of a period is read for it, by SQL as by arrays."""
    later = tmp_path / "land"
    shutil.copytree(land, later)
    country.write_month(later / "period=2026-02" / "values.parquet", 301, 8)
    assert scored(later, tmp_path / "out", "--engine", "duckdb") == 0
    assert scored(later, tmp_path / "both", "--engine", "duckdb", "--period", "2026-01..2026-02") == 11
    assert "1 rows are about organisations that are not listed" in capsys.readouterr().err
    done, expected = (told_by_files(tmp_path / name, "2026-01") for name in ("both", "out"))
    assert done and done == expected


def test_what_ended_a_run_is_told_and_not_what_follows_from_it(land: Path, tmp_path: Path) -> None:
    class Ended(DuckSession):
        """Nothing can be done any more once a table could not be made."""

        def make(self, name: str, select: str, rows: int) -> None:
            raise KaopingError(Problem("first", Words("一", "one")))

        def drop(self, name: str) -> None:
            raise KaopingError(Problem("second", Words("二", "two")))

    nation = Nation(
        read_scheme_text((land / "scheme.yaml").read_text("utf-8")), [land], [Period.parse("2026-01")]
    )
    with pytest.raises(KaopingError) as told:
        score_in_sql(nation, tmp_path / "out", "duckdb", Ended)
    assert [one.code for one in told.value.problems] == ["first"]
