"""What becomes of standings when a body changes on some day: pure work on rows in memory.

Rows are parted and changed, never removed, and a row keeps the day it starts on. A change holds until the same thing
changes again: a name given in March stays until the next name, even where the body moved in June.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kaoping_web.organisations.models import Standing

FOREVER = date.max


class Impossible(Exception):
    """The tree cannot be so: a body below itself (`circle`), or under one that does not stand (`gap`), from a day on."""

    def __init__(self, kind: str, body: int, above: int, day: date) -> None:
        super().__init__(kind, body, above, day)
        self.kind, self.body, self.above, self.day = kind, body, above, day


@dataclass(frozen=True)
class Piece:
    """Where a body hangs from a day on."""

    starts: date
    path: str


class Timelines:
    """The standings of some bodies, all days of each, in order. Give it every body whose place may change and all those above."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        self.rows: dict[int, list[Standing]] = {}
        for one in sorted(standings, key=lambda row: (row.organisation_id, row.starts)):
            self.rows.setdefault(one.organisation_id, []).append(one)
        self._as_read = {id(one): one.image() for several in self.rows.values() for one in several}

    def add(self, row: Standing) -> None:
        """The first standing of a new body."""
        self.rows.setdefault(row.organisation_id, []).append(row)

    def at(self, body: int, day: date) -> Standing | None:
        """The standing that holds on that day."""
        return next((one for one in self.rows.get(body, ()) if one.starts <= day < end_of(one)), None)

    def change(self, body: int, day: date, **values: object) -> None:
        """New values from that day on, each until the value it replaces is itself replaced. The body stands on that day."""
        first = self._part(body, day)
        following = self.rows[body][self.rows[body].index(first) :]
        for field, new in values.items():
            old = getattr(first, field)
            for row in following:
                if getattr(row, field) != old:
                    break
                setattr(row, field, new)

    def close(self, body: int, day: date) -> None:
        """It stands until that day, which lies within its last standing, after its first day."""
        self.rows[body][-1].until = day

    def hang(self, bodies: Iterable[int]) -> None:
        """Work out the paths of these bodies again. Raises Impossible."""
        for body in sorted(bodies):
            rows: list[Standing] = []
            for row in self.rows[body]:
                rows.extend(_hung(row, joined(self._pieces(body, row.starts, end_of(row), ()))))
            self.rows[body] = rows

    def changed(self) -> tuple[list[Standing], list[Standing]]:
        """Rows that were read and are no longer as they were, and rows that are new."""
        every = [one for body in sorted(self.rows) for one in self.rows[body]]
        old = [one for one in every if not one._state.adding and one.image() != self._as_read[id(one)]]
        return old, [one for one in every if one._state.adding]

    def _part(self, body: int, day: date) -> Standing:
        row = self.at(body, day)
        assert row is not None, (body, day)
        if row.starts == day:
            return row
        later = copied(row, day)
        row.until = day
        self.rows[body].insert(self.rows[body].index(row) + 1, later)
        return later

    def _pieces(self, body: int, starts: date, until: date, below: tuple[int, ...]) -> Iterator[Piece]:
        """Paths of a body over a stretch of days; asks those above it over the same stretch."""
        if body in below:
            raise Impossible("circle", below[-1], body, starts)
        reached = starts
        for row in self.rows.get(body, ()):
            first, last = max(row.starts, starts), min(end_of(row), until)
            if first >= last:
                continue
            if first > reached:
                break
            reached = last
            if row.parent_id is None:
                yield Piece(first, f"/{body}/")
                continue
            for piece in self._pieces(row.parent_id, first, last, (*below, body)):
                yield Piece(piece.starts, f"{piece.path}{body}/")
        if reached < until:
            raise Impossible("gap", below[-1] if below else body, body, reached)


def end_of(row: Standing) -> date:
    """The first day on which it no longer holds."""
    return row.until or FOREVER


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours with one path are one piece."""
    kept: list[Piece] = []
    for one in pieces:
        if not kept or kept[-1].path != one.path:
            kept.append(one)
    return kept


def copied(row: Standing, starts: date) -> Standing:
    """A new row with the same content, from another day until the same one."""
    keys = {"organisation": "organisation_id", "parent": "parent_id"}
    content = (keys.get(name, name) for name in Standing.protected)
    made = Standing(**{name: getattr(row, name) for name in content})
    made.starts = starts
    return made


def _hung(row: Standing, pieces: list[Piece]) -> list[Standing]:
    row.path = pieces[0].path
    rows = [row]
    for piece in pieces[1:]:
        later = copied(rows[-1], piece.starts)
        later.path = piece.path
        rows[-1].until = piece.starts
        rows.append(later)
    return rows
