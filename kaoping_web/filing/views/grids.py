"""The grid of a filing: shown, saved, handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaoping.errors import Problem
from kaoping_web import clock
from kaoping_web.filing import drawing
from kaoping_web.filing.cells import is_due
from kaoping_web.filing.forms import cells_of, whole
from kaoping_web.filing.models import Filing
from kaoping_web.filing.queries import filings_for
from kaoping_web.filing.queries.changes import unsent_of
from kaoping_web.filing.queries.grid import Grid, grid_of
from kaoping_web.filing.queries.receipts import seal_of
from kaoping_web.filing.services import CellInput, NotComplete, SaveOutcome, save_cells, submit_filing
from kaoping_web.filing.words import STATE, due_words, supplier_words, title_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.queries.bodies import keys_within
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Clash, Refused
from kaoping_web.ui.templatetags.kaoping import moment as moment_words


@dataclass
class Shown:
    """What the page says beside the grid: problems of a submission with the cells they are about, and clashes."""

    problems: Sequence[Problem] = ()
    cells: Sequence[int] = ()
    clashes: dict[int, Clash] = field(default_factory=dict)
    closed: int = 0

    @property
    def pairs(self) -> list[tuple[int, Problem]]:
        """Each problem with the number of its cell, 0 where it is about none."""
        cells = list(self.cells) or [0] * len(self.problems)
        return list(zip(cells, self.problems, strict=True))


@needs(Permission.FILING_READ)
@require_safe
def filing_page(request: UserRequest, filing: int) -> HttpResponse:
    """The numbers one supplier owes for a period and a track."""
    return _page(
        request, get_object_or_404(filings_for(request.user, Permission.FILING_READ), pk=filing), Shown()
    )


def _page(request: UserRequest, filing: Filing, shown: Shown, status: int = 200) -> HttpResponse:
    grid, lang, now = grid_of(filing, clock.now()), request.lang, clock.now()
    context = {
        **_head(request, grid), "shown": shown, "rows": drawing.drawn_rows(grid, lang), "now": now,
        "lists": {one.fact.key: one.fact for one in grid.columns if one.fact.choices}.values(),
        "totals": [(column, *sums) for column, sums in zip(grid.columns, grid.totals, strict=False)],
        "mend": grid.to_mend,
    }  # fmt: skip
    return render(request, "filing/filing.html", context, status=status)


def _head(request: UserRequest, grid: Grid) -> dict[str, object]:
    filing, today, now = grid.filing, clock.today(), clock.now()
    verifiers = {
        one.fact.verified_by: supplier_words(grid.scheme, one.fact.verified_by)
        for one in grid.columns
        if one.fact.verified_by
    }
    is_open = any(one.is_open for one in grid.cells())
    return {
        "filing": filing, "grid": grid, "title": title_of(filing, grid.scheme), "supplier": names_of([filing.supplier_id], filing.cycle.ends)[filing.supplier_id],
        "due": due_words(grid.due_at, now), "is_today": grid.due_at is not None and timezone.localdate(grid.due_at) <= today,
        "sent_words": _clock(request, filing.submitted_at), "saved_words": _clock(request, grid.saved_at),
        "verifiers": list(verifiers.values()), "state": STATE[filing.state], "counts": grid.counts, "is_due": is_due(filing),
        "can_edit": is_open and may(request.user, Permission.FILING_EDIT, today, filing.supplier_id),
        "can_submit": is_open and may(request.user, Permission.FILING_SUBMIT, today, filing.supplier_id),
        "can_extend": is_open and may(request.user, Permission.FILING_EXTEND, today, filing.supplier_id),
    }  # fmt: skip


def _clock(request: UserRequest, moment: datetime | None) -> str:
    """A moment in words: the time of day where it was today."""
    if moment is None:
        return ""
    if timezone.localdate(moment) == clock.today():
        return f"{timezone.localtime(moment):%H:%M}"
    return moment_words(Context({"lang": request.lang}), moment)


@needs(Permission.FILING_EDIT, Permission.FILING_SUBMIT)
def save(request: UserRequest, filing: int) -> HttpResponse:
    """Store the cells that were sent; with `do=submit` hand the filing in. A script that asks for JSON is told cell by cell."""
    if request.method != "POST":
        return redirect("filing", filing=filing)
    submits = request.POST.get("do") == "submit"
    needed = Permission.FILING_SUBMIT if submits else Permission.FILING_EDIT
    found = get_object_or_404(filings_for(request.user, needed), pk=filing)
    desk = _Sending(request, found, submits)
    try:
        answer = perform(request, desk.send, desk.then)
    except Refused as refused:
        return _refused(request, found, refused, desk)
    if "application/json" in request.headers.get("Accept", ""):
        return _as_json(request, found.pk, desk)
    if desk.failed is not None or desk.outcome.clashes or desk.outcome.closed:
        return _refused(request, _again(request, found), desk.failed, desk)
    return answer


class _Sending:
    """One form of cells on its way: saved first, then handed in where that was asked."""

    def __init__(self, request: UserRequest, filing: Filing, submits: bool) -> None:
        self.request, self.filing, self.submits = request, filing, submits
        self.outcome = SaveOutcome()
        self.failed: Refused | None = None
        self.cells: list[CellInput] = cells_of(request.POST)

    def send(self) -> SaveOutcome:
        """Cells are stored even where the filing cannot be handed in yet."""
        now, by = clock.now(), self.request.user
        if self.cells and may(by, Permission.FILING_EDIT, clock.today(), self.filing.supplier_id):
            self.outcome = save_cells(by=by, filing_id=self.filing.pk, cells=self.cells, now=now)
        if self.submits and not self.outcome.clashes:
            seen = whole(self.request.POST.get("seen")) + self.outcome.reopened
            try:
                with transaction.atomic():
                    submit_filing(by=by, filing_id=self.filing.pk, seen=seen, now=now)
            except Refused as refused:
                self.failed = refused
        return self.outcome

    def then(self, _: SaveOutcome) -> str:
        """The receipt, or the page as it stands now."""
        page = (
            "filing-receipt"
            if self.submits and self.failed is None and not self.outcome.clashes
            else "filing"
        )
        return reverse(page, args=[self.filing.pk])


def _again(request: UserRequest, filing: Filing) -> Filing:
    return filings_for(request.user, Permission.FILING_READ).get(pk=filing.pk)


def _refused(request: UserRequest, filing: Filing, refused: Refused | None, desk: _Sending) -> HttpResponse:
    """The page with everything that is to be mended; whatever could be stored is stored."""
    if "application/json" in request.headers.get("Accept", "") and refused is not None:
        said = [one.what.in_(request.lang) for one in refused.problems]
        return JsonResponse({"refused": said}, status=refused.status)
    cells = refused.cells if isinstance(refused, NotComplete) else ()
    shown = Shown(
        refused.problems if refused else (), cells, dict(desk.outcome.clashes), len(desk.outcome.closed)
    )
    return _page(request, filing, shown, refused.status if refused else 409)


def _as_json(request: UserRequest, filing: int, desk: _Sending) -> JsonResponse:
    """Every cell that was sent as it stands now, what is to be mended, and the counts."""
    grid = grid_of(filings_for(request.user, Permission.FILING_READ).get(pk=filing), clock.now())
    sent = {one.value_id for one in desk.cells}
    cells = [one for one in grid.cells() if one.value is not None and one.value.pk in sent]
    context = {
        **_head(request, grid),
        "shown": Shown(clashes=dict(desk.outcome.clashes)),
        "mend": grid.to_mend,
        "now": clock.now(),
    }
    return JsonResponse(
        {
            "seen": grid.filing.version,
            "cells": drawing.drawn_cells(cells, request.lang),
            "clashes": _told(desk.outcome.clashes.items()),
            "mend": render_to_string("filing/mend.html", context, request),
            "status": render_to_string("filing/status.html", context, request),
            "totals": [list(one) for one in grid.totals],
        },
        status=409 if desk.outcome.clashes else 200,
    )


def _told(clashes: Iterable[tuple[int, Clash]]) -> list[dict[str, object]]:
    return [{"cell": key, "theirs": one.theirs, "yours": one.yours} for key, one in clashes]


@needs(Permission.FILING_READ)
@require_safe
def changes(request: UserRequest, filing: int) -> HttpResponse:
    """What was changed since the filing was last handed in, cell by cell."""
    found = get_object_or_404(filings_for(request.user, Permission.FILING_READ), pk=filing)
    grid = grid_of(found, clock.now())
    return render(request, "filing/changes.html", {**_head(request, grid), "changes": unsent_of(grid)})


@needs(Permission.FILING_READ)
@require_safe
def receipt(request: UserRequest, filing: int) -> HttpResponse:
    """The receipt of the last time it was handed in, for printing."""
    found = get_object_or_404(
        filings_for(request.user, Permission.FILING_READ).exclude(receipt=""), pk=filing
    )
    grid = grid_of(found, clock.now())
    seal = seal_of(found)
    chains = keys_within(request.user, (Permission.JOURNAL_OBJECT, Permission.JOURNAL_READ), clock.today())
    given = {"seal": seal, "nil": _nil(grid), "sees_entry": seal.entry.chain in chains}
    return render(request, "filing/receipt.html", {**_head(request, grid), **given})


def _nil(grid: Grid) -> int:
    return sum(one.value is not None and one.is_own and one.value.answer == "nil" for one in grid.cells())
