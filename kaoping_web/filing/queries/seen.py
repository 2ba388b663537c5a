"""Whose filings and values a person may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, Supply
from kaoping_web.filing.models import Evidence, Filing, Value
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import Scope, scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import parsed


def filings_for(user: User, permission: Permission, on: date | None = None) -> QuerySet[Filing]:
    """The filings of the bodies for which this person holds the permission."""
    within = scope(user, permission, on or clock.today()).of("supplier")
    found = Filing.objects.filter(within).select_related("cycle__scheme_version", "cycle__host", "supplier")
    return found.defer("cycle__scheme_version__text")


def values_for(user: User, on: date | None = None) -> QuerySet[Value]:
    """The values a person may open: those of filings he reads, those about bodies he reads, those he verifies."""
    day = on or clock.today()
    seen = scope(user, Permission.FILING_READ, day).of("filing__supplier") | scope(
        user, Permission.VALUE_READ, day
    ).of("organisation")
    found = Value.objects.filter(seen | verified_at(user, Permission.VALUE_VERIFY, day))
    return found.select_related(
        "filing__cycle__scheme_version", "filing__cycle__host", "filing__supplier", "organisation", "host"
    ).defer("filing__cycle__scheme_version__text")


def values_of(filings: QuerySet[Filing]) -> QuerySet[Value]:
    """The values of these filings."""
    return Value.objects.filter(filing__in=filings.order_by().values("pk")).select_related(
        "filing__supplier", "filing__cycle", "organisation"
    )


def evidence_for(user: User, on: date | None = None) -> QuerySet[Evidence]:
    """The files behind the values a person may open."""
    return Evidence.objects.filter(value__in=values_for(user, on).order_by().values("pk"))


def evidence_of(filings: QuerySet[Filing]) -> QuerySet[Evidence]:
    """The files behind the values of these filings."""
    return Evidence.objects.filter(value__filing__in=filings.order_by().values("pk"))


def verified_at(user: User, permission: Permission, on: date) -> Q:
    """Values whose verifying body is one for which this person holds the permission.

    That body is the one the scheme names for the fact (`verified_by`), or, where it names none, the supplier's own. Worked
    out once for each request, as what the permission reaches is.
    """
    reach = scope(user, permission, on)
    kept: dict[int, tuple[Scope, Q]] = user.__dict__.setdefault("_verified", {})
    if id(reach) not in kept:
        kept[id(reach)] = reach, _verified_within(reach)
    return kept[id(reach)][1]


def _verified_within(reach: Scope) -> Q:
    found = Q(pk__in=())
    if not reach.holds:
        return found
    within = set(Organisation.objects.filter(reach.of("pk")).values_list("pk", flat=True))
    for version, bodies in supplying_bodies().items():
        facts = parsed(version).facts.values()
        of_version = Q(filing__cycle__scheme_version=version.pk)
        found |= of_version & Q(fact__in=[one.key for one in facts if bodies.get(one.verified_by) in within])
        unnamed = [one.key for one in facts if bodies.get(one.verified_by) is None]
        found |= of_version & Q(fact__in=unnamed, filing__supplier__in=within)
    return found


def supplying_bodies() -> dict[SchemeVersion, dict[str, int]]:
    """For every scheme version that cycles go by, the bodies behind its suppliers; a supplier who is every unit itself is not there."""
    used = Cycle.objects.order_by().values("scheme_version")
    versions = SchemeVersion.objects.filter(pk__in=used).defer("text").order_by("pk").in_bulk()
    found: dict[SchemeVersion, dict[str, int]] = {one: {} for one in versions.values()}
    rows = Supply.objects.filter(scheme_version__in=versions, organisation__isnull=False)
    for version, supplier, organisation in rows.values_list("scheme_version", "supplier", "organisation"):
        found[versions[version]][supplier] = organisation
    return found
