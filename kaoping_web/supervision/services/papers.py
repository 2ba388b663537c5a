"""A paper comes in, and what is proposed from it becomes a ledger once every proposal is decided."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from kaoping.errors import Problem
from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.supervision.models import Matter, Origin, Paper, PaperState, Proposal, ProposalState
from kaoping_web.supervision.reading.asking import PaperRead, ProposalRead
from kaoping_web.supervision.reading.dates import deadline_of
from kaoping_web.supervision.reading.linking import Links
from kaoping_web.supervision.refusing import must
from kaoping_web.supervision.services.moving import next_number, started
from kaoping_web.supervision.words import COMPARATORS

MOST_SHOWN = 5


@dataclass(frozen=True)
class Placed:
    """What was found out about the items of a paper before anything is written: their bodies by key, and what repeats."""

    owners: Mapping[str, Organisation] = field(default_factory=dict)
    links: Links = field(default_factory=lambda: Links({}, {}))


@deed
def register_paper(
    *, by: User, host: Organisation, kept: Kept, read: PaperRead, met_on: date | None, placed: Placed, now: datetime
) -> Paper:  # fmt: skip
    """Take in a paper that has been kept and read. Raises NotNow where the same file stands here already."""
    must(by, Permission.PAPER_CONFIRM, host, now)
    before = Paper.objects.filter(host=host, digest=kept.digest).first()
    if before is not None:
        raise NotNow(
            problem("paper-there", f"这份文件已于 {timezone.localdate(before.uploaded_at)} 传过：《{before.title}》。",
                    f"this file was taken in on {timezone.localdate(before.uploaded_at)}: “{before.title}”.",
                    "在会议文件列表中打开它。", "open it from the list of papers.")
        )  # fmt: skip
    paper = Paper(
        host=host, title=(read.title or read.meeting or kept.name)[:200], file_name=kept.name, digest=kept.digest, size=kept.size, kind=read.kind[:10],
        meeting=read.meeting[:200], met_on=met_on or read.met_on, date_words=read.date_words[:60], issuer=read.issuer[:120],
        text=read.text, found=read.found, text_digest=digest_of(read.text, read.found), runs=[list(one) for one in read.runs],
        noise={**read.noise, "frameworks": [list(one) for one in read.frameworks]}, uploaded_by=by, uploaded_at=now,
    )  # fmt: skip
    keep(paper, by=by, deed="register.paper", chain=host.key, at=now)
    rows = {one.key: _proposal(paper, one, position, placed) for position, one in enumerate(read.items)}
    tasks = [one for one in rows.values() if one.kind == "task"]
    for one in sorted({len(_above(read.items, row.key)) for row in tasks}):
        level = [row for row in tasks if len(_above(read.items, row.key)) == one]
        _within(level, read, rows)
        keep_all(level, by=by, deed="propose.task", chain=host.key, at=now)
    targets = [one for one in rows.values() if one.kind == "target"]
    _within(targets, read, rows)
    keep_all(targets, by=by, deed="propose.target", chain=host.key, at=now)
    return paper


def digest_of(text: str, found: str) -> str:
    """The SHA-256 of a paper's two texts, which the journal protects."""
    return hashlib.sha256(
        text.encode("utf-8", "replace") + b"\0" + found.encode("utf-8", "replace")
    ).hexdigest()


def _above(items: Sequence[ProposalRead], key: str) -> list[str]:
    """The keys of the items above one, nearest first."""
    by_key = {one.key: one.within for one in items}
    found: list[str] = []
    while (key := by_key.get(key, "")) and key not in found:
        found.append(key)
    return found


def _within(rows: list[Proposal], read: PaperRead, kept: Mapping[str, Proposal]) -> None:
    by_key = {one.key: one.within for one in read.items}
    for row in rows:
        row.within = kept.get(by_key[row.key])


def _proposal(paper: Paper, one: ProposalRead, position: int, placed: Placed) -> Proposal:
    deadline, basis = deadline_of(one.when, paper.met_on)
    repeats, likeness = placed.links.repeats.get(one.key, (None, None))
    measured = placed.links.measured.get(one.key)
    words = COMPARATORS.get(one.comparator)
    figure = (
        f"{words.zh if words else ''}{one.value}{one.unit}"
        if one.value
        else f"{words.zh if words else ''}{one.reference}"
    )
    return Proposal(
        paper=paper, key=one.key, kind=one.kind, position=position, start=one.start, end=one.end, found_start=one.found_start,
        found_end=one.found_end, wording=one.wording, marker=one.marker[:40],
        title=(one.title if one.kind == "task" else f"{one.title}{figure}")[:200], category=one.category,
        parties="、".join(one.parties)[:300], owner=placed.owners.get(one.key), when_words=one.when[:60], deadline=deadline,
        deadline_basis=basis, comparator=one.comparator[:10], quantity=one.value[:60], unit=one.unit[:30], confidence=one.confidence,
        rule=one.rule[:40], reasons=" ".join(one.reasons)[:200], proposed_by=one.by[:20], repeats_id=repeats,
        likeness=str(likeness) if likeness is not None else "", measured_by=measured.indicator[:80] if measured else "",
        unit_agrees=measured.unit_agrees if measured else True,
    )  # fmt: skip


