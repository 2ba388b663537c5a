"""What changed between two runs of a cycle: which inputs, which lines, and which of the first moved which of the second.

Lines are compared as they are kept, inputs as the snapshots say them. An item is moved by the facts its rule reads, its own
body's or, where rules look at others, theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from kaoping_web.scoring.models import ScoreLine

HAPPENED = "h"
FILED = "f"
BODY = "o"


@dataclass(frozen=True)
class InputMoved:
    """One row that is another, new or gone. `subject`: the fact (`x.target` too), event or attribute; kept cells as text."""

    kind: str
    organisation: str
    subject: str
    period: str
    source: str
    before: str
    after: str

    @property
    def fact(self) -> str:
        """The fact it belongs to."""
        return self.subject.partition(".")[0]


@dataclass(frozen=True)
class LineMoved:
    """One line whose points, place or status are others. `own` and `others`: the inputs that moved it."""

    organisation: int
    group: str
    node: str
    is_item: bool
    position: int
    before: ScoreLine | None
    after: ScoreLine | None
    own: tuple[InputMoved, ...] = ()
    others: tuple[InputMoved, ...] = ()

    @property
    def points(self) -> Fraction:
        """How many points more; of a line without points nothing is counted."""
        return _number(self.after) - _number(self.before)

    @property
    def place(self) -> int:
        """Places gained."""
        if self.before is None or self.after is None or not self.before.place or not self.after.place:
            return 0
        return int(Fraction(self.before.place) - Fraction(self.after.place))

    @property
    def has_moved_points(self) -> bool:
        """Whether its points or what became of them are others; a place alone may move because others' points did."""
        return _status(self.before) != _status(self.after)


@dataclass(frozen=True)
class Moved:
    """Everything that changed."""

    inputs: tuple[InputMoved, ...]
    lines: tuple[LineMoved, ...]
    has_other_scheme: bool = False

    @property
    def wholes(self) -> tuple[LineMoved, ...]:
        """Those whose total or place moved, the largest change first."""
        found = [
            one for one in self.lines if (line := one.after or one.before) is not None and not line.parent
        ]
        return tuple(sorted(found, key=lambda one: (-abs(one.points), -abs(one.place), one.position)))

    @property
    def items(self) -> tuple[LineMoved, ...]:
        """The items whose points moved."""
        return tuple(one for one in self.lines if one.is_item and one.has_moved_points)


_Name: TypeAlias = tuple[str, str, str, str, str]
"""Kind, body, subject, period and source of a row."""


@dataclass
class _Rows:
    """The rows of a snapshot by what names them."""

    found: dict[_Name, list[str]] = field(default_factory=dict)

    def add(self, value: str, kind: str, body: str, subject: str, period: str = "", source: str = "") -> None:
        """A row; several of one name are kept in order."""
        self.found.setdefault((kind, body, subject, period, source), []).append(value)


def inputs_moved(before: bytes, after: bytes) -> tuple[InputMoved, ...]:
    """The rows in which two snapshots differ, by body, subject and period."""
    if before == after:
        return ()
    gone, new = set(before.split(b"\n")), set(after.split(b"\n"))
    old_rows, new_rows = _named(gone - new), _named(new - gone)
    keys = sorted(old_rows.found.keys() | new_rows.found.keys(), key=lambda key: (key[1:], key[0]))
    return tuple(
        InputMoved(
            *key,
            "；".join(sorted(old_rows.found.get(key, ()))),
            "；".join(sorted(new_rows.found.get(key, ()))),
        )
        for key in keys
        if sorted(old_rows.found.get(key, ())) != sorted(new_rows.found.get(key, ()))
    )


def lines_moved(before: Iterable[ScoreLine], after: Iterable[ScoreLine]) -> list[LineMoved]:
    """The lines of two runs that differ in points, place or status, in the order of tracks and scheme."""
    old = {(one.organisation_id, one.group, one.node): one for one in before}
    new = {(one.organisation_id, one.group, one.node): one for one in after}
    found = []
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        if (_status(was), was and was.place) != (_status(now), now and now.place):
            known = now or was
            assert known is not None
            found.append(
                LineMoved(
                    known.organisation_id, known.group, known.node, known.is_item, known.position, was, now
                )
            )
    return sorted(found, key=lambda one: (one.group, one.position, one.organisation))


def joined(
    lines: Iterable[LineMoved],
    inputs: Iterable[InputMoved],
    keys: Mapping[int, str],
    reads: Mapping[tuple[str, str], frozenset[str]],
) -> tuple[LineMoved, ...]:
    """Each moved item with the inputs behind it. `keys`: bodies by id; `reads`: what each (track, node) reads."""
    by_subject: dict[str, list[InputMoved]] = {}
    for one in inputs:
        by_subject.setdefault(one.fact, []).append(one)
    return tuple(_joined(one, by_subject, keys, reads) for one in lines)


def _joined(
    line: LineMoved,
    moved: Mapping[str, list[InputMoved]],
    keys: Mapping[int, str],
    reads: Mapping[tuple[str, str], frozenset[str]],
) -> LineMoved:
    if not line.is_item:
        return line
    behind = [
        one for subject in sorted(reads.get((line.group, line.node), ())) for one in moved.get(subject, ())
    ]
    mine = keys.get(line.organisation, "")
    return LineMoved(
        line.organisation, line.group, line.node, True, line.position, line.before, line.after,
        tuple(one for one in behind if one.organisation == mine), tuple(one for one in behind if one.organisation != mine),
    )  # fmt: skip


def _named(lines: Iterable[bytes]) -> _Rows:
    rows = _Rows()
    for line in lines:
        if not line:
            continue
        kind, *row = json.loads(line)
        if kind == FILED:
            organisation, fact, period, value, source, _vintage, rater, *_ = row
            rows.add(_shown(value), FILED, organisation, fact, period, source or (rater and "*"))
        elif kind == HAPPENED:
            rows.add(_happened(row), HAPPENED, row[0], row[1], row[3] or row[2], row[5])
        else:
            _attributes(rows, row)
    return rows


def _attributes(rows: _Rows, row: list[Any]) -> None:
    """A body's constants one by one; its name, kind and place as one."""
    key, title, kind, parent, attributes = row
    rows.add(f"{title} {kind} {parent}", BODY, key, "@")
    for name, value in attributes:
        rows.add(_shown(value), BODY, key, name)


def _happened(row: list[Any]) -> str:
    """One happening in short: level, times, points and document."""
    _, _, on, _, level, _, amount, count, _, document, *_ = row
    return " ".join(str(one) for one in (on, level, f"×{count}", amount or "", document) if one)


def _shown(value: object) -> str:
    """A kept cell as text for people: without the quote."""
    return str(value).lower() if isinstance(value, bool) else str(value).removeprefix("'")


def _number(line: ScoreLine | None) -> Fraction:
    return Fraction(line.points) if line is not None and line.points else Fraction(0)


def _status(line: ScoreLine | None) -> tuple[str, str, str] | None:
    return None if line is None else (line.points, line.full, line.status)
