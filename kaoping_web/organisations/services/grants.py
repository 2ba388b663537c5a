"""Roles: granted and ended by the security administrator, never to himself, never two that must be apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone

from kaoping.errors import Problem
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Grant, Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries.people import chain_of, people_seen
from kaoping_web.organisations.roles import ADMINISTRATORS, APART, ROLE_WORDS, Permission, Role
from kaoping_web.refusals import Refused, Separated, problem


@deed
def grant_role(
    *,
    by: User | None,
    user_id: int,
    organisation_id: int,
    role: Role,
    starts: date,
    until: date | None,
    now: datetime,
    reason: str,
) -> Grant:
    """A role at a body from a day on, until before another day or until it is ended. His sessions end.

    Raises Separated where it would join what must be apart, on any day both would be held.
    """
    today = timezone.localdate(now)
    person, body = _person(by, user_id, today), Organisation.objects.filter(pk=organisation_id).first()
    if body is None or (by is not None and not may(by, Permission.GRANTS_CHANGE, today, body)):
        raise Refused(_not_yours())
    if problems := [*_of_days(body, starts, until, today), *_of_reason(reason)]:
        raise Refused(problems)
    if problems := list(_of_separation(by, person, body, role, starts, until)):
        raise Separated(problems)
    row = Grant(user=person, organisation=body, role=role.value, starts=starts, until=until, granted_by=by)
    keep(row, by=by, deed="grant.role", chain=body.key, at=now, reason=reason)
    end_sessions_of(person, by=by, now=now, reason=reason)
    return row


@deed
def revoke_role(*, by: User, grant_id: int, seen: int, now: datetime, reason: str) -> Grant:
    """Ended today; one that has not begun never begins. His sessions end."""
    today = timezone.localdate(now)
    row = Grant.objects.filter(pk=grant_id).select_related("user", "organisation").first()
    if row is None or not may(by, Permission.GRANTS_CHANGE, today, row.organisation_id):
        raise Refused(_not_yours())
    if row.user_id == by.pk:
        raise Separated(_own())
    problems = [*_of_reason(reason)]
    if row.until is not None and row.until <= max(today, row.starts):
        problems.append(problem("grant-ended", "这项岗位已经结束。", "this role has ended already."))
    if problems:
        raise Refused(problems)
    row.until = max(today, row.starts)
    keep(row, by=by, deed="revoke.role", chain=row.organisation.key, at=now, reason=reason, seen=seen)
    end_sessions_of(row.user, by=by, now=now, reason=reason)
    return row


def end_sessions_of(person: User, *, by: User | None, now: datetime, reason: str = "") -> None:
    """Sessions of an earlier epoch end at their next request. Called within a deed."""
    person.epoch += 1
    keep(person, by=by, deed="end.sessions", chain=chain_of(person), at=now, reason=reason)


def _person(by: User | None, user_id: int, today: date) -> User:
    seen = User.objects.all() if by is None else people_seen(by, Permission.PEOPLE_READ, today)
    found = seen.filter(pk=user_id).first()
    if found is None:
        raise Refused(_not_yours())
    return found


def _of_days(body: Organisation, starts: date, until: date | None, today: date) -> Iterator[Problem]:
    if starts < today:
        yield problem("grant-backwards", "岗位不能倒着授予：开始日早于今天。", "a role is not granted backwards: it would begin before today.",
                      "开始日写今天或以后。", "let it begin today or later.")  # fmt: skip
    if until is not None and until <= starts:
        yield problem(
            "grant-days",
            "结束日不晚于开始日。",
            "it would end before it begins.",
            "改结束日，或留空。",
            "choose a later day, or none.",
        )
    if body.closed_on is not None and body.closed_on <= starts:
        yield problem(
            "grant-closed",
            f"机构 {body.closed_on} 已撤销。",
            f"the body is closed since {body.closed_on}.",
            "另选机构。",
            "choose another body.",
        )


def _of_separation(
    by: User | None, person: User, body: Organisation, role: Role, starts: date, until: date | None
) -> Iterator[Problem]:
    if by is not None and person.pk == by.pk:
        yield _own()
    if not person.is_active:
        yield problem(
            "grant-disabled",
            "这个人已停用。",
            "this person is disabled.",
            "先启用。",
            "enable the person first.",
        )
    others = [
        one
        for one in Grant.objects.filter(user=person).order_by("pk")
        if overlap(one.starts, one.until, starts, until)
    ]
    if any(one.role == role.value and one.organisation_id == body.pk for one in others):
        yield problem("grant-twice", "这段时间里已有同一岗位。", "the same role is held in that time already.",
                      "不必再授；要延长的，先结束原来的。", "nothing to grant; to extend it, end the old one first.")  # fmt: skip
    yield from clashes(role, {Role(one.role) for one in others})


def clashes(role: Role, held: Iterable[Role]) -> Iterator[Problem]:
    """Why this role cannot be held beside those."""
    others = set(held) - {role}
    for apart, words in APART:
        if role in apart and (wrong := sorted(apart & others, key=lambda one: one.value)):
            zh, en = (
                "、".join(ROLE_WORDS[one].zh for one in wrong),
                ", ".join(ROLE_WORDS[one].en for one in wrong),
            )
            yield problem("roles-apart", f"{words.zh}。此人这段时间是：{zh}。", f"{words.en}. In that time this person is: {en}.",
                          "换一个人，或先结束原岗位。", "choose another person, or end the other role first.")  # fmt: skip
    strict = role in ADMINISTRATORS
    mixed = others - ADMINISTRATORS if strict else others & ADMINISTRATORS
    if mixed:
        zh = "、".join(sorted(ROLE_WORDS[one].zh for one in mixed))
        en = ", ".join(sorted(ROLE_WORDS[one].en for one in mixed))
        yield problem("roles-administrator", f"管理员不兼任何业务岗位。此人这段时间是：{zh}。",
                      f"an administrator holds no other role. In that time this person is: {en}.",
                      "换一个人，或先结束原岗位。", "choose another person, or end the other role first.")  # fmt: skip


def overlap(starts: date, until: date | None, other_starts: date, other_until: date | None) -> bool:
    """Whether there is a day on which both are held."""
    return (until is None or other_starts < until) and (other_until is None or starts < other_until)


def _of_reason(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield problem(
            "no-reason",
            "没有写任职依据或原因。",
            "no appointment or reason is given.",
            "写文号或一句原因。",
            "give the paper or a sentence.",
        )


def _not_yours() -> Problem:
    return problem("grant-not-yours", "这个人或这个机构不在您的管理范围内。", "this person or body is not within what you administer.",
                   "请其上级的安全管理员办理。", "ask the security administrator of the level above.")  # fmt: skip


def _own() -> Problem:
    return problem("grant-self", "不能给自己授予或结束岗位。", "nobody grants to himself, or ends his own role.",
                   "请另一位安全管理员办理。", "ask another security administrator.")  # fmt: skip
