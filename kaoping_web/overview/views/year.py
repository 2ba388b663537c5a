"""The overview: where the year stands, what waits for a decision, what is missing, how the tracks did."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.cycles.queries import cycles_within
from kaoping_web.organisations.needs import needs
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.frame import cycles_of_reader
from kaoping_web.overview.queries.matrix import matrices, tracks_with_forms
from kaoping_web.overview.queries.readings import readings
from kaoping_web.overview.queries.tracks import latest_released, track_rows
from kaoping_web.overview.queries.work import work_of
from kaoping_web.overview.queries.year import timeline
from kaoping_web.ui.templatetags.kaoping import MONTHS, period_words


@needs(Permission.OVERVIEW_READ)
@require_safe
def overview(request: HttpRequest, cycle: int) -> HttpResponse:
    """One cycle on one screen, printable on one page."""
    today, now = clock.today(), clock.now()
    one = get_object_or_404(cycles_within(scope(request.user, Permission.OVERVIEW_READ, today)), pk=cycle)
    cycles = [other for other in cycles_of_reader(request, request.user) if other.host_id == one.host_id]
    year = one.ends.year
    things, count = work_of(request.user, now)
    released = latest_released(cycles)
    tracks = track_rows(one, cycles, today, released)
    scored = (
        one
        if tracks
        else next((other for other in cycles if other.ends < one.ends and other.pk in released), None)
    )
    if scored is not None and scored is not one:
        tracks = track_rows(scored, cycles, today, released)
    forms = tracks_with_forms(one)
    asked = request.GET.get("track", "")
    shown = asked if asked in dict(forms) else next((group for group, _ in forms), "")
    found = matrices(one, today, shown) if shown else []
    context = {
        "month": month_words(today), "cycle_words": period_words(one.period), "scored_words": period_words(scored.period) if scored else None,
        "first_share": f"{Fraction(found[0].verified * 100, found[0].asked or 1).__floor__()}" if found else "",
        "cycle": one, "year": year, "line": timeline(year, [other for other in cycles if other.ends.year == year], today), "things": things[:7],
        "count": count, "today": today, "matrices": found,
        "others": [(group, title) for group, title in forms if group != shown], "tracks": tracks, "scored": scored,
        "readings": readings(scored, released[scored.pk], tracks) if scored else [],
    }  # fmt: skip
    return render(request, "overview/overview.html", context)


def month_words(day: date) -> Words:
    """The month of a day, for the title."""
    return Words(f"{day.month}月", MONTHS[day.month - 1])
