"""A file that was touched anywhere says so, a file that was not says nothing, and no file makes the verifier fail."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.journal import JournalError, Sealed, read_export, stated_checkpoint, verify_export
from kaoping.journal.entries import MOST_BYTES
from tests.journal.cast import YUNLAN, Book, book, codes, deeds, exported, moment, verdict_on

BOOK = book(40)
CONTENT = exported(BOOK.kept)
LINES = CONTENT.splitlines(keepends=True)


def told(content: bytes) -> set[str]:
    return codes(verdict_on(content).problems)


def test_a_file_comes_back_as_it_was() -> None:
    log, kept = read_export(io.BytesIO(CONTENT))
    assert log == YUNLAN and list(kept) == BOOK.kept
    assert exported(BOOK.kept) == CONTENT and len(LINES) == 42
    assert stated_checkpoint(io.BytesIO(CONTENT)) == BOOK.checkpoint() == verdict_on(CONTENT).stated


def test_an_empty_journal_is_a_journal() -> None:
    verdict = verdict_on(exported([]), [Book().checkpoint()])
    assert verdict.is_sound and verdict.size == 0


def test_every_flipped_bit_is_reported() -> None:
    """Every bit of a short file; the control is the file itself, of which nothing is reported."""
    short = exported(book(3).kept)
    assert verdict_on(short).count == 0
    for position in range(len(short)):
        for bit in range(8):
            flipped = bytearray(short)
            flipped[position] ^= 1 << bit
            assert not verdict_on(bytes(flipped)).is_sound, (position, bit)


def test_random_flips_in_a_longer_file_are_reported() -> None:
    rnd = random.Random(11)
    for _ in range(150):
        flipped = bytearray(CONTENT)
        for _ in range(rnd.choice([1, 1, 2, 9])):
            flipped[rnd.randrange(len(flipped))] ^= 1 << rnd.randrange(8)
        assert bytes(flipped) == CONTENT or not verdict_on(bytes(flipped)).is_sound


def test_one_altered_line_is_told_at_its_line_and_nowhere_else_but_in_the_root() -> None:
    altered = CONTENT.replace(LINES[20], LINES[20].replace(b"u-", b"w-", 1))
    problems = verdict_on(altered).problems
    assert [(one.code, one.place.line) for one in problems] == [
        ("journal-hash", 21),
        ("journal-footer-root", 42),
    ]


@pytest.mark.parametrize(
    ("content", "codes_told"),
    [
        (b"", {"header"}),
        (b"\n", {"header"}),
        (b"".join(LINES[1:]), {"header"}),
        (CONTENT.replace(b"journal/1", b"journal/2", 1), {"header"}),
        (CONTENT.replace(b"sha256", b"md5", 1), {"algorithm"}),
        (CONTENT.replace(b"kp-yunlan-01", b"Kp", 1), {"name"}),
        (b"".join(LINES[:-1]), {"no-footer"}),
        (b"".join(LINES[:10]), {"no-footer"}),
        (CONTENT[:-1], {"footer"}),
        (CONTENT + b"\n", {"after-footer"}),
        (CONTENT + LINES[5], {"after-footer"}),
        (CONTENT.replace(b'"size":40', b'"size":39'), {"footer"}),
        (b"".join([*LINES[:-2], LINES[-1]]), {"footer-size"}),
        (b"".join([*LINES[:10], LINES[-1]]), {"footer-size"}),
        (CONTENT.replace(b"\n", b"\r\n"), {"header"}),
        (LINES[0] + b'{"entry":{},"hash":"' + b"0" * 64 + b'"}\n' + LINES[-1], {"line", "footer-size"}),
        (LINES[0] + b"[" * 200_000 + b"\n" + b"".join(LINES[1:]), {"line", "again", "footer-size"}),
        (CONTENT[:-100], {"footer"}),
    ],
)
def test_what_is_wrong_with_a_file_is_named(content: bytes, codes_told: set[str]) -> None:
    assert told(content) >= codes_told and not verdict_on(content).is_sound


def test_a_cut_line_is_told() -> None:
    assert told(b"".join(LINES[:5])[:-30]) == {"line-end", "no-footer"}
    assert told(b"".join(LINES[:5])[:-1]) == {"line-end", "no-footer"}


def test_a_line_without_end_is_neither_kept_nor_believed() -> None:
    assert "line-length" in told(LINES[0] + b"x" * (2 * MOST_BYTES + 7) + b"\n" + b"".join(LINES[1:]))


@given(
    st.lists(
        st.sampled_from([*LINES[:4], LINES[-1], b"\n", b"{}\n", b"\xff", b'{"entry":', b'{"check":1}\n']),
        max_size=8,
    )
)
def test_no_file_makes_the_verifier_fail(lines: list[bytes]) -> None:
    content = b"".join(lines)
    verdict = verdict_on(content)
    assert not verdict.is_sound
    assert all(one.what.zh and one.what.en for one in verdict.problems)


def test_reading_stops_at_the_first_line_that_is_none() -> None:
    _, kept = read_export(io.BytesIO(CONTENT.replace(LINES[5], b"{}\n")))
    with pytest.raises(JournalError) as wrong:
        list(kept)
    assert wrong.value.problems[0].place.line == 6


def test_an_export_mends_nothing() -> None:
    """What stands beside a row is written as it stands: a hash that is wrong in the table is wrong in the file."""
    damaged = [*BOOK.kept[:9], Sealed(BOOK.kept[9].entry, bytes(32)), *BOOK.kept[10:]]
    assert {"hash", "link"} <= told(exported(damaged))


def test_all_problems_are_counted_and_a_bounded_number_kept() -> None:
    damaged = exported([Sealed(one.entry, bytes(32)) for one in BOOK.kept])
    verdict = verify_export(io.BytesIO(damaged), most=10)
    assert len(verdict.problems) == 10 and verdict.count > 40 and verdict.errors > 40


def test_memory_does_not_grow_with_the_number_of_entries() -> None:
    def peak(count: int) -> int:
        stream = io.BytesIO(exported(many(count)))
        tracemalloc.start()
        try:
            assert verify_export(stream).is_sound
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, more = peak(200), peak(2000)
    assert more < few + 60_000, (few, more)


def many(count: int) -> Iterator[Sealed]:
    made = Book()
    for deed in deeds(count):
        yield made.record(deed)


def test_progress_is_reported() -> None:
    lines: list[int] = []
    assert verify_export(io.BytesIO(exported(many(2500))), report=lines.append).is_sound
    assert lines == [1000, 2000]


def test_the_moment_of_the_footer_cannot_be_altered() -> None:
    assert told(CONTENT.replace(moment(9999).encode(), moment(9998).encode())) == {"footer"}
