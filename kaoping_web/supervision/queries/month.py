"""What was closed lately, and how the number of matters overdue has gone."""

from __future__ import annotations

from datetime import date, timedelta

from kaoping_web.organisations.models import User
from kaoping_web.supervision.lights import WorkedDays
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.queries.seen import matters_for

DAY = timedelta(days=1)


def closed_this_month(user: User, day: date) -> int:
    """Matters struck off since the first of the month."""
    return matters_for(user, day).filter(closed_on__gte=day.replace(day=1), closed_on__lte=day).count()


def month_ends(user: User, day: date, count: int = 6) -> list[tuple[date, int, int]]:
    """For the last month ends and today: matters assigned and not closed by then, and how many of these were overdue."""
    rows = list(matters_for(user, day).exclude(assigned_on=None).exclude(state="merged"))
    worked = WorkedDays()
    return [(one, *_on(rows, one, worked)) for one in [*_ends_before(day, count), day]]


def _ends_before(day: date, count: int) -> list[date]:
    found, first = [], day.replace(day=1)
    for _ in range(count):
        found.insert(0, first - DAY)
        first = (first - DAY).replace(day=1)
    return found


def _on(rows: list[Matter], day: date, worked: WorkedDays) -> tuple[int, int]:
    standing = [
        one
        for one in rows
        if one.assigned_on and one.assigned_on <= day and not (one.closed_on and one.closed_on <= day)
    ]
    late = [
        one
        for one in standing
        if one.deadline
        and worked.last_day(one.deadline) < day
        and not (one.claimed_on and one.claimed_on <= worked.last_day(one.deadline))
    ]
    return len(standing), len(late)
