"""What a cycle is scored on: bodies, figures and targets as the site holds them, and last year's results."""

from __future__ import annotations

import re
from fractions import Fraction

from kaoping import Filed, Period, Tables
from kaoping.sheets.from_scheme import RESULT
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.targets import targets_as_filed
from kaoping_web.filing.queries import filed_rows
from kaoping_web.organisations.queries import library_organisations
from kaoping_web.schemes.queries import parsed, text_of
from kaoping_web.scoring.queries.runs import final_run_of_year, standing_lines
from kaoping_web.supervision.queries import happenings

ASKS_FOR_RESULTS = re.compile(rf"\b{RESULT}\.(total|rank|percentile)\b")


def tables_of(cycle: Cycle, only_verified: bool) -> Tables:
    """Everything a run of this cycle reads: figures, targets, and the cards of supervision where the scheme has an event for them.

    `only_verified`: figures that nobody has verified yet are as if not filed.
    """
    period = Period.parse(cycle.period)
    organisations = library_organisations(cycle.host, cycle.ends)
    filed = [
        *filed_rows(cycle.host, period.year, only_verified=only_verified),
        *targets_as_filed(cycle.host, period.year),
    ]
    if ASKS_FOR_RESULTS.search(text_of(cycle.scheme_version)):
        filed += results_before(cycle, period.year)
    here = {one.key for one in organisations}
    cards = happenings(cycle.host, period.year, cycle.ends, parsed(cycle.scheme_version))
    return Tables(
        organisations,
        tuple(one for one in filed if one.organisation in here),
        tuple(one for one in cards if one.organisation in here),
    )


def results_before(cycle: Cycle, year: int) -> list[Filed]:
    """Total, place and percentile of everybody who was ranked in the host's final run of the year before."""
    run = final_run_of_year(cycle.host_id, year - 1)
    if run is None:
        return []
    before = Period.parse(run.cycle.period)
    found: list[Filed] = []
    for key, points, place, place_of in standing_lines(run):
        found.append(Filed(key, f"{RESULT}.total", Fraction(points), before))
        if place:
            found.append(Filed(key, f"{RESULT}.rank", Fraction(place), before))
            found.append(Filed(key, f"{RESULT}.percentile", percentile(Fraction(place), place_of), before))
    return found


def percentile(place: Fraction, among: int) -> Fraction:
    """Where a place stands from 0 (last) to 100 (first); of one alone 100."""
    return Fraction(100) if among < 2 else 100 * (among - place) / (among - 1)
