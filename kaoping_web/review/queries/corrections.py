"""Corrections a person asked for, may decide, or may read."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaoping_web import clock
from kaoping_web.filing.models import Value
from kaoping_web.filing.queries import verified_at
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.review.models import Correction, CorrectionState

RELATED = (
    "value__organisation",
    "value__filing__supplier",
    "value__filing__cycle__scheme_version",
    "asked_by",
    "decided_by",
)


def corrections_for(user: User, on: date | None = None) -> QuerySet[Correction]:
    """Those this person's body asked for, and those he may decide; latest first."""
    day = on or clock.today()
    own = scope(user, Permission.VALUE_CORRECT, day).of("value__filing__supplier")
    return (
        Correction.objects.filter(own | _decides(user, day))
        .select_related(*RELATED)
        .order_by("-asked_at", "-pk")
    )


def corrections_to_decide(user: User, on: date | None = None) -> QuerySet[Correction]:
    """Those that wait for this person: not his own."""
    found = Correction.objects.filter(
        _decides(user, on or clock.today()), state=CorrectionState.ASKED.value
    ).exclude(asked_by=user)
    return found.select_related(*RELATED).order_by("asked_at", "pk")


def _decides(user: User, day: date) -> Q:
    verified = Value.objects.filter(verified_at(user, Permission.VALUE_VERIFY, day), pk=OuterRef("value"))
    return scope(user, Permission.VALUE_CORRECT_APPROVE, day).of("value__host") | Q(Exists(verified))
