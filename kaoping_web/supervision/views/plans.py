"""Plans: entered, shown as a tree, each leaf with what covers it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Problem
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.forms import whole
from kaoping_web.supervision.models import Item, Plan
from kaoping_web.supervision.queries import hosts_of, plans_for
from kaoping_web.supervision.queries.choices import leaders_of, papers_of_host
from kaoping_web.supervision.queries.plans import coverage_of, fact_titles, tree_of
from kaoping_web.supervision.services.plans import add_plan, set_item


@needs(Permission.PAPER_READ, write=Permission.PAPER_CONFIRM)
def listed(request: UserRequest) -> HttpResponse:
    """The plans, and a form for another."""
    today = clock.today()
    hosts = hosts_of(request.user, Permission.PAPER_CONFIRM, today)
    host = next((one for one in hosts if one.key == request.POST.get("host")), hosts[0] if hosts else None)
    papers = papers_of_host(host) if host else []
    problems: Sequence[Problem] = ()
    status, sent = 200, request.POST
    if request.method == "POST":
        if host is None:
            raise Http404
        try:
            paper = next((one for one in papers if one.pk == whole(sent.get("paper"))), None)
            return perform(
                request,
                lambda: add_plan(
                    by=request.user,
                    host=host,
                    title=sent.get("title", ""),
                    form=sent.get("form", ""),
                    lines=sent.get("lines", ""),
                    paper=paper,
                    now=clock.now(),
                ),
                lambda made: reverse("plan", args=(made.pk,)),
            )
        except KaopingError as refused:
            problems, status = refused.problems, getattr(refused, "status", 422)
    plans = list(plans_for(request.user, today))
    frameworks = [
        (one.pk, one.title, words) for one in papers for _, _, _, words in one.noise.get("frameworks", [])
    ]
    context = {
        "plans": _covered(plans), "problems": problems,
        "sent": sent, "hosts": hosts, "papers": papers, "frameworks": frameworks,
    }  # fmt: skip
    return render(request, "supervision/plans.html", context, status=status)


def _covered(plans: Sequence[Plan]) -> list[dict[str, object]]:
    coverage = coverage_of(plans)
    return [{"plan": one, "coverage": coverage[one.pk]} for one in plans]


@needs(Permission.PAPER_READ)
@require_safe
def page(request: UserRequest, plan: int) -> HttpResponse:
    """The tree: what is covered by figures and matters, and what is not."""
    return _page(request, get_object_or_404(plans_for(request.user, clock.today()), pk=plan))


def _page(
    request: UserRequest, plan: Plan, problems: Sequence[Problem] = (), at: int = 0, status: int = 200
) -> HttpResponse:
    today = clock.today()
    branches = tree_of(plan, request.user, today)
    leaves = [one for one in branches if one.is_leaf]
    edits = may(request.user, Permission.PAPER_CONFIRM, today, plan.host_id)
    context = {
        "plan": plan, "branches": branches, "leaves": len(leaves), "uncovered": [one for one in leaves if one.is_uncovered], "edits": edits,
        "problems": problems,
        "facts": fact_titles(plan.host), "leaders": leaders_of(plan.host, today) if edits else [], "at": at, "this_year": today.year,
    }  # fmt: skip
    return render(request, "supervision/plan.html", context, status=status)


@needs(Permission.PAPER_CONFIRM)
def item(request: UserRequest, plan: int, item: int) -> HttpResponse:
    """Which facts show an item, and in whose field it lies."""
    found = get_object_or_404(plans_for(request.user, clock.today()), pk=plan)
    one: Item = get_object_or_404(found.items.all(), pk=item)
    if request.method != "POST":
        return redirect("plan", plan=found.pk)
    leaders = {person.pk: person for person in leaders_of(found.host, clock.today())}
    try:
        return perform(
            request,
            lambda: set_item(
                by=request.user,
                item_id=one.pk,
                facts=request.POST.getlist("fact"),
                known=list(fact_titles(found.host)),
                leader=leaders.get(whole(request.POST.get("leader"))),
                seen=whole(request.POST.get("seen")),
                now=clock.now(),
            ),
            lambda _: f"{reverse('plan', args=(found.pk,))}#i-{one.pk}",
        )
    except KaopingError as refused:
        return _page(request, found, refused.problems, one.pk, getattr(refused, "status", 422))
