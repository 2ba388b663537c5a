"""Matters that became overdue, by the month of their deadline and by the heaviest slip they got for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaoping_web.organisations.models import User
from kaoping_web.supervision.lights import WorkedDays
from kaoping_web.supervision.models import Card, Matter, MatterState
from kaoping_web.supervision.queries.seen import matters_for

LEVELS = ("red", "yellow", "")
"""Heaviest first; empty: no slip stands."""


@dataclass(frozen=True)
class Month:
    """One month of the year. `due`: deadlines that have come; `late`: by level of card, those of them that were not kept."""

    first: date
    due: int
    late: dict[str, int]

    @property
    def total(self) -> int:
        """All that were not kept."""
        return sum(self.late.values())


@dataclass(frozen=True)
class Overdue:
    """The months of a year so far."""

    months: tuple[Month, ...]

    @property
    def due(self) -> int:
        """Deadlines that have come."""
        return sum(one.due for one in self.months)

    @property
    def total(self) -> int:
        """Those of them that were not kept."""
        return sum(one.total for one in self.months)

    @property
    def sums(self) -> dict[str, int]:
        """The same by level of card."""
        return {level: sum(one.late[level] for one in self.months) for level in LEVELS}

    @property
    def worst(self) -> Month:
        """The month with most of them; the last of several."""
        return max(self.months, key=lambda one: (one.total, one.first))


def overdue_by_month(user: User, day: date, worked: WorkedDays | None = None) -> Overdue:
    """The months of this year up to this one, of the matters this person sees. Two queries, and one of working days.

    Overdue: claimed after the last day in time (a deadline on a holiday runs to the next working day), or not yet claimed and
    that day is over. A deadline that was moved counts where it is now; merged matters do not count.
    """
    worked = worked or WorkedDays()
    seen = matters_for(user, day).filter(
        deadline__gte=date(day.year, 1, 1), deadline__lte=day, owner__isnull=False
    )
    rows = list(
        seen.exclude(state__in=(MatterState.MERGED.value, MatterState.REGISTERED.value))
        .select_related(None)
        .only("pk", "deadline", "claimed_on")
    )
    level = _levels(rows)
    found = [
        Month(date(day.year, month, 1), 0, dict.fromkeys(LEVELS, 0)) for month in range(1, day.month + 1)
    ]
    due = [0] * day.month
    for one in rows:
        assert one.deadline is not None
        due[one.deadline.month - 1] += 1
        if (one.claimed_on or day) > worked.last_day(one.deadline):
            found[one.deadline.month - 1].late[level.get(one.pk, "")] += 1
    return Overdue(tuple(Month(one.first, count, one.late) for one, count in zip(found, due, strict=True)))


def _levels(rows: list[Matter]) -> dict[int, str]:
    """By matter, the heaviest slip that stands for its deadline."""
    deadlines = {one.pk: one.deadline for one in rows}
    cards = Card.objects.filter(matter__in=list(deadlines), form="slip", withdrawn_on=None)
    found: dict[int, str] = {}
    for matter, colour, deadline in cards.values_list("matter", "colour", "deadline"):
        if deadline == deadlines[matter] and found.get(matter) != "red":
            found[matter] = colour
    return found
