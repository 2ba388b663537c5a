"""The other side: check, close, review the effect, reopen, merge. None of it by the owner's people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.supervision.models import IS_CLOSED, NOT_CLOSED, CoOwner, Matter, MatterState, Origin
from kaoping_web.supervision.refusing import in_state, must, needed, not_of_the_owner
from kaoping_web.supervision.services.matters import matter_of
from kaoping_web.supervision.services.moving import chain_of, moved
from kaoping_web.supervision.services.progress import percent_text


@deed
def check_matter(
    *, by: User, matter_id: int, passed: bool, on_the_spot: bool, plan_code: str = "", document: str = "", words: str, typed: str = "",
    kept: Sequence[Kept] = (), seen: int, now: datetime,
) -> Matter:  # fmt: skip
    """Check a claim by document, or on the spot within a planned visit (its code shows that it stands in the year's plan).

    Where it is not done it goes back to the owner with what was found and how far it really is, and the clock runs again.
    """
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_CHECK, matter.host_id, now)
    not_of_the_owner(by, matter, now)
    in_state(matter, MatterState.CLAIMED.value)
    found = needed(words, "finding-missing", "核查结论", "finding")
    if on_the_spot:
        code = needed(plan_code, "plan-code", "督查计划编号", "code of the planned visit")
    else:
        code = ""
        needed(document, "document-missing", "凭据", "document")
    if passed:
        matter.state = MatterState.CHECKED.value
    else:
        matter.percent, matter.state, matter.claimed_on = percent_text(typed), MatterState.WORKING.value, None
    return moved(matter, "check", by, now, deed="check.matter", seen=seen, kept=kept, words=found, document=document.strip()[:200],
                 on_the_spot=on_the_spot, plan_code=code[:60], passed=passed, percent=matter.percent)  # fmt: skip


@deed
def close_matter(*, by: User, matter_id: int, words: str = "", seen: int, now: datetime) -> Matter:
    """Strike a checked matter off: somebody other than the owner's people."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_CLOSE, matter.host_id, now)
    not_of_the_owner(by, matter, now)
    in_state(matter, MatterState.CHECKED.value)
    matter.state, matter.closed_on = MatterState.CLOSED.value, timezone.localdate(now)
    return moved(matter, "close", by, now, deed="close.matter", seen=seen, words=words.strip())


@deed
def review_effect(
    *, by: User, matter_id: int, words: str, kept: Sequence[Kept] = (), seen: int, now: datetime
) -> Matter:
    """Say some time later what the matter brought about."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_CHECK, matter.host_id, now)
    not_of_the_owner(by, matter, now)
    in_state(matter, MatterState.CLOSED.value)
    said = needed(words, "finding-missing", "成效", "effect")
    matter.state = MatterState.REVIEWED.value
    return moved(matter, "review", by, now, deed="review.matter", seen=seen, kept=kept, words=said)


@deed
def reopen_matter(
    *, by: User, matter_id: int, deadline: date | None, reason: str, seen: int, now: datetime
) -> Matter:
    """Take up a closed matter again, with a reason and a new date."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_CLOSE, matter.host_id, now)
    not_of_the_owner(by, matter, now)
    in_state(matter, *IS_CLOSED, MatterState.CHECKED.value)
    why = needed(reason, "reason-missing", "重新办理的理由", "reason")
    day = timezone.localdate(now)
    if deadline is None or deadline <= day:
        raise Refused(problem("deadline-past", "写今后的期限。", "write a date to come."))
    matter.state, matter.claimed_on, matter.closed_on, matter.curve = (
        MatterState.WORKING.value,
        None,
        None,
        "",
    )
    matter.deadline, matter.starts_on, matter.percent = deadline, day, "0"
    return moved(matter, "reopen", by, now, deed="reopen.matter", seen=seen, words=why, until=deadline)


@deed
def merge_matters(*, by: User, matter_id: int, into_id: int, reason: str, seen: int, now: datetime) -> Matter:
    """One matter that several bodies asked for: all sources, helpers and parts go to the one that stays; the earlier date counts."""
    matter, into = matter_of(matter_id), matter_of(into_id)
    must(by, Permission.MATTER_ASSIGN, matter.host, now)
    in_state(matter, *NOT_CLOSED[:4])
    why = needed(reason, "reason-missing", "合并的理由", "reason")
    _can_merge(matter, into)
    if matter.deadline and into.deadline and matter.deadline < into.deadline:
        into.deadline = matter.deadline
    into.deadline = into.deadline or matter.deadline
    _sources(matter, into, by, now)
    parts = list(matter.parts.all())
    for one in parts:
        one.parent = into
    if parts:
        keep_all(parts, by=by, deed="move.part", chain=chain_of(into), at=now)
    matter.state, matter.merged_into = MatterState.MERGED.value, into
    moved(matter, "merge", by, now, deed="merge.matter", seen=seen, words=f"{why}（并入 {into.code}）")
    return moved(into, "merge", by, now, deed="merge.matter", seen=None, words=f"{why}（{matter.code} 并入）")


def _can_merge(matter: Matter, into: Matter) -> None:
    above: Matter | None = into
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == matter.pk:
            raise Refused(
                problem(
                    "merge-self",
                    "事项不能并入自己或自己的分解事项。",
                    "a matter is not merged into itself or a part of it.",
                )
            )
        seen.add(above.pk)
        above = above.parent
    if into.host_id != matter.host_id or into.state not in NOT_CLOSED[:4]:
        raise NotNow(
            problem(
                "merge-into",
                f"{into.code} 不能并入：不在办，或不是同一机关的。",
                f"nothing can be merged into {into.code}: it is not under way here.",
            )
        )
    if (
        into.owner_id
        and matter.owner_id
        and into.owner_id != matter.owner_id
        and matter.state != MatterState.REGISTERED.value
    ):
        raise NotNow(
            problem(
                "merge-owner",
                "已交给不同单位的事项不合并。",
                "matters given to different owners are not merged.",
                "先收回其中一件。",
                "take one of them back first.",
            )
        )


def _sources(matter: Matter, into: Matter, by: User, now: datetime) -> None:
    copies = [
        Origin(matter=into, paper=one.paper, proposal=one.proposal, clause=one.clause, wording=one.wording, start=one.start, end=one.end,
               asked_by=one.asked_by, taken_from=matter)
        for one in matter.origins.select_related("paper", "proposal").order_by("pk")
    ]  # fmt: skip
    keep_all(copies, by=by, deed="take.origin", chain=chain_of(into), at=now)
    there = set(into.co_owners.values_list("organisation_id", flat=True)) | {into.owner_id}
    asked = {one.organisation_id for one in matter.co_owners.filter(is_withdrawn=False)} | (
        {matter.owner_id} if matter.owner_id else set()
    )
    new = [CoOwner(matter=into, organisation_id=key) for key in sorted(asked - there) if into.owner_id]
    if new:
        keep_all(new, by=by, deed="name.co_owner", chain=chain_of(into), at=now)
