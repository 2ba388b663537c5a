"""Rules that reach across items: vetoes on items and totals (R34), shortfall contagion (R29)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, fixed, settled_block, stands_in
from kaoping.plan.events import effects_of, vetoed
from kaoping.plan.quantities import formula, resolve
from kaoping.plan.steps import ColumnId
from kaoping.plan.tree import Placed, place_of
from kaoping.scheme.model import Block, Node


def vetoed_item(bench: Bench, scope: Scope, node: Node, points: Operand) -> Operand:
    """No points where a veto says so of this node."""
    for veto in bench.scheme.vetoes.values():
        for effect in effects_of(veto, scope):
            items = effect.settings.get("items", ())
            if effect.name == "zero_item" and isinstance(items, tuple) and node.key in items:
                names = {"points": points, "veto": vetoed(bench, scope, veto)}
                points = bench.let(scope, "veto", veto.title, "if(veto, 0, points)", names, "veto")
    return points


def vetoed_root(bench: Bench, scope: Scope, placed: Placed, points: Operand) -> Operand:
    """The total after vetoes; those of a shorter cycle leave the scheme's own total alone and the reverse."""
    if placed.tree != "total" and "total" in bench.scheme.trees:
        return points
    for veto in bench.scheme.vetoes.values():
        for effect in effects_of(veto, scope):
            if effect.name == "zero_score":
                names = {"points": points, "veto": vetoed(bench, scope, veto)}
                points = bench.let(scope, "veto", veto.title, "if(veto, 0, points)", names, "veto")
            elif effect.name == "cap_total":
                at = formula(bench, scope, effect.settings["at"], "cap", Words("上限", "cap"), "veto")  # type: ignore[arg-type]
                names = {"points": points, "veto": vetoed(bench, scope, veto), "cap": at}
                source = "if(veto, min(points, cap), points)"
                points = bench.let(scope, "veto", veto.title, source, names, "veto")
    return points


def _contagions(bench: Bench, placed: Placed, scope: Scope) -> list[tuple[int, Block]]:
    """The contagion rules that reach this item."""
    rules = [settled_block(one, scope, "post_rule") for one in bench.scheme.post_rules]
    return [
        (i, block)
        for i, block in enumerate(rules)
        if block.name == "shortfall_contagion" and placed.node.key in _reached(bench, block, placed.tree)
    ]


def _reached(bench: Bench, block: Block, tree: str) -> tuple[str, ...]:
    given = block.settings.get("items")
    if isinstance(given, tuple):
        return tuple(str(one) for one in given)
    root = bench.scheme.trees[tree].root
    return tuple(node.key for node in root.walk() if node.is_item and not node.bonus)


def _base(bench: Bench, scope: Scope, block: Block, full: Operand) -> Operand:
    inside = scope.with_names(full=full, item=Const(scope.subject))
    return formula(bench, inside, block.settings["base"], "base", Words("基本分", "base mark"), "post")  # type: ignore[arg-type]


def shortfall(bench: Bench, placed: Placed, scope: Scope, index: int, block: Block) -> ColumnId:
    """Whether any triggering item is below its base mark."""
    from kaoping.plan.nodes import prepared_rule, scope_of

    without = block.settings.get("without", ())
    assert isinstance(without, tuple)
    missing = Const(block.settings.get("missing") == "short")

    def make() -> ColumnId:
        names: dict[str, Operand] = {}
        for key in _reached(bench, block, placed.tree):
            there = place_of(bench, scope, key)
            if key in without or not stands_in(there.node, scope.group):
                continue
            own = scope_of(there.node, scope)
            raw, full = prepared_rule(bench, there, own)
            pair = {"raw": raw, "base": _base(bench, own, block, full), "missing": missing}
            flag = bench.let(
                own,
                "short",
                Words("低于基本分", "below base mark"),
                "if(is_missing(raw), missing, is_absent(raw), false, raw < base)",
                pair,
                "post",
            )
            names[f"s{len(names)}"] = flag
        own = Scope(
            scope.group, scope.period, f"shortfall_{index + 1}", place=block.place, article=block.article
        )
        source = " or ".join(names) if names else "false"
        return bench.let(own, "any", Words("有短板", "a shortfall"), source, names, "post")

    return bench.once(("shortfall", index, scope.group, scope.period), make)


def dropped(bench: Bench, placed: Placed, scope: Scope) -> dict[str, Operand]:
    """Coefficients that fall away under contagion, by name: 1 where there is a shortfall."""
    found: dict[str, Operand] = {}
    for index, block in _contagions(bench, placed, scope):
        for name in block.settings.get("drops", ()) or ():  # type: ignore[union-attr]
            flag = shortfall(bench, placed, scope, index, block)
            own = resolve(bench, scope, str(name))
            title = Words("短板取消系数", "coefficient dropped by shortfall")
            names = {"short": flag, "coefficient": own, "one": fixed(1)}
            found[str(name)] = bench.let(
                scope, f"drop.{name}", title, "if(short, one, coefficient)", names, "post"
            )
    return found


def capped_by_shortfall(bench: Bench, placed: Placed, scope: Scope, points: Operand) -> Operand:
    """An item limited to its base mark where another falls short."""
    for index, block in _contagions(bench, placed, scope):
        flag = shortfall(bench, placed, scope, index, block)
        base = _base(bench, scope, block, scope.names["full"])
        names = {"points": points, "short": flag, "base": base}
        title = Words("短板传染：以基本分为限", "shortfall: held at the base mark")
        points = bench.let(scope, "contagion", title, "if(short, min(points, base), points)", names, "post")
    return points
