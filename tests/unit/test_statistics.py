"""Statistics over exact numbers, against their definitions."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.engines.places import places
from kaoping.engines.statistics import kurtosis, quantile, skew, summary
from kaoping.exact import sqrt
from kaoping.tables import Absence, Cell

F = Fraction

NUMBERS = [F(2), F(4), F(4), F(5), F(10)]
many = st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=50), min_size=1, max_size=12)


def of(kind: str, numbers: list[F], weights: list[F] | None = None, at: F | None = None) -> Cell:
    return summary(kind, numbers, weights or [], at)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("count", F(5)), ("sum", F(25)), ("mean", F(5)), ("min", F(2)), ("max", F(10)), ("median", F(4)),
        ("variance", F(9)), ("sd", F(3)), ("sd_population", sqrt(F(36, 5))),
    ],
)  # fmt: skip
def test_each_statistic_gives_what_its_definition_says(kind: str, answer: F) -> None:
    assert of(kind, NUMBERS) == answer


def test_nothing_to_count_is_zero_or_missing() -> None:
    assert of("count", []) == of("sum", []) == 0
    assert {of(kind, []) for kind in ("mean", "min", "max", "median", "sd")} == {Absence.MISSING}


def test_one_number_has_no_sample_deviation_and_a_population_deviation_of_zero() -> None:
    assert of("sd", [F(3)]) is Absence.UNDEFINED
    assert of("sd_population", [F(3)]) == 0


def test_a_weighted_mean_needs_some_weight() -> None:
    assert of("mean", [F(80), F(90)], [F(30), F(10)]) == F(165, 2)
    assert of("mean", [F(80), F(90)], [F(0), F(0)]) is Absence.UNDEFINED


def test_quantiles_lie_on_lines_between_the_ordered_numbers() -> None:
    assert [of("quantile", NUMBERS, at=F(share, 8)) for share in range(9)] == [
        2,
        3,
        4,
        4,
        4,
        F(9, 2),
        5,
        F(15, 2),
        10,
    ]


@given(many)
def test_mean_and_median_agree_with_the_standard_library(numbers: list[F]) -> None:
    assert of("mean", numbers) == statistics.mean(numbers)
    assert of("median", numbers) == statistics.median(numbers)


@given(many, st.fractions(min_value=0, max_value=1, max_denominator=20))
def test_a_quantile_never_leaves_the_numbers_and_rises_with_its_share(numbers: list[F], share: F) -> None:
    assert min(numbers) <= quantile(numbers, share) <= quantile(numbers, F(1)) == max(numbers)


def test_skew_and_kurtosis_need_enough_numbers_that_differ() -> None:
    assert skew([F(1), F(2)]) is Absence.UNDEFINED
    assert kurtosis([F(1), F(2), F(3)]) is Absence.UNDEFINED
    assert skew([F(1)] * 5) is Absence.UNDEFINED
    assert kurtosis([F(1)] * 5) is Absence.UNDEFINED


def test_skew_and_kurtosis_of_known_numbers() -> None:
    assert skew([F(1), F(2), F(3)]) == 0
    assert kurtosis([F(1), F(2), F(3), F(4), F(5)]) == F(-6, 5)
    found = skew([F(0), F(0), F(0), F(1)])
    assert isinstance(found, F)
    assert abs(found - 2) < F(1, 10**40)


# places ----------------------------------------------------------------------------------------------

TIED = [("a", (F(9),)), ("b", (F(8),)), ("c", (F(8),)), ("d", (F(7),))]


@pytest.mark.parametrize(
    ("ties", "shared"),
    [
        ("share_best", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("share_worst", [1, 3, 3, 4]),
        ("mean", [1, F(5, 2), F(5, 2), 4]),
    ],
)  # fmt: skip
def test_equals_share_a_place_as_said(ties: str, shared: list[F]) -> None:
    assert [*places(TIED, (True,), ties).values()] == shared
    assert places(TIED[::-1], (True,), ties) == places(TIED, (True,), ties)


def test_lower_may_be_better_and_further_keys_part_equals() -> None:
    assert places(TIED, (False,), "share_best") == {"d": 1, "b": 2, "c": 2, "a": 4}
    keyed = [("b", (F(8), F(1))), ("c", (F(8), F(2)))]
    assert places(keyed, (True, True), "share_best") == {"c": 1, "b": 2}
    assert places(keyed, (True, False), "share_best") == {"b": 1, "c": 2}
