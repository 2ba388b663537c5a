"""The plain kind of scheme that tiles are for: items under dimensions under categories, weighted means all the way.

Every item is judged by one of six rules on a scale of 0 to 100 (completion may go to 120): completion of a target, best
and worst of the track, efficacy between fixed ends, place in the track, deviation from the mean, and bands. A missing
value scores 0 or is left out, as the item says; one that is not applicable is left out. On top come a capped bonus, a
penalty and a cap for the vetoed. Totals are rounded half up to `places` decimals before they are ranked; grades go by
share of the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Rule(IntEnum):
    """How an item is judged."""

    COMPLETION = 0
    """100 · min(max(actual / target, 0), 1.2); the target is above 0."""
    MIN_MAX = 1
    """0 for the track's worst, 100 for its best, in a line between; 100 where all are equal."""
    EFFICACY = 2
    """60 + 40 · position between `low` and `high`, held within."""
    RANK = 3
    """From 100 for the first in a line to 40 for the last; 100 for one alone."""
    Z_SCORE = 4
    """70 + 10 · deviation from the mean in standard deviations (of the population), between 0 and 100."""
    BANDS = 5
    """`points` by the bands between `thresholds`, lower ends included."""


@dataclass(frozen=True)
class Item:
    """One item. Values, `low`, `high` and `thresholds` are whole hundredths; `points` has one more than `thresholds`."""

    key: str
    rule: Rule
    dimension: int
    lower_is_better: bool = False
    low: int = 0
    high: int = 0
    thresholds: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    ties_share_mean: bool = False
    missing_is_zero: bool = True


@dataclass(frozen=True)
class TileProblem:
    """The scheme. `category` of each dimension; weights are whole thousandths, one row a track.

    `bonus_cap`, `veto_cap`: whole points. `shares`: cumulative shares of the track for the first grades; the vetoed get
    at best grade `veto_grade`.
    """

    items: tuple[Item, ...]
    category: tuple[int, ...]
    item_weights: NDArray[np.int64]
    dimension_weights: NDArray[np.int64]
    category_weights: NDArray[np.int64]
    places: int = 4
    bonus_cap: int = 5
    veto_cap: int = 59
    shares: tuple[Fraction, ...] = (Fraction(1, 5), Fraction(1, 2), Fraction(9, 10))
    veto_grade: int = 2

    @property
    def categories(self) -> int:
        """How many there are."""
        return max(self.category) + 1

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """For each item the row of its target in a tile, -1 where it has none."""
        found, row = [], 0
        for one in self.items:
            found.append(row if one.rule is Rule.COMPLETION else -1)
            row += one.rule is Rule.COMPLETION
        return tuple(found)

    def bound(self, organisations: int) -> float:
        """How far a total worked out in floats can lie from the true one, in a track of so many organisations.

        A score takes at most 16 roundings at 120 points or the highest of the bands; the sums behind a mean and a deviation
        add one for each organisation; three weighted means add one for each member. Doubled. Values, ends and means are
        compared as distances from one of the track's own values: the mean's rounding is a part of 2⁵³ of the widest
        distance, which is at most √(2n) deviations.
        """
        most = max((abs(one) for item in self.items for one in item.points), default=0)
        depth = len(self.items) + len(self.category) + self.categories + 64 + 4 * organisations
        return 2.0 * depth * 2.0**-53 * max(256.0, 2.0 * most)
