"""What the pages about people show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kaoping.errors import Words
from kaoping_web.organisations.models import Grant, User
from kaoping_web.organisations.queries.bodies import names_of
from kaoping_web.organisations.queries.people import grants_in, people_of_demo, people_seen
from kaoping_web.organisations.roles import ROLE_WORDS, Permission, Role

SHOWN = ("username", "display_name", "home", "is_active", "must_change_password", "totp_secret")
"""What a list reads of a person."""


@dataclass(frozen=True)
class RoleRow:
    """One role as it is told."""

    grant: Grant
    role: Words
    body: Words
    holds: bool
    to_come: bool


@dataclass(frozen=True)
class PersonRow:
    """One person with the roles held today, as far as they may be seen."""

    person: User
    home: Words | None
    roles: tuple[RoleRow, ...]


def people_rows(user: User, day: date, asked: str = "") -> list[PersonRow]:
    """Everybody within reach whose name, or whose body's key, has this in it."""
    found = people_seen(user, Permission.PEOPLE_READ, day)
    if asked:
        found = found.filter(
            Q(username__icontains=asked) | Q(display_name__icontains=asked) | Q(home__key=asked)
        )
    people = list(found.select_related(None).only(*SHOWN))
    held: dict[int, list[RoleRow]] = {}
    rows = (
        grants_in(user, Permission.PEOPLE_READ, day)
        .filter(user__in=[one.pk for one in people])
        .select_related(None)
        .only("user", "organisation", "role", "starts", "until")
        .order_by("starts", "pk")
    )
    for one in roles_rows([one for one in rows if one.holds_on(day)], day):
        held.setdefault(one.grant.user_id, []).append(one)
    homes = names_of({one.home_id for one in people if one.home_id}, day)
    return [PersonRow(one, homes.get(one.home_id or 0), tuple(held.get(one.pk, ()))) for one in people]


def roles_rows(grants: Sequence[Grant], day: date) -> list[RoleRow]:
    """Roles in words."""
    names = names_of({one.organisation_id for one in grants}, day)
    return [
        RoleRow(
            one, ROLE_WORDS[Role(one.role)], names[one.organisation_id], one.holds_on(day), one.starts > day
        )
        for one in grants
    ]


def demo_rows(day: date) -> list[tuple[User, Words, Words]]:
    """One line a person of the demo: who, with his first role, where; roles in the order of the table of roles."""
    order = list(Role)
    people = people_of_demo(day)
    names = names_of({grants[0].organisation_id for _, grants in people}, day)
    rows = [(one, Role(grants[0].role), names[grants[0].organisation_id]) for one, grants in people]
    return [
        (one, ROLE_WORDS[role], body)
        for one, role, body in sorted(rows, key=lambda row: (order.index(row[1]), row[0].pk))
    ]
