"""Verify an exported journal in one pass and bounded memory, against itself and against anchors kept outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kaoping.errors import Place, Problem
from kaoping.journal.anchors import Anchor
from kaoping.journal.checkpoints import Checkpoint
from kaoping.journal.entries import Entry, digest_of, entry_of
from kaoping.journal.export import (
    FOOTER_START,
    LineStream,
    RawLine,
    entry_parts,
    footer_of,
    header_of,
    raw_lines,
)
from kaoping.journal.findings import Findings, JournalError, finding
from kaoping.journal.log import Log
from kaoping.journal.walk import Walk

_TOLD_EVERY = 1000
_TAIL_BYTES = 4096
"""A footer has fewer bytes."""


@dataclass(frozen=True)
class Verdict:
    """What a file holds and what is wrong with it.

    size, root: of the entries as they stand there. stated: the footer's checkpoint, None where it cannot be read.
    problems: the first of `count`, of which `errors` are errors and the rest notes.
    """

    log: Log | None
    size: int
    root: bytes
    stated: Checkpoint | None
    problems: tuple[Problem, ...]
    count: int
    errors: int

    @property
    def is_sound(self) -> bool:
        """No error was found."""
        return self.errors == 0


def verify_export(
    stream: LineStream,
    anchors: Sequence[Anchor] = (),
    *,
    name: str = "",
    visit: Callable[[Entry, Place], None] = lambda entry, place: None,
    report: Callable[[int], None] = lambda lines: None,
    most: int = 1000,
) -> Verdict:
    """Every altered, missing, repeated or foreign entry, every broken link, every anchor that does not fit.

    name: of the file, for places. visit: is given each readable entry, to replay it in the same pass. report: is told
    how many lines are done. At most `most` problems are kept; all are counted. Never raises for what a file holds.
    """
    found = Findings(most)
    lines = raw_lines(stream, name)
    try:
        log = header_of(next(lines, RawLine(b"", Place(name, 1))))
    except JournalError as wrong:
        for problem in wrong.problems:
            found.add(problem)
        return Verdict(None, 0, b"", None, tuple(found.kept), found.count, found.errors)
    walk = Walk(log, found, anchors)
    stated = _Pass(log, walk, found, visit).over(_told(lines, report))
    walk.end()
    return Verdict(log, walk.frontier.size, walk.root, stated, tuple(found.kept), found.count, found.errors)


class _Pass:
    """Lines of one file after its header."""

    def __init__(self, log: Log, walk: Walk, found: Findings, visit: Callable[[Entry, Place], None]) -> None:
        self._log, self._walk, self._found, self._visit = log, walk, found, visit

    def over(self, lines: Iterator[RawLine]) -> Checkpoint | None:
        """All of them. Gives the footer's checkpoint."""
        last = Place()
        for line in lines:
            last = line.place
            if line.content.startswith(FOOTER_START):
                stated = self._footer(line)
                for beyond in lines:
                    self._found.add(finding("after-footer", place=beyond.place))
                    break
                return stated
            self._entry(line)
        self._found.add(finding("no-footer", place=last))
        return None

    def _entry(self, line: RawLine) -> None:
        try:
            raw, stated = entry_parts(line)
            computed = digest_of(self._log, raw)
            entry = entry_of(raw, line.place)
        except JournalError as wrong:
            for problem in wrong.problems:
                self._found.add(problem)
            self._walk.pass_over(digest_of(self._log, line.content))
            return
        self._walk.take(entry, computed, stated, line.place)
        self._visit(entry, line.place)

    def _footer(self, line: RawLine) -> Checkpoint | None:
        try:
            stated = footer_of(self._log, line)
        except JournalError as wrong:
            for problem in wrong.problems:
                self._found.add(problem)
            return None
        size = self._walk.frontier.size
        if stated.size != size:
            self._found.add(finding("footer-size", stated.size, size, place=line.place))
        elif stated.root != self._walk.root:
            self._found.add(finding("footer-root", place=line.place))
        return stated


def stated_checkpoint(stream: BinaryIO) -> Checkpoint | None:
    """What the footer of a seekable file states, without reading the rest; None where there is no footer to be read.

    Two exports of one installation are held against each other with it: the smaller one's must lie in the larger.
    """
    try:
        stream.seek(0)
        log = header_of(next(raw_lines(stream), RawLine(b"", Place())))
        stream.seek(max(0, stream.seek(0, 2) - _TAIL_BYTES))
        return footer_of(log, RawLine(stream.read().rstrip(b"\n").rpartition(b"\n")[2], Place()))
    except JournalError:
        return None
    finally:
        stream.seek(0)


def _told(lines: Iterator[RawLine], report: Callable[[int], None]) -> Iterator[RawLine]:
    for number, line in enumerate(lines, start=2):
        yield line
        if number % _TOLD_EVERY == 0:
            report(number)
