"""From a person and a permission to the bodies he may do it for: the one place where that is worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from kaoping_web.organisations.models import Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import TABLE, Permission, Reach, Role


@dataclass(frozen=True)
class Scope:
    """The bodies a permission reaches. `holds` is whether the person has it at all."""

    holds: bool
    anywhere: bool = False
    own: frozenset[int] = frozenset()
    below: tuple[str, ...] = ()
    on: date | None = None

    def of(self, field: str = "organisation") -> Q:
        """Rows whose `field` (a foreign key to Organisation, or `pk`) lies within. Nothing at all where `holds` is false."""
        if not self.holds:
            return Q(pk__in=())
        if self.anywhere:
            return Q()
        within = Q(**{f"{field}__in": self.own})
        if self.below:
            within |= Q(**{f"{field}__in": _standing_below(self.below, self.on).values("organisation")})
        return within

    def covers(self, organisation_id: int) -> bool:
        """Whether it reaches this body."""
        if not self.holds:
            return False
        if self.anywhere or organisation_id in self.own:
            return True
        return (
            bool(self.below)
            and _standing_below(self.below, self.on).filter(organisation=organisation_id).exists()
        )


NOTHING = Scope(False)


def scope(user: User | AnonymousUser, permission: Permission, on: date) -> Scope:
    """How far this permission reaches for this person on this day. Worked out once for each request, as the roles are read."""
    if not isinstance(user, User):
        return NOTHING
    kept: dict[tuple[Permission, date], tuple[list[Grant], Scope]] = user.__dict__.setdefault("_scopes", {})
    key, grants = (permission, on), grants_of(user, on)
    if key not in kept or kept[key][0] is not grants:
        kept[key] = grants, _scope(user, permission, on, grants)
    return kept[key][1]


def _scope(user: User, permission: Permission, on: date, grants: Iterable[Grant]) -> Scope:
    reaches = [(grant, TABLE[Role(grant.role)].get(permission)) for grant in grants]
    reaches = [(grant, reach) for grant, reach in reaches if reach is not None]
    if not reaches:
        return NOTHING
    if any(reach is Reach.ANYWHERE for _, reach in reaches):
        return Scope(True, anywhere=True)
    own = frozenset(grant.organisation_id for grant, _ in reaches)
    tops = [grant.organisation_id for grant, reach in reaches if reach is Reach.TREE]
    return Scope(True, own=own, below=paths_of(user, tops, on), on=on)


def may(
    user: User | AnonymousUser,
    permission: Permission,
    on: date,
    organisation: Organisation | int | None = None,
) -> bool:
    """Whether the person may do it, at all or for this body."""
    reach = scope(user, permission, on)
    if organisation is None:
        return reach.holds
    return reach.covers(organisation if isinstance(organisation, int) else organisation.pk)


def grants_of(user: User | AnonymousUser, on: date) -> list[Grant]:
    """The roles a person holds on a day; none where he is not signed in or no longer active. Read once for each request."""
    if not isinstance(user, User) or not user.is_active:
        return []
    kept: dict[date, list[Grant]] = user.__dict__.setdefault("_grants", {})
    if on not in kept:
        kept[on] = [
            one
            for one in Grant.objects.filter(user=user).select_related("organisation").order_by("pk")
            if one.holds_on(on)
        ]
    return kept[on]


def roles_of(user: User | AnonymousUser, on: date) -> frozenset[Role]:
    """Which roles, wherever they are held."""
    return frozenset(Role(one.role) for one in grants_of(user, on))


def paths_of(user: User | AnonymousUser, tops: Iterable[int], on: date) -> tuple[str, ...]:
    """Where these bodies stand on that day. Read once for each request, as the roles are: every page asks many times."""
    kept: dict[tuple[date, frozenset[int]], tuple[str, ...]] = user.__dict__.setdefault("_paths", {})
    key = on, frozenset(tops)
    if key not in kept:
        found = Standing.objects.filter(organisation__in=key[1], starts__lte=on).filter(
            Q(until=None) | Q(until__gt=on)
        )
        kept[key] = tuple(sorted(found.values_list("path", flat=True)))
    return kept[key]


def _standing_below(paths: Iterable[str], on: date | None) -> QuerySet[Standing]:
    """Standings of that day below these paths. A body closed since is found under whom it last stood, one still to be
    founded under whom it will stand; one that has moved away is not found where it was."""
    within = Q()
    for path in paths:
        within |= Q(path__startswith=path)
    closed = Q(until__lte=on, until=F("organisation__closed_on"))
    to_come = Q(starts__gt=on, starts=F("organisation__founded_on"))
    holds = Q(starts__lte=on) & (Q(until=None) | Q(until__gt=on))
    return Standing.objects.filter(within & (holds | closed | to_come))
