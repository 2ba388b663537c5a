"""The plan as SQL on DuckDB: an implementation of its own that gives the reference's answer, equal and not near."""

from __future__ import annotations

import pytest

import demo
from kaoping import read_scheme, score
from kaoping.engines.sql import SqlEngine
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan

pytest.importorskip("duckdb", reason="the extra duckdb is not installed")
pytest.importorskip("pyarrow", reason="the extra duckdb is not installed")

from kaoping.engines.sql.duck import DuckSession
from tests.sql.agreement import compared, differences

CASES, SHARE, LONG = 120, 12, 3_000


@pytest.mark.parametrize("first", range(0, CASES, SHARE))
def test_duckdb_gives_the_reference_answer_to_random_schemes(first: int) -> None:
    assert [*differences(range(first, first + SHARE), DuckSession)] == []


def test_a_plan_that_duckdb_itself_once_reckoned_wrong() -> None:
    """DuckDB 2.0.0 with its propagation of statistics gives 0 for a rounding of -0.57 in this case."""
    assert compared(133, DuckSession)[0] == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(CASES, LONG, 60))
def test_duckdb_gives_the_reference_answer_however_long_one_looks(first: int) -> None:
    assert [*differences(range(first, first + 60), DuckSession)] == []


def test_without_the_certificate_sql_is_found_out() -> None:
    """The control: floats alone decide some roundings, comparisons or places otherwise."""
    assert next(differences(range(CASES), DuckSession, certified=False), None) is not None


def test_most_cells_are_made_by_sql() -> None:
    """Else agreement would say nothing: what the reference takes over agrees with itself."""
    taken = cells = 0
    for seed in range(20):
        for run in compared(seed, DuckSession)[1]:
            taken += sum(one.cells for one in run.taken)
            cells += sum(len(run.cells[column]) for column in run.cells)
    assert 0 < taken < 0.1 * cells


def test_the_demo_year_is_the_same_to_the_byte() -> None:
    scheme, tables = read_scheme(demo.SCHEME), demo.build()
    sql = score(scheme, tables, str(demo.YEAR), engine="duckdb")
    reference = score(scheme, tables, str(demo.YEAR), engine="reference")
    assert sql.engine == "duckdb"
    assert sql.canonical() == reference.canonical()
    assert sql.findings == reference.findings


def test_the_whole_plan_is_there_as_text() -> None:
    scheme, tables = read_scheme(demo.SCHEME), demo.build()
    plan = compile_plan(scheme, tables.organisations, Period.parse(str(demo.YEAR)))
    script = SqlEngine("duckdb", DuckSession).run(plan, tables).script
    assert script and all(one.startswith("CREATE TABLE ") for one in script)
