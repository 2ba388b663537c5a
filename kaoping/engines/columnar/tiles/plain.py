"""The pass over one tile with NumPy: all items of a rule at once, then up the tree by products of matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles.problem import Rule, TileProblem
from kaoping.engines.columnar.tiles.store import MISSING, NOT_APPLICABLE

Scores = NDArray[np.float64]
Values = NDArray[np.int32]
Mask = NDArray[np.bool_]
LEAST, MOST = np.int32(-(2**31)), np.int32(2**31 - 1)


@dataclass(frozen=True)
class Layout:
    """What is the same for every tile: the rows of each rule, as columns of numbers one row an item."""

    problem: TileProblem
    rows: dict[Rule, NDArray[np.int64]]
    lower: Mask
    low: Scores
    high: Scores
    mean_ties: Mask
    missing_is_zero: Mask
    in_dimension: Scores
    in_category: Scores

    @classmethod
    def of(cls, problem: TileProblem) -> Layout:
        """The layout of a scheme."""
        items = problem.items

        def column(values: list[Any], kind: Any) -> Any:
            return np.array(values, kind)[:, None]

        return cls(
            problem,
            {
                rule: np.array([i for i, one in enumerate(items) if one.rule is rule], np.int64)
                for rule in Rule
            },
            column([one.lower_is_better for one in items], np.bool_),
            column([one.low for one in items], np.float64),
            column([one.high for one in items], np.float64),
            column([one.ties_share_mean for one in items], np.bool_),
            column([one.missing_is_zero for one in items], np.bool_),
            _belonging([one.dimension for one in items], len(problem.category)),
            _belonging(list(problem.category), problem.categories),
        )


def _belonging(parent: list[int], parents: int) -> Scores:
    """[parents, children]: 1 where the child belongs to the parent."""
    found = np.zeros((parents, len(parent)))
    found[parent, np.arange(len(parent))] = 1.0
    return found


def totals(
    layout: Layout, weights: list[Scores], block: Values, targets: Values, points: NDArray[np.float32] | None
) -> Scores:
    """The weighted mean of every organisation of a tile, before bonus, penalty and cap.

    `weights` are the track's, level by level from the items upwards.
    """
    problem = layout.problem
    there = block > NOT_APPLICABLE
    scores = np.zeros(block.shape)
    for rule, rows in layout.rows.items():
        if rows.size:
            scores[rows] = _SCORES[rule](layout, rows, block[rows], there[rows], targets)
    counted = there | ((block == MISSING) & layout.missing_is_zero)
    scores *= there
    if points is not None:
        points[:] = np.where(counted, scores, np.nan)
    means, here = _up(layout.in_dimension, weights[0], scores, counted)
    means, here = _up(layout.in_category, weights[1], means, here)
    means, _ = _up(np.ones((1, problem.categories)), weights[2], means, here)
    found: Scores = means[0]
    return found


def _up(belonging: Scores, weights: Scores, points: Scores, counted: Mask) -> tuple[Scores, Mask]:
    """Weighted means of what counts, 0 where nothing does."""
    shares = belonging * weights
    below = shares @ counted.astype(np.float64)
    here = below > 0
    return np.divide(shares @ points, below, out=np.zeros_like(below), where=here), here


def _completion(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Any:
    at = np.array(one.problem.targets)[rows]
    return np.minimum(np.maximum(x / targets[at], 0.0), 1.2) * 100.0


def _line(x: Values, start: Scores, span: Scores) -> Scores:
    held: Scores = np.minimum(np.maximum((x - start) / span, 0.0), 1.0)
    return held


def _min_max(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Scores:
    low, high = _ends(x, there)
    start, end = np.where(one.lower[rows], (high, low), (low, high))
    flat = high <= low
    return np.where(flat, 100.0, 100.0 * _line(x, start, np.where(flat, 1.0, end - start)))


def _ends(x: Values, there: Mask) -> tuple[Scores, Scores]:
    low = np.where(there, x, MOST).min(axis=1, keepdims=True).astype(np.float64)
    high = np.where(there, x, LEAST).max(axis=1, keepdims=True).astype(np.float64)
    return low, high


def _efficacy(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Scores:
    low, high = one.low[rows], one.high[rows]
    start, end = np.where(one.lower[rows], (high, low), (low, high))
    return 60.0 + 40.0 * _line(x, start, end - start)


def _bands(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Scores:
    found = np.empty(x.shape)
    for at, row in enumerate(rows.tolist()):
        item = one.problem.items[row]
        edges, points = np.array(item.thresholds, np.int32), np.array(item.points, np.float64)
        found[at] = points[np.searchsorted(edges, x[at], side="right")]
    return found


def _rank(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Any:
    """Places from 0 by sorting, those without a value behind; equals share the best place or the mean."""
    key = np.where(there, np.where(one.lower[rows], x, -x.astype(np.int64)), 2**40)
    order = np.argsort(key, axis=1, kind="stable")
    ordered = np.take_along_axis(key, order, axis=1)
    size = x.shape[1]
    position = np.broadcast_to(np.arange(size), x.shape)
    new = np.ones(x.shape, np.bool_)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(new, position, 0), axis=1)
    ends = np.ones(x.shape, np.bool_)
    ends[:, :-1] = new[:, 1:]
    last = np.minimum.accumulate(np.where(ends, position, size)[:, ::-1], axis=1)[:, ::-1]
    place = np.empty(x.shape)
    np.put_along_axis(place, order, np.where(one.mean_ties[rows], (first + last) / 2.0, first), axis=1)
    step = 60.0 / np.maximum(there.sum(axis=1, keepdims=True) - 1, 1)
    return 100.0 - place * step


def _z_score(one: Layout, rows: NDArray[np.int64], x: Values, there: Mask, targets: Values) -> Any:
    """In distances from the lowest value: what the mean is rounded by is then small beside the deviation."""
    number = np.maximum(there.sum(axis=1, keepdims=True), 1)
    low, high = _ends(x, there)
    above = np.where(there, x - low.astype(np.int64), 0)
    gap = np.where(there, above - above.sum(axis=1, keepdims=True) / number, 0.0)
    deviation = np.sqrt((gap * gap).sum(axis=1, keepdims=True) / number)
    slope = np.where(one.lower[rows], -10.0, 10.0) / np.where(high > low, deviation, 1.0)
    return np.where(high > low, np.clip(70.0 + slope * gap, 0.0, 100.0), 70.0)


_SCORES = {
    Rule.COMPLETION: _completion,
    Rule.MIN_MAX: _min_max,
    Rule.EFFICACY: _efficacy,
    Rule.RANK: _rank,
    Rule.Z_SCORE: _z_score,
    Rule.BANDS: _bands,
}
