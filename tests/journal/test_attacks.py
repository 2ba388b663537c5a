"""No silent change of the past: whatever an insider does, one paper kept outside finds it. Without one, he who does
every later hash again is not found: that is the control, and the reason for the papers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from kaoping.journal import (
    Anchor,
    Entry,
    Sealed,
    compare,
    consistency_proof,
    entry_hash,
    root_at,
    verify_chain,
)
from tests.journal.cast import (
    BINHAI,
    YUNLAN,
    Book,
    book,
    codes,
    deed_of,
    deeds,
    exported,
    moment,
    rewritten,
    verdict_on,
    with_value,
)

SIZE, ANCHORED = 60, 50
BOOK = book(SIZE)
TREE = BOOK.tree
PLACES = random.Random(7).sample([n for n in range(2, ANCHORED) if BOOK.entries[n - 1].after], 12)

Papers = dict[str, Callable[[], Anchor]]
PAPERS: Papers = {
    "a checkpoint": lambda: BOOK.checkpoint(ANCHORED),
    "a receipt of another entry": lambda: BOOK.receipt(ANCHORED, ANCHORED),
}


def errors(content: bytes, *anchors: Anchor) -> set[str]:
    return {
        one.code.removeprefix("journal-")
        for one in verdict_on(content, anchors).problems
        if one.severity.value == "error"
    }


def altered(place: int) -> Callable[[Entry], Entry | None]:
    return lambda entry: with_value(entry, "100") if entry.sequence == place else entry


def removed(place: int) -> Callable[[Entry], Entry | None]:
    return lambda entry: None if entry.sequence == place else entry


# Nothing done again: found without any paper -------------------------------------------------------------------------


def test_an_untouched_journal_is_sound() -> None:
    assert verify_chain(YUNLAN, BOOK.kept) == ()
    papers = [
        BOOK.checkpoint(),
        BOOK.checkpoint(0),
        BOOK.checkpoint(1),
        BOOK.receipt(3, 10),
        BOOK.receipt(60).short,
    ]
    verdict = verdict_on(exported(BOOK.kept), papers)
    assert (
        verdict.is_sound
        and verdict.count == 0
        and verdict.size == SIZE
        and verdict.root == BOOK.checkpoint().root
    )


@pytest.mark.parametrize("place", PLACES)
def test_an_altered_entry_is_found_and_named(place: int) -> None:
    kept = [replace(one, entry=altered(place)(one.entry)) for one in BOOK.kept]
    told = verify_chain(YUNLAN, kept)
    assert codes(told) == {"hash"} and str(place) in told[0].what.en and len(told) == 1


@pytest.mark.parametrize("place", PLACES)
def test_an_altered_entry_with_its_own_hash_done_again_breaks_the_next_link(place: int) -> None:
    entry = altered(place)(BOOK.entries[place - 1])
    kept = list(BOOK.kept)
    kept[place - 1] = resealed(entry)
    told = verify_chain(YUNLAN, kept)
    after = next(one.sequence for one in BOOK.entries[place:] if one.chain == entry.chain)
    assert codes(told) == {"link"} and len(told) == 1 and str(after) in told[0].what.en
    old, new = (exported([one]).splitlines()[1] for one in (BOOK.kept[place - 1], kept[place - 1]))
    assert "footer-root" in errors(exported(BOOK.kept).replace(old, new))


def resealed(entry: Entry) -> Sealed:
    return Sealed(entry, entry_hash(YUNLAN, entry))


@pytest.mark.parametrize("place", PLACES)
def test_a_removed_entry_is_found(place: int) -> None:
    told = verify_chain(YUNLAN, BOOK.kept[: place - 1] + BOOK.kept[place:])
    assert codes(told) == {"missing", "link", "number"} and len(told) == 3


@pytest.mark.parametrize("place", PLACES)
def test_an_inserted_entry_is_found(place: int) -> None:
    foreign = book(SIZE, seed=2).kept[place - 1]
    told = codes(verify_chain(YUNLAN, [*BOOK.kept[: place - 1], foreign, *BOOK.kept[place - 1 :]]))
    assert "again" in told and "link" in told


@pytest.mark.parametrize("place", PLACES)
def test_two_entries_exchanged_are_found(place: int) -> None:
    kept = list(BOOK.kept)
    kept[place - 1], kept[place] = kept[place], kept[place - 1]
    assert {"missing", "again"} <= codes(verify_chain(YUNLAN, kept))


def test_every_break_is_told_not_only_the_first() -> None:
    broken = {5, 20, 41}
    kept = [replace(one, digest=bytes(32)) if one.entry.sequence in broken else one for one in BOOK.kept]
    told = [one.what.en for one in verify_chain(YUNLAN, kept) if one.code == "journal-hash"]
    assert len(told) == 3 and all(any(f"entry {place} " in what for what in told) for place in broken)


def test_the_hash_of_another_chain_does_not_start_this_one() -> None:
    """Each chain's first link is bound to its name: no chain can be passed off as another's beginning."""
    first = {one.entry.chain: one.entry.previous for one in BOOK.kept if one.entry.number == 1}
    assert len(set(first.values())) == len(first) == 3
    renamed = replace(BOOK.entries[0], chain="elsewhere")
    assert "link" in codes(verify_chain(YUNLAN, [resealed(renamed)]))


def test_a_clock_set_back_is_noted_and_is_no_error() -> None:
    made = Book()
    for deed, minute in zip(deeds(3), (5, 9, 7), strict=True):
        made.record(replace(deed, at=moment(minute)))
    verdict = verdict_on(exported(made.kept))
    assert codes(verdict.problems) == {"clock"} and verdict.is_sound


# Everything done again: found by one older paper, and by nothing else ------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("edit", [altered, removed])
@pytest.mark.parametrize("place", PLACES)
def test_a_journal_rewritten_as_a_whole_is_found_by_one_older_paper(
    place: int, edit: Callable[[int], Callable[[Entry], Entry | None]], paper: str
) -> None:
    content = exported(rewritten(BOOK.kept, edit(place)).kept)
    assert {"anchor-root"} <= errors(content, PAPERS[paper]())
    assert errors(content) == set(), "the control: nothing inside the file can tell"


@pytest.mark.parametrize("place", PLACES)
def test_its_own_receipt_or_short_code_finds_a_rewritten_entry(place: int) -> None:
    content = exported(rewritten(BOOK.kept, altered(place)).kept)
    assert "anchor-entry" in errors(content, BOOK.receipt(place, ANCHORED))
    assert errors(content, BOOK.receipt(place).short) == {"anchor-entry"}


@pytest.mark.parametrize("place", PLACES)
def test_a_short_code_of_a_later_entry_of_the_chain_finds_it_too(place: int) -> None:
    chain = BOOK.entries[place - 1].chain
    later = max(one.sequence for one in BOOK.entries if one.chain == chain)
    content = exported(rewritten(BOOK.kept, altered(place)).kept)
    assert errors(content, BOOK.receipt(later).short) == {"anchor-entry"}
    stranger = max(one.sequence for one in BOOK.entries if one.chain != chain)
    assert errors(content, BOOK.receipt(stranger).short) == set(), (
        "the control: another chain's code says nothing"
    )


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", [0, 1, ANCHORED - 1])
def test_a_journal_cut_off_or_rolled_back_is_found_by_one_older_paper(size: int, paper: str) -> None:
    content = exported(BOOK.kept[:size])
    assert "anchor-size" in errors(content, PAPERS[paper]())
    assert errors(content) == set(), "the control"


def test_a_journal_cut_off_is_found_by_a_short_code() -> None:
    assert errors(exported(BOOK.kept[:20]), BOOK.receipt(30).short) == {"anchor-size"}


def test_a_journal_cut_off_and_continued_otherwise_is_found() -> None:
    branch = rewritten(BOOK.kept[:30], lambda entry: entry)
    for deed in deeds(30, seed=9):
        branch.record(deed)
    content = exported(branch.kept)
    assert errors(content, BOOK.checkpoint(ANCHORED)) == {"anchor-root"}
    assert errors(content, BOOK.checkpoint(30)) == set(), "the control: before the branch the two are one"
    assert errors(content) == set()


def test_what_came_after_a_paper_is_not_held_by_it() -> None:
    """The limit, stated: a paper vouches for its past, not for what follows."""
    content = exported(rewritten(BOOK.kept, altered(last_with_value())).kept)
    assert last_with_value() > ANCHORED and errors(content, BOOK.checkpoint(ANCHORED)) == set()
    assert errors(content, BOOK.checkpoint(SIZE)) == {"anchor-root"}


def last_with_value() -> int:
    return max(one.sequence for one in BOOK.entries if one.after)


def test_entries_of_another_installation_do_not_pass() -> None:
    """The same deeds elsewhere have other hashes: their file is not ours under any name."""
    theirs = book(SIZE, BINHAI)
    renamed = exported(theirs.kept, BINHAI).replace(b"kp-binhai-01", b"kp-yunlan-01")
    assert {"hash", "link"} <= errors(renamed)
    for paper in (BOOK.checkpoint(), BOOK.receipt(5)):
        assert errors(exported(theirs.kept, BINHAI), paper) == {"anchor-installation"}
    grafted = [*BOOK.kept[:20], *theirs.kept[20:]]
    assert {"hash", "link"} <= codes(verify_chain(YUNLAN, grafted))
    foreign = rewritten(theirs.kept, lambda entry: entry, YUNLAN)
    assert errors(exported(foreign.kept)) == set(), "the control: written anew it is a sound journal"
    assert book(SIZE, YUNLAN, seed=3).checkpoint(ANCHORED).root != BOOK.checkpoint(ANCHORED).root


def test_another_algorithm_does_not_pass() -> None:
    sm3 = book(SIZE, replace(YUNLAN, algorithm="sm3"))
    assert verdict_on(exported(sm3.kept, sm3.log), [sm3.checkpoint(20), sm3.receipt(7)]).is_sound
    assert errors(exported(sm3.kept, sm3.log), BOOK.checkpoint()) == {"anchor-algorithm"}
    assert "hash" in errors(exported(BOOK.kept).replace(b'"sha256"', b'"sm3"', 1))


def test_a_forged_receipt_is_refused() -> None:
    good = BOOK.receipt(17, ANCHORED)
    assert list(good.objections()) == []
    content = exported(BOOK.kept)
    for forged in (
        replace(good, digest=bytes(32)), replace(good, sequence=18), replace(good, proof=good.proof[1:]),
        replace(good, checkpoint=replace(good.checkpoint, size=16)),
        replace(good, checkpoint=replace(good.checkpoint, root=bytes(32))),
    ):  # fmt: skip
        assert codes(forged.objections()) == {"receipt-proof"}
        assert "receipt-proof" in errors(content, forged)
    # A proof fits every size whose path has the same shape; the journal's root at that size does not.
    longer = replace(good, checkpoint=replace(good.checkpoint, size=ANCHORED + 9))
    assert list(longer.objections()) == [] and errors(content, longer) == {"anchor-root"}
    assert "anchor-entry" in errors(
        content, replace(good, chain="bincheng" if good.chain != "bincheng" else "anping")
    )
    assert "anchor-entry" in errors(content, replace(good, number=good.number + 1))


# Two checkpoints -----------------------------------------------------------------------------------------------------


def test_two_checkpoints_of_one_growing_log_agree() -> None:
    for old in range(SIZE + 1):
        proof = consistency_proof(YUNLAN.hashed, TREE, old, SIZE)
        assert compare(BOOK.checkpoint(old, 1), BOOK.checkpoint(SIZE, 2), proof) == ()
        assert compare(BOOK.checkpoint(SIZE, 2), BOOK.checkpoint(old, 1), proof) == ()


def test_a_split_view_is_found() -> None:
    other = rewritten(BOOK.kept, altered(PLACES[0]))
    assert codes(compare(BOOK.checkpoint(), other.checkpoint())) == {"split"}
    proof = consistency_proof(YUNLAN.hashed, other.tree, ANCHORED, SIZE)
    assert codes(compare(BOOK.checkpoint(ANCHORED, 1), other.checkpoint(SIZE, 2), proof)) == {"proof-wrong"}
    assert compare(other.checkpoint(ANCHORED, 1), other.checkpoint(SIZE, 2), proof) == (), "the control"


def test_a_rollback_is_found() -> None:
    proof = consistency_proof(YUNLAN.hashed, TREE, 20, SIZE)
    assert codes(compare(BOOK.checkpoint(SIZE, 1), BOOK.checkpoint(20, 2), proof)) == {"rollback"}


def test_two_sizes_without_a_proof_prove_nothing() -> None:
    told = compare(BOOK.checkpoint(20, 1), BOOK.checkpoint(SIZE, 2))
    assert codes(told) == {"proof-needed"} and told[0].severity.value == "warning"


def test_checkpoints_of_two_logs_are_not_compared() -> None:
    sm3 = replace(BOOK.checkpoint(), log=replace(BINHAI, algorithm="sm3"))
    assert codes(compare(BOOK.checkpoint(), sm3)) == {"anchor-installation", "anchor-algorithm"}


def test_the_bytes_to_sign_name_log_size_root_and_moment() -> None:
    point = BOOK.checkpoint()
    others = [
        replace(point, log=BINHAI), replace(point, size=59), replace(point, root=bytes(32)), replace(point, at=moment(1)),
    ]  # fmt: skip
    assert len({one.to_sign() for one in [point, *others]}) == 5


def test_a_past_root_is_made_from_kept_nodes() -> None:
    assert (
        root_at(YUNLAN.hashed, TREE, 37) == rewritten(BOOK.kept[:37], lambda entry: entry).checkpoint().root
    )
    assert deed_of(BOOK.entries[4]) == deeds(SIZE)[4]
