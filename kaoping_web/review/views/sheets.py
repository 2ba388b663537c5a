"""The queue, and the sheet of one indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.queries import cycle_for
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.review.drawing import drawn
from kaoping_web.review.queries import Sheet, corrections_to_decide, queue_for, sheet_for
from kaoping_web.review.services import accept_values, return_values, sign_values

_NAME = re.compile(r"d-(\d{1,18})-(\d{1,9})", re.A)


@needs(Permission.VALUE_VERIFY)
@require_safe
def queue(request: UserRequest) -> HttpResponse:
    """Which figures wait for our verification."""
    waiting = queue_for(request.user)
    context = {
        "waiting": waiting, "to_accept": sum(one.to_accept for one in waiting), "to_sign": sum(one.to_sign for one in waiting),
        "corrections": corrections_to_decide(request.user).count(), "now": clock.now(),
    }  # fmt: skip
    return render(request, "review/queue.html", context)


@needs(Permission.VALUE_VERIFY)
def sheet(request: UserRequest, cycle: int, fact: str) -> HttpResponse:
    """Can these numbers stand? One indicator, all units."""
    found = get_object_or_404(cycle_for(request.user, clock.today(), cycle))
    if request.method != "POST":
        return _page(request, found, fact, None, {})
    said = verdicts_of(request.POST, _sheet(request, found, fact))
    try:
        return perform(
            request, lambda: _judge(request, said), lambda _: reverse("review-sheet", args=[cycle, fact])
        )
    except Refused as refused:
        return _page(request, found, fact, refused, {**said.accept, **said.sign, **said.returned})


def _sheet(request: UserRequest, cycle: Cycle, fact: str) -> Sheet:
    found = sheet_for(request.user, cycle, fact)
    if found is None:
        raise Http404
    return found


def _page(
    request: UserRequest, cycle: Cycle, fact: str, refused: Refused | None, chosen: dict[int, str]
) -> HttpResponse:
    found = _sheet(request, cycle, fact)
    rows = [
        (one, chosen.get(one.value.pk, ""), request.POST.get(f"r-{one.value.pk}", "")) for one in found.lines
    ]
    can = {verdict for one in found.lines for verdict in one.verdicts}
    context = {
        "sheet": found, "drawn": drawn(rows, found.fact, request.lang), "cycle": cycle, "fact": found.fact, "can": can,
        "problems": refused.problems if refused else (),
    }  # fmt: skip
    return render(request, "review/sheet.html", context, status=refused.status if refused else 200)


@dataclass
class Said:
    """What was chosen for each figure, the reasons of those returned, and the vintage each was shown in."""

    accept: dict[int, str] = field(default_factory=dict)
    sign: dict[int, str] = field(default_factory=dict)
    returned: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    vintages: dict[int, int] = field(default_factory=dict)


def verdicts_of(sent: QueryDict, sheet: Sheet) -> Said:
    """The choices of a form. `do=rest`: whatever has no choice and no lead is accepted or signed, as its turn is."""
    said, may = Said(), {one.value.pk: one for one in sheet.lines}
    for name in sent:
        match = _NAME.fullmatch(name)
        if match is None or int(match[1]) not in may:
            continue
        key, choice = int(match[1]), sent[name]
        if choice == "none" and sent.get("do") == "rest" and not may[key].leads:
            choice = next(iter(may[key].verdicts), "none")
            choice = "none" if choice == "return" else choice
        if choice in ("accept", "sign", "return"):
            {"accept": said.accept, "sign": said.sign, "return": said.returned}[choice][key] = choice
            said.vintages[key] = int(match[2])
            said.reasons[key] = sent.get(f"r-{key}", "")
    return said


def _judge(request: UserRequest, said: Said) -> None:
    """Everything that was chosen, or nothing."""
    by, now = request.user, clock.now()
    if not said.vintages:
        raise Refused(
            problem("nothing-chosen", "没有选择任何一格。", "nothing was chosen.",
                    "在每行选“认可”“签认”或“退回”。", "choose accept, sign or return in a row.")
        )  # fmt: skip
    if said.returned:
        return_values(
            by=by, reasons={key: said.reasons[key] for key in said.returned}, now=now, vintages=said.vintages
        )
    if said.accept:
        accept_values(by=by, value_ids=said.accept, now=now, vintages=said.vintages)
    if said.sign:
        sign_values(by=by, value_ids=said.sign, now=now, vintages=said.vintages)
