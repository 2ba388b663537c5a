"""Finding by a few letters: units, indicators, receipts; and which units a person reads statements of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.queries import groups_of
from kaoping_web.filing.models import Filing
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import standings_at
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed

MOST = 20


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    kind: Words
    title: Words
    url: str


def assessed_bodies(user: User, cycle: Cycle, day: date) -> list[str]:
    """Keys of the bodies assessed in a cycle whose statement this person may read: his own first."""
    reach = scope(user, Permission.STATEMENT_READ, day)
    if not reach.holds:
        return []
    assessed = [one for members in groups_of(cycle).values() for one in members]
    allowed = set(standings_at(day).filter(reach.of("organisation")).values_list("organisation", flat=True))
    found = [one for one in assessed if one.pk in allowed]
    return [one.key for one in sorted(found, key=lambda one: one.pk not in reach.own)]


def found_by(asked: str, user: User, cycle: Cycle | None, day: date) -> list[Hit]:
    """What matches, of what this person may see."""
    return [
        *_units(asked, user, cycle, day),
        *_indicators(asked, user, cycle, day),
        *_receipts(asked, user, day),
    ][:MOST]


def _units(asked: str, user: User, cycle: Cycle | None, day: date) -> list[Hit]:
    reach = scope(user, Permission.STATEMENT_READ, day)
    if cycle is None or not reach.holds:
        return []
    matching = Q(title__icontains=asked) | Q(english__icontains=asked) | Q(organisation__key=asked)
    rows = (
        standings_at(day)
        .filter(matching)
        .filter(reach.of("organisation"))
        .select_related("organisation")
        .order_by("path")[:MOST]
    )
    return [
        Hit(Words("单位", "unit"), one.name, reverse("statement", args=(cycle.pk, one.organisation.key)))
        for one in rows
    ]


def _indicators(asked: str, user: User, cycle: Cycle | None, day: date) -> list[Hit]:
    if cycle is None or not scope(user, Permission.INDICATOR_READ, day).holds:
        return []
    facts = parsed(cycle.scheme_version).facts.values()
    return [
        Hit(Words("指标", "indicator"), one.title, reverse("indicator", args=(cycle.pk, one.key)))
        for one in facts
        if asked in one.title.zh or asked.lower() in one.title.en.lower() or asked == one.key
    ]


def _receipts(asked: str, user: User, day: date) -> list[Hit]:
    reach = scope(user, Permission.FILING_READ, day)
    rows = (
        Filing.objects.filter(reach.of("supplier"), receipt__iexact=asked)[:MOST]
        if asked.upper().startswith("K-")
        else []
    )
    return [
        Hit(Words("回执", "receipt"), Words(one.receipt), reverse("filing", args=(one.pk,))) for one in rows
    ]
