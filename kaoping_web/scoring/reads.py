"""What an item reads, out of the scheme's text alone: every fact, event and constant its figure and rule speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache

from kaoping.scheme.formulas import Call, Name, Text
from kaoping.scheme.model import Block, Node, PerGroup, Scheme
from kaoping.scheme.tracks import for_group

SKIPPED = frozenset({"place", "title", "note", "article", "children"})


class _ByDigest:
    """A scheme as a key of the cache: its digest decides."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __hash__(self) -> int:
        return hash(self.scheme.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.scheme.digest == self.scheme.digest


def reads_of(scheme: Scheme) -> Mapping[tuple[str, str], frozenset[str]]:
    """The subjects each item reads, by (track, node); through derived quantities and through the results of other trees."""
    return _reads(_ByDigest(scheme))


@lru_cache(maxsize=16)
def _reads(key: _ByDigest) -> Mapping[tuple[str, str], frozenset[str]]:
    return {
        (group, node.key): frozenset(_Reader(key.scheme, group).node(node))
        for group in key.scheme.groups
        for node in key.scheme.nodes()
        if node.is_item
    }


class _Reader:
    """One item under way: what has been followed is not followed again."""

    def __init__(self, scheme: Scheme, group: str) -> None:
        self.scheme, self.group = scheme, group
        self.nodes = {one.key: one for one in scheme.nodes()}
        self.followed = set[str]()
        self.found = set[str]()

    def node(self, node: Node) -> set[str]:
        """Everything a node reads; of a dimension everything below it."""
        of = for_group(node.of, self.group)
        self._take(Name(node.key) if of is None and node.is_item else of)
        for part in (node.rule, node.prepare, node.then, node.policies, node.combine):
            self._take(for_group(part, self.group) if isinstance(part, PerGroup) else part)
        for child in node.children:
            self.node(child)
        return self.found

    def _take(self, thing: object) -> None:
        for key in _names(thing):
            self._follow(key.partition(".")[0])

    def _follow(self, key: str) -> None:
        if key in self.followed:
            return
        self.followed.add(key)
        scheme = self.scheme
        if key in scheme.facts or key in scheme.events or key in scheme.vetoes or key in scheme.constants:
            self.found.add(key)
        if key in scheme.values:
            value = scheme.values[key]
            self._take((value.formula, value.then, value.policies))
        if key in scheme.trees:
            self.node(scheme.trees[key].root)
        elif key in self.nodes and key not in scheme.facts and key not in scheme.values:
            self.node(self.nodes[key])


def _names(thing: object) -> Iterator[str]:
    """The names in every formula within a part of a scheme; the names of settings that are texts too (events, trees)."""
    if isinstance(thing, Name):
        yield thing.key
    elif isinstance(thing, Text):
        yield thing.value
    elif isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        yield from (str(key) for key in thing)
        for part in thing.values():
            yield from _names(part)
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from _names(part)
    elif isinstance(thing, Call | Block) or is_dataclass(thing):
        for one in fields(thing):
            if one.name not in SKIPPED:
                yield from _names(getattr(thing, one.name))
