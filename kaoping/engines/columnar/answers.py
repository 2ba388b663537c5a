"""What a columnar run answers: columns that turn into exact cells when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kaoping.engines.base import Columns
from kaoping.engines.columnar.judge import Handed, Judge
from kaoping.engines.columnar.parts import ABSENCES, NUMBER, PENDING, spread
from kaoping.plan.steps import ColumnId, ReadEvents, ReadFact, ReadPanel, Statistic
from kaoping.tables import Absence, Cell


class ColumnCells(Mapping[str, Cell]):
    """One column's cells by organisation, worked out when asked for."""

    def __init__(self, judge: Judge, column: ColumnId) -> None:
        self.judge, self.column = judge, column

    def __getitem__(self, key: str) -> Cell:
        if key not in self.judge.rows.get(self.judge.group_of[self.column], {}):
            raise KeyError(key)
        return self.judge.cell(self.column, key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.judge.keys(self.column))

    def __len__(self) -> int:
        return len(self.judge.keys(self.column))


class Cells(Mapping[ColumnId, Mapping[str, Cell]]):
    """All columns."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def __getitem__(self, column: ColumnId) -> Mapping[str, Cell]:
        if column not in self.judge.place:
            raise KeyError(column)
        return ColumnCells(self.judge, column)

    def __iter__(self) -> Iterator[ColumnId]:
        return iter(self.judge.place)

    def __len__(self) -> int:
        return len(self.judge.place)


class SetBy(Mapping[ColumnId, Mapping[str, tuple[str, ...]]]):
    """Who set the extremes: found by the reference when somebody asks."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        steps = judge.plan.steps
        self.columns = [s.id for s in steps if isinstance(s, Statistic) and s.kind in ("min", "max")]

    def __getitem__(self, column: ColumnId) -> Mapping[str, tuple[str, ...]]:
        step = self.judge.plan.step(column)
        if not isinstance(step, Statistic) or step.kind not in ("min", "max"):
            raise KeyError(column)
        if column not in self.judge.set_by:
            self.judge.whole(step.inputs)
            self.judge.statistic(step)
        return self.judge.set_by[column]

    def __iter__(self) -> Iterator[ColumnId]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


class Used(Mapping[ColumnId, Mapping[str, tuple[int, ...]]]):
    """The rows that were read, by column."""

    def __init__(self, judge: Judge) -> None:
        kinds = (ReadFact, ReadEvents, ReadPanel)
        self.judge = judge
        self.columns = [step.id for step in judge.plan.steps if isinstance(step, kinds)]

    def __getitem__(self, column: ColumnId) -> Mapping[str, tuple[int, ...]]:
        return self.judge.used[column] if column in self.judge.used else self._none(column)

    def _none(self, column: ColumnId) -> Mapping[str, tuple[int, ...]]:
        if column not in self.columns:
            raise KeyError(column)
        return {}

    def __iter__(self) -> Iterator[ColumnId]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class ColumnarColumns(Columns):
    """The columns of a run. `handed`: every step and cell that the reference took over, with its cost; what only looks
    up what was filed is not among them, nor is what it works out when somebody reads a near column afterwards."""

    handed: tuple[Handed, ...] = ()
    judge: Judge | None = None

    @classmethod
    def of(cls, judge: Judge, handed: tuple[Handed, ...]) -> ColumnarColumns:
        """The answer of a finished pass."""
        return cls(Cells(judge), SetBy(judge), Used(judge), handed, judge)

    def absences(self, column: ColumnId) -> Iterator[tuple[str, Absence]]:
        """Who has no number there and why, without working out any number."""
        assert self.judge is not None
        status = self.judge.parts[column].status
        if status is None:
            return
        keys = self.judge.keys(column)
        whole = spread(status, len(keys))
        for row in np.flatnonzero((whole > NUMBER) & (whole <= PENDING)).tolist():
            found = ABSENCES[int(whole[row])]
            assert found is not None
            yield keys[row], found

    def absence(self, column: ColumnId, key: str) -> Absence | None:
        """Why an organisation has no number there; None where it has something."""
        assert self.judge is not None
        status = self.judge.parts[column].status
        if status is None:
            return None
        row = self.judge.rows[self.judge.group_of[column]][key]
        code = int(status[row if status.shape[0] > 1 else 0])
        return ABSENCES[code] if code <= PENDING else None
