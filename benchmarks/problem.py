"""The synthetic problem of every speed figure: 100 items of six kinds, 20 dimensions, 5 categories, from a seed.

A tenth of the cells does not apply, a twentieth is missing (half of the items count that as 0, half leave it out);
every track has weights of its own; three organisations in ten have a bonus, two a penalty, one in a hundred a veto.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles import MISSING, NOT_APPLICABLE, Item, Rule, TileProblem, Tiles

ITEMS, DIMENSIONS, CATEGORIES = 100, 20, 5
SIZES = {"s": (340, 5), "m": (40_000, 124), "l": (700_000, 2_800)}
"""Organisations and tracks: a district, a province, a nation."""
KINDS = ((Rule.COMPLETION, 30), (Rule.MIN_MAX, 15), (Rule.EFFICACY, 15), (Rule.RANK, 10), (Rule.Z_SCORE, 10), (Rule.BANDS, 20))  # fmt: skip
BAND_POINTS = (40, 60, 75, 90, 100)


def problem(tracks: int) -> TileProblem:
    """The scheme, with weights for so many tracks."""
    draw = np.random.default_rng(7)
    rules = [rule for rule, count in KINDS for _ in range(count)]
    draw.shuffle(rules)
    items = tuple(_item(number, Rule(rule), draw) for number, rule in enumerate(rules))
    category = tuple(number // (DIMENSIONS // CATEGORIES) for number in range(DIMENSIONS))
    weights = np.random.default_rng(11)
    return TileProblem(
        items, category, *(weights.integers(800, 6_000, (tracks, n)) for n in (ITEMS, DIMENSIONS, CATEGORIES))
    )


def _item(number: int, rule: Rule, draw: np.random.Generator) -> Item:
    low, high = int(draw.integers(30, 50)) * 100, int(draw.integers(90, 110)) * 100
    lower = rule is not Rule.COMPLETION and bool(draw.random() < 0.25)
    thresholds = tuple((one + int(draw.integers(-5, 5))) * 100 for one in (40, 60, 75, 90))
    return Item(
        f"x{number}", rule, number // (ITEMS // DIMENSIONS), lower, low, high, thresholds if rule is Rule.BANDS else (),
        (BAND_POINTS[::-1] if lower else BAND_POINTS) if rule is Rule.BANDS else (),
        bool(draw.random() < 0.5), number % 2 == 0,
    )  # fmt: skip


def offsets(size: str) -> NDArray[np.int64]:
    """Where each track begins; tracks differ in size as counties do."""
    organisations, tracks = SIZES[size]
    if size == "s":
        return np.cumsum([0, 20, 90, 91, 91, 48])
    usual = organisations / tracks
    sizes = np.maximum(20, np.random.default_rng(3).normal(usual, usual / 4, tracks)).astype(np.int64)
    over = organisations - int(sizes.sum())
    sizes += over // tracks
    sizes[-1] += organisations - int(sizes.sum())
    return np.concatenate([[0], np.cumsum(sizes)])


def tiles(size: str, seed: int = 1) -> Tiles:
    """The values of a size, track by track."""
    bounds, draw = offsets(size), np.random.default_rng(seed)
    units, scheme = int(bounds[-1]), problem(len(bounds) - 1)
    values = np.empty((ITEMS, units), np.int32)
    targets = np.empty((sum(one.rule is Rule.COMPLETION for one in scheme.items), units), np.int32)
    for row, item in enumerate(scheme.items):
        if item.rule is Rule.COMPLETION:
            target = targets[scheme.targets[row]] = draw.integers(500, 1500, units) * 10
            values[row] = np.rint(target * np.clip(draw.normal(0.95, 0.2, units), 0, None))
        else:
            unit = 100 if item.rule is Rule.RANK else 1
            values[row] = np.rint(draw.normal(70, 15, units) * 100 / unit) * unit
        away = draw.random(units, np.float32)
        values[row][away < 0.15] = MISSING
        values[row][away < 0.10] = NOT_APPLICABLE
    bonus = np.where(draw.random(units) < 0.3, draw.integers(0, 80, units) * 10, 0).astype(np.int32)
    penalty = np.where(draw.random(units) < 0.2, draw.integers(0, 50, units) * 10, 0).astype(np.int32)
    return Tiles.of(values, targets, bonus, penalty, draw.random(units) < 0.01, bounds)
