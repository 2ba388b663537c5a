"""Means and deviations of whole populations, exact: sums of whole numbers and of their squares decide them, so hundreds of
thousands of organisations cost one pass over an array, and the reference need never take them one after another."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.populations import Population
from kaoping.engines.statistics import deviation_of
from kaoping.exact import settle
from kaoping.tables import Absence, Cell

KINDS = frozenset({"mean", "variance", "sd", "sd_population"})
HALF = 31
"""Squares are added up in two halves of so many bits, so that no sum leaves 64."""


class Shared(Mapping[str, Cell]):
    """The same cell for everybody of a population. `rows`: where an organisation stands; `part`: its population."""

    def __init__(
        self, rows: Mapping[str, int], part: NDArray[np.int64] | None, cells: Sequence[Cell]
    ) -> None:
        self.rows, self.part, self.cells = rows, part, cells

    def __getitem__(self, key: str) -> Cell:
        row = self.rows[key]
        return self.cells[0 if self.part is None else int(self.part[row])]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def items(self) -> ItemsView[str, Cell]:
        """Everybody's."""
        return ItemsView(self)


def exactly(kind: str, who: Population) -> list[Cell] | None:
    """The statistic of each population; None where its numbers are not exact, or too far apart."""
    numbers = who.numbers
    if numbers.whole is None:
        return None
    whole = np.broadcast_to(numbers.whole, who.counts.shape)
    counted = whole[who.counts]
    if not counted.size:
        return [Absence.MISSING] * who.parts
    pivot = int(counted[0])
    if int(counted.max()) - int(counted.min()) >= 2**HALF or counted.size >= 2**HALF:
        return None
    part = None if who.part is None else who.part[who.counts]
    gaps = counted - pivot
    counts, sums = _added(np.ones(gaps.size, np.int64), part, who.parts), _added(gaps, part, who.parts)
    squares = _squares(gaps, part, who.parts) if kind != "mean" else [0] * who.parts
    told = zip(counts, sums, squares, strict=True)
    return [_statistic(kind, n, total, square, pivot, numbers.den) for n, total, square in told]


def _added(numbers: NDArray[np.int64], part: NDArray[Any] | None, parts: int) -> list[int]:
    if part is None:
        return [int(numbers.sum())]
    found = np.zeros(parts, np.int64)
    np.add.at(found, part, numbers)
    return found.tolist()


def _squares(gaps: NDArray[np.int64], part: NDArray[Any] | None, parts: int) -> list[int]:
    square = gaps * gaps
    high, low = _added(square >> HALF, part, parts), _added(square & (2**HALF - 1), part, parts)
    return [(a << HALF) + b for a, b in zip(high, low, strict=True)]


def _statistic(kind: str, n: int, total: int, square: int, pivot: int, den: int) -> Cell:
    if not n:
        return Absence.MISSING
    if kind == "mean":
        return settle(Fraction(pivot * n + total, n * den))
    cell = deviation_of(kind, n, Fraction(n * square - total * total, n * den * den))
    return settle(cell) if isinstance(cell, Fraction) else cell
