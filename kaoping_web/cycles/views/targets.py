"""Targets: the decomposition table, one fact over all units, one unit over all facts, one target with its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Problem, Words
from kaoping_web import clock
from kaoping_web.cycles import services
from kaoping_web.cycles.models import Cycle, Target, TargetState
from kaoping_web.cycles.queries import bodies_of, bodies_within, cycle_for, cycle_of, groups_of, kept_cycles
from kaoping_web.cycles.services.targets import NOT_ALLOWED, target_text
from kaoping_web.cycles.targets import (
    Needed,
    decomposition,
    ladder,
    last_year,
    may_propose,
    needed,
    targets_for,
    targets_of,
    waiting_for,
)
from kaoping_web.cycles.words import MOVE_WORDS, TARGET_WORDS
from kaoping_web.journal.kept import position_of_request
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may, scope
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotAllowed, Refused, Stale
from kaoping_web.schemes.queries import parsed

WRITES = (Permission.TARGET_PROPOSE, Permission.TARGET_REPLY, Permission.TARGET_AGREE)


@needs(Permission.TARGET_READ)
@require_safe
def decomposition_page(request: UserRequest) -> HttpResponse:
    """Every fact that needs targets: how many are agreed, what they add up to, what the level above asks."""
    today = clock.today()
    years = [
        one for one in kept_cycles(request.user, today, position_of_request(request)) if len(one.period) == 4
    ]
    asked = request.GET.get("cycle", "")
    cycle = next((one for one in years if str(one.pk) == asked), None) or next(
        (one for one in years if one.starts <= today), years[0] if years else None
    )
    rows = decomposition(cycle, request.user, today) if cycle else []
    context = {
        "cycle": cycle, "years": years, "rows": rows, "open": sum(one.open for one in rows),
        "objected": sum(one.states.get("objected", 0) for one in rows), "steep": [one for one in rows if one.ladder.is_steep],
        "sees_all": cycle and scope(request.user, Permission.TARGET_READ, today).covers(cycle.host_id),
        "own": _own_bodies(request, cycle),
    }  # fmt: skip
    return render(request, "cycles/targets.html", context)


@needs(Permission.TARGET_READ, write=Permission.TARGET_PROPOSE)
def fact_page(request: UserRequest, cycle: int, fact: str) -> HttpResponse:
    """One fact over all units this person may see; who proposes fills the grid."""
    one = _year(request, cycle)
    what = _needed(one, fact)
    if request.method != "POST":
        return _fact(request, one, what, ())
    if not may_propose(request.user, one, fact, clock.today()):
        raise NotAllowed(NOT_ALLOWED)
    wrong: list[Problem] = []
    typed = {body: request.POST.get(f"t-{body.key}", "").strip() for body in _units(one, what)}
    try:
        return perform(
            request,
            lambda: _propose(request, one, fact, typed, wrong),
            lambda done: reverse("targets-of-fact", args=(one.pk, fact)),
        )
    except KaopingError as error:
        return _fact(
            request,
            one,
            what,
            wrong or error.problems,
            {body.pk: text for body, text in typed.items()},
            getattr(error, "status", 422),
        )


def _propose(
    request: UserRequest, cycle: Cycle, fact: str, typed: dict[Organisation, str], wrong: list[Problem]
) -> None:
    """Propose what changed; all of it or, with every problem told, nothing."""
    standing = {one.organisation_id: one for one in targets_of(cycle, fact)}
    overtaken = False
    for body, text in typed.items():
        if text == request.POST.get(f"w-{body.key}", "").strip():
            continue  # left as it was shown
        before = standing.get(body.pk)
        if not text or (before and before.state == TargetState.AGREED.value):
            continue
        try:
            if before and target_text(parsed(cycle.scheme_version), fact, text) == before.text:
                continue
            services.propose_target(
                by=request.user, cycle=cycle, organisation=body, fact=fact, typed=text, seen=_shown(request, body), now=clock.now()
            )  # fmt: skip
        except KaopingError as error:
            overtaken |= isinstance(error, Stale)
            name = names_of([body.pk], clock.today())[body.pk]
            wrong += [_named(one, name.zh, name.in_("en")) for one in error.problems]
    if wrong:
        raise (Stale if overtaken else Refused)(wrong)


def _shown(request: UserRequest, body: Organisation) -> int | None:
    """The version of a target that the form was made with; None where the form does not say."""
    sent = request.POST.get(f"s-{body.key}", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 12 else None


def _named(one: Problem, zh: str, en: str) -> Problem:
    """A problem with the unit it is about before it."""
    return replace(one, what=Words(f"{zh}：{one.what.zh}", f"{en}: {one.what.in_('en')}"))


def _fact(
    request: UserRequest,
    cycle: Cycle,
    what: Needed,
    problems: Sequence[Problem],
    typed: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    found = {
        one.organisation_id: one
        for one in targets_for(request.user, today).filter(
            host=cycle.host, fact=what.key, period=cycle.period
        )
    }
    proposes = may_propose(request.user, cycle, what.key, today)
    reach = scope(request.user, Permission.TARGET_READ, today)
    sees_all = proposes or reach.covers(cycle.host_id)
    units = [one for one in _units(cycle, what) if sees_all or one.pk in found]
    names, before = names_of([one.pk for one in units], today), last_year(cycle, what.key)
    rows = [
        {"body": one, "name": names.get(one.pk), "target": found.get(one.pk), "before": before.get(one.pk, ""),
         "state": TARGET_WORDS[found[one.pk].state if one.pk in found else ""], "typed": (typed or {}).get(one.pk),
         "is_host": one.pk == cycle.host_id}
        for one in units
    ]  # fmt: skip
    context = {"cycle": cycle, "what": what, "rows": rows, "ladder": ladder(found.values(), cycle.host, what.adds_up), "proposes": proposes,
               "problems": problems, "agreed": sum(1 for one in found.values() if one.state == TargetState.AGREED.value)}  # fmt: skip
    return render(request, "cycles/targets_of_fact.html", context, status=status)


@needs(Permission.TARGET_READ)
@require_safe
def unit_page(request: UserRequest, cycle: int, body: str) -> HttpResponse:
    """All targets of one unit."""
    one, today = _year(request, cycle), clock.today()
    unit = get_object_or_404(bodies_within(scope(request.user, Permission.TARGET_READ, today)), key=body)
    titles = {row.key: row for row in needed(one)}
    found = [
        row
        for row in targets_for(request.user, today).filter(
            host=one.host, organisation=unit, period=one.period
        )
        if row.fact in titles
    ]
    found.sort(key=lambda row: list(titles).index(row.fact))
    rows = [{"target": row, "what": titles[row.fact], "state": TARGET_WORDS[row.state]} for row in found]
    context = {"cycle": one, "unit": unit, "name": names_of([unit.pk], today)[unit.pk], "rows": rows,
               "waiting": sum(row.state == TargetState.PROPOSED.value for row in found)}  # fmt: skip
    return render(request, "cycles/targets_of_unit.html", context)


@needs(Permission.TARGET_READ, write=WRITES)
def target_page(request: UserRequest, target: int) -> HttpResponse:
    """One target: its story, and what this person may do next."""
    today = clock.today()
    one = get_object_or_404(targets_for(request.user, today), pk=target)
    cycle = cycle_of(one)
    if request.method != "POST":
        return _target(request, one, cycle, ())
    try:
        return perform(request, lambda: _deed(request, one), lambda done: reverse("target", args=(one.pk,)))
    except KaopingError as error:
        return _target(request, one, cycle, error.problems, getattr(error, "status", 422))


def _deed(request: UserRequest, one: Target) -> Target:
    sent = request.POST
    seen, reason, now = int(sent.get("seen", "0") or 0), sent.get("reason", ""), clock.now()
    match sent.get("do", ""):
        case "accept" | "object" as which:
            return services.answer_target(
                by=request.user,
                target_id=one.pk,
                accepts=which == "accept",
                counter=sent.get("figure", ""),
                reason=reason,
                seen=seen,
                now=now,
            )
        case "agree":
            return services.agree_target(
                by=request.user,
                target_id=one.pk,
                typed=sent.get("figure", ""),
                reason=reason,
                seen=seen,
                now=now,
            )
        case "revise":
            return services.revise_target(
                by=request.user,
                target_id=one.pk,
                typed=sent.get("figure", ""),
                reason=reason,
                document=sent.get("document", ""),
                seen=seen,
                now=now,
            )
    raise Http404


def _target(
    request: UserRequest, one: Target, cycle: Cycle, problems: Sequence[Problem], status: int = 200
) -> HttpResponse:
    today, what = clock.today(), _needed(cycle, one.fact)
    moves = [
        {"move": move, "words": MOVE_WORDS[move.kind]}
        for move in one.moves.select_related("by").order_by("-number")
    ]
    context = {
        "target": one, "cycle": cycle, "what": what, "moves": moves, "problems": problems, "sent": request.POST, "state": TARGET_WORDS[one.state],
        "name": names_of([one.organisation_id], today)[one.organisation_id], **_next(request, one),
        "answers": one.state == TargetState.PROPOSED.value and may(request.user, Permission.TARGET_REPLY, today, one.organisation_id),
        "agrees": one.state != TargetState.AGREED.value and may(request.user, Permission.TARGET_AGREE, today, one.host_id),
        "revises": one.state == TargetState.AGREED.value and may_propose(request.user, cycle, one.fact, today),
    }  # fmt: skip
    return render(request, "cycles/target.html", context, status=status)


def _next(request: UserRequest, one: Target) -> dict[str, object]:
    """What else waits for this person, and where to go back to."""
    waiting = list(
        waiting_for(request.user, clock.today())
        .exclude(pk=one.pk)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return {
        "waiting": len(waiting),
        "next": next((pk for pk in waiting if pk > one.pk), waiting[0] if waiting else None),
    }


def _year(request: UserRequest, cycle: int) -> Cycle:
    return get_object_or_404(cycle_for(request.user, clock.today(), cycle))


def _needed(cycle: Cycle, fact: str) -> Needed:
    found = next((one for one in needed(cycle) if one.key == fact), None)
    if found is None:
        raise Http404
    return found


def _units(cycle: Cycle, what: Needed) -> list[Organisation]:
    """The level above first, then the units of the tracks."""
    groups = groups_of(cycle)
    return [cycle.host, *(body for group in what.groups for body in groups.get(group, ()))]


def _own_bodies(request: UserRequest, cycle: Cycle | None) -> list[Organisation]:
    """The units this person answers for."""
    if cycle is None:
        return []
    reply = scope(request.user, Permission.TARGET_REPLY, clock.today())
    return bodies_of(reply.own) if reply.holds else []
