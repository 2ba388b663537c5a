"""What every engine answers: all columns of a plan, the same from each, equal and not near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaoping.plan.steps import ColumnId, ReadAttribute, ReadFact
from kaoping.tables import Absence, Cell

Column = Mapping[str, Cell]
"""A cell for every organisation of the step's track, by the organisation's key."""

READINGS = (ReadFact, ReadAttribute)
"""Steps that only look up what was filed."""


@dataclass(frozen=True)
class Columns:
    """Every column of a run. `set_by`: for best, worst and places, whose values set a statistic, per organisation.

    `used`: for what was read, the rows it came from (indices into `Tables.filed` or `Tables.happenings`)."""

    cells: Mapping[ColumnId, Column]
    set_by: Mapping[ColumnId, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    used: Mapping[ColumnId, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)

    def absences(self, column: ColumnId) -> Iterator[tuple[str, Absence]]:
        """Who has no number in a column, and why."""
        return ((key, cell) for key, cell in self.cells[column].items() if isinstance(cell, Absence))

    def absence(self, column: ColumnId, key: str) -> Absence | None:
        """Why an organisation has no number in a column; None where it has something."""
        cell = self.cells[column][key]
        return cell if isinstance(cell, Absence) else None
