"""Explanations stored for those who will read them: the tracks whose units sign in. Derived: they may be made again any time."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.explain import TraceNode, traces
from kaoping_web.journal.writing import writing
from kaoping_web.organisations.models import Grant, Organisation
from kaoping_web.scoring.audience import RELEASED
from kaoping_web.scoring.explaining import causes_of, packed, told_node
from kaoping_web.scoring.models import Explanation, Run, ScoreLine
from kaoping_web.scoring.queries.explanations import LOSSES, NEAREST, TRACE, every_node, nearest_of
from kaoping_web.scoring.queries.replay import scorecard

AT_ONCE = 2_000
"""Lines up to which explanations are made while the person who releases waits: a month of a district; a year takes a minute."""
BATCH = 500


def explain_run(run: Run) -> int:
    """Store the explanations of every line of the units that sign in, where they are not there. Gives how many were made."""
    units = list(_units_who_sign_in(run))
    explained = set(Explanation.objects.filter(run=run, kind=LOSSES).values_list("organisation", flat=True))
    units = [one for one in units if one[0].pk not in explained]
    if not units:
        return 0
    card = scorecard(run)
    made = 0
    for (body, _), tree in zip(
        units, traces(card, [(body.key, group) for body, group in units], name_others=False), strict=True
    ):
        rows = list(_rows(run, body, tree))
        with writing():
            Explanation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        made += len(rows)
    return made


def is_small(run: Run) -> bool:
    """Whether its explanations are made while somebody waits."""
    return ScoreLine.objects.filter(run=run).count() <= AT_ONCE


def runs_to_explain() -> list[Run]:
    """Released runs of which no explanation is stored yet, latest first."""
    found = Run.objects.filter(state__in=RELEASED, explanations__isnull=True).select_related(
        "cycle__host", "cycle__scheme_version"
    )
    return list(found.order_by("-made_at"))


def _units_who_sign_in(run: Run) -> Iterator[tuple[Organisation, str]]:
    """The units of tracks in which somebody signs in, with their track."""
    wholes = (
        ScoreLine.objects.filter(run=run, parent="", period=run.cycle.period)
        .select_related("organisation")
        .order_by("group", "organisation__key")
    )
    several = [(one.organisation, one.group) for one in wholes]
    signing = set(
        Grant.objects.filter(
            organisation__in=[one.pk for one, _ in several], user__is_active=True
        ).values_list("organisation", flat=True)
    )
    tracks = {group for body, group in several if body.pk in signing}
    return ((body, group) for body, group in several if group in tracks)


def _rows(run: Run, body: Organisation, tree: TraceNode) -> Iterator[Explanation]:
    card = scorecard(run)
    for node in every_node(tree):
        yield Explanation(
            run=run, organisation=body, node=node.node, kind=TRACE, body=packed(told_node(node, card.plan))
        )
    yield Explanation(run=run, organisation=body, node="", kind=LOSSES, body=packed(causes_of(tree)))
    yield Explanation(run=run, organisation=body, node="", kind=NEAREST, body=packed(nearest_of(run, body)))
