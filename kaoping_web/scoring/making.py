"""A scorecard as the rows that are kept: lines, how the tracks did, awards. Pure: nothing is read or written here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from kaoping import Scheme, Scorecard
from kaoping.engines.statistics import quantile
from kaoping.exact import canonical_text
from kaoping.scheme.model import Node
from kaoping.scorecard import Line
from kaoping_web.scoring.figures import actual_text, figures_of, target_text
from kaoping_web.scoring.models import AwardGiven, NodeSummary, Run, ScoreLine

QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True)
class Crowd:
    """Those who race on one node: everybody of a track with points, but who is scored outside the ranking."""

    points: Mapping[str, Fraction]

    @cached_property
    def numbers(self) -> list[Fraction]:
        """Their points, from the lowest."""
        return sorted(self.points.values())

    def quarter(self, organisation: str) -> int:
        """1 for those of whom less than a quarter is better, to 4; 0 for who does not race."""
        mine = self.points.get(organisation)
        if mine is None:
            return 0
        better = len(self.numbers) - bisect_right(self.numbers, mine)
        return 4 * better // len(self.numbers) + 1


def crowds_of(card: Scorecard) -> dict[tuple[str, str, str], Crowd]:
    """The crowd of every (track, node, period)."""
    found: dict[tuple[str, str, str], dict[str, Fraction]] = {}
    for line in card.lines:
        if isinstance(line.points, Fraction) and (line.group, line.organisation) not in card.plan.unranked:
            found.setdefault((line.group, line.node, line.period), {})[line.organisation] = line.points
    return {key: Crowd(points) for key, points in found.items()}


def lines_of(run: Run, scheme: Scheme, card: Scorecard, ids: Mapping[str, int]) -> list[ScoreLine]:
    """One row an organisation, node and period. `ids`: bodies by key."""
    above, order = _tree(scheme)
    figures, crowds = figures_of(scheme, card), crowds_of(card)
    racing = _racing(card.lines)
    rows = []
    for line in card.lines:
        key = (line.group, line.node, line.period)
        figure = figures.get(key)
        rows.append(
            ScoreLine(
                run=run, organisation_id=ids[line.organisation], group=line.group, node=line.node, parent=above[line.node],
                is_item=figure is not None, position=order[line.node], period=line.period, full=_text(line.full),
                points=_text(line.points), lost=_text(line.lost), place=_text(line.place), place_of=racing.get(key, 0) if line.place else 0,
                quarter=crowds[key].quarter(line.organisation) if key in crowds else 0, grade=line.grade, status=line.status,
                actual=actual_text(card, figure, line.organisation) if figure else "",
                target=target_text(card, figure, line.organisation) if figure else "",
                unit=figure.unit if figure else "", fact=figure.fact if figure else "",
            )
        )  # fmt: skip
    return rows


def summaries_of(run: Run, card: Scorecard) -> list[NodeSummary]:
    """How each track did on each node: exact quartiles of the points of who races."""
    return [_summary(run, *key, crowd.numbers) for key, crowd in crowds_of(card).items()]


def awards_of(run: Run, card: Scorecard, ids: Mapping[str, int]) -> list[AwardGiven]:
    """The awards that the rules propose."""
    return [
        AwardGiven(run=run, award=one.award, group=one.group, organisation_id=ids[one.organisation])
        for one in card.awards
    ]


def _summary(run: Run, group: str, node: str, period: str, numbers: list[Fraction]) -> NodeSummary:
    lower, median, upper = (canonical_text(quantile(numbers, at)) for at in QUARTERS)
    return NodeSummary(
        run=run, group=group, node=node, period=period, count=len(numbers), lowest=canonical_text(min(numbers)), lower=lower,
        median=median, upper=upper, highest=canonical_text(max(numbers)),
        mean=canonical_text(sum(numbers, Fraction(0)) / len(numbers)),
    )  # fmt: skip


def _racing(lines: Iterable[Line]) -> dict[tuple[str, str, str], int]:
    """How many have a place."""
    found: dict[tuple[str, str, str], int] = {}
    for line in lines:
        if line.place is not None:
            key = (line.group, line.node, line.period)
            found[key] = found.get(key, 0) + 1
    return found


def _tree(scheme: Scheme) -> tuple[dict[str, str], dict[str, int]]:
    """The node above each node, and their order as written."""
    above: dict[str, str] = {}

    def walk(node: Node, parent: str) -> None:
        above[node.key] = parent
        for child in node.children:
            walk(child, node.key)

    for tree in scheme.trees.values():
        walk(tree.root, "")
    return above, {key: number for number, key in enumerate(above)}


def _text(cell: object) -> str:
    return canonical_text(cell) if isinstance(cell, Fraction) else ""
