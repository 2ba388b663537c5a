"""Scoring tiles: the pass that is installed, then fractions where it was too close to a rounding point."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles import plain
from kaoping.engines.columnar.tiles.answer import TileAnswer
from kaoping.engines.columnar.tiles.exactly import exact_total
from kaoping.engines.columnar.tiles.problem import TileProblem
from kaoping.engines.columnar.tiles.store import Tiles

THREADS_FROM = 8_000_000
"""Below so many cells one thread is quicker than several on a machine that others use too."""


def has_fast() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


class Prepared:
    """A scheme and its tiles, ready to be scored again and again: what does not change is laid out once.

    `fast`: with Numba (True), NumPy (False), or whichever there is. `certified` False leaves out the fractions: only to
    show what they catch.
    """

    def __init__(
        self, problem: TileProblem, tiles: Tiles, fast: bool | None = None, certified: bool = True
    ) -> None:
        self.problem, self.tiles, self.certified = problem, tiles, certified
        self.is_fast = has_fast() if fast is None else fast
        size = tiles.organisations
        self.bounds, self.cuts = bounds(problem, tiles), cuts(problem, tiles)
        self.total = np.empty(size)
        self.doubt = np.empty(size, np.bool_)
        self.parameters = parameters(problem)
        self.layout = plain.Layout.of(problem)
        self.category = np.array(problem.category)
        self.root = np.zeros(problem.categories, np.int64)
        self.lay_weights()

    def lay_weights(self) -> None:
        """Take the weights of the problem as they are now."""
        one = self.problem
        self.weights = [
            np.ascontiguousarray(found, np.float64)
            for found in (one.item_weights, one.dimension_weights, one.category_weights)
        ]

    def score(self, trace: bool = False) -> TileAnswer:
        """Totals, places and grades of every organisation; with `trace` also the score of every cell."""
        points = np.empty(self.tiles.values.shape[0] if trace else 0, np.float32)
        rounded = np.empty(self.tiles.organisations, np.int64)
        (_fused if self.is_fast else _plain)(self, points, rounded)
        rows = np.flatnonzero(self.doubt) if self.certified else np.zeros(0, np.int64)
        for row in rows.tolist():
            track = int(np.searchsorted(self.tiles.offsets, row, side="right")) - 1
            inside = row - int(self.tiles.offsets[track])
            rounded[row] = exact_total(self.problem, self.tiles, track, inside)
        ranks, grades = (_fused_places if self.is_fast else _plain_places)(self, rounded)
        name = "tiles, Numba" if self.is_fast else "tiles, NumPy"
        return TileAnswer(rounded, ranks, grades, int(rows.size), name, points if trace else None)


def score_tiles(
    problem: TileProblem, tiles: Tiles, trace: bool = False, fast: bool | None = None, certified: bool = True
) -> TileAnswer:
    """Prepared and scored once."""
    return Prepared(problem, tiles, fast, certified).score(trace)


def bounds(problem: TileProblem, tiles: Tiles) -> NDArray[np.float64]:
    """The proved bound of each track's totals."""
    return np.array([problem.bound(int(n)) for n in np.diff(tiles.offsets)])


def cuts(problem: TileProblem, tiles: Tiles) -> NDArray[np.int64]:
    """For each track the last place of each grade but the lowest: shares are taken in whole numbers, rounded down."""
    sizes = np.diff(tiles.offsets).tolist()
    found = [[int(share * n) for share in problem.shares] for n in sizes]
    return np.array(found, np.int64).reshape(len(sizes), len(problem.shares))


# with NumPy ---------------------------------------------------------------------------------------------


