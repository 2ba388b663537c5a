"""Numbers that are equal in mathematics tie and round as equals, though roots have only fifty digits."""

from __future__ import annotations

from fractions import Fraction

from kaoping.engines.places import places
from kaoping.exact import round_places, sqrt, steady
from kaoping.scheme.formulas import evaluate, parse


def test_a_root_squared_is_the_number_again_when_compared() -> None:
    two = sqrt(Fraction(2)) * sqrt(Fraction(2))
    assert two != 2
    assert steady(two) == 2
    assert evaluate(parse("x = 2"), {"x": two}) is True


def test_a_tie_reached_through_roots_rounds_half_up() -> None:
    almost = sqrt(Fraction(2)) * sqrt(Fraction(25, 8))
    assert almost != Fraction(5, 2)
    assert round_places(steady(almost), 0) == 3


def test_a_difference_of_equals_is_nothing() -> None:
    gap = sqrt(Fraction(2)) * sqrt(Fraction(2)) - 2
    assert gap != 0
    assert steady(gap) == 0


def test_equals_share_a_place() -> None:
    two = sqrt(Fraction(2)) * sqrt(Fraction(2))
    found = places([("a", (two,)), ("b", (Fraction(2),)), ("c", (Fraction(3),))], (True,), "share_best")
    assert found == {"a": 2, "b": 2, "c": 1}


def test_what_somebody_filed_is_taken_as_it_stands() -> None:
    filed = Fraction("123456789.123456789123456789")
    assert steady(filed) is filed
    assert steady(Fraction(1, 3)) == Fraction(1, 3)
