"""The figures of the two years, ballots as means: what the demo's tables hold, moved to their year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from demo import SEED, YEAR, build
from kaoping.periods import Cadence, Period
from kaoping.tables import Absence, Filed, Tables

LAST_SEED = SEED - 1


def this_year() -> Tables:
    """2026 as it will have been."""
    tables = build()
    return replace(tables, filed=tuple(_both_bureaus(_means(tables.filed))))


def last_year(now: Tables) -> tuple[Filed, ...]:
    """2025 and the figures of 2024 it is compared with. What 2026 quotes of 2025 is what 2025 filed."""
    quoted = {
        (row.organisation, row.fact, row.period, row.source): row
        for row in now.filed
        if row.period and row.period.year == YEAR - 1
    }
    moved = (
        replace(row, period=row.period.last_year()) for row in _means(build(LAST_SEED).filed) if row.period
    )
    own = {(row.organisation, row.fact, row.period, row.source): row for row in moved}
    return tuple(_both_bureaus((own | quoted).values()))


def _both_bureaus(rows: Iterable[Filed]) -> list[Filed]:
    """Investment is filed by both bureaus every month; where they differ, the statistics bureau's figure stands already."""
    kept = list(rows)
    told = {
        (row.organisation, row.period)
        for row in kept
        if row.fact == "investment" and row.source == "statistics"
    }
    same = (
        row
        for row in kept
        if row.fact == "investment" and row.source == "development_reform" and row.vintage == 1
    )
    return kept + [
        replace(row, source="statistics", note="")
        for row in same
        if (row.organisation, row.period) not in told
    ]


def _known(row: Filed) -> Filed:
    """What was waited for in the year it was asked is known a year later."""
    if row.value is Absence.PENDING and row.period and row.period.cadence is Cadence.YEAR:
        return replace(row, value=Fraction(935), note="")
    return row


def _means(rows: Iterable[Filed]) -> Iterable[Filed]:
    """Ballots of one unit, fact and period become their mean to two decimals."""
    ballots: dict[tuple[str, str, Period | None], list[Fraction]] = {}
    for row in rows:
        if not row.rater:
            yield row
        elif isinstance(row.value, Fraction):
            ballots.setdefault((row.organisation, row.fact, row.period), []).append(row.value)
    for (organisation, fact, period), votes in ballots.items():
        yield Filed(organisation, fact, Fraction(round(sum(votes) * 100 / len(votes)), 100), period)
