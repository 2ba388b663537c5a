"""What a paper repeats: the same requirement in an earlier paper of the host, a figure that already is one of the scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.intake import (
    AlreadyMeasured,
    Ground,
    Paper,
    Source,
    Span,
    Target,
    Task,
    already_measured,
    repeated_tasks,
)
from kaoping.intake.origin import Origin
from kaoping.intake.paper import Noise
from kaoping_web.supervision.reading.asking import ProposalRead

_NO_NOISE = Noise("", (), 0, (), (), (), (), False)


@dataclass(frozen=True)
class Earlier:
    """A task of an earlier paper: its row, the paper's row, title and words."""

    proposal: int
    paper: int
    title: str
    wording: str


@dataclass(frozen=True)
class Links:
    """By key of the new paper's items: the earlier task it repeats and how like it is; the fact that measures it already."""

    repeats: dict[str, tuple[int, Fraction]]
    measured: dict[str, AlreadyMeasured]


def linked(
    items: Sequence[ProposalRead], earlier: Sequence[Earlier], facts: Sequence[tuple[str, str, str]]
) -> Links:
    """What of these items stands elsewhere already. `facts`: key, title, unit of the running scheme. Nothing is decided here."""
    tasks = [one for one in items if one.kind == "task"]
    by_paper: dict[int, list[Earlier]] = {}
    for one in earlier:
        by_paper.setdefault(one.paper, []).append(one)
    papers = [
        _paper([(str(one.proposal), one.title, one.wording) for one in several])
        for several in by_paper.values()
    ]
    new = len(papers)
    papers.append(_paper([(one.key, one.title, one.wording) for one in tasks]))
    repeats: dict[str, tuple[int, Fraction]] = {}
    for pair in repeated_tasks(papers):
        if pair.other_paper == new and pair.paper != new:
            repeats.setdefault(pair.other_task, (int(pair.task), pair.likeness))
    measured = already_measured([_target(one) for one in items if one.kind == "target"], facts)
    return Links(repeats, {one.target: one for one in measured})


def _paper(tasks: Sequence[tuple[str, str, str]]) -> Paper:
    """Tasks as a paper that holds nothing else, for the library to compare."""
    text, made = "", []
    for key, title, wording in tasks:
        span = Span(len(text), len(text) + len(wording))
        made.append(Task(key, span, title, 1, "", "", "", (), (), "", Ground("")))
        text += wording
    return Paper(
        Source("", "text", "", text, ""), text, Origin.identity(len(text)), _NO_NOISE, (), tasks=tuple(made)
    )


def _target(one: ProposalRead) -> Target:
    value = Fraction(one.value) if one.value else None
    return Target(
        one.key, Span(one.start, one.end), one.subject, one.measure, "quant", one.comparator, value, None, one.unit, one.reference, one.when, "",
        Ground(one.rule),
    )  # fmt: skip
