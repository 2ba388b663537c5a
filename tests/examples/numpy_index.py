"""A composite index computed a second time, in NumPy, from the formulas of the handbooks: the judge of the schemes.

Extended floats (80 bits), nan for what is absent, one array a column over all units. Nothing here is shared with the
library: the good direction is turned before normalising (the library swaps best and worst instead), skew and kurtosis
are taken from standard scores (the library takes them from moments), places are counted by comparing all pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Number = np.longdouble
Column = NDArray[np.longdouble]
Change = Callable[[Column], Column]
Mean = Callable[[Column, Column], Number]

NAN = Number("nan")


def column(texts: Sequence[str]) -> Column:
    """Texts as numbers; an empty one is absent."""
    return np.array([Number(text) if text else NAN for text in texts], dtype=np.longdouble)


def on_present(change: Change) -> Change:
    """A change of the numbers that are there; what is absent stays absent."""

    def changed(x: Column) -> Column:
        found = x.copy()
        there = ~np.isnan(x)
        found[there] = change(x[there])
        return found

    return changed


# absence and outliers --------------------------------------------------------------------------------


def with_group_means(x: Column, groups: Sequence[str]) -> Column:
    """Absent numbers replaced by the mean of their group."""
    found, names = x.copy(), np.array(groups)
    for name in sorted(set(groups)):
        inside = names == name
        if not np.isnan(x[inside]).all():
            found[inside & np.isnan(x)] = np.nanmean(x[inside])
    return found


def _standard(x: Column) -> Column:
    return (x - x.mean()) / x.std(ddof=1)


def skew(x: Column) -> Number:
    """Sample skewness, n/((n−1)(n−2)) · Σ z³."""
    n = Number(len(x))
    return n / ((n - 1) * (n - 2)) * (_standard(x) ** 3).sum()


def kurtosis(x: Column) -> Number:
    """Excess sample kurtosis, n(n+1)/((n−1)(n−2)(n−3)) · Σ z⁴ − 3(n−1)²/((n−2)(n−3))."""
    n = Number(len(x))
    first = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * (_standard(x) ** 4).sum()
    return first - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def crooked(x: Column) -> bool:
    """Whether |skew| > 2 and kurtosis > 3.5."""
    return bool(abs(skew(x)) > 2 and kurtosis(x) > 3.5)


def winsorised(x: Column, most: int, always: bool = False) -> Column:
    """The longer tail's end moved inward until the column passes or `most` numbers have moved."""
    held = x.copy()
    while (held != x).sum() < most and (always or crooked(held)):
        if skew(held) >= 0:
            held[held == held.max()] = held[held < held.max()].max()
        else:
            held[held == held.min()] = held[held > held.min()].min()
    return held


def log_shifted(x: Column) -> Column:
    """ln(x − min + range/100)."""
    return np.log(x - x.min() + (x.max() - x.min()) / 100)


def box_cox(x: Column, power: str) -> Column:
    """((x − min + 1)^λ − 1)/λ."""
    exponent = Number(power)
    moved = x - x.min() + 1
    return np.log(moved) if exponent == 0 else (moved**exponent - 1) / exponent


def between_quantiles(x: Column, low: str, high: str) -> Column:
    """Held between two quantiles, each in a line between order statistics."""
    return np.clip(x, np.quantile(x, Number(low)), np.quantile(x, Number(high)))


def where_crooked(change: Change) -> Change:
    """The change, only where the column fails the test."""
    return lambda x: change(x) if crooked(x) else x


# normalising; the good direction has been turned ------------------------------------------------------


def min_max(x: Column, low: int, high: int) -> Column:
    """Worst to best on low to high; absent where all are equal."""
    if x.max() == x.min():
        return np.full(len(x), NAN)
    return (x - x.min()) / (x.max() - x.min()) * (high - low) + low


def z_score(x: Column, mean: int = 0, sd: int = 1, population: bool = False) -> Column:
    """Standard scores with a wanted mean and deviation."""
    return (x - x.mean()) / x.std(ddof=0 if population else 1) * sd + mean


def number_of_worse(x: Column) -> Column:
    """How many are worse (Borda)."""
    return (x[:, None] > x[None, :]).sum(axis=1).astype(np.longdouble)


def percentile_rank(x: Column) -> Column:
    """The worse ones as a share of the others."""
    return number_of_worse(x) / (len(x) - 1)


def distance(x: Column, reference: Number, held: bool) -> Column:
    """1 − (reference − x)/(reference − worst), written without the loss of digits near the worst."""
    found = (x - x.min()) / (reference - x.min())
    return np.minimum(found, Number(1)) if held else found


def goalposts(x: Column, low: Number, high: Number, held: bool) -> Column:
    """(x − low)/(high − low), held between 0 and 1 or not."""
    found = (x - low) / (high - low)
    return np.clip(found, Number(0), Number(1)) if held else found


# aggregating: weights of those present ----------------------------------------------------------------


def arithmetic(x: Column, w: Column) -> Number:
    """Σ w·x / Σ w."""
    return (w * x).sum() / w.sum()


def geometric(x: Column, w: Column) -> Number:
    """exp(Σ w·ln x / Σ w), 0 where one is 0."""
    return Number(0) if (x == 0).any() else np.exp((w * np.log(x)).sum() / w.sum())


def harmonic(x: Column, w: Column) -> Number:
    """Σ w / Σ (w/x)."""
    return w.sum() / (w / x).sum()


def generalised(power: str) -> Mean:
    """(Σ w·x^p / Σ w)^(1/p)."""
    exponent = Number(power)
    return lambda x, w: ((w * x**exponent).sum() / w.sum()) ** (1 / exponent)


def median(x: Column, w: Column) -> Number:
    """The middle one; weights play no part."""
    return np.median(x)


def aggregated(
    members: Sequence[Column],
    weights: Sequence[int],
    mean: Mean,
    at_least: str = "0",
    counted_by: str = "share",
) -> Column:
    """A mean for each unit over the members it has; absent where too few are there."""
    table, whole = np.array(members), np.array(weights)
    found = np.full(table.shape[1], NAN)
    for unit in range(table.shape[1]):
        there = ~np.isnan(table[:, unit])
        counted = {
            "share": Fraction(int(there.sum()), len(members)),
            "weight": Fraction(int(whole[there].sum()), int(whole.sum())),
            "number": Fraction(int(there.sum())),
        }[counted_by]
        if there.any() and counted >= Fraction(at_least):
            found[unit] = mean(table[there, unit], whole[there].astype(np.longdouble))
    return found
