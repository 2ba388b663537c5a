"""Who counts in a statistic or a race, over one or several tracks, apart for each value of a partition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm
from operator import is_

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.choosing import select
from kaoping.engines.columnar.parts import (
    LIMIT,
    MISSING,
    NUMBER,
    TRUE,
    WORD,
    ZERO,
    Mask,
    Part,
    exact,
    spread,
)
from kaoping.plan.steps import ColumnId, Counted

Codes = NDArray[np.int64]
Sized = Callable[[ColumnId], tuple[Part, int]]
"""A column and the number of organisations of its track."""


@dataclass(frozen=True)
class Population:
    """The tracks of a population one after the other, the step's own first.

    `counts`: who counts; `part`: each organisation's population, from 0; `parts`: how many there are; `own`: how many
    organisations the step's own track has.
    """

    numbers: Part
    counts: Mask
    part: Codes | None
    parts: int
    own: int
    offsets: tuple[int, ...]


def gathered(columns: Sequence[ColumnId], counted: Sequence[Counted], column: Sized) -> Population | None:
    """The population; None where its partition is by a number that is not exact."""
    numbers, counts, tags, offsets, total = [], [], [], [], 0
    for name, who in zip(columns, counted, strict=True):
        part, size = column(name)
        offsets.append(total)
        total += size
        number, here = _counting(part, who, column)
        numbers.append((number, size))
        counts.append(spread(here, size))
        tags.append((None, size) if who.partition is None else column(who.partition))
    joined = joined_parts(numbers)
    where = np.concatenate(counts) if len(counts) > 1 else counts[0]
    if all(tag is None for tag, _ in tags):
        return Population(joined, where, None, 1, numbers[0][1], tuple(offsets))
    found = _partition([_no_part() if tag is None else tag for tag, _ in tags], [size for _, size in tags])
    if found is None:
        return None
    return Population(joined, where, found, int(found.max(initial=-1)) + 1, numbers[0][1], tuple(offsets))


class KeptPopulation:
    """A population of which only the numbers change from one pass to the next.

    Who counts and in which part is kept as long as the statuses, and the columns that decide it, are the same objects.
    """

    def __init__(self, columns: Sequence[ColumnId], counted: Sequence[Counted]) -> None:
        self.columns, self.counted = columns, counted
        self.seen: list[object] = []
        self.who: Population | None = None

    def again(self, column: Sized) -> Population | None:
        """The population as the columns are now; None as `gathered` says."""
        seen = [
            one
            for name, who in zip(self.columns, self.counted, strict=True)
            for one in _decide(name, who, column)
        ]
        same = len(seen) == len(self.seen) and all(map(is_, seen, self.seen))
        if same and self.who is not None:
            numbers = joined_parts([(_bare(part), size) for part, size in map(column, self.columns)])
            old = self.who
            return Population(numbers, old.counts, old.part, old.parts, old.own, old.offsets)
        self.who = gathered(self.columns, self.counted, column)
        self.seen = [] if any(who.missing_as_zero for who in self.counted) else seen
        return self.who


def _decide(name: ColumnId, who: Counted, column: Sized) -> Sequence[object]:
    """All that decides who of a track counts, and in which part."""
    return (
        column(name)[0].status,
        None if who.eligible is None else column(who.eligible)[0],
        None if who.partition is None else column(who.partition)[0],
    )


def _no_part() -> Part:
    """Where a track has no partition: a value that no cell has."""
    return Part(np.full(1, WORD, np.int8), ZERO, 1, 0, codes=np.full(1, -2, np.int32))


def _counting(part: Part, who: Counted, column: Sized) -> tuple[Part, Mask]:
    """The numbers of a track, and who of it counts."""
    status = part.statuses()
    here = status == NUMBER
    number = _bare(part)
    if who.missing_as_zero:
        zero = status == MISSING
        if zero.any():
            number = select(zero, exact(ZERO, 1, 0), number)
            here = here | zero
    if who.eligible is not None:
        here = here & (column(who.eligible)[0].statuses() == TRUE)
    return number, here


def _bare(part: Part) -> Part:
    number = part.copy()
    number.status = number.codes = None
    return number


def joined_parts(parts: Sequence[tuple[Part, int]]) -> Part:
    """Numbers of several tracks as one part."""
    if len(parts) == 1:
        part, size = parts[0]
        found = part.copy()
        if part.whole is not None:
            found.whole = spread(part.whole, size)
        else:
            value, error = part.near()
            found.value, found.error = spread(value, size), _error(error, size)
        return found
    den = lcm(*(part.den for part, _ in parts))
    if all(p.whole is not None and p.most * (den // p.den) < LIMIT for p, _ in parts) and den < LIMIT:
        whole = np.concatenate([spread(p.scaled(den), size) for p, size in parts])
        return exact(whole, den, max(p.most * (den // p.den) for p, _ in parts))
    nears = [(*p.near(), size) for p, size in parts]
    return Part(
        value=np.concatenate([spread(value, size) for value, _, size in nears]),
        error=np.concatenate([_error(error, size) for _, error, size in nears]),
        bits=max(p.bits for p, _ in parts),
    )


def _error(error: object, size: int) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.broadcast_to(np.asarray(error, np.float64), (size,))
    return found


def _partition(tags: Sequence[Part], sizes: Sequence[int]) -> Codes | None:
    """Equal cells, equal codes from 0."""
    if any(tag.whole is None and (tag.statuses() == NUMBER).any() for tag in tags):
        return None
    exacts = [tag if tag.whole is not None else exact(ZERO, 1, 0, tag.status) for tag in tags]
    den = lcm(*(tag.den for tag in exacts))
    if den >= LIMIT or any(tag.most * (den // tag.den) >= LIMIT // 16 for tag in exacts):
        return None
    keys = []
    for tag, whole, size in zip(tags, exacts, sizes, strict=True):
        status = tag.statuses().astype(np.int64)
        number = whole.scaled(den)
        words = np.full(1, -1, np.int32) if tag.codes is None else tag.codes
        value = np.where(status == NUMBER, number, np.where(status == WORD, words, 0))
        keys.append(spread(value * 8 + status, size))
    joined = np.concatenate(keys) if len(keys) > 1 else keys[0]
    _, codes = np.unique(joined, return_inverse=True)
    return codes.astype(np.int64).reshape(-1)
