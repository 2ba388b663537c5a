"""A paper with its proposals: the text in pieces, so that each proposal's words can be marked and linked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q

from kaoping.intake.origin import Origin as Map
from kaoping_web.organisations.models import Organisation
from kaoping_web.supervision.models import Matter, Paper, Proposal, ProposalState
from kaoping_web.supervision.reading.linking import Earlier

COMPARED = 1_500
"""How many tasks of earlier papers a new one is compared with."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the text. `proposal`: the innermost proposal that it belongs to; `begins`: whether its words begin here."""

    text: str
    proposal: Proposal | None = None
    begins: bool = False
    missed: bool = False


def pieces_of(paper: Paper, proposals: Iterable[Proposal], as_found: bool) -> list[Piece]:
    """The text cut where a proposal begins or ends. Of proposals within each other the innermost is marked."""
    text = paper.found if as_found else paper.text
    spans = [
        ((one.found_start, one.found_end) if as_found else (one.start, one.end), one)
        for one in proposals
        if one.state != ProposalState.SPLIT.value
    ]
    missed = (
        [] if as_found else [(int(start), int(end)) for start, end, _ in paper.noise.get("unproposed", [])]
    )
    cuts = sorted(
        {0, len(text), *(at for span, _ in spans for at in span), *(at for span in missed for at in span)}
    )
    cuts = [at for at in cuts if 0 <= at <= len(text)]
    return [
        _piece(text[start:end], start, end, spans, missed)
        for start, end in itertools.pairwise(cuts)
        if start < end
    ]


def _piece(
    words: str,
    start: int,
    end: int,
    spans: Sequence[tuple[tuple[int, int], Proposal]],
    missed: Sequence[tuple[int, int]],
) -> Piece:
    over = [(span, one) for span, one in spans if span[0] <= start and end <= span[1]]
    if not over:
        return Piece(words, missed=any(first <= start and end <= last for first, last in missed))
    span, one = min(over, key=lambda pair: (pair[0][1] - pair[0][0], pair[1].pk))
    return Piece(words, one, begins=span[0] == start)


def missed_of(paper: Paper, proposals: Iterable[Proposal]) -> list[tuple[int, int, str]]:
    """Sentences with a requirement or a figure that produced nothing, and that nobody has proposed since."""
    taken = {(one.start, one.end) for one in proposals}
    spans = [(int(start), int(end)) for start, end, _ in paper.noise.get("unproposed", [])]
    return [(start, end, paper.text[start:end].strip()) for start, end in spans if (start, end) not in taken]


def proposals_of(paper: Paper) -> list[Proposal]:
    """In order of the text, targets under the task that holds them."""
    found = paper.proposals.select_related(
        "owner", "within", "repeats__paper", "merged_into", "decided_by"
    ).prefetch_related("origins__matter")
    rows = list(found.order_by("position", "pk"))
    order = {one.pk: at for at, one in enumerate(rows)}
    return sorted(
        rows,
        key=lambda one: (
            order.get((one.within_id if one.kind == "target" else one.pk) or 0, order[one.pk]),
            one.kind == "target",
            order[one.pk],
        ),
    )


def earlier_tasks(host: Organisation) -> list[Earlier]:
    """Tasks of the host's papers so far, latest first: what a new paper may repeat."""
    rows = Proposal.objects.filter(paper__host=host, kind="task").exclude(
        state__in=(ProposalState.REJECTED.value, ProposalState.SPLIT.value)
    )
    return [
        Earlier(*one)
        for one in rows.order_by("-pk").values_list("pk", "paper_id", "title", "wording")[:COMPARED]
    ]


def progress_of(papers: Iterable[Paper]) -> dict[int, tuple[int, int, int]]:
    """By paper: proposals, undecided ones, matters made of it. Two queries."""
    ids = [one.pk for one in papers]
    counted = (
        Proposal.objects.filter(paper__in=ids)
        .values("paper")
        .annotate(all=Count("pk"), open=Count("pk", filter=Q(state="open")))
    )
    made = (
        Matter.objects.filter(origins__paper__in=ids)
        .values("origins__paper")
        .annotate(made=Count("pk", distinct=True))
    )
    by_paper = {row["origins__paper"]: row["made"] for row in made}
    return {row["paper"]: (row["all"], row["open"], by_paper.get(row["paper"], 0)) for row in counted}


def like_percent(one: Proposal) -> int:
    """How like it is to what it repeats, in whole percent."""
    return round(Fraction(one.likeness) * 100) if one.likeness else 0


def found_span(paper: Paper, start: int, end: int) -> tuple[int, int]:
    """The stretch of the text as found that a stretch of the cleaned text came from."""
    return Map((here, there, length) for here, there, length in paper.runs).span(start, end)


def day_words(day: date | None) -> str:
    """A date as a form field takes it."""
    return day.isoformat() if day else ""
