"""Checkpoints, the verification of everything, and the comparison of what somebody kept outside."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Severity
from kaoping.journal import JournalError, checkpoint_of
from kaoping_web import clock
from kaoping_web.journal.anchors import MOST_TYPED, anchor_of, compared
from kaoping_web.journal.once import perform
from kaoping_web.journal.queries import checkpoints, log_size
from kaoping_web.journal.services import state_checkpoint
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.needs import UserRequest, needs, open_to_all
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.ui.reader import ReaderRequest

P = Permission
MOST_HERE = 300_000  # entries: half a minute; more are verified by the command


@needs(P.JOURNAL_READ, write=P.JOURNAL_VERIFY)
def checkpoint_list(request: UserRequest) -> HttpResponse:
    """Those taken, and one more."""
    if request.method == "POST":
        why = request.POST.get("why", "").strip()[:200]
        try:
            if not why:
                raise Refused(
                    problem(
                        "no-reason",
                        "没有写用途。",
                        "no purpose is given.",
                        "例如：印在月报上。",
                        "for example: printed on the monthly report.",
                    )
                )
            if not log_size():
                raise Refused(problem("journal-empty", "还没有任何留痕。", "the journal is empty."))
            return perform(
                request,
                lambda: state_checkpoint(at=clock.now(), why=why),
                lambda made: reverse("checkpoint", args=[made.pk]),
            )
        except Refused as wrong:
            return render(
                request,
                "journal/checkpoints.html",
                {**_list(), "problems": wrong.problems},
                status=wrong.status,
            )
    return render(request, "journal/checkpoints.html", _list())


def _list() -> dict[str, object]:
    return {"checkpoints": checkpoints()[:100], "size": log_size()}


@needs(P.JOURNAL_READ)
@require_safe
def checkpoint(request: UserRequest, checkpoint: int) -> HttpResponse:
    """One, for printing: whoever keeps the paper can prove every later change of what was before."""
    found = get_object_or_404(checkpoints(), pk=checkpoint)
    try:
        text = checkpoint_of(found.text).text(request.lang)
    except JournalError:
        text = found.text
    if request.GET.get("as") == "text":
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="checkpoint-{found.size}.txt"'
        return answer
    return render(request, "journal/checkpoint.html", {"checkpoint": found, "text": text})


@needs(P.JOURNAL_VERIFY)
def verification(request: UserRequest) -> HttpResponse:
    """Everything, now: entries, chains, tree, checkpoints, triggers, and every protected row."""
    size = log_size()
    shown: dict[str, object] = {
        "size": size,
        "too_many": size > MOST_HERE,
        "typed": request.POST.get("anchor", "")[:MOST_TYPED],
    }
    if request.method != "POST" or shown["too_many"]:
        return render(request, "journal/verification.html", shown)
    try:
        anchors = [anchor_of(str(shown["typed"]))] if str(shown["typed"]).strip() else []
    except KaopingError as wrong:
        return render(request, "journal/verification.html", {**shown, "problems": wrong.problems}, status=422)
    verdict = verify_here(anchors)
    errors = [one for one in verdict.problems if one.severity is Severity.ERROR]
    notes = [one for one in verdict.problems if one.severity is not Severity.ERROR]
    found = {"verdict": verdict, "problems": errors[:100], "notes": notes[:20]}
    return render(request, "journal/verification.html", {**shown, **found})


@open_to_all
def verify(request: ReaderRequest) -> HttpResponse:
    """A checkpoint, receipt or short code that somebody holds, compared with what stands here. For everybody."""
    typed = request.POST.get("typed", "")[:MOST_TYPED]
    shown: dict[str, object] = {"typed": typed, "size": log_size()}
    if request.method != "POST":
        return render(request, "journal/verify.html", shown)
    try:
        answer = compared(anchor_of(typed))
    except KaopingError as wrong:
        return render(request, "journal/verify.html", {**shown, "problems": wrong.problems}, status=422)
    return render(request, "journal/verify.html", {**shown, "answer": answer, "problems": answer.problems})
