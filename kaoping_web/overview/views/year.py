"""The overview: where the year stands, what waits for a decision, what is missing, how the tracks did."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.queries import cycles_within
from kaoping_web.journal.kept import kept, position_of_request
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.frame import cycles_of_reader
from kaoping_web.overview.queries.matrix import tracks_with_forms
from kaoping_web.overview.queries.work import work_of
from kaoping_web.overview.year_page import YearPage


@needs(Permission.OVERVIEW_READ)
@require_safe
def overview(request: UserRequest, cycle: int) -> HttpResponse:
    """One cycle on one screen, printable on one page."""
    at, today = position_of_request(request), clock.today()
    one = _cycle(request, cycle)
    cycles = [other for other in cycles_of_reader(request, request.user) if other.host_id == one.host_id]
    things, count = work_of(request.user, clock.now(), at)
    forms = kept(at, ("tracks with forms", one.pk), lambda: tuple(tracks_with_forms(one)))
    page = YearPage(one, cycles, today, forms, request.GET.get("track", ""))
    what = "overview", one.pk, tuple(other.pk for other in cycles), today, page.shown
    shown = {"page": page, "key": at and (at, what), "cycle": one, "things": things[:7], "count": count}
    return render(request, "overview/overview.html", shown)


def _cycle(request: UserRequest, number: int) -> Cycle:
    """A cycle of a body that this person oversees; the page of what is not there for any other."""
    reach = scope(request.user, Permission.OVERVIEW_READ, clock.today())
    of_reader = (one for one in cycles_of_reader(request, request.user) if one.pk == number)
    found = next(of_reader, None)
    if found is not None and reach.covers(found.host_id):
        return found
    return get_object_or_404(cycles_within(reach), pk=number)
