"""The ledger as a table, a board and a line of months, with its filters."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.drawing import axis_of
from kaoping_web.supervision.forms import whole
from kaoping_web.supervision.lights import WorkedDays
from kaoping_web.supervision.models import IS_CLOSED, NOT_CLOSED
from kaoping_web.supervision.queries.choices import owners_of, papers_seen, plan_items
from kaoping_web.supervision.queries.ledger import Filters, Ledger, Row, ledger, tally_of
from kaoping_web.supervision.queries.month import closed_this_month
from kaoping_web.supervision.queries.overdue import overdue_by_month

AT_ONCE, ON_BOARD = 40, 12
VIEWS = ("table", "board", "time")
STATES = (
    "open",
    "registered",
    "assigned",
    "under_way",
    "claimed",
    "checked",
    "asked",
    "done",
    "merged",
    "all",
)
COLUMNS = (("assigned", ("registered", "assigned")), ("working", ("received", "working")), ("claimed", ("claimed",)), ("checked", ("checked",)),
           ("closed", IS_CLOSED))  # fmt: skip


@needs(Permission.MATTER_READ)
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """What is under way, heaviest first."""
    user, today = request.user, clock.today()
    view = request.GET.get("view", "table") if request.GET.get("view") in VIEWS else "table"
    filters = filters_of(request)
    worked = WorkedDays()
    found = ledger(user, today, filters, worked)
    everything = _open(found, filters) or ledger(user, today, Filters(), worked)
    at = max(whole(request.GET.get("page")), 1)
    shown = found.rows[(at - 1) * AT_ONCE : at * AT_ONCE]
    issues, reads_host = may(user, Permission.SLIP_ISSUE, today), may(user, Permission.PAPER_READ, today)
    context = {
        "view": view, "views": VIEWS, "filters": filters, "rows": shown, "total": len(found.rows), "tally": everything.tally, "open": len(everything.rows),
        "page": at, "pages": -(-len(found.rows) // AT_ONCE), "rest": max(len(found.rows) - at * AT_ONCE, 0), "first": (at - 1) * AT_ONCE + 1,
        "closed": closed_this_month(user, today), "axis": axis_of(shown, today, 640 if view == "time" else 216), "today": today,
        "this_year": today.year, "issues": issues, "to_issue": _to_issue(everything, issues), "cards": _cards(everything),
        "owners": owners_of([*everything.rows, *found.rows]), "papers": papers_seen(user, today), "items": plan_items(user, today), "states": STATES,
        "assigns": may(user, Permission.MATTER_ASSIGN, today) and may(user, Permission.PAPER_CONFIRM, today), "query": _query(request),
        "overdue": overdue_by_month(user, today, worked) if view == "table" else None,
        "columns": _columns(found) if view == "board" else (), "is_unit": not reads_host, "reads_host": reads_host,
    }  # fmt: skip
    return render(request, "supervision/ledger.html", context)


def _open(found: Ledger, filters: Filters) -> Ledger | None:
    """The open matters among these, where the filters let all of them through."""
    if filters.is_narrow or filters.state not in ("open", "all"):
        return None
    rows = [one for one in found.rows if one.matter.state in NOT_CLOSED]
    return Ledger(rows, tally_of(rows))


def filters_of(request: UserRequest) -> Filters:
    """What the address asks for."""
    asked = request.GET
    board = asked.get("view") == "board"
    state = asked.get("state") or ("all" if board else "open")
    return Filters(
        paper=whole(asked.get("paper")), owner=asked.get("owner", "")[:80], item=whole(asked.get("item")),
        state=state if state in STATES or state in ("received", "working", "closed", "reviewed") else "open",
        card=asked.get("card", "") if asked.get("card") in ("red", "yellow", "blue", "lit", "issued") else "", words=asked.get("q", "").strip()[:40],
    )  # fmt: skip


def _query(request: UserRequest) -> str:
    """The filters as they stand, for links to the other views."""
    kept = {key: value for key, value in request.GET.items() if key not in ("view", "page") and value}
    return urlencode(kept)


def _columns(found: Ledger) -> list[dict[str, object]]:
    columns = []
    for name, states in COLUMNS:
        rows = [one for one in found.rows if one.matter.state in states]
        columns.append(
            {"name": name, "count": len(rows), "rows": rows[:ON_BOARD], "rest": max(len(rows) - ON_BOARD, 0)}
        )
    return columns


def _to_issue(found: Ledger, issues: bool) -> list[Row]:
    return [one for one in found.rows if one.to_issue] if issues else []


def _cards(found: Ledger) -> dict[str, int]:
    """Slips that stand, by colour."""
    standing = [one.card.colour for one in found.rows if one.card]
    return {colour: standing.count(colour) for colour in ("yellow", "red")}
