"""Statistics over exact numbers. Roots are taken to 50 digits (`kaoping.exact`); everything else is rational."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaoping.exact import sqrt
from kaoping.tables import Absence, Cell


def summary(kind: str, numbers: Sequence[Fraction], weights: Sequence[Fraction], at: Fraction | None) -> Cell:
    """One number over a population. Nothing to count: 0 for count and sum, missing for the rest."""
    if kind == "count":
        return Fraction(len(numbers))
    if kind == "sum":
        return sum(numbers, Fraction(0))
    if not numbers:
        return Absence.MISSING
    if kind == "mean":
        return mean(numbers, weights)
    if kind in ("min", "max"):
        return min(numbers) if kind == "min" else max(numbers)
    if kind == "median":
        return quantile(numbers, Fraction(1, 2))
    if kind == "quantile":
        assert at is not None
        return quantile(numbers, at)
    if kind in ("variance", "sd", "sd_population"):
        return deviation(kind, numbers)
    assert kind in ("skew", "kurtosis"), kind
    return skew(numbers) if kind == "skew" else kurtosis(numbers)


def mean(numbers: Sequence[Fraction], weights: Sequence[Fraction] = ()) -> Cell:
    """Simple or weighted mean; undefined where the weights add up to nothing."""
    if not weights:
        return sum(numbers, Fraction(0)) / len(numbers)
    total = sum(weights, Fraction(0))
    if total == 0:
        return Absence.UNDEFINED
    return sum((n * w for n, w in zip(numbers, weights, strict=True)), Fraction(0)) / total


def quantile(numbers: Sequence[Fraction], at: Fraction) -> Fraction:
    """Between order statistics in a line: position at × (n − 1), as most statistics programs do by default."""
    ordered = sorted(numbers)
    position = at * (len(ordered) - 1)
    below = min(int(position), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def deviation(kind: str, numbers: Sequence[Fraction]) -> Cell:
    """Sample variance or deviation (n − 1), or that of the population (n)."""
    n = len(numbers)
    divisor = n if kind == "sd_population" else n - 1
    if divisor == 0:
        return Absence.UNDEFINED
    middle = sum(numbers, Fraction(0)) / n
    variance = sum(((one - middle) ** 2 for one in numbers), Fraction(0)) / divisor
    return variance if kind == "variance" else sqrt(variance)


def _moments(numbers: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Second to fourth central moments over n."""
    n = len(numbers)
    middle = sum(numbers, Fraction(0)) / n
    gaps = [one - middle for one in numbers]
    return (
        sum((g**2 for g in gaps), Fraction(0)) / n,
        sum((g**3 for g in gaps), Fraction(0)) / n,
        sum((g**4 for g in gaps), Fraction(0)) / n,
    )


def skew(numbers: Sequence[Fraction]) -> Cell:
    """Adjusted Fisher–Pearson skewness: √(n(n−1))/(n−2) · m3 / m2^1.5."""
    n = len(numbers)
    if n < 3:
        return Absence.UNDEFINED
    m2, m3, _ = _moments(numbers)
    if m2 == 0:
        return Absence.UNDEFINED
    return sqrt(Fraction(n * (n - 1))) / (n - 2) * m3 / (m2 * sqrt(m2))


def kurtosis(numbers: Sequence[Fraction]) -> Cell:
    """Excess kurtosis with the sample correction: (n−1)/((n−2)(n−3)) · ((n+1)·m4/m2² − 3(n−1))."""
    n = len(numbers)
    if n < 4:
        return Absence.UNDEFINED
    m2, _, m4 = _moments(numbers)
    if m2 == 0:
        return Absence.UNDEFINED
    return Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * m4 / m2**2 - 3 * (n - 1))
