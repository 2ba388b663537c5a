"""The tree of a day, and a body with all its days."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError
from kaoping.sheets import read_date
from kaoping_web import clock
from kaoping_web.journal.histories import lines_of
from kaoping_web.journal.queries import history_of_chain
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.naming import names_in_entries
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.pages import change_rows, tree_on
from kaoping_web.organisations.policy import Scope, may, scope
from kaoping_web.organisations.queries.bodies import names_of, nearest
from kaoping_web.organisations.queries.changes import (
    body_of,
    days_of_change,
    figures_over_time,
    standings_over_time,
)
from kaoping_web.organisations.queries.people import grants_in, people_of_body
from kaoping_web.organisations.roles import ROLE_WORDS, Permission, Role
from kaoping_web.organisations.words import figure_words, kind_words

OF_BODIES = (
    "organisations.organisation",
    "organisations.standing",
    "organisations.figure",
    "organisations.change",
)


@needs(Permission.BODIES_READ)
@require_safe
def bodies(request: UserRequest) -> HttpResponse:
    """The tree of any day."""
    today = clock.today()
    day, wrong = day_asked(request.GET.get("on", ""), today)
    tree = tree_on(day, request.GET.get("under", ""))
    shown = {
        "tree": tree, "on": day, "today": today, "wrong": wrong, "under": request.GET.get("under", ""), "days": days_of_change()[:12],
        "may_change": may(request.user, Permission.BODIES_CHANGE, today), "may_people": may(request.user, Permission.PEOPLE_READ, today),
    }  # fmt: skip
    return render(request, "organisations/bodies.html", shown, status=422 if wrong else 200)


@needs(Permission.BODIES_READ)
@require_safe
def body(request: UserRequest, body: str) -> HttpResponse:
    """One body: names over time, changes, figures, people, history, each as far as the reader may see it."""
    today, found = clock.today(), body_or_404(body)
    day, _ = day_asked(request.GET.get("on", ""), today)
    standings = standings_over_time(found)
    above = names_of({one.parent_id for one in standings if one.parent_id}, day)
    if not standings:
        raise Http404
    standing, may_here = nearest(standings, day), _Here(request, found, today)
    shown = {
        "body": found, "standing": standing, "on": day, "today": today, "kind": kind_words(standing.kind),
        "standings": [(one, above.get(one.parent_id or 0), kind_words(one.kind)) for one in reversed(standings)],
        "changes": change_rows(found, day)[::-1],
        "figures": [(one, figure_words(one.name)) for one in figures_over_time(found)],
        "may_change": may_here(Permission.BODIES_CHANGE),
        **_people(request, found, today, may_here), **_history(found, today, may_here),
    }  # fmt: skip
    return render(request, "organisations/body.html", shown)


class _Here:
    """Which permissions reach one body; several that reach as far are asked once."""

    def __init__(self, request: UserRequest, body: Organisation, today: date) -> None:
        self.user, self.body, self.today = request.user, body, today
        self.known: dict[Scope, bool] = {}

    def __call__(self, permission: Permission) -> bool:
        reach = scope(self.user, permission, self.today)
        if reach not in self.known:
            self.known[reach] = reach.covers(self.body.pk)
        return self.known[reach]


def _people(request: UserRequest, found: Organisation, today: date, may_here: _Here) -> dict[str, object]:
    if not may_here(Permission.PEOPLE_READ):
        return {"sees_people": False}
    held: dict[int, list[object]] = {}
    for one in (
        grants_in(request.user, Permission.PEOPLE_READ, today)
        .filter(organisation=found)
        .select_related(None)
        .order_by("starts", "pk")
    ):
        held.setdefault(one.user_id, []).append((ROLE_WORDS[Role(one.role)], one, one.holds_on(today)))
    staff = people_of_body(found, request.user, today).select_related(None).only("display_name", "is_active")
    people = [(one, held.get(one.pk, [])) for one in staff]
    return {"sees_people": True, "people": people}


def _history(found: Organisation, today: date, may_here: _Here) -> dict[str, object]:
    if not any(map(may_here, (Permission.JOURNAL_OBJECT, Permission.JOURNAL_READ))):
        return {"sees_history": False}
    entries = history_of_chain(found.key, OF_BODIES, 30)
    return {"sees_history": True, "history": lines_of(entries, names_in_entries(entries, today))}


def day_asked(text: str, today: date) -> tuple[date, bool]:
    """The day asked for, and whether what was typed is none."""
    if not text:
        return today, False
    try:
        return read_date(text), False
    except KaopingError:
        return today, True


def body_or_404(key: str) -> Organisation:
    """The body of that key, or the page of what is not there."""
    found = body_of(key)
    if found is None:
        raise Http404
    return found
