"""The plan as SQL on DuckDB: the demo year, its text, and what DuckDB once did wrong. Random schemes: tests/generative."""

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
from tests.generative.agreement import compared, in_sql


def test_a_plan_that_duckdb_itself_once_reckoned_wrong() -> None:
    """DuckDB 2.0.0 with its propagation of statistics gives 0 for a rounding of -0.57 in this case."""
    assert compared(133, {"duckdb": in_sql(DuckSession)}).differs_in == []


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
