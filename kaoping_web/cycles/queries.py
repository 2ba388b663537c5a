"""What may be read of cycles: which there are, their timetable, who is assessed, who supplies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from kaoping.periods import Cadence, Period
from kaoping.plan.membership import members
from kaoping.scheme.model import Scheme
from kaoping_web.cycles.models import Cycle, CycleState, Step, StepKind, Supply, Target, WorkingDay
from kaoping_web.journal.kept import Position, kept
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import Scope, grants_of, paths_of, scope
from kaoping_web.organisations.queries import library_organisations, names_of
from kaoping_web.organisations.queries.bodies import tree_position
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import parsed

VERSIONS = Prefetch("scheme_version", SchemeVersion.objects.defer("text"))
"""The few versions that many cycles go by, read once each and without their texts."""


def cycles_for(user: User, day: date) -> QuerySet[Cycle]:
    """Cycles of the bodies that assess whoever this person belongs to, latest first."""
    above = _above(user, day)
    return _cycles_over(above) if above else Cycle.objects.none()


def kept_cycles(user: User, day: date, at: Position | None) -> tuple[Cycle, ...]:
    """The same for pages that only read them: kept while the journal stands at `at`. Which bodies are above the person is
    asked anew each time."""
    above = _above(user, day)
    return kept(at, ("cycles", above), lambda: tuple(_cycles_over(above))) if above else ()


def _above(user: User, day: date) -> tuple[int, ...]:
    """The bodies this person belongs to and those above them; none where he reads no cycles."""
    if not scope(user, Permission.CYCLE_READ, day).holds:
        return ()
    return tuple(_bodies_on(paths_of(user, {grant.organisation_id for grant in grants_of(user, day)}, day)))


def _cycles_over(above: Iterable[int]) -> QuerySet[Cycle]:
    return (
        Cycle.objects.filter(host__in=above, host__assesses=True)
        .prefetch_related("host", VERSIONS)
        .order_by("-ends", "starts")
    )


def cycle_for(user: User, day: date, number: int) -> QuerySet[Cycle]:
    """One of them by its number, with its host and its scheme in the same query; none where it is not among them."""
    found = cycles_for(user, day).filter(pk=number).prefetch_related(None)
    return found.select_related("host", "scheme_version").defer("scheme_version__text")


def _bodies_on(paths: Iterable[str]) -> list[int]:
    return sorted({int(one) for path in paths for one in path.split("/") if one})


def current_cycle(cycles: list[Cycle], day: date) -> Cycle | None:
    """The cycle people work on: the open one that began last, else the last that is not planned, else the first to come."""
    opened = [
        one for one in cycles if one.state == CycleState.OPEN.value and one.ends < day + timedelta(days=1)
    ]
    begun = [one for one in cycles if one.state != CycleState.PLANNED.value]
    found = max(opened or begun, key=lambda one: (one.ends, one.starts), default=None)
    return found or min(cycles, key=lambda one: one.starts, default=None)


def steps_of(cycle: Cycle) -> dict[StepKind, Step]:
    """The timetable of a cycle; a step that is not dated yet is not there."""
    return {StepKind(one.kind): one for one in cycle.steps.all()}


def timetable_of(cycles: list[Cycle]) -> dict[int, dict[StepKind, Step]]:
    """The timetables of several cycles in one query."""
    found: dict[int, dict[StepKind, Step]] = {one.pk: {} for one in cycles}
    for step in Step.objects.filter(cycle__in=cycles):
        found[step.cycle_id][StepKind(step.kind)] = step
    return found


def supplies_of(version: SchemeVersion) -> dict[str, Organisation | None]:
    """Which body stands behind each supplier of a scheme version; None where every unit supplies its own."""
    return {
        one.supplier: one.organisation
        for one in Supply.objects.filter(scheme_version=version).select_related("organisation")
    }


def groups_of(cycle: Cycle) -> dict[str, list[Organisation]]:
    """The bodies of each track, by the scheme, as the tree stands on the last day of the cycle."""
    found = keys_of_groups(cycle)
    every = {key for keys in found.values() for key in keys}
    by_key = {one.key: one for one in Organisation.objects.filter(key__in=sorted(every))}
    return {group: [by_key[key] for key in keys] for group, keys in found.items()}


def keys_of_groups(cycle: Cycle) -> Mapping[str, tuple[str, ...]]:
    """The keys of the same bodies, worked out once until a body changes."""
    scheme, host, day = parsed(cycle.scheme_version), cycle.host, cycle.ends
    what = "groups", host.pk, day, cycle.scheme_version.digest
    return kept(tree_position(), what, lambda: members(scheme, library_organisations(host, day)))


def cadences_of(scheme: Scheme) -> list[Cadence]:
    """The lengths of cycle that a scheme scores, longest first."""
    found = {tree.every or scheme.every or Cadence.YEAR for tree in scheme.trees.values()}
    return sorted(found, key=lambda one: -one.months)


def days_of(period: Period) -> tuple[date, date]:
    """The first and the last day of a period."""

    def first(month: int) -> date:
        return date(month // 12, month % 12 + 1, 1)

    return first(period.first_month), first(period.first_month + period.length) - timedelta(days=1)


def end_of(day: date) -> datetime:
    """The last moment of a day in the office's time zone: 24:00 less a microsecond."""
    following = datetime.combine(
        day + timedelta(days=1), datetime.min.time(), timezone.get_default_timezone()
    )
    return following - timedelta(microseconds=1)


