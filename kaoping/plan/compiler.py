"""From a scheme to a plan: which steps make which columns for one period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaoping.errors import Problem, SchemeError, Words
from kaoping.periods import Period
from kaoping.plan.bench import Bench, Scope, stands_in
from kaoping.plan.decisions import awarded, graded, ranked
from kaoping.plan.kinds import mismatches, node_points
from kaoping.plan.membership import members
from kaoping.plan.nodes import built
from kaoping.plan.steps import ColumnId, NodeColumns, Plan
from kaoping.plan.tree import Built, place_of, tree_of
from kaoping.scheme.model import Scheme
from kaoping.tables import Organisation


def root_for(scheme: Scheme, period: Period, cycle: str = "") -> str:
    """The tree scored for a period: the one named, else the one whose cadence is the period's."""
    if cycle:
        if cycle not in scheme.trees:
            raise SchemeError(
                Problem("no-cycle", Words(f"方案没有“{cycle}”这一考评。", f"the scheme has no cycle “{cycle}”."),
                        Words(f"可选：{'、'.join(scheme.trees)}", f"one of {', '.join(scheme.trees)}"))
            )  # fmt: skip
        every = scheme.trees[cycle].every
        if every is not None and every is not period.cadence:
            raise SchemeError(
                Problem("no-cycle", Words(f"“{cycle}”不是按 {period} 这样长短的期间考评。", f"“{cycle}” is not scored for periods as long as {period}."),
                        Words(f"它的期间是 {every.value}。", f"its periods are of the length {every.value}."))
            )  # fmt: skip
        return cycle
    fitting = [key for key, tree in scheme.trees.items() if tree.every is period.cadence]
    fitting += [key for key, tree in scheme.trees.items() if tree.every is None]
    if not fitting:
        raise SchemeError(
            Problem(
                "no-cycle",
                Words(
                    f"方案没有为 {period} 这样长短的期间写考评。",
                    f"the scheme has no cycle as long as {period}.",
                ),
                Words("换一个期间，或指明 --cycle。", "choose another period or name the cycle."),
            )
        )
    return fitting[0]


def compile_plan(
    scheme: Scheme,
    organisations: Iterable[Organisation],
    period: Period,
    cycle: str = "",
    through: Period | None = None,
) -> Plan:
    """The plan for one period. Raises SchemeError where names mean nothing, references run in a circle, or numbers are
    mixed with texts and truths."""
    bodies = tuple(organisations)
    root = root_for(scheme, period, cycle)
    plan = build(scheme, period, root, members(scheme, bodies), through=through)
    mixed = dict.fromkeys(mismatches(plan.steps, node_points(plan.nodes)))
    if mixed:
        raise SchemeError(mixed)
    return plan


def build(
    scheme: Scheme,
    period: Period,
    root: str,
    who: Mapping[str, tuple[str, ...]],
    every_track: bool = False,
    through: Period | None = None,
) -> Plan:
    """The plan for given members; `every_track` keeps tracks without members (to check a scheme without data);
    `through`: the last month or quarter that counts where a year is made of them."""
    bench = Bench(scheme, period, who, through)
    top = scheme.trees[root].root
    tracks = tuple(g for g in scheme.groups if stands_in(top, g) and (who.get(g) or every_track))
    awards: dict[str, tuple[ColumnId, ...]] = {}
    for group in tracks:
        scope = Scope(group, period, root)
        built(bench, scope, root)
        for node in top.walk():
            if stands_in(node, group):
                ranked(bench, scope, node.key)
        if decides(scheme, root):
            graded(bench, scope, root)
    for award in scheme.awards if decides(scheme, root) else ():
        fitting = tuple(g for g in tracks if not award.groups or g in award.groups)
        awards[award.key] = tuple(
            awarded(bench, Scope(g, period, root), root, award, fitting) for g in fitting
        )
    nodes = _node_columns(bench)
    return Plan(
        scheme.digest, period, root, tuple(bench.steps.values()), nodes, who,
        _unranked(scheme, who), awards, tuple(bench.guards),
        {key: group.title for key, group in scheme.groups.items()}, scheme.suppliers,
    )  # fmt: skip


def decides(scheme: Scheme, root: str) -> bool:
    """Whether grades and awards are given on this tree: on the scheme's own; a month or quarter beside it has none."""
    return root == "total" or "total" not in scheme.trees


def _unranked(scheme: Scheme, who: Mapping[str, tuple[str, ...]]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (group.key, body)
        for group in scheme.groups.values()
        for body in (*group.not_ranked, *_joining(scheme, who, group.key))
        if body in who.get(group.key, ())
    )


def _joining(scheme: Scheme, who: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    """Those scored but not ranked in tracks that were too small and joined this one."""
    small = [one for one in scheme.groups.values() if one.joins == key and not who.get(one.key)]
    return tuple(body for one in small for body in one.not_ranked)


def _node_columns(bench: Bench) -> tuple[NodeColumns, ...]:
    parts: dict[tuple[str, str, Period | None], list[ColumnId]] = {}
    for step in bench.steps.values():
        about = step.about
        parts.setdefault((about.subject, about.group, about.period), []).append(step.id)
    found = []
    for key, made in list(bench.made.items()):
        if key[0] == "node" and isinstance(made, Built):
            _, node, group, period = key
            assert isinstance(node, str) and isinstance(group, str) and isinstance(period, Period)
            scope = Scope(group, period, node)
            full = None if made.full is None else bench.column(scope, made.full, "full")
            found.append(
                NodeColumns(
                    node, group, period, made.points, full,
                    _made(bench, ("node-rank", node, _ties(bench, node), group, period)),
                    _made(bench, ("grade", node, group, period)),
                    tuple(c.key for c in made.node.children if stands_in(c, group)),
                    tuple(parts.get((node, group, period), ())),
                    made.node.title, made.node.article, made.node.bonus,
                    tuple(bench.stages.get((node, group, period), ())),
                )
            )  # fmt: skip
    return tuple(found)


def _ties(bench: Bench, node: str) -> str:
    placed = place_of(bench, Scope("", bench.period, node), node)
    return tree_of(bench.scheme, placed).ranking.ties


def _made(bench: Bench, key: tuple[object, ...]) -> ColumnId | None:
    found = bench.made.get(key)
    return found if isinstance(found, str) else None
