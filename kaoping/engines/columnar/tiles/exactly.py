"""Totals of single organisations in fractions: what the rules mean, and the judge of the float passes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles.problem import Item, Rule, TileProblem
from kaoping.engines.columnar.tiles.store import MISSING, NOT_APPLICABLE, Tiles
from kaoping.exact import round_places, sqrt, steady

Row = NDArray[np.int32]


def exact_total(problem: TileProblem, tiles: Tiles, track: int, row: int) -> int:
    """The rounded total of one organisation of a track, in whole units of the last decimal."""
    block, targets = tiles.block(track), tiles.target_block(track)
    scores = [
        item_points(one, block[i], targets[at] if (at := problem.targets[i]) >= 0 else None, row)
        for i, one in enumerate(problem.items)
    ]
    place = int(tiles.offsets[track]) + row
    total = _up(problem, track, scores)
    total += min(Fraction(int(tiles.bonus[place]), 100), Fraction(problem.bonus_cap))
    total -= Fraction(int(tiles.penalty[place]), 100)
    if tiles.vetoed[place]:
        total = min(total, Fraction(problem.veto_cap))
    return int(round_places(steady(total), problem.places) * 10**problem.places)


def _up(problem: TileProblem, track: int, scores: list[Fraction | None]) -> Fraction:
    """Weighted means of what is there, up the tree; 0 where nothing is."""
    dimensions = _means(
        scores, [one.dimension for one in problem.items], problem.item_weights[track], len(problem.category)
    )
    categories = _means(
        dimensions, list(problem.category), problem.dimension_weights[track], problem.categories
    )
    return _means(categories, [0] * len(categories), problem.category_weights[track], 1)[0] or Fraction(0)


def _means(
    points: list[Fraction | None], parent: list[int], weights: NDArray[np.int64], parents: int
) -> list[Fraction | None]:
    above, below = [Fraction(0)] * parents, [0] * parents
    for one, at, weight in zip(points, parent, weights.tolist(), strict=True):
        if one is not None:
            above[at] += weight * one
            below[at] += weight
    return [a / b if b else None for a, b in zip(above, below, strict=True)]


def item_points(item: Item, values: Row, targets: Row | None, row: int) -> Fraction | None:
    """The score of one cell; None where the item is left out."""
    value = int(values[row])
    if value == NOT_APPLICABLE:
        return None
    if value == MISSING:
        return Fraction(0) if item.missing_is_zero else None
    if item.rule is Rule.COMPLETION:
        assert targets is not None
        return min(max(Fraction(value, int(targets[row])), Fraction(0)), Fraction(6, 5)) * 100
    if item.rule is Rule.EFFICACY:
        position = Fraction(value - item.low, item.high - item.low)
        position = 1 - position if item.lower_is_better else position
        return 60 + 40 * min(max(position, Fraction(0)), Fraction(1))
    if item.rule is Rule.BANDS:
        return Fraction(item.points[sum(value >= one for one in item.thresholds)])
    return _among(item, values[values > NOT_APPLICABLE].astype(np.int64), value)


def _among(item: Item, there: NDArray[np.int64], value: int) -> Fraction:
    """The rules that look at the track."""
    low, high, number = int(there.min()), int(there.max()), there.size
    if item.rule is Rule.MIN_MAX:
        if low == high:
            return Fraction(100)
        return Fraction(100 * (high - value if item.lower_is_better else value - low), high - low)
    if item.rule is Rule.RANK:
        before = int((there < value).sum() if item.lower_is_better else (there > value).sum())
        same = int((there == value).sum())
        place = Fraction(2 * before + same - 1, 2) if item.ties_share_mean else Fraction(before)
        return 100 - place * Fraction(60, max(number - 1, 1))
    if low == high:
        return Fraction(70)
    total = int(there.sum())
    square = sum(one * one for one in there.tolist())
    deviation = sqrt(Fraction(number * square - total * total, number * number))
    gap = (value - Fraction(total, number)) / deviation
    return min(max(70 + 10 * (-gap if item.lower_is_better else gap), Fraction(0)), Fraction(100))
