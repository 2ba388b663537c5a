"""The grid of one filing: units down, facts across, this period beside the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F, Max
from django.utils import timezone

from kaoping.errors import Problem, Words
from kaoping.exact import canonical_text
from kaoping.periods import Period
from kaoping.scheme.model import Fact, Scheme
from kaoping_web.cycles.models import CycleState, StepKind
from kaoping_web.cycles.queries import steps_of
from kaoping_web.filing.asks import Ask, columns_of
from kaoping_web.filing.cells import adds_up, due_of, is_a_jump, is_open
from kaoping_web.filing.models import Answer, Filing, Value, ValueState, Vintage
from kaoping_web.filing.queries.past import return_reasons
from kaoping_web.filing.reading import read_typed
from kaoping_web.filing.shown import is_answered, is_wrong
from kaoping_web.journal.kept import kept
from kaoping_web.organisations.queries import Stood, stood_of
from kaoping_web.organisations.queries.bodies import tree_position
from kaoping_web.refusals import problem
from kaoping_web.schemes.queries import parsed

Key = tuple[int, str, str]  # unit, fact, source
NUMBERS = (Answer.NUMBER.value, Answer.NIL.value)
NUMBER, PENDING, RETURNED = Answer.NUMBER.value, Answer.PENDING.value, ValueState.RETURNED.value
DRAFT, VERIFIED, OPEN = ValueState.DRAFT.value, ValueState.VERIFIED.value, CycleState.OPEN.value
"""Asked of every one of some thousand cells: the members of an enumeration look their value up each time."""
SHOWN = (
    "filing",
    "organisation",
    "fact",
    "source",
    "answer",
    "text",
    "expected_on",
    "note",
    "state",
    "version",
)
"""What a grid shows of a value; the moments of two thousand cells are not read."""
MANY = 40
"""Units whose standings are read once until a body changes."""


@dataclass(frozen=True)
class Cell:
    """One cell as it stands. `before`: the last period's, None where nothing was handed in. `problems`: why it cannot be handed in."""

    value: Value | None
    ask: Ask
    unit: Words
    is_open: bool = False
    is_own: bool = True
    is_locked: bool = False
    asks_word: bool = False
    before: Before | None = None
    problems: Sequence[Problem] = ()

    @property
    def fact(self) -> Fact:
        """The fact it is about."""
        return self.ask.fact


@dataclass(frozen=True)
class Row:
    """One unit's cells, in the order of the columns."""

    unit: Stood
    name: Words
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Counts:
    """How far a filing is: cells asked, answered, wrong, returned, stated as pending, changed and not handed in."""

    asked: int = 0
    answered: int = 0
    wrong: int = 0
    returned: int = 0
    pending: int = 0
    unsent: int = 0
    asks_word: int = 0
    verified: int = 0

    @property
    def to_mend(self) -> int:
        """Cells that keep the filing from being handed in though something stands in them."""
        return self.wrong + self.returned

    @property
    def missing(self) -> int:
        """Cells in which nothing stands."""
        return self.asked - self.answered - self.wrong


@dataclass(frozen=True)
class Grid:
    """Everything the page of a filing shows."""

    filing: Filing
    scheme: Scheme
    columns: Sequence[Ask]
    rows: Sequence[Row]
    counts: Counts
    due_at: datetime | None
    saved_at: datetime | None
    totals: Sequence[tuple[str, str]] = field(default=())

    def cells(self) -> Iterable[Cell]:
        """Every cell, row by row."""
        return (cell for row in self.rows for cell in row.cells)

    @property
    def to_mend(self) -> list[Cell]:
        """Cells with something to do before handing in."""
        return [one for one in self.cells() if one.problems]


def grid_of(filing: Filing, now: datetime) -> Grid:
    """The grid as it stands; a constant number of queries, however many units."""
    scheme, period = parsed(filing.cycle.scheme_version), Period.parse(filing.cycle.period)
    own = list(Value.objects.filter(filing=filing).only(*SHOWN))
    columns = _columns(scheme, period, filing, own)
    units = {one.organisation_id for one in own}
    elsewhere = _elsewhere(filing, columns, units)
    before = last_handed_in(filing.cycle.host_id, [one.fact.key for one in columns], period.previous(), units)
    reasons = return_reasons([one.pk for one in own if one.state == RETURNED])
    standings = _standings(units, filing.cycle.ends)
    there = {(one.organisation_id, one.fact, one.source): one for one in [*elsewhere, *own]}
    desk = _Desk(filing, period, there, before, reasons, timezone.localdate(now))
    rows = [
        Row(one, name, [desk.cell(one.organisation_id, name, ask) for ask in columns])
        for one in standings
        for name in [one.name]
    ]
    step = steps_of(filing.cycle).get(StepKind.FILING)
    saved = Value.objects.filter(filing=filing).aggregate(at=Max("changed_at"))["at"]
    return Grid(
        filing,
        scheme,
        columns,
        rows,
        counts_of(rows),
        due_of(filing, step.due_at if step else None),
        saved,
        _totals(columns, rows),
    )


def _columns(scheme: Scheme, period: Period, filing: Filing, own: Sequence[Value]) -> list[Ask]:
    """The columns in which this filing has cells of its own."""
    asked = {(one.fact, one.source) for one in own}
    columns = columns_of(scheme, period.cadence, filing.role, filing.group)
    return [one for one in columns if (one.fact.key, one.source) in asked]


def _elsewhere(filing: Filing, columns: Sequence[Ask], units: Iterable[int]) -> list[Value]:
    """What other filings ask about the same units and facts: shown, not asked again."""
    found = Value.objects.filter(
        host=filing.cycle.host_id, period=filing.cycle.period, organisation__in=units
    )
    found = found.filter(
        fact__in=[one.fact.key for one in columns], source__in={one.source for one in columns}
    )
    return list(found.exclude(filing=filing).only(*SHOWN))


