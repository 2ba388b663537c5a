"""Several numbers into one: sums and weighted means of every kind.

Geometric and generalised means with whole-number weights are one root of one product; with other weights they are
taken through powers, each to 50 digits (`kaoping.exact`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaoping.engines.statistics import quantile
from kaoping.exact import TooLarge, Undefined, power, root, settle
from kaoping.tables import Absence, Cell

Pair = tuple[Fraction, Fraction]
MOST_ROOT = 64


def combined(how: str, pairs: Sequence[Pair], exponent: Fraction | None = None) -> Cell:
    """The combination of (number, weight) pairs; there is at least one. Undefined where mathematics says so."""
    try:
        return _combined(how, pairs, exponent)
    except (Undefined, TooLarge, ZeroDivisionError):
        return Absence.UNDEFINED


def _combined(how: str, pairs: Sequence[Pair], exponent: Fraction | None) -> Cell:
    numbers = [number for number, _ in pairs]
    if how == "sum":
        return sum(numbers, Fraction(0))
    if how in ("min", "max"):
        return min(numbers) if how == "min" else max(numbers)
    if how == "count":
        return Fraction(len(numbers))
    if how in ("first", "last"):
        return numbers[0] if how == "first" else numbers[-1]
    if how == "median":
        return quantile(numbers, Fraction(1, 2))
    if how == "product":
        return _product(numbers)
    if how == "power":
        assert exponent is not None
        return _power_mean(pairs, exponent)
    return {"arithmetic": _arithmetic, "geometric": _geometric, "harmonic": _harmonic}[how](pairs)


def _product(numbers: Sequence[Fraction]) -> Fraction:
    found = Fraction(1)
    for one in numbers:
        found = settle(found * one)
    return found


def _weight(pairs: Sequence[Pair]) -> Fraction:
    return sum((weight for _, weight in pairs), Fraction(0))


def _arithmetic(pairs: Sequence[Pair]) -> Fraction:
    return sum((number * weight for number, weight in pairs), Fraction(0)) / _weight(pairs)


def _harmonic(pairs: Sequence[Pair]) -> Cell:
    if any(number <= 0 for number, _ in pairs):
        return Absence.UNDEFINED
    return _weight(pairs) / sum((weight / number for number, weight in pairs), Fraction(0))


def _geometric(pairs: Sequence[Pair]) -> Cell:
    if any(number < 0 for number, _ in pairs):
        return Absence.UNDEFINED
    if any(number == 0 and weight > 0 for number, weight in pairs):
        return Fraction(0)
    whole = _whole_weights(pairs)
    if whole is not None and sum(whole) <= MOST_ROOT:
        product = Fraction(1)
        for (number, _), weight in zip(pairs, whole, strict=True):
            product *= number**weight
        return root(product, sum(whole))
    total = _weight(pairs)
    return settle(_product([power(number, weight / total) for number, weight in pairs]))


def _whole_weights(pairs: Sequence[Pair]) -> list[int] | None:
    """The weights as whole numbers without common measure, where they are small."""
    weights = [weight for _, weight in pairs]
    if any(weight <= 0 for weight in weights):
        return None
    smallest = min(weights)
    ratios = [weight / smallest for weight in weights]
    scale = 1
    for one in ratios:
        scale = scale * one.denominator // _common(scale, one.denominator)
        if scale > MOST_ROOT:
            return None
    return [int(one * scale) for one in ratios]


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _power_mean(pairs: Sequence[Pair], exponent: Fraction) -> Cell:
    if exponent == 0:
        return _geometric(pairs)
    if any(number < 0 for number, _ in pairs) and exponent.denominator != 1:
        return Absence.UNDEFINED
    powers = [(power(number, exponent), weight) for number, weight in pairs]
    return power(settle(_arithmetic(powers)), 1 / exponent)
