"""Which parts of a result are not settled: shorter cycles it takes its points from, and items that wait for a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaoping import Period, Scheme
from kaoping.errors import Words
from kaoping.scheme.formulas import names
from kaoping.scheme.formulas.syntax import Expr
from kaoping.scheme.model import Setting, Tree
from kaoping.scheme.tracks import for_group
from kaoping_web.cycles.models import Cycle
from kaoping_web.dates import period_words
from kaoping_web.overview.reading import Reading, joined
from kaoping_web.scoring.models import Run, RunState, ScoreLine

MOST = 4
PENDING, PROVISIONAL = "filled_pending", "provisional"


def unsettled(reading: Reading) -> list[Words]:
    """A sentence for each kind of shorter cycle whose results are in this one and not all final; none where none is read."""
    taken = list(trees_taken(reading.scheme, reading.period))
    if not taken or reading.run is None:
        return []
    cycle = reading.cycle
    shorter = list(
        Cycle.objects.filter(host=cycle.host_id, starts__gte=cycle.starts, ends__lte=cycle.ends)
        .exclude(pk=cycle.pk)
        .order_by("starts")
    )
    states = _states(shorter)
    found = []
    for tree in taken:
        these = [one for one in shorter if Period.parse(one.period).cadence is tree.every]
        provisional = [one for one in these if states.get(one.pk) == RunState.PROVISIONAL.value]
        without = [one for one in these if one.pk not in states]
        if provisional or without:
            found.append(_said(tree, provisional, without))
    return found


def trees_taken(scheme: Scheme, period: Period) -> Iterator[Tree]:
    """The trees of shorter cycles whose points an item of this period's tree asks for."""
    asked = {
        key
        for tree in scheme.trees.values()
        if tree.every is period.cadence
        for node in tree.root.walk()
        if node.is_item
        for group in scheme.groups
        for key in _names(for_group(node.of, group))
    }
    return (tree for key, tree in scheme.trees.items() if key in asked and tree.every is not period.cadence)


def _names(of: Setting) -> Iterable[str]:
    return (one.partition(".")[0] for one in names(of)) if isinstance(of, Expr) else ()


def _states(cycles: Sequence[Cycle]) -> dict[int, str]:
    """The state of the last released run of each cycle that has one."""
    released = (RunState.PROVISIONAL.value, RunState.FINAL.value)
    rows = Run.objects.filter(cycle__in=[one.pk for one in cycles], state__in=released).order_by("number")
    return dict(rows.values_list("cycle", "state"))


def _said(tree: Tree, provisional: Sequence[Cycle], without: Sequence[Cycle]) -> Words:
    zh, en = [], []
    for cycles, said_zh, said_en in (
        (provisional, "还是预评分", "still provisional"),
        (without, "还没有计分", "not scored yet"),
    ):
        if cycles:
            some = joined([period_words(one.period) for one in cycles[:MOST]])
            many = len(cycles) > MOST
            zh.append(f"{some.zh}{f'等 {len(cycles)} 期' if many else ''}{said_zh}")
            en.append(f"{some.en}{f' and others ({len(cycles)} in all)' if many else ''}: {said_en}")
    title = tree.root.title
    return Words(
        f"得分含“{title.zh}”的结果：{'，'.join(zh)}。这些定稿以前，这里的得分是暂定的。",
        f"The points take in “{title.in_('en')}”. {'; '.join(en)}. Until these are final, the points here are provisional.",
    )


def provisional_bodies(run: Run, group: str, root: str) -> list[int]:
    """The units of a track whose whole takes in items that wait for a figure."""
    found = ScoreLine.objects.filter(run=run, group=group, node=root, status=PROVISIONAL)
    return list(found.order_by("organisation").values_list("organisation", flat=True))
