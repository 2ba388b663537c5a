"""Which cells may be changed now, and by when a filing is due: rules that services and pages share."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from kaoping.periods import Period
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact, Runs
from kaoping.sheets.units import ratio_of
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.filing.models import Answer, Filing, FilingState, Value, ValueState

OPEN, PENDING = CycleState.OPEN.value, Answer.PENDING.value
JUMP = Fraction(2, 5)
"""A figure that moved by more than this against the last period asks for a word of explanation."""
UNSENT = frozenset({ValueState.EXPECTED.value, ValueState.DRAFT.value, ValueState.RETURNED.value})
SENT = frozenset({ValueState.FILED.value, ValueState.CHECKED.value, ValueState.VERIFIED.value})


def is_open(value: Value, cycle: Cycle) -> bool:
    """Whether the supplier may change this cell: before the lock, what is not handed in, what came back, and what was stated to
    be known later."""
    if cycle.state != OPEN:
        return False
    return value.state in UNSENT or value.answer == PENDING


def is_in_time(filing: Filing, due_at: datetime | None, now: datetime) -> bool:
    """Whether a filing handed in at this moment is in time: the last moment counts, the one after does not."""
    due = due_of(filing, due_at)
    return due is None or now <= due


def due_of(filing: Filing, due_at: datetime | None) -> datetime | None:
    """The last moment for this filing: the timetable's, or a later one the office gave."""
    if filing.extended_until is None or due_at is None:
        return filing.extended_until or due_at
    return max(filing.extended_until, due_at)


def has_been_submitted(filing: Filing) -> bool:
    """Whether it was ever handed in."""
    return bool(filing.receipt)


def is_due(filing: Filing) -> bool:
    """Whether something is to be handed in."""
    return filing.state == FilingState.OPEN.value


def jump(now: str, before: str, fact: Fact, period: Period) -> Fraction | None:
    """By how much a figure moved against the last period, as a share of what was to be expected; None where that says nothing.

    A figure counted from 1 January grows by itself: it is held against the last one carried on at its own pace; in the first
    period of a year there is none to hold it against.
    """
    expected = expected_now(before, fact, period)
    if expected is None or fact.type is not ValueType.NUMBER:
        return None
    return Fraction(now) / expected - 1


def expected_now(before: str, fact: Fact, period: Period) -> Fraction | None:
    """What the last figure leads one to expect."""
    if not before:
        return None
    last = Fraction(before)
    if fact.runs is Runs.CUMULATIVE:
        if period.index == 1:
            return None
        last = last * period.index / (period.index - 1)
    return last or None


def is_a_jump(now: str, before: str, fact: Fact, period: Period) -> bool:
    """Whether it asks for a word."""
    moved = jump(now, before, fact, period)
    return moved is not None and abs(moved) > JUMP


def adds_up(fact: Fact) -> bool:
    """Whether the figures of units make a total: amounts and counts do, rates and stands do not."""
    return (
        fact.type is ValueType.NUMBER
        and fact.runs in (Runs.CUMULATIVE, Runs.PERIOD)
        and ratio_of(fact.unit) is None
    )
