"""A long search for an exact function that is wrong in its last digit, and for an argument that makes it slow."""

from __future__ import annotations

import decimal
import random
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import pytest

from kaoping import exact

F = Fraction
pytestmark = pytest.mark.long

_WIDE = decimal.Context(prec=220)


def _nearest(value: Decimal) -> Fraction:
    return F(decimal.Context(prec=50, rounding=decimal.ROUND_HALF_EVEN).plus(value))


def _wide(x: Fraction) -> Decimal:
    return _WIDE.divide(Decimal(x.numerator), Decimal(x.denominator))


def _some(chance: random.Random) -> Fraction:
    """Arguments of every size, many of them close to 1 or to a power of ten."""
    shape = chance.randrange(4)
    size = 10 ** chance.randint(1, 40)
    if shape == 0:
        return F(chance.randint(1, size), chance.randint(1, 10 ** chance.randint(1, 40)))
    if shape == 1:
        return 1 + F(chance.choice((-1, 1)) * chance.randint(1, 9), 10 * size)
    if shape == 2:
        return F(10) ** chance.randint(-30, 30) + F(1, size)
    return F(chance.randint(1, 10**6), 10 ** chance.randint(0, 6))


def test_logarithms_powers_and_roots_are_nearest_on_twenty_thousand_arguments() -> None:
    chance = random.Random(7)
    for _ in range(20_000):
        x = _some(chance)
        n = chance.randint(2, 60)
        if x != 1:
            assert exact.ln(x) == _nearest(_WIDE.ln(_wide(x)))
        if x < 1000:
            assert exact.exp(x) == _nearest(_WIDE.exp(_wide(x)))
        found = exact.root(x, n)
        if found**n != x:
            assert found == _nearest(_WIDE.exp(_WIDE.divide(_WIDE.ln(_wide(x)), Decimal(n))))


def test_the_normal_distribution_agrees_with_its_integral() -> None:
    """Differences of the function against Simpson's rule on its density, at forty points of either side."""
    two_pi = Decimal("6.283185307179586476925286766559005768394338798750211641949889184615632812572417997256")

    def density(x: Decimal) -> Decimal:
        return _WIDE.exp(-x * x / 2) / two_pi.sqrt(_WIDE)

    with decimal.localcontext(decimal.Context(prec=70)):
        for k in range(-40, 40):
            low, high, pieces = Decimal(k) / 10, Decimal(k + 1) / 10, 400
            width = (high - low) / pieces
            total = density(low) + density(high)
            for i in range(1, pieces):
                total += (4 if i % 2 else 2) * density(low + i * width)
            difference = exact.normal_cdf(F(k + 1, 10)) - exact.normal_cdf(F(k, 10))
            assert abs(difference - F(total * width / 3)) < F(1, 10**14)


def test_no_argument_takes_long() -> None:
    chance = random.Random(11)
    slowest = 0.0
    for _ in range(400):
        bits = exact.MAX_BITS - 60
        x = F(chance.getrandbits(bits) | 1, chance.getrandbits(bits) | 1)
        near_one = 1 + F(1, 2 ** chance.randint(1, bits - 1))
        near_tie = F(10**50 + 5, 10**50) ** 7 + F(1, 10 ** chance.randint(100, 3500))
        for call in (
            lambda x=x: exact.ln(x),
            lambda x=x: exact.root(x, chance.randint(2, 5000)),
            lambda x=near_one: exact.log(F(7), x),
            lambda x=near_one: exact.normal_cdf(x),
            lambda x=near_tie: exact.root(x, 7),
        ):
            start = perf_counter()
            call()
            slowest = max(slowest, perf_counter() - start)
    assert slowest < 0.1
