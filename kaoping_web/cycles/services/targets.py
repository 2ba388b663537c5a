"""Targets: proposed, answered, agreed, revised. Every move stays.

A data department proposes for the facts it supplies, the office for all; the unit answers; the head of the office agrees, and he is
neither the proposer nor of the unit. What is scored is the last agreed figure: a revision counts once it is agreed in its turn.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from kaoping.errors import KaopingError, Words
from kaoping.exact import canonical_text
from kaoping.scheme.model import Scheme
from kaoping.sheets import read_number
from kaoping_web.cycles.models import Cycle, Target, TargetMove, TargetState
from kaoping_web.cycles.queries import supplies_of
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Clash, NotAllowed, NotNow, Refused, Separated, Stale, problem
from kaoping_web.schemes.queries import parsed

NOT_ALLOWED = problem("not-allowed", "您的岗位不办这件事。", "your role does not do this.")


@deed
def propose_target(
    *,
    by: User | None,
    cycle: Cycle,
    organisation: Organisation,
    fact: str,
    typed: str,
    reason: str = "",
    seen: int | None = None,
    now: datetime,
) -> Target:
    """Propose a target for one unit, or another figure before it is agreed. `typed`: as a person writes numbers.

    `seen`: the version of the target on the form, 0 where there was none. Raises Stale, with both figures, where it changed since.
    """
    _may_propose(by, cycle, fact, now)
    text = target_text(parsed(cycle.scheme_version), fact, typed)
    target = Target.objects.filter(
        host=cycle.host, organisation=organisation, fact=fact, period=cycle.period
    ).first()
    if seen is not None and seen != (target.version if target else 0):
        raise _overtaken(target, text)
    if target is None:
        target = Target(host=cycle.host, organisation=organisation, fact=fact, period=cycle.period)
    elif target.state == TargetState.AGREED.value:
        raise NotNow(problem("target-agreed", "目标已经确认，只能按程序调整。", "the target is agreed: it can only be revised.",
                             "写明理由和文件，用“调整”。", "use “revise”, with the reason and the document."))  # fmt: skip
    target.text, target.state = text, TargetState.PROPOSED.value
    return _moved(target, "propose", by, now, reason)


@deed
def answer_target(
    *, by: User, target_id: int, accepts: bool, counter: str = "", reason: str = "", seen: int, now: datetime
) -> Target:
    """The unit's answer. An objection says why, and may name the figure the unit can stand for."""
    target = _target(target_id)
    if not may(by, Permission.TARGET_REPLY, timezone.localdate(now), target.organisation_id):
        raise NotAllowed(NOT_ALLOWED)
    if target.state != TargetState.PROPOSED.value:
        raise NotNow(
            problem(
                "target-state", "这一目标现在不等您答复。", "this target does not wait for an answer now."
            )
        )
    if not accepts and not reason.strip():
        raise Refused(problem("reason-missing", "不同意要写明理由。", "an objection takes a reason."))
    said = (
        target_text(_scheme(target), target.fact, counter) if counter.strip() and not accepts else target.text
    )
    target.state = (TargetState.ACCEPTED if accepts else TargetState.OBJECTED).value
    return _moved(target, "accept" if accepts else "object", by, now, reason, said=said, seen=seen)


@deed
def agree_target(
    *,
    by: User | None,
    target_id: int,
    typed: str = "",
    reason: str = "",
    seen: int | None = None,
    now: datetime,
) -> Target:
    """Fix the target: the proposal, or another figure with a reason. Raises Separated for who proposed it."""
    target = _target(target_id)
    if by is not None and not may(by, Permission.TARGET_AGREE, timezone.localdate(now), target.host_id):
        raise NotAllowed(NOT_ALLOWED)
    if target.state == TargetState.AGREED.value:
        raise NotNow(problem("target-agreed", "目标已经确认。", "the target is agreed already."))
    last = target.moves.filter(kind__in=("propose", "revise")).order_by("-number").first()
    if by is not None and last is not None and last.by_id == by.pk:
        raise Separated(problem("own-proposal", "谁提目标，谁不确认。", "who proposed the target does not agree to it.",
                                "请另一位负责人确认。", "let another head of the office do it."))  # fmt: skip
    text = target_text(_scheme(target), target.fact, typed) if typed.strip() else target.text
    objected = target.state == TargetState.OBJECTED.value
    if (text != target.text or objected) and not reason.strip():
        raise Refused(
            problem(
                "reason-missing",
                "单位有异议或数字有改动，确认时要写明理由。",
                "where the unit objects or the figure changes, agreeing takes a reason.",
            )
        )
    target.text, target.state = text, TargetState.AGREED.value
    return _moved(target, "agree", by, now, reason, seen=seen)


