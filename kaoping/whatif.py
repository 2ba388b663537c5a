"""What if: a scoring kept ready, so that a slider for a mark, a weight or a parameter answers at once.

    ready = prepare(scheme, tables, "2026", [Slider("gdp", "full"), Slider("energy", "rule.cap")])
    standing = ready.change({Slider("gdp", "full"): Fraction(55)})
    standing.points("anping"), standing.place("anping")
    ready.refile("anping", "gdp", Fraction(90))            # and what if Anping had filed 90?

A change works out again only the columns that it can touch. The answers are those of scoring the changed scheme or the
changed figures anew: equal, not near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from kaoping.engines.columnar.engine import Pass, patched
from kaoping.engines.columnar.judge import cell_at
from kaoping.errors import KaopingError, Problem, Words
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Formula, Grading, NodeColumns, Plan, ReadFact, Step
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Block, Node, Scheme
from kaoping.tables import Absence, Cell, Tables

PROBES = (Fraction(7), Fraction(11), Fraction(13))
"""Values a slider is set to beforehand, to see what it moves."""


@dataclass(frozen=True)
class Slider:
    """A number of the scheme: `setting` is full, weight, `rule.NAME` or `combine.NAME` of a node."""

    node: str
    setting: str


@dataclass(frozen=True)
class Standing:
    """Points and places of everybody after a change, worked out when asked for. Good until the next change."""

    ready: Prepared
    nodes: Mapping[str, NodeColumns]

    def points(self, organisation: str) -> Cell:
        """The total of an organisation."""
        node = self.nodes[self.ready.track_of[organisation]]
        return self.ready.cell(node.points, organisation)

    def place(self, organisation: str) -> Cell:
        """Its place in its track."""
        node = self.nodes[self.ready.track_of[organisation]]
        return Absence.NOT_APPLICABLE if node.rank is None else self.ready.cell(node.rank, organisation)


def prepare(
    scheme: Scheme,
    tables: Tables,
    period: Period | str,
    sliders: Sequence[Slider] = (),
    cycle: str = "",
) -> Prepared:
    """A scoring kept ready. Raises KaopingError for a slider that names no number, or one that changes more than
    numbers."""
    period = Period.parse(period) if isinstance(period, str) else period
    plan = compile_plan(scheme, tables.organisations, period, cycle)
    moved = {one: _moved(scheme, tables, period, cycle, plan, one) for one in sliders}
    return Prepared(plan, tables, moved)


@dataclass(frozen=True)
class Line:
    """A constant of a step that a slider moves: start + slope × the slider's value."""

    column: ColumnId
    name: str
    start: Fraction
    slope: Fraction


class Prepared:
    """A pass over a plan with everything it made, and what each slider moves."""

    def __init__(self, plan: Plan, tables: Tables, moved: Mapping[Slider, tuple[Line, ...]]) -> None:
        self.plan, self.moved = plan, moved
        self.work = Pass(plan, tables, True)
        self.work.columns(None)
        self.steps: dict[ColumnId, Step] = dict(plan.by_id)
        self.nodes = {
            one.group: one for one in plan.nodes if one.node == plan.root and one.period == plan.period
        }
        self.track_of = {key: group for group in self.nodes for key in plan.members.get(group, ())}
        self.wanted = self._wanted()
        self.readers = self._readers()

    def change(self, values: Mapping[Slider, Fraction]) -> Standing:
        """Set sliders; others stay as they were set last."""
        touched: set[ColumnId] = set()
        for slider, value in values.items():
            for line in self.moved[slider]:
                step = self.steps[line.column]
                assert isinstance(step, Formula)
                cell = line.start + line.slope * value
                self.steps[line.column] = replace(step, constants={**step.constants, line.name: cell})
                touched.add(line.column)
        return self._again(touched)

    def refile(self, organisation: str, fact: str, value: Cell) -> Standing:
        """Put another value in the place of one that was read for the scored period; `fact` may be `gdp.target`."""
        found = [
            step
            for step in self.plan.steps
            if isinstance(step, ReadFact)
            and step.fact.key + step.suffix == fact
            and step.about.period == self.plan.period
            and organisation in self.work.judge.rows.get(step.about.group, {})
        ]
        if not found:
            raise _refused(
                "no-such-value",
                f"“{fact}”没有用于 {organisation} 的计分。",
                f"“{fact}” is not read for {organisation}.",
            )
        judge = self.work.judge
        for step in found:
            row = np.array([judge.rows[step.about.group][organisation]])
            part, size = self.work.sized(step.id)
            self.work.parts[step.id] = patched(part, row, [value], size, self.work.vocabulary)
            judge.cells[step.id][organisation] = value
        return self._again({one for step in found for one in self.readers.get(step.id, ())})

    def cell(self, column: ColumnId, organisation: str) -> Cell:
        """An exact cell as it stands now."""
        judge = self.work.judge
        row = judge.rows[judge.group_of[column]][organisation]
        found = cell_at(self.work.parts[column], row, self.work.vocabulary)
        return judge.cell(column, organisation) if found is None else found

    def _again(self, touched: Iterable[ColumnId]) -> Standing:
        """Work out what was touched and all that reads it, in the order of the plan."""
        stale, waiting = set[ColumnId](), list(touched)
        while waiting:
            column = waiting.pop()
            if column not in stale and column in self.wanted:
                stale.add(column)
                waiting += self.readers.get(column, ())
        order = sorted(stale, key=self.work.judge.place.__getitem__)
        for column in order:
            self.work.judge.forget(column)
        for column in order:
            self.work.again(self.steps[column])
        return Standing(self, self.nodes)

    def _wanted(self) -> set[ColumnId]:
        """The columns that totals and places are made of; grades and what only explains are left."""
        found: set[ColumnId] = set()
        waiting = [c for one in self.nodes.values() for c in (one.points, one.rank) if c is not None]
        while waiting:
            column = waiting.pop()
            if column not in found:
                found.add(column)
                waiting += self.plan.step(column).inputs
        return found

    def _readers(self) -> Mapping[ColumnId, Sequence[ColumnId]]:
        found: dict[ColumnId, list[ColumnId]] = {}
        for step in self.plan.steps:
            if isinstance(step, Grading):
                continue
            for column in set(step.inputs):
                found.setdefault(column, []).append(step.id)
        return found


