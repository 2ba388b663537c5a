"""Every engine gives the reference's answer: equal, not near, on thousands of random schemes and tables."""

from __future__ import annotations

import pytest

from tests.generative.agreement import compared, differences

CASES, SHARE = 2_000, 100
LONG = 200_000


@pytest.mark.parametrize("first", range(0, CASES, SHARE))
def test_every_engine_gives_the_reference_answer(first: int) -> None:
    assert [seed for seed, _ in differences(range(first, first + SHARE))] == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(CASES, LONG, 2_000))
def test_every_engine_gives_the_reference_answer_however_long_one_looks(first: int) -> None:
    assert [seed for seed, _ in differences(range(first, min(first + 2_000, LONG)))] == []


def test_without_its_certificate_the_columnar_engine_is_found_out() -> None:
    """The control: floats alone decide some roundings, comparisons or places otherwise."""
    found = next(differences(range(CASES), certified=False), None)
    assert found is not None


def test_little_is_handed_to_the_reference() -> None:
    outcomes = [compared(seed) for seed in range(200)]
    assert sum(not one.reference for one in outcomes) <= 10, "nearly every case must have a plan to compare"
    assert 0 < sum(one.handed for one in outcomes) < 0.02 * sum(one.cells for one in outcomes)
