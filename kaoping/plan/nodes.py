"""Nodes of the tree as columns: items through value, rule, adjustments, policies, rounding; dimensions through
their composition. `built` makes each node of each track and period once."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.absences import effective, leaving, settle
from kaoping.plan.adjustments import adjust, apply_rule, rounding_at
from kaoping.plan.bench import Bench, Operand, Scope, fixed, for_group, stands_in
from kaoping.plan.composition import composed, composition_stages, dimension_marks, own_rate
from kaoping.plan.crossing import capped_by_shortfall, dropped, vetoed_item, vetoed_root
from kaoping.plan.quantities import formula, known, resolve
from kaoping.plan.steps import ColumnId, Guard
from kaoping.plan.tree import Built, Placed, place_of
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Better, Block, Node
from kaoping.tables import Absence

SO_FAR = Words("此前得分", "points so far")


def points_of(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """The final points of a node."""
    return built(bench, scope, key).points


def raw_of(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """The points of a node right after its rule (or composition), before adjustments and policies."""
    placed = place_of(bench, scope, key)
    if placed.node.is_item:
        return prepared_rule(bench, placed, scope_of(placed.node, scope))[0]
    return built(bench, scope, key).raw


def full_of(bench: Bench, scope: Scope, key: str) -> Operand:
    """The full mark of a node."""
    found = built(bench, scope, key).full
    return fixed(1) if found is None else found


def rank_of(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """The place of a node's points in the track."""
    from kaoping.plan.decisions import ranked

    return ranked(bench, scope, key or "total")


def built(bench: Bench, scope: Scope, key: str) -> Built:
    """A node in a track and period. Raises SchemeError where the track has no such node."""
    placed = place_of(bench, scope, key)
    if not stands_in(placed.node, scope.group):
        raise SchemeError(
            Problem(
                "not-in-track",
                Words(f"“{scope.subject}”用到的“{key}”不在赛道“{scope.group}”中。",
                      f"“{scope.subject}” uses “{key}”, which track “{scope.group}” does not have."),
                place=scope.place,
            )
        )  # fmt: skip

    def make() -> Built:
        own = scope_of(placed.node, scope)
        return _item(bench, placed, own) if placed.node.is_item else _dimension(bench, placed, own)

    return bench.once(("node", key, scope.group, scope.period), make)


def scope_of(node: Node, scope: Scope) -> Scope:
    """The node's own scope in the same track and period."""
    return Scope(scope.group, scope.period, node.key, article=node.article, place=node.place)


# items -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prepared:
    """An item up to its policies: points after the rule, and after adjustments; its full mark."""

    raw: ColumnId
    points: ColumnId
    full: Operand
    scope: Scope


def prepared(bench: Bench, placed: Placed, scope: Scope) -> Prepared:
    """Value, rule and adjustments of an item."""
    node = placed.node
    own = scope_of(node, scope)

    def make() -> Prepared:
        raw, full = prepared_rule(bench, placed, own)
        inside, _ = _inside(bench, node, own)
        points: Operand = raw
        names = dropped(bench, placed, inside)
        for block in node.then:
            step = inside.with_names(points=points, **names).under(block.article)
            points = adjust(bench, step, block, points, _lower(bench, node))
            bench.stage(own, points, "then", block.name, block.article)
        adjusted = points
        points = vetoed_item(bench, inside, node, points)
        points = capped_by_shortfall(bench, placed, inside, points)
        bench.stages_between(own, adjusted, points)
        return Prepared(raw, bench.column(own, points, "points"), full, inside)

    return bench.once(("prepared", node.key, scope.group, scope.period), make)


def prepared_rule(bench: Bench, placed: Placed, own: Scope) -> tuple[ColumnId, Operand]:
    """An item's points right after its rule, and its full mark."""
    node = placed.node

    def make() -> tuple[ColumnId, Operand]:
        if for_group(node.rule, own.group) is None:
            raise SchemeError(
                Problem("no-rule", Words(f"指标“{node.key}”没有规则。", f"item “{node.key}” has no rule."),
                        Words("写 rule:。", "write rule:."), node.place)
            )  # fmt: skip
        inside, full = _inside(bench, node, own)
        x = inside.names.get("x")
        rule = for_group(node.rule, own.group)
        assert isinstance(rule, Block)
        ruled = inside.under(rule.article)
        points = apply_rule(bench, ruled, node.rule, x, full, _lower(bench, node), _of(node))
        raw = bench.column(own, points, "raw")
        bench.stage(own, raw, "rule", rule.name, rule.article)
        return raw, full

    return bench.once(("points", node.key, own.group, own.period), make)


def _inside(bench: Bench, node: Node, own: Scope) -> tuple[Scope, Operand]:
    """The scope in which an item's formulas are read: `x` and `full`; and its full mark."""
    return bench.once(("inside", node.key, own.group, own.period), lambda: _made_inside(bench, node, own))


