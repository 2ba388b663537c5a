"""The queue of a verifying body, by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, CycleState, Step, StepKind
from kaoping_web.cycles.queries import timetable_of
from kaoping_web.filing.models import Value, ValueState
from kaoping_web.filing.queries import verified_at
from kaoping_web.organisations.models import User
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed


@dataclass(frozen=True)
class Waiting:
    """One indicator of one cycle: how many figures wait for a first person, for this person as the second, for another second
    person, were returned, are verified, are not handed in yet."""

    cycle: Cycle
    fact: str
    title: Words
    unit: str
    due_at: datetime | None
    asked: int
    to_accept: int
    to_sign: int
    signed_by_others: int
    returned: int
    verified: int

    @property
    def to_do(self) -> int:
        """What this person can do now."""
        return self.to_accept + self.to_sign

    @property
    def missing(self) -> int:
        """What is not handed in yet."""
        return (
            self.asked - self.to_accept - self.to_sign - self.signed_by_others - self.returned - self.verified
        )


class Counted(NamedTuple):
    """The figures of one indicator of one cycle, counted by the database."""

    cycle: int
    fact: str
    asked: int
    to_accept: int
    to_sign: int
    signed_by_others: int
    returned: int
    verified: int


def queue_for(user: User, on: date | None = None) -> list[Waiting]:
    """Every indicator this person verifies in open cycles: those with something to do first, by deadline. Constant in queries."""
    day = on or clock.today()
    found = Value.objects.filter(
        verified_at(user, Permission.VALUE_VERIFY, day), filing__cycle__state=CycleState.OPEN.value
    )
    checked = Q(state=ValueState.CHECKED.value)
    rows = found.values_list("filing__cycle", "fact").annotate(
        asked=Count("pk"),
        to_accept=Count("pk", filter=Q(state=ValueState.FILED.value)),
        to_sign=Count("pk", filter=checked & ~Q(checked_by=user)),
        signed_by_others=Count("pk", filter=checked & Q(checked_by=user)),
        returned=Count("pk", filter=Q(state=ValueState.RETURNED.value)),
        verified=Count("pk", filter=Q(state=ValueState.VERIFIED.value)),
    )
    several = [Counted(*one) for one in rows.order_by("filing__cycle", "fact")]
    cycles = (
        Cycle.objects.select_related("scheme_version", "host")
        .defer("scheme_version__text")
        .in_bulk({one.cycle for one in several})
    )
    steps = timetable_of(list(cycles.values()))
    made = [_waiting(cycles[one.cycle], one, steps) for one in several]
    return sorted(
        made,
        key=lambda one: (
            not one.to_do,
            one.due_at.timestamp() if one.due_at else float("inf"),
            one.cycle.pk,
            one.fact,
        ),
    )


def _waiting(cycle: Cycle, counted: Counted, steps: Mapping[int, Mapping[StepKind, Step]]) -> Waiting:
    fact = parsed(cycle.scheme_version).facts[counted.fact]
    step = steps[cycle.pk].get(StepKind.VERIFICATION)
    return Waiting(
        cycle, counted.fact, fact.title, fact.unit, step.due_at if step else None, counted.asked, counted.to_accept, counted.to_sign,
        counted.signed_by_others, counted.returned, counted.verified,
    )  # fmt: skip