@deed
def confirm_paper(*, by: User, paper_id: int, seen: int, now: datetime) -> list[Matter]:
    """Make the ledger: a matter for every accepted proposal, a target of an accepted task as its standard. Raises Refused while
    one proposal is undecided."""
    paper = Paper.objects.select_related("host").get(pk=paper_id)
    must(by, Permission.PAPER_CONFIRM, paper.host, now)
    if paper.state != PaperState.OPEN.value:
        raise NotNow(
            problem(
                "paper-confirmed",
                "这份文件的台账已经确认。",
                "the ledger of this paper is confirmed already.",
            )
        )
    rows = list(paper.proposals.select_related("owner").order_by("position", "pk"))
    undecided = [one for one in rows if one.state == ProposalState.OPEN.value]
    if undecided:
        raise Refused(_undecided(undecided))
    paper.state, paper.confirmed_by, paper.confirmed_at = PaperState.CONFIRMED.value, by, now
    keep(paper, by=by, deed="confirm.paper", chain=paper.host.key, at=now, seen=seen)
    return _ledger(paper, rows, by, now)


def _undecided(rows: list[Proposal]) -> Problem:
    named = "；".join(one.title[:20] for one in rows[:MOST_SHOWN])
    return problem("proposals-undecided", f"还有 {len(rows)} 条建议没有决定，台账不能导出：{named}{'等' if len(rows) > MOST_SHOWN else ''}。",
                   f"{len(rows)} proposals are undecided, so the ledger cannot be made: {', '.join(one.key for one in rows[:MOST_SHOWN])}.",
                   "逐条采纳、合并、拆分或不采纳。", "accept, merge, split or reject each of them.")  # fmt: skip


def _ledger(paper: Paper, rows: list[Proposal], by: User, now: datetime) -> list[Matter]:
    by_id = {one.pk: one for one in rows}
    gathered = _gathered(rows, by_id)
    day = timezone.localdate(now)
    first = next_number(paper.host, day.year)
    matters = [
        _matter(paper, by_id[head], parts, day, first + at)
        for at, (head, parts) in enumerate(gathered.items())
    ]
    chain = paper.host.key
    keep_all(matters, by=by, deed="register.matter", chain=chain, at=now)
    origins = [
        _origin(paper, matter, part)
        for matter, parts in zip(matters, gathered.values(), strict=True)
        for part in parts
    ]
    keep_all(origins, by=by, deed="name.origin", chain=chain, at=now)
    keep_all(
        [started(one, by, now, words=paper.title) for one in matters],
        by=by,
        deed="move.matter",
        chain=chain,
        at=now,
    )
    return matters


def _gathered(rows: list[Proposal], by_id: Mapping[int, Proposal]) -> dict[int, list[Proposal]]:
    """For each matter to be: the proposal it is made of, then those merged into it and the targets of its task."""
    found: dict[int, list[Proposal]] = {}
    for one in rows:
        if one.state == ProposalState.ACCEPTED.value and _head(one, by_id) == one.pk:
            found[one.pk] = [one]
    for one in rows:
        head = _head(one, by_id)
        if head in found and head != one.pk:
            found[head].append(one)
    return found


def _head(one: Proposal, by_id: Mapping[int, Proposal]) -> int | None:
    """The accepted proposal that stands for this one; None where it was rejected or split."""
    while one.state == ProposalState.MERGED.value and one.merged_into_id:
        one = by_id[one.merged_into_id]
    if one.state != ProposalState.ACCEPTED.value:
        return None
    holder = _holder(one, by_id)
    if one.kind == "target" and holder is not None:
        return _head(holder, by_id) or one.pk
    return one.pk


def _holder(one: Proposal, by_id: Mapping[int, Proposal]) -> Proposal | None:
    """The task that a figure belongs to; where that was split, the piece in which the figure stands."""
    holder = by_id.get(one.within_id or 0)
    if holder is None or holder.state != ProposalState.SPLIT.value:
        return holder
    pieces = (
        each
        for each in by_id.values()
        if each.key.startswith(f"{holder.key}.") and each.state != ProposalState.REJECTED.value
    )
    return next((each for each in pieces if each.start <= one.start and one.end <= each.end), holder)


def _matter(paper: Paper, head: Proposal, parts: list[Proposal], day: date, number: int) -> Matter:
    figures = [one for one in parts if one.kind == "target" and one.state == ProposalState.ACCEPTED.value]
    said = [
        head.standard,
        *(one.title for one in figures if one is not head and not _stands_in(one.title, head.title)),
    ]
    figure = figures[0] if figures else head
    deadlines = [one.deadline for one in parts if one.deadline]
    starts = min(day, head.deadline or deadlines[0]) if deadlines else day
    return Matter(
        host=paper.host, year=day.year, number=number, title=head.title, standard="；".join(filter(None, said)), category=head.category,
        owner=head.owner, supervised_by=paper.host, comparator=figure.comparator, quantity=figure.quantity, unit=figure.unit,
        fact=next((one.measured_by for one in figures if one.measured_by), ""), starts_on=starts,
        deadline=head.deadline or (deadlines[0] if deadlines else None),
    )  # fmt: skip


def _stands_in(words: str, title: str) -> bool:
    """Whether a title holds the words in their order, whatever stands between: 安平镇要(在3月31日前)补建管网12公里."""
    left = iter(title)
    return all(letter in left for letter in words)


def _origin(paper: Paper, matter: Matter, part: Proposal) -> Origin:
    return Origin(matter=matter, paper=paper, proposal=part, clause=part.marker, wording=part.wording, start=part.start, end=part.end,
                  asked_by=paper.meeting[:120] or paper.title[:120])  # fmt: skip
