"""Why a line is what it is: as it was stored at release, else made now and kept by the process. Reading writes nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

from kaoping.errors import KaopingError
from kaoping.explain import TraceNode, trace
from kaoping.whatif import Prepared
from kaoping_web.organisations.models import Organisation
from kaoping_web.scoring.explaining import causes_of, told_node
from kaoping_web.scoring.explaining.nearest import Ask, Trial, kept_ready
from kaoping_web.scoring.explaining.stored import Told, unpacked
from kaoping_web.scoring.models import Explanation, NodeSummary, Run, ScoreLine
from kaoping_web.scoring.queries.replay import scheme_of, scorecard

TRACE, LOSSES, NEAREST = "trace", "losses", "nearest"
MOST = 400
_LOCK = threading.Lock()
_KEPT: OrderedDict[tuple[str, int, str, str], Told] = OrderedDict()


def explanation(run: Run, organisation: Organisation, node: str, kind: str) -> Told:
    """An explanation of one body's line. kind: trace (of a node), losses or nearest (of the whole statement, node empty).

    Raises TableError where the run has no such line, NotNow where it can no longer be made again.
    """
    stored = stored_explanations(run, organisation, node, (kind,))
    return stored[kind] if stored else _made_once(run, organisation, node, kind)


def explanations(run: Run, organisation: Organisation, node: str, kinds: Sequence[str]) -> dict[str, Told]:
    """Several of one line, asked for at once; what can no longer be made again is left out."""
    found = stored_explanations(run, organisation, node, kinds)
    for kind in kinds:
        if kind not in found:
            with suppress(KaopingError):
                found[kind] = _made_once(run, organisation, node, kind)
    return found


def stored_explanations(
    run: Run, organisation: Organisation, node: str, kinds: Sequence[str]
) -> dict[str, Told]:
    """Those of one line that were stored at release."""
    rows = Explanation.objects.filter(run=run, organisation=organisation, node=node, kind__in=kinds)
    return {kind: unpacked(body) for kind, body in rows.values_list("kind", "body")}


def _made_once(run: Run, organisation: Organisation, node: str, kind: str) -> Told:
    key = (run.result, organisation.pk, node, kind)
    with _LOCK:
        found = _KEPT.get(key)
    if found is None:
        found = made(run, organisation, node, kind)
        with _LOCK:
            while len(_KEPT) >= MOST:
                _KEPT.popitem(last=False)
            _KEPT[key] = found
    return found


def is_explained(run: Run) -> bool:
    """Whether explanations of a run are stored."""
    return Explanation.objects.filter(run=run).exists()


def made(run: Run, organisation: Organisation, node: str, kind: str) -> Told:
    """The explanation, made from the scorecard. Others are never named: what a page may show beyond is not in it."""
    card = scorecard(run)
    if kind == NEAREST:
        return nearest_of(run, organisation)
    tree = trace(card, organisation.key, node or None, name_others=False)
    return told_node(tree, card.plan) if kind == TRACE else causes_of(tree)


def nearest_of(run: Run, organisation: Organisation) -> Told:
    """What one step more would bring on each item of a body."""
    lines = ScoreLine.objects.filter(
        run=run, organisation=organisation, period=run.cycle.period, is_item=True
    )
    items = list(lines.exclude(fact="").order_by("position").values_list("group", "node"))
    uppers = upper_quartiles(run)
    asks = [Ask(node, group, uppers.get((group, node))) for group, node in items]
    return Trial(_ready(run), scheme_of(run), organisation.key).nearest(asks) if asks else {"items": []}


def _ready(run: Run) -> Prepared:
    card = scorecard(run)
    return kept_ready(run.result, scheme_of(run), card.tables, run.cycle.period)


def upper_quartiles(run: Run) -> dict[tuple[str, str], Fraction]:
    """The upper quartile of points by (track, node), where enough race that it may be told to one of them."""
    from kaoping_web.scoring.audience import FEWEST

    rows = NodeSummary.objects.filter(run=run, period=run.cycle.period, count__gte=FEWEST)
    return {
        (group, node): Fraction(upper) for group, node, upper in rows.values_list("group", "node", "upper")
    }


def every_node(tree: TraceNode) -> list[TraceNode]:
    """A node and all beneath it in its tree, in order."""
    return [tree, *(one for child in tree.children for one in every_node(child))]
