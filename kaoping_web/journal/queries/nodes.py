"""The nodes of the log's tree, made from the entries' hashes when they are asked for. Large ones are kept: they never change."""

from __future__ import annotations

import threading

from kaoping.journal import Log, Tree
from kaoping_web.journal.models import Entry

KEPT_FROM = 8  # nodes over 256 leaves and more: 4,000 of them for a million entries
_kept: dict[tuple[Log, int, int], bytes] = {}
_gate = threading.Lock()


class KeptNodes:
    """`node(level, index)` as proofs ask for it. `anew`: nothing kept before is believed."""

    def __init__(self, log: Log, *, anew: bool = False) -> None:
        self.log = log
        self._kept = {} if anew else _kept

    def node(self, level: int, index: int) -> bytes:
        """The root over leaves index·2^level up to (index+1)·2^level, all of which are there."""
        key = (self.log, level, index)
        found = self._kept.get(key)
        if found is None:
            found = self._made(level, index)
            if level >= KEPT_FROM:
                with _gate:
                    self._kept[key] = found
        return found

    def _made(self, level: int, index: int) -> bytes:
        if level > KEPT_FROM:
            left, right = self.node(level - 1, 2 * index), self.node(level - 1, 2 * index + 1)
            return self.log.hashed(b"\1" + left + right)
        first = index << level
        digests = Entry.objects.filter(sequence__gt=first, sequence__lte=first + (1 << level)).order_by(
            "sequence"
        )
        tree = Tree(self.log.hashed, (bytes.fromhex(one) for one in digests.values_list("digest", flat=True)))
        assert tree.size == 1 << level, (level, index, tree.size)
        return tree.node(level, 0)


def forget() -> None:
    """Keep nothing: the log was put back to an earlier state, as a restored backup is."""
    with _gate:
        _kept.clear()