# what a slider moves ------------------------------------------------------------------------------------


def _moved(
    scheme: Scheme, tables: Tables, period: Period, cycle: str, plan: Plan, slider: Slider
) -> tuple[Line, ...]:
    """The constants a slider moves, each a straight line of its value; found by setting it three times."""
    first, second, third = (
        compile_plan(_with(scheme, slider, value), tables.organisations, period, cycle) for value in PROBES
    )
    if not all(_alike(plan, one) for one in (first, second, third)):
        raise _refused(
            "slider-changes-plan",
            f"“{slider.node}”的 {slider.setting} 改变了算法，不只是数。",
            f"{slider.setting} of “{slider.node}” changes how things are computed, not only a number.",
        )
    found = []
    for a, b, c in zip(first.steps, second.steps, third.steps, strict=True):
        if isinstance(a, Formula) and isinstance(b, Formula) and isinstance(c, Formula):
            found += [
                _line(slider, a, b, c, name) for name in a.constants if a.constants[name] != b.constants[name]
            ]
    return tuple(found)


def _line(slider: Slider, a: Formula, b: Formula, c: Formula, name: str) -> Line:
    p, q, r = a.constants[name], b.constants[name], c.constants[name]
    assert isinstance(p, Fraction) and isinstance(q, Fraction) and isinstance(r, Fraction)
    slope = (q - p) / (PROBES[1] - PROBES[0])
    if p + slope * (PROBES[2] - PROBES[0]) != r:
        raise _refused(
            "slider-not-straight", f"“{slider.node}”的 {slider.setting} 不是直线关系。",
            f"{slider.setting} of “{slider.node}” does not act in a straight line.",
        )  # fmt: skip
    return Line(a.id, name, p - slope * PROBES[0], slope)


def _alike(plan: Plan, other: Plan) -> bool:
    """Whether two plans have the same steps but for numbers handed to formulas."""
    if len(plan.steps) != len(other.steps):
        return False
    return all(_bare(a) == _bare(b) for a, b in zip(plan.steps, other.steps, strict=True))


def _bare(step: Step) -> Step:
    """A step without the numbers handed to its formula and what they are called."""
    if not isinstance(step, Formula):
        return step
    cells = {
        name: Fraction(0) if isinstance(cell, Fraction) else cell for name, cell in step.constants.items()
    }
    return replace(step, constants=cells, labels={})


def _with(scheme: Scheme, slider: Slider, value: Fraction) -> Scheme:
    """The scheme with a setting of a node replaced. Raises KaopingError where there is none."""
    seen: list[str] = []

    def changed(node: Node) -> Node:
        children = tuple(changed(one) for one in node.children)
        if node.key != slider.node:
            return replace(node, children=children)
        seen.append(node.key)
        return replace(_set(node, slider, value), children=children)

    trees = {key: replace(tree, root=changed(tree.root)) for key, tree in scheme.trees.items()}
    if not seen:
        raise _refused("no-node", f"方案没有“{slider.node}”。", f"the scheme has no “{slider.node}”.")
    return replace(scheme, trees=trees)


def _set(node: Node, slider: Slider, value: Fraction) -> Node:
    part, _, name = slider.setting.partition(".")
    if slider.setting == "full":
        return replace(node, full=Number(value))
    if slider.setting == "weight":
        return replace(node, weight=Number(value))
    block = node.rule if part == "rule" else node.combine if part == "combine" else None
    if not name or not isinstance(block, Block):
        raise _refused(
            "no-setting", f"“{slider.node}”没有 {slider.setting}。", f"“{slider.node}” has no {slider.setting}.",
            Words("写 full、weight、rule.名称 或 combine.名称。", "write full, weight, rule.NAME or combine.NAME."),
        )  # fmt: skip
    made = replace(block, settings={**block.settings, name: Number(value)})
    return replace(node, rule=made) if part == "rule" else replace(node, combine=made)


def _refused(code: str, zh: str, en: str, mend: Words | None = None) -> KaopingError:
    return KaopingError(
        Problem(
            code, Words(zh, en), mend or Words("改方案后重新计分。", "change the scheme and score again.")
        )
    )
