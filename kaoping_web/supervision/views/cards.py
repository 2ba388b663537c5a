"""Cards that are due to be signed, slips as they are printed, and what is answered to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Problem, Words
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.forms import files_of, whole
from kaoping_web.supervision.models import Card
from kaoping_web.supervision.queries import cards_for, matters_for
from kaoping_web.supervision.queries.ledger import Filters, ledger, rows_of
from kaoping_web.supervision.queries.results import consequence_of
from kaoping_web.supervision.queries.slips import slips_of
from kaoping_web.supervision.services.cards import answer_card, issue_card, withdraw_card


@needs(Permission.SLIP_ISSUE)
@require_safe
def to_issue(request: UserRequest) -> HttpResponse:
    """Everything that date and progress propose today, and the slips issued so far."""
    return _list(request)


def _list(
    request: UserRequest, problems: Sequence[Problem] = (), at: int = 0, status: int = 200
) -> HttpResponse:
    today = clock.today()
    found = ledger(request.user, today, Filters(state="open"))
    issued = slips_of(cards_for(request.user, today).order_by("-year", "-number")[:100], today)
    rows = [one for one in found.rows if one.to_issue]
    hosts = {one.matter.host_id: one.matter.host for one in rows}
    context = {
        "rows": rows, "issued": issued, "names": names_of([one.card.organisation_id for one in issued], today), "problems": problems, "at": at,
        "sent": request.POST, "this_year": today.year, "effects": {key: consequence_of(host, today) for key, host in hosts.items()}, "tally": found.tally,
        "overdue": sum(1 for one in issued if one.state == "overdue"),
    }  # fmt: skip
    return render(request, "supervision/cards.html", context, status=status)


@needs(Permission.SLIP_ISSUE)
def issue(request: UserRequest, matter: int) -> HttpResponse:
    """One card is signed, or a talk held in its stead."""
    found = get_object_or_404(matters_for(request.user, clock.today()), pk=matter)
    if request.method != "POST":
        return redirect("cards")
    sent = request.POST
    try:
        return perform(
            request,
            lambda: issue_card(
                by=request.user,
                matter_id=found.pk,
                colour=sent.get("colour", ""),
                demand=sent.get("demand", ""),
                as_talk=sent.get("do") == "talk",
                seen=whole(sent.get("seen")),
                now=clock.now(),
            ),
            lambda made: reverse("slip", args=(made.pk,)) if made.form == "slip" else reverse("cards"),
        )
    except KaopingError as refused:
        return _list(request, refused.problems, found.pk, getattr(refused, "status", 422))


@needs(Permission.MATTER_READ, write=Permission.SLIP_ISSUE)
def slip(request: UserRequest, card: int) -> HttpResponse:
    """One slip on one page of paper; withdrawn from here by another person."""
    found = get_object_or_404(cards_for(request.user, clock.today()), pk=card)
    if request.method != "POST":
        return _slip(request, found)
    try:
        return perform(
            request,
            lambda: withdraw_card(
                by=request.user,
                card_id=found.pk,
                reason=request.POST.get("reason", ""),
                seen=whole(request.POST.get("seen")),
                now=clock.now(),
            ),
            lambda _: reverse("slip", args=(found.pk,)),
        )
    except KaopingError as refused:
        return _slip(request, found, refused.problems, getattr(refused, "status", 422))


@needs(Permission.MATTER_READ, write=Permission.MATTER_REPORT)
def answer(request: UserRequest, card: int) -> HttpResponse:
    """The owner answers a slip."""
    found = get_object_or_404(cards_for(request.user, clock.today()), pk=card)
    if request.method != "POST":
        return redirect("slip", card=found.pk)
    try:
        kept = files_of(request)
        return perform(
            request,
            lambda: answer_card(
                by=request.user,
                card_id=found.pk,
                words=request.POST.get("words", ""),
                kept=kept,
                now=clock.now(),
            ),
            lambda _: f"{reverse('slip', args=(found.pk,))}#s-answers",
        )
    except KaopingError as refused:
        return _slip(request, found, refused.problems, getattr(refused, "status", 422))


def _slip(
    request: UserRequest, card: Card, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    day, today = card.issued_on, clock.today()
    names = names_of([card.organisation_id, card.host_id], day)
    context = {
        "card": card, "row": rows_of([card.matter], today)[0], "owner": names[card.organisation_id], "host": names[card.host_id], "problems": problems,
        "origin": card.matter.origins.select_related("paper").order_by("pk").first(), "sent": request.POST, "title": _title(card),
        "withdraws": _may_withdraw(request, card), "slip": slips_of([card], today)[0], "answers": _may_answer(request, card), "this_year": today.year,
    }  # fmt: skip
    return render(request, "supervision/slip.html", context, status=status)


def _may_withdraw(request: UserRequest, card: Card) -> bool:
    stands = card.withdrawn_on is None and card.issued_by_id != request.user.pk
    return stands and may(request.user, Permission.SLIP_ISSUE, clock.today(), card.host_id)


def _may_answer(request: UserRequest, card: Card) -> bool:
    stands = card.withdrawn_on is None and card.form == "slip"
    return stands and may(request.user, Permission.MATTER_REPORT, clock.today(), card.organisation_id)


def _title(card: Card) -> Words:
    if card.form == "talk":
        return Words("约谈通知", "Notice of a talk")
    return (
        Words("督办单（红牌）", "Supervision slip (red card)")
        if card.colour == "red"
        else Words("督办单（黄牌）", "Supervision slip (yellow card)")
    )
