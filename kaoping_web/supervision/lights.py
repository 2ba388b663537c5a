"""What a matter's date and progress say today: blue near its end, yellow behind its curve, red overdue by working days.

Nothing of this is stored. A card is a row only once somebody has issued it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaoping_web.cycles.calendar import YearUnknown, worked_days
from kaoping_web.supervision.curves import planned
from kaoping_web.supervision.models import UNDER_WAY, Matter

NEAR = 5
"""Working days before the deadline from which it is near."""
LOOKED_AHEAD = 40
"""Days to a deadline beyond which nobody counts working days: it is not near."""


class WorkedDays:
    """Working days, a year read at a time and once: as many queries as years. A year that is not in the table counts nothing."""

    def __init__(self) -> None:
        self._years: dict[int, list[date] | None] = {}

    def after(self, start: date, end: date) -> int | None:
        """Working days after `start` up to and including `end`; None where a year between is unknown."""
        if end < start:
            return 0
        count = 0
        for year in range(start.year, end.year + 1):
            days = self._of(year)
            if days is None:
                return None
            count += bisect_right(days, end) - bisect_right(days, start)
        return count

    def last_day(self, deadline: date) -> date:
        """The last day that is in time: the deadline, or the first working day after it where it falls on a holiday.

        Where the year is unknown, the deadline itself.
        """
        days = self._of(deadline.year)
        if days is None:
            return deadline
        at = bisect_left(days, deadline)
        if at < len(days):
            return days[at]
        following = self._of(deadline.year + 1)
        return following[0] if following else deadline

    def _of(self, year: int) -> list[date] | None:
        if year not in self._years:
            try:
                self._years[year] = worked_days(date(year, 1, 1), date(year, 12, 31))
            except YearUnknown:
                self._years[year] = None
        return self._years[year]


@dataclass(frozen=True)
class Light:
    """colour: blue, yellow, red or empty. `left` and `late`: working days to and past the last day; `behind`: percentage points
    below the curve. `unknown`: the holidays of a year are not in the table, so no working day was counted."""

    colour: str
    percent: Fraction
    planned: Fraction
    left: int = 0
    late: int = 0
    unknown: bool = False

    @property
    def behind(self) -> Fraction:
        """How far below the curve, in percentage points; 0 where it is not."""
        return max(self.planned - self.percent, Fraction(0))


def light_of(matter: Matter, day: date, worked: WorkedDays) -> Light:
    """The light of a matter. Once the owner has claimed it done, the clock stands at the day of the claim, until a check finds
    it not done. Registered (not yet assigned) and closed matters have none."""
    percent = Fraction(matter.percent or 0)
    if matter.deadline is None:
        return Light("", percent, Fraction(0))
    at = min(day, matter.claimed_on) if matter.claimed_on else day
    should = planned(matter, at)
    last = worked.last_day(matter.deadline)
    late = worked.after(last, at) if at > last else 0
    left = worked.after(at, last) if (last - at).days <= LOOKED_AHEAD else LOOKED_AHEAD
    if matter.state not in UNDER_WAY and not (matter.state in ("claimed", "checked") and late):
        return Light("", percent, should, late=(late or 0) if matter.claimed_on else 0)
    if late is None or left is None:
        return Light("yellow" if should - percent > matter.slack else "", percent, should, unknown=True)
    if late:
        colour = "red"
    elif should - percent > matter.slack:
        colour = "yellow"
    else:
        colour = "blue" if left <= NEAR else ""
    return Light(colour, percent, should, left, late)
