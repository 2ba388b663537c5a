"""Lines and summaries of a run, read in one go for a page. What may be shown of them is for the page's `Sight` to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kaoping_web.journal.kept import kept
from kaoping_web.organisations.models import Organisation
from kaoping_web.scoring.models import AwardGiven, NodeSummary, Run, ScoreLine
from kaoping_web.scoring.queries.runs import made_once


def lines_of(run: Run, organisation: Organisation | int, group: str = "") -> list[ScoreLine]:
    """The lines of one body for the run's own period, in the order of the scheme; of one track where it stands in several."""
    key = organisation if isinstance(organisation, int) else organisation.pk
    found = list(
        ScoreLine.objects.filter(run=run, organisation=key, period=run.cycle.period).order_by(
            "group", "position"
        )
    )
    tracks = [one.group for one in found]
    wanted = group if group in tracks else (tracks[0] if tracks else "")
    return [one for one in found if one.group == wanted]


def line_of(run: Run, organisation: int, node: str) -> ScoreLine | None:
    """One line of the run's own period."""
    return (
        ScoreLine.objects.filter(run=run, organisation=organisation, node=node, period=run.cycle.period)
        .order_by("group")
        .first()
    )


def lines_on(run: Run, group: str, nodes: Iterable[str] | None = None) -> list[ScoreLine]:
    """The lines of a track for the run's own period; of some nodes only where they are named."""
    found = ScoreLine.objects.filter(run=run, group=group, period=run.cycle.period)
    if nodes is not None:
        found = found.filter(node__in=list(nodes))
    return list(found.order_by("position", "organisation"))


CELL = ("organisation", "node", "points", "full", "status")


def cells_on(run: Run, group: str, bodies: Iterable[int]) -> list[tuple[int, str, str, str, str]]:
    """Of some bodies of a track: points, full mark and status on every node. Light: a heat map has thousands."""
    found = ScoreLine.objects.filter(
        run=run, group=group, period=run.cycle.period, organisation__in=list(bodies)
    )
    return list(found.values_list(*CELL))


class Whole(NamedTuple):
    """What an order reads of the whole's line of one body."""

    organisation_id: int
    node: str
    points: str
    place: str
    grade: str


def wholes_on(run: Run, group: str) -> Sequence[Whole]:
    """The whole's line of everybody in a track, in no order. Read once for each run."""
    return kept(made_once((run,)), ("wholes", group), lambda: _wholes(run, group))


def _wholes(run: Run, group: str) -> tuple[Whole, ...]:
    found = ScoreLine.objects.filter(run=run, group=group, period=run.cycle.period, parent="")
    rows = found.values_list("organisation", "node", "points", "place", "grade")
    return tuple(Whole(*one) for one in rows)


def summaries_of(run: Run, group: str) -> Mapping[str, NodeSummary]:
    """How a track did, by node, for the run's own period. Read once for each run."""

    def read() -> Mapping[str, NodeSummary]:
        found = NodeSummary.objects.filter(run=run, group=group, period=run.cycle.period)
        return {one.node: one for one in found}

    return kept(made_once((run,)), ("summaries", group), read)


def members_of(run: Run, group: str) -> list[int]:
    """The bodies of a track in a run."""
    return [one.organisation_id for one in wholes_on(run, group)]


Placing = Mapping[int, tuple[str, str]]
"""Points and place of the whole, by body."""


def whole_series(runs: Iterable[Run], group: str) -> Mapping[int, Placing]:
    """Points and place of the whole in several runs, by run and body. Read once for these runs."""
    several = list(runs)
    return kept(made_once(several), ("series", group), lambda: _whole_series(several, group))


def _whole_series(runs: Sequence[Run], group: str) -> Mapping[int, Placing]:
    by_run: dict[int, dict[int, tuple[str, str]]] = {one.pk: {} for one in runs}
    own = {one.pk: one.cycle.period for one in runs}
    found = ScoreLine.objects.filter(run__in=by_run, group=group, parent="", period__in=set(own.values()))
    for run, body, points, place, period in found.values_list(
        "run_id", "organisation_id", "points", "place", "period"
    ):
        if period == own[run]:
            by_run[run][body] = (points, place)
    return by_run


def summary_series(runs: Iterable[Run], group: str, nodes: Iterable[str]) -> Mapping[int, NodeSummary]:
    """The summary of the whole in several runs, by run. Read once for these runs."""
    several, asked = list(runs), tuple(nodes)
    return kept(
        made_once(several), ("summary series", group, asked), lambda: _summary_series(several, group, asked)
    )


def _summary_series(runs: Sequence[Run], group: str, nodes: Sequence[str]) -> Mapping[int, NodeSummary]:
    own = {one.pk: one.cycle.period for one in runs}
    found = NodeSummary.objects.filter(run__in=own, group=group, node__in=nodes, period__in=set(own.values()))
    return {one.run_id: one for one in found if one.period == own[one.run_id]}


def awards_of(run: Run) -> list[AwardGiven]:
    """The awards that the rules propose."""
    return list(AwardGiven.objects.filter(run=run).order_by("award", "group", "organisation"))


def by_node(lines: Iterable[ScoreLine]) -> Mapping[str, ScoreLine]:
    """Lines of one body by node."""
    return {one.node: one for one in lines}


def keys_of(bodies: Iterable[int]) -> dict[int, str]:
    """The keys of bodies by id, for addresses."""
    return dict(Organisation.objects.filter(pk__in=list(bodies)).values_list("pk", "key"))


def tally_of(run: Run) -> list[tuple[str, int, int]]:
    """How many units each track has in a run, and how many of them have points."""
    found: dict[str, list[int]] = {}
    wholes = ScoreLine.objects.filter(run=run, period=run.cycle.period, parent="")
    for group, points in wholes.values_list("group", "points"):
        held = found.setdefault(group, [0, 0])
        held[0] += 1
        held[1] += bool(points)
    return [(group, units, scored) for group, (units, scored) in found.items()]
