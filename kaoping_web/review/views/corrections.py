"""Corrections after the lock: asked, decided, listed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.filing.forms import typed_of_cell, whole
from kaoping_web.filing.models import Value
from kaoping_web.filing.queries import history_of_value, values_for
from kaoping_web.filing.shown import typed, typed_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused
from kaoping_web.review.models import Correction, CorrectionState
from kaoping_web.review.queries import corrections_for, corrections_to_decide
from kaoping_web.review.services import ask_correction, decide_correction
from kaoping_web.schemes.queries import parsed

READERS = (Permission.VALUE_CORRECT, Permission.VALUE_CORRECT_APPROVE, Permission.VALUE_VERIFY)
KEPT = 100


@needs(*READERS)
@require_safe
def listed(request: UserRequest) -> HttpResponse:
    """Corrections that wait for us, and those there have been."""
    waiting = list(corrections_to_decide(request.user))
    others = [
        one for one in corrections_for(request.user)[:KEPT] if one.pk not in {each.pk for each in waiting}
    ]
    names = names_of({one.value.organisation_id for one in [*waiting, *others]}, clock.today())
    context = {
        "waiting": [(one, _where(one.value, names)) for one in waiting],
        "others": [(one, _where(one.value, names)) for one in others],
    }
    return render(request, "review/corrections.html", context)


def _where(value: Value, names: dict[int, Words]) -> Words:
    title, name = (
        parsed(value.filing.cycle.scheme_version).facts[value.fact].title,
        names[value.organisation_id],
    )
    return Words(f"{name.in_('zh')} {title.in_('zh')}", f"{name.in_('en')}: {title.in_('en')}")


@needs(*READERS)
def one(request: UserRequest, correction: int) -> HttpResponse:
    """One correction, with what stands now; decided here by another person."""
    found = get_object_or_404(corrections_for(request.user), pk=correction)
    if request.method != "POST":
        return _one(request, found, None)
    try:
        return perform(
            request,
            lambda: decide_correction(
                by=request.user, correction_id=found.pk, approve=request.POST.get("do") == "approve", now=clock.now(),
                decision=request.POST.get("decision", ""), seen=whole(request.POST.get("seen")),
            ),
            lambda _: reverse("correction", args=[found.pk]),
        )  # fmt: skip
    except Refused as refused:
        return _one(request, corrections_for(request.user).get(pk=correction), refused)


def _one(request: UserRequest, correction: Correction, refused: Refused | None) -> HttpResponse:
    value = correction.value
    names = names_of([value.organisation_id, value.filing.supplier_id], value.filing.cycle.ends)
    is_open, fact = (
        correction.state == CorrectionState.ASKED.value,
        parsed(value.filing.cycle.scheme_version).facts[value.fact],
    )
    context = {
        "correction": correction, "value": value, "fact": fact, "now_shown": typed(value, fact, request.lang) or "—",
        "new_shown": typed_of(correction.answer, correction.text, None, fact, request.lang),
        "where": _where(value, names), "supplier": names[value.filing.supplier_id], "history": history_of_value(value), "is_open": is_open,
        "can_decide": is_open and corrections_to_decide(request.user).filter(pk=correction.pk).exists(), "sent": request.POST,
        "problems": refused.problems if refused else (),
    }  # fmt: skip
    return render(request, "review/correction.html", context, status=refused.status if refused else 200)


@needs(Permission.VALUE_CORRECT)
def ask(request: UserRequest, value: int) -> HttpResponse:
    """Ask for another figure, with reason and document."""
    within = scope(request.user, Permission.VALUE_CORRECT, clock.today()).of("filing__supplier")
    found = get_object_or_404(values_for(request.user).filter(within), pk=value)
    if request.method != "POST":
        return _ask(request, found, None)
    try:
        return perform(
            request,
            lambda: ask_correction(
                by=request.user, value_id=found.pk, typed=typed_of_cell(request.POST), reason=request.POST.get("reason", ""),
                document=request.POST.get("document", ""), now=clock.now(),
            ),
            lambda made: reverse("correction", args=[made.pk]),
        )  # fmt: skip
    except Refused as refused:
        return _ask(request, found, refused)


def _ask(request: UserRequest, value: Value, refused: Refused | None) -> HttpResponse:
    names = names_of([value.organisation_id], value.filing.cycle.ends)
    context = {
        "value": value, "fact": parsed(value.filing.cycle.scheme_version).facts[value.fact], "where": _where(value, names),
        "problems": refused.problems if refused else (), "sent": request.POST,
    }  # fmt: skip
    return render(request, "review/ask.html", context, status=refused.status if refused else 200)
