"""Everybody a statistic or place looks at, gathered once for a run: each organisation's trace shows the same crowd."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from kaoping.exact import steady
from kaoping.explain.parts import Entry, Titled

Standing = tuple[str, str, Fraction]
"""Track, key and number of one who counts."""


class Race:
    """A population with its numbers, in a fixed order. `titles`: how each is named, in the same order."""

    def __init__(
        self, standings: Iterable[Standing], titles: Iterable[Titled], weights: Iterable[Fraction | None]
    ) -> None:
        self._standings = tuple(standings)
        self._entries = tuple(
            Entry(title, number, weight)
            for (_, _, number), title, weight in zip(self._standings, titles, weights, strict=True)
        )
        self._at = {(track, key): i for i, (track, key, _) in enumerate(self._standings)}
        self._by_number: dict[Fraction, list[int]] = {}
        for i, (_, _, number) in enumerate(self._standings):
            self._by_number.setdefault(steady(number), []).append(i)
        self._numbers = sorted(self._by_number)

    def seen_by(self, track: str, title: Titled, alone: bool = False) -> tuple[Entry, ...]:
        """All entries, the own one marked and named; `alone`: it is left out."""
        at = self._at.get((track, title.key))
        if at is None:
            return self._entries
        own = () if alone else (replace(self._entries[at], body=title, own=True),)
        return (*self._entries[:at], *own, *self._entries[at + 1 :])

    def next_above(self, track: str, key: str, higher_first: bool) -> tuple[str, ...]:
        """The keys of those who stand next above."""
        at = self._at.get((track, key))
        if at is None:
            return ()
        mine = steady(self._standings[at][2])
        i = bisect_right(self._numbers, mine) if higher_first else bisect_left(self._numbers, mine) - 1
        if not 0 <= i < len(self._numbers):
            return ()
        return tuple(self._standings[j][1] for j in self._by_number[self._numbers[i]])
