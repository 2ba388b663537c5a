"""Steps that decide: grades and awards."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.plan.steps.step import ColumnId, Step
from kaoping.scheme.model import Award, Grade


@dataclass(frozen=True)
class GradeRule:
    """One grade with its conditions as columns. Columns hold truth or numbers per organisation."""

    grade: Grade
    floor: ColumnId | None
    ceiling: ColumnId | None
    when: ColumnId | None
    unless: tuple[ColumnId, ...]
    also_when: ColumnId | None
    share: ColumnId | None
    count: ColumnId | None
    barred: tuple[ColumnId, ...]


@dataclass(frozen=True)
class Grading(Step):
    """The grade of every organisation, best grade first, quotas filled by place: `order` by number and tie keys,
    `plain` by the number alone. `eligible`: who is ranked; `counted`: who counts in the scheme's statistics."""

    total: ColumnId
    rank: ColumnId
    order: ColumnId
    grades: tuple[GradeRule, ...]
    lowest: tuple[ColumnId, ...] = ()
    drops: tuple[tuple[ColumnId, int], ...] = ()
    eligible: ColumnId | None = None
    plain: ColumnId | None = None
    counted: ColumnId | None = None

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        found = [self.total, self.rank, self.order, *self.lowest, *(c for c, _ in self.drops)]
        for one in self.grades:
            found += [c for c in (one.floor, one.ceiling, one.when, one.also_when, one.share, one.count) if c]
            found += [*one.unless, *one.barred]
        return (*found, *(c for c in (self.eligible, self.plain, self.counted) if c))


@dataclass(frozen=True)
class Awarding(Step):
    """Whether the organisation gets the award. With several `races`, one race over several tracks. `ties`: for each
    of them the columns that part equals."""

    award: Award
    by: tuple[ColumnId, ...]
    eligible: tuple[ColumnId, ...]
    top: ColumnId | None
    share: ColumnId | None
    at_least: ColumnId | None
    races: tuple[str, ...] = ()
    ties: tuple[tuple[ColumnId, ...], ...] = ()

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        further = [c for columns in self.ties for c in columns]
        return (*self.by, *self.eligible, *further, *(c for c in (self.top, self.share, self.at_least) if c))
