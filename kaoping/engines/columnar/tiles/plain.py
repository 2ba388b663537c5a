"""The pass over one tile with NumPy: no score matrix, each row added to its dimension at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles.problem import Item, Rule, TileProblem
from kaoping.engines.columnar.tiles.store import MISSING, NOT_APPLICABLE

Scores = NDArray[np.float64]
Values = NDArray[np.int32]


def totals(
    problem: TileProblem, track: int, block: Values, targets: Values, points: NDArray[np.float32] | None
) -> Scores:
    """The weighted mean of every organisation of a tile, before bonus, penalty and cap."""
    size, dimensions = block.shape[1], len(problem.category)
    above, below = np.zeros((dimensions, size)), np.zeros((dimensions, size))
    weights = problem.item_weights[track]
    for row, item in enumerate(problem.items):
        at = problem.targets[row]
        scores = item_scores(item, block[row], targets[at] if at >= 0 else None)
        if points is not None:
            points[row] = scores
        there = ~np.isnan(scores)
        above[item.dimension] += np.where(there, scores * float(weights[row]), 0.0)
        below[item.dimension] += np.where(there, float(weights[row]), 0.0)
    means, there = _divided(above, below)
    categories = np.array(problem.category)
    above, below = np.zeros((problem.categories, size)), np.zeros((problem.categories, size))
    weighted = np.where(there, problem.dimension_weights[track][:, None].astype(np.float64), 0.0)
    np.add.at(above, categories, means * weighted)
    np.add.at(below, categories, weighted)
    means, there = _divided(above, below)
    weighted = np.where(there, problem.category_weights[track][:, None].astype(np.float64), 0.0)
    found, _ = _divided((means * weighted).sum(axis=0), weighted.sum(axis=0))
    return found


def _divided(above: Scores, below: Scores) -> tuple[Scores, NDArray[np.bool_]]:
    there = below > 0
    return np.divide(above, below, out=np.zeros_like(above), where=there), there


def item_scores(item: Item, values: Values, targets: Values | None) -> Scores:
    """The scores of one row, NaN where the item is left out."""
    there = values > NOT_APPLICABLE
    found = np.full(values.shape[0], np.nan)
    if there.any():
        numbers = values[there].astype(np.float64)
        found[there] = _points(item, numbers, None if targets is None else targets[there])
    if item.missing_is_zero:
        found[values == MISSING] = 0.0
    return found


def _points(item: Item, numbers: Scores, targets: Values | None) -> Any:
    sign = -1.0 if item.lower_is_better else 1.0
    if item.rule is Rule.COMPLETION:
        assert targets is not None
        return np.clip(numbers / targets, 0.0, 1.2) * 100.0
    if item.rule is Rule.EFFICACY:
        start = item.high if item.lower_is_better else item.low
        return 60.0 + 40.0 * np.clip(sign * (numbers - start) / (item.high - item.low), 0.0, 1.0)
    if item.rule is Rule.BANDS:
        band = np.searchsorted(np.array(item.thresholds, np.float64), numbers, side="right")
        return np.array(item.points, np.float64)[band]
    low, high = numbers.min(), numbers.max()
    if item.rule is Rule.MIN_MAX:
        if low == high:
            return np.full(numbers.shape[0], 100.0)
        return 100.0 * (sign * (numbers - (high if item.lower_is_better else low))) / (high - low)
    if item.rule is Rule.RANK:
        return 100.0 - _places(sign * numbers, item.ties_share_mean) * (60.0 / max(numbers.shape[0] - 1, 1))
    if low == high:
        return np.full(numbers.shape[0], 70.0)
    return np.clip(70.0 + 10.0 * sign * (numbers - numbers.mean()) / numbers.std(), 0.0, 100.0)


def _places(numbers: Scores, mean: bool) -> Scores:
    """Places from 0, the largest first."""
    _, at, count = np.unique(-numbers, return_inverse=True, return_counts=True)
    first = np.cumsum(count) - count
    shared = first + (count - 1) / 2.0 if mean else first.astype(np.float64)
    found: Scores = shared[at]
    return found
