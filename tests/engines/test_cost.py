"""What engines cost, in calls of Python functions: a count that is the same on a busy machine and a quiet one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from random import Random

import numpy as np

from kaoping import Filed, Organisation, Period, Tables, read_scheme_text
from kaoping.engines.choice import COLUMNAR_FROM, engine_for
from kaoping.engines.columnar import ColumnarEngine
from kaoping.engines.columnar.tiles import Prepared, Tiles
from kaoping.engines.reference import ReferenceEngine
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import Plan
from tests.engines.test_tiles import problem
from tests.engines.test_whatif import SCHEME

YEAR = Period.parse("2026")


def calls(work: Callable[[], object]) -> int:
    """How many Python functions are called."""
    counted = [0]

    def count(frame: object, event: str, argument: object) -> None:
        counted[0] += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted[0]


def district(size: int) -> tuple[Plan, Tables]:
    draw = Random(5)
    towns = tuple(Organisation(f"t{i:04d}", f"镇{i}", "town") for i in range(size))
    names = ("energy", "roads", "gdp", "gdp.target")
    filed = tuple(
        Filed(town.key, name, Fraction(draw.randint(100, 99_999), 100), YEAR)
        for town in towns
        for name in names
    )
    scheme = read_scheme_text(SCHEME.format(full=50, cap="1.2"))
    return compile_plan(scheme, towns, YEAR), Tables(towns, filed)


def test_columns_take_a_fraction_of_the_calls_of_the_reference() -> None:
    plan, tables = district(400)
    slow = calls(lambda: ReferenceEngine().run(plan, tables))
    fast = calls(lambda: ColumnarEngine().run(plan, tables))
    assert fast * 3 < slow


def test_the_calls_of_columns_grow_with_what_is_read_and_no_faster() -> None:
    few, many = (calls(lambda n=n: ColumnarEngine().run(*district(n))) for n in (200, 800))  # type: ignore[misc]
    assert many < 4.5 * few


def test_a_tile_takes_the_same_calls_however_many_organisations_it_has() -> None:
    def tile(size: int) -> Prepared:
        draw = np.random.default_rng(1)
        values = draw.integers(20, 120, (12, size)).astype(np.int32) * 100
        targets = draw.integers(50, 120, (2, size)).astype(np.int32) * 100
        nothing = np.zeros(size, np.int32)
        whole = Tiles.of(values, targets, nothing, nothing, np.zeros(size, np.bool_), np.array([0, size]))
        return Prepared(problem(1), whole, fast=False)

    few, many = (calls(tile(size).score) for size in (100, 1_000))
    assert abs(many - few) <= 200  # a total near a rounding point costs some more


def test_the_engine_is_chosen_by_size() -> None:
    small, large = district(4)[0], district(COLUMNAR_FROM)[0]
    assert engine_for(small).name == "reference"
    assert engine_for(large).name == "columnar"
    assert engine_for(large, "reference").name == "reference"
