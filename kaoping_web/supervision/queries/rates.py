"""Closing rates as a person may read them: a unit its own, who reads for the host all."""

from __future__ import annotations

from datetime import date

from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import hosts
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.queries.results import ClosingRate, closing_rates


def rates_seen(user: User, day: date, period: str) -> list[ClosingRate]:
    """Of every host in which this person sees a matter."""
    reach = scope(user, Permission.MATTER_READ, day)
    within = set(Organisation.objects.filter(reach.of("pk")).values_list("pk", flat=True))
    concerned = set(Matter.objects.filter(owner__in=within).values_list("host", flat=True)) | within
    found = [one for host in hosts() if host.pk in concerned for one in closing_rates(host, period)]
    return [one for one in found if one.organisation.pk in within]


def periods_of_year(day: date) -> list[str]:
    """The quarters of this year that have begun, and the year."""
    return [str(day.year), *(f"{day.year}-Q{quarter}" for quarter in range(1, (day.month + 2) // 3 + 1))]
