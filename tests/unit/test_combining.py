"""Several numbers into one, against what the definitions give."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.engines.combining import combined
from kaoping.exact import power
from kaoping.tables import Absence

F = Fraction

PAIRS = [(F(4), F(1)), (F(9), F(1)), (F(6), F(2))]
positive = st.fractions(min_value=F(1, 100), max_value=1000, max_denominator=100)
weights = st.integers(min_value=1, max_value=9).map(F)
lists = st.lists(st.tuples(positive, weights), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("how", "answer"),
    [
        ("sum", F(19)), ("min", F(4)), ("max", F(9)), ("count", F(3)), ("first", F(4)), ("last", F(6)),
        ("median", F(6)), ("product", F(216)), ("arithmetic", F(25, 4)), ("geometric", F(6)),
        ("harmonic", F(144, 25)),
    ],
)  # fmt: skip
def test_each_way_gives_what_its_definition_says(how: str, answer: F) -> None:
    assert combined(how, PAIRS) == answer


def test_powers_are_means_of_every_kind() -> None:
    assert combined("power", PAIRS, F(1)) == combined("arithmetic", PAIRS)
    assert combined("power", PAIRS, F(0)) == combined("geometric", PAIRS)
    assert combined("power", PAIRS, F(-1)) == combined("harmonic", PAIRS)
    assert combined("power", [(F(3), F(1)), (F(4), F(1))], F(2)) == power(F(25, 2), F(1, 2))


def test_where_there_is_no_answer_it_is_undefined() -> None:
    assert combined("harmonic", [(F(0), F(1)), (F(1), F(1))]) is Absence.UNDEFINED
    assert combined("geometric", [(F(-1), F(1)), (F(1), F(1))]) is Absence.UNDEFINED
    assert combined("arithmetic", [(F(1), F(0))]) is Absence.UNDEFINED
    assert combined("power", [(F(-1), F(1))], F(1, 2)) is Absence.UNDEFINED


def test_a_zero_makes_a_geometric_mean_zero_unless_it_weighs_nothing() -> None:
    assert combined("geometric", [(F(0), F(1)), (F(9), F(1))]) == 0
    assert combined("geometric", [(F(0), F(0)), (F(9), F(1))]) == 9


@given(lists)
def test_means_lie_between_the_ends_and_in_their_order(pairs: list[tuple[F, F]]) -> None:
    found = [combined(how, pairs) for how in ("min", "harmonic", "geometric", "arithmetic", "max")]
    numbers = [one for one in found if isinstance(one, F)]
    slack = F(1, 10**40)
    assert len(numbers) == 5
    assert all(a <= b + slack for a, b in pairwise(numbers))


@given(lists, st.fractions(min_value=F(1, 9), max_value=9, max_denominator=9))
def test_weights_count_in_proportion_only(pairs: list[tuple[F, F]], scale: F) -> None:
    scaled = [(number, weight * scale) for number, weight in pairs]
    for how in ("arithmetic", "harmonic"):
        assert combined(how, scaled) == combined(how, pairs)


@given(lists)
def test_the_order_of_members_plays_no_part(pairs: list[tuple[F, F]]) -> None:
    for how in ("sum", "arithmetic", "geometric", "harmonic", "median", "min", "max"):
        assert combined(how, pairs[::-1]) == combined(how, pairs)
