"""One pass over a log, entry by entry, in memory that grows with the number of chains and not of entries."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.errors import NOWHERE, Place, Severity
from kaoping.journal.anchors import Anchor, Watch
from kaoping.journal.entries import Entry
from kaoping.journal.findings import Findings, finding
from kaoping.journal.log import Log
from kaoping.journal.moments import is_before
from kaoping.journal.tree import Frontier


class Walk:
    """Takes entries in order and tells each break once, where it is; a break does not make what follows look broken."""

    def __init__(self, log: Log, found: Findings, anchors: Sequence[Anchor] = ()) -> None:
        self.log, self.found = log, found
        self.frontier = Frontier()
        self._due, self._at = 1, ""
        self._heads: dict[str, tuple[int, bytes]] = {}
        self._watch = Watch(log, anchors, found)
        self._watch.at_size(self.frontier)

    @property
    def root(self) -> bytes:
        """Of everything taken so far."""
        return self.frontier.root(self.log.hashed)

    def take(self, entry: Entry, computed: bytes, stated: bytes, place: Place = NOWHERE) -> None:
        """One entry: its hash as computed from its content, and as kept beside it."""
        if computed != stated:
            self.found.add(finding("hash", entry.sequence, place=place))
        self._order(entry, place)
        self._link(entry, stated, place)
        self._grow(computed, entry)

    def pass_over(self, instead: bytes) -> None:
        """Something unreadable stands where an entry should. It counts, so that later places stay right."""
        self._due += 1
        self._grow(instead, None)

    def end(self) -> None:
        """Nothing follows: tell of anchors that know more than there is."""
        self._watch.end(self.frontier.size)

    def _order(self, entry: Entry, place: Place) -> None:
        if entry.sequence > self._due:
            self.found.add(finding("missing", self._due, entry.sequence - 1, place=place))
        elif entry.sequence < self._due:
            self.found.add(finding("again", entry.sequence, self._due, place=place))
        self._due = max(self._due, entry.sequence + 1)
        if is_before(entry.at, self._at):
            note = finding("clock", entry.sequence, entry.at, self._at, place=place, severity=Severity.NOTE)
            self.found.add(note)
        self._at = entry.at

    def _link(self, entry: Entry, stated: bytes, place: Place) -> None:
        number, digest = self._heads.get(entry.chain) or (0, self.log.first_of(entry.chain))
        if entry.number != number + 1:
            self.found.add(
                finding("number", entry.sequence, entry.chain, entry.number, number + 1, place=place)
            )
        if entry.previous != digest.hex():
            self.found.add(finding("link", entry.sequence, entry.chain, place=place))
        self._heads[entry.chain] = (entry.number, stated)

    def _grow(self, digest: bytes, entry: Entry | None) -> None:
        self.frontier = self.frontier.append(self.log.hashed, digest)
        self._watch.at_entry(self.frontier.size, digest, entry)
        self._watch.at_size(self.frontier)
