"""Opening a year, its timetable, and the states of cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone

from kaoping.errors import Problem
from kaoping.periods import Cadence, Period
from kaoping_web.cycles.calendar import YearUnknown, add_working_days
from kaoping_web.cycles.models import Cycle, CycleState, Step, StepKind, Supply, WorkingDay
from kaoping_web.cycles.queries import cadences_of, days_of, end_of
from kaoping_web.journal.services import keep, keep_all, record
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotAllowed, NotNow, Refused, problem
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import parsed

AFTER_END: Mapping[Cadence, Mapping[StepKind, int]] = {
    Cadence.MONTH: {
        StepKind.FILING: 2,
        StepKind.VERIFICATION: 5,
        StepKind.SCORING: 8,
        StepKind.FEEDBACK: 10,
        StepKind.APPEAL: 15,
    },
    Cadence.QUARTER: {
        StepKind.FILING: 5,
        StepKind.VERIFICATION: 10,
        StepKind.SCORING: 14,
        StepKind.FEEDBACK: 17,
        StepKind.APPEAL: 27,
    },
    Cadence.HALF: {
        StepKind.FILING: 5,
        StepKind.VERIFICATION: 10,
        StepKind.SCORING: 14,
        StepKind.FEEDBACK: 17,
        StepKind.APPEAL: 27,
    },
    Cadence.YEAR: {
        StepKind.FILING: 10,
        StepKind.VERIFICATION: 18,
        StepKind.SCORING: 25,
        StepKind.FEEDBACK: 30,
        StepKind.APPEAL: 40,
    },
}
"""By which working day after the period each step is due, where the office says nothing else."""


@deed
def open_year(*, by: User | None, version: SchemeVersion, year: int, now: datetime) -> list[Cycle]:
    """Make every cycle of a year from a locked scheme version, with a timetable by the default rules.

    Steps that fall into a year whose holidays are not known stay undated. Raises NotNow where the version is not locked or the year
    has begun already.
    """
    host = version.scheme.host
    _must(by, Permission.CYCLE_MANAGE, host, now)
    if version.state != VersionState.LOCKED.value:
        raise NotNow(problem("not-locked", "方案还没有锁定，不能据以开展考评。", "the scheme is not locked yet: nothing can be assessed by it.",
                             "先送批并锁定方案。", "send it for approval and lock it first."))  # fmt: skip
    if Cycle.objects.filter(host=host, period=str(year)).exists():
        raise NotNow(
            problem("year-open", f"{year}年度的周期已经建立。", f"the cycles of {year} exist already.")
        )
    scheme = parsed(version)
    whole = Period.of(Cadence.YEAR, year)
    periods = [one for cadence in cadences_of(scheme) for one in whole.parts(cadence)]
    cycles = [_cycle(host, version, one) for one in periods]
    keep_all(cycles, by=by, deed="plan.cycle", chain=host.key, at=now)
    steps = [step for cycle, period in zip(cycles, periods, strict=True) for step in _steps(cycle, period)]
    keep_all(steps, by=by, deed="date.step", chain=host.key, at=now)
    _name_suppliers(by, version, now)
    return cycles


def _cycle(host: Organisation, version: SchemeVersion, period: Period) -> Cycle:
    starts, ends = days_of(period)
    return Cycle(host=host, scheme_version=version, period=str(period), starts=starts, ends=ends)


def _steps(cycle: Cycle, period: Period) -> list[Step]:
    found, before = [], cycle.ends
    for kind, count in AFTER_END[period.cadence].items():
        try:
            due = add_working_days(cycle.ends, count)
        except YearUnknown:
            break
        found.append(Step(cycle=cycle, kind=kind.value, starts=before, due_at=end_of(due)))
        before = due
    return found


def _name_suppliers(by: User | None, version: SchemeVersion, now: datetime) -> None:
    """A supplier whose key is that of a body is that body; any other is every unit itself, until the office says otherwise."""
    named = set(Supply.objects.filter(scheme_version=version).values_list("supplier", flat=True))
    keys = [key for key in parsed(version).suppliers if key not in named]
    bodies = {one.key: one for one in Organisation.objects.filter(key__in=keys)}
    rows = [Supply(scheme_version=version, supplier=key, organisation=bodies.get(key)) for key in keys]
    if rows:
        keep_all(rows, by=by, deed="name.supplier", chain=version.scheme.host.key, at=now)


@deed
def set_supply(
    *, by: User, supply_id: int, organisation: Organisation | None, seen: int, now: datetime
) -> Supply:
    """Say which body stands behind a supplier of a scheme, before any cycle of it has opened."""
    supply = Supply.objects.select_related("scheme_version__scheme__host").get(pk=supply_id)
    host = supply.scheme_version.scheme.host
    _must(by, Permission.CYCLE_MANAGE, host, now)
    begun = supply.scheme_version.cycles.exclude(state=CycleState.PLANNED.value).exists()
    if begun:
        raise NotNow(problem("cycle-begun", "本方案已有周期开始填报，供数单位不能再换。", "a cycle of this scheme is being filed already: its suppliers stay.",
                             "如确需更换，另立方案新版。", "draft a new version of the scheme."))  # fmt: skip
    supply.organisation = organisation
    return keep(supply, by=by, deed="name.supplier", chain=host.key, at=now, seen=seen)


@deed
def set_step(
    *,
    by: User,
    cycle_id: int,
    kind: StepKind,
    due_on: date,
    reason: str,
    seen: int | None = None,
    now: datetime,
) -> Step:
    """Date a step of the timetable, or put it off with a reason. Days of one cycle come in the order of its steps.

    `seen`: the version of the step on the form, 0 where it had no date. Raises Stale where another has dated it since.
    """
    cycle = Cycle.objects.select_related("host").get(pk=cycle_id)
    _must(by, Permission.CYCLE_MANAGE, cycle.host, now)
    _not_over(cycle)
    steps = {StepKind(one.kind): one for one in cycle.steps.all()}
    step = steps.get(kind) or Step(cycle=cycle, kind=kind.value, starts=cycle.ends)
    moved = step.pk is not None
    step.due_at = end_of(due_on)
    wrong = _out_of_order(steps | {kind: step})
    if moved and not reason.strip():
        wrong.append(
            problem(
                "reason-missing", "改动已定的日期要写明理由。", "moving a date that was set takes a reason."
            )
        )
    if wrong:
        raise Refused(wrong)
    return keep(step, by=by, deed="date.step", chain=cycle.host.key, at=now, reason=reason, seen=seen)


def _out_of_order(steps: Mapping[StepKind, Step]) -> list[Problem]:
    dated = [(kind, steps[kind].due_at) for kind in StepKind if kind in steps]
    return [
        problem("step-order", f"“{STEP_ZH[later]}”早于“{STEP_ZH[earlier]}”。", f"{later.value} would come before {earlier.value}.",
                "按填报、认定、计分、反馈、申诉的先后排日期。", "date them in the order filing, verification, scoring, feedback, appeal.")
        for (earlier, first), (later, second) in pairwise(dated)
        if second < first
    ]  # fmt: skip


STEP_ZH = {
    StepKind.FILING: "填报",
    StepKind.VERIFICATION: "认定",
    StepKind.SCORING: "计分",
    StepKind.FEEDBACK: "反馈",
    StepKind.APPEAL: "申诉",
}


@deed
def open_cycle(*, by: User | None, cycle_id: int, now: datetime) -> Cycle:
    """Let the figures of a cycle be filed. Raises NotNow for one that is open, locked or has not begun."""
    cycle = _in_state(cycle_id, CycleState.PLANNED)
    _must(by, Permission.CYCLE_MANAGE, cycle.host, now)
    if timezone.localdate(now) < cycle.starts:
        raise NotNow(problem("not-begun", f"{cycle.period} 还没有开始。", f"{cycle.period} has not begun.",
                             f"到 {cycle.starts.isoformat()} 再开放。", f"open it on {cycle.starts.isoformat()}."))  # fmt: skip
    cycle.state = CycleState.OPEN.value
    return keep(cycle, by=by, deed="open.cycle", chain=cycle.host.key, at=now)


@deed
def lock_cycle(*, by: User | None, cycle_id: int, seen: int | None = None, now: datetime) -> Cycle:
    """From now on a figure of this cycle changes only through two people, with reason and document."""
    cycle = _in_state(cycle_id, CycleState.OPEN)
    _must(by, Permission.CYCLE_MANAGE, cycle.host, now)
    cycle.state, cycle.locked_at = CycleState.LOCKED.value, now
    return keep(cycle, by=by, deed="lock.cycle", chain=cycle.host.key, at=now, seen=seen)


@deed
def finalise_cycle(*, by: User | None, cycle_id: int, now: datetime) -> Cycle:
    """The cycle has its final result. Called where that result is released."""
    cycle = _in_state(cycle_id, CycleState.LOCKED)
    _must(by, Permission.RUN_RELEASE, cycle.host, now)
    cycle.state = CycleState.FINAL.value
    return keep(cycle, by=by, deed="finalise.cycle", chain=cycle.host.key, at=now)


@deed
def import_working_days(
    *, by: User, host: Organisation, days: Mapping[date, bool], document: str, now: datetime
) -> int:
    """Take over a notice of public holidays: every day of whole years, each worked or not. Returns how many days.

    Steps that stood undated for want of it are dated by the default rules.
    """
    _must(by, Permission.CYCLE_MANAGE, host, now)
    wrong = _gaps(days)
    if not document.strip():
        wrong.append(
            problem("document-missing", "要写明放假通知的文号。", "name the document of the notice.")
        )
    if wrong:
        raise Refused(wrong)
    rows = [WorkingDay(day=day, is_worked=worked, document=document) for day, worked in days.items()]
    WorkingDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["is_worked", "document"]
    )
    off = " ".join(sorted(day.isoformat() for day, worked in days.items() if worked != (day.weekday() < 5)))
    record(by=by, deed="import.holidays", chain=host.key, at=now, document=document, reason=off)
    _date_the_rest(by, host, now)
    return len(rows)


def _date_the_rest(by: User, host: Organisation, now: datetime) -> None:
    """Date what is undated of every cycle that is not over, but nothing that would come before a step the office dated itself."""
    made: list[Step] = []
    cycles = Cycle.objects.filter(host=host).exclude(state=CycleState.FINAL.value)
    for cycle in cycles.prefetch_related("steps"):
        dated = {StepKind(one.kind): one for one in cycle.steps.all()}
        reckoned = {StepKind(one.kind): one for one in _steps(cycle, Period.parse(cycle.period))}
        fresh = {kind: one for kind, one in reckoned.items() if kind not in dated}
        made += () if _out_of_order(dated | fresh) else fresh.values()
    if made:
        keep_all(made, by=by, deed="date.step", chain=host.key, at=now)


def _gaps(days: Mapping[date, bool]) -> list[Problem]:
    found = []
    for year in sorted({day.year for day in days}):
        due = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        given = sum(day.year == year for day in days)
        if given != due:
            found.append(
                problem(
                    "year-incomplete",
                    f"{year}年只给了 {given} 天，应有 {due} 天。",
                    f"{given} days of {year} are given; there are {due}.",
                )
            )
    return found


def holidays(year: int, off: Sequence[date], worked: Sequence[date]) -> dict[date, bool]:
    """A whole year from the notice's two lists: weekdays off, weekend days worked."""
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(first + n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    return {day: (day.weekday() < 5 and day not in off) or day in worked for day in days}


def _in_state(cycle_id: int, state: CycleState) -> Cycle:
    cycle = Cycle.objects.select_related("host", "scheme_version").get(pk=cycle_id)
    if cycle.state != state.value:
        raise NotNow(problem("cycle-state", f"{cycle.period} 现在是“{STATE_ZH[cycle.state]}”，不能这样办。", f"{cycle.period} is {cycle.state} now: this cannot be done.",
                             "刷新页面看现在的状态。", "reload the page to see where it stands."))  # fmt: skip
    return cycle


STATE_ZH = {"planned": "未开始", "open": "填报中", "locked": "已锁定", "final": "已定稿"}


def _not_over(cycle: Cycle) -> None:
    if cycle.state == CycleState.FINAL.value:
        raise NotNow(
            problem(
                "cycle-final", "本周期已定稿，时间表不再改动。", "the cycle is final: its timetable stays."
            )
        )


def _must(by: User | None, permission: Permission, host: Organisation, now: datetime) -> None:
    """Raises NotAllowed where a person may not. A command (`by` is None) may."""
    if by is not None and not may(by, permission, timezone.localdate(now), host):
        raise NotAllowed(problem("not-allowed", "您的岗位不办这件事。", "your role does not do this."))
