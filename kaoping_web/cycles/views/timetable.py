"""The timetable of a year: its cycles, their steps, suppliers and working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kaoping.errors import Problem, Words
from kaoping_web import clock
from kaoping_web.cycles import services
from kaoping_web.cycles.models import Cycle, Step, StepKind
from kaoping_web.cycles.queries import (
    bodies_within,
    cycle_for,
    cycles_within,
    kept_cycles,
    locked_within,
    own_days,
    steps_of,
    supplies_named,
    supplies_within,
    timetable_of,
)
from kaoping_web.cycles.services.timetable import holidays
from kaoping_web.cycles.words import STATE_WORDS, STEP_WORDS
from kaoping_web.journal.kept import position_of_request
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may, scope
from kaoping_web.organisations.queries import bodies_at
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import versions_for


class Dated(TypedDict):
    """A cycle with its steps, None where one is not dated yet."""

    cycle: Cycle
    state: Words
    steps: list[Step | None]


@needs(Permission.CYCLE_READ)
@require_safe
def timetable(request: UserRequest) -> HttpResponse:
    """Every cycle with its steps, latest year first."""
    today = clock.today()
    cycles = list(kept_cycles(request.user, today, position_of_request(request)))
    dated = timetable_of(cycles)
    manages = scope(request.user, Permission.CYCLE_MANAGE, today)
    years: dict[str, list[Dated]] = {}
    for one in sorted(cycles, key=lambda c: (-c.ends.year, c.starts, -(c.ends - c.starts).days)):
        steps = [dated[one.pk].get(kind) for kind in StepKind]
        row = Dated(cycle=one, state=STATE_WORDS[one.state], steps=steps)
        years.setdefault(one.period[:4], []).append(row)
    context = {
        "years": [{"year": year, "rows": rows, "undated": sum(None in row["steps"] for row in rows)} for year, rows in years.items()],
        "kinds": [STEP_WORDS[kind] for kind in StepKind], "manages": manages.holds, "today": today, "now": clock.now(),
        "locked": _locked(request) if manages.holds else [],
        "next_year": max((int(year) for year in years), default=today.year - 1) + 1,
    }  # fmt: skip
    return render(request, "cycles/timetable.html", context)


def _locked(request: UserRequest) -> list[SchemeVersion]:
    """The versions a year can be opened with, without their texts."""
    found = versions_for(request.user).filter(state=VersionState.LOCKED.value)
    return list(found.defer("text", "based_on__text"))


@needs(Permission.CYCLE_MANAGE)
@require_POST
def open_the_year(request: UserRequest) -> HttpResponse:
    """Make the cycles of a year from a locked scheme version."""
    version = get_object_or_404(_own_versions(request), pk=_number(request, "version"))
    year = _number(request, "year")
    return perform(
        request,
        lambda: services.open_year(by=request.user, version=version, year=year, now=clock.now()),
        lambda made: reverse("timetable"),
    )


@needs(Permission.CYCLE_READ)
@require_safe
def cycle_page(request: UserRequest, cycle: int) -> HttpResponse:
    """One cycle: its steps with forms for the office, and who supplies."""
    one = get_object_or_404(cycle_for(request.user, clock.today(), cycle))
    return _cycle(request, one, ())


def _cycle(request: UserRequest, one: Cycle, problems: Sequence[Problem], status: int = 200) -> HttpResponse:
    today, dated = clock.today(), steps_of(one)
    manages = may(request.user, Permission.CYCLE_MANAGE, today, one.host_id)
    context = {
        "cycle": one, "state": STATE_WORDS[one.state], "manages": manages, "problems": problems, "now": clock.now(),
        "steps": [{"kind": kind.value, "title": STEP_WORDS[kind], "step": dated.get(kind)} for kind in StepKind],
        "supplies": supplies_named(one.scheme_version, today),
        "bodies": [standing for standing in bodies_at(today) if standing.kind in ("department", "district")] if manages else [],
        "may_begin": one.starts <= today,
    }  # fmt: skip
    return render(request, "cycles/cycle.html", context, status=status)


@needs(Permission.CYCLE_MANAGE)
@require_POST
def date_step(request: UserRequest, cycle: int, kind: str) -> HttpResponse:
    """Date a step or move it."""
    one = _managed(request, cycle)
    try:
        due, which = date.fromisoformat(request.POST.get("due", "")), StepKind(kind)
    except ValueError:
        return _cycle(
            request,
            one,
            (
                problem(
                    "no-date",
                    "没有写明日期。",
                    "there is no date.",
                    "写成 2026-11-03。",
                    "write it as 2026-11-03.",
                ),
            ),
            422,
        )
    try:
        return perform(
            request,
            lambda: services.set_step(
                by=request.user, cycle_id=one.pk, kind=which, due_on=due, reason=request.POST.get("reason", ""), seen=_number(request, "seen"),
                now=clock.now(),
            ),
            lambda step: reverse("cycle", args=(one.pk,)),
        )  # fmt: skip
    except Refused as error:
        return _cycle(request, one, error.problems, error.status)


@needs(Permission.CYCLE_MANAGE)
@require_POST
def lock(request: UserRequest, cycle: int) -> HttpResponse:
    """Lock the cycle's figures."""
    one = _managed(request, cycle)
    return perform(
        request,
        lambda: services.lock_cycle(
            by=request.user, cycle_id=one.pk, seen=_number(request, "seen"), now=clock.now()
        ),
        lambda done: reverse("cycle", args=(one.pk,)),
    )


