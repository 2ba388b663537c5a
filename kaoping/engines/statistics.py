"""Statistics over exact numbers. Roots are taken to 50 digits (`kaoping.exact`); everything else is rational."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from kaoping.exact import settle, sqrt
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
    middle = sum(numbers, Fraction(0)) / n
    return deviation_of(kind, n, sum(((one - middle) ** 2 for one in numbers), Fraction(0)))


def deviation_of(kind: str, n: int, squares: Fraction) -> Cell:
    """The same from how many there are (at least one) and the sum of the squares of their gaps to the mean."""
    divisor = n if kind == "sd_population" else n - 1
    if divisor == 0:
        return Absence.UNDEFINED
    return squares / divisor if kind == "variance" else sqrt(squares / divisor)


def _powers_of_gaps(numbers: Sequence[Fraction]) -> tuple[int, int, int]:
    """Sums of the second to fourth powers of the gaps to the mean, in a unit in which all gaps are whole.

    Skew and kurtosis have no unit, so any unit will do; whole numbers spare a gcd a step.
    """
    scale = lcm(*(one.denominator for one in numbers))
    whole = [one.numerator * (scale // one.denominator) for one in numbers]
    n, total = len(whole), sum(whole)
    gaps = [n * one - total for one in whole]
    return sum(g**2 for g in gaps), sum(g**3 for g in gaps), sum(g**4 for g in gaps)


def skew(numbers: Sequence[Fraction]) -> Cell:
    """Skewness of a sample, √(n(n−1))/(n−2) · m3 / m2^1.5 (m: moments about the mean over n).

    Source: Joanes and Gill 1998, G1, as in Excel's SKEW and COINr. Undefined for fewer than 3 or equal numbers.
    """
    n = len(numbers)
    if n < 3:
        return Absence.UNDEFINED
    second, third, _ = _powers_of_gaps(numbers)
    if second == 0:
        return Absence.UNDEFINED
    # Settled before the root as well: with many different denominators the square may be longer than a root takes.
    size = sqrt(settle(Fraction(third**2 * n * n * (n - 1), second**3 * (n - 2) ** 2)))
    return size if third >= 0 else -size


def kurtosis(numbers: Sequence[Fraction]) -> Cell:
    """Excess kurtosis of a sample, (n−1)/((n−2)(n−3)) · ((n+1)·m4/m2² − 3(n−1)).

    Source: Joanes and Gill 1998, G2, as in Excel's KURT and COINr. Undefined for fewer than 4 or equal numbers.
    """
    n = len(numbers)
    if n < 4:
        return Absence.UNDEFINED
    second, _, fourth = _powers_of_gaps(numbers)
    if second == 0:
        return Absence.UNDEFINED
    peak = Fraction((n + 1) * n * fourth, second**2) - 3 * (n - 1)
    return settle(Fraction(n - 1, (n - 2) * (n - 3)) * peak)
