"""Anchors: what somebody kept outside the database. A log is held against every anchor in the same pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kaoping.errors import Words
from kaoping.journal.checkpoints import Checkpoint
from kaoping.journal.entries import Entry
from kaoping.journal.findings import Findings, finding
from kaoping.journal.log import Log
from kaoping.journal.receipts import Receipt, ShortCode
from kaoping.journal.tree import Frontier

Anchor = Checkpoint | Receipt | ShortCode


def words_of(anchor: Anchor) -> Words:
    """What a sentence calls an anchor."""
    match anchor:
        case Checkpoint():
            return Words(
                f"{anchor.size} 条时的校验点（{anchor.at}）",
                f"the checkpoint of {anchor.size} entries ({anchor.at})",
            )
        case Receipt():
            return Words(f"第 {anchor.sequence} 条的回执", f"the receipt of entry {anchor.sequence}")
    return Words(f"短码 {anchor.text()}", f"short code {anchor.text()}")


class Watch:
    """Waits for the sizes and entries that anchors know, and compares when they come."""

    def __init__(self, log: Log, anchors: Sequence[Anchor], found: Findings) -> None:
        self._log, self._found = log, found
        self._roots: dict[int, list[tuple[bytes, Anchor]]] = defaultdict(list)
        self._entries: dict[int, list[Receipt | ShortCode]] = defaultdict(list)
        for anchor in anchors:
            if self._is_ours(anchor):
                self._expect(anchor)

    def _is_ours(self, anchor: Anchor) -> bool:
        if isinstance(anchor, ShortCode):
            return True
        theirs = anchor.log
        if theirs.installation != self._log.installation:
            told = (words_of(anchor), theirs.installation, self._log.installation)
            self._found.add(finding("anchor-installation", *told))
        elif theirs.algorithm != self._log.algorithm:
            told = (words_of(anchor), theirs.algorithm, self._log.algorithm)
            self._found.add(finding("anchor-algorithm", *told))
        return theirs == self._log

    def _expect(self, anchor: Anchor) -> None:
        if isinstance(anchor, Receipt):
            self._found_in(anchor)
            self._roots[anchor.checkpoint.size].append((anchor.checkpoint.root, anchor))
        if isinstance(anchor, Checkpoint):
            self._roots[anchor.size].append((anchor.root, anchor))
        else:
            self._entries[anchor.sequence].append(anchor)

    def _found_in(self, receipt: Receipt) -> None:
        for problem in receipt.objections():
            self._found.add(problem)

    def at_entry(self, position: int, digest: bytes, entry: Entry | None) -> None:
        """The entry at that position of the log, from 1; None where it could not be read."""
        for anchor in self._entries.pop(position, ()):
            if not anchor.attests(digest, entry):
                self._found.add(finding("anchor-entry", words_of(anchor), position))

    def at_size(self, frontier: Frontier) -> None:
        """The log has that many entries now."""
        for root, anchor in self._roots.pop(frontier.size, ()):
            if frontier.root(self._log.hashed) != root:
                self._found.add(finding("anchor-root", words_of(anchor), frontier.size))

    def end(self, size: int) -> None:
        """The log ends here: whatever still waits knows of more."""
        waiting = [(known, anchor) for known, pairs in self._roots.items() for _, anchor in pairs]
        waiting += [
            (known, anchor)
            for known, them in self._entries.items()
            for anchor in them
            if isinstance(anchor, ShortCode)
        ]
        for known, anchor in sorted(waiting, key=lambda pair: pair[0]):
            self._found.add(finding("anchor-size", words_of(anchor), known, size))