@needs(Permission.CYCLE_MANAGE)
@require_POST
def supplier(request: UserRequest, supply: int) -> HttpResponse:
    """Say which body stands behind a supplier's key."""
    hosts = scope(request.user, Permission.CYCLE_MANAGE, clock.today())
    row = get_object_or_404(supplies_within(hosts), pk=supply)
    key = request.POST.get("body", "")
    body = get_object_or_404(bodies_within(hosts), key=key) if key else None
    back = get_object_or_404(cycle_for(request.user, clock.today(), _number(request, "cycle")))
    return perform(
        request,
        lambda: services.set_supply(
            by=request.user,
            supply_id=row.pk,
            organisation=body,
            seen=_number(request, "seen"),
            now=clock.now(),
        ),
        lambda done: reverse("cycle", args=(back.pk,)) + "#suppliers",
    )


@needs(Permission.CYCLE_READ, write=Permission.CYCLE_MANAGE)
def working_days(request: UserRequest) -> HttpResponse:
    """What the office has said of single days; the form takes a year's notice of public holidays."""
    if request.method != "POST":
        return _days(request, ())
    hosts = scope(request.user, Permission.CYCLE_MANAGE, clock.today())
    host = (
        bodies_within(hosts).filter(assesses=True).order_by("key").first()
    )  # the days are everybody's; this is whose journal tells of them
    if host is None:
        raise Http404
    wrong: list[Problem] = []
    off, worked = (_dates(request.POST.get(name, ""), wrong) for name in ("off", "worked"))
    if wrong:
        return _days(request, wrong, 422)
    days = holidays(_number(request, "year"), off, worked)
    try:
        return perform(
            request,
            lambda: services.import_working_days(by=request.user, host=host, days=days, document=request.POST.get("document", ""), now=clock.now()),
            lambda count: reverse("working-days") + "?" + urlencode({"year": request.POST.get("year", "")}),
        )  # fmt: skip
    except Refused as error:
        return _days(request, error.problems, error.status)


def _days(request: UserRequest, problems: Sequence[Problem], status: int = 200) -> HttpResponse:
    kept = own_days()
    unusual = [one for day, one in kept.items() if one.is_worked != (day.weekday() < 5)]
    manages = scope(request.user, Permission.CYCLE_MANAGE, clock.today()).holds
    context = {"years": sorted({day.year for day in kept}), "unusual": unusual, "manages": manages, "problems": problems,
               "sent": request.POST, "next_year": clock.today().year + 1}  # fmt: skip
    return render(request, "cycles/working_days.html", context, status=status)


def _dates(text: str, wrong: list[Problem]) -> list[date]:
    found = []
    for word in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        try:
            found.append(date.fromisoformat(word))
        except ValueError:
            wrong.append(
                problem(
                    "no-date",
                    f"“{word}”不是日期。",
                    f"“{word}” is no date.",
                    "写成 2027-02-06，用空格隔开。",
                    "write 2027-02-06, parted by spaces.",
                )
            )
    return found


def _managed(request: UserRequest, cycle: int) -> Cycle:
    """A cycle of a body this person manages; else the same 404 as for none."""
    hosts = scope(request.user, Permission.CYCLE_MANAGE, clock.today())
    return get_object_or_404(cycles_within(hosts), pk=cycle)


def _own_versions(request: UserRequest) -> QuerySet[SchemeVersion]:
    hosts = scope(request.user, Permission.CYCLE_MANAGE, clock.today())
    return locked_within(hosts)


def _number(request: UserRequest, name: str) -> int:
    """A whole number of the form. Raises Refused where it is none."""
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 12:
        raise Refused(
            problem(
                "no-number",
                f"表单缺“{name}”。",
                f"the form lacks “{name}”.",
                "刷新页面再提交。",
                "reload the page and send it again.",
            )
        )
    return int(text)
