"""What a scheme asks of whom: which facts each supplier files for a track, at which cadence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache

from kaoping.periods import Cadence
from kaoping.scheme.formulas.syntax import Name
from kaoping.scheme.model import Fact, Node, PerGroup, Scheme
from kaoping.scheme.tracks import stands_in


@dataclass(frozen=True)
class Ask:
    """One column of a filing. `source`: the supplier's own key where the fact has several, else empty."""

    fact: Fact
    supplier: str
    source: str
    group: str


def asks_of(scheme: Scheme, cadence: Cadence) -> tuple[Ask, ...]:
    """Every column of every filing of a period of that length, in the order of the scheme's facts and tracks.

    A fact judged by several raters is a ballot, not a filing; one that no track asks for is asked of nobody.
    """
    return _asks(scheme.digest, _Kept(scheme), cadence)


def columns_of(scheme: Scheme, cadence: Cadence, supplier: str, group: str) -> list[Ask]:
    """The columns of one filing."""
    return [one for one in asks_of(scheme, cadence) if (one.supplier, one.group) == (supplier, group)]


class _Kept:
    """A scheme beside its digest: the digest alone says whether it has been seen."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=128)
def _asks(digest: str, kept: _Kept, cadence: Cadence) -> tuple[Ask, ...]:
    scheme = kept.scheme
    used = {group: _facts_used(scheme, group) for group in scheme.groups}
    return tuple(
        Ask(fact, supplier, source, group)
        for fact in scheme.facts.values()
        if fact.every is cadence and not fact.per_rater
        for group in scheme.groups
        if (group in fact.groups if fact.groups else fact.key in used[group])
        for supplier, source in _suppliers(fact)
    )


def _suppliers(fact: Fact) -> list[tuple[str, str]]:
    if len(fact.sources) > 1:
        return [(one, one) for one in fact.sources]
    supplier = fact.supplier or next(iter(fact.sources), "")
    return [(supplier, "")] if supplier else []


def _facts_used(scheme: Scheme, group: str) -> frozenset[str]:
    """The facts that the formulas of a track's items lead to, through whatever is derived on the way."""
    found: set[str] = set()
    waiting = [name for tree in scheme.trees.values() for name in _names_below(tree.root, group)]
    while waiting:
        name = waiting.pop().partition(".")[0]
        if name not in found:
            found.add(name)
            waiting.extend(_names(scheme.values[name]) if name in scheme.values else ())
    return frozenset(found & scheme.facts.keys())


def _names_below(node: Node, group: str) -> Iterator[str]:
    if not stands_in(node, group):
        return
    for one in fields(node):
        if one.name != "children":
            yield from _names(getattr(node, one.name), group)
    for child in node.children:
        yield from _names_below(child, group)


def _names(thing: object, group: str = "") -> Iterator[str]:
    """The names in every formula within a part of a scheme; of a setting per track, that of the track."""
    if isinstance(thing, Name):
        yield thing.key
    elif isinstance(thing, PerGroup) and group:
        yield from _names(thing.values.get(group, thing.otherwise), group)
    elif isinstance(thing, Mapping):
        yield from thing  # a rule that weighs several counts names them as keys
        for part in thing.values():
            yield from _names(part, group)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _names(part, group)
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from _names(getattr(thing, one.name), group)
