"""The rows a person may see. Another body's matter is not among them, so its address answers like one that does not exist.

A unit sees the matters that it or a body below it owns or helps with, once they are assigned. Who reads for the whole host
(supervision office, leaders, assessment office) sees all of them.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.models import Card, CoOwner, Matter, MatterState, Paper, Plan, Proof, Proposal


def matters_for(user: User, day: date, permission: Permission = Permission.MATTER_READ) -> QuerySet[Matter]:
    """Matters that this permission reaches, with their bodies."""
    return Matter.objects.filter(_seen(user, day, permission)).select_related("host", "owner", "item")


def matters_of_host(user: User, day: date) -> QuerySet[Matter]:
    """Matters of the hosts that this person assigns for: the supervision office's own."""
    within = scope(user, Permission.MATTER_ASSIGN, day).of("host")
    return Matter.objects.filter(within).select_related("host", "owner", "item")


def cards_for(user: User, day: date) -> QuerySet[Card]:
    """Slips on the matters that this person sees."""
    seen = Matter.objects.filter(_seen(user, day, Permission.MATTER_READ))
    return Card.objects.filter(matter__in=seen.values("pk")).select_related(
        "matter__owner", "host", "organisation", "issued_by", "withdrawn_by"
    )


def proofs_for(user: User, day: date) -> QuerySet[Proof]:
    """Files behind the moves of those matters."""
    seen = Matter.objects.filter(_seen(user, day, Permission.MATTER_READ))
    return Proof.objects.filter(move__matter__in=seen.values("pk"))


def papers_for(user: User, day: date, permission: Permission = Permission.PAPER_READ) -> QuerySet[Paper]:
    """Papers of the hosts that this permission reaches, latest first, without their texts."""
    found = Paper.objects.filter(scope(user, permission, day).of("host")).select_related(
        "host", "uploaded_by", "confirmed_by"
    )
    return found.defer("text", "found", "runs").order_by("-uploaded_at", "-pk")


def proposals_for(user: User, day: date) -> QuerySet[Proposal]:
    """Proposals of the papers that this person decides."""
    return Proposal.objects.filter(scope(user, Permission.PAPER_CONFIRM, day).of("paper__host"))


def plans_for(user: User, day: date) -> QuerySet[Plan]:
    """Plans of the hosts whose papers this person reads."""
    return (
        Plan.objects.filter(scope(user, Permission.PAPER_READ, day).of("host"))
        .select_related("host", "paper")
        .order_by("-made_at", "-pk")
    )


def hosts_of(user: User, permission: Permission, day: date) -> list[Organisation]:
    """The assessing bodies that a permission reaches, by key."""
    return list(
        Organisation.objects.filter(
            scope(user, permission, day).of("pk"), assesses=True, closed_on=None
        ).order_by("key")
    )


def _seen(user: User, day: date, permission: Permission) -> Q:
    reach = scope(user, permission, day)
    helps = CoOwner.objects.filter(reach.of("organisation"), is_withdrawn=False)
    theirs = (reach.of("owner") | Q(pk__in=helps.values("matter"))) & ~Q(state=MatterState.REGISTERED.value)
    return reach.of("host") | theirs
