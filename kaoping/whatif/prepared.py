"""A pass kept with everything it made; a change works out again only what it can touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kaoping.engines.columnar.engine import Pass, patched
from kaoping.engines.columnar.judge import cells_of
from kaoping.engines.columnar.parts import is_same
from kaoping.errors import KaopingError, Problem, Words
from kaoping.plan.steps import ColumnId, Formula, Grading, NodeColumns, Plan, ReadFact, Step
from kaoping.tables import Absence, Cell, Tables
from kaoping.whatif.sliders import Line, Slider, constant_of
from kaoping.whatif.watching import Watch

MOST_ORDERS = 1_000
"""How many combinations of touched columns are remembered with what depends on them."""
MOST_KNOWN = 100_000
"""How many fractions are kept: points and places of one change are mostly those of the last."""


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


class Prepared:
    """A pass over a plan with everything it made, and what each slider moves."""

    def __init__(
        self, plan: Plan, tables: Tables, moved: Mapping[Slider, tuple[Line, ...]], watch: Watch
    ) -> None:
        self.plan, self.watch = plan, watch
        self.alike = {slider: _alike(lines) for slider, lines in moved.items()}
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
        """Of every constant moved: where each slider alone would have it."""
        self.reads = self._reads()
        self.owed: set[ColumnId] = set()
        self._orders: dict[frozenset[ColumnId], Sequence[ColumnId]] = {}
        self._read: dict[ColumnId, list[Cell | None]] = {}
        self._known: dict[int, dict[int, Fraction]] = {}
        for column in self.wanted:
            self.work.keep(self.steps[column])

    def change(self, values: Mapping[Slider, Fraction]) -> Standing:
        """Set sliders; others stay as they were set last.

        Raises KaopingError, with nothing set, where the scheme with these values would compute otherwise.
        """
        self.watch.check(values)
        touched: set[ColumnId] = set()
        for slider, value in values.items():
            for alike in self.alike[slider]:
                alone = alike[0].at(value)
                for line in alike:
                    self._move(slider, line, alone)
                    touched.add(line.column)
        return self._again(touched, set())

    def _move(self, slider: Slider, line: Line, alone: Fraction) -> None:
        """Set a constant; `alone` is what it would be with all other sliders as the scheme has them.

        Where others have moved it too, it goes on from where it stands: fractions lose nothing on the way.
        """
        step = self.steps[line.column]
        assert isinstance(step, Formula)
        away = self.moved_by.setdefault((line.column, line.name), {})
        last, away[slider] = away.get(slider), alone
        if len(away) > 1:
            last = constant_of(self.plan.step(line.column), line.name) if last is None else last
            alone = constant_of(step, line.name) + (alone - last)
        # written out, as `dataclasses.replace` takes five times as long
        cells = {**step.constants, line.name: alone}
        self.steps[line.column] = Formula(step.about, step.expr, step.names, cells, step.labels)

    def refile(self, organisation: str, fact: str, value: Cell) -> Standing:
        """Put another value in the place of one that was read for the scored period; `fact` may be `gdp.target`."""
        rows = self.work.judge.rows
        found = [step for step in self.reads.get(fact, ()) if organisation in rows.get(step.about.group, {})]
        if not found:
            raise KaopingError(_not_read(organisation, fact))
        judge = self.work.judge
        for step in found:
            row = np.array([judge.rows[step.about.group][organisation]])
            part, size = self.work.sized(step.id)
            self.work.put(step.id, patched(part, row, [value], size, self.work.vocabulary), part)
            judge.cells[step.id][organisation] = value
        return self._again((), {step.id for step in found})

    def cell(self, column: ColumnId, organisation: str) -> Cell:
        """An exact cell as it stands now. The column is turned into cells when the first is asked for."""
        judge = self.work.judge
        if column not in self._read:
            self._read[column] = self._cells(column)
        found = self._read[column][judge.rows[judge.group_of[column]][organisation]]
        return judge.cell(column, organisation) if found is None else found

    def _cells(self, column: ColumnId) -> list[Cell | None]:
        part = self.work.parts[column]
        if sum(map(len, self._known.values())) >= MOST_KNOWN:
            self._known.clear()
        known = self._known.setdefault(part.den, {})
        return cells_of(part, self.work.size(column), self.work.vocabulary, known)

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


def _alike(lines: Iterable[Line]) -> Sequence[Sequence[Line]]:
    """Lines in groups that always stand at the same number: mostly all, as a full mark stands in many formulas."""
    found: dict[tuple[Fraction, Fraction], list[Line]] = {}
    for line in lines:
        found.setdefault((line.start, line.slope), []).append(line)
    return list(found.values())


def _not_read(organisation: str, fact: str) -> Problem:
    return Problem(
        "no-such-value",
        Words(f"“{fact}”没有用于 {organisation} 的计分。", f"“{fact}” is not read for {organisation}."),
        Words("改方案后重新计分。", "change the scheme and score again."),
    )
