"""Bands between fixed ends: which overlap, and where a hole is left between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kaoping.exact import canonical_text

Cut = tuple[int, Fraction, int]
"""A place between numbers: just before a number (side 0) or just after it (side 1); the rank tells -∞, finite, +∞."""

LEAST: Cut = (-1, Fraction(0), 0)
MOST: Cut = (1, Fraction(0), 0)


@dataclass(frozen=True)
class Span:
    """The numbers between two cuts."""

    low: Cut
    high: Cut

    @classmethod
    def between(
        cls,
        from_: Fraction | None = None,
        above: Fraction | None = None,
        to: Fraction | None = None,
        below: Fraction | None = None,
    ) -> Span:
        """From the four ways to write an end; a band without ends holds every number."""
        lows: list[Cut] = [LEAST]
        highs: list[Cut] = [MOST]
        for number, side, cuts in ((from_, 0, lows), (above, 1, lows), (to, 1, highs), (below, 0, highs)):
            if number is not None:
                cuts.append((0, number, side))
        return cls(max(lows), min(highs))

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low >= self.high

    def __str__(self) -> str:
        left = "(-∞" if self.low == LEAST else f"{'(' if self.low[2] else '['}{canonical_text(self.low[1])}"
        right = (
            "+∞)" if self.high == MOST else f"{canonical_text(self.high[1])}{']' if self.high[2] else ')'}"
        )
        return f"{left}, {right}"


def overlaps(spans: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Every pair that shares a number."""
    return [
        (one, other)
        for one, other in combinations(spans, 2)
        if max(one.low, other.low) < min(one.high, other.high)
    ]


def holes(spans: Iterable[Span]) -> list[Span]:
    """What lies between the lowest and the highest band and in none of them."""
    found: list[Span] = []
    ordered = sorted((one for one in spans if not one.is_empty), key=lambda one: (one.low, one.high))
    reached = ordered[0].high if ordered else MOST
    for one in ordered:
        if one.low > reached:
            found.append(Span(reached, one.low))
        reached = max(reached, one.high)
    return found
