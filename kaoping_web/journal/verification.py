"""Is the journal whole, and do the tables say what it says? One snapshot, one pass, nothing believed.

Every entry goes through the library's own verifier and replay; then every row of every protected table is held against
what the replay came to. The columns beside an entry, the ends of the chains, the state of the log, the checkpoints kept
here and the triggers are held against it too. An anchor from outside makes it proof against whoever rewrites everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from kaoping.errors import Place, Problem, Severity
from kaoping.journal import (
    Anchor,
    JournalError,
    Log,
    Row,
    State,
    Verdict,
    checkpoint_of,
    differences,
    utc_text,
    verify_export,
)
from kaoping.journal import Checkpoint as Stated
from kaoping.journal import Entry as Told
from kaoping_web.journal.models import ChainHead, Checkpoint, Entry, LogState
from kaoping_web.journal.queries.rows import UNREADABLE, protected_rows
from kaoping_web.journal.queries.stream import Lines, lines, stated_now
from kaoping_web.journal.services import log_of
from kaoping_web.journal.snapshot import snapshot
from kaoping_web.refusals import problem

TABLES = ("journal_entry", "journal_checkpoint")
MOST = 1000


@dataclass(frozen=True)
class HereVerdict:
    """What was found. size, root: of the entries as they stand. problems: the first of `count`; notes are no errors."""

    size: int
    root: str
    objects: int
    rows: int
    anchors: int
    problems: tuple[Problem, ...]
    count: int
    errors: int
    seconds: float

    @property
    def is_sound(self) -> bool:
        """No error was found."""
        return self.errors == 0


class _Found:
    """Problems as they come: all counted, the first kept."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.count = self.errors = 0

    def add(self, one: Problem) -> None:
        self.count += 1
        self.errors += one.severity is Severity.ERROR
        if len(self.kept) < MOST:
            self.kept.append(one)


def verify_here(
    anchors: Sequence[Anchor] = (),
    *,
    with_rows: bool = True,
    report: Callable[[int], None] = lambda lines: None,
) -> HereVerdict:
    """Everything, of one moment. `anchors`: checkpoints, receipts and short codes from outside. `report`: told lines done."""
    began, found = time.monotonic(), _Found()
    with snapshot():
        taken = _Pass(found)
        size, root, beyond = _over_entries(taken, anchors, found, report)
        for one in (*taken.state.problems, *missing_triggers()):
            found.add(one)
        rows = _hold_rows_against(taken.state, found) if with_rows else 0
    return HereVerdict(
        size, root, len(taken.state.objects), rows, len(anchors), tuple(found.kept), found.count + beyond, found.errors + beyond,
        time.monotonic() - began,
    )  # fmt: skip


def _over_entries(
    taken: _Pass, anchors: Sequence[Anchor], found: _Found, report: Callable[[int], None]
) -> tuple[int, str, int]:
    """How many entries there are, their root, and how many problems there are beyond those told."""
    state = LogState.objects.filter(pk=1).first()
    if state is None:
        if Entry.objects.exists():
            found.add(_no_state())
        return 0, "", 0
    try:
        verdict = _verified(
            log_of(state), _stated(state, found), taken, [*anchors, *_kept_checkpoints(found)], report
        )
    except JournalError as wrong:
        for one in wrong.problems:
            found.add(one)
        return 0, "", 0
    except UNREADABLE:
        found.add(_entries_broken())
        return 0, "", 0
    for one in verdict.problems:
        found.add(one)
    taken.end(state)
    return verdict.size, verdict.root.hex(), verdict.count - len(verdict.problems)


def _verified(
    log: Log, stated: Stated | None, taken: _Pass, anchors: Sequence[Anchor], report: Callable[[int], None]
) -> Verdict:
    return verify_export(
        Lines(lines(log, stated, taken.row)), anchors, visit=taken.entry, report=report, most=MOST
    )


class _Pass:
    """What is kept along the way: the replayed state, the ends of the chains, and whether the columns fit the entries."""

    def __init__(self, found: _Found) -> None:
        self.state, self._found = State(), found
        self._heads: dict[str, tuple[int, str]] = {}
        self._row: Entry | None = None

    def row(self, row: Entry) -> None:
        """The row whose line comes next."""
        self._row = row

    def entry(self, entry: Told, place: Place) -> None:
        """What that line says."""
        assert self._row is not None
        row = self._row
        self.state.take(entry, place)
        self._heads[entry.chain] = (entry.number, row.digest)
        for name, told, kept in _columns(entry, row):
            if told != kept:
                self._found.add(_column(row.sequence, name))

    def end(self, state: LogState) -> None:
        """The tables beside the entries."""
        kept = {one.chain: (one.number, one.digest) for one in ChainHead.objects.all()}
        for chain in sorted(self._heads.keys() | kept.keys()):
            if self._heads.get(chain) != kept.get(chain):
                self._found.add(_head(chain))
        if self._row is not None and state.last_at != self._row.at:
            self._found.add(_last_moment())


