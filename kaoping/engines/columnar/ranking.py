"""Places in an order, on columns: the step Rank."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.parts import NOT_APPLICABLE, SLACK, Part, exact
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


def places(who: Population, keys: list[tuple[Codes, bool]], ties: str) -> Part:
    """The place of each organisation of the own track; not applicable for who takes no part."""
    rows = np.flatnonzero(who.counts)
    signed = [-key[rows] if up else key[rows] for key, up in keys]
    part = np.zeros(rows.size, np.int64) if who.part is None else who.part[rows]
    order = np.lexsort((*reversed(signed), part)) if rows.size else rows
    here = part[order]
    new_part = np.concatenate([[True], here[1:] != here[:-1]]) if rows.size else np.zeros(0, np.bool_)
    new = new_part.copy()
    for key in signed:
        new[1:] |= key[order][1:] != key[order][:-1]
    shared = _shared(new, new_part, ties)
    den = 2 if ties == "mean" else 1
    whole = np.zeros(who.counts.shape[0], np.int64)
    whole[rows[order]] = shared
    status = np.where(who.counts[: who.own], np.int8(0), np.int8(NOT_APPLICABLE))
    own = whole[: who.own]
    return exact(own, den, int(own.max(initial=0)), status if status.any() else None)


def _shared(new: NDArray[np.bool_], new_part: NDArray[np.bool_], ties: str) -> Codes:
    """Places in the order of the race: `new` starts a group of equals, `new_part` a population."""
    size = new.shape[0]
    if not size:
        return np.zeros(0, np.int64)
    starts, group = np.flatnonzero(new), np.cumsum(new) - 1
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
