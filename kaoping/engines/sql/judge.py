"""Cells from a run in SQL: fetched as arrays where the table holds them exactly, by the reference's meaning elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.base import Columns
from kaoping.engines.columnar.answers import Cells, SetBy, Used
from kaoping.engines.columnar.judge import Judge
from kaoping.engines.columnar.parts import ABSENCES, FALSE, NUMBER, PENDING, TRUE, Vocabulary
from kaoping.plan.steps import ColumnId, Plan
from kaoping.tables import Absence, Cell, Tables

Array = NDArray[Any]


@dataclass
class Held:
    """One column as arrays or single values. `num` None: the numbers are only known within bounds."""

    status: Array | int
    num: Array | int | None
    den: int
    below: Array | int
    words: Array | int

    def cell(self, row: int, vocabulary: Vocabulary) -> Cell | None:
        """The exact cell of a row; None where the column only has a bound."""
        status = _at(self.status, row)
        if status == NUMBER:
            return None if self.num is None else Fraction(_at(self.num, row), self.den * _at(self.below, row))
        if status <= PENDING:
            return ABSENCES[status]
        return status == TRUE if status in (FALSE, TRUE) else vocabulary.cells[_at(self.words, row)]


def _at(values: Array | int, row: int) -> int:
    return values if isinstance(values, int) else int(values[row])


Fetch = Callable[[ColumnId], Held | None]


class SqlJudge(Judge):
    """The reference engine on demand, over what the SQL tables hold. `fetch` brings a column that a table holds now."""

    def __init__(self, plan: Plan, tables: Tables, vocabulary: Vocabulary) -> None:
        super().__init__(plan, tables, vocabulary)
        self.fetch: Fetch = lambda column: None
        self.held: dict[ColumnId, Held] = {}
        self.doubts: dict[ColumnId, set[int]] = {}

    def holds(self, column: ColumnId) -> Held | None:
        """The column's arrays, fetched when first asked for."""
        if column not in self.held:
            found = self.fetch(column)
            if found is None:
                return None
            self.held[column] = found
        return self.held[column]

    def seed(self, column: ColumnId) -> None:
        """Take every cell that the column holds exactly, at once."""
        if column in self.seeded:
            return
        held = self.holds(column)
        if held is None:
            return
        if column not in self.doubts:
            self.seeded.add(column)
        cells, doubts = self.cells[column], self.doubts.get(column, ())
        for row, key in enumerate(self.keys(column)):
            if key not in cells and row not in doubts:
                cell = held.cell(row, self.vocabulary)
                if cell is not None:
                    cells[key] = cell

    def _seed(self, column: ColumnId, key: str) -> bool:
        """Take a cell from its column where that holds it exactly."""
        if key in self.cells[column]:
            return True
        held = self.holds(column)
        row = self.rows[self.group_of[column]].get(key)
        if held is None or row is None or row in self.doubts.get(column, ()):
            return False
        cell = held.cell(row, self.vocabulary)
        if cell is None:
            return False
        self.cells[column][key] = cell
        return True


@dataclass(frozen=True)
class Took:
    """What the reference took over from one column, and what that cost. `whole`: it has no form in SQL."""

    column: ColumnId
    kind: str
    cells: int
    whole: bool
    seconds: float


@dataclass(frozen=True)
class SqlColumns(Columns):
    """The columns of a run in SQL. `script`: every statement that was run; `taken`: what the reference worked out."""

    judge: SqlJudge | None = None
    script: tuple[str, ...] = ()
    taken: tuple[Took, ...] = field(default=())

    @classmethod
    def of(cls, judge: SqlJudge, script: tuple[str, ...], taken: tuple[Took, ...]) -> SqlColumns:
        """The answer of a finished run."""
        return cls(Cells(judge), SetBy(judge), Used(judge), judge, script, taken)

    def absences(self, column: ColumnId) -> Iterator[tuple[str, Absence]]:
        """Who has no number there and why, without working out any number."""
        judge = self.judge
        assert judge is not None
        held = judge.holds(column)
        if held is None:
            yield from super().absences(column)
            return
        keys = judge.keys(column)
        status = np.broadcast_to(np.asarray(held.status), (len(keys),))
        for row in np.flatnonzero((status > NUMBER) & (status <= PENDING)).tolist():
            found = ABSENCES[int(status[row])]
            assert found is not None
            yield keys[row], found

    def absence(self, column: ColumnId, key: str) -> Absence | None:
        """Why an organisation has no number there; None where it has something."""
        judge = self.judge
        assert judge is not None
        held = judge.holds(column)
        if held is None:
            return super().absence(column, key)
        status = _at(held.status, judge.rows[judge.group_of[column]][key])
        return ABSENCES[status] if status <= PENDING else None
