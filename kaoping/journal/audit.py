"""Checking proofs (RFC 9162, 2.1.3.2 and 2.1.4.2), written apart from making them: an error would have to be made twice.

Whatever is passed in, the answer is yes or no; work is bounded by the length of the proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.journal.log import DIGEST_BYTES, Hash


def includes(hashed: Hash, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that leaf `index` (from 0) of the tree of that size and root is `leaf`."""
    if not 0 <= index < size or not _are_digests((leaf, root, *proof)):
        return False
    place, last, found = index, size - 1, hashed(b"\x00" + leaf)
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = hashed(b"\x01" + sibling + found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = hashed(b"\x01" + found + sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(hashed: Hash, old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of that size and root continues the old one."""
    if not 0 <= old <= size or not _are_digests((old_root, root, *proof)):
        return False
    if old == 0:
        return not proof and old_root == hashed(b"")
    if old == size:
        return not proof and old_root == root
    if not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = hashed(b"\x01" + sibling + was), hashed(b"\x01" + sibling + now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = hashed(b"\x01" + now + sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == root


def _are_digests(hashes: Sequence[bytes]) -> bool:
    """Of another length, two hashes could pass for one."""
    return all(isinstance(one, bytes) and len(one) == DIGEST_BYTES for one in hashes)
