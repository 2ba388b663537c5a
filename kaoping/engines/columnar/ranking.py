"""Places in an order, on columns: the step Rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.parts import NOT_APPLICABLE, SLACK, Part, Status, exact
from kaoping.engines.columnar.populations import Population

Codes = NDArray[np.int64]
Judge = Callable[[Codes], list[int]]
"""Which of some organisations come before which: their order numbers among themselves, equal where they are equal."""


def ordered(numbers: Part, counts: NDArray[np.bool_], judge: Judge) -> Codes:
    """Whole numbers in the same order as the numbers of those that count, equal exactly where those are equal.

    Near numbers whose bounds overlap go to the judge together.
    """
    if numbers.whole is not None:
        return numbers.whole
    value, error = numbers.near()
    error = np.broadcast_to(np.asarray(error), value.shape)
    found = np.zeros(value.shape[0], np.int64)
    rows = np.flatnonzero(counts)
    if not rows.size:
        return found
    low, high = value - error * SLACK, value + error * SLACK
    rows = rows[np.argsort(low[rows], kind="stable")]
    low, high = low[rows], high[rows]
    reach = np.maximum.accumulate(high)
    apart = np.concatenate([[True], ~((low[1:] <= reach[:-1]) | np.isnan(low[1:]))])
    cluster = np.cumsum(apart) - 1
    first = np.flatnonzero(apart)
    last = np.concatenate([first[1:], [rows.size]])
    sizes = last - first
    inside = np.zeros(rows.size, np.int64)
    for start, end in zip(first[sizes > 1], last[sizes > 1], strict=True):
        members = rows[start:end]
        if (value[members] == value[members[0]]).all() and not error[members].any():
            continue
        inside[start:end] = judge(members)
    found[rows] = cluster * (rows.size + 1) + inside
    return found


@dataclass(slots=True)
class Race:
    """Who runs: `rows` of those that count, `part` the population of each (None: one for all), and the size of it all."""

    rows: Codes
    part: Codes | None
    status: Status | None
    size: int
    own: int

    @classmethod
    def of(cls, who: Population) -> Race:
        """The race of a population."""
        rows = np.flatnonzero(who.counts)
        away = np.where(who.counts[: who.own], np.int8(0), np.int8(NOT_APPLICABLE))
        return cls(
            rows,
            None if who.part is None else who.part[rows],
            away if away.any() else None,
            who.counts.shape[0],
            who.own,
        )


def places(race: Race, keys: list[tuple[Codes, bool]], ties: str) -> Part:
    """The place of each organisation of the own track; not applicable for who takes no part."""
    rows = race.rows
    signed = [-key[rows] if up else key[rows] for key, up in keys]
    order = _in_order(signed, race.part)
    new_part = np.zeros(rows.size, np.bool_)
    new_part[:1] = True
    if race.part is not None:
        here = race.part[order]
        new_part[1:] = here[1:] != here[:-1]
    new = new_part.copy()
    for key in signed:
        sorted_key = key[order]
        new[1:] |= sorted_key[1:] != sorted_key[:-1]
    shared = _shared(new, new_part, ties)
    whole = np.zeros(race.size, np.int64)
    whole[rows[order]] = shared
    own = whole[: race.own]
    return exact(own, 2 if ties == "mean" else 1, int(own.max(initial=0)), race.status)


def _in_order(signed: list[Codes], part: Codes | None) -> Codes:
    """Population by population, by the keys; in whichever order equals stand, they share their place."""
    if part is not None:
        return np.lexsort((*reversed(signed), part))
    return np.argsort(signed[0]) if len(signed) == 1 else np.lexsort(signed[::-1])


def _shared(new: NDArray[np.bool_], new_part: NDArray[np.bool_], ties: str) -> Codes:
    """Places in the order of the race: `new` starts a group of equals, `new_part` a population."""
    size = new.shape[0]
    if not size:
        return np.zeros(0, np.int64)
    starts, group = np.flatnonzero(new), np.cumsum(new) - 1
    if ties == "share_best" and np.count_nonzero(new_part) == 1:
        alone: Codes = starts[group] + 1
        return alone
    parts, part = np.flatnonzero(new_part), np.cumsum(new_part) - 1
    offset = parts[part]
    first = starts[group] - offset + 1
    last = np.concatenate([starts[1:], [size]])[group] - offset
    if ties == "dense":
        found: Codes = group - group[offset] + 1
    elif ties == "mean":
        found = first + last
    else:
        found = first if ties == "share_best" else last
    return found
