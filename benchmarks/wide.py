"""The synthetic problem as analysts hold it: one wide table, a row an organisation, NaN for no value."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles import MISSING, NOT_APPLICABLE, Item, Rule, TileProblem, Tiles

Table = dict[str, NDArray[np.generic]]


def wide(problem: TileProblem, tiles: Tiles) -> Table:
    """Columns unit, track, x0 …, t0 … (targets), na0 … (not applicable), bonus, penalty, vetoed."""
    sizes = np.diff(tiles.offsets)
    found: Table = {
        "unit": np.arange(tiles.organisations, dtype=np.int32),
        "track": np.repeat(np.arange(sizes.size, dtype=np.int32), sizes),
    }
    for row, at in enumerate(problem.targets):
        values = _row(tiles.values, tiles.offsets, row)
        here = values > NOT_APPLICABLE
        found[f"x{row}"] = np.where(here, values / 100.0, np.nan)
        found[f"na{row}"] = values == NOT_APPLICABLE
        assert (here | (values == MISSING) | (values == NOT_APPLICABLE)).all()
        if at >= 0:
            found[f"t{row}"] = _row(tiles.targets, tiles.offsets, at) / 100.0
    found["bonus"], found["penalty"], found["vetoed"] = (
        tiles.bonus / 100.0,
        tiles.penalty / 100.0,
        tiles.vetoed,
    )
    return found


def _row(flat: NDArray[np.int32], offsets: NDArray[np.int64], row: int) -> NDArray[np.int32]:
    rows = flat.shape[0] // int(offsets[-1])
    return np.concatenate(
        [
            flat[a * rows + row * (b - a) : a * rows + (row + 1) * (b - a)]
            for a, b in pairwise(offsets.tolist())
        ]
    )


def weights(problem: TileProblem) -> Table:
    """Columns track, wi0 …, wd0 …, wc0 …: each track's weights."""
    tracks = problem.item_weights.shape[0]
    found: Table = {"track": np.arange(tracks, dtype=np.int32)}
    for name, one in (
        ("wi", problem.item_weights),
        ("wd", problem.dimension_weights),
        ("wc", problem.category_weights),
    ):
        found |= {f"{name}{i}": one[:, i].astype(np.float64) for i in range(one.shape[1])}
    return found


def members(problem: TileProblem) -> list[tuple[str, str, str, list[list[int]]]]:
    """The levels of the tree: (weights, scores, result, members of each parent)."""
    items: list[list[int]] = [[] for _ in problem.category]
    for i, item in enumerate(problem.items):
        items[item.dimension].append(i)
    dimensions: list[list[int]] = [[] for _ in range(problem.categories)]
    for d, category in enumerate(problem.category):
        dimensions[category].append(d)
    return [
        ("wi", "s", "d", items),
        ("wd", "d", "c", dimensions),
        ("wc", "c", "total", [list(range(problem.categories))]),
    ]


def spread(item: Item) -> tuple[float, float]:
    """Where efficacy begins and its signed span."""
    low, high = item.low / 100, item.high / 100
    return (high, low - high) if item.lower_is_better else (low, high - low)


def is_peer_rule(item: Item) -> bool:
    """Whether the rule looks at the track."""
    return item.rule in (Rule.MIN_MAX, Rule.RANK, Rule.Z_SCORE)
