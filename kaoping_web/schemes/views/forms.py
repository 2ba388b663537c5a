"""Forms of a draft: a file sent, settings of an item or a fact, and the same form again where something was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kaoping.errors import KaopingError, Words
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, Stale, problem
from kaoping_web.schemes.drafting import MOST_BYTES, Draft, draft_edited, draft_of
from kaoping_web.schemes.editing import Document, edited
from kaoping_web.schemes.editing.settings import Setting
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import drafts_of, hosts_to_draft_for, read, text_of
from kaoping_web.schemes.services import change_draft, draft_next, next_number, not_editable, upload_version

Prepare = Callable[[], Draft]


def seen_in(request: UserRequest) -> int:
    """The version of the row that the person had before them."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def refused(error: KaopingError) -> dict[str, object]:
    """What a form shows of a refusal."""
    return {"problems": error.problems, "clashes": error.clashes if isinstance(error, Stale) else ()}


def status_of(error: KaopingError) -> int:
    """What HTTP calls it."""
    return error.status if isinstance(error, Refused) else 422


def page_of(version: SchemeVersion) -> str:
    """The address of a version."""
    return reverse("scheme-version", args=[version.pk])


def prepared(prepare: Prepare) -> Callable[[], Draft]:
    """Read and write texts now, outside the transaction; a refusal is kept until the form's own number was looked at, so
    that a form sent twice gets its first answer."""
    try:
        draft = prepare()
    except KaopingError as error:
        kept = error

        def refuse() -> Draft:
            raise kept

        return refuse
    return lambda: draft


# a file --------------------------------------------------------------------------------------------------


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
def upload(request: UserRequest) -> HttpResponse:
    """A scheme file or its workbook becomes a draft; all its problems at once, by line or cell."""
    today = clock.today()
    hosts = hosts_to_draft_for(request.user, today)
    names = names_of([one.pk for one in hosts], today)
    given: dict[str, object] = {
        "hosts": [(one.key, names.get(one.pk)) for one in hosts],
        "reason": request.POST.get("reason", ""),
    }
    if request.method != "POST":
        return render(request, "schemes/upload.html", given)
    now, draft = clock.now(), prepared(lambda: draft_of(_file(request)))

    def deed() -> SchemeVersion:
        made = draft()
        return upload_version(
            by=request.user, host=_host(hosts, request), draft=made, reason=str(given["reason"]), now=now
        )

    try:
        return perform(request, deed, page_of)
    except KaopingError as error:
        return render(request, "schemes/upload.html", given | refused(error), status=status_of(error))


def _host(hosts: list[Organisation], request: UserRequest) -> Organisation:
    found = [one for one in hosts if one.key == request.POST.get("host", "")]
    if not found:
        raise Refused(
            problem(
                "no-host",
                "没有选考评机关。",
                "no assessing body is chosen.",
                "从列表中选一个。",
                "choose one from the list.",
            )
        )
    return found[0]


def _file(request: UserRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(
            problem(
                "no-file",
                "没有选文件。",
                "no file is chosen.",
                "选一个 YAML 文件或方案工作簿。",
                "choose a YAML file or the workbook of a scheme.",
            )
        )
    if (sent.size or 0) > MOST_BYTES:
        raise Refused(
            problem(
                "too-large",
                "方案文件超过 2 MB。",
                "the scheme file is larger than 2 MB.",
                "方案只写办法，不附数据和图片。",
                "a scheme holds rules only.",
            )
        )
    return bytes(sent.read())


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
def replace(request: UserRequest, version: int) -> HttpResponse:
    """Another file in place of a draft's text."""
    found = get_object_or_404(drafts_of(request.user, clock.today()), pk=version)
    given: dict[str, object] = {"version": found, "seen": found.version}
    if request.method != "POST":
        if found.state != VersionState.DRAFT.value:
            raise not_editable(found)
        return render(request, "schemes/upload.html", given)
    now, seen, draft = clock.now(), seen_in(request), prepared(lambda: draft_of(_file(request)))

    def deed() -> SchemeVersion:
        if found.state != VersionState.DRAFT.value:
            raise not_editable(found)
        return change_draft(
            by=request.user, version_id=found.pk, seen=seen, draft=draft(), replaced=True, now=now
        )

    try:
        return perform(request, deed, page_of)
    except KaopingError as error:
        return render(
            request, "schemes/upload.html", given | {"seen": seen} | refused(error), status=status_of(error)
        )


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
def following(request: UserRequest, version: int) -> HttpResponse:
    """Draft the next version from one that is locked or closed: the same text, its number raised."""
    found = get_object_or_404(drafts_of(request.user, clock.today()), pk=version)
    given: dict[str, object] = {
        "version": found,
        "reason": request.POST.get("reason", ""),
        "number": next_number(found.scheme),
    }
    if request.method != "POST":
        return render(request, "schemes/next.html", given)
    now, draft = clock.now(), prepared(lambda: _raised(found))

    def deed() -> SchemeVersion:
        return draft_next(
            by=request.user, version_id=found.pk, draft=draft(), reason=str(given["reason"]), now=now
        )

    try:
        return perform(request, deed, page_of)
    except KaopingError as error:
        return render(request, "schemes/next.html", given | refused(error), status=status_of(error))


def _raised(version: SchemeVersion) -> Draft:
    """The text of a version with the next number."""
    text, number = text_of(version), str(next_number(version.scheme))
    new = edited(text, {("version",): number}, {("version",): Words("版本号", "version")})
    return Draft(new, read(new))


# settings ------------------------------------------------------------------------------------------------


def settings_shown(settings: Iterable[Setting], sent: dict[str, str]) -> list[dict[str, object]]:
    """The lines of a form by their headings, with what was typed where the form was refused."""
    groups: list[dict[str, object]] = []
    for one in settings:
        if not groups or groups[-1]["title"] != one.group:
            groups.append({"title": one.group, "lines": []})
        value = sent.get(one.name, one.text)
        choices = list(one.choices)
        groups[-1]["lines"].append(  # type: ignore[attr-defined]
            {
                "setting": one, "value": value, "was": sent.get(f"was/{one.name}", one.text), "choices": choices,
                "unknown": bool(choices) and value not in [choice.value for choice in choices],
            }
        )  # fmt: skip
    return groups


def save(request: UserRequest, version: SchemeVersion, settings: list[Setting], back: str) -> HttpResponse:
    """Keep the settings that were sent and go back to where they stand. Raises what is refused."""
    now, seen, sent = clock.now(), seen_in(request), request.POST.dict()

    def written() -> Draft:
        if version.state != VersionState.DRAFT.value:
            raise not_editable(version)
        return draft_edited(version, seen, settings, sent)

    draft = prepared(written)

    def deed() -> SchemeVersion:
        return change_draft(
            by=request.user, version_id=version.pk, seen=seen, draft=draft(), replaced=False, now=now
        )

    return perform(request, deed, lambda kept: f"{back}?kept={kept.version}")


def document_of(version: SchemeVersion) -> Document:
    """The text of a version as YAML nodes."""
    return Document(text_of(version))