def _standings(units: set[int], day: date) -> Sequence[Stood]:
    """The units in the order of the tree."""
    if len(units) < MANY:
        return stood_of(units, day)
    return kept(tree_position(), ("stood", frozenset(units), day), lambda: tuple(stood_of(units, day)))


class Before(NamedTuple):
    """What was handed in, as a vintage keeps it."""

    answer: str
    text: str
    expected_on: date | None


BEFORE = ("value__organisation", "value__fact", "value__source", "answer", "text", "expected_on")


def last_handed_in(
    host: int, facts: Iterable[str], period: Period, units: Iterable[int]
) -> dict[Key, Before]:
    """What was handed in of these for a period, the latest vintage of each."""
    found = Vintage.objects.filter(
        number=F("value__vintage"), value__host=host, value__period=str(period), value__fact__in=list(facts), value__organisation__in=list(units)
    )  # fmt: skip
    return {(unit, fact, of): Before(*told) for unit, fact, of, *told in found.values_list(*BEFORE)}


class _Desk:
    """Puts each cell together."""

    def __init__(
        self, filing: Filing, period: Period, there: Mapping[Key, Value], before: Mapping[Key, Before],
        reasons: Mapping[int, tuple[str, int, datetime]], today: date,
    ) -> None:  # fmt: skip
        self.filing, self.period, self.there, self.before, self.reasons, self.today = (
            filing,
            period,
            there,
            before,
            reasons,
            today,
        )

    def cell(self, unit: int, name: Words, ask: Ask) -> Cell:
        """One cell; without a value where the unit is not asked."""
        value = self.there.get((unit, ask.fact.key, ask.source))
        before = self.before.get((unit, ask.fact.key, ask.source)) or self.before.get(
            (unit, ask.fact.key, "")
        )
        if value is None:
            return Cell(None, ask, name, is_own=False, before=before)
        own = value.filing_id == self.filing.pk
        locked = self.filing.cycle.state != OPEN
        return Cell(
            value, ask, name, own and is_open(value, self.filing.cycle), own, locked, self._asks_word(value, ask.fact, before), before,
            self._problems(value, ask.fact) if own and not locked else (),
        )  # fmt: skip

    def _asks_word(self, value: Value, fact: Fact, before: Before | None) -> bool:
        if value.note or value.answer != NUMBER or before is None or before.answer not in NUMBERS:
            return False
        return is_a_jump(value.text, before.text, fact, self.period)

    def _problems(self, value: Value, fact: Fact) -> Sequence[Problem]:
        if value.state == RETURNED:
            return [returned_for(self.reasons.get(value.pk, ("",))[0])]
        if is_wrong(value):
            return read_typed(value.text, fact, value.note, self.today).problems
        if value.answer == PENDING and value.expected_on is not None and value.expected_on < self.today:
            return [_overdue(value.expected_on)]
        return ()


def cell_of_value(value: Value, now: datetime) -> Cell:
    """One cell as its grid would show it, alone."""
    filing, period = value.filing, Period.parse(value.period)
    fact = parsed(filing.cycle.scheme_version).facts[value.fact]
    before = last_handed_in(value.host_id, [value.fact], period.previous(), [value.organisation_id])
    reasons = return_reasons([value.pk]) if value.state == RETURNED else {}
    key = (value.organisation_id, value.fact, value.source)
    desk = _Desk(filing, period, {key: value}, before, reasons, timezone.localdate(now))
    return desk.cell(
        value.organisation_id,
        Words(value.organisation.key),
        Ask(fact, filing.role, value.source, filing.group),
    )


def returned_for(reason: str) -> Problem:
    """A cell that came back."""
    return problem("returned", reason or "退回。", reason or "returned.",
                   "改数；数没有错的，在该格写说明。", "mend the figure; where it is right, say why in its note.")  # fmt: skip


def _overdue(day: date) -> Problem:
    return problem("pending-past", f"写明 {day.isoformat()} 报，已经过了。", f"it was to be known by {day.isoformat()}, which is past.",
                   "填数，或写一个新的日期。", "enter the figure, or name another day.")  # fmt: skip


def counts_of(rows: Iterable[Row]) -> Counts:
    """How far the filing's own cells are."""
    own = [cell for row in rows for cell in row.cells if cell.is_own and cell.value is not None]
    values = [cell.value for cell in own if cell.value is not None]
    return Counts(
        asked=len(values),
        answered=sum(map(is_answered, values)),
        wrong=sum(map(is_wrong, values)),
        returned=sum(one.state == RETURNED for one in values),
        pending=sum(one.answer == PENDING for one in values),
        unsent=sum(one.state == DRAFT for one in values),
        asks_word=sum(one.asks_word for one in own),
        verified=sum(one.state == VERIFIED for one in values),
    )


def _totals(columns: Sequence[Ask], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """This period's and the last one's sum of every column that adds up; empty texts for the others."""
    if not any(adds_up(one.fact) for one in columns) or len(rows) < 2:
        return []
    found = []
    for at, column in enumerate(columns):
        cells = [row.cells[at] for row in rows] if adds_up(column.fact) else []
        found.append((_sum([one.value for one in cells]), _sum([one.before for one in cells])))
    return found


def _sum(several: Sequence[Value | Before | None]) -> str:
    numbers = [Fraction(one.text) for one in several if one is not None and one.answer in NUMBERS]
    return canonical_text(sum(numbers, Fraction())) if numbers else ""
