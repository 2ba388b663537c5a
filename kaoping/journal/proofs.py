"""Making proofs (RFC 6962, 2.1.1 and 2.1.2). Checking them is another module, which shares none of this code.

A whole subtree never changes once it is full. Whoever keeps those nodes (in a table, say) makes every root and proof,
also of past sizes, from O(log n) of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kaoping.journal.log import Hash
from kaoping.journal.tree import leaf_hash, node_hash, split


class Nodes(Protocol):
    """The kept nodes: `node(level, index)` is the root over leaves index·2^level up to (index+1)·2^level."""

    def node(self, level: int, index: int) -> bytes:
        """That node. It has been given before: its leaves are all there."""
        ...


class Tree:
    """The nodes of a log in memory: 64 bytes an entry."""

    def __init__(self, hashed: Hash, leaves: Iterable[bytes] = ()) -> None:
        self.hashed = hashed
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> tuple[tuple[int, int, bytes], ...]:
        """One more leaf. Gives the nodes it made whole, as (level, index, hash): what a table would keep."""
        made, level, top = [], 0, leaf_hash(self.hashed, leaf)
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(top)
            made.append((level, len(row) - 1, top))
            if len(row) % 2:
                return tuple(made)
            level, top = level + 1, node_hash(self.hashed, row[-2], row[-1])

    def node(self, level: int, index: int) -> bytes:
        """A node over leaves that are all there."""
        return self._levels[level][index]


def root_at(hashed: Hash, nodes: Nodes, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _over(hashed, nodes, 0, size) if size else hashed(b"")


def inclusion_proof(hashed: Hash, nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of leaf `index` (from 0) in the tree of the first `size` leaves, from the leaf upwards."""
    assert 0 <= index < size, (index, size)
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(_over(hashed, nodes, middle, end))
            end = middle
        else:
            path.append(_over(hashed, nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(hashed: Hash, nodes: Nodes, old: int, size: int) -> tuple[bytes, ...]:
    """That the tree of `size` leaves continues the tree of its first `old`. Empty where that needs no proof."""
    assert 0 <= old <= size, (old, size)
    if old in (0, size):
        return ()
    path, start, end, whole = [], 0, size, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(_over(hashed, nodes, middle, end))
            end = middle
        else:
            path.append(_over(hashed, nodes, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_over(hashed, nodes, start, end))
    return tuple(reversed(path))


def _over(hashed: Hash, nodes: Nodes, start: int, end: int) -> bytes:
    """The root over leaves start to end; `start` is a multiple of the smallest power of two that covers them."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes.node(level, start >> level)
    middle = start + split(count)
    return node_hash(hashed, _over(hashed, nodes, start, middle), _over(hashed, nodes, middle, end))
