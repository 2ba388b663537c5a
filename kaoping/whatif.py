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
from kaoping.engines.columnar.judge import cells_of
from kaoping.engines.columnar.parts import is_same
from kaoping.errors import KaopingError, Problem, Words
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Formula, Grading, NodeColumns, Plan, ReadFact, Step
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Block, Node, Scheme
from kaoping.tables import Absence, Cell, Tables

PROBES = (Fraction(7), Fraction(11), Fraction(13))
"""Values a slider is set to beforehand, to see what it moves."""


MOST_ORDERS = 1_000
"""How many combinations of touched columns are remembered with what depends on them."""


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
    _check_together(scheme, tables, period, cycle, plan, moved)
    return Prepared(plan, tables, moved)


@dataclass(frozen=True)
class Line:
    """A constant of a step that a slider moves: start + slope × the slider's value."""

    column: ColumnId
    name: str
    start: Fraction
    slope: Fraction

    def at(self, value: Fraction) -> Fraction:
        """The constant with the slider there and all others as the scheme has them."""
        return self.start + self.slope * value


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
        self.moved_by: dict[tuple[ColumnId, str], dict[Slider, Fraction]] = {}
        self.reads = self._reads()
        self.owed: set[ColumnId] = set()
        self._orders: dict[frozenset[ColumnId], Sequence[ColumnId]] = {}
        self._read: dict[ColumnId, list[Cell | None]] = {}
        for column in self.wanted:
            self.work.keep(self.steps[column])

    def change(self, values: Mapping[Slider, Fraction]) -> Standing:
        """Set sliders; others stay as they were set last."""
        touched: set[ColumnId] = set()
        for slider, value in values.items():
            for line in self.moved[slider]:
                before = _constant(self.plan.step(line.column), line.name)
                away = self.moved_by.setdefault((line.column, line.name), {})
                away[slider] = line.at(value) - before
                step = self.steps[line.column]
                assert isinstance(step, Formula)
                cells = {**step.constants, line.name: before + sum(away.values())}
                self.steps[line.column] = replace(step, constants=cells)
                touched.add(line.column)
        return self._again(touched, set())

    def refile(self, organisation: str, fact: str, value: Cell) -> Standing:
        """Put another value in the place of one that was read for the scored period; `fact` may be `gdp.target`."""
        rows = self.work.judge.rows
        found = [step for step in self.reads.get(fact, ()) if organisation in rows.get(step.about.group, {})]
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
        return self._again((), {step.id for step in found})

    def cell(self, column: ColumnId, organisation: str) -> Cell:
        """An exact cell as it stands now. The column is turned into cells when the first is asked for."""
        judge = self.work.judge
        row = judge.rows[judge.group_of[column]][organisation]
        if column not in self._read:
            self._read[column] = cells_of(self.work.parts[column], self.work.size(column), self.work.vocabulary)
        found = self._read[column][row]
        return judge.cell(column, organisation) if found is None else found

    def _again(self, touched: Iterable[ColumnId], fresh: set[ColumnId]) -> Standing:
        """Work out what was touched, and what reads a column that came out another: those that are `fresh` at first too.

        What is owed was touched by a change that was refused halfway: it is worked out with this one.
        """
        self.owed.update(touched, *(self.readers.get(one, ()) for one in fresh))
        order, work = self._order(frozenset(self.owed)), self.work
        due = set(self.owed)
        work.handed.clear()
        self._read.clear()
        self.owed.update(order)
        for column in order:
            if column in due:
                before = work.parts.get(column)
                work.judge.forget(column)
                work.again(self.steps[column])
                if before is not None and is_same(before, work.parts[column]):
                    work.parts[column] = before
                else:
                    due.update(self.readers.get(column, ()))
        self.owed.clear()
        return Standing(self, self.nodes)

    def _order(self, touched: frozenset[ColumnId]) -> Sequence[ColumnId]:
        """The columns that may change with those touched, in the order of the plan."""
        if touched in self._orders:
            return self._orders[touched]
        stale, waiting = set[ColumnId](), list(touched)
        while waiting:
            column = waiting.pop()
            if column not in stale and column in self.wanted:
                stale.add(column)
                waiting += self.readers.get(column, ())
        if len(self._orders) >= MOST_ORDERS:
            self._orders.clear()
        found = self._orders[touched] = sorted(stale, key=self.work.judge.place.__getitem__)
        return found

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

    def _reads(self) -> Mapping[str, Sequence[ReadFact]]:
        """The steps that read each fact for the scored period, by `gdp` or `gdp.target`."""
        found: dict[str, list[ReadFact]] = {}
        for step in self.plan.steps:
            if isinstance(step, ReadFact) and step.about.period == self.plan.period:
                found.setdefault(step.fact.key + step.suffix, []).append(step)
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


def _constant(step: Step, name: str) -> Fraction:
    assert isinstance(step, Formula)
    found = step.constants[name]
    assert isinstance(found, Fraction)
    return found


def _check_together(
    scheme: Scheme, tables: Tables, period: Period, cycle: str, plan: Plan, moved: Mapping[Slider, tuple[Line, ...]]
) -> None:
    """Sliders that move the same constant must add up: seen by setting all of them at once, twice.

    Raises KaopingError where they multiply: one slider's line would then depend on where another stands.
    """
    places = [(line.column, line.name) for lines in moved.values() for line in lines]
    if len(set(places)) == len(places):
        return
    for first, step in ((7, 4), (11, 6)):
        values = {one: Fraction(first + step * turn) for turn, one in enumerate(moved)}
        changed = scheme
        for one, value in values.items():
            changed = _with(changed, one, value)
        together = compile_plan(changed, tables.organisations, period, cycle)
        for column, name in set(places):
            before = _constant(plan.step(column), name)
            away = [
                line.at(values[one]) - before
                for one, lines in moved.items()
                for line in lines
                if (line.column, line.name) == (column, name)
            ]
            if _constant(together.step(column), name) != before + sum(away):
                raise _refused(
                    "sliders-multiply", "这些滑块相互影响，须分别准备。",
                    "these sliders act on one another; prepare them apart.",
                )  # fmt: skip


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
