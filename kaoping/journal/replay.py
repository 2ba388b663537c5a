"""Replay: what every protected row should hold according to the journal, and where the tables differ from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kaoping.errors import NOWHERE, Place, Problem
from kaoping.journal.entries import Entry, Value
from kaoping.journal.findings import finding

Object = tuple[str, str]
"""Type and key of a row."""

VERSION = "@version"
"""What a difference of versions has as its field: no protected field can be called so."""


@dataclass(frozen=True)
class Held:
    """A row as the journal last saw it. after: None where it was removed. sequence: of the entry that says so."""

    version: int
    after: Mapping[str, Value] | None
    sequence: int


@dataclass
class State:
    """Every row the journal speaks of, and what is wrong with the story itself."""

    objects: dict[Object, Held] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, entry: Entry, place: Place = NOWHERE) -> None:
        """One more entry. The version goes up by one with every change, and stays where nothing protected changed."""
        if not entry.object_type:
            return
        name = (entry.object_type, entry.object_key)
        before = self.objects.get(name)
        version = before.version if before else 0
        told = (entry.sequence, *name)
        if before and entry.version == version:
            if not same_images(before.after, entry.after):
                self.problems.append(finding("same-version", *told, version, place=place))
        elif entry.version != version + 1:
            self.problems.append(finding("version", *told, version, entry.version, version + 1, place=place))
        self.objects[name] = Held(entry.version, entry.after, entry.sequence)


def replay(entries: Iterable[Entry]) -> State:
    """The state after these entries, in memory that grows with the number of rows."""
    state = State()
    for entry in entries:
        state.take(entry)
    return state


@dataclass(frozen=True)
class Row:
    """A row of a protected table as it stands there now."""

    object_type: str
    object_key: str
    version: int
    fields: Mapping[str, Value]


class Kind(Enum):
    """How a row differs from the journal."""

    CHANGED = "changed"
    SWAPPED = "swapped"
    MISSING = "missing"
    ADDED = "added"
    REMOVED = "removed"
    TWICE = "twice"


class Nothing(Enum):
    """A field that is not there at all, which is not the same as one that is null."""

    NOTHING = "—"


NOTHING = Nothing.NOTHING


@dataclass(frozen=True)
class Difference:
    """One row or field that is not as the journal says. sequence: of the entry that says so, 0 where none does.

    field: "" where the whole row is meant, VERSION for its version. other: the row it was exchanged with.
    """

    kind: Kind
    object_type: str
    object_key: str
    field: str = ""
    expected: Value | Nothing = NOTHING
    found: Value | Nothing = NOTHING
    sequence: int = 0
    other: str = ""

    def problem(self) -> Problem:
        """As a sentence."""
        name = (self.object_type, self.object_key)
        if self.kind in (Kind.CHANGED, Kind.SWAPPED):
            told = (self.field, _shown(self.expected), _shown(self.found), self.sequence, self.other)
            return finding(f"row-{self.kind.value}", *name, *told)
        return finding(f"row-{self.kind.value}", *name, self.sequence)


def differences(state: State, rows: Iterable[Row]) -> Iterator[Difference]:
    """Every row changed, exchanged, missing, added, removed yet there, or there twice; by type and key.

    `rows` are all rows of all protected tables in one snapshot. Two rows count as exchanged where each has, in the
    fields in which they are wrong, what the journal has for the other.
    """
    found: dict[Object, list[Difference]] = {}
    seen: set[Object] = set()
    for row in rows:
        name = (row.object_type, row.object_key)
        if name in seen:
            found.setdefault(name, []).append(Difference(Kind.TWICE, *name))
        elif wrong := _of_row(state.objects.get(name), row):
            found[name] = wrong
        seen.add(name)
    for name, held in state.objects.items():
        if held.after is not None and name not in seen:
            found[name] = [Difference(Kind.MISSING, *name, sequence=held.sequence)]
    _mark_exchanged(found)
    for name in sorted(found):
        yield from found[name]


def _of_row(held: Held | None, row: Row) -> list[Difference]:
    name = (row.object_type, row.object_key)
    if held is None or held.after is None:
        kind, sequence = (Kind.REMOVED, held.sequence) if held else (Kind.ADDED, 0)
        return [Difference(kind, *name, sequence=sequence)]
    pairs: list[tuple[str, Value | Nothing, Value | Nothing]] = [
        (key, held.after.get(key, NOTHING), row.fields.get(key, NOTHING))
        for key in sorted({*held.after, *row.fields}, key=str)
    ]
    if held.version != row.version:
        pairs.append((VERSION, held.version, row.version))
    return [
        Difference(Kind.CHANGED, *name, key, expected, found, held.sequence)
        for key, expected, found in pairs
        if not _same(expected, found)
    ]


def _mark_exchanged(found: dict[Object, list[Difference]]) -> None:
    """Give both rows of an exchange its name. A row is in one exchange at most."""
    waiting: dict[object, list[Object]] = defaultdict(list)
    for name in sorted(found):
        wrong = found[name]
        due, there = _content(wrong, "expected"), _content(wrong, "found")
        if wrong[0].kind is not Kind.CHANGED or due == there:
            continue
        if waiting[there, due]:
            other = waiting[there, due].pop()
            found[name] = [_exchanged(one, other) for one in wrong]
            found[other] = [_exchanged(one, name) for one in found[other]]
        else:
            waiting[due, there].append(name)


def _exchanged(one: Difference, other: Object) -> Difference:
    return Difference(
        Kind.SWAPPED,
        one.object_type,
        one.object_key,
        one.field,
        one.expected,
        one.found,
        one.sequence,
        other[1],
    )


def _content(wrong: list[Difference], which: str) -> object:
    """The fields in which a row is wrong with what they are, or should be; versions apart."""
    values = ((one.field, getattr(one, which)) for one in wrong if one.field != VERSION)
    return wrong[0].object_type, tuple((key, type(value).__name__, repr(value)) for key, value in values)


def same_images(one: Mapping[str, Value] | None, other: Mapping[str, Value] | None) -> bool:
    """Whether two after-images are alike, field by field and kind by kind."""
    if one is None or other is None:
        return one is other
    return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)


def _same(one: object, other: object) -> bool:
    """Equal and of one kind: to Python True is 1, to the journal it is not."""
    return type(one) is type(other) and one == other


def _shown(value: Value | Nothing) -> str:
    match value:
        case str():
            return f"“{value[:60]}”"
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case Nothing():
            return value.value
    return str(value)[:60]
