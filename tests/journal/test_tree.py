"""The tree is that of RFC 6962, and a proof shows what is so and nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.journal import Frontier, Tree, consistency_proof, extends, includes, inclusion_proof, root_at
from kaoping.journal.log import hash_named
from kaoping.journal.tree import split

SIZES = 260
HASHED = hash_named("sha256")
LEAVES = [hashlib.sha256(f"entry {n}".encode()).digest() for n in range(SIZES)]
TREE = Tree(HASHED, LEAVES)

# The definitions of RFC 6962, 2.1, written down as they stand there: slow, recursive, on lists of leaves. -----------


def power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return hashlib.sha256(b"").digest()
    if len(d) == 1:
        return hashlib.sha256(bytes([0]) + d[0]).digest()
    k = power_below(len(d))
    return hashlib.sha256(bytes([1]) + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    return subproof(m, d, True)


def subproof(m: int, d: list[bytes], whole: bool) -> list[bytes]:
    if m == len(d):
        return [] if whole else [mth(d)]
    k = power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


ROOTS = [mth(LEAVES[:n]) for n in range(SIZES + 1)]

# --------------------------------------------------------------------------------------------------------------------


def test_the_known_vectors_of_certificate_transparency_hold() -> None:
    """Eight leaves and roots in public use by implementations of RFC 6962."""
    leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]  # fmt: skip
    frontier = Frontier()
    assert frontier.root(HASHED).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    roots = []
    for leaf in leaves:
        frontier = frontier.append(HASHED, bytes.fromhex(leaf))
        roots.append(frontier.root(HASHED).hex())
    assert roots[0] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert roots[1] == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert roots[7] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_every_root_is_that_of_the_definition() -> None:
    frontier = Frontier()
    for size in range(SIZES + 1):
        assert frontier.root(HASHED) == ROOTS[size] == root_at(HASHED, TREE, size)
        assert len(frontier.peaks) == size.bit_count()
        if size < SIZES:
            frontier = frontier.append(HASHED, LEAVES[size])


def test_every_inclusion_proof_is_that_of_the_definition_and_is_accepted() -> None:
    for size in [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257]:
        for index in range(0, size, 1 if size < 70 else 7):
            made = inclusion_proof(HASHED, TREE, index, size)
            assert list(made) == path(index, LEAVES[:size])
            assert includes(HASHED, LEAVES[index], index, size, made, ROOTS[size])


def test_every_consistency_proof_is_that_of_the_definition_and_is_accepted() -> None:
    for size in [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257]:
        for old in range(1, size + 1, 1 if size < 70 else 7):
            made = consistency_proof(HASHED, TREE, old, size)
            assert list(made) == proof(old, LEAVES[:size])
            assert extends(HASHED, old, ROOTS[old], size, ROOTS[size], made)


def test_everything_continues_the_empty_log() -> None:
    assert extends(HASHED, 0, ROOTS[0], 5, ROOTS[5], ())
    assert not extends(HASHED, 0, ROOTS[1], 5, ROOTS[5], ())
    assert not extends(HASHED, 0, ROOTS[0], 5, ROOTS[5], (ROOTS[1],))


def test_an_inclusion_proof_fits_one_leaf_one_place_one_size() -> None:
    """Every leaf, place and size up to 20 but the right ones is refused. (Other sizes where the path has the same
    shape ask for the same hashes, so the root must differ: it is that of the claimed size.)"""
    for size in range(1, 21):
        for index in range(size):
            made = inclusion_proof(HASHED, TREE, index, size)
            for other in range(21):
                held = includes(HASHED, LEAVES[index], other, size, made, ROOTS[size])
                assert held == (other == index)
                assert includes(HASHED, LEAVES[other], index, size, made, ROOTS[size]) == (other == index)
                assert includes(HASHED, LEAVES[index], index, other, made, ROOTS[other]) == (other == size)


def test_a_consistency_proof_fits_one_pair_of_sizes_and_roots() -> None:
    for size in range(1, 18):
        for old in range(1, size):
            made = consistency_proof(HASHED, TREE, old, size)
            for other in range(1, 20):
                assert extends(HASHED, other, ROOTS[other], size, ROOTS[size], made) == (other == old)
                assert extends(HASHED, old, ROOTS[old], other, ROOTS[other], made) == (other == size)
                assert not extends(HASHED, old, ROOTS[other + 1], size, ROOTS[size], made) or other + 1 == old


@given(st.data())
def test_a_forged_proof_is_never_accepted(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, SIZES))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    inclusion = list(inclusion_proof(HASHED, TREE, index, size))
    consistency = list(consistency_proof(HASHED, TREE, old, size))
    for made, accepted in (
        (inclusion, lambda p: includes(HASHED, LEAVES[index], index, size, p, ROOTS[size])),
        (consistency, lambda p: extends(HASHED, old, ROOTS[old], size, ROOTS[size], p)),
    ):
        assert accepted(made)
        at = data.draw(st.integers(0, len(made) - 1))
        bit = data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(made[at], "big") ^ 1 << bit).to_bytes(32, "big")
        assert not accepted([*made[:at], flipped, *made[at + 1 :]])
        assert not accepted([*made[:at], *made[at + 1 :]])
        assert not accepted([*made[:at], made[at], *made[at:]])
        assert not accepted([*made, ROOTS[0]])
        assert not accepted([*made[:at], made[at][:31], *made[at + 1 :]])


def test_hashes_of_another_length_are_refused() -> None:
    """A byte moved from one hash to its neighbour leaves what is hashed the same: only lengths tell them apart."""
    left, right = TREE.node(0, 0), TREE.node(0, 1)
    assert extends(HASHED, 1, left, 2, ROOTS[2], (right,))
    assert HASHED(b"\1" + (left + right[:1]) + right[1:]) == ROOTS[2], "the control"
    assert not extends(HASHED, 1, left + right[:1], 2, ROOTS[2], (right[1:],))


def test_a_root_under_a_longer_size_is_refused() -> None:
    proof_of_two = consistency_proof(HASHED, TREE, 1, 2)
    assert extends(HASHED, 1, ROOTS[1], 2, ROOTS[2], proof_of_two)
    assert not extends(HASHED, 1, ROOTS[1], 4, ROOTS[2], proof_of_two)


def test_a_node_is_not_taken_for_an_entry() -> None:
    """Two hashes joined are a node's content: without the marks of leaf and node they would pass as a leaf."""
    left, right = TREE.node(0, 0), TREE.node(0, 1)
    assert not includes(HASHED, left + right, 0, 1, (), ROOTS[2])
    unmarked = lambda content: hashlib.sha256(content[1:]).digest()  # noqa: E731
    tree = Tree(unmarked, LEAVES[:2])
    joined = unmarked(b"\0" + tree.node(0, 0) + tree.node(0, 1))
    assert joined == root_at(unmarked, tree, 2), "the control: without marks the two are one"


@pytest.mark.parametrize("size", [-1, 10**400])
def test_wild_sizes_are_refused_at_once(size: int) -> None:
    assert not includes(HASHED, LEAVES[0], 0, size, (ROOTS[1],), ROOTS[2])
    assert not extends(HASHED, 1, ROOTS[1], size, ROOTS[2], (ROOTS[1],))
    assert not includes(HASHED, LEAVES[0], size, 5, (ROOTS[1],), ROOTS[2])


def test_an_append_keeps_all_whole_subtrees_and_nothing_twice() -> None:
    tree, kept = Tree(HASHED), dict[tuple[int, int], bytes]()
    for leaf in LEAVES[:100]:
        for level, index, digest in tree.append(leaf):
            assert (level, index) not in kept
            kept[level, index] = digest
    assert all(digest == mth(LEAVES[i << l : (i + 1) << l]) for (l, i), digest in kept.items())  # noqa: E741
    assert len(kept) == 2 * 100 - (100).bit_count()


def test_a_frontier_of_another_size_cannot_be() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, (ROOTS[1],))
    with pytest.raises(ValueError, match="peaks"):
        Frontier(-1, ())
    assert split(2) == 1 and split(3) == 2 and split(4) == 2 and split(5) == 4
