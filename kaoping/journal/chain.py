"""Chains: each organisation's entries are linked by hash, and all entries together stand in one tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from types import MappingProxyType

from kaoping.errors import Problem
from kaoping.journal.entries import Deed, Entry, Sealed, canonical, digest_of
from kaoping.journal.findings import Findings
from kaoping.journal.log import Log
from kaoping.journal.tree import Frontier
from kaoping.journal.walk import Walk

_DEED_FIELDS = tuple(one.name for one in fields(Deed))


@dataclass(frozen=True)
class Head:
    """The end of one chain: how many entries it has and the last one's hash."""

    number: int
    digest: bytes


@dataclass(frozen=True)
class Appended:
    """What an append gives: the sealed entry and its bytes, and what the next append must start from."""

    sealed: Sealed
    raw: bytes
    frontier: Frontier
    head: Head


def append(log: Log, frontier: Frontier, head: Head | None, deed: Deed) -> Appended:
    """Give a deed its place. `frontier`: of the whole log; `head`: of the deed's chain, None where it is its first.

    Pure and O(log n): who calls it keeps frontier and heads, and lets nobody else append in between. Raises
    JournalError with everything that is wrong with the deed.
    """
    before = head or Head(0, log.first_of(deed.chain))
    given = {name: getattr(deed, name) for name in _DEED_FIELDS}
    if isinstance(deed.after, dict):
        # A copy: what the caller does with its own afterwards is no deed.
        given["after"] = MappingProxyType(dict(deed.after))
    entry = Entry(**given, sequence=frontier.size + 1, number=before.number + 1, previous=before.digest.hex())
    raw = canonical(entry)
    digest = digest_of(log, raw)
    return Appended(
        Sealed(entry, digest), raw, frontier.append(log.hashed, digest), Head(entry.number, digest)
    )


def verify_chain(log: Log, kept: Iterable[Sealed], most: int = 1000) -> tuple[Problem, ...]:
    """Every entry that was altered, every link that is broken, every number that is wrong; empty where all is well.

    All chains at once, in the order of the log. Without a checkpoint or receipt from outside this finds what was done
    without redoing every later hash, and nothing else. At most `most` problems are given.
    """
    found = Findings(most)
    walk = Walk(log, found)
    for one in kept:
        walk.take(one.entry, digest_of(log, canonical(one.entry)), one.digest)
    return tuple(found.kept)
