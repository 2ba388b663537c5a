"""Points of events (R31–R36): which happenings count, once or each, at which share, within which caps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from kaoping.errors import Problem, Words
from kaoping.periods import Cadence, Period
from kaoping.plan.steps import ReadEvents
from kaoping.scheme.model import Event, Scheme
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


def _order(row: Row) -> tuple[str, str, str, str, str, str]:
    one = row[1]
    return (str(one.on), str(one.period), one.matter, one.level, one.document, str(one.amount))


def count(rows: Sequence[Row]) -> Fraction:
    """How often."""
    return Fraction(sum(one.count for _, one in rows))


def points(event: Event, rows: Sequence[Row]) -> tuple[Fraction, tuple[int, ...]]:
    """Signed points before the event's own cap and floor, and the rows that counted."""
    worth = [(row, _worth(event, row[1])) for row in rows]
    kept = _once_a_matter(event, worth)
    kept = _at_most(event, kept)
    total = _with_level_caps(event, kept) + _repeats(event, kept)
    return total, tuple(row[0] for row, _ in kept)


def _worth(event: Event, one: Happening) -> Fraction:
    if one.level in event.levels:
        base = event.levels[one.level]
    elif event.amount_filed and one.amount is not None:
        base = event.amount_filed * abs(one.amount)
    else:
        base = event.each if event.each is not None else Fraction(0)
    share = event.shares.get(one.share, Fraction(1)) if one.share else Fraction(1)
    return base * one.count * share


Worth = list[tuple[Row, Fraction]]


def _once_a_matter(event: Event, worth: Worth) -> Worth:
    """Of one matter the highest (or latest) counts; happenings without a matter each count."""
    if event.same_matter == "each":
        return worth
    best: dict[str, tuple[Row, Fraction]] = {}
    free: Worth = []
    for row, amount in worth:
        matter = row[1].matter
        if not matter:
            free.append((row, amount))
            continue
        held = best.get(matter)
        better = held is None or (
            abs(amount) > abs(held[1])
            if event.same_matter == "highest_once"
            else _order(row) > _order(held[0])
        )
        if better:
            best[matter] = (row, amount)
    return [*free, *best.values()]


def _at_most(event: Event, worth: Worth) -> Worth:
    """Only so many count: those worth most."""
    if event.most is None or len(worth) <= event.most:
        return worth
    ordered = sorted(worth, key=lambda one: (-abs(one[1]), _order(one[0])))
    return ordered[: event.most]


def _with_level_caps(event: Event, worth: Worth) -> Fraction:
    by_level: dict[str, Fraction] = {}
    for row, amount in worth:
        by_level[row[1].level] = by_level.get(row[1].level, Fraction(0)) + amount
    total = Fraction(0)
    for level, amount in by_level.items():
        cap = event.level_caps.get(level)
        total += amount if cap is None else max(-cap, min(cap, amount))
    return total


def _repeats(event: Event, worth: Worth) -> Fraction:
    """Further points once the number of times reaches a mark: `repeat: {2: -1}`; only the highest mark reached."""
    times = sum(row[1].count for row, _ in worth)
    reached = [at for at in event.repeat if times >= at]
    return event.repeat[max(reached)] if reached else Fraction(0)


# rows that cannot be used -----------------------------------------------------------------------------


def faults(scheme: Scheme, rows: Iterable[Happening]) -> list[Problem]:
    """Every row that names no event of the scheme, or lacks what its event needs; none of them may pass as zero."""
    return [problem for row in rows for problem in _faults(scheme, row)]


def _faults(scheme: Scheme, row: Happening) -> Iterable[Problem]:
    event = scheme.events.get(row.event)
    if event is None:
        if row.event not in scheme.vetoes:
            known = [*scheme.events, *scheme.vetoes]
            yield _fault(row, "event-unknown", f"没有事项“{row.event}”。", f"there is no event “{row.event}”.", known)
        return
    priced = row.level in event.levels
    if row.level and not priced and (event.levels or event.level_caps):
        yield _fault(
            row, "level-unknown", f"“{event.key}”没有级别“{row.level}”。",
            f"“{event.key}” has no level “{row.level}”.", [*event.levels],
        )  # fmt: skip
    elif not priced and event.amount_filed and row.amount is None:
        yield _fault(row, "amount-missing", f"“{event.key}”要填分值。", f"“{event.key}” needs an amount.")
    elif not priced and not event.amount_filed and event.each is None:
        yield _fault(row, "level-missing", f"“{event.key}”要填级别。", f"“{event.key}” needs a level.", [*event.levels])
    if row.share and event.shares and row.share not in event.shares:
        yield _fault(
            row, "share-unknown", f"“{event.key}”没有说“{row.share}”折多少。",
            f"“{event.key}” does not say what share “{row.share}” is.", [*event.shares],
        )  # fmt: skip
    if event.document_needed and not row.document:
        yield _fault(row, "document-missing", f"“{event.key}”须有文件依据。", f"“{event.key}” needs a document.")


def _fault(row: Happening, code: str, zh: str, en: str, known: Sequence[str] = ()) -> Problem:
    mend = Words(f"可填：{'、'.join(known)}", f"one of {', '.join(known)}") if known else Words("补上，或删去此行。", "add it, or take the row out.")
    return Problem(code, Words(f"{row.organisation}：{zh}", f"{row.organisation}: {en}"), mend, row.place)
