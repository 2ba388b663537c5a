"""One indicator, all units: this period, the last one, other sources, leads, and what this person may do with each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, Q

from kaoping.errors import Words
from kaoping.periods import Cadence, Period
from kaoping.scheme.model import Fact
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, Target, TargetState
from kaoping_web.filing.models import Value, ValueState
from kaoping_web.filing.queries import verified_at
from kaoping_web.filing.queries.grid import Before, last_handed_in
from kaoping_web.filing.queries.past import return_reasons
from kaoping_web.filing.words import supplier_words
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import stood_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.review.leads import Lead, change, leads_of
from kaoping_web.schemes.queries import parsed

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

UNSEEN = (ValueState.EXPECTED.value, ValueState.DRAFT.value)


@dataclass(frozen=True)
class Line:
    """One figure. `verdicts`: what this person may say of it now: accept, sign, return."""

    value: Value
    unit: Words
    supplier: Words
    before: Before | None
    change: Fraction | None
    others: Sequence[tuple[Words, Value]]
    leads: Sequence[Lead]
    reason: str
    evidence: int
    verdicts: Sequence[str]

    @property
    def is_handed_in(self) -> bool:
        """Whether there is anything to look at: what the supplier has only saved is not shown."""
        return self.value.state not in UNSEEN


@dataclass(frozen=True)
class Sheet:
    """The page of one indicator."""

    cycle: Cycle
    fact: Fact
    lines: Sequence[Line]
    counts: Mapping[str, int]

    @property
    def with_leads(self) -> int:
        """How many figures have something to look at."""
        return sum(bool(one.leads) for one in self.lines)


class Beside(TypedDict):
    """What is read with each figure: how many files stand behind it, and for which supplier it was asked."""

    files: int
    role: str


def sheet_for(user: User, cycle: Cycle, fact: str, on: date | None = None) -> Sheet | None:
    """The sheet of an indicator this person verifies; None where there is none. A constant number of queries."""
    day = on or clock.today()
    found = Value.objects.filter(
        verified_at(user, Permission.VALUE_VERIFY, day), filing__cycle=cycle, fact=fact
    )
    values = list(
        found.prefetch_related("checked_by", "verified_by").annotate(files=_FILES, role=F("filing__role"))
    )
    if not values:
        return None
    desk = _Desk(user, cycle, values)
    order = stood_of({one.organisation_id for one in values}, cycle.ends)
    places = {one.organisation_id: (at, one.name) for at, one in enumerate(order)}
    values.sort(key=lambda one: (places[one.organisation_id][0], one.source))
    lines = [desk.line(one, places[one.organisation_id][1]) for one in values]
    counts = {state.value: sum(one.state == state.value for one in values) for state in ValueState}
    return Sheet(cycle, desk.fact, lines, counts)


_FILES = Count("evidence", filter=Q(evidence__is_withdrawn=False))


class _Desk:
    """Everything that stands beside the figures, read once."""

    def __init__(self, user: User, cycle: Cycle, values: Sequence[Value]) -> None:
        self.user, self.scheme = user, parsed(cycle.scheme_version)
        self.fact = self.scheme.facts[values[0].fact]
        units, period = {one.organisation_id for one in values}, Period.parse(cycle.period)
        self.before = last_handed_in(cycle.host_id, [self.fact.key], period.previous(), units)
        self.reasons = return_reasons([one.pk for one in values if one.state == ValueState.RETURNED.value])
        self.targets = _targets(cycle, self.fact.key, period, units)
        self.others = _others(cycle, self.fact.key, units) if len(self.fact.sources) > 1 else {}

    def line(self, value: WithAnnotations[Value, Beside], unit: Words) -> Line:
        """One figure with all that."""
        before = self.before.get((value.organisation_id, value.fact, value.source)) or self.before.get(
            (value.organisation_id, value.fact, "")
        )
        others = [one for one in self.others.get(value.organisation_id, ()) if one.source != value.source]
        handed_in = value.state not in UNSEEN
        return Line(
            value, unit, supplier_words(self.scheme, value.source or value.role), before,
            change(value, before) if handed_in else None,
            [(supplier_words(self.scheme, one.source), one) for one in others],
            leads_of(value, before, others, self.targets.get(value.organisation_id, ""), self.fact) if handed_in else [],
            self.reasons.get(value.pk, ("",))[0], value.files, self._verdicts(value),
        )  # fmt: skip

    def _verdicts(self, value: Value) -> Sequence[str]:
        if value.changed_by_id == self.user.pk:
            return ()
        if value.state == ValueState.FILED.value:
            return ("accept", "return")
        if value.state == ValueState.CHECKED.value:
            return ("return",) if value.checked_by_id == self.user.pk else ("sign", "return")
        return ("return",) if value.state == ValueState.VERIFIED.value else ()


def _targets(cycle: Cycle, fact: str, period: Period, units: Iterable[int]) -> dict[int, str]:
    """The agreed targets of the period; at the end of the year, those of the year where the period has none."""
    ends_year = period.first_month + period.length == (period.year + 1) * 12
    wanted = [str(period.within(Cadence.YEAR))] if ends_year else []
    found: dict[int, str] = {}
    for text in [*wanted, str(period)]:
        rows = Target.objects.filter(
            host=cycle.host_id, fact=fact, period=text, organisation__in=units, state=TargetState.AGREED.value
        )
        found.update(rows.values_list("organisation", "text"))
    return found


def _others(cycle: Cycle, fact: str, units: Iterable[int]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = {}
    rows = Value.objects.filter(
        host=cycle.host_id, period=cycle.period, fact=fact, organisation__in=units
    ).exclude(state__in=UNSEEN)
    for one in rows.order_by("source"):
        found.setdefault(one.organisation_id, []).append(one)
    return found
