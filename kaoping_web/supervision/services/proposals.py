"""A person decides what the rules propose: accept, edit, merge, split, reject, or take the decision back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kaoping.intake.origin import Origin as Map
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.supervision.models import Paper, PaperState, Proposal, ProposalState
from kaoping_web.supervision.refusing import must, needed

LIVE = (ProposalState.OPEN.value, ProposalState.ACCEPTED.value)


@dataclass(frozen=True)
class Edited:
    """What a person wrote over a proposal."""

    title: str
    standard: str = ""
    owner: Organisation | None = None
    deadline: date | None = None
    quantity: str = ""
    unit: str = ""


@deed
def accept_proposal(*, by: User, proposal_id: int, seen: int, now: datetime) -> Proposal:
    """Take it into the ledger as it stands."""
    one = _one(proposal_id, by, now)
    _live(one)
    return _decided(one, ProposalState.ACCEPTED, by, now, seen)


@deed
def reject_proposal(*, by: User, proposal_id: int, reason: str = "", seen: int, now: datetime) -> Proposal:
    """Leave it out."""
    one = _one(proposal_id, by, now)
    _live(one)
    _nothing_leans(one.merged.all())
    one.reason = reason.strip()
    return _decided(one, ProposalState.REJECTED, by, now, seen)


@deed
def edit_proposal(*, by: User, proposal_id: int, edited: Edited, seen: int, now: datetime) -> Proposal:
    """Write over title, standard, owner, deadline or figure, and accept it so. What the paper says stays as it was read."""
    one = _one(proposal_id, by, now)
    _live(one)
    one.title = needed(edited.title, "title-missing", "事项名称", "title")[:200]
    one.standard, one.owner, one.quantity, one.unit = (
        edited.standard.strip(),
        edited.owner,
        edited.quantity,
        edited.unit.strip()[:30],
    )
    if edited.deadline != one.deadline:
        one.deadline, one.deadline_basis = edited.deadline, "typed" if edited.deadline else ""
    return _decided(one, ProposalState.ACCEPTED, by, now, seen)


@deed
def merge_proposal(*, by: User, proposal_id: int, into_id: int, seen: int, now: datetime) -> Proposal:
    """Take it as the same as another of this paper: its words become a further source of that one."""
    one = _one(proposal_id, by, now)
    _live(one)
    into = Proposal.objects.filter(pk=into_id, paper=one.paper_id).first()
    if into is None or into.pk == one.pk or into.state not in LIVE or into.kind != one.kind:
        raise Refused(
            problem("merge-into", "只能并入本文件中另一条待定或已采纳的同类建议。",
                    "it can only be merged into another undecided or accepted proposal of its kind in this paper.",
                    "另选一条。", "choose another one.")
        )  # fmt: skip
    one.merged_into = into
    return _decided(one, ProposalState.MERGED, by, now, seen)


@deed
def split_proposal(
    *, by: User, proposal_id: int, wordings: Sequence[str], seen: int, now: datetime
) -> list[Proposal]:
    """Make several of it: each line must stand word for word in it. Raises Refused with every line that does not."""
    one = _one(proposal_id, by, now)
    _live(one)
    _nothing_leans(one.merged.all())
    lines = [line.strip() for line in wordings if line.strip()]
    missing = [line for line in lines if line not in one.wording]
    if missing or len(lines) < 2:
        raise Refused([
            *(problem("split-words", f"“{line[:30]}”不是原文的字句。", f"“{line[:30]}” does not stand in the text.",
                      "从原文复制。", "copy it from the text.") for line in missing),
            *([problem("split-few", "至少要拆成两条。", "it takes at least two lines to split.", "一行一条。", "one line each.")] if len(lines) < 2 else []),
        ])  # fmt: skip
    _decided(one, ProposalState.SPLIT, by, now, seen)
    taken = one.paper.proposals.filter(key__startswith=f"{one.key}.").count()
    figures = list(one.paper.proposals.filter(kind="target", within=one))
    made = [_piece(one, line, at, figures) for at, line in enumerate(lines, taken + 1)]
    keep_all(made, by=by, deed="split.proposal", chain=one.paper.host.key, at=now)
    return made


@deed
def undo_proposal(*, by: User, proposal_id: int, seen: int, now: datetime) -> Proposal:
    """Take a decision back. What was made by splitting is rejected with it."""
    one = _one(proposal_id, by, now)
    if one.state == ProposalState.OPEN.value:
        return one
    pieces = (
        list(one.paper.proposals.filter(rule="split-by-hand", key__startswith=f"{one.key}."))
        if one.state == ProposalState.SPLIT.value
        else []
    )
    _nothing_leans([*one.merged.all(), *(other for piece in pieces for other in piece.merged.all())])
    for piece in pieces:
        piece.state, piece.decided_by, piece.decided_at = ProposalState.REJECTED.value, by, now
    if pieces:
        keep_all(pieces, by=by, deed="reject.proposal", chain=one.paper.host.key, at=now)
    one.merged_into, one.reason = None, ""
    return _decided(one, ProposalState.OPEN, None, now, seen, by=by)


@deed
def propose_by_hand(*, by: User, paper_id: int, start: int, end: int, now: datetime) -> Proposal:
    """Propose a stretch of the text that the rules passed over."""
    paper = Paper.objects.select_related("host").get(pk=paper_id)
    must(by, Permission.PAPER_CONFIRM, paper.host, now)
    _open(paper)
    if not 0 <= start < end <= len(paper.text):
        raise Refused(problem("span", "选定的字句不在文中。", "the stretch is not within the text."))
    words = paper.text[start:end]
    number = paper.proposals.filter(rule="by-hand").count() + 1
    first, last = Map((here, there, length) for here, there, length in paper.runs).span(start, end)
    made = Proposal(
        paper=paper, key=f"h{number:02}", kind="task", position=paper.proposals.count(), start=start, end=end, found_start=first, found_end=last,
        wording=words, title=words.strip()[:80], confidence="sure", rule="by-hand", proposed_by="person",
    )  # fmt: skip
    return keep(made, by=by, deed="propose.task", chain=paper.host.key, at=now)


def _one(proposal_id: int, by: User, now: datetime) -> Proposal:
    one = Proposal.objects.select_related("paper__host").get(pk=proposal_id)
    must(by, Permission.PAPER_CONFIRM, one.paper.host, now)
    _open(one.paper)
    return one


def _open(paper: Paper) -> None:
    if paper.state != PaperState.OPEN.value:
        raise NotNow(
            problem("paper-confirmed", "这份文件的台账已经确认，建议不再改动。", "the ledger of this paper is confirmed: its proposals stand.",
                    "在台账里改事项。", "change the matter in the ledger.")
        )  # fmt: skip


def _live(one: Proposal) -> None:
    if one.state not in LIVE:
        raise NotNow(
            problem(
                "proposal-decided",
                "这一条已经另作处理。",
                "this one was decided otherwise.",
                "先撤回原来的决定。",
                "take that decision back first.",
            )
        )


def _nothing_leans(leaning: Iterable[Proposal]) -> None:
    """What others were merged into stays what it is, or they would be lost with it."""
    if any(one.state == ProposalState.MERGED.value for one in leaning):
        raise NotNow(
            problem(
                "merged-onto",
                "有别的建议并入了这一条。",
                "others were merged into this one.",
                "先撤回那些合并。",
                "take those back first.",
            )
        )


def _decided(
    one: Proposal, state: ProposalState, who: User | None, now: datetime, seen: int, by: User | None = None
) -> Proposal:
    one.state, one.decided_by, one.decided_at = state.value, who, now if who else None
    verb = {
        "accepted": "accept",
        "rejected": "reject",
        "merged": "merge",
        "split": "split",
        "open": "reopen",
    }[state.value]
    return keep(
        one,
        by=who or by,
        deed=f"{verb}.proposal",
        chain=one.paper.host.key,
        at=now,
        reason=one.reason,
        seen=seen,
    )


def _piece(one: Proposal, line: str, at: int, figures: Sequence[Proposal]) -> Proposal:
    """A line of a proposal, with the body and the date that stand in the line itself: another line's are not taken over."""
    start = one.start + one.wording.index(line)
    dated = _dated(
        one, line, [each for each in figures if start <= each.start and each.end <= start + len(line)]
    )
    named = [each for each in one.parties.split("、") if each and each in line]
    first = one.parties.split("、")[0]
    found = Map((here, there, length) for here, there, length in one.paper.runs)
    there, until = found.span(start, start + len(line))
    return Proposal(
        paper=one.paper, key=f"{one.key}.{at}"[:20], kind=one.kind, within=one.within, position=one.position, start=start, end=start + len(line),
        found_start=there, found_end=until, wording=line, marker=one.marker, title=line[:200], category=one.category,
        parties="、".join(named), owner=one.owner if first in named else None, when_words=dated.when_words if dated else "",
        deadline=dated.deadline if dated else None, deadline_basis=dated.deadline_basis if dated else "", confidence=one.confidence,
        rule="split-by-hand", proposed_by="person",
    )  # fmt: skip


def _dated(one: Proposal, line: str, within: Sequence[Proposal]) -> Proposal | None:
    """Whose date counts for a line: that of the whole where it stands in the line, else that of a figure within it."""
    if one.when_words and one.when_words in line:
        return one
    return next((each for each in within if each.when_words), None)
