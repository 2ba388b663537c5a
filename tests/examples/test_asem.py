"""The ASEM index of sustainable connectivity: 49 indicators of 51 countries, 8 pillars, 2 sub-indices, 1 index.

Every way is scored by the library, exactly, and computed a second time in NumPy (`numpy_index`). All 60 × 51 numbers
must agree to 1e-12 of their size, and be absent in the same places.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.examples import numpy_index as by_hand
from tests.examples.asem_ways import (
    ARITHMETIC,
    BOX_COX,
    FROM_1,
    GEOMETRIC,
    HARMONIC,
    WAYS,
    Rows,
    Way,
    computed,
    scheme_text,
)
from tests.examples.numpy_index import Column, Number
from tests.examples.running import EXAMPLES, Outcomes, scored

NEAR = Fraction(1, 10**12)
NODES, UNITS = 60, 51
Run = Callable[[Path | str], Outcomes]
BY_NAME = {way.name: way for way in WAYS}
CAREFUL = Way(
    "careful", *FROM_1, tuple(replace(one, at_least="2/3") for one in (ARITHMETIC, GEOMETRIC, HARMONIC)),  # type: ignore[arg-type]
    impute_by="GDP_group", treat=BOX_COX, treated=by_hand.where_crooked(lambda x: by_hand.box_cox(x, "0.5")), numbers=3060,
)  # fmt: skip


@pytest.fixture(scope="module")
def table(shared: Path) -> Path:
    """The published indicators."""
    return _there(shared / "data" / "asem" / "raw.csv")


@pytest.fixture(scope="module")
def raw(table: Path) -> Rows:
    """One row a country."""
    return _rows(table)


@pytest.fixture(scope="module")
def meta(shared: Path) -> Rows:
    """One row an indicator or node."""
    return _rows(_there(shared / "data" / "asem" / "meta.csv"))


def _there(path: Path) -> Path:
    if not path.is_file():
        pytest.skip(f"no such published table: {path}")
    return path


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _near(exact: Fraction | None, near: Number) -> bool:
    if exact is None or np.isnan(near):
        return exact is None and bool(np.isnan(near))
    return abs(exact - Fraction(*near.as_integer_ratio())) <= NEAR * abs(exact)


def _apart(card: Outcomes, judge: dict[str, Column], raw: Rows) -> list[tuple[str, str]]:
    """Node and country wherever the two computations differ."""
    return [
        (node, row["uCode"])
        for node, numbers in judge.items()
        for row, near in zip(raw, numbers, strict=True)
        if not _near(card[row["uCode"], node].points, near)
    ]


def _present(card: Outcomes) -> int:
    return sum(one.points is not None for one in card.values())


@pytest.fixture
def run(table: Path, tmp_path: Path) -> Run:
    """Scores a scheme, given as a file or as its text."""

    def scored_scheme(scheme: Path | str) -> Outcomes:
        if isinstance(scheme, str):
            path = tmp_path / "scheme.yaml"
            path.write_text(scheme, encoding="utf-8")
            scheme = path
        return scored(scheme, table, EXAMPLES / "asem.columns.yaml", "2018", tmp_path / "out")

    return scored_scheme


@pytest.mark.parametrize("name", BY_NAME)
def test_each_way_agrees_with_numpy_in_all_nodes(name: str, run: Run, meta: Rows, raw: Rows) -> None:
    way = BY_NAME[name]
    card = run(scheme_text(way, meta, raw))
    judge = computed(way, meta, raw)
    assert (len(judge), len(raw), len(card)) == (NODES, UNITS, NODES * UNITS)
    assert _apart(card, judge, raw) == []
    assert _present(card) == way.numbers


@pytest.mark.parametrize(("file", "way"), [("asem_usual", BY_NAME["usual"]), ("asem_careful", CAREFUL)])
def test_the_written_schemes_agree_with_numpy(file: str, way: Way, run: Run, meta: Rows, raw: Rows) -> None:
    card = run(EXAMPLES / f"{file}.yaml")
    assert _apart(card, computed(way, meta, raw), raw) == []
    assert _present(card) == way.numbers


def test_the_ways_are_all_different(meta: Rows, raw: Rows) -> None:
    """Were two alike, one of them would prove nothing."""
    totals = [computed(way, meta, raw)["total"].astype(float).round(9).tobytes() for way in WAYS]
    assert len(set(totals)) == len(WAYS)


def test_the_judge_tells_a_wrong_number(run: Run, meta: Rows, raw: Rows) -> None:
    """The comparison fails where one setting differs: skewness beyond 1 instead of 2."""
    text = scheme_text(BY_NAME["usual"], meta, raw)
    assert text.count("skew: 2,") == 1
    card = run(text.replace("skew: 2,", "skew: 1,"))
    assert _apart(card, computed(BY_NAME["usual"], meta, raw), raw) != []
