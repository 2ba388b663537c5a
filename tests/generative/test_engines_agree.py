"""Every engine gives the reference's answer: equal, not near, on thousands of random schemes and tables."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from kaoping.engines.base import READINGS
from kaoping.engines.columnar import ColumnarColumns
from kaoping.engines.columnar import arithmetic as on_columns
from kaoping.engines.sql import arithmetic as in_sql
from kaoping.engines.sql import expressions as x
from kaoping.plan.steps import Above, Combine, Formula, Rank, Round, Statistic
from kaoping.tables import Absence
from tests.generative.agreement import NAMES, Outcome, compared, differences, engines
from tests.generative.bounds import Bounds, holds, kept

CASES, SHARE = 2_000, 25
LONG, LONG_SHARE = 200_000, 1_000
SOME = 60


@pytest.mark.parametrize("first", range(0, CASES, SHARE))
def test_every_engine_gives_the_reference_answer(first: int) -> None:
    assert dict(differences(range(first, first + SHARE), engines())) == {}


@pytest.mark.long
@pytest.mark.parametrize("first", range(CASES, LONG, LONG_SHARE))
def test_every_engine_gives_the_reference_answer_however_long_one_looks(first: int) -> None:
    assert dict(differences(range(first, first + LONG_SHARE), engines())) == {}


def test_the_engine_in_sql_took_part() -> None:
    if "duckdb" not in NAMES:
        pytest.skip("the extra duckdb is not installed: only the columnar engine was compared")
    assert NAMES == ("columnar", "duckdb")


@pytest.mark.parametrize("engine", NAMES)
def test_without_its_certificate_an_engine_is_found_out(engine: str) -> None:
    """The control: floats alone decide some roundings, comparisons or places otherwise."""
    found = next(differences(range(CASES), engines([engine], certified=False)), None)
    assert found is not None


def a_quarter(engine: str) -> Callable[..., Any]:
    """What makes near parts in an engine, with bounds of a quarter."""
    if engine == "columnar":
        columns = on_columns.near
        return lambda value, error, *rest: columns(value, error * 0.25, *rest)
    rows = in_sql.near
    return lambda value, error, *rest: rows(value, x.mul(error, x.lit(0.25)), *rest)


@pytest.mark.parametrize("engine", NAMES)
def test_a_bound_that_is_too_small_is_found_out(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: every answer is still the reference's, for what is near is read as the reference works it out."""
    monkeypatch.setattr(on_columns if engine == "columnar" else in_sql, "near", a_quarter(engine))
    found = next(differences(range(CASES), engines([engine])), None)
    assert found is not None and found[1] == [f"{engine}: bounds"]


@pytest.mark.parametrize("engine", NAMES)
def test_near_columns_are_held_against_the_reference(engine: str) -> None:
    """Several in each case, and few of them with a bound so wide that it says nothing."""
    made = [one.made[engine] for one in outcomes() if engine in one.made]
    bounds = [bounds for columns in made for _, bounds in kept(columns)]
    assert len(bounds) > 4 * SOME
    endless = [one for one in bounds if not np.any(np.asarray(one.error) < 1)]
    assert len(endless) < 0.1 * len(bounds)


def test_a_bound_holds_to_the_last_digit() -> None:
    number = Fraction(5, 4)
    assert holds(Bounds(0, 1.0, 0.25), [number])
    assert not holds(Bounds(0, 1.0, np.nextafter(0.25, 0)), [number])
    assert not holds(Bounds(0, 1.0, 0.25), [number + Fraction(1, 10**40)])
    assert not holds(Bounds(0, np.nextafter(1.0, 0), 0.25), [number])
    assert holds(Bounds(0, 0.0, np.inf), [number])


def test_a_near_column_has_numbers_where_the_reference_has() -> None:
    number, away = Fraction(5, 4), Absence.MISSING
    assert holds(Bounds(np.array([0, 3]), 1.0, 0.25), [number, away])
    assert not holds(Bounds(np.array([0, 0]), 1.0, 0.25), [number, away])
    assert not holds(Bounds(np.array([0, 3]), 1.0, 0.25), [number, number])


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    return tuple(compared(seed, engines()) for seed in range(SOME))


def test_few_cases_are_refused() -> None:
    """Else agreement would say little: two refusals agree."""
    assert sum(one.is_refused for one in outcomes()) <= SOME / 10


@pytest.mark.parametrize("engine", NAMES)
def test_little_is_handed_to_the_reference(engine: str) -> None:
    """Else agreement would say nothing: what the reference takes over agrees with itself.

    Cells in doubt, and beside them the steps that are the reference's altogether: documents, grades, awards and the like.
    """
    cells = sum(one.cells for one in outcomes())
    assert 0 < sum(one.doubts[engine] for one in outcomes()) < 0.02 * cells
    assert 0 < sum(one.whole[engine] for one in outcomes()) < 0.08 * cells


WITH_A_FORM = (Formula, Combine, Round, Statistic, Rank, Above)


def test_every_step_the_reference_ran_for_the_columnar_engine_is_noted() -> None:
    """With how many cells it took and how long; so are the cells it compared for a place."""
    kinds, in_order = set[str](), 0
    for columns in (one.made["columnar"] for one in outcomes() if "columnar" in one.made):
        assert isinstance(columns, ColumnarColumns) and columns.judge is not None
        noted = {one.column: one for one in columns.handed if one.whole}
        in_order += sum(one.cells for one in columns.handed if one.kind == "Rank" and not one.whole)
        for step in columns.judge.plan.steps:
            size = len(columns.judge.keys(step.id))
            if size and not isinstance(step, (*WITH_A_FORM, *READINGS)):
                one = noted[step.id]
                kinds.add(one.kind)
                assert (one.kind, one.cells) == (type(step).__name__, size) and one.seconds > 0
    assert in_order > 0
    assert kinds >= {"ReadEvents", "ReadPanel", "Treat", "Below", "Grading", "Awarding"}
