"""Runs: which there are, which one a person is shown, which went before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Q, QuerySet

from kaoping import Period
from kaoping_web.cycles import queries as cycles
from kaoping_web.cycles.models import Cycle
from kaoping_web.journal.kept import Position
from kaoping_web.organisations.models import Standing, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries.bodies import nearest
from kaoping_web.organisations.roles import Permission
from kaoping_web.scoring.audience import RELEASED, Sight, sight_of
from kaoping_web.scoring.models import Run, RunState, ScoreLine

RELATED = ("cycle__host", "cycle__scheme_version", "asked_by", "released_by", "corrects")
HEAVY = ("cycle__scheme_version__text", "corrects__problems")
"""What no list and no page of a run reads: a scheme is known by the digest of its text."""


def cycle_for(user: User, number: int, day: date) -> Cycle | None:
    """A cycle of a body that assesses whoever this person belongs to; None for any other."""
    return cycles.cycle_for(user, day, number).first()


def unit_of(cycle: Cycle, key: str, sight: Sight) -> Standing | None:
    """A body of the cycle whose statement this person may read, as it stood at the cycle's end; None for any other."""
    found = list(
        Standing.objects.filter(organisation__key=key).select_related("organisation").order_by("starts")
    )
    if not found or not (sight.sees_all or found[0].organisation_id in sight.own):
        return None
    standing = nearest(found, cycle.ends)
    return (
        standing
        if f"/{cycle.host_id}/" in standing.path and standing.organisation_id != cycle.host_id
        else None
    )


def runs_for(user: User, day: date) -> QuerySet[Run]:
    """The runs a person reads on the pages of scoring: released ones of his hosts, and those not released where he makes,
    releases or oversees them."""
    made = Q(pk__in=())
    for one in (Permission.RUN_START, Permission.RUN_RELEASE, Permission.JOURNAL_READ):
        made |= scope(user, one, day).of("cycle__host")
    seen = scope(user, Permission.RUN_READ, day).of("cycle__host")
    return Run.objects.filter(seen & (Q(state__in=RELEASED) | made)).select_related(*RELATED).defer(*HEAVY)


def runs_of(cycle: Cycle, user: User, day: date) -> list[Run]:
    """The runs of a cycle a person reads, latest first."""
    return list(runs_for(user, day).filter(cycle=cycle).order_by("-number"))


def latest_runs(user: User, day: date) -> dict[int, tuple[Run, int]]:
    """The last run of each cycle that a person reads, without what stands beside it, and how many the cycle has."""
    numbers: dict[int, list[int]] = {}
    read = runs_for(user, day).select_related(None).order_by("number")
    for cycle, run in read.values_list("cycle", "pk"):
        numbers.setdefault(cycle, []).append(run)
    last = {several[-1]: len(several) for several in numbers.values()}
    found = Run.objects.filter(pk__in=last).defer("problems")
    return {one.cycle_id: (one, last[one.pk]) for one in found}


def made_once(runs: Iterable[Run]) -> Position | None:
    """Where what these runs hold may be kept: a run that was made never changes. None where one of them is not made."""
    several = tuple(runs)
    results = [one.result for one in several]
    return (
        ("runs", " ".join(results), len(several), " ".join(str(one.pk) for one in several))
        if all(results)
        else None
    )


def latest_run(cycle: Cycle, for_user: User, day: date, sight: Sight | None = None) -> Run | None:
    """The run whose lines this person is shown: the last made one for the office, else the last released one."""
    sight = sight or sight_of(cycle, for_user, day)
    found = (
        Run.objects.filter(cycle=cycle, state__in=sight.states).defer("problems").order_by("-number").first()
    )
    if found is not None:
        found.cycle = cycle
    return found


def released_before(run: Run) -> Run | None:
    """The released run of the same cycle before this one."""
    earlier = Run.objects.filter(cycle=run.cycle_id, state__in=RELEASED, number__lt=run.number)
    found = earlier.defer("problems").order_by("-number").first()
    if found is not None:
        found.cycle = run.cycle
    return found


def made_before(run: Run) -> Run | None:
    """The run of the same cycle before this one, released or not."""
    earlier = Run.objects.filter(cycle=run.cycle_id, number__lt=run.number).exclude(
        state__in=(RunState.QUEUED.value, RunState.FAILED.value)
    )
    return earlier.select_related(*RELATED).defer(*HEAVY).order_by("-number").first()


def final_run(cycle: Cycle | int) -> Run | None:
    """The final run of a cycle: the last one where it was corrected."""
    number = cycle if isinstance(cycle, int) else cycle.pk
    return Run.objects.filter(cycle=number, state=RunState.FINAL.value).order_by("-number").first()


def newer_released(run: Run) -> Run | None:
    """A run of the same cycle that was made later and is released already."""
    return Run.objects.filter(cycle=run.cycle_id, state__in=RELEASED, number__gt=run.number).first()


def next_number(cycle: Cycle) -> int:
    """The number of the next run of a cycle."""
    last: int | None = Run.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def queued_runs() -> list[int]:
    """The runs that wait to be made, in the order in which they were asked for."""
    return list(
        Run.objects.filter(state=RunState.QUEUED.value)
        .order_by("asked_at", "pk")
        .values_list("pk", flat=True)
    )


def series_of(run: Run, most: int) -> list[Run]:
    """The last released runs of the cycles of the same length up to this one's, in time order; the run itself last."""
    length = Period.parse(run.cycle.period).length
    found: dict[int, Run] = {}
    earlier = Run.objects.filter(
        cycle__host=run.cycle.host_id, state__in=RELEASED, cycle__ends__lt=run.cycle.ends
    )
    known = ("cycle_id", "number", "state", "result", "cycle__host_id", "cycle__period", "cycle__ends")
    for one in earlier.select_related("cycle").only(*known).order_by("cycle__ends", "number"):
        if Period.parse(one.cycle.period).length == length:
            found[one.cycle_id] = one
    return [*list(found.values())[-(most - 1) :], run]


def final_run_of_year(host: int, year: int) -> Run | None:
    """The host's final run of a whole year."""
    return (
        Run.objects.filter(cycle__host=host, cycle__period=str(year), state=RunState.FINAL.value)
        .select_related("cycle").order_by("-number").first()
    )  # fmt: skip


def standing_lines(run: Run) -> list[tuple[str, str, str, int]]:
    """Of everybody scored: key, points of the whole, place, among how many."""
    rows = (
        ScoreLine.objects.filter(run=run, parent="", period=run.cycle.period)
        .exclude(points="")
        .order_by("organisation__key", "group")
    )
    return list(rows.values_list("organisation__key", "points", "place", "place_of"))


def run_for(user: User, number: int, day: date) -> Run | None:
    """One run, where this person reads it."""
    return runs_for(user, day).filter(pk=number).first()
