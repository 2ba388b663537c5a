"""What the overview tells of a cycle and its year. Each piece is worked out when it is first asked for: what is kept is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle
from kaoping_web.dates import MONTHS, period_words
from kaoping_web.overview.queries.matrix import Matrix, matrices
from kaoping_web.overview.queries.readings import Reading, readings
from kaoping_web.overview.queries.tracks import TrackRow, latest_released, track_rows
from kaoping_web.overview.queries.year import Timeline, timeline
from kaoping_web.scoring.models import Run


@dataclass(frozen=True)
class YearPage:
    """One cycle among those of its assessing body, on one day. `forms`: the tracks that have forms; `asked`: the one of them
    whose squares are wanted."""

    cycle: Cycle
    cycles: Sequence[Cycle]
    today: date
    forms: Sequence[tuple[str, Words]]
    asked: str

    @property
    def year(self) -> int:
        """The year the cycle ends in."""
        return self.cycle.ends.year

    @property
    def month(self) -> Words:
        """The month of the day, for the title."""
        return Words(f"{self.today.month}月", MONTHS[self.today.month - 1])

    @property
    def cycle_words(self) -> Words:
        """The cycle."""
        return period_words(self.cycle.period)

    @cached_property
    def line(self) -> Timeline:
        """The year on a line."""
        of_year = [one for one in self.cycles if one.ends.year == self.year]
        return timeline(self.year, of_year, self.today)

    @property
    def shown(self) -> str:
        """The track whose squares are shown: the one asked for, else the first."""
        return self.asked if self.asked in dict(self.forms) else next((group for group, _ in self.forms), "")

    @property
    def others(self) -> list[tuple[str, Words]]:
        """The other tracks."""
        return [(group, title) for group, title in self.forms if group != self.shown]

    @cached_property
    def matrices(self) -> list[Matrix]:
        """The squares of one track; none where there are no forms."""
        return matrices(self.cycle, self.today, self.shown) if self.shown else []

    @cached_property
    def released(self) -> Mapping[int, Run]:
        """The latest run of each cycle that the units have seen."""
        return latest_released(self.cycles)

    @cached_property
    def _results(self) -> tuple[Cycle | None, list[TrackRow]]:
        """The cycle's own results, else those of the last cycle before it that has some."""
        tracks = track_rows(self.cycle, self.cycles, self.today, self.released)
        if tracks:
            return self.cycle, tracks
        earlier = (one for one in self.cycles if one.ends < self.cycle.ends and one.pk in self.released)
        found = next(earlier, None)
        return found, track_rows(found, self.cycles, self.today, self.released) if found else []

    @property
    def scored(self) -> Cycle | None:
        """The cycle whose results are shown."""
        return self._results[0]

    @property
    def scored_words(self) -> Words | None:
        """The same in words."""
        return period_words(self.scored.period) if self.scored else None

    @property
    def tracks(self) -> list[TrackRow]:
        """How its tracks did."""
        return self._results[1]

    @cached_property
    def readings(self) -> list[Reading]:
        """The few findings."""
        scored, tracks = self._results
        return readings(scored, self.released[scored.pk], tracks) if scored else []
