"""Workbooks of bodies, people and roles: an empty one down, a filled one up, a trial, then the whole of it or nothing."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.books import KINDS, MOST_BYTES, Book, BookRow, Kind, empty_book, read_book
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.organisations.services.importing import Given, put_in, try_out
from kaoping_web.refusals import Refused, problem
from kaoping_web.ui.refused import not_allowed

SALT, HOUR = "organisations.import", 3600
PERMISSIONS = {
    "bodies": Permission.BODIES_CHANGE,
    "people": Permission.PEOPLE_CHANGE,
    "roles": Permission.GRANTS_CHANGE,
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANY = tuple(PERMISSIONS.values())


@needs(*ANY)
@require_safe
def template(request: UserRequest, kind: str) -> HttpResponse:
    """The workbook to fill."""
    answer = HttpResponse(empty_book(_kind(kind)), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="kaoping-{kind}.xlsx"'
    return answer


@needs(*ANY)
def upload(request: UserRequest, kind: str) -> HttpResponse:
    """The form; what the workbook would do; and, confirmed, what it did."""
    chosen = _kind(kind)
    if not may(request.user, PERMISSIONS[kind], clock.today()):
        return not_allowed(request, None, (PERMISSIONS[kind],))
    document, reason = request.POST.get("document", "")[:200], request.POST.get("reason", "")[:2000]
    shown = {"kind": chosen, "most": MOST_BYTES >> 20, "document": document, "reason": reason}
    if request.method != "POST":
        return render(request, "organisations/import.html", shown)
    try:
        if "book" in request.POST:
            return _confirmed(request, chosen)
        book = _read(request, chosen, document)
        given = _given(request, document, reason)
        outcome = try_out(kind, book, given)
    except Refused as wrong:
        return render(
            request, "organisations/import.html", {**shown, "problems": wrong.problems}, status=wrong.status
        )
    packed = signing.dumps(_packed(chosen, book, given, outcome.digest), salt=SALT, compress=True)
    page = {**shown, "outcome": outcome, "problems": outcome.problems, "book": packed, "rows": len(book.rows)}
    return render(request, "organisations/import.html", page, status=422 if outcome.problems else 200)


def _read(request: UserRequest, chosen: Kind, document: str) -> Book:
    file = request.FILES.get("file")
    problems = []
    if file is None:
        problems.append(
            problem(
                "book-none",
                "没有选文件。",
                "no file is chosen.",
                "选填好的工作簿。",
                "choose the filled workbook.",
            )
        )
    elif (file.size or 0) > MOST_BYTES:
        problems.append(
            problem(
                "book-size",
                f"文件超过 {MOST_BYTES >> 20} MB。",
                f"the file is larger than {MOST_BYTES >> 20} MB.",
                "分成几个文件。",
                "split it.",
            )
        )
    if not document.strip():
        problems.append(
            problem(
                "change-document",
                "没有写文件依据。",
                "no document is named.",
                "写文号或文件名称。",
                "give the number or title of the paper.",
            )
        )
    if file is None or problems:
        raise Refused(problems)
    return read_book(chosen, file.read(), file.name or "")


def _confirmed(request: UserRequest, chosen: Kind) -> HttpResponse:
    """What was tried before, done now. The content came back signed: nobody else's, and not older than an hour."""
    try:
        kept = signing.loads(request.POST["book"], salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        kept = {}
    if kept.get("by") != request.user.pk or kept.get("kind") != chosen.name:
        raise Refused(
            problem(
                "import-old",
                "试导入已过一小时，或不是您的。",
                "the trial is more than an hour old, or not yours.",
                "重新上传。",
                "upload it again.",
            )
        )
    book = Book(
        kept["sheet"],
        tuple(BookRow(cells, addresses) for cells, addresses in kept["rows"]),
        tuple(kept["figures"]),
    )
    given = _given(request, kept["document"], kept["reason"])
    there = reverse("bodies" if chosen.name == "bodies" else "people")
    return perform(
        request,
        lambda: put_in(kind=chosen.name, book=book, given=given, seen=kept["digest"]),
        lambda done: there,
    )


def _packed(chosen: Kind, book: Book, given: Given, digest: str) -> dict[str, object]:
    return {
        "by": given.by.pk, "kind": chosen.name, "sheet": book.sheet, "figures": book.figures, "digest": digest,
        "rows": [(dict(one.cells), dict(one.addresses)) for one in book.rows], "document": given.document, "reason": given.reason,
    }  # fmt: skip


def _given(request: UserRequest, document: str, reason: str) -> Given:
    return Given(request.user, document, reason, clock.now())


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]
