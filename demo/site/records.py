"""What was filed and verified in the cycles that are over: one filing, value and vintage after another, with their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from kaoping.exact import canonical_text
from kaoping.tables import Absence, Cell, Filed
from kaoping_web.cycles.models import Cycle, StepKind
from kaoping_web.cycles.queries import steps_of, supplies_of
from kaoping_web.filing.models import Answer, Filing, FilingState, Value, ValueState, Vintage
from kaoping_web.filing.services.preparing import Owed, owed_cells
from kaoping_web.journal.services import keep_all
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.review.models import Review, Verdict

Rows = Mapping[tuple[str, str, str, str], list[Filed]]
"""Filed rows by unit, fact, period and source, oldest vintage first."""


def by_cell(rows: Iterable[Filed]) -> Rows:
    """The rows that are values (no targets, no results of an earlier year), by the cell they stand in."""
    found: dict[tuple[str, str, str, str], list[Filed]] = {}
    for row in rows:
        if "." not in row.fact and row.period is not None:
            found.setdefault((row.organisation, row.fact, str(row.period), row.source), []).append(row)
    for several in found.values():
        several.sort(key=lambda one: one.vintage)
    return found


@dataclass
class Made:
    """The rows of one cycle on their way to the database."""

    filings: dict[tuple[int, str, str], Filing] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    vintages: list[Vintage] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


@dataclass(frozen=True)
class Days:
    """When a past cycle was filed, accepted and signed."""

    filed: datetime
    accepted: datetime
    signed: datetime


def days_of(cycle: Cycle) -> Days:
    """The afternoon before each deadline."""
    steps = steps_of(cycle)
    filed = steps[StepKind.FILING].due_at - timedelta(hours=8)
    verified = steps[StepKind.VERIFICATION].due_at
    return Days(
        filed, max(filed + timedelta(hours=16), verified - timedelta(hours=33)), verified - timedelta(hours=8)
    )


def record_cycle(cycle: Cycle, rows: Rows, people: Mapping[str, User]) -> int:
    """Everything of one past cycle, verified by two people; what was never filed stays expected. Returns how many cells."""
    made, days = Made(), days_of(cycle)
    bodies = supplies_of(cycle.scheme_version)
    for owed in owed_cells(cycle):
        form = made.filings.get(owed.form)
        if form is None:
            form = made.filings[owed.form] = _filing(cycle, owed, people, days, len(made.filings) + 1)
        told = rows.get((owed.unit.key, owed.ask.fact.key, cycle.period, owed.ask.source), [])
        _cell(made, cycle, form, owed, told, _verifier(owed, bodies), people, days)
    _keep(made, people, days)
    return len(made.values)


def _filing(cycle: Cycle, owed: Owed, people: Mapping[str, User], days: Days, number: int) -> Filing:
    reporter = people.get(owed.supplier.key) or people["assessment_office"]
    return Filing(
        cycle=cycle, supplier=owed.supplier, role=owed.ask.supplier, group=owed.ask.group, state=FilingState.CLOSED.value,
        submitted_by=reporter, submitted_at=days.filed, receipt=f"K-{cycle.period}-{number:04}",
    )  # fmt: skip


def _verifier(owed: Owed, bodies: Mapping[str, Organisation | None]) -> str:
    """Who verified: the body the scheme names, else the supplier's own; the office of the organisation for the third party."""
    named = bodies.get(owed.ask.fact.verified_by)
    key = named.key if named else owed.supplier.key
    return key if key != "third_party" else "organisation"


def _cell(
    made: Made,
    cycle: Cycle,
    form: Filing,
    owed: Owed,
    told: list[Filed],
    verifier: str,
    people: Mapping[str, User],
    days: Days,
) -> None:
    reporter = people.get(owed.supplier.key) or people["assessment_office"]
    value = Value(
        filing=form, host_id=cycle.host_id, organisation_id=owed.unit.pk, fact=owed.ask.fact.key, period=cycle.period,
        source=owed.ask.source, vintage=len(told), changed_by_id=reporter.pk if told else None, changed_at=days.filed if told else None,
    )  # fmt: skip
    made.values.append(value)
    for number, row in enumerate(told, 1):
        answer, text = answer_of(row.value)
        vintage = Vintage(value=value, number=number, answer=answer, text=text, note=row.note if number == 1 else "",
                          reason=row.note if number > 1 else "", by_id=reporter.pk, at=days.filed + timedelta(hours=number - 1))  # fmt: skip
        made.vintages.append(vintage)
        value.answer, value.text, value.note = answer, text, row.note
    if not told:
        return
    first, second = people.get(f"{verifier}-v"), people.get(f"{verifier}-w")
    if first is None or second is None:
        first, second = people["statistics-v"], people["statistics-w"]
    value.state, value.checked_by_id, value.verified_by_id, value.verified_at = (
        ValueState.VERIFIED.value,
        first.pk,
        second.pk,
        days.signed,
    )
    made.reviews.append(
        Review(value=value, vintage=len(told), verdict=Verdict.ACCEPT.value, by_id=first.pk, at=days.accepted)
    )
    made.reviews.append(
        Review(value=value, vintage=len(told), verdict=Verdict.SIGN.value, by_id=second.pk, at=days.signed)
    )


def answer_of(cell: Cell) -> tuple[str, str]:
    """How a cell of the library stands in the database."""
    if isinstance(cell, Fraction):
        return Answer.NUMBER.value, canonical_text(cell)
    if isinstance(cell, bool):
        return Answer.TRUTH.value, "true" if cell else "false"
    if isinstance(cell, Absence):
        return (Answer.NOT_APPLICABLE if cell is Absence.NOT_APPLICABLE else Answer.PENDING).value, ""
    return Answer.TEXT.value, str(cell)


def _keep(made: Made, people: Mapping[str, User], days: Days) -> None:
    """Forms, cells, what was handed in, what verifiers said: in this order, each with its entry."""
    for rows, deed, at in (
        (list(made.filings.values()), "submit.filing", days.filed),
        (made.values, "expect.value", days.filed),
        (made.vintages, "hand_in.vintage", days.filed),
        (made.reviews, "review.value", days.signed),
    ):
        chains = {id(one): _chain(one) for one in rows}
        keep_all(rows, by=people["kao"], deed=deed, chain=chains, at=at)


def _chain(row: Filing | Value | Vintage | Review) -> str:
    if isinstance(row, Filing):
        return row.supplier.key
    value = row if isinstance(row, Value) else row.value
    return value.filing.supplier.key