def own_days() -> Mapping[date, WorkingDay]:
    """What the office has said of single days."""
    return {one.day: one for one in WorkingDay.objects.order_by("day")}


def supplies_named(version: SchemeVersion, day: date) -> list[dict[str, object]]:
    """Each supplier of a version with its title in the scheme, the row that says who it is, and that body's name."""
    titles = parsed(version).suppliers
    rows = list(Supply.objects.filter(scheme_version=version).select_related("organisation"))
    names = names_of([one.organisation_id for one in rows if one.organisation_id], day)
    order = {key: i for i, key in enumerate(titles)}
    rows.sort(key=lambda one: order.get(one.supplier, len(order)))
    return [
        {
            "row": one,
            "title": titles.get(one.supplier, one.supplier),
            "body": names.get(one.organisation_id or 0),
            "key": one.organisation.key if one.organisation else "",
        }
        for one in rows
    ]


def cycles_within(reach: Scope) -> QuerySet[Cycle]:
    """Cycles of the assessing bodies that a permission reaches."""
    return (
        Cycle.objects.filter(reach.of("host"))
        .select_related("host", "scheme_version")
        .defer("scheme_version__text")
    )


def supplies_within(reach: Scope) -> QuerySet[Supply]:
    """Suppliers of scheme versions of the assessing bodies that a permission reaches."""
    return Supply.objects.filter(reach.of("scheme_version__scheme__host")).select_related(
        "scheme_version__scheme__host"
    )


def locked_within(reach: Scope) -> QuerySet[SchemeVersion]:
    """Locked scheme versions of the assessing bodies that a permission reaches."""
    return SchemeVersion.objects.filter(
        reach.of("scheme__host"), state=VersionState.LOCKED.value
    ).select_related("scheme__host")


def bodies_within(reach: Scope) -> QuerySet[Organisation]:
    """The bodies that a permission reaches."""
    return Organisation.objects.filter(reach.of("pk"))


def bodies_of(ids: Iterable[int]) -> list[Organisation]:
    """Bodies by their numbers, in the order of their keys."""
    return list(Organisation.objects.filter(pk__in=list(ids)).order_by("key"))


def cycle_of(target: Target) -> Cycle:
    """The cycle a target is for."""
    return (
        Cycle.objects.select_related("host", "scheme_version")
        .defer("scheme_version__text")
        .get(host=target.host_id, period=target.period)
    )
