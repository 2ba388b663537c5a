"""The judge: single cells by the reference's own meaning, when a decision on arrays was too close to call.

It is the reference engine that works out only what is asked of it: a cell asks for the cells it is made of, and those
that the columns hold exactly are taken from there. Asking is by a list, not by recursion, so no plan is too deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from kaoping.engines.columnar.parts import (
    ABSENCES,
    FALSE,
    NUMBER,
    PENDING,
    TRUE,
    Mask,
    Part,
    Vocabulary,
    spread,
)
from kaoping.engines.reference import STEPS, Run, rounded_cell
from kaoping.exact import settle
from kaoping.plan.steps import (
    Above,
    Below,
    ColumnId,
    Combine,
    Formula,
    Plan,
    ReadAttribute,
    ReadEvents,
    ReadFact,
    Round,
    Step,
)
from kaoping.scheme.formulas import compiled
from kaoping.scheme.model import Runs
from kaoping.tables import Cell, Tables

Wanted = tuple[ColumnId, str]
SINGLE = (Formula, Combine, Round, ReadFact, ReadAttribute, ReadEvents, Above, Below)
"""Steps whose cells can be worked out one organisation at a time."""


@dataclass(frozen=True)
class Handed:
    """Cells of one step that the reference took over, for a rank those compared. `whole`: it has no form on columns."""

    column: ColumnId
    kind: str
    cells: int
    whole: bool
    seconds: float


class Judge(Run):
    """The reference engine on demand. `asked`: whether it took or worked out any cell since somebody set this to False."""

    def __init__(self, plan: Plan, tables: Tables, vocabulary: Vocabulary) -> None:
        super().__init__(plan, tables)
        self.vocabulary = vocabulary
        self.parts: dict[ColumnId, Part] = {}
        self.asked = False
        self.cells = {step.id: {} for step in plan.steps}
        self.done: set[ColumnId] = set()
        self.seeded: set[ColumnId] = set()
        self.place = {step.id: i for i, step in enumerate(plan.steps)}
        self.steps: list[Step] = list(plan.steps)

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """Where an organisation stands in the columns of a track."""
        return {group: {key: i for i, key in enumerate(keys)} for group, keys in self.plan.members.items()}

    # what is known ------------------------------------------------------------------------------------

    def cell(self, column: ColumnId, key: str) -> Cell:
        """One exact cell."""
        found = self.cells[column].get(key)
        if found is None:
            self.seed(column)
            if key not in self.cells[column]:
                self.work_out([(column, key)])
            found = self.cells[column][key]
        return found

    def keys(self, column: ColumnId) -> Sequence[str]:
        """The organisations of a column's track."""
        return self.plan.members.get(self.group_of[column], ())

    def whole(self, columns: Iterable[ColumnId]) -> None:
        """Every cell of these columns."""
        for column in columns:
            if column not in self.done:
                self.seed(column)
                cells = self.cells[column]
                self.work_out([(column, key) for key in self.keys(column) if key not in cells])
                self.done.add(column)

    def seed(self, column: ColumnId) -> None:
        """Take every cell that the column holds exactly, at once."""
        part = self.parts.get(column)
        if part is None or column in self.seeded:
            return
        self.seeded.add(column)
        self.asked = True
        cells, keys = self.cells[column], self.keys(column)
        for key, cell in zip(keys, cells_of(part, len(keys), self.vocabulary), strict=True):
            if cell is not None and key not in cells:
                cells[key] = cell

    def forget(self, column: ColumnId) -> None:
        """A column is to be worked out anew."""
        self.cells[column] = {}
        self.parts.pop(column, None)
        self.done.discard(column)
        self.seeded.discard(column)

    def _seed(self, column: ColumnId, key: str) -> bool:
        """Take a cell from its column where that holds it exactly."""
        if key in self.cells[column]:
            return True
        part = self.parts.get(column)
        if part is None:
            return False
        row = self.rows[self.group_of[column]].get(key)
        if row is None:
            return False
        found = cell_at(part, row, self.vocabulary)
        if found is None:
            return False
        self.cells[column][key] = found
        return True

    # what is asked ------------------------------------------------------------------------------------

    def work_out(self, wanted: Sequence[Wanted]) -> None:
        """The cells and all they are made of, earlier steps first."""
        self.asked = True
        asked: dict[int, dict[str, None]] = {}
        waiting = [one for one in wanted if not self._seed(*one)]
        while waiting:
            column, key = waiting.pop()
            at = self.place[column]
            step = self.steps[at]
            if isinstance(step, SINGLE):
                keys = asked.setdefault(at, {})
                if key in keys:
                    continue
                keys[key] = None
                waiting += [one for one in self._made_of(step, key) if not self._seed(*one)]
            elif at not in asked:
                asked[at] = {}
                waiting += [(c, one) for c in step.inputs for one in self.keys(c) if not self._seed(c, one)]
        for at in sorted(asked):
            self._answer(self.steps[at], asked[at])

    def _made_of(self, step: Step, key: str) -> Iterator[Wanted]:
        if isinstance(step, Above):
            parent = self.bodies[key].parent
            yield from ((c, parent) for c in step.of if parent in self.rows.get(self.group_of[c], {}))
        elif isinstance(step, Below):
            beneath = self.beneath.get(key, ())
            yield from (
                (c, one) for c in step.inputs for one in beneath if one in self.rows[self.group_of[c]]
            )
        else:
            yield from ((c, key) for c in step.inputs)

    @cached_property
    def beneath(self) -> Mapping[str, Sequence[str]]:
        """The bodies under each body."""
        found: dict[str, list[str]] = {}
        for one in self.bodies.values():
            found.setdefault(one.parent, []).append(one.key)
        return found

    def _answer(self, step: Step, keys: Iterable[str]) -> None:
        if not isinstance(step, SINGLE):
            self.cells[step.id] = STEPS[type(step)](self, step)
            return
        cells, one = self.cells[step.id], _ONE[type(step)]
        for key in keys:
            cells[key] = one(self, step, key)

    def _formula(self, step: Formula, key: str) -> Cell:
        names: dict[str, Cell] = dict(step.constants)
        for name, column in step.names.items():
            names[name] = self.cells[column][key]
        cell = compiled(step.expr)(names, None)
        return settle(cell) if isinstance(cell, Fraction) else cell

    def _round(self, step: Round, key: str) -> Cell:
        return rounded_cell(self.cells[step.column][key], step)

    def _fact(self, step: ReadFact, key: str) -> Cell:
        cell, used = self.filed.cell(step, key)
        if used:
            self.used.setdefault(step.id, {})[key] = used
        return cell

    def read(self, step: ReadFact | ReadAttribute) -> None:
        """A whole column of filed values or of attributes."""
        self.asked = True
        if isinstance(step, ReadAttribute):
            self.cells[step.id] = self.read_attribute(step)
        else:
            self._read_facts(step)
        self.done.add(step.id)

    def _read_facts(self, step: ReadFact) -> None:
        """Where there is one row for the very period, it is the one that counts."""
        name, period, rows = step.fact.key + step.suffix, step.about.period, self.filed.rows
        plain = step.fact.runs is not Runs.ONCE and not step.single
        cells, used = self.cells[step.id], self.used.setdefault(step.id, {})
        for key in self.keys(step.id):
            found = rows.get((name, period, key)) if plain else None
            if found is not None and len(found) == 1:
                cells[key], used[key] = found[0][1].value, (found[0][0],)
            else:
                cells[key] = self._fact(step, key)

    def _event(self, step: ReadEvents, key: str) -> Cell:
        cell, used = self._events(step, key)
        if used:
            self.used.setdefault(step.id, {})[key] = used
        return cell

    def _above_one(self, step: Above, key: str) -> Cell:
        return self._above(step, self.bodies[key].parent)

    def _below_one(self, step: Below, key: str) -> Cell:
        stands = self.rows[self.group_of[step.of[0]]]
        return self._below(step, sorted(one for one in self.beneath.get(key, ()) if one in stands))


