"""Scoring tiles: the pass that is installed, then fractions where it was too close to a rounding point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles import plain
from kaoping.engines.columnar.tiles.answer import TileAnswer
from kaoping.engines.columnar.tiles.exactly import exact_total
from kaoping.engines.columnar.tiles.problem import TileProblem
from kaoping.engines.columnar.tiles.store import MISSING, Tiles

Doubtful = dict[int, NDArray[np.int64]]
"""By track the organisations whose totals lie too close to a rounding point; such a track is not ranked yet."""
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
        self.bounds, self.cuts = bounds(problem, tiles), cuts(problem, tiles)
        if self.is_fast:
            self.parameters, self.tree = parameters(problem), tree(problem)
        else:
            self.layout = plain.Layout.of(problem)
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
        size = self.tiles.organisations
        points = np.empty(self.tiles.values.shape[0], np.float32) if trace else None
        name = "tiles, Numba" if self.is_fast else "tiles, NumPy"
        found = TileAnswer(
            np.empty(size, np.int64), np.empty(size, np.int32), np.empty(size, np.int8), 0, name, points
        )
        doubtful = (_fused if self.is_fast else _plain)(self, found)
        if self.certified:
            for track, rows in doubtful.items():
                for row in rows.tolist():
                    place = int(self.tiles.offsets[track]) + row
                    found.totals[place] = exact_total(self.problem, self.tiles, track, row)
            found = replace(found, handed=sum(rows.size for rows in doubtful.values()))
        if doubtful:
            (_fused_places if self.is_fast else _plain_places)(self, found, list(doubtful))
        return found


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


def _plain(one: Prepared, found: TileAnswer) -> Doubtful:
    problem, tiles, rows = one.problem, one.tiles, len(one.problem.items)
    scale, doubtful = 10.0**problem.places, {}
    for track in range(len(tiles.offsets) - 1):
        a, b = int(tiles.offsets[track]), int(tiles.offsets[track + 1])
        seen = None if found.points is None else found.points[a * rows : b * rows].reshape(rows, b - a)
        weights = [level[track] for level in one.weights]
        total = plain.totals(one.layout, weights, tiles.block(track), tiles.target_block(track), seen)
        total = total + np.minimum(tiles.bonus[a:b] / 100.0, problem.bonus_cap) - tiles.penalty[a:b] / 100.0
        total = np.where(tiles.vetoed[a:b], np.minimum(total, problem.veto_cap), total)
        scaled = np.abs(total) * scale
        limit = (one.bounds[track] + np.abs(total) * 1e-15) * scale * 1.01
        doubt = np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) <= limit)
        whole = np.floor(scaled + 0.5).astype(np.int64)
        found.totals[a:b] = np.where(total < 0, -whole, whole)
        if doubt.size:
            doubtful[track] = doubt
        else:
            _plain_places(one, found, [track])
    return doubtful


def _plain_places(one: Prepared, found: TileAnswer, tracks: Sequence[int]) -> None:
    for track in tracks:
        a, b = int(one.tiles.offsets[track]), int(one.tiles.offsets[track + 1])
        totals, vetoed = -found.totals[a:b], one.tiles.vetoed[a:b]
        place = np.searchsorted(np.sort(totals), totals, side="left") + 1
        grade = (place[:, None] > one.cuts[track][None, :]).sum(axis=1)
        found.ranks[a:b] = place
        found.grades[a:b] = np.where(vetoed, np.maximum(grade, one.problem.veto_grade), grade)


# with Numba ---------------------------------------------------------------------------------------------


def parameters(problem: TileProblem) -> tuple[NDArray[Any], ...]:
    """The items as arrays, in the order the compiled pass takes them; bands as steps over edges, four edges at a time."""
    items = problem.items
    most = -(-max((len(one.thresholds) for one in items), default=0) // 4) * 4
    edges = np.full((len(items), most), 2**31 - 1, np.int32)
    steps = np.zeros((len(items), most + 1), np.int32)
    for row, one in enumerate(items):
        edges[row, : len(one.thresholds)] = one.thresholds
        steps[row, : len(one.points)] = np.diff(one.points, prepend=0)
    return (
        np.array([int(one.rule) for one in items]),
        np.array([one.lower_is_better for one in items]),
        np.array([float(one.low) for one in items]),
        np.array([float(one.high) for one in items]),
        edges,
        steps,
        np.array([one.ties_share_mean for one in items]),
        np.array([MISSING if one.missing_is_zero else 0 for one in items], np.int32),
        np.array(problem.targets),
    )


def tree(problem: TileProblem) -> tuple[NDArray[np.int64], ...]:
    """Items dimension by dimension and where each begins among them; dimensions category by category likewise."""
    item_of, dimension_of = np.array([one.dimension for one in problem.items]), np.array(problem.category)
    return (
        np.argsort(item_of, kind="stable"),
        np.searchsorted(np.sort(item_of), np.arange(len(problem.category) + 1)),
        np.argsort(dimension_of, kind="stable"),
        np.searchsorted(np.sort(dimension_of), np.arange(problem.categories + 1)),
    )


def _fused(one: Prepared, found: TileAnswer) -> Doubtful:
    import numba

    from kaoping.engines.columnar.tiles import fused

    problem, tiles, size = one.problem, one.tiles, one.tiles.organisations
    _threads(numba, tiles)
    doubts = np.zeros(len(tiles.offsets) - 1, np.int64)
    fused.every_tile(
        (tiles.values, tiles.targets, tiles.bonus, tiles.penalty, tiles.vetoed), tiles.offsets, len(problem.items),
        tiles.targets.shape[0] // size if size else 0, one.parameters, tuple(one.weights), one.tree,
        (float(problem.bonus_cap), float(problem.veto_cap), 10.0**problem.places, problem.veto_grade), one.bounds,
        one.cuts, (found.totals, found.ranks, found.grades), doubts, found.points,
    )  # fmt: skip
    return {
        track: np.flatnonzero(found.grades[tiles.offsets[track] : tiles.offsets[track + 1]] < 0)
        for track in np.flatnonzero(doubts).tolist()
    }


def _threads(numba: Any, tiles: Tiles) -> None:
    most = numba.config.NUMBA_NUM_THREADS
    numba.set_num_threads(most if tiles.values.shape[0] >= THREADS_FROM else 1)


def _fused_places(one: Prepared, found: TileAnswer, tracks: Sequence[int]) -> None:
    from kaoping.engines.columnar.tiles import fused, sorting

    for track in tracks:
        a, b = int(one.tiles.offsets[track]), int(one.tiles.offsets[track + 1])
        work = np.empty(sorting.MOST_DIGITS, np.uint32), np.empty(b - a, np.int64), np.empty(b - a, np.int64)
        fused.ranked(
            found.totals[a:b], one.tiles.vetoed[a:b], one.cuts[track], one.problem.veto_grade, found.ranks[a:b],
            found.grades[a:b], *work,
        )  # fmt: skip
