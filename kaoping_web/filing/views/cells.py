"""One cell: its figure, note, evidence and history."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import Problem, Words
from kaoping_web import clock
from kaoping_web.filing.forms import typed_of_cell, whole
from kaoping_web.filing.models import Value, ValueState
from kaoping_web.filing.queries import (
    evidence_for,
    evidence_of,
    filings_for,
    history_of_value,
    values_for,
    values_of,
)
from kaoping_web.filing.queries.grid import Cell, cell_of_value
from kaoping_web.filing.services import CellInput, SaveOutcome, attach_evidence, save_cells, withdraw_evidence
from kaoping_web.filing.shown import typed
from kaoping_web.filing.uploads import TYPES, keep_file, kind_of, path_of
from kaoping_web.filing.words import supplier_words, title_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Clash, Refused, problem
from kaoping_web.schemes.queries import parsed

SANDBOX = "sandbox; default-src 'none'"


@needs(Permission.FILING_READ, Permission.VALUE_READ, Permission.VALUE_VERIFY, write=Permission.FILING_EDIT)
def cell_page(request: UserRequest, value: int) -> HttpResponse:
    """Everything about one figure; its supplier changes it here."""
    if request.method != "POST":
        return _page(request, get_object_or_404(values_for(request.user), pk=value))
    found = _own(request, value)
    outcome: list[SaveOutcome] = []

    def send() -> SaveOutcome:
        cell = CellInput(
            found.pk,
            whole(request.POST.get("seen")),
            typed_of_cell(request.POST),
            request.POST.get("note", ""),
        )
        outcome.append(save_cells(by=request.user, filing_id=found.filing_id, cells=[cell], now=clock.now()))
        return outcome[0]

    try:
        answer = perform(request, send, lambda _: reverse("filing-cell", args=[found.pk]))
    except Refused as refused:
        return _page(request, values_for(request.user).get(pk=value), refused.problems, (), refused.status)
    if outcome and (outcome[0].clashes or outcome[0].closed):
        again = values_for(request.user).get(pk=value)
        return _page(
            request, again, [_closed()] if outcome[0].closed else (), list(outcome[0].clashes.values()), 409
        )
    return answer


def _own(request: UserRequest, value: int) -> Value:
    """A value of a filing that this person fills in."""
    return get_object_or_404(values_of(filings_for(request.user, Permission.FILING_EDIT)), pk=value)


def _page(
    request: UserRequest, value: Value, problems: Sequence[Problem] = (), clashes: Sequence[Clash] = (),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    scheme, day = parsed(value.filing.cycle.scheme_version), clock.today()
    reads_filing = may(request.user, Permission.FILING_READ, day, value.filing.supplier_id)
    if not reads_filing and value.state == ValueState.DRAFT.value:
        value.answer, value.text, value.note = (
            "",
            "",
            "",
        )  # what is saved and not handed in is its supplier's own
    cell = cell_of_value(value, clock.now())
    names = names_of([value.organisation_id, value.filing.supplier_id], value.filing.cycle.ends)
    edits = cell.is_open and may(request.user, Permission.FILING_EDIT, day, value.filing.supplier_id)
    context = {
        "value": value, "source": supplier_words(scheme, value.source), "cell": cell, "fact": cell.fact, "filing": value.filing, "title": title_of(value.filing, scheme),
        "unit": names[value.organisation_id], "supplier": names[value.filing.supplier_id], "history": history_of_value(value),
        "evidence": list(value.evidence.select_related("by").order_by("pk")), "can_edit": edits, "typed": _typed(request, cell),
        "can_attach": not cell.is_locked and may(request.user, Permission.FILING_EDIT, day, value.filing.supplier_id),
        "can_correct": cell.is_locked and value.vintage > 0 and may(request.user, Permission.VALUE_CORRECT, day, value.filing.supplier_id),
        "reads_filing": reads_filing,
        "problems": [*problems, *cell.problems], "clashes": clashes, "kinds": ", ".join(TYPES), "sent": request.POST,
        "where": Words(f"{names[value.organisation_id].in_('zh')} {cell.fact.title.in_('zh')}",
                       f"{names[value.organisation_id].in_('en')}: {cell.fact.title.in_('en')}"),
    }  # fmt: skip
    return render(request, "filing/cell.html", context, status=status)


def _typed(request: UserRequest, cell: Cell) -> str:
    """What the field shows: what was just sent, else what stands there."""
    if request.method == "POST":
        return request.POST.get("text", "")
    return (
        typed(cell.value, cell.fact, request.lang)
        if cell.value and cell.value.answer in ("", "number", "text", "truth")
        else ""
    )


def _closed() -> Problem:
    return problem("cell-closed", "这一格已经提交，不能直接改。", "the cell has been handed in and cannot simply be changed.",
                   "请认定单位退回后再改。", "ask the verifying body to return it.")  # fmt: skip


@needs(Permission.FILING_EDIT)
def add_evidence(request: UserRequest, value: int) -> HttpResponse:
    """Put a file behind a figure."""
    if request.method != "POST":
        return redirect("filing-cell", value=value)
    found = _own(request, value)
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused(
                problem(
                    "file-missing",
                    "没有选择文件。",
                    "no file was chosen.",
                    "先选文件，再上传。",
                    "choose a file, then send it.",
                )
            )
        kept = keep_file(sent)  # before the transaction: nothing is hashed while others wait
        return perform(
            request,
            lambda: attach_evidence(by=request.user, value_id=found.pk, kept=kept, now=clock.now()),
            lambda _: reverse("filing-cell", args=[found.pk]),
        )
    except Refused as refused:
        return _page(request, values_for(request.user).get(pk=value), refused.problems, (), refused.status)


@needs(Permission.FILING_READ, Permission.VALUE_READ, Permission.VALUE_VERIFY)
@require_safe
def evidence_file(request: UserRequest, evidence: int) -> FileResponse:
    """A file as an attachment: a browser neither shows nor runs it."""
    found = get_object_or_404(evidence_for(request.user), pk=evidence)
    path = path_of(found.digest)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=TYPES.get(kind_of(path), "application/octet-stream"),
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@needs(Permission.FILING_EDIT)
def take_back(request: UserRequest, evidence: int) -> HttpResponse:
    """Withdraw a file."""
    found = get_object_or_404(evidence_of(filings_for(request.user, Permission.FILING_EDIT)), pk=evidence)
    if request.method != "POST":
        return redirect("filing-cell", value=found.value_id)
    return perform(
        request,
        lambda: withdraw_evidence(
            by=request.user, evidence_id=found.pk, seen=whole(request.POST.get("seen")), now=clock.now()
        ),
        lambda _: reverse("filing-cell", args=[found.value_id]),
    )