def _columns(entry: Told, row: Entry) -> Iterator[tuple[str, object, object]]:
    yield "sequence", entry.sequence, row.sequence
    yield "chain", entry.chain, row.chain
    yield "number", entry.number, row.number
    yield "at", entry.at, utc_text(row.at) if row.at is not None else None
    yield "deed", entry.deed, row.deed
    yield "who", " ".join(entry.who)[:200], row.who
    yield "object_type", entry.object_type, row.object_type
    yield "object_key", entry.object_key, row.object_key


def _hold_rows_against(state: State, found: _Found) -> int:
    """How many rows there are; every difference is told."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for one in protected_rows(found.add):
            count += 1
            yield one

    for one in differences(state, counted()):
        found.add(one.problem())
    return count


def _stated(state: LogState, found: _Found) -> Stated | None:
    try:
        return stated_now(state)
    except UNREADABLE:
        found.add(_state_broken())
        return None


def _kept_checkpoints(found: _Found) -> Iterator[Anchor]:
    """Those stated before, as they were printed."""
    for one in Checkpoint.objects.order_by("pk"):
        try:
            made = checkpoint_of(one.text)
        except JournalError:
            found.add(_checkpoint(one.pk))
            continue
        if (made.size, made.root.hex(), made.at) != (one.size, one.root, utc_text(one.at)):
            found.add(_checkpoint(one.pk))
        yield made


def missing_triggers() -> Iterator[Problem]:
    """Triggers that should keep the journal from being changed and are not there, or are switched off."""
    standing = _triggers()
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            if (table, act) not in standing:
                yield problem(
                    "trigger-missing", f"数据库里没有禁止 {act} {table} 的触发器。", f"the database has no trigger that forbids {act} on {table}.",
                    "查明何时被谁去掉，再恢复。", "Find out when it was removed and by whom, then put it back.",
                )  # fmt: skip


def _triggers() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgtype FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.prosrc LIKE %s", ["%RAISE EXCEPTION%append-only%"]
            )  # fmt: skip
            bits = {"UPDATE": 16, "DELETE": 8}
            return {
                (table, act)
                for table, kind in cursor.fetchall()
                for act, bit in bits.items()
                if kind & bit and kind & 2
            }
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {
            (table, act)
            for table, sql in cursor.fetchall()
            for act in ("UPDATE", "DELETE")
            if f"BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT," in sql
        }


_TELL = ("不要改动，保留数据库并报告。", "Change nothing, keep the database and report it.")


def _no_state() -> Problem:
    return problem(
        "state-missing",
        "有留痕条目，却没有留痕的总状态。",
        "there are entries, and the state of the log is gone.",
        *_TELL,
    )


def _entries_broken() -> Problem:
    return problem(
        "entries-unreadable", "留痕条目的检索栏读不出来。", "a column beside an entry cannot be read.", *_TELL
    )


def _state_broken() -> Problem:
    return problem("state-broken", "留痕的总状态读不出来。", "the state of the log cannot be read.", *_TELL)


def _column(sequence: int, name: str) -> Problem:
    return problem(
        "column",
        f"第 {sequence} 条旁边的检索栏“{name}”与条目不符。",
        f"the column “{name}” beside entry {sequence} does not fit it.",
        *_TELL,
    )


def _head(chain: str) -> Problem:
    return problem(
        "head",
        f"“{chain}”链的末端与条目不符。",
        f"the end of chain “{chain}” does not fit the entries.",
        *_TELL,
    )


def _last_moment() -> Problem:
    return problem(
        "last-moment",
        "总状态里最后一条的时刻与条目不符。",
        "the moment of the last entry in the log's state does not fit it.",
        *_TELL,
    )


def _checkpoint(key: int) -> Problem:
    return problem(
        "checkpoint-row",
        f"存下的第 {key} 个校验点与其文本不符。",
        f"the kept checkpoint {key} does not fit its text.",
        *_TELL,
    )
