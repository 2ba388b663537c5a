"""What every step knows of itself."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.errors import NOWHERE, Place, Words
from kaoping.periods import Period

ColumnId = str


@dataclass(frozen=True)
class About:
    """What every step knows of itself: its column, track and period, the node or value it serves, its role there
    (`value`, `rule`, `then`, `policy`, `combine`, `round`, `final` …), the title of its result, unit and article."""

    id: ColumnId
    group: str
    period: Period | None
    subject: str
    role: str
    title: Words
    unit: str = ""
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Step:
    """The common part of all steps."""

    about: About

    @property
    def id(self) -> ColumnId:
        """The column it makes."""
        return self.about.id

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        """The columns it reads."""
        return ()
