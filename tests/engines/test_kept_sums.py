"""A sum that is kept from one change to the next is the sum worked out anew."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kaoping.engines.columnar.combining import combine
from kaoping.engines.columnar.judge import cells_of
from kaoping.engines.columnar.keeping import KeptSum, Running
from kaoping.engines.columnar.parts import Part, Vocabulary, Whole, exact, is_same, near
from kaoping.errors import Words
from kaoping.periods import Period
from kaoping.plan.steps import About, Combine, Member

YEAR = Period.parse("2026")


def whole(*numbers: int, den: int = 1) -> Part:
    array: Whole = np.array(numbers, np.int64)
    return exact(array, den, int(np.abs(array).max()))


def test_a_kept_sum_is_the_sum_after_any_number_of_exchanges() -> None:
    draw = np.random.default_rng(2)
    parts = [whole(*draw.integers(-999, 999, 5).tolist(), den=den) for den in (1, 4, 10, 100)]
    kept_sum = Running(parts)
    for turn in range(200):
        at = turn % 4
        parts[at] = whole(*draw.integers(-999, 999, 5).tolist(), den=int(draw.choice([1, 2, 5, 20, 50])))
        assert kept_sum.swap(at, parts[at])
        assert is_same(kept_sum.part(), Running(parts).part()) or kept_sum.den != Running(parts).den
        expected = [
            sum(Fraction(int(one.scaled(one.den)[row]), one.den) for one in parts) for row in range(5)
        ]
        assert [Fraction(int(n), kept_sum.den) for n in kept_sum.total] == expected


def combined(how: str, weighted: bool, absent: str) -> Combine:
    members = tuple(Member(f"m{i}", f"w{i}" if weighted else None) for i in range(3))
    return Combine(
        About("all", "units", YEAR, "all", "combine", Words("合", "all")), how, members, absent=absent
    )


def column(draw: np.random.Generator, absences: bool) -> Part:
    """Three cells of a column, perhaps some of them absent in one way or another."""
    part = whole(*draw.integers(-20, 20, 3).tolist(), den=int(draw.choice([1, 2, 10])))
    part.status = draw.choice([0, 0, 0, 1, 1, 3, 4], 3).astype(np.int8) if absences else None
    return part


@pytest.mark.parametrize("how", ["sum", "arithmetic"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("absent", ["strict", "leave_out"])
def test_a_kept_step_is_the_step_worked_out_anew(how: str, weighted: bool, absent: str) -> None:
    """Cell by cell, whatever is absent; where it is not kept it says so."""
    draw, step, vocabulary = np.random.default_rng(4), combined(how, weighted, absent), Vocabulary()
    columns = {f"{name}{i}": column(draw, name == "m") for name in "mw" for i in range(3)}
    kept_sum, taken = KeptSum.of(step, columns.__getitem__), 0
    for _ in range(150):
        columns[str(draw.choice(list(columns)))] = column(draw, bool(draw.random() < 0.6))
        found = None if kept_sum is None else kept_sum.again(columns.__getitem__)
        if found is None or kept_sum is None or kept_sum.is_spoilt:
            kept_sum = KeptSum.of(step, columns.__getitem__)
            continue
        expected, taken = combine(step, columns.__getitem__), taken + 1
        assert (
            np.broadcast_to(found.statuses(), 3).tolist() == np.broadcast_to(expected.statuses(), 3).tolist()
        )
        here = np.broadcast_to(found.statuses(), 3) == 0
        (value, error), (other, beyond) = found.near(), expected.near()
        apart = np.abs(np.broadcast_to(value - other, 3)) <= np.broadcast_to(error + beyond, 3) + 1e-30
        assert apart[here].all()
        if found.whole is not None and expected.whole is not None:
            assert [a for a, h in zip(cells_of(found, 3, vocabulary), here, strict=True) if h] == [
                b for b, h in zip(cells_of(expected, 3, vocabulary), here, strict=True) if h
            ]
    assert taken > (5 if absent == "strict" else 50)


def test_what_does_not_fit_is_not_kept() -> None:
    kept_sum = Running([whole(1, 2), whole(3, 4)])
    assert not kept_sum.swap(0, near(np.array([1.0, 2.0]), 0.0, 64))
    assert not kept_sum.swap(0, whole(1, 2, den=3))
    assert not kept_sum.swap(0, exact(np.array([1, 2**62 - 1]), 1, 2**62 - 1))
    assert Running([whole(1, 2), whole(3, 4)]).swap(0, whole(8, 9))


def test_near_columns_are_never_the_same_and_exact_ones_are_by_their_cells() -> None:
    value = np.array([1.0, 2.0])
    assert not is_same(near(value, 0.0, 64), near(value, 0.0, 64))
    assert is_same(whole(1, 2), whole(1, 2))
    assert not is_same(whole(1, 2), whole(1, 3))
    assert not is_same(whole(1, 2), whole(1, 2, den=2))
    absent = whole(1, 2)
    absent.status = np.array([0, 1], np.int8)
    assert not is_same(whole(1, 2), absent)
