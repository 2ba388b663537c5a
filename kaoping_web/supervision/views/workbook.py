"""The ledger as a workbook: down as it is filtered, up with a dry run first."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError
from kaoping_web import clock
from kaoping_web.filing.uploads import TYPES, keep_file, path_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.queries import bodies_below
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.queries import hosts_of, matters_of_host
from kaoping_web.supervision.queries.ledger import ledger
from kaoping_web.supervision.services.importing import take_rows
from kaoping_web.supervision.views.ledger import filters_of
from kaoping_web.supervision.workbooks import Plan, read_upload, written

SALT, KEPT_SECONDS = "supervision.workbook", 24 * 3600


@needs(Permission.MATTER_READ)
@require_safe
def download(request: UserRequest) -> HttpResponse:
    """The ledger as the filters show it."""
    today = clock.today()
    rows = ledger(request.user, today, filters_of(request)).rows
    answer = HttpResponse(written(rows, today, request.lang), content_type=TYPES["xlsx"])
    name = "督查督办台账" if request.lang == "zh" else "ledger of matters"
    named = content_disposition_header(True, f"{name} {today.isoformat()}.xlsx")
    answer["Content-Disposition"] = named or "attachment"
    return answer


@needs(Permission.MATTER_ASSIGN)
def upload(request: UserRequest) -> HttpResponse:
    """Take a workbook in: it is kept as a file, and nothing else happens until the dry run is confirmed."""
    host = _host(request)
    if request.method != "POST":
        return render(request, "supervision/upload.html", {})
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
            request, "supervision/upload.html", {"problems": refused.problems}, status=refused.status
        )
    return redirect(
        "matters-dry-run", token=signing.dumps([host.pk, request.user.pk, kept.digest, kept.name], salt=SALT)
    )


def _host(request: UserRequest) -> Organisation:
    """The host whose ledger this person writes. A unit that may only hand parts on writes none."""
    hosts = hosts_of(request.user, Permission.PAPER_CONFIRM, clock.today())
    if not hosts:
        raise Http404
    return hosts[0]


@needs(Permission.MATTER_ASSIGN)
def dry_run(request: UserRequest, token: str) -> HttpResponse:
    """What the workbook would add and change, and every cell that is wrong; sent again, the good rows are stored."""
    host = _host(request)
    try:
        number, person, digest, name = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    if (number, person) != (host.pk, request.user.pk) or not path_of(digest).is_file():
        raise Http404
    try:
        plan = _read(request, host, digest, name)
    except KaopingError as refused:
        return render(request, "supervision/upload.html", {"problems": refused.problems}, status=422)
    context = {"plan": plan, "name": name, "token": token, "stamp": plan.stamp}
    if request.method != "POST":
        return render(request, "supervision/dry_run.html", context)
    try:
        if request.POST.get("stamp") != plan.stamp:
            raise Refused(problem("shown-changed", "预览以后台账有改动，没有存入。", "the ledger has changed since the preview; nothing was stored.",
                                  "看一遍新的预览，再确认。", "look at the preview as it is now, and confirm again."))  # fmt: skip
        return perform(
            request,
            lambda: take_rows(by=request.user, host=host, rows=plan.good, now=clock.now()),
            lambda _: reverse("matters"),
        )
    except Refused as refused:
        return render(
            request,
            "supervision/dry_run.html",
            {**context, "refused": refused.problems},
            status=refused.status,
        )


def _read(request: UserRequest, host: Organisation, digest: str, name: str) -> Plan:
    bodies = bodies_below(host, clock.today())
    matters = {
        one.code: one
        for one in matters_of_host(request.user, clock.today())
        .filter(host=host)
        .prefetch_related("co_owners")
    }
    return read_upload(path_of(digest), name, matters, bodies, clock.today())
