"""Points of events (R31–R36): which happenings count, once or each, at which share, within which caps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kaoping.periods import Cadence, Period
from kaoping.plan.steps import ReadEvents
from kaoping.scheme.model import Event
from kaoping.tables import Happening

Row = tuple[int, Happening]


def counts_in(row: Happening, period: Period, window: str) -> bool:
    """Whether a happening belongs to the period: on a day in it, or filed for it (or for a part of it).

    `window`: period, year (of the period, up to its end), any."""
    if window == "any" or (row.on is None and row.period is None):
        return True
    start = period.first_month if window == "period" else period.within(Cadence.YEAR).first_month
    end = period.first_month + period.length
    if row.period is not None:
        return start <= row.period.first_month and row.period.first_month + row.period.length <= end
    assert isinstance(row.on, date)
    return start <= row.on.year * 12 + row.on.month - 1 < end


def chosen(step: ReadEvents, rows: Iterable[Row]) -> list[Row]:
    """The happenings of one organisation that a step looks at, in a fixed order."""
    key, _, level = step.key.partition("/")
    window = step.event.window if step.event is not None else "period"
    period = step.about.period
    assert period is not None
    found = [
        row
        for row in rows
        if row[1].event == key
        and (not level or row[1].level == level)
        and counts_in(row[1], period, window)
        and (step.until is None or _by(row[1], step.until))
    ]
    return sorted(found, key=_order)


def _by(row: Happening, until: date) -> bool:
    """Whether it happened on that day or before; without a day, whether its period has begun by then."""
    if row.on is not None:
        return row.on <= until
    return row.period is None or row.period.first_month <= until.year * 12 + until.month - 1


def _order(row: Row) -> tuple[str, ...]:
    """By time, then by everything else that makes a difference, so that the order of rows plays no part."""
    one = row[1]
    return (_when(one), one.matter, one.level, one.share, str(one.amount), str(one.count), one.document)


def _when(one: Happening) -> str:
    """The day; without one, the end of the last month of its period."""
    if one.on is not None:
        return one.on.isoformat()
    if one.period is None:
        return ""
    last = one.period.first_month + one.period.length - 1
    return f"{last // 12:04}-{last % 12 + 1:02}-99"


def count(rows: Sequence[Row]) -> Fraction:
    """How often."""
    return Fraction(sum(one.count for _, one in rows))


def points(event: Event, rows: Sequence[Row]) -> tuple[Fraction, tuple[int, ...]]:
    """Signed points before the event's own cap and floor, and the rows that counted."""
    kept = _at_most(event, _once_a_matter(event, [_worth(event, row) for row in rows]))
    return _with_level_caps(event, kept) + _repeats(event, kept), tuple(one.row[0] for one in kept)


@dataclass(frozen=True)
class _Worth:
    """One row: what each time is worth, and how many times count."""

    row: Row
    each: Fraction
    times: int

    @property
    def order(self) -> tuple[str, ...]:
        """A fixed order among rows worth the same."""
        return _order(self.row)


def _worth(event: Event, row: Row) -> _Worth:
    one = row[1]
    if one.level in event.levels:
        base = event.levels[one.level]
    elif event.amount_filed and one.amount is not None:
        base = event.amount_filed * abs(one.amount)
    else:
        base = event.each if event.each is not None else Fraction(0)
    share = event.shares.get(one.share, Fraction(1)) if one.share else Fraction(1)
    return _Worth(row, base * share, one.count)


def _once_a_matter(event: Event, worths: list[_Worth]) -> list[_Worth]:
    """Of one matter the highest (or latest) counts, one time; happenings without a matter each count."""
    if event.same_matter == "each":
        return worths
    best: dict[str, _Worth] = {}
    free: list[_Worth] = []
    for one in worths:
        matter = one.row[1].matter
        if not matter:
            free.append(one)
            continue
        held = best.get(matter)
        better = held is None or (
            abs(one.each) > abs(held.each) if event.same_matter == "highest_once" else one.order > held.order
        )
        if better:
            best[matter] = replace(one, times=1)
    return [*free, *best.values()]


def _at_most(event: Event, worths: list[_Worth]) -> list[_Worth]:
    """Only so many times count: those worth most."""
    if event.most is None:
        return worths
    left, kept = event.most, []
    for one in sorted(worths, key=lambda one: (-abs(one.each), one.order)):
        if left > 0:
            kept.append(replace(one, times=min(one.times, left)))
            left -= one.times
    return kept


def _with_level_caps(event: Event, worths: list[_Worth]) -> Fraction:
    by_level: dict[str, Fraction] = {}
    for one in worths:
        level = one.row[1].level
        by_level[level] = by_level.get(level, Fraction(0)) + one.each * one.times
    total = Fraction(0)
    for level, amount in by_level.items():
        cap = event.level_caps.get(level)
        total += amount if cap is None else max(-cap, min(cap, amount))
    return total


def _repeats(event: Event, worths: list[_Worth]) -> Fraction:
    """Further points once the number of times reaches a mark: `repeat: {2: -1}`; only the highest mark reached."""
    times = sum(one.times for one in worths)
    reached = [at for at in event.repeat if times >= at]
    return event.repeat[max(reached)] if reached else Fraction(0)
