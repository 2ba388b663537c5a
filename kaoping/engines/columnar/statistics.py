"""One number over a population, on columns: counts, sums, means, extremes, deviations and quantiles.

Over exact columns everything but roots and the means of several populations stays exact. What is not known here
(skew, kurtosis, and others than oneself) is the reference's.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar import roots
from kaoping.engines.columnar.arithmetic import add, divide, multiply, subtract
from kaoping.engines.columnar.parts import (
    LIMIT,
    MISSING,
    UNDEFINED,
    UNIT,
    Part,
    exact,
    near,
    numbers_of,
    trusted,
)
from kaoping.engines.columnar.populations import Population

KNOWN = frozenset(
    {"count", "sum", "mean", "min", "max", "sd", "sd_population", "variance", "median", "quantile"}
)
BIG = np.int64(2**63 - 1)


def summary(kind: str, who: Population, weights: Part | None, at: Fraction | None) -> Part:
    """The number of each population, one row a population."""
    if weights is not None and kind == "mean":
        found = _weighted(who, weights)
    elif kind in ("count", "sum"):
        return counted(who) if kind == "count" else total(who, who.numbers)
    elif kind == "mean":
        found = divide(total(who, who.numbers), counted(who))
    elif kind in ("min", "max"):
        found = _extreme(who, kind == "min")
    elif kind in ("median", "quantile"):
        found = _quantile(who, Fraction(1, 2) if kind == "median" or at is None else at)
    else:
        found = _deviation(kind, who)
    empty = _count(who) == 0
    if empty.any():
        found.status = np.where(empty, np.int8(MISSING), found.statuses())
    return trusted(found)


def taken(found: Part, who: Population) -> Part:
    """Each organisation of the own track gets the number of its population."""
    if who.part is None:
        return found
    codes = who.part[: who.own]

    def pick(array: Any) -> Any:
        return array[codes] if array.shape[0] != 1 or who.parts == 1 else array

    return replace(
        found,
        status=None if found.status is None else pick(found.status),
        whole=None if found.whole is None else pick(found.whole),
        value=None if found.value is None else pick(found.value),
        error=pick(found.error) if isinstance(found.error, np.ndarray) else found.error,
        unsure=None if found.unsure is None else pick(found.unsure),
    )


def _grouped(who: Population, array: Any, how: np.ufunc, empty: Any) -> Any:
    """A reduction for each population; those that do not count hold what changes nothing."""
    held = np.where(who.counts, array, empty)
    if who.part is None:
        return np.array([how.reduce(held, initial=empty)], held.dtype)
    found = np.full(who.parts, empty, held.dtype)
    how.at(found, who.part, held)
    return found


def _count(who: Population) -> NDArray[np.int64]:
    found: NDArray[np.int64] = _grouped(who, np.ones(1, np.int64), np.add, np.int64(0))
    return found


def counted(who: Population) -> Part:
    """How many count."""
    found = _count(who)
    return exact(found, 1, int(found.max(initial=0)))


def total(who: Population, numbers: Part) -> Part:
    """The sum of the numbers of each population."""
    size = who.counts.shape[0]
    if numbers.whole is not None and numbers.most * size < LIMIT:
        whole = _grouped(who, numbers.whole, np.add, np.int64(0))
        most = int(np.abs(whole).max(initial=0))
        return exact(whole, numbers.den, most)
    value, error = numbers.near()
    found = _grouped(who, value, np.add, np.float64(0))
    reach = _grouped(who, np.asarray(error) + np.abs(value) * (size * UNIT), np.add, np.float64(0))
    return near(found, reach * (1 + size * UNIT), 2_000)


def _weighted(who: Population, weights: Part) -> Part:
    """Undefined where the weights add up to nothing."""
    return divide(total(who, multiply(who.numbers, weights)), total(who, weights))


def _extreme(who: Population, lowest: bool) -> Part:
    how = np.minimum if lowest else np.maximum
    numbers = who.numbers
    some = _count(who) > 0
    if numbers.whole is not None:
        whole = _grouped(who, numbers.whole, how, BIG if lowest else -BIG)
        whole = np.where(some, whole, 0)
        return exact(whole, numbers.den, int(np.abs(whole).max(initial=0)))
    value, error = numbers.near()
    found = _grouped(who, value, how, np.inf if lowest else -np.inf)
    reach = _grouped(who, np.asarray(error) + np.zeros(1), np.maximum, np.float64(0))
    return near(np.where(some, found, 0.0), reach, numbers.bits)


def _deviation(kind: str, who: Population) -> Part:
    """(n Σx² − (Σx)²) / (n · (n − 1)) of numbers taken from near their middle, then perhaps the root."""
    count = counted(who)
    divisor = count if kind == "sd_population" else subtract(count, numbers_of([Fraction(1)]))
    moved = _centred(who)
    square, plain = total(who, multiply(moved, moved)), total(who, moved)
    above = subtract(multiply(count, square), multiply(plain, plain))
    if above.whole is None:
        above = multiply(count, _spread_out(who, moved, plain, count))
    below = multiply(count, divisor)
    variance = trusted(divide(above, below))
    alone = (_count(who) > 0) & (_divisor_zero(divisor))
    if alone.any():
        variance.status = np.where(alone, np.int8(UNDEFINED), variance.statuses())
    return variance if kind == "variance" else roots.sqrt(variance)


def _divisor_zero(divisor: Part) -> NDArray[np.bool_]:
    assert divisor.whole is not None
    found: NDArray[np.bool_] = divisor.whole == 0
    return found


def _centred(who: Population) -> Part:
    """The numbers less a whole number near their mean: deviations stay as they are, squares become small."""
    numbers = who.numbers
    if numbers.whole is None:
        middle = divide(total(who, numbers), counted(who))
        value, _ = middle.near()
        pivot = near(np.where(np.isfinite(value), value, 0.0), 0.0, 64)
        return subtract(numbers, _everyone(pivot, who))
    held = np.where(who.counts, numbers.whole, 0)
    sums = _grouped(who, held.astype(np.float64), np.add, np.float64(0))
    pivot_at = np.rint(sums / np.maximum(_count(who), 1)).astype(np.int64)
    pivots = pivot_at if who.part is None else pivot_at[who.part]
    whole = np.where(who.counts, numbers.whole - pivots, 0)
    return exact(whole, numbers.den, int(np.abs(whole).max(initial=0)))


def _everyone(found: Part, who: Population) -> Part:
    if who.part is None:
        return found
    assert found.value is not None
    return near(found.value[who.part], 0.0, found.bits)


def _spread_out(who: Population, moved: Part, plain: Part, count: Part) -> Part:
    """Σ(x − mean)², in two passes, where the whole numbers do not fit."""
    value, error = moved.near()
    middle = divide(plain, count)
    value_of, error_of = middle.near()
    if who.part is not None:
        value_of = value_of[who.part] if value_of.shape[0] > 1 else value_of
        if isinstance(error_of, np.ndarray) and error_of.shape[0] > 1:
            error_of = error_of[who.part]
    gap = subtract(near(value, error, 2_000), near(value_of, error_of, 2_000))
    return total(who, multiply(gap, gap))


def _quantile(who: Population, at: Fraction) -> Part:
    """Between order statistics in a line, as the reference does."""
    numbers = who.numbers
    key = numbers.whole if numbers.whole is not None else numbers.near()[0]
    part = np.zeros(key.shape[0], np.int64) if who.part is None else who.part
    order = np.lexsort((key, part, ~who.counts))
    counts = _count(who)
    starts = np.cumsum(counts) - counts
    position = [at * max(int(n) - 1, 0) for n in counts]
    below = np.array([int(p) for p in position], np.int64)
    above = np.minimum(below + 1, np.maximum(counts - 1, 0))
    if key.shape[0] == 0:
        return exact(np.zeros(who.parts, np.int64), 1, 0)
    low, high = _at(numbers, order, starts + below, who), _at(numbers, order, starts + above, who)
    rest = numbers_of([p - int(p) for p in position])
    return add(low, multiply(subtract(high, low), rest))


def _at(numbers: Part, order: NDArray[np.int64], where: NDArray[np.int64], who: Population) -> Part:
    """Order statistics move by no more than the largest bound of their population."""
    chosen = order[np.minimum(where, order.shape[0] - 1)]
    if numbers.whole is not None:
        return exact(numbers.whole[chosen], numbers.den, numbers.most)
    value, error = numbers.near()
    reach = _grouped(who, np.asarray(error) + np.zeros(1), np.maximum, np.float64(0))
    return near(value[chosen], reach, numbers.bits)
