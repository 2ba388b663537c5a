"""The pages of scoring: which cycles have runs, the runs of a cycle, one run with what changed since the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping import Problem
from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.cycles.queries import kept_cycles
from kaoping_web.journal.kept import position_of_request
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import User
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import names_by_key, names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused
from kaoping_web.scoring.audience import MADE
from kaoping_web.scoring.causes import bodies_in, why
from kaoping_web.scoring.forms import ReleaseForm, StartForm
from kaoping_web.scoring.models import Run, RunState
from kaoping_web.scoring.queries.differences import moved_between
from kaoping_web.scoring.queries.explanations import is_explained
from kaoping_web.scoring.queries.lines import tally_of
from kaoping_web.scoring.queries.missing import called, lacking
from kaoping_web.scoring.queries.replay import scheme_of
from kaoping_web.scoring.queries.runs import (
    cycle_for,
    final_run,
    latest_runs,
    made_before,
    run_for,
    runs_of,
)
from kaoping_web.scoring.services import explain_run, make_run, release_run, request_run
from kaoping_web.scoring.services.explaining import is_small

MOST_SHOWN = 200
NAMED = 3
"""How many bodies or forms are named; the rest is counted."""


@needs(Permission.RUN_READ)
@require_safe
def scoring(request: UserRequest) -> HttpResponse:
    """Every cycle that has begun, with its last run."""
    user, day = _user(request), clock.today()
    cycles = [
        one
        for one in kept_cycles(user, day, position_of_request(request))
        if one.state != CycleState.PLANNED.value
    ]
    last = latest_runs(user, day)
    rows = [(one, *last.get(one.pk, (None, 0))) for one in cycles]
    waiting = sum(1 for _, run, _ in rows if run is not None and run.state == RunState.MADE.value)
    return render(request, "scoring/cycles.html", {"rows": rows, "waiting": waiting})


@needs(Permission.RUN_READ, write=Permission.RUN_START)
def scoring_cycle(request: UserRequest, cycle: int) -> HttpResponse:
    """The runs of one cycle; the office starts another here."""
    found = cycle_for(_user(request), cycle, clock.today())
    if found is None or not may(request.user, Permission.RUN_READ, clock.today(), found.host_id):
        raise Http404
    if request.method == "POST":
        return _start(request, found)
    return _cycle_page(request, found)


def _start(request: UserRequest, cycle: Cycle) -> HttpResponse:
    """Ask for a run and make it at once. The request is one deed; the work is done after it, outside every transaction."""
    form, asked = StartForm(request.POST), []
    if not form.is_valid():
        return _cycle_page(request, cycle, form=form, status=422)

    def ask() -> Run:
        run = request_run(by=_user(request), cycle=cycle, now=clock.now(), **form.cleaned_data)
        asked.append(run.pk)
        return run

    try:
        response = perform(request, ask, lambda run: reverse("scoring-run", args=(run.pk,)))
    except Refused as error:
        return _cycle_page(request, cycle, error.problems, form, error.status)
    for number in asked:
        make_run(number, clock.now())
    return response


def _cycle_page(
    request: UserRequest,
    cycle: Cycle,
    problems: Sequence[Problem] = (),
    form: StartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, day = _user(request), clock.today()
    runs = runs_of(cycle, user, day)
    given = {
        "cycle": cycle, "runs": runs, "problems": problems, "form": form or StartForm(), "final": final_run(cycle),
        "may_start": may(user, Permission.RUN_START, day, cycle.host_id) and cycle.state != CycleState.PLANNED.value,
    }  # fmt: skip
    return render(request, "scoring/cycle.html", given, status=status)


@needs(Permission.RUN_READ, write=Permission.RUN_RELEASE)
def scoring_run(request: UserRequest, run: int) -> HttpResponse:
    """One run: what went in, what came out, what changed; the head of the office releases it here."""
    found = run_for(_user(request), run, clock.today())
    if found is None:
        raise Http404
    if request.method == "POST":
        return _release(request, found)
    return _run_page(request, found)


def _release(request: UserRequest, run: Run) -> HttpResponse:
    """Release it; explanations of a small run are stored at once, of a large one by `make_runs`."""
    form, done = ReleaseForm(request.POST), []
    if not form.is_valid():
        raise Http404
    state, seen = RunState(form.cleaned_data["state"]), form.cleaned_data["seen"]

    def release() -> Run:
        made = release_run(by=_user(request), run_id=run.pk, state=state, seen=seen, now=clock.now())
        done.append(made)
        return made

    try:
        response = perform(request, release, lambda made: reverse("scoring-run", args=(made.pk,)))
    except Refused as error:
        return _run_page(request, run, error.problems, error.status)
    for made in done:
        if is_small(made):
            explain_run(made)
    return response


def _run_page(
    request: UserRequest, run: Run, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    user, day = _user(request), clock.today()
    before = made_before(run) if run.state in MADE else None
    moved = moved_between(before, run) if before else None
    names = names_of({one.organisation for one in moved.lines}, run.cycle.ends) if moved else {}
    keys = {one.organisation for one in moved.inputs} if moved else set()
    told = json.loads(run.problems) if run.problems else []
    given = _causes(run, told) | {"bodies": names_by_key(keys, run.cycle.ends)} | {
        "run": run, "cycle": run.cycle, "before": before, "moved": moved, "names": names, "problems": problems, "scheme": scheme_of(run),
        "tally": tally_of(run), "most": MOST_SHOWN,
        "explained": run.state in MADE and is_explained(run),
        "may_release": may(user, Permission.RUN_RELEASE, day, run.cycle.host_id) and run.asked_by_id != user.pk,
        "is_starter": run.asked_by_id == user.pk,
    }  # fmt: skip
    return render(request, "scoring/run.html", given, status=status)


def _causes(run: Run, told: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """What lies behind a run's problems, with the forms that lack the figures; its other sentences with bodies by name."""
    scheme = scheme_of(run)
    found = why(scheme, told)
    bodies = {key for one in found.causes for key in one.bodies}
    named = called(bodies | bodies_in(found.others), run.cycle.ends)
    lacks = lacking(run, {fact for one in found.causes for fact in one.facts}, bodies) if found.causes else {}
    causes = [
        {
            "cause": one, "names": [named[key] for key in one.bodies[:NAMED] if key in named], "more": max(0, len(one.bodies) - NAMED),
            "lacks": [
                {"title": scheme.facts[fact].title, "cells": sum(lack.cells for lack in lacks[fact]), "forms": lacks[fact][:NAMED],
                 "more": max(0, len(lacks[fact]) - NAMED)}
                for fact in one.facts if fact in lacks
            ],
        }
        for one in found.causes
    ]  # fmt: skip
    return {
        "causes": causes,
        "following": found.following,
        "told": found.others,
        "named": named,
        "following_words": Words(f"，牵出 {found.following} 处", f", with {found.following} more that follow")
        if found.following
        else Words("", ""),
    }


def _user(request: UserRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
