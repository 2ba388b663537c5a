"""The life of a scheme's version: drafted, edited, sent for approval, approved or returned, locked, closed by the next."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from kaoping.errors import Problem, Words
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotAllowed, NotNow, Refused, Separated, problem
from kaoping_web.schemes.drafting import Draft, errors_of, stale
from kaoping_web.schemes.models import Scheme, SchemeVersion, VersionState
from kaoping_web.schemes.queries import digest_of, text_of

OPEN = (VersionState.DRAFT.value, VersionState.SENT.value, VersionState.APPROVED.value)
WRITES = ("draft.scheme_version", "edit.scheme_version", "replace.scheme_version")
"""The deeds of those who made a text: they do not approve it."""
DEEDS = {
    "found.scheme": Words("立项", "founded"),
    "draft.scheme_version": Words("起草", "drafted"),
    "edit.scheme_version": Words("修改草案", "edited the draft"),
    "replace.scheme_version": Words("以文件替换草案", "replaced the draft by a file"),
    "send.scheme_version": Words("送审", "sent for approval"),
    "return.scheme_version": Words("退回", "returned"),
    "approve.scheme_version": Words("批准", "approved"),
    "lock.scheme_version": Words("锁定施行", "locked"),
    "close.scheme_version": Words("为下一版所替代", "closed by the next version"),
}


# drafting ------------------------------------------------------------------------------------------------


@deed
def upload_version(
    *, by: User, host: Organisation, draft: Draft, reason: str, now: datetime
) -> SchemeVersion:
    """Store an uploaded scheme as a draft: the first version of a new scheme, or the next of one that exists.

    Raises NotNow while another version of it is open, Refused where the file names no id or a number that is taken.
    """
    _permitted(by, Permission.SCHEME_DRAFT, host, now)
    key = draft.scheme.key
    scheme = Scheme.objects.filter(host=host, key=key).first() if key else None
    if not key:
        raise Refused(
            problem(
                "no-id",
                "方案文件没有写 id。",
                "the scheme file has no id.",
                "在最外层补上 id: 名称。",
                "add id: at the top level.",
            )
        )
    if scheme is None:
        scheme = keep(Scheme(host=host, key=key), by=by, deed="found.scheme", chain=host.key, at=now)
    _none_open(scheme)
    number = _number(scheme, draft.scheme.version)
    return _drafted(scheme, number, draft, by, reason, now, _standing(scheme))


@deed
def draft_next(*, by: User, version_id: int, draft: Draft, reason: str, now: datetime) -> SchemeVersion:
    """The next version, begun from the text of this one. `draft`: that text with its version number raised."""
    source = _version(version_id)
    _permitted(by, Permission.SCHEME_DRAFT, source.scheme.host, now)
    if source.state not in (VersionState.LOCKED.value, VersionState.CLOSED.value):
        raise NotNow(
            problem("still-open", "这一版还没有锁定，直接修改它即可。", "this version is not locked yet: edit it as it is.",
                    "打开这一版，逐项修改。", "open it and edit item by item.")
        )  # fmt: skip
    if not reason.strip():
        raise _no_reason()
    _none_open(source.scheme)
    return _drafted(source.scheme, next_number(source.scheme), draft, by, reason, now, source)


@deed
def change_draft(
    *, by: User, version_id: int, seen: int, draft: Draft, replaced: bool, now: datetime
) -> SchemeVersion:
    """Keep an edited text, or another file in its place. Only a draft; raises NotNow for any other, Stale for one changed since."""
    version = _to_edit(by, version_id, now)
    if version.version != seen:
        raise stale(())
    if draft.scheme.key != version.scheme.key:
        raise Refused(
            problem("other-scheme", f"文件的 id 是“{draft.scheme.key}”，这份草案是“{version.scheme.key}”。",
                    f"the file's id is “{draft.scheme.key}”, the draft's “{version.scheme.key}”.",
                    "改 id，或作为新方案上传。", "correct the id, or upload it as a new scheme.")
        )  # fmt: skip
    if draft.scheme.version not in ("", str(version.number)):
        raise Refused(
            problem("other-number", f"文件写的是第 {draft.scheme.version} 版，这份草案是第 {version.number} 版。",
                    f"the file says version {draft.scheme.version}, the draft is version {version.number}.",
                    f"写 version: {version.number}。", f"write version: {version.number}.")
        )  # fmt: skip
    told = "；".join(one.zh for one in draft.changes)
    _say(version, draft)
    name = "replace.scheme_version" if replaced else "edit.scheme_version"
    return keep(version, by=by, deed=name, chain=version.scheme.host.key, at=now, reason=told[:2000])


def next_number(scheme: Scheme) -> int:
    """The number of the version that comes next."""
    return (scheme.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def _number(scheme: Scheme, said: str) -> int:
    """The number the file gives itself, if it is free; the next one where it gives none."""
    following = next_number(scheme)
    if not said.isascii() or not said.isdigit():
        return following
    if int(said) < following or not 0 < int(said) < 10_000:
        raise Refused(
            problem("number-taken", f"文件写的是第 {said} 版，这个方案已有第 {following - 1} 版。",
                    f"the file says version {said}, and the scheme has version {following - 1} already.",
                    f"写 version: {following}。", f"write version: {following}.")
        )  # fmt: skip
    return int(said)


def _drafted(
    scheme: Scheme,
    number: int,
    draft: Draft,
    by: User,
    reason: str,
    now: datetime,
    source: SchemeVersion | None,
) -> SchemeVersion:
    version = SchemeVersion(
        scheme=scheme, number=number, based_on=source, drafted_by=by, drafted_at=now, reason=reason.strip()
    )
    _say(version, draft)
    return keep(
        version, by=by, deed="draft.scheme_version", chain=scheme.host.key, at=now, reason=reason.strip()
    )


def _none_open(scheme: Scheme) -> None:
    """Raises NotNow while a version of the scheme is still being made."""
    unfinished = scheme.versions.filter(state__in=OPEN).first()
    if unfinished is not None:
        raise NotNow(
            problem("one-at-a-time", f"第 {unfinished.number} 版还没有办结，同一方案一次只办一版。",
                    f"version {unfinished.number} is not finished; a scheme has one open version at a time.",
                    "先改完、批准并锁定那一版；草案可用文件整个替换。", "finish, approve and lock that one first; a draft can be replaced by a file.")
        )  # fmt: skip


def _say(version: SchemeVersion, draft: Draft) -> None:
    version.text, version.digest = draft.text, digest_of(draft.text)
    version.title, version.english = (
        draft.scheme.title.zh[:200] or draft.scheme.key,
        draft.scheme.title.en[:200],
    )


# approval ------------------------------------------------------------------------------------------------


@deed
def send_version(*, by: User, version_id: int, seen: int, reason: str, now: datetime) -> SchemeVersion:
    """Send a draft for approval, with the reason for the version. Refused, with all of them, while the checker finds errors."""
    version = _to_edit(by, version_id, now)
    if version.version != seen:
        raise stale(())
    if not reason.strip():
        raise _no_reason()
    errors = errors_of(text_of(version))
    if errors:
        raise Refused(errors)
    version.state, version.sent_by, version.reason = VersionState.SENT.value, by, reason.strip()
    return keep(
        version,
        by=by,
        deed="send.scheme_version",
        chain=version.scheme.host.key,
        at=now,
        reason=reason.strip(),
    )


@deed
def return_version(*, by: User, version_id: int, seen: int, reason: str, now: datetime) -> SchemeVersion:
    """Give a version that was sent or approved back to those who drafted it, saying why."""
    version = _to_decide(by, version_id, seen, now, (VersionState.SENT, VersionState.APPROVED))
    if not reason.strip():
        raise _no_reason()
    version.state, version.sent_by, version.approved_by, version.approved_at = (
        VersionState.DRAFT.value,
        None,
        None,
        None,
    )
    return keep(
        version,
        by=by,
        deed="return.scheme_version",
        chain=version.scheme.host.key,
        at=now,
        reason=reason.strip(),
    )


@deed
def approve_version(*, by: User, version_id: int, seen: int, now: datetime) -> SchemeVersion:
    """Approve a version that was sent. Raises Separated where the person drafted, edited or sent it."""
    version = _to_decide(by, version_id, seen, now, (VersionState.SENT,))
    _apart(by, version)
    text_of(version)
    version.state, version.approved_by, version.approved_at = VersionState.APPROVED.value, by, now
    return keep(version, by=by, deed="approve.scheme_version", chain=version.scheme.host.key, at=now)


@deed
def lock_version(
    *, by: User, version_id: int, seen: int, effective_on: date, document: str, now: datetime
) -> SchemeVersion:
    """Put an approved version in force from a day on, by a document; the one in force before is closed."""
    version = _to_decide(by, version_id, seen, now, (VersionState.APPROVED,))
    _apart(by, version)
    text_of(version)
    before = _standing(version.scheme)
    problems = [*_needs_document(document), *_after(before, effective_on)]
    if problems:
        raise Refused(problems)
    chain = version.scheme.host.key
    if before is not None:
        before.state = VersionState.CLOSED.value
        keep(before, by=by, deed="close.scheme_version", chain=chain, at=now, document=document.strip())
    version.state, version.locked_at = VersionState.LOCKED.value, now
    version.effective_on, version.document = effective_on, document.strip()
    return keep(version, by=by, deed="lock.scheme_version", chain=chain, at=now, document=document.strip())


def _needs_document(document: str) -> list[Problem]:
    if document.strip():
        return []
    return [
        problem(
            "no-document",
            "没有写批准文件的文号。",
            "the document of approval is not named.",
            "写明文号，如 云办发〔2026〕8号。",
            "give its number.",
        )
    ]


def _after(before: SchemeVersion | None, effective_on: date) -> list[Problem]:
    if before is None or before.effective_on is None or effective_on > before.effective_on:
        return []
    return [
        problem("not-later", f"施行日期 {effective_on} 不晚于第 {before.number} 版的 {before.effective_on}。",
                f"{effective_on} is not later than version {before.number}, in force from {before.effective_on}.", "写一个更晚的日期。", "give a later day.")
    ]  # fmt: skip


# who and when --------------------------------------------------------------------------------------------


def _version(version_id: int) -> SchemeVersion:
    return SchemeVersion.objects.select_related("scheme__host").get(pk=version_id)


def _standing(scheme: Scheme) -> SchemeVersion | None:
    return (
        SchemeVersion.objects.select_related("scheme__host")
        .filter(scheme=scheme, state=VersionState.LOCKED.value)
        .first()
    )


def _permitted(by: User, permission: Permission, host: Organisation, now: datetime) -> None:
    if not may(by, permission, timezone.localdate(now), host):
        raise NotAllowed(
            problem("not-yours", "您在这个机关没有办理方案的权限。", "you have no permission for schemes at this body.",
                    "请由考核办办理。", "the assessment office does this.")
        )  # fmt: skip


def _to_edit(by: User, version_id: int, now: datetime) -> SchemeVersion:
    version = _version(version_id)
    _permitted(by, Permission.SCHEME_DRAFT, version.scheme.host, now)
    if version.state != VersionState.DRAFT.value:
        raise not_editable(version)
    return version


def not_editable(version: SchemeVersion) -> NotNow:
    """Why this version takes no change, and what to do instead."""
    if version.state in (VersionState.LOCKED.value, VersionState.CLOSED.value):
        return NotNow(
            problem("locked", f"第 {version.number} 版已经锁定，不能修改。", f"version {version.number} is locked and cannot be changed.",
                    "用“起草下一版”另起一版。", "draft the next version from it.")
        )  # fmt: skip
    return NotNow(
        problem("sent", f"第 {version.number} 版已经送审，不能修改。", f"version {version.number} has been sent for approval and cannot be changed.",
                "请批准人退回后再改。", "ask the one who approves to return it.")
    )  # fmt: skip


def _to_decide(
    by: User, version_id: int, seen: int, now: datetime, states: tuple[VersionState, ...]
) -> SchemeVersion:
    version = _version(version_id)
    _permitted(by, Permission.SCHEME_APPROVE, version.scheme.host, now)
    if version.version != seen:
        raise stale(())
    if VersionState(version.state) not in states:
        raise NotNow(
            problem("not-its-turn", f"第 {version.number} 版现在的状态不能办这一步。", f"version {version.number} is not at this step now.",
                    "刷新页面，看现在到了哪一步。", "reload the page to see where it is.")
        )  # fmt: skip
    return version


def _apart(by: User, version: SchemeVersion) -> None:
    """Who drafted, edited or sent a text neither approves nor locks it."""
    wrote = Entry.objects.filter(
        object_type=version.object_type(), object_key=str(version.pk), who=f"u-{by.pk}", deed__in=WRITES
    ).exists()
    if wrote or by.pk in (version.drafted_by_id, version.sent_by_id):
        raise Separated(
            problem("drafted-it", "这一版是您起草、修改或送审的，不能由您批准或锁定。",
                    "you drafted, edited or sent this version: you cannot approve or lock it.",
                    "请另一位考核办负责人办理。", "another head of the assessment office does this.")
        )  # fmt: skip


def _no_reason() -> Refused:
    return Refused(
        problem(
            "no-reason",
            "没有写理由。",
            "no reason is given.",
            "用一句话写明为什么。",
            "say why in one sentence.",
        )
    )
