"""A run in SQL that also keeps the floats of near columns and their bounds, which the engine itself has no use for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kaoping.engines.sql.engine import SqlRun
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.judge import SqlColumns
from kaoping.engines.sql.parts import Part
from kaoping.engines.sql.session import Session
from kaoping.engines.sql.tracks import Track
from kaoping.plan.steps import ColumnId, Plan, Step
from kaoping.tables import Tables
from tests.generative.bounds import Bounds


@dataclass(frozen=True)
class SqlWithFloats(SqlColumns):
    """The columns of a run in SQL. `near`: what its tables held of every near column when the run was done with it."""

    near: Mapping[ColumnId, Bounds] = field(default_factory=dict)


class _Run(SqlRun):
    """Every near column is looked at where the engine itself fetches columns and loads them."""

    def __init__(self, plan: Plan, tables: Tables, session: Session, certified: bool) -> None:
        super().__init__(plan, tables, session, "all", certified)
        self.near: dict[ColumnId, Bounds] = {}

    def columns(self, progress: Callable[[int, int], None] | None) -> SqlWithFloats:
        """Every column, with the floats."""
        return SqlWithFloats(**vars(super().columns(progress)), near=self.near)

    def _keep(self, track: Track, columns: Collection[ColumnId]) -> None:
        super()._keep(track, columns)
        near = [one for one in columns if one in track.held and track.held[one].part.value is not None]
        names = [name for one in near for name in track.held[one].names if name[-1] in "sve"]
        arrays = self._arrays(track, names)
        for one in near:
            self._note(one, track.held[one].part, arrays)

    def _feed(self, step: Step, part: Part, arrays: dict[str, np.ndarray]) -> None:
        super()._feed(step, part, arrays)
        if part.value is not None:
            self._note(step.id, part, arrays)

    def _note(self, column: ColumnId, part: Part, arrays: Mapping[str, Any]) -> None:
        def of(e: E | None, letter: str) -> Any:
            assert e is not None
            return e.value if e.is_literal else arrays[self.names[column] + letter]

        self.near[column] = Bounds(of(part.status, "s"), of(part.value, "v"), of(part.error, "e"))


def run_with_floats(
    session: Callable[[], Session], certified: bool, plan: Plan, tables: Tables
) -> SqlWithFloats:
    """The plan as SQL, with the floats of near columns."""
    opened = session()
    try:
        return _Run(plan, tables, opened, certified).columns(None)
    finally:
        opened.close()
