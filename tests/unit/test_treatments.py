"""Statistics of the tail, and treatments of outliers, on small columns worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from kaoping.engines.statistics import kurtosis, skew
from kaoping.engines.treatments import Settings, fails, treat
from kaoping.exact import ln, sqrt
from kaoping.tables import Absence

SETTINGS: Settings = {
    "test": "skew_and_kurtosis", "otherwise": "none", "shift": "where_needed",
    "most": Fraction(5), "skew": Fraction(2), "kurtosis": Fraction(7, 2), "power": Fraction(0),
    "low": Fraction(1, 4), "high": Fraction(3, 4),
}  # fmt: skip


def numbers(*given: int | str) -> list[Fraction]:
    return [Fraction(one) for one in given]


def treated(method: str, column: Sequence[Fraction], **settings: str | Fraction) -> list[object]:
    return list(treat(method, column, {**SETTINGS, **settings}))


LONG = numbers(*range(10), 100)


def test_skewness_of_a_small_sample() -> None:
    """1, 1, 4: mean 2, m2 = 6/3, m3 = 6/3; √(3·2)/1 · 2/2^1.5 = √3."""
    assert abs(skew(numbers(1, 1, 4)) - sqrt(Fraction(3))) < Fraction(1, 10**45)  # type: ignore[operator]


def test_kurtosis_of_a_small_sample() -> None:
    """0, 0, 0, 4: mean 1, Σg² = 12, Σg⁴ = 84; 3/(2·1) · (5·(84/4)/(12/4)² − 3·3) = 4."""
    assert kurtosis(numbers(0, 0, 0, 4)) == 4


def test_skewness_and_kurtosis_have_no_unit() -> None:
    tenth = [one / 7 + 3 for one in LONG]
    assert (skew(tenth), kurtosis(tenth)) == (skew(LONG), kurtosis(LONG))


def test_equal_numbers_have_neither_and_pass() -> None:
    same = numbers(3, 3, 3, 3, 3)
    assert (skew(same), kurtosis(same)) == (Absence.UNDEFINED, Absence.UNDEFINED)
    assert not fails(same, SETTINGS)


def test_the_longer_tail_is_moved_inward_only_until_the_column_passes() -> None:
    assert treated("winsorise", LONG) == [*LONG[:-1], 9]
    assert treated("winsorise", [-one for one in LONG]) == [-one for one in [*LONG[:-1], Fraction(9)]]


def test_equal_ends_move_together_and_count_as_many() -> None:
    """Two of 100 move to 90 together: with at most two, the 90 then stays, though the column fails still."""
    column = numbers(*[0] * 20, 1, 90, 100, 100)
    assert treated("winsorise", column, most=Fraction(2), skew=Fraction(0), kurtosis=Fraction(-9))[-3:] == [
        90,
        90,
        90,
    ]
    assert treated("winsorise", column, most=Fraction(3), skew=Fraction(0), kurtosis=Fraction(-9))[-3:] == [
        1,
        1,
        1,
    ]


def test_a_column_that_passes_is_left_alone() -> None:
    for method in ("winsorise", "log", "log_shifted", "box_cox", "quantiles"):
        assert treated(method, numbers(1, 2, 3, 4, 5)) == numbers(1, 2, 3, 4, 5)


def test_where_winsorising_is_not_enough_the_other_way_starts_anew() -> None:
    column = numbers(*range(1, 30), 500, 1000, 2000, 4000)
    most = treated("winsorise", column, most=Fraction(1))
    assert most[-1] == 2000
    assert treated("winsorise", column, most=Fraction(1), otherwise="log") == [ln(one) for one in column]


def test_always_means_without_the_test() -> None:
    assert treated("winsorise", numbers(1, 2, 3, 4, 6), test="always", most=Fraction(1)) == numbers(
        1, 2, 3, 4, 4
    )


@pytest.mark.parametrize(
    ("shift", "column", "result"),
    [
        ("by_one", numbers(5, 8), [0, 3]),
        ("by_range", numbers(5, 105), [0, 100]),
        ("none", numbers(0, 4), [Absence.UNDEFINED, 3]),
        ("where_needed", numbers(1, 4), [0, 3]),
        ("where_needed", numbers(-50, 50), [0, 100]),
    ],
)
def test_box_cox_moves_numbers_as_the_scheme_says(
    shift: str, column: list[Fraction], result: list[object]
) -> None:
    """With power 1, Box-Cox takes one off the number as moved."""
    assert treated("box_cox", column, test="always", shift=shift, power=Fraction(1)) == result


def test_a_column_of_equal_numbers_is_not_shifted_to_nothing() -> None:
    assert treated("log_shifted", numbers(2, 2, 2), test="always") == numbers(2, 2, 2)


def test_between_quantiles() -> None:
    assert treated("quantiles", numbers(0, 4, 8, 12, 16), test="always") == numbers(4, 4, 8, 12, 12)


def equal(
    column: Sequence[Fraction], within: str, take: str = "first", better: str = "higher"
) -> list[object]:
    return treated("as_equal", column, test="always", within=Fraction(within), take=take, better=better)


def test_those_no_further_behind_than_said_are_equal_to_the_first_of_their_cluster() -> None:
    close = numbers(90, "89.7", "89.5", "89.4", 85)
    assert equal(close, "0.5") == numbers(90, 90, 90, "89.4", 85)
    assert equal(close[::-1], "0.5") == numbers(85, "89.4", 90, 90, 90)


def test_a_cluster_may_take_its_mean_in_which_every_member_counts() -> None:
    assert equal(numbers(10, 10, 8, 5), "2", take="mean") == numbers("28/3", "28/3", "28/3", 5)


def test_where_lower_is_better_the_lowest_leads() -> None:
    assert equal(numbers(10, 12, 13), "2", better="lower") == numbers(10, 10, 13)
