"""Every engine gives the reference's answer: equal, not near, on thousands of random schemes and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from kaoping.engines.columnar import arithmetic as on_columns
from kaoping.engines.sql import arithmetic as in_sql
from kaoping.engines.sql import expressions as x
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
    """Some of every ten columns, and few of them with a bound so wide that it says nothing."""
    made = [one.made[engine] for one in outcomes() if engine in one.made]
    bounds = [bounds for columns in made for _, bounds in kept(columns)]
    assert len(bounds) > 5 * SOME
    endless = [one for one in bounds if not np.any(np.asarray(one.error) < 1)]
    assert len(endless) < 0.1 * len(bounds)


def test_a_bound_holds_to_the_last_digit() -> None:
    third, away = Fraction(1, 3), Absence.MISSING
    apart = abs(Fraction(1 / 3) - third)
    error = float(apart)
    assert Fraction(error) == apart
    assert holds(Bounds(0, 1 / 3, error), [third])
    assert not holds(Bounds(0, 1 / 3, np.nextafter(error, 0)), [third])
    assert holds(Bounds(0, 0.0, np.inf), [third])
    assert holds(Bounds(np.array([0, 3]), 1 / 3, error), [third, away])
    assert not holds(Bounds(np.array([0, 0]), 1 / 3, error), [third, away])
    assert not holds(Bounds(np.array([0, 3]), 1 / 3, error), [third, third])


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    return tuple(compared(seed, engines()) for seed in range(SOME))


def test_few_cases_are_refused() -> None:
    """Else agreement would say little: two refusals agree."""
    assert sum(one.is_refused for one in outcomes()) <= SOME / 10


def test_little_is_handed_to_the_reference() -> None:
    """Else agreement would say nothing: what the reference takes over agrees with itself."""
    cells = sum(one.cells for one in outcomes())
    doubts = sum((one.doubts for one in outcomes()), Counter[str]())
    whole = sum((one.whole for one in outcomes()), Counter[str]())
    print(doubts, whole, cells)
