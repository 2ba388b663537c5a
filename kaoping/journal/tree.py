"""The Merkle tree of RFC 6962, section 2.1: its root, and a frontier that grows by one leaf in O(log n).

Leaves are the entries' hashes. `hashed` is the bare hash function of the log (`Log.hashed`).
"""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.journal.log import Hash


def leaf_hash(hashed: Hash, leaf: bytes) -> bytes:
    """The hash of a leaf. The 0 keeps leaves and nodes apart, so that no node can be passed off as an entry."""
    return hashed(b"\0" + leaf)


def node_hash(hashed: Hash, left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return hashed(b"\1" + left + right)


def split(size: int) -> int:
    """The largest power of two below `size` (2 or more): where RFC 6962 parts a tree."""
    return 1 << ((size - 1).bit_length() - 1)


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree as far as growing needs it: how many leaves, and the roots of its whole subtrees, largest first.

    There are as many peaks as `size` has ones in binary. Raises ValueError where that is not so.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a frontier of {self.size} leaves has {self.size.bit_count()} peaks")

    def append(self, hashed: Hash, leaf: bytes) -> Frontier:
        """The frontier after one more leaf."""
        top, peaks, carried = leaf_hash(hashed, leaf), self.peaks, self.size
        while carried & 1:
            top, peaks, carried = node_hash(hashed, peaks[-1], top), peaks[:-1], carried >> 1
        return Frontier(self.size + 1, (*peaks, top))

    def root(self, hashed: Hash) -> bytes:
        """The root of the whole tree; that of no leaves is the hash of nothing."""
        if not self.peaks:
            return hashed(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(hashed, peak, root)
        return root
