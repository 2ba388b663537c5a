"""Changes of organisation: of one body, and the last of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from kaoping_web.organisations.models import Change, Figure, Organisation, Standing


def changes_of(body: Organisation) -> list[Change]:
    """What was done to it and what others did with it, in the order in which it takes effect."""
    found = Change.objects.filter(Q(organisation=body) | Q(into=body)).select_related("organisation", "into")
    return list(found.order_by("effective_on", "pk"))


def changes_upto(ids: Iterable[int], day: date) -> dict[int, tuple[str, date]]:
    """The last change of each body that had taken effect on that day: its kind and its day."""
    rows = Change.objects.filter(organisation__in=sorted(set(ids)), effective_on__lte=day).order_by(
        "effective_on", "pk"
    )
    return {body: (kind, on) for body, kind, on in rows.values_list("organisation", "kind", "effective_on")}


def days_of_change() -> list[date]:
    """Days on which the tree changes, newest first."""
    return list(
        Change.objects.order_by("-effective_on").values_list("effective_on", flat=True).distinct()[:40]
    )


def standings_over_time(body: Organisation) -> list[Standing]:
    """Every standing of a body, oldest first, with the body above."""
    return list(Standing.objects.filter(organisation=body).select_related("parent").order_by("starts"))


def figures_over_time(body: Organisation) -> list[Figure]:
    """Every figure of a body, by name and day."""
    return list(Figure.objects.filter(organisation=body).order_by("name", "starts"))


def body_of(key: str) -> Organisation | None:
    """The body of that key."""
    return Organisation.objects.filter(key=key).first()
