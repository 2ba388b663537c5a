"""Lists: my filings, a cycle's filings, supplementary time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.cycles.queries import cycle_for
from kaoping_web.dates import period_words
from kaoping_web.filing.forms import moment_of, whole
from kaoping_web.filing.queries import completeness, filings_for
from kaoping_web.filing.queries.completeness import listed, listed_apart
from kaoping_web.filing.services import extend_filing, prepare_filings
from kaoping_web.filing.words import title_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import standing_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.queries import parsed

KEPT = 60
"""How many filings of earlier cycles a list shows."""


@needs(Permission.FILING_READ)
@require_safe
def filings_page(request: UserRequest) -> HttpResponse:
    """What we owe, by deadline, and what we have filed."""
    day, mine = clock.today(), filings_for(request.user, Permission.FILING_READ)
    is_open = {"cycle__state": CycleState.OPEN.value}
    before = mine.exclude(**is_open).order_by("-cycle__ends", "pk")[:KEPT]
    now, earlier = listed_apart([mine.filter(**is_open), before], day)
    due = [one for one in now if one.is_open]
    context = {
        "due": due,
        "sent": [one for one in now if not one.is_open],
        "earlier": earlier,
        "now": clock.now(),
        "first": due[0] if due else None,
    }
    return render(request, "filing/filings.html", context)


@needs(Permission.FILING_READ)
@require_safe
def cycle_page(request: UserRequest, cycle: int) -> HttpResponse:
    """How far the forms of one cycle are, unit by form."""
    return _cycle(request, _cycle_for(request, cycle))


def _cycle_for(request: UserRequest, cycle: int) -> Cycle:
    return get_object_or_404(cycle_for(request.user, clock.today(), cycle))


def _cycle(request: UserRequest, cycle: Cycle, refused: Refused | None = None) -> HttpResponse:
    filings = filings_for(request.user, Permission.FILING_READ).filter(cycle=cycle)
    can = cycle.state == CycleState.OPEN.value and may(
        request.user, Permission.CYCLE_MANAGE, clock.today(), cycle.host_id
    )
    context = {
        "cycle": cycle, "matrix": completeness(cycle, request.user), "listed": listed(filings, clock.today()), "can_prepare": can,
        "problems": refused.problems if refused else (), "now": clock.now(), "period_said": period_words(cycle.period),
        "can_extend": may(request.user, Permission.FILING_EXTEND, clock.today(), cycle.host_id),
    }  # fmt: skip
    return render(request, "filing/cycle.html", context, status=refused.status if refused else 200)


@needs(Permission.CYCLE_MANAGE)
def prepare(request: UserRequest, cycle: int) -> HttpResponse:
    """Make the forms of a cycle."""
    found = _cycle_for(request, cycle)
    if request.method != "POST":
        return redirect("filing-cycle", cycle=cycle)
    try:
        return perform(
            request,
            lambda: prepare_filings(by=request.user, cycle=found, now=clock.now()),
            lambda _: reverse("filing-cycle", args=[cycle]),
        )
    except Refused as refused:
        return _cycle(request, found, refused)


@needs(Permission.FILING_EXTEND)
def extend(request: UserRequest, filing: int) -> HttpResponse:
    """Give supplementary time, with a reason."""
    found = get_object_or_404(filings_for(request.user, Permission.FILING_EXTEND), pk=filing)
    if request.method != "POST":
        return _extend(request, filing, None)
    until = moment_of(request.POST)
    if until is None:
        wrong = problem("until-missing", "没有写明延到什么时候。", "the new deadline is missing.",
                        "选日期，时刻可以不填。", "choose a day; the time may be left empty.")  # fmt: skip
        return _extend(request, filing, Refused(wrong))
    try:
        answer = perform(
            request,
            lambda: extend_filing(
                by=request.user,
                filing_id=found.pk,
                until=until,
                reason=request.POST.get("reason", ""),
                seen=whole(request.POST.get("seen")),
                now=clock.now(),
            ),
            lambda _: reverse("filing-cycle", args=[found.cycle_id]),
        )
    except Refused as refused:
        return _extend(request, filing, refused)
    messages.success(request, "已延期。" if request.lang == "zh" else "Supplementary time given.")
    return answer


def _extend(request: UserRequest, filing: int, refused: Refused | None) -> HttpResponse:
    found = filings_for(request.user, Permission.FILING_EXTEND).get(pk=filing)
    one = listed(filings_for(request.user, Permission.FILING_EXTEND).filter(pk=filing), clock.today())[0]
    context = {
        "filing": found, "one": one, "title": title_of(found, parsed(found.cycle.scheme_version)),
        "supplier": standing_of(found.supplier, found.cycle.ends).name, "problems": refused.problems if refused else (), "sent": request.POST,
    }  # fmt: skip
    return render(request, "filing/extend.html", context, status=refused.status if refused else 200)
