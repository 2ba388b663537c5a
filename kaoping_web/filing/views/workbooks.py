"""The template down, the filled workbook up: a dry run first, stored on a second word."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Language
from kaoping_web import clock
from kaoping_web.filing.forms import versions_of
from kaoping_web.filing.models import Filing
from kaoping_web.filing.queries import filings_for
from kaoping_web.filing.queries.grid import Grid, grid_of
from kaoping_web.filing.services import CellInput, SaveOutcome, save_cells
from kaoping_web.filing.shown import said, typed
from kaoping_web.filing.uploads import TYPES, keep_file, path_of
from kaoping_web.filing.words import title_of
from kaoping_web.filing.workbooks import Plan, read_upload, written
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem

SALT, KEPT_SECONDS = "filing.workbook", 24 * 3600


@needs(Permission.FILING_READ)
@require_safe
def template(request: UserRequest, filing: int) -> HttpResponse:
    """The workbook to fill in."""
    found = get_object_or_404(filings_for(request.user, Permission.FILING_READ), pk=filing)
    grid = grid_of(found, clock.now())
    title = title_of(found, grid.scheme)
    answer = HttpResponse(written(grid, title, request.lang), content_type=TYPES["xlsx"])
    named = content_disposition_header(True, f"{title.in_(request.lang)} {found.cycle.period}.xlsx")
    answer["Content-Disposition"] = named or "attachment"
    return answer


@needs(Permission.FILING_EDIT)
def upload(request: UserRequest, filing: int) -> HttpResponse:
    """Take a workbook in: it is kept as a file, and nothing else happens until the dry run is confirmed."""
    found = get_object_or_404(filings_for(request.user, Permission.FILING_EDIT), pk=filing)
    if request.method != "POST":
        return render(request, "filing/upload.html", _context(found, grid_of(found, clock.now())))
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
        kept = keep_file(sent, ("xlsx", "xls"))
    except Refused as refused:
        return render(
            request,
            "filing/upload.html",
            {**_context(found, grid_of(found, clock.now())), "problems": refused.problems},
            status=refused.status,
        )
    token = signing.dumps([found.pk, request.user.pk, kept.digest, kept.name], salt=SALT)
    return redirect("filing-dry-run", filing=found.pk, token=token)


def _context(filing: Filing, grid: Grid) -> dict[str, object]:
    return {"filing": filing, "grid": grid, "title": title_of(filing, grid.scheme)}


@needs(Permission.FILING_EDIT)
def dry_run(request: UserRequest, filing: int, token: str) -> HttpResponse:
    """What the workbook would change, old → new, and what is wrong with it; sent again, the good cells are stored."""
    found = get_object_or_404(filings_for(request.user, Permission.FILING_EDIT), pk=filing)
    digest, name = _told(token, found, request)
    grid = grid_of(found, clock.now())
    context = _context(found, grid)
    try:
        plan = read_upload(path_of(digest), name, grid, clock.today())  # before any transaction
    except KaopingError as refused:
        return render(request, "filing/upload.html", {**context, "problems": refused.problems}, status=422)
    context |= {"plan": plan, "name": name, "rows": _rows(plan, request.lang), "token": token}
    if request.method != "POST":
        return render(request, "filing/dry_run.html", context)
    return _confirm(request, found, plan, context)


def _told(token: str, filing: Filing, request: UserRequest) -> tuple[str, str]:
    """The kept file of this person's upload for this filing; another's token is a page that is not there."""
    try:
        number, person, digest, name = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    if (number, person) != (filing.pk, request.user.pk) or not path_of(digest).is_file():
        raise Http404
    return digest, name


def _rows(plan: Plan, lang: Language) -> list[dict[str, object]]:
    return [
        {
            "one": one,
            "old": typed(one.cell.value, one.cell.fact, lang),
            "new": one.typed if one.answered.problems else said(one.answered, one.cell.fact, lang),
        }
        for one in [*plan.good, *plan.wrong]
        if one.cell.value is not None
    ]


def _confirm(request: UserRequest, filing: Filing, plan: Plan, context: dict[str, object]) -> HttpResponse:
    """Store exactly what was shown: each good cell from the version it was shown against."""
    seen = versions_of(request.POST.get("versions", ""))
    cells = [
        CellInput(one.cell.value.pk, seen.get(one.cell.value.pk, 0), one.typed, one.note)
        for one in plan.good
        if one.cell.value is not None
    ]
    outcome: list[SaveOutcome] = []

    def send() -> SaveOutcome:
        if set(seen) != {one.value_id for one in cells}:
            raise NotNow(
                problem("shown-changed", "预览以后有人改过这张表，没有存入。", "the filing has changed since the preview; nothing was stored.",
                        "看一遍新的预览，再确认。", "look at the preview as it is now, and confirm again.")
            )  # fmt: skip
        outcome.append(save_cells(by=request.user, filing_id=filing.pk, cells=cells, now=clock.now()))
        return outcome[0]

    try:
        answer = perform(request, send, lambda _: reverse("filing", args=[filing.pk]))
    except Refused as refused:
        return render(
            request, "filing/dry_run.html", {**context, "refused": refused.problems}, status=refused.status
        )
    if outcome and outcome[0].clashes:
        return render(
            request,
            "filing/dry_run.html",
            {**context, "clashes": list(outcome[0].clashes.values())},
            status=409,
        )
    return answer