def _plain(one: Prepared, points: NDArray[np.float32], rounded: NDArray[np.int64]) -> None:
    problem, tiles, rows = one.problem, one.tiles, len(one.problem.items)
    scale, reach, doubt = 10.0**problem.places, one.bounds, one.doubt
    for track in range(len(tiles.offsets) - 1):
        a, b = int(tiles.offsets[track]), int(tiles.offsets[track + 1])
        seen = points[a * rows : b * rows].reshape(rows, b - a) if points.size else None
        weights = [level[track] for level in one.weights]
        total = plain.totals(one.layout, weights, tiles.block(track), tiles.target_block(track), seen)
        total = total + np.minimum(tiles.bonus[a:b] / 100.0, problem.bonus_cap) - tiles.penalty[a:b] / 100.0
        total = np.where(tiles.vetoed[a:b], np.minimum(total, problem.veto_cap), total)
        scaled = np.abs(total) * scale
        limit = (reach[track] + np.abs(total) * 1e-15) * scale * 1.01
        doubt[a:b] = np.abs(scaled - np.floor(scaled) - 0.5) <= limit
        whole = np.floor(scaled + 0.5).astype(np.int64)
        rounded[a:b] = np.where(total < 0, -whole, whole)


def _plain_places(one: Prepared, rounded: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    tiles = one.tiles
    ranks, grades = np.zeros(rounded.size, np.int32), np.zeros(rounded.size, np.int8)
    for track in range(len(tiles.offsets) - 1):
        a, b = int(tiles.offsets[track]), int(tiles.offsets[track + 1])
        ordered = np.sort(-rounded[a:b])
        place = np.searchsorted(ordered, -rounded[a:b], side="left") + 1
        grade = (place[:, None] > one.cuts[track][None, :]).sum(axis=1)
        ranks[a:b] = place
        grades[a:b] = np.where(tiles.vetoed[a:b], np.maximum(grade, one.problem.veto_grade), grade)
    return ranks, grades


# with Numba ---------------------------------------------------------------------------------------------


def parameters(problem: TileProblem) -> tuple[NDArray[Any], ...]:
    """The items as arrays, in the order the compiled pass takes them."""
    items = problem.items
    most = max((len(one.thresholds) for one in items), default=0)
    never = 2**31 - 1
    thresholds = [[*one.thresholds, *[never] * (most - len(one.thresholds))] for one in items]
    points = [
        [*(one.points or (0,)), *[(one.points or (0,))[-1]] * (most - len(one.thresholds))] for one in items
    ]
    return (
        np.array([int(one.rule) for one in items]),
        np.array([one.lower_is_better for one in items]),
        np.array([float(one.low) for one in items]),
        np.array([float(one.high) for one in items]),
        np.array(thresholds, np.int32).reshape(len(items), most),
        np.array(points, np.float64).reshape(len(items), most + 1),
        np.array([one.ties_share_mean for one in items]),
        np.array([0.0 if one.missing_is_zero else np.nan for one in items]),
        np.array(problem.targets),
        np.array([one.dimension for one in items]),
    )


def _fused(one: Prepared, points: NDArray[np.float32], rounded: NDArray[np.int64]) -> None:
    import numba

    from kaoping.engines.columnar.tiles import fused

    problem, tiles = one.problem, one.tiles
    _threads(numba, tiles)
    size = tiles.organisations
    target_rows = tiles.targets.shape[0] // size if size else 0
    fused.every_tile(
        tiles.values, tiles.targets, tiles.offsets, len(problem.items), target_rows, one.parameters, *one.weights,
        one.category, one.root, one.total, points,
    )  # fmt: skip
    fused.decided(
        one.total, tiles.bonus, tiles.penalty, tiles.vetoed, tiles.offsets, float(problem.bonus_cap),
        float(problem.veto_cap), 10.0**problem.places, one.bounds, rounded, one.doubt,
    )  # fmt: skip


def _threads(numba: Any, tiles: Tiles) -> None:
    most = numba.config.NUMBA_NUM_THREADS
    numba.set_num_threads(most if tiles.values.shape[0] >= THREADS_FROM else 1)


def _fused_places(one: Prepared, rounded: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    from kaoping.engines.columnar.tiles import fused

    ranks, grades = np.empty(rounded.size, np.int32), np.empty(rounded.size, np.int8)
    fused.ranked(
        rounded, one.tiles.vetoed, one.tiles.offsets, one.cuts, one.problem.veto_grade, ranks, grades
    )
    return ranks, grades
