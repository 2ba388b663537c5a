"""Saving cells: what is right is stored, what is wrong is kept as it was typed, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from kaoping.errors import Problem, Words
from kaoping.scheme.model import Fact
from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.cells import is_open
from kaoping_web.filing.models import Answer, Filing, FilingState, Value, ValueState
from kaoping_web.filing.queries.past import images_at
from kaoping_web.filing.reading import Answered, clean, read_typed
from kaoping_web.filing.refusing import must
from kaoping_web.filing.shown import typed, typed_of
from kaoping_web.journal.services import keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Clash, NotNow, problem
from kaoping_web.schemes.queries import parsed


@dataclass(frozen=True)
class CellInput:
    """One cell as it was sent. seen: the version it was changed from. note: None where the form has none for it."""

    value_id: int
    seen: int
    typed: str
    note: str | None = None


@dataclass(frozen=True)
class SaveOutcome:
    """What became of the cells: those stored (also the wrong ones, as drafts), those somebody else changed first, those closed.

    wrong: the problems of each wrong cell, by its number. reopened: the filing was handed in before and is open again.
    """

    saved: tuple[int, ...] = ()
    reopened: bool = False
    wrong: Mapping[int, Sequence[Problem]] = field(default_factory=dict)
    clashes: Mapping[int, Clash] = field(default_factory=dict)
    closed: tuple[int, ...] = ()


@deed
def save_cells(*, by: User, filing_id: int, cells: Sequence[CellInput], now: datetime) -> SaveOutcome:
    """Store what was typed into cells of one filing.

    A cell that somebody else has changed since it was shown stays as he left it, and both values are told. Raises NotNow where
    the cycle is locked.
    """
    filing = Filing.objects.select_related("cycle__scheme_version", "supplier").get(pk=filing_id)
    must(by, Permission.FILING_EDIT, filing.supplier_id, now)
    not_locked(filing)
    rows = {
        one.pk: one
        for one in filing.values.filter(pk__in=[one.value_id for one in cells]).select_related("organisation")
    }
    desk = _Desk(filing, rows, now)
    desk.take([one for one in cells if one.value_id in rows])
    desk.keep(by)
    return desk.outcome


def not_locked(filing: Filing) -> None:
    """Raises NotNow where nothing can be filed for this cycle."""
    if filing.cycle.state != CycleState.OPEN.value:
        raise NotNow(
            problem("cycle-locked", f"{filing.cycle.period} 已锁定，不再接收填报。", f"{filing.cycle.period} is locked: it takes no filing.",
                    "确有错误的，在该格页面申请更正，由另一人批准。", "where a figure is wrong, ask for a correction on the page of its cell.")
        )  # fmt: skip


class _Desk:
    """Reads the cells of one save, one by one."""

    def __init__(self, filing: Filing, rows: Mapping[int, Value], now: datetime) -> None:
        self.filing, self.rows, self.now = filing, rows, now
        self.today: date = timezone.localdate(now)
        self.facts: Mapping[str, Fact] = parsed(filing.cycle.scheme_version).facts
        self.changed: list[Value] = []
        self.wrong: dict[int, Sequence[Problem]] = {}
        self.clashes: dict[int, Clash] = {}
        self.closed: list[int] = []
        self.reopened = False

    @property
    def outcome(self) -> SaveOutcome:
        """What became of them."""
        return SaveOutcome(
            tuple(one.pk for one in self.changed), self.reopened, self.wrong, self.clashes, tuple(self.closed)
        )

    def take(self, cells: Sequence[CellInput]) -> None:
        """Read each cell; where somebody else was faster, ask the journal what this person had before him."""
        behind = {one.value_id: one.seen for one in cells if self.rows[one.value_id].version != one.seen}
        before = images_at(behind)
        for one in cells:
            row = self.rows[one.value_id]
            if row.pk in behind and self._overtaken(one, row, before.get(row.pk)):
                continue
            self._take(one, row)

    def _take(self, cell: CellInput, row: Value) -> None:
        fact = self.facts[row.fact]
        note = row.note if cell.note is None else clean(cell.note).strip()
        if says(row, cell.typed, fact) and note == row.note:
            return
        if not is_open(row, self.filing.cycle):
            self.closed.append(row.pk)
            return
        self._write(row, read_typed(cell.typed, fact, note, self.today))

    def _write(self, row: Value, answered: Answered) -> None:
        if answered.problems:
            self.wrong[row.pk] = answered.problems
        new = (answered.answer.value, answered.text, answered.expected_on, answered.note)
        if new == (row.answer, row.text, row.expected_on, row.note):
            return
        row.answer, row.text, row.expected_on, row.note = new
        empty = answered.answer is Answer.NOTHING and not answered.text and not answered.note
        row.state = ValueState.EXPECTED.value if empty and not row.vintage else ValueState.DRAFT.value
        row.checked_by = row.verified_by = row.verified_at = None
        self.changed.append(row)

    def _overtaken(self, cell: CellInput, row: Value, before: Mapping[str, object] | None) -> bool:
        """Whether somebody else changed the content since. One who left the cell as it was shown to him has changed nothing."""
        fact = self.facts[row.fact]
        now = (row.answer, row.text, row.expected_on.isoformat() if row.expected_on else None, row.note)
        then = tuple(before[name] for name in ("answer", "text", "expected_on", "note")) if before else None
        if then == now:
            return False
        if before and cell.note in (None, before["note"]) and _said(before, cell.typed, fact):
            return True
        if self._means(row, cell, fact):
            return True
        self.clashes[row.pk] = Clash(self._title(row, fact), typed(row, fact), cell.typed)
        return True

    def _means(self, row: Value, cell: CellInput, fact: Fact) -> bool:
        """Whether what was sent says what stands there already: then both did the same."""
        note = row.note if cell.note is None else clean(cell.note).strip()
        if says(row, cell.typed, fact):
            return note == row.note
        read = read_typed(cell.typed, fact, note, self.today)
        return (read.answer.value, read.text, read.expected_on, read.note) == (
            row.answer,
            row.text,
            row.expected_on,
            row.note,
        )

    @cached_property
    def _names(self) -> dict[int, Words]:
        return names_of([one.organisation_id for one in self.rows.values()], self.filing.cycle.ends)

    def _title(self, row: Value, fact: Fact) -> Words:
        name = self._names[row.organisation_id]
        return Words(f"{name.in_('zh')} {fact.title.in_('zh')}", f"{name.in_('en')} {fact.title.in_('en')}")

    def keep(self, by: User) -> None:
        """Write what changed. A pending figure that is now known opens the filing again for it."""
        for one in self.changed:
            one.changed_by, one.changed_at = by, self.now
        if self.changed:
            keep_all(self.changed, by=by, deed="save.value", chain=self.filing.supplier.key, at=self.now)
            if self.filing.state != FilingState.OPEN.value:
                self.filing.state, self.reopened = FilingState.OPEN.value, True
                keep_all(
                    [self.filing], by=by, deed="reopen.filing", chain=self.filing.supplier.key, at=self.now
                )


def says(row: Value, sent: str, fact: Fact) -> bool:
    """Whether what was sent is what the cell shows, in either language."""
    return sent.strip() in (typed(row, fact, "zh"), typed(row, fact, "en"))


def _said(image: Mapping[str, object], sent: str, fact: Fact) -> bool:
    day = date.fromisoformat(str(image["expected_on"])) if image["expected_on"] else None
    parts = str(image["answer"]), str(image["text"]), day, fact
    return sent.strip() in (typed_of(*parts, "zh"), typed_of(*parts, "en"))
