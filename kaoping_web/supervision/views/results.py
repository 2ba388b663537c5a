"""A leader's fields, and the rate of closing in time by body."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.queries.fields import fields_of
from kaoping_web.supervision.queries.rates import periods_of_year, rates_seen


@needs(Permission.PAPER_READ)
@require_safe
def fields(request: UserRequest) -> HttpResponse:
    """The items of plans that lie in this leader's field, with their matters; of everybody's for who is no leader."""
    today = clock.today()
    mine = request.GET.get("all") != "1"
    found = fields_of(request.user, today, only_own=mine)
    if mine and not found:
        found, mine = fields_of(request.user, today, only_own=False), False
    tally = {colour: sum(one.tally[colour] for one in found) for colour in ("red", "yellow", "blue", "")}
    context = {
        "fields": found,
        "mine": mine,
        "tally": tally,
        "this_year": today.year,
        "open": sum(len(one.rows) for one in found),
    }
    return render(request, "supervision/fields.html", context)


@needs(Permission.MATTER_READ, Permission.FILING_READ)
@require_safe
def rates(request: UserRequest) -> HttpResponse:
    """Of the matters due in a period, how many were closed in time: what a fact of the scheme may be filed from."""
    today = clock.today()
    periods = periods_of_year(today)
    period = request.GET.get("period") if request.GET.get("period") in periods else periods[-1]
    assert period is not None
    rows = rates_seen(request.user, today, period)
    names = names_of([one.organisation.pk for one in rows], today)
    due, kept = sum(one.due for one in rows), sum(one.on_time for one in rows)
    context = {
        "rows": [(one, names[one.organisation.pk]) for one in rows],
        "periods": periods,
        "period": period,
        "due": due,
        "kept": kept,
    }
    context["reads_host"] = may(request.user, Permission.PAPER_READ, today)
    return render(request, "supervision/rates.html", context)
