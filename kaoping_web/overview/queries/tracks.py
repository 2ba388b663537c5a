"""How each track stands: its middle, its spread, who rose and fell, and what costs it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from django.db.models import F

from kaoping.errors import Words
from kaoping.periods import Period
from kaoping_web.cycles.models import Cycle
from kaoping_web.organisations.queries import names_of
from kaoping_web.schemes.queries import parsed
from kaoping_web.scoring.models import NodeSummary, Run, RunState, ScoreLine

SHOWN = 7
NEAR = Fraction(1, 10)
RELEASED = (RunState.PROVISIONAL.value, RunState.FINAL.value)


@dataclass(frozen=True)
class Mover:
    """A unit and by how many places it moved; up is positive."""

    name: Words
    places: int


@dataclass(frozen=True)
class TrackRow:
    """One track in one cycle, with the medians of the cycles of this length before it."""

    key: str
    title: Words
    count: int
    median: str
    before: str
    spread: Fraction | None
    medians: tuple[Fraction, ...]
    rose: Mover | None
    fell: Mover | None
    near: int


def latest_released(cycles: Sequence[Cycle]) -> dict[int, Run]:
    """The latest run that the units have seen, for each cycle. One query; the runs bear what names them, no more."""
    known = {one.pk: one for one in cycles}
    runs = (
        Run.objects.filter(cycle__in=known, state__in=RELEASED)
        .order_by("number")
        .only("cycle", "number", "state")
    )
    found = {one.cycle_id: one for one in runs}
    for key, run in found.items():
        run.cycle = known[key]
    return found


def scored_cycles(cycles: Sequence[Cycle], like: Cycle) -> list[Cycle]:
    """Cycles of the same length up to this one, oldest first."""
    length = Period.parse(like.period).length
    return sorted(
        (one for one in cycles if Period.parse(one.period).length == length and one.ends <= like.ends),
        key=lambda one: one.ends,
    )


def track_rows(cycle: Cycle, cycles: Sequence[Cycle], today: date, runs: Mapping[int, Run]) -> list[TrackRow]:
    """Every track of a cycle's released run. Empty where nothing was released. `runs`: the latest of each of the cycles."""
    line = scored_cycles(cycles, cycle)[-SHOWN:]
    run = runs.get(cycle.pk)
    if run is None:
        return []
    scheme = parsed(cycle.scheme_version)
    summaries = _summaries([runs[one.pk] for one in line if one.pk in runs])
    before = next((runs[one.pk] for one in reversed(line[:-1]) if one.pk in runs), None)
    totals = _totals(run)
    earlier = _places(before) if before else {}
    places = {(one.group, one.organisation_id): one.place for one in totals}
    names = names_of({one.organisation_id for one in totals}, today)
    found = []
    for key, group in scheme.groups.items():
        own = summaries.get((run.pk, key))
        if own is None:
            continue
        moved = _moved(key, places, earlier, names)
        medians = [
            summaries[runs[one.pk].pk, key].median
            for one in line
            if one.pk in runs and (runs[one.pk].pk, key) in summaries
        ]
        old = summaries.get((before.pk, key)) if before else None
        found.append(
            TrackRow(
                key, group.title, own.count, own.median, old.median if old else "", _spread(own), tuple(Fraction(one) for one in medians if one),
                moved[0] if moved and moved[0].places > 0 else None, moved[-1] if moved and moved[-1].places < 0 else None,
                near_ties([one.points for one in totals if one.group == key]),
            )
        )  # fmt: skip
    return found


def near_ties(points: Sequence[str]) -> int:
    """Neighbours in the order that are less than a tenth of a point apart, and not equal."""
    order = sorted(Fraction(one) for one in points if one)
    return sum(0 < b - a < NEAR for a, b in pairwise(order))


def costliest_items(cycle: Cycle, run: Run, group: str) -> list[tuple[str, Words, Fraction, int, int]]:
    """Items of a track by the points they cost altogether: key, title, points, how many units lost some, of how many."""
    titles = {one.key: one.title for one in parsed(cycle.scheme_version).nodes()}
    lost: dict[str, list[Fraction]] = {}
    lines = ScoreLine.objects.filter(run=run, group=group, is_item=True, period=cycle.period).exclude(lost="")
    for node, text in lines.values_list("node", "lost"):
        lost.setdefault(node, []).append(Fraction(text))
    found = [
        (key, titles[key], sum(each, Fraction(0)), sum(one > 0 for one in each), len(each))
        for key, each in lost.items()
    ]
    return sorted(found, key=lambda one: (-one[2], one[0]))


def _summaries(runs: Sequence[Run]) -> dict[tuple[int, str], NodeSummary]:
    """The summaries of whole totals: of each run, its own period and the node under which all others stand."""
    roots = {one.pk: one for one in runs}
    tops = set(
        ScoreLine.objects.filter(run__in=roots, parent="", period=F("run__cycle__period"))
        .values_list("run_id", "node")
        .distinct()
    )
    kept = NodeSummary.objects.filter(
        run__in=roots, node__in={node for _, node in tops}, period=F("run__cycle__period")
    )
    return {(one.run_id, one.group): one for one in kept if (one.run_id, one.node) in tops}


class Total(NamedTuple):
    """The whole of one unit."""

    group: str
    organisation_id: int
    points: str
    place: str


def _totals(run: Run) -> list[Total]:
    rows = ScoreLine.objects.filter(run=run, parent="", period=run.cycle.period)
    return [Total(*one) for one in rows.values_list("group", "organisation", "points", "place")]


def _places(run: Run) -> Mapping[tuple[str, int], str]:
    return {(one.group, one.organisation_id): one.place for one in _totals(run)}


def _moved(
    group: str,
    places: Mapping[tuple[str, int], str],
    earlier: Mapping[tuple[str, int], str],
    names: Mapping[int, Words],
) -> list[Mover]:
    found = [
        Mover(names[unit], int(Fraction(earlier[track, unit]) - Fraction(place)))
        for (track, unit), place in places.items()
        if track == group and place and earlier.get((track, unit))
    ]
    return sorted(found, key=lambda one: -one.places)


def _spread(one: NodeSummary) -> Fraction | None:
    return Fraction(one.highest) - Fraction(one.lowest) if one.highest and one.lowest else None
