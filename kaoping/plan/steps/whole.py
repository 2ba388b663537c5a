"""The plan as a whole: its steps, whose answers they are, what stops a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kaoping.errors import NOWHERE, Place, Words
from kaoping.periods import Period
from kaoping.plan.steps.step import ColumnId, Step
from kaoping.plan.steps.workings import Formula
from kaoping.tables import Absence


@dataclass(frozen=True)
class Stage:
    """One stage in the reckoning of a node: the column that holds the number after it, and what made it so.

    `kind`: rule, compose, spread, convert, rescale, bonus, then, veto, contagion, policy, round. `block`: the name of
    the rule, operation or combination as written in the scheme, where it has one."""

    column: ColumnId
    kind: str
    block: str = ""
    article: str = ""


@dataclass(frozen=True)
class NodeColumns:
    """Where the answer for one node of one track and period stands. `full` is None where there is no full mark.

    `children`: the nodes below it; `parts`: the columns of its own pipeline; `stages`: how its number came about,
    from the rule (or composition) to the last rounding."""

    node: str
    group: str
    period: Period
    points: ColumnId
    full: ColumnId | None
    rank: ColumnId | None = None
    grade: ColumnId | None = None
    children: tuple[str, ...] = ()
    parts: tuple[ColumnId, ...] = ()
    title: Words = Words("", "")
    article: str = ""
    bonus: bool = False
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Guard:
    """A column in which these absences stop the run: nobody said what they should become."""

    column: ColumnId
    absences: frozenset[Absence]
    subject: str
    title: Words
    place: Place = NOWHERE


@dataclass(frozen=True)
class Plan:
    """Steps in an order in which each reads only earlier ones; `nodes` say which columns are whose answer.

    `members`: the organisations of each track, in the order of their keys. `awards`: award key → columns.
    `groups`, `suppliers`: the titles of tracks and of those who supply facts."""

    scheme: str
    period: Period
    root: str
    steps: tuple[Step, ...]
    nodes: tuple[NodeColumns, ...]
    members: Mapping[str, tuple[str, ...]]
    unranked: frozenset[tuple[str, str]]
    awards: Mapping[str, tuple[ColumnId, ...]]
    guards: tuple[Guard, ...] = ()
    groups: Mapping[str, Words] = field(default_factory=dict)
    suppliers: Mapping[str, Words] = field(default_factory=dict)

    def step(self, column: ColumnId) -> Step:
        """The step that makes a column."""
        return self.by_id[column]

    @cached_property
    def beneath(self) -> Mapping[tuple[str, str, Period], tuple[NodeColumns, ...]]:
        """The nodes directly under a node of a track and period, by (track, node, period)."""
        known = {(one.group, one.node, one.period): one for one in self.nodes}
        return {
            (group, node, period): tuple(
                known[group, child, period] for child in one.children if (group, child, period) in known
            )
            for (group, node, period), one in known.items()
        }

    @cached_property
    def policies(self) -> Mapping[tuple[str, str, Period], tuple[tuple[ColumnId, ColumnId], ...]]:
        """What the policies of a node turn into what: (column before, column after), by (track, node, period)."""
        return {
            (one.group, one.node, one.period): tuple(
                (step.names["points"], step.id)
                for step in (self.step(column) for column in one.parts)
                if isinstance(step, Formula) and step.about.role == "policy" and "points" in step.names
            )
            for one in self.nodes
        }

    @cached_property
    def by_id(self) -> Mapping[ColumnId, Step]:
        """Every step by its column."""
        return {step.id: step for step in self.steps}
