"""One track while a plan runs in SQL."""

from __future__ import annotations

from typing import Any

import numpy as np

from kaoping.engines.sql.parts import Part
from kaoping.engines.sql.populations import Join, Places, Statistics
from kaoping.engines.sql.storing import Stored
from kaoping.plan.steps import ColumnId


class Track:
    """One track: its table now, the columns in it, and what is being made of it."""

    def __init__(self, group: str, number: int, size: int) -> None:
        self.group, self.number, self.size = group, number, size
        self.table = f"t{number}_0"
        self.held: dict[ColumnId, Stored] = {}
        self.fed: dict[str, np.ndarray] = {}
        self.joins: list[Join] = []
        self.statistics: dict[tuple[Any, ...], Statistics] = {}
        self.places: Places | None = None
        self.here: dict[ColumnId, Part] = {}
        self.external: dict[ColumnId, Part] = {}

    def begin(self) -> None:
        """A new level."""
        self.fed, self.joins, self.statistics, self.places, self.here = {}, [], {}, None, {}
