"""Corrections after the lock: asked by who supplies the figure, with reason and document; approved by somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.utils import timezone

from kaoping.errors import Problem
from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Value, ValueState, Vintage
from kaoping_web.filing.queries import verified_at
from kaoping_web.filing.reading import clean, read_typed
from kaoping_web.filing.refusing import NotYours, must
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, Separated, problem
from kaoping_web.review.models import Correction, CorrectionState
from kaoping_web.schemes.queries import parsed

RELATED = ("filing__cycle__scheme_version", "filing__supplier", "host")
LONGEST_DOCUMENT = 200


class Grounds(TypedDict):
    """What a correction rests on."""

    reason: str
    document: str


@deed
def ask_correction(
    *, by: User, value_id: int, typed: str, reason: str, document: str, now: datetime
) -> Correction:
    """Ask that a figure of a locked cycle be another one.

    Raises NotNow before the lock or while another correction of it is open, Refused with everything that is wrong.
    """
    value = Value.objects.select_related(*RELATED).get(pk=value_id)
    must(by, Permission.VALUE_CORRECT, value.filing.supplier_id, now)
    _locked(value)
    if value.corrections.filter(state=CorrectionState.ASKED.value).exists():
        raise NotNow(problem("correction-open", "这一格已有一件更正在等批准。", "a correction of this figure is waiting already.",
                             "等批准或不予批准以后再提。", "wait until it is decided."))  # fmt: skip
    reason, document = clean(reason).strip(), clean(document).strip()
    answered = read_typed(
        typed, parsed(value.filing.cycle.scheme_version).facts[value.fact], reason, timezone.localdate(now)
    )
    wrong = [*answered.problems, *_bare(reason, document)]
    if not answered.problems and not answered.answer.value:
        wrong.append(
            problem(
                "figure-missing",
                "没有写更正后的数。",
                "the corrected figure is missing.",
                "填更正后的数。",
                "enter it.",
            )
        )
    if not wrong and (answered.answer.value, answered.text) == (value.answer, value.text):
        wrong.append(
            problem(
                "no-change",
                "更正后的数与现在的一样。",
                "the corrected figure is the one that stands.",
                "核对后再提。",
                "check it.",
            )
        )
    if wrong:
        raise Refused(wrong)
    made = Correction(
        value=value, answer=answered.answer.value, text=answered.text, reason=reason, document=document, asked_by=by, asked_at=now
    )  # fmt: skip
    return keep(
        made,
        by=by,
        deed="ask.correction",
        chain=value.filing.supplier.key,
        at=now,
        reason=reason,
        document=document,
    )


@deed
def decide_correction(
    *, by: User, correction_id: int, approve: bool, decision: str, seen: int, now: datetime
) -> Correction:
    """Approve a correction, and the figure has a new vintage by both; or refuse it with a reason.

    By the verifying body or whoever approves corrections at the host. Raises Separated for who asked.
    """
    correction = Correction.objects.select_related(*(f"value__{one}" for one in RELATED), "asked_by").get(
        pk=correction_id
    )
    value = correction.value
    _may_decide(by, value, now)
    if correction.asked_by_id == by.pk:
        raise Separated(
            problem(
                "same-person",
                "更正是您提出的。",
                "you asked for this correction.",
                "须由另一人批准。",
                "another person has to decide it.",
            )
        )
    if correction.state != CorrectionState.ASKED.value:
        raise NotNow(
            problem(
                "decided",
                "这件更正已经办结。",
                "this correction has been decided.",
                "看页面上的结果。",
                "see the page.",
            )
        )
    _locked(value)
    decision = clean(decision).strip()
    if not approve and not decision:
        raise Refused(
            problem(
                "reason-missing",
                "不予批准要写理由。",
                "refusing it takes a reason.",
                "写明理由。",
                "say why.",
            )
        )
    correction.state = (CorrectionState.APPROVED if approve else CorrectionState.REFUSED).value
    correction.decided_by, correction.decided_at, correction.decision = by, now, decision
    verb = "approve.correction" if approve else "refuse.correction"
    keep(correction, by=by, deed=verb, chain=value.filing.supplier.key, at=now, reason=decision, seen=seen)
    if approve:
        _correct(by, correction, value, now)
    return correction


def _correct(by: User, correction: Correction, value: Value, now: datetime) -> None:
    """The new vintage, in the names of both."""
    both, chain = [correction.asked_by, by], value.filing.supplier.key
    value.answer, value.text, value.expected_on = correction.answer, correction.text, None
    value.vintage, value.state, value.verified_by, value.verified_at = (
        value.vintage + 1,
        ValueState.VERIFIED.value,
        by,
        now,
    )
    value.changed_by, value.changed_at, value.note = correction.asked_by, now, correction.reason
    told = Grounds(reason=correction.reason, document=correction.document)
    made = Vintage(
        value=value, number=value.vintage, answer=value.answer, text=value.text, note=value.note, by=correction.asked_by, at=now, **told
    )  # fmt: skip
    keep(made, by=both, deed="correct.vintage", chain=chain, at=now, **told)
    keep(value, by=both, deed="correct.value", chain=chain, at=now, **told)


def _locked(value: Value) -> None:
    if value.filing.cycle.state not in (CycleState.LOCKED.value, CycleState.FINAL.value):
        raise NotNow(problem("not-locked", "周期还没有锁定，不需要更正程序。", "the cycle is not locked: no correction is needed.",
                             "请认定单位退回这一格，改后再交。", "ask the verifying body to return the cell, and mend it."))  # fmt: skip


def _bare(reason: str, document: str) -> list[Problem]:
    wrong = []
    if not reason:
        wrong.append(
            problem(
                "reason-missing",
                "更正要写理由。",
                "a correction takes a reason.",
                "写明为什么要改。",
                "say why.",
            )
        )
    if not document:
        wrong.append(
            problem(
                "document-missing",
                "更正要写依据文件。",
                "a correction takes a document.",
                "写文号或文件名称。",
                "name it.",
            )
        )
    if len(document) > LONGEST_DOCUMENT:
        wrong.append(problem("document-long", f"依据文件超过 {LONGEST_DOCUMENT} 字。", f"the document's name is longer than {LONGEST_DOCUMENT}.",
                             "只写文号或名称。", "give its number or title only."))  # fmt: skip
    return wrong


def _may_decide(by: User, value: Value, now: datetime) -> None:
    day = timezone.localdate(now)
    if may(by, Permission.VALUE_CORRECT_APPROVE, day, value.host_id):
        return
    if not Value.objects.filter(verified_at(by, Permission.VALUE_VERIFY, day), pk=value.pk).exists():
        raise NotYours(problem("not-allowed", "您的岗位不批准这件更正。", "your role does not decide this correction.",
                               "由认定单位或考核办负责人批准。", "the verifying body or the head of the office decides it."))  # fmt: skip