_ONE: Mapping[type, Callable[..., Cell]] = {
    Formula: Judge._formula,
    Round: Judge._round,
    Combine: Judge._combined,
    ReadFact: Judge._fact,
    ReadAttribute: Judge._attribute,
    ReadEvents: Judge._event,
    Above: Judge._above_one,
    Below: Judge._below_one,
}


def cell_at(part: Part, row: int, vocabulary: Vocabulary) -> Cell | None:
    """The exact cell of a row; None where the column only has a bound."""

    def at(array: np.ndarray) -> int:
        return int(array[row if array.shape[0] > 1 else 0])

    status = NUMBER if part.status is None else at(part.status)
    if status == NUMBER:
        return None if part.whole is None else Fraction(at(part.whole), part.den)
    if status <= PENDING:
        return ABSENCES[status]
    if status in (FALSE, TRUE):
        return status == TRUE
    assert part.codes is not None
    return vocabulary.cells[at(part.codes)]


def cells_of(
    part: Part, size: int, vocabulary: Vocabulary, known: dict[int, Fraction] | None = None
) -> list[Cell | None]:
    """Every exact cell of a column; None where it only has a bound. `known`: fractions by numerator, to be used again."""
    if part.status is None and part.whole is not None:
        numbers: list[int] = spread(part.whole, size).tolist()
        known = {} if known is None else known
        return [known.get(n) or known.setdefault(n, Fraction(n, part.den)) for n in numbers]
    return [cell_at(part, row, vocabulary) for row in range(size)]


def doubtful(part: Part, size: int) -> Mask | None:
    """Where a column must be handed over."""
    if part.unsure is None:
        return None
    mask: Mask = spread(part.unsure, size)
    return mask if mask.any() else None
