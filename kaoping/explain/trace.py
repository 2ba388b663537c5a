"""The trace of one score as a tree: what was read, which rule, which adjustments, which policy, which rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kaoping.errors import Problem, TableError, Words
from kaoping.explain.parts import Input, Titled, TraceNode, TraceStep
from kaoping.explain.readings import Readings
from kaoping.periods import Period
from kaoping.plan.steps import ColumnId, NodeColumns, Stage
from kaoping.scorecard import STATUSES, Line, Scorecard


def trace(
    card: Scorecard,
    organisation: str,
    node: str | None = None,
    group: str | None = None,
    period: str | Period | None = None,
    name_others: bool = True,
) -> TraceNode:
    """Everything behind one number, as a tree of frozen values.

    node: the key of a dimension or item, by default the whole. group: the organisation's track, needed only where
    it stands in several. period: a shorter period the run also scored. `name_others=False` leaves out the titles and
    keys of other organisations (for readers who may not see them); their numbers stay.
    Raises TableError where the run has no such line.
    """
    found = place_of(card, organisation, node, group, period)
    return _Tracer(_Run(card, name_others), organisation).node(found, organisation)


def traces(
    card: Scorecard, wholes: Iterable[tuple[str, str]], name_others: bool = True
) -> Iterator[TraceNode]:
    """The traces of the whole for many organisations, as (organisation, track): each what `trace` gives, but what
    they share is gathered once."""
    # An engine may make its cells when they are asked for; all of them will be asked for many times.
    at_hand = replace(card, columns={key: dict(cells.items()) for key, cells in card.columns.items()})
    run = _Run(at_hand, name_others)
    for organisation, group in wholes:
        yield _Tracer(run, organisation).node(place_of(card, organisation, None, group), organisation)


def place_of(
    card: Scorecard,
    organisation: str,
    node: str | None = None,
    group: str | None = None,
    period: str | Period | None = None,
) -> NodeColumns:
    """Where a node of an organisation stands in the run. Raises TableError where the run has no such line."""
    node, period = node or card.root, str(period or card.period)
    fitting = [
        one
        for one in card.plan.nodes
        if one.node == node
        and str(one.period) == period
        and organisation in card.plan.members.get(one.group, ())
        and group in (None, one.group)
    ]
    if not fitting:
        raise TableError(_no_line(card, organisation, node, group, period))
    return fitting[0]


def _no_line(card: Scorecard, organisation: str, node: str, group: str | None, period: str) -> Problem:
    there = sorted(
        {one.node for one in card.plan.nodes if organisation in card.plan.members.get(one.group, ())}
    )
    track = group or "*"
    return Problem(
        "no-line",
        Words(f"本次计分没有 {organisation} 在“{node}”上的得分（赛道 {track}，{period}）。",
              f"this run has no score of {organisation} for “{node}” (track {track}, {period})."),
        Words(f"可选：{'、'.join(there)}", f"one of {', '.join(there)}")
        if there
        else Words("该单位不在任何赛道中。", "the organisation stands in no track."),
    )  # fmt: skip


class _Run:
    """What every tree of one run looks up."""

    def __init__(self, card: Scorecard, name_others: bool) -> None:
        self.card = card
        self.readings = Readings(card, "", name_others)
        self.node_by_points = {one.points: one for one in card.plan.nodes}
        self.order = {step.id: i for i, step in enumerate(card.plan.steps)}
        self.lines = {(one.organisation, one.group, one.node, one.period): one for one in card.lines}


class _Tracer:
    """One tree under way: `told` are the steps that have been, or will be, explained in it."""

    def __init__(self, run: _Run, organisation: str) -> None:
        self.card, self.plan = run.card, run.card.plan
        self.readings = run.readings.seen_by(organisation)
        self.told: set[tuple[ColumnId, str]] = set()
        self.node_by_points, self.order, self.lines = run.node_by_points, run.order, run.lines

    # nodes -------------------------------------------------------------------------------------------

    def node(self, columns: NodeColumns, body: str) -> TraceNode:
        """A node and all below it."""
        for one in self.below(columns):
            self.told.update((column, body) for column in self.own(one))
        return self._told(columns, body)

    def below(self, columns: NodeColumns) -> Iterator[NodeColumns]:
        """A node and every node beneath it in its tree."""
        yield columns
        for child in columns.children:
            yield from self.below(self.card.nodes[(columns.group, child, str(columns.period))])

    def own(self, columns: NodeColumns) -> list[ColumnId]:
        """The columns of a node's own reckoning, in order: those its points come from, itself being their subject."""
        mine = set(columns.parts)
        found: set[ColumnId] = set()
        waiting = [columns.points, *([columns.full] if columns.full else [])]
        while waiting:
            column = waiting.pop()
            if column in mine and column not in found:
                found.add(column)
                waiting.extend(self.plan.step(column).inputs)
        return sorted(found, key=self.order.__getitem__)

    def _told(self, columns: NodeColumns, body: str) -> TraceNode:
        line = self.lines[(body, columns.group, columns.node, str(columns.period))]
        children = tuple(
            self._told(self.card.nodes[(columns.group, child, str(columns.period))], body)
            for child in columns.children
        )
        stages = {one.column: one for one in columns.stages}
        steps = tuple(self.step(column, body, stages.get(column)) for column in self.own(columns))
        decided = [one for one in (columns.rank, columns.grade) if one is not None]
        return TraceNode(
            columns.node, columns.title, self.readings.body(body), columns.group,
            self.plan.groups.get(columns.group, Words(columns.group, columns.group)), str(columns.period),
            line.full, line.points, line.lost, line.status, STATUSES[line.status], line.place,
            self._grade(line), columns.article, columns.bonus, columns.points, steps,
            tuple(self.step(column, body) for column in decided), children,
        )  # fmt: skip

    def _grade(self, line: Line) -> Titled:
        return self.readings.grade(line.group, line.grade)

    # steps -------------------------------------------------------------------------------------------

    def step(self, column: ColumnId, body: str, stage: Stage | None = None) -> TraceStep:
        """One step for one organisation, with what it refers to and has not been told."""
        self.told.add((column, body))
        found = self.readings.step(column, body, stage)
        refers = [part for one in found.inputs for part in self._refers(one, body)]
        return found.with_(tuple(refers))

    def _refers(self, one: Input, body: str) -> list[TraceStep | TraceNode]:
        """What an input comes from, unless it is told elsewhere. Of bodies beneath, only the number is shown: each
        has a trace of its own."""
        body = one.body.key if one.body is not None else body
        known = one.refers and body in self.card.columns.get(one.refers, {})
        if not known or one.name == "below" or (one.refers, body) in self.told:
            return []
        node = self.node_by_points.get(one.refers)
        if node is not None and (body, node.group, node.node, str(node.period)) in self.lines:
            return [self.node(node, body)]
        return [self.step(one.refers, body)]
