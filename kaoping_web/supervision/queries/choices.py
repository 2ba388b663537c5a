"""What the filters and forms of this room offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from kaoping.errors import Words
from kaoping_web.organisations.models import Grant, Organisation, User
from kaoping_web.organisations.roles import Role
from kaoping_web.supervision.models import Item, Paper, Plan
from kaoping_web.supervision.queries.ledger import Row
from kaoping_web.supervision.queries.seen import papers_for, plans_for


def owners_of(rows: Iterable[Row]) -> list[tuple[str, Words]]:
    """Bodies that own one of these matters, by name."""
    found = {row.matter.owner.key: row.owner for row in rows if row.matter.owner and row.owner}
    return sorted(found.items(), key=lambda pair: pair[1].zh)


def papers_seen(user: User, day: date) -> list[tuple[int, str]]:
    """Papers that gave matters."""
    found = papers_for(user, day).filter(Q(state="confirmed")).values_list("pk", "title")
    return list(found[:60])


def plan_items(user: User, day: date) -> list[Item]:
    """Items of the plans this person reads, in order, with their plan."""
    plans = plans_for(user, day).order_by().values("pk")
    return list(Item.objects.filter(plan__in=plans).select_related("plan").order_by("plan", "position"))


def items_of_host(host: Organisation) -> list[Item]:
    """Items of a host's plans."""
    return list(Item.objects.filter(plan__host=host).select_related("plan").order_by("plan", "position"))


def plans_of_host(host: Organisation) -> list[Plan]:
    """A host's plans."""
    return list(Plan.objects.filter(host=host).order_by("-made_at"))


def papers_of_host(host: Organisation) -> list[Paper]:
    """A host's papers, latest first, without their texts."""
    return list(Paper.objects.filter(host=host).only("pk", "title", "noise").order_by("-uploaded_at")[:60])


def leaders_of(host: Organisation, day: date) -> list[User]:
    """Who leads at a host on that day."""
    held = [
        one
        for one in Grant.objects.filter(organisation=host, role=Role.LEADER.value).select_related("user")
        if one.holds_on(day)
    ]
    return sorted({one.user for one in held}, key=lambda one: one.pk)
