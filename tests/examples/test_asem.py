"""The ASEM index of sustainable connectivity: 49 indicators of 51 countries, 8 pillars, 2 sub-indices, 1 index.

Every way is scored by the library, exactly, and computed a second time in NumPy (`numpy_index`). All 60 × 51 numbers
must agree to 1e-12 of their size, and be absent in the same places.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kaoping import Scorecard, read_scheme, read_scheme_text
from kaoping.scheme.model import Scheme
from kaoping.tables import Absence, Cell
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
from tests.examples.running import EXAMPLES, scored

NEAR = Fraction(1, 10**12)
NODES, UNITS = 60, 51
COLUMNS = {
    "uCode": "organisation",
    "uName": "title",
    "Time": "period",
    **{key: f"attribute:{key}" for key in ("GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group")},
}
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


def _card(scheme: Scheme, table: Path) -> Scorecard:
    return scored(scheme, table, {**COLUMNS, **_not_read(scheme, table)}, "2018")


def _not_read(scheme: Scheme, table: Path) -> dict[str, str]:
    with table.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    return {name: "" for name in header if name not in COLUMNS and name not in scheme.facts}


def _near(exact: Cell, near: Number) -> bool:
    if np.isnan(near):
        return exact in (Absence.MISSING, Absence.NOT_APPLICABLE)
    if not isinstance(exact, Fraction):
        return False
    return abs(exact - Fraction(*near.as_integer_ratio())) <= NEAR * abs(exact)


def _apart(card: Scorecard, judge: dict[str, Column], raw: Rows) -> list[tuple[str, str, Cell, Number]]:
    """Where the two computations differ."""
    found = []
    for node, numbers in judge.items():
        for row, near in zip(raw, numbers, strict=True):
            exact = card.by_place[(row["uCode"], "countries", node)].points
            if not _near(exact, near):
                found.append((node, row["uCode"], exact, near))
    return found


def _present(card: Scorecard) -> int:
    return sum(isinstance(line.points, Fraction) for line in card.lines)


@pytest.mark.parametrize("name", BY_NAME)
def test_each_way_agrees_with_numpy_in_all_nodes(name: str, table: Path, meta: Rows, raw: Rows) -> None:
    way = BY_NAME[name]
    card = _card(read_scheme_text(scheme_text(way, meta, raw)), table)
    judge = computed(way, meta, raw)
    assert (len(judge), len(raw), len(card.lines)) == (NODES, UNITS, NODES * UNITS)
    assert _apart(card, judge, raw) == []
    assert _present(card) == way.numbers


@pytest.mark.parametrize(("file", "way"), [("asem_usual", BY_NAME["usual"]), ("asem_careful", CAREFUL)])
def test_the_written_schemes_agree_with_numpy(file: str, way: Way, table: Path, meta: Rows, raw: Rows) -> None:
    card = _card(read_scheme(EXAMPLES / f"{file}.yaml"), table)
    assert _apart(card, computed(way, meta, raw), raw) == []
    assert _present(card) == way.numbers


def test_the_ways_are_all_different(meta: Rows, raw: Rows) -> None:
    """Were two alike, one of them would prove nothing."""
    totals = [computed(way, meta, raw)["total"].astype(float).round(9).tobytes() for way in WAYS]
    assert len(set(totals)) == len(WAYS)


def test_the_judge_tells_a_wrong_number(table: Path, meta: Rows, raw: Rows) -> None:
    """The comparison fails where one setting differs: skewness beyond 1 instead of 2."""
    text = scheme_text(BY_NAME["usual"], meta, raw)
    assert text.count("skew: 2,") == 1
    card = _card(read_scheme_text(text.replace("skew: 2,", "skew: 1,")), table)
    assert _apart(card, computed(BY_NAME["usual"], meta, raw), raw) != []
