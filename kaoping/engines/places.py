"""Places in an order with ties."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaoping.exact import steady

Entry = tuple[str, tuple[Fraction, ...]]


def places(entries: Sequence[Entry], higher_first: tuple[bool, ...], ties: str) -> dict[str, Fraction]:
    """The place of each entry by its keys, the first key first; those equal on all keys share a place.

    `ties`: share_best 1 2 2 4, dense 1 2 2 3, share_worst 1 3 3 4, mean 1 2.5 2.5 4.
    """

    def key(entry: Entry) -> tuple[Fraction, ...]:
        return tuple(
            -steady(one) if up else steady(one) for one, up in zip(entry[1], higher_first, strict=True)
        )

    ordered = sorted(entries, key=key)
    found: dict[str, Fraction] = {}
    start, level = 0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and key(ordered[end]) == key(ordered[start]):
            end += 1
        level += 1
        place = _shared(ties, start + 1, end, level)
        for entry in ordered[start:end]:
            found[entry[0]] = place
        start = end
    return found


def _shared(ties: str, first: int, last: int, level: int) -> Fraction:
    if ties == "dense":
        return Fraction(level)
    if ties == "mean":
        return Fraction(first + last, 2)
    return Fraction(first if ties == "share_best" else last)
