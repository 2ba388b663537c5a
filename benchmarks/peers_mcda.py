"""The problem as far as two libraries of decision analysis can take it: best and worst of the track, one weighted sum.

Neither knows a tree, so weights are multiplied out; neither knows a value that is left out, so a gap is filled with the
worst of the track before the library sees it. What else they lack is in `LEFT_OUT`; their totals are another method's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles import NOT_APPLICABLE, Rule, TileProblem, Tiles

Floats = NDArray[np.float64]
Scored = Callable[[Floats, Floats, NDArray[np.int64]], tuple[Floats, Floats]]
"""A track's matrix, weights and directions (1, -1) → totals and places."""
LEFT_OUT = (
    "every rule but best and worst (targets only as shares, no caps, bands, places, deviations), values left out (a gap"
    " counts as the track's worst), the tree (weights multiplied out), bonus, penalty, veto, rounding, grades"
)


@dataclass(frozen=True)
class Filled:
    """The problem as these libraries can hold it: a matrix and weights for each track, gaps filled."""

    tracks: list[tuple[Floats, Floats]]
    way: NDArray[np.int64]


def filled(problem: TileProblem, tiles: Tiles) -> Filled:
    """What is laid out before any clock starts."""
    way = np.where([one.lower_is_better for one in problem.items], -1, 1)
    tracks = range(len(tiles.offsets) - 1)
    return Filled([(_matrix(problem, tiles, one), _weights(problem, one)) for one in tracks], way)


def run(given: Filled, scored: Scored) -> tuple[Floats, Floats, Floats]:
    """Totals between 0 and 1 and places, track after track; no grades."""
    found = [scored(matrix, weights, given.way) for matrix, weights in given.tracks]
    totals, places = (np.concatenate(one) for one in zip(*found, strict=True))
    return totals, places, np.zeros(0)


def _matrix(problem: TileProblem, tiles: Tiles, track: int) -> Floats:
    """Organisations × items, gaps filled."""
    values, targets = tiles.block(track), tiles.target_block(track)
    here = values > NOT_APPLICABLE
    found = values.astype(np.float64)
    for row, item in enumerate(problem.items):
        if item.rule is Rule.COMPLETION:
            found[row] /= targets[problem.targets[row]]
        seen = found[row][here[row]]
        worst = 0.0 if not seen.size else seen.max() if item.lower_is_better else seen.min()
        found[row][~here[row]] = worst
    return np.ascontiguousarray(found.T)


def _weights(problem: TileProblem, track: int) -> Floats:
    """The weights of the three levels multiplied out; they add up to 1."""
    item, dimension, category = (
        one[track].astype(np.float64)
        for one in (problem.item_weights, problem.dimension_weights, problem.category_weights)
    )
    of = np.array([one.dimension for one in problem.items])
    share = item / np.bincount(of, item)[of]
    above = np.array(problem.category)
    share_of = dimension / np.bincount(above, dimension)[above]
    found: Floats = share * share_of[of] * (category / category.sum())[above][of]
    return found


def by_pymcdm() -> Scored:
    """pymcdm: min-max normalisation, weighted sum, ranking."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    model = WSM(minmax_normalization)

    def scored(matrix: Floats, weights: Floats, way: NDArray[np.int64]) -> tuple[Floats, Floats]:
        totals = model(matrix, weights, way)
        return totals, model.rank(totals)

    return scored


def by_scikit_criteria() -> Scored:
    """scikit-criteria: a pipeline of sign, min-max scaling and weighted sum."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import MinMaxScaler

    line = mkpipe(NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())

    def scored(matrix: Floats, weights: Floats, way: NDArray[np.int64]) -> tuple[Floats, Floats]:
        found = line.evaluate(skcriteria.mkdm(matrix, way.tolist(), weights=weights))
        return found.e_.score, found.rank_

    return scored


def agree(given: Filled, totals: Floats) -> bool:
    """Whether totals are those of the same weighted sum written out in NumPy: the library did what is claimed of it."""
    expected = []
    for matrix, weights in given.tracks:
        low, high = matrix.min(axis=0), matrix.max(axis=0)
        span = np.where(high > low, high - low, 1.0)
        share = np.where(given.way < 0, high - matrix, matrix - low) / span
        expected.append(np.where(high > low, share, 1.0) @ weights)
    return bool(np.allclose(np.concatenate(expected), totals))
