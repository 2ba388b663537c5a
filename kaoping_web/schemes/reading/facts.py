"""Facts, who supplies them, and how much a scheme asks of each supplier in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaoping import Organisation, Scheme
from kaoping.errors import Words
from kaoping.periods import Cadence
from kaoping.plan.membership import belongs, joined
from kaoping.scheme.labels import choice_word
from kaoping.scheme.model import Fact
from kaoping.scheme.tracks import stands_in
from kaoping_web.schemes.reading.trees import EVERY, suppliers_of
from kaoping_web.schemes.wording.told import short
from kaoping_web.schemes.words import facts_for, supplier_title

A_YEAR = {Cadence.MONTH: 12, Cadence.QUARTER: 4, Cadence.HALF: 2, Cadence.YEAR: 1, None: 1}


@dataclass(frozen=True)
class FactRow:
    """One fact as the table shows it."""

    key: str
    title: Words
    unit: str
    every: Words
    runs: Words
    suppliers: tuple[Words, ...]
    verified_by: Words
    tracks: tuple[Words, ...]
    everywhere: bool
    bounds: str
    is_rated: bool
    items: int
    note: str


@dataclass(frozen=True)
class Load:
    """What one supplier is asked for in a year. `cells`: figures; a judgement counts once a unit, however many raters."""

    key: str
    title: Words
    facts: int
    monthly: int
    quarterly: int
    yearly: int
    cells: int
    rated: int


def fact_rows(scheme: Scheme) -> tuple[FactRow, ...]:
    """Every fact in the order of the file, with how many items use it."""
    used = users_of(scheme)
    return tuple(_row(scheme, one, used.get(one.key, {})) for one in scheme.facts.values())


def _row(scheme: Scheme, fact: Fact, used: Mapping[str, set[str]]) -> FactRow:
    tracks = tracks_of(scheme, fact, used)
    return FactRow(
        fact.key, fact.title, fact.unit, EVERY[fact.every], choice_word(fact.runs.value),
        tuple(supplier_title(one, scheme) for one in suppliers_of(scheme, fact.key)),
        supplier_title(fact.verified_by, scheme) if fact.verified_by else Words("", ""),
        tuple(scheme.groups[one].title for one in tracks), len(tracks) == len(scheme.groups), _bounds(fact), fact.per_rater, len(used), fact.note,
    )  # fmt: skip


def _bounds(fact: Fact) -> str:
    """0–100, ≥ 0, ≤ 1000."""
    if fact.low is not None and fact.high is not None:
        return f"{short(fact.low)}–{short(fact.high)}"
    if fact.low is not None:
        return f"≥ {short(fact.low)}"
    return f"≤ {short(fact.high)}" if fact.high is not None else ""


def users_of(scheme: Scheme) -> dict[str, dict[str, set[str]]]:
    """Fact → item → the tracks in which the item needs it."""
    found: dict[str, dict[str, set[str]]] = {}
    for tree in scheme.trees.values():
        for node in tree.root.walk():
            for track in scheme.groups if node.is_item else ():
                if stands_in(node, track) and stands_in(tree.root, track):
                    for fact in facts_for(node, track, scheme):
                        found.setdefault(fact, {}).setdefault(node.key, set()).add(track)
    return found


def tracks_of(scheme: Scheme, fact: Fact, used: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The tracks a fact is asked of: those it says, else those in which an item needs it."""
    if fact.groups:
        return tuple(one for one in scheme.groups if one in fact.groups)
    needed = set().union(*used.values()) if used else set()
    return tuple(one for one in scheme.groups if one in needed)


def members_of(scheme: Scheme, bodies: Iterable[Organisation]) -> dict[str, int]:
    """How many units race in each track. Bodies that a track names and that are not there count for nothing."""
    known = list(bodies)
    found = {
        key: tuple(one.key for one in known if belongs(group, one)) for key, group in scheme.groups.items()
    }
    return {key: len(them) for key, them in joined(scheme, found).items()}


def loads_of(scheme: Scheme, units: Mapping[str, int]) -> tuple[Load, ...]:
    """What each supplier is asked for in a year, the heaviest first: facts × periods × units."""
    used = users_of(scheme)
    counts: dict[str, list[int]] = {}
    for fact in scheme.facts.values():
        bodies = sum(units.get(one, 0) for one in tracks_of(scheme, fact, used.get(fact.key, {})))
        times = A_YEAR[fact.every]
        for supplier in suppliers_of(scheme, fact.key):
            load = counts.setdefault(supplier, [0, 0, 0, 0, 0])
            load[0] += 1
            load[1 if times == 12 else 2 if times == 4 else 3] += times * bodies
            load[4] += times * bodies if fact.per_rater else 0
    made = [
        Load(key, supplier_title(key, scheme), n, m, q, y, m + q + y, r)
        for key, (n, m, q, y, r) in counts.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.cells, one.key)))
