"""What an explanation is made of: a tree of frozen values that needs neither scorecard nor plan to be read.

Numbers stay exact (`fractions.Fraction`); only sentences show them shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kaoping.errors import NOWHERE, Place, Words
from kaoping.tables import Absence, Cell


@dataclass(frozen=True)
class Titled:
    """A body, track or grade by key, with the title shown. The title is empty where it may not be named."""

    key: str
    title: str = ""


@dataclass(frozen=True)
class Source:
    """One filed row or happening behind a value.

    `supplier`: who files the fact by the scheme. `by`: who filed this row, where several do, or who decided on a
    happening. `place`: the cell or line it was read from."""

    value: Cell
    period: str = ""
    supplier: Words = Words("", "")
    by: str = ""
    vintage: int = 1
    note: str = ""
    document: str = ""
    on: str = ""
    level: str = ""
    matter: str = ""
    count: int = 1
    rater: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Entry:
    """One body of a population and its number."""

    body: Titled
    value: Fraction
    weight: Fraction | None = None
    own: bool = False


@dataclass(frozen=True)
class Input:
    """One number a step reads: its name in the expression, its title, its exact value, and the step it comes from
    (`refers` is that step's id; empty for a fixed number). `body` differs from the step's own across levels."""

    name: str
    title: Words
    cell: Cell
    refers: str = ""
    unit: str = ""
    weight: Cell | None = None
    body: Titled | None = None


@dataclass(frozen=True)
class TraceStep:
    """One step of the reckoning for one organisation.

    `kind`: fact, attribute, events, panel, formula, statistic, rank, combine, round, treat, below, above, grade,
    award. `role`: as in the plan (value, rule, then, policy …). `part`: the name of the step within its subject.
    `stage`, `block`: for a step that is a stage of a node, which one (see `kaoping.plan.steps.Stage`).
    `expression`: the formula as source, for formulas. `settings`: what else decides the result, as text (how a
    combination is taken, places and mode of rounding, tie rule …). `population`: who counts, for statistics and
    ranks; `set_by`: whose values set the best or worst, or who stands next above.
    `refers`: what it refers to and has not been explained before it in the same tree.
    """

    id: str
    kind: str
    role: str
    part: str
    title: Words
    organisation: Titled
    result: Cell
    unit: str = ""
    article: str = ""
    period: str = ""
    place: Place = NOWHERE
    stage: str = ""
    block: str = ""
    expression: str = ""
    inputs: tuple[Input, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    population: tuple[Entry, ...] = ()
    set_by: tuple[Titled, ...] = ()
    refers: tuple[TraceStep | TraceNode, ...] = ()

    def with_(self, refers: tuple[TraceStep | TraceNode, ...]) -> TraceStep:
        """The same step with what it refers to."""
        return replace(self, refers=refers)

    def input(self, name: str) -> Input | None:
        """The input of that name."""
        return next((one for one in self.inputs if one.name == name), None)


@dataclass(frozen=True)
class TraceNode:
    """One node for one organisation: its answer, its own steps in the order of the reckoning, its children.

    `lost` is full − points where both are numbers. `place` is the rank in the track, a fraction where equals share
    the mean place. `decisions`: place and grade, which follow from the points and add nothing to them."""

    node: str
    title: Words
    organisation: Titled
    group: str
    group_title: Words
    period: str
    full: Fraction | None
    points: Cell
    lost: Fraction | None
    status: str
    status_words: Words
    place: Fraction | None
    grade: Titled
    article: str
    bonus: bool
    points_id: str
    steps: tuple[TraceStep, ...] = ()
    decisions: tuple[TraceStep, ...] = ()
    children: tuple[TraceNode, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether its points are a number."""
        return not isinstance(self.points, Absence)


def every_step(part: TraceNode | TraceStep) -> Iterator[TraceStep]:
    """All steps of a tree, what is referred to before the step that refers to it."""
    if isinstance(part, TraceStep):
        for one in part.refers:
            yield from every_step(one)
        yield part
        return
    for child in part.children:
        yield from every_step(child)
    for step in (*part.steps, *part.decisions):
        yield from every_step(step)


def every_node(part: TraceNode | TraceStep) -> Iterator[TraceNode]:
    """All nodes of a tree, those referred to included."""
    if isinstance(part, TraceStep):
        for one in part.refers:
            yield from every_node(one)
        return
    yield part
    for child in part.children:
        yield from every_node(child)
    for step in (*part.steps, *part.decisions):
        yield from every_node(step)
