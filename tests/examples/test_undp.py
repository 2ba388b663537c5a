"""UNDP's human development indices: every published number, from a scheme file, digit for digit.

Compared as exact decimal text at the digits published. A country without a published number must have none here either,
but for one: HDI 1990 of Rwanda, whose inputs are published and whose index is not.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoping.exact import RoundingMode, round_places
from tests.examples.running import EXAMPLES, Outcomes, scored

Rows = Sequence[Mapping[str, str]]
Run = Callable[..., Outcomes]
YEARS = ("1990", "2000", "2010", "2019", "2021", "2022")
INDICES = [
    ("ihdi", "total", "ihdi_2022", 3, 165),
    ("ihdi", "hdi", "hdi_2022", 3, 193),
    ("ihdi", "loss", "loss_2022", None, 165),
    ("ihdi", "coefficient", "coef_ineq_2022", None, 165),
    ("gdi", "total", "gdi_2022", 3, 182),
    ("gii", "total", "gii_2022", 3, 166),
    ("phdi", "total", "phdi_2022", 3, 154),
]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """The published tables."""
    found = shared / "data" / "undp"
    if not (found / "hdi.csv").is_file():
        pytest.skip(f"no UNDP tables in {found}")
    return found


@pytest.fixture(scope="module")
def series(folder: Path) -> Rows:
    """One row a country, the HDI of six years."""
    return _rows(folder / "hdi.csv")


@pytest.fixture(scope="module")
def indices(folder: Path) -> Rows:
    """One row a country, five indices of 2022."""
    return _rows(folder / "indices_2022.csv")


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places(text: str) -> int:
    return max(0, -int(Decimal(text).as_tuple().exponent))


def _text(number: Fraction, places: int) -> str:
    """Exact decimal text with so many places."""
    whole = round_places(number, places, RoundingMode.HALF_UP) * 10**places
    assert whole.denominator == 1
    return str(Decimal(whole.numerator).scaleb(-places))


def _published(text: str, places: int) -> str:
    return str(Decimal(text).quantize(Decimal(1).scaleb(-places)))


def _equal(card: Outcomes, node: str, rows: Rows, column: str, places: int | None) -> int:
    """How many published numbers of a column the node gives exactly."""
    found = 0
    for row in rows:
        points = card[row["iso3"], node].points
        if row[column] and points is not None:
            digits = _places(row[column]) if places is None else places
            found += _text(points, digits) == _published(row[column], digits)
    return found


def _unpublished(card: Outcomes, node: str, rows: Rows, column: str) -> list[str]:
    """Countries that have the number here and no published one."""
    return [row["iso3"] for row in rows if not row[column] and card[row["iso3"], node].points is not None]


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    """Scores an index for a year; `old` and `new`: the scheme with one word changed."""

    def scored_index(index: str, year: str = "2022", old: str = "", new: str = "") -> Outcomes:
        table = folder / ("hdi.csv" if index == "hdi" else "indices_2022.csv")
        scheme = EXAMPLES / f"undp_{index}.yaml"
        if old:
            text = scheme.read_text(encoding="utf-8")
            assert text.count(old) == 1
            scheme = tmp_path / "changed.yaml"
            scheme.write_text(text.replace(old, new), encoding="utf-8")
        return scored(scheme, table, EXAMPLES / f"undp_{index}.columns.yaml", year, tmp_path / "out")

    return scored_index


def _ranks(card: Outcomes, rows: Rows, column: str) -> int:
    """How many published places are given."""
    return sum(
        card[row["iso3"], "total"].place == Fraction(Decimal(row[column])) for row in rows if row[column]
    )


def test_all_1086_published_hdi_values_of_six_years_are_given(run: Run, series: Rows) -> None:
    equal, more = 0, []
    for year in YEARS:
        card = run("hdi", year)
        equal += _equal(card, "total", series, f"hdi_{year}", 3)
        more += [(year, key) for key in _unpublished(card, "total", series, f"hdi_{year}")]
    assert equal == 1086 == sum(bool(row[f"hdi_{year}"]) for row in series for year in YEARS)
    assert more == [("1990", "RWA")]


def test_all_193_published_hdi_ranks_are_given(run: Run, series: Rows) -> None:
    assert _ranks(run("hdi"), series, "hdi_rank_2022") == 193


def test_ranking_before_rounding_would_miss_27_hdi_ranks(run: Run, series: Rows) -> None:
    card = run("hdi", old="on: rounded", new="on: exact")
    assert _ranks(card, series, "hdi_rank_2022") == 166


@pytest.mark.parametrize(("index", "node", "column", "places", "count"), INDICES)
def test_every_published_value_of_the_other_indices_is_given(
    run: Run, indices: Rows, index: str, node: str, column: str, places: int | None, count: int
) -> None:
    card = run(index)
    assert sum(bool(row[column]) for row in indices) == count
    assert _equal(card, node, indices, column, places) == count
    assert _unpublished(card, node, indices, column) == []


def test_all_166_published_gii_ranks_are_given(run: Run, indices: Rows) -> None:
    assert _ranks(run("gii"), indices, "gii_rank_2022") == 166


def test_ranking_after_rounding_would_miss_4_gii_ranks(run: Run, indices: Rows) -> None:
    card = run("gii", old="on: exact", new="on: rounded")
    assert _ranks(card, indices, "gii_rank_2022") == 162


def test_the_unrounded_hdi_would_give_only_108_adjusted_for_pressures(run: Run, indices: Rows) -> None:
    """The control of the order of rounding: the HDI in between keeps its digits."""
    card = run("phdi", old="      rounding: 3\n", new="")
    assert _equal(card, "total", indices, "phdi_2022", 3) == 108


def test_a_country_without_inputs_has_no_index_and_no_place(run: Run, series: Rows) -> None:
    card = run("hdi")
    without = [card[row["iso3"], "total"] for row in series if not row["hdi_2022"]]
    assert len(without) == 2
    assert {(one.status, one.points, one.place) for one in without} == {("missing", None, None)}
