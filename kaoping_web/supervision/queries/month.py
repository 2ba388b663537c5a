"""What was closed lately."""

from __future__ import annotations

from datetime import date

from kaoping_web.organisations.models import User
from kaoping_web.supervision.queries.seen import matters_for


def closed_this_month(user: User, day: date) -> int:
    """Matters struck off since the first of the month."""
    return matters_for(user, day).filter(closed_on__gte=day.replace(day=1), closed_on__lte=day).count()
