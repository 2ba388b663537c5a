"""Sending for approval, approving, returning, locking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import drafts_of, findings_of, text_of, to_decide_for
from kaoping_web.schemes.services import approve_version, lock_version, return_version, send_version
from kaoping_web.schemes.views.forms import page_of, seen_in

READ, DRAFT, APPROVE = Permission.SCHEME_READ, Permission.SCHEME_DRAFT, Permission.SCHEME_APPROVE


def _done(
    request: UserRequest,
    rows: QuerySet[SchemeVersion],
    version: int,
    deed: Callable[[SchemeVersion], SchemeVersion],
) -> HttpResponse:
    """One deed on a version within reach; another body's version is not there."""
    found = get_object_or_404(rows, pk=version)
    return perform(request, lambda: deed(found), page_of)


@needs(DRAFT, write=DRAFT)
@require_POST
def send(request: UserRequest, version: int) -> HttpResponse:
    """Send a draft for approval."""
    now, seen, reason = clock.now(), seen_in(request), request.POST.get("reason", "")
    rows = drafts_of(request.user, clock.today())
    findings_of(
        text_of(get_object_or_404(rows, pk=version))
    )  # checked before the transaction; kept by its text
    return _done(
        request,
        rows,
        version,
        lambda one: send_version(by=request.user, version_id=one.pk, seen=seen, reason=reason, now=now),
    )


@needs(APPROVE, write=APPROVE)
@require_POST
def approve(request: UserRequest, version: int) -> HttpResponse:
    """Approve a version that was sent."""
    now, seen = clock.now(), seen_in(request)
    rows = to_decide_for(request.user, clock.today())
    return _done(
        request,
        rows,
        version,
        lambda one: approve_version(by=request.user, version_id=one.pk, seen=seen, now=now),
    )


@needs(APPROVE, write=APPROVE)
@require_POST
def give_back(request: UserRequest, version: int) -> HttpResponse:
    """Return a version to those who drafted it."""
    now, seen, reason = clock.now(), seen_in(request), request.POST.get("reason", "")
    rows = to_decide_for(request.user, clock.today())
    return _done(
        request,
        rows,
        version,
        lambda one: return_version(by=request.user, version_id=one.pk, seen=seen, reason=reason, now=now),
    )


@needs(APPROVE, write=APPROVE)
@require_POST
def lock(request: UserRequest, version: int) -> HttpResponse:
    """Put an approved version in force."""
    now, seen, document = clock.now(), seen_in(request), request.POST.get("document", "")
    sent = request.POST.get("effective_on", "")
    rows = to_decide_for(request.user, clock.today())

    def deed(one: SchemeVersion) -> SchemeVersion:
        return lock_version(
            by=request.user, version_id=one.pk, seen=seen, effective_on=_day(sent), document=document, now=now
        )

    return _done(request, rows, version, deed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            problem(
                "not-a-day",
                f"“{text}”不是日期。",
                f"“{text}” is not a date.",
                "写成 2026-03-12。",
                "write it as 2026-03-12.",
            )
        ) from None
