"""Lines and summaries of a run, read in one go for a page. What may be shown of them is for the page's `Sight` to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaoping_web.organisations.models import Organisation
from kaoping_web.scoring.models import AwardGiven, NodeSummary, Run, ScoreLine


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


def wholes_on(run: Run, group: str) -> list[ScoreLine]:
    """The whole's line of everybody in a track, best place first, then by points and key."""
    found = list(ScoreLine.objects.filter(run=run, group=group, period=run.cycle.period, parent=""))
    return found


def items_with(run: Run, fact: str) -> list[ScoreLine]:
    """Every line that rests on one fact."""
    found = ScoreLine.objects.filter(run=run, fact=fact, period=run.cycle.period, is_item=True)
    return list(found.order_by("position", "group", "organisation"))


def summaries_of(run: Run, group: str) -> dict[str, NodeSummary]:
    """How a track did, by node, for the run's own period."""
    return {
        one.node: one for one in NodeSummary.objects.filter(run=run, group=group, period=run.cycle.period)
    }


def summary_of(run: Run, group: str, node: str) -> NodeSummary | None:
    """How a track did on one node."""
    return NodeSummary.objects.filter(run=run, group=group, node=node, period=run.cycle.period).first()


def members_of(run: Run, group: str) -> list[int]:
    """The bodies of a track in a run."""
    found = ScoreLine.objects.filter(run=run, group=group, period=run.cycle.period, parent="")
    return list(found.values_list("organisation", flat=True))


def whole_series(
    runs: Iterable[Run], group: str, organisation: int | None = None
) -> dict[int, dict[int, tuple[str, str]]]:
    """Points and place of the whole in several runs, by run and body; of one body where it is named."""
    by_run: dict[int, dict[int, tuple[str, str]]] = {one.pk: {} for one in runs}
    found = ScoreLine.objects.filter(run__in=by_run, group=group, parent="")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    for run, body, points, place, period, own in found.values_list(
        "run", "organisation", "points", "place", "period", "run__cycle__period"
    ):
        if period == own:
            by_run[run][body] = (points, place)
    return by_run


def summary_series(runs: Iterable[Run], group: str, nodes: Iterable[str]) -> dict[int, NodeSummary]:
    """The summary of the whole in several runs, by run."""
    found = NodeSummary.objects.filter(
        run__in=[one.pk for one in runs], group=group, node__in=list(nodes)
    ).select_related("run__cycle")
    return {one.run_id: one for one in found if one.period == one.run.cycle.period}


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
