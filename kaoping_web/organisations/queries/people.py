"""People, as far as who asks may see them, and the roles they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from kaoping_web.organisations.models import Grant, Organisation, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission


def people_seen(user: User, permission: Permission, day: date) -> QuerySet[User]:
    """The people this permission reaches: staff of the bodies within, and whoever holds or held a role there."""
    reach = scope(user, permission, day)
    held = Grant.objects.filter(reach.of(), user=OuterRef("pk"))
    return (
        User.objects.filter(Q(reach.of("home")) & Q(home__isnull=False) | Exists(held))
        .select_related("home")
        .order_by("username")
    )


def people_of_body(body: Organisation, user: User, day: date) -> QuerySet[User]:
    """Of the people whom this person may read, those of one body."""
    held = Grant.objects.filter(organisation=body, user=OuterRef("pk"))
    return people_seen(user, Permission.PEOPLE_READ, day).filter(Q(home=body) | Exists(held))


def grants_in(user: User, permission: Permission, day: date) -> QuerySet[Grant]:
    """The roles, held or ended, at the bodies this permission reaches."""
    return Grant.objects.filter(scope(user, permission, day).of()).select_related(
        "user", "organisation", "granted_by"
    )


def names_of_people(ids: Iterable[int]) -> dict[int, str]:
    """Display names."""
    return dict(User.objects.filter(pk__in=sorted(set(ids))).values_list("pk", "display_name"))


def person_called(text: str) -> int | None:
    """The id of the one person who signs in so, or is called so; None where there is none or there are several."""
    found = User.objects.filter(Q(username=text) | Q(display_name=text)).values_list("pk", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def chain_of(person: User) -> str:
    """In whose chain the journal speaks of a person: the body he is of, else where he first had a role, else the
    installation's own."""
    if person.home is not None:
        return person.home.key
    first = Grant.objects.filter(user=person).select_related("organisation").order_by("pk").first()
    return first.organisation.key if first else settings.OWN_CHAIN


def people_of_demo(day: date) -> list[tuple[User, list[Grant]]]:
    """Everybody who can sign in with one click in a demo, with the roles of that day."""
    held: dict[int, list[Grant]] = {}
    for one in Grant.objects.select_related("organisation").order_by("pk"):
        if one.holds_on(day):
            held.setdefault(one.user_id, []).append(one)
    people = User.objects.filter(is_active=True, pk__in=held).order_by("pk")
    return [(one, held[one.pk]) for one in people]
