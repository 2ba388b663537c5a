"""My work, and the ways to the page of the cycle one works on."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kaoping_web import clock
from kaoping_web.cycles.queries import cycles_within
from kaoping_web.cycles.services import open_cycle
from kaoping_web.filing.services import prepare_filings
from kaoping_web.journal.kept import position_of_request
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs, signed_in
from kaoping_web.organisations.policy import may, scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.frame import CYCLE, chosen_cycle, cycles_of_reader
from kaoping_web.overview.indicator_page import first_readable
from kaoping_web.overview.queries.find import assessed_bodies, found_by
from kaoping_web.overview.queries.owing import owing_to
from kaoping_web.overview.queries.work import work_of
from kaoping_web.overview.reading import reading_of
from kaoping_web.schemes.queries import parsed

ONE_DAY = timedelta(days=1)


@signed_in
@require_safe
def home(request: UserRequest) -> HttpResponse:
    """What this person must do comes first."""
    return redirect("my-work")


@signed_in
@require_safe
def my_work(request: UserRequest) -> HttpResponse:
    """At most ten things, the earliest deadline first."""
    now = clock.now()
    things, count = work_of(request.user, now, position_of_request(request))
    given = {
        "things": things,
        "count": count,
        "now": now,
        "soon": now + ONE_DAY,
        "owing": owing_to(request.user, now),
    }
    return render(request, "overview/my_work.html", given)


@signed_in
@require_safe
def go_to_cycle(request: UserRequest) -> HttpResponse:
    """Choose a cycle; the choice is kept in the session."""
    number = request.GET.get("cycle", "")
    cycle = next((one for one in cycles_of_reader(request, request.user) if str(one.pk) == number), None)
    if cycle is None:
        raise Http404
    request.session[CYCLE] = cycle.pk
    if may(request.user, Permission.OVERVIEW_READ, clock.today(), cycle.host_id):
        return redirect("overview", cycle.pk)
    return redirect(
        "own-statement" if scope(request.user, Permission.STATEMENT_READ, clock.today()).holds else "my-work"
    )


@needs(Permission.OVERVIEW_READ)
@require_safe
def overview_now(request: UserRequest) -> HttpResponse:
    """The overview of the cycle chosen last."""
    return _to(request, "overview")


@needs(Permission.STATEMENT_READ)
@require_safe
def own_statement(request: UserRequest) -> HttpResponse:
    """The statement of one's own body; for who reads many, the first of the first track."""
    cycle = chosen_cycle(request, cycles_of_reader(request, request.user))
    bodies = assessed_bodies(request.user, cycle, clock.today()) if cycle else []
    if cycle is None or not bodies:
        return render(request, "overview/no_statement.html", {})
    return HttpResponseRedirect(reverse("statement", args=(cycle.pk, bodies[0])))


@needs(Permission.TRACK_READ)
@require_safe
def tracks_now(request: UserRequest) -> HttpResponse:
    """The first track of the cycle chosen last."""
    cycle = chosen_cycle(request, cycles_of_reader(request, request.user))
    if cycle is None:
        return render(request, "overview/no_statement.html", {})
    return redirect("track", cycle.pk, next(iter(parsed(cycle.scheme_version).groups)))


@needs(Permission.INDICATOR_READ)
@require_safe
def indicators_now(request: UserRequest) -> HttpResponse:
    """The first indicator of the cycle chosen last that this person may read."""
    cycle = chosen_cycle(request, cycles_of_reader(request, request.user))
    fact = first_readable(reading_of(request, cycle.pk)) if cycle else None
    if cycle is None or fact is None:
        return render(request, "overview/no_statement.html", {})
    return redirect("indicator", cycle.pk, fact)


@signed_in
@require_safe
def find(request: UserRequest) -> HttpResponse:
    """Units, indicators and receipts by a few letters."""
    asked = request.GET.get("q", "").strip()[:60]
    cycle = chosen_cycle(request, cycles_of_reader(request, request.user))
    found = found_by(asked, request.user, cycle, clock.today()) if asked else []
    return render(request, "overview/find.html", {"asked": asked, "found": found})


@needs(Permission.CYCLE_MANAGE)
@require_POST
def open_for_filing(request: UserRequest, cycle: int) -> HttpResponse:
    """Open a cycle and make the forms that each supplier owes: both or neither."""
    one = get_object_or_404(
        cycles_within(scope(request.user, Permission.CYCLE_MANAGE, clock.today())), pk=cycle
    )

    def opened() -> None:
        now = clock.now()
        prepare_filings(by=request.user, cycle=open_cycle(by=request.user, cycle_id=one.pk, now=now), now=now)

    return perform(request, opened, lambda done: reverse("cycle", args=(one.pk,)))


def _to(request: UserRequest, name: str) -> HttpResponse:
    cycle = chosen_cycle(request, cycles_of_reader(request, request.user))
    return redirect(name, cycle.pk) if cycle else render(request, "overview/no_statement.html", {})