@deed
def revise_target(
    *, by: User, target_id: int, typed: str, reason: str, document: str, seen: int, now: datetime
) -> Target:
    """Propose another figure for an agreed target. Until it is agreed again, the old one counts."""
    target = _target(target_id)
    cycle = Cycle.objects.select_related("host", "scheme_version").get(host=target.host, period=target.period)
    _may_propose(by, cycle, target.fact, now)
    if target.state != TargetState.AGREED.value:
        raise NotNow(
            problem(
                "target-state",
                "目标还没有确认，直接改提议即可。",
                "the target is not agreed yet: change the proposal.",
            )
        )
    wrong = []
    if not reason.strip():
        wrong.append(problem("reason-missing", "调整目标要写明理由。", "a revision takes a reason."))
    if not document.strip():
        wrong.append(problem("document-missing", "调整目标要写明批准文件。", "a revision takes a document."))
    try:
        text = target_text(parsed(cycle.scheme_version), target.fact, typed)
    except KaopingError as error:
        wrong += error.problems
    if wrong:
        raise Refused(wrong)
    target.text, target.state = text, TargetState.PROPOSED.value
    return _moved(target, "revise", by, now, reason, document=document, seen=seen)


def target_text(scheme: Scheme, fact: str, typed: str) -> str:
    """A target as it is kept, from what a person typed. Raises Refused with the sentence of what is wrong."""
    known = scheme.facts.get(fact)
    unit = known.unit if known else (scheme.values[fact].unit if fact in scheme.values else "")
    number: Fraction = read_number(typed.strip(), unit)
    return canonical_text(number)


def _may_propose(by: User | None, cycle: Cycle, fact: str, now: datetime) -> None:
    if by is None:
        return
    day, known = timezone.localdate(now), parsed(cycle.scheme_version).facts.get(fact)
    supplier = supplies_of(cycle.scheme_version).get(known.supplier) if known else None
    if may(by, Permission.TARGET_PROPOSE, day, cycle.host) or (
        supplier and may(by, Permission.TARGET_PROPOSE, day, supplier)
    ):
        return
    raise NotAllowed(NOT_ALLOWED)


def _overtaken(target: Target | None, yours: str) -> Stale:
    theirs = target.text if target else "—"
    return Stale(
        problem("target-stale", f"别人刚刚提了 {theirs}，您的 {yours} 没有存入。", f"somebody else has just proposed {theirs}; your {yours} was not stored.",
                "看一眼现在的数，仍要改的再提交。", "look at what stands there now, and send it again if you still mean it."),
        [Clash(Words("目标", "target"), theirs, yours)],
    )  # fmt: skip


def _target(target_id: int) -> Target:
    return Target.objects.select_related("organisation", "host").get(pk=target_id)


def _scheme(target: Target) -> Scheme:
    return parsed(
        Cycle.objects.select_related("scheme_version")
        .get(host=target.host_id, period=target.period)
        .scheme_version
    )


def _moved(
    target: Target,
    kind: str,
    by: User | None,
    now: datetime,
    reason: str,
    *,
    said: str = "",
    document: str = "",
    seen: int | None = None,
) -> Target:
    chain = target.organisation.key
    keep(
        target, by=by, deed=f"{kind}.target", chain=chain, at=now, reason=reason, document=document, seen=seen
    )
    number = target.moves.count() + 1
    move = TargetMove(
        target=target,
        number=number,
        kind=kind,
        text=said or target.text,
        reason=reason,
        document=document,
        by=by,
        at=now,
    )
    keep(move, by=by, deed=f"{kind}.target", chain=chain, at=now, reason=reason, document=document)
    return target