def _made_inside(bench: Bench, node: Node, own: Scope) -> tuple[Scope, Operand]:
    setting = for_group(node.full, own.group)
    title = Words("满分", "full mark")
    full = fixed(1) if setting is None else formula(bench, own, setting, "full", title, "constant")  # type: ignore[arg-type]
    x = _value(bench, node, own)
    for block in node.prepare if x is not None else ():
        assert x is not None
        step = own.with_names(x=x, points=x, full=full)
        x = adjust(bench, step, block, x, _lower(bench, node))
    names = {"full": full} if x is None else {"full": full, "x": x}
    labels = {"full": title, "x": Words("实际值", "actual"), "points": SO_FAR}
    return Scope(own.group, own.period, own.subject, names, labels, own.article, own.place), full


def _of(node: Node) -> str:
    """The fact or value under assessment, by name; the item's own key where it is a formula."""
    return node.of.key if isinstance(node.of, Name) else node.key


def _value(bench: Bench, node: Node, own: Scope) -> Operand | None:
    setting = for_group(node.of, own.group)
    scheme = bench.scheme
    if setting is None:
        known = node.key in scheme.values or (
            node.key in scheme.facts and not scheme.facts[node.key].per_rater
        )
        return resolve(bench, own, node.key) if known else None
    if isinstance(setting, Name) and setting.key in scheme.facts and scheme.facts[setting.key].per_rater:
        return None
    return formula(bench, own, setting, "value", node.title, "value")  # type: ignore[arg-type]


def _lower(bench: Bench, node: Node) -> bool:
    """Whether lower is better: as the node says, else as its fact or value says."""
    if node.better is not None:
        return node.better is Better.LOWER
    scheme = bench.scheme
    known = scheme.facts.get(_of(node)) or scheme.values.get(_of(node))
    return known is not None and known.better is Better.LOWER


def _item(bench: Bench, placed: Placed, own: Scope) -> Built:
    node = placed.node
    ready = prepared(bench, placed, own)
    policies = effective(own, node.policies, bench.scheme.defaults)

    def rate(over: str) -> Operand:
        return own_rate(bench, placed, own, over)

    points, before = settle(bench, own, ready.points, ready.full, policies, rate)
    bench.stages_between(own, ready.points, points)
    bench.guards.append(Guard(points, frozenset({Absence.UNDEFINED}), node.key, node.title, node.place))
    marks = leaving(policies).marks(bench, own, before, ready.full)
    known(bench, own, ready.full, points)
    exact = points
    rounding = rounding_at(node.rounding, bench.scheme.rounding, "item")
    if rounding is not None:
        points = bench.round(own, points, rounding, "rounded")
        bench.stage(own, points, "round")
    full = ready.full if node.full is not None else None
    return Built(node, points, exact, ready.raw, full, marks["counted"], marks["retained"], marks["whole"])


# dimensions ------------------------------------------------------------------------------------------


def _dimension(bench: Bench, placed: Placed, own: Scope) -> Built:
    node = placed.node
    children = [built(bench, own, child.key) for child in node.children if stands_in(child, own.group)]
    made = composed(bench, placed, own, children)
    points: Operand = made.points
    full = made.full if made.full is not None else fixed(1)
    inside = Scope(
        own.group, own.period, own.subject, {"full": full, "x": made.points},
        {"full": Words("满分", "full mark"), "points": SO_FAR}, own.article, own.place,
    )  # fmt: skip
    composition_stages(bench, own, made.points)
    for block in node.then:
        points = adjust(bench, inside.with_names(points=points).under(block.article), block, points)
        bench.stage(own, points, "then", block.name, block.article)
    adjusted = points
    points = vetoed_item(bench, inside, node, points)
    if placed.is_root:
        points = vetoed_root(bench, inside, placed, points)
    settled = settle(
        bench, own, bench.column(own, points, "points"), full, effective(own, node.policies),
        lambda over: own_rate(bench, placed, own, over), guarded=False,
    )  # fmt: skip
    exact, before = settled
    bench.stages_between(own, adjusted, exact)
    bench.guards.append(Guard(exact, frozenset({Absence.UNDEFINED}), node.key, node.title, node.place))
    marks = dimension_marks(bench, placed, own, children, made, before)
    stage = "total" if placed.is_root else "dimension"
    rounding = rounding_at(node.rounding, bench.scheme.rounding, stage)
    final = exact if rounding is None else bench.round(own, exact, rounding, "rounded")
    if rounding is not None:
        bench.stage(own, final, "round")
    return Built(
        node, final, exact, made.points, made.full, marks["counted"], marks["retained"], marks["whole"]
    )
