"""What absences become: stand-ins for quantities, and the not-applicable policies of items (R26).

An item's points pass through its policies in the order undefined, pending, missing, not applicable, because each may
turn into a later one. Three policies make the item leave (`rescale`, `spread_to_siblings`, `leave_out`): its points
become not applicable, and three columns say what that does to full marks:

* `counted`: the mark its points are out of (nothing when it left),
* `retained`: the mark its parent keeps (spread: its own mark goes to its siblings),
* `whole`: the mark the whole keeps (rescale: the rest is blown up to it; leave_out: it is gone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kaoping.errors import Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, fixed, settled_block
from kaoping.plan.populations import population_of, statistic
from kaoping.plan.quantities import formula
from kaoping.plan.steps import ColumnId, Guard
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Block, Policies
from kaoping.tables import Absence

ORDER = (
    ("undefined", Absence.UNDEFINED),
    ("pending", Absence.PENDING),
    ("missing", Absence.MISSING),
    ("not_applicable", Absence.NOT_APPLICABLE),
)
TESTS = {
    Absence.UNDEFINED: "is_undefined",
    Absence.PENDING: "is_pending",
    Absence.MISSING: "is_missing",
    Absence.NOT_APPLICABLE: "is_not_applicable",
}
LEAVING = ("rescale", "spread_to_siblings", "leave_out")
KEPT: Mapping[str, tuple[str, ...]] = {
    "counted": (),
    "retained": ("spread_to_siblings",),
    "whole": ("spread_to_siblings", "rescale"),
}
"""By kind of mark: the ways of leaving under which it stays."""
MARK_TITLES = {
    "counted": Words("计分的满分", "mark that counts"),
    "retained": Words("同级保有的满分", "mark kept among siblings"),
    "whole": Words("整体保有的满分", "mark kept in the whole"),
}
TURNING = {
    "not_applicable": Absence.NOT_APPLICABLE,
    "missing": Absence.MISSING,
    "pending": Absence.PENDING,
}


def stand_ins(bench: Bench, scope: Scope, column: ColumnId, policies: Policies) -> ColumnId:
    """A quantity with its stand-ins."""
    policies = effective(scope, policies, category="stand_in")
    for name, kind in ORDER:
        block: Block | None = getattr(policies, name)
        if block is None:
            continue
        if block.name == "refuse":
            bench.guards.append(
                Guard(column, frozenset({kind}), scope.subject, bench.title_of(column), block.place)
            )
            continue
        other = _stand_in(bench, scope, column, block)
        column = _instead(bench, scope, column, kind, other, CATALOGUES["stand_in"][block.name].title)
    return column


def _stand_in(bench: Bench, scope: Scope, column: ColumnId, block: Block) -> Operand:
    if block.name == "zero":
        return fixed(0)
    if block.name in TURNING:
        return Const(TURNING[block.name])
    if block.name == "group_mean":
        population = population_of(bench, scope, block.settings.get("population"))
        return statistic(bench, scope, "mean", (column,), population)
    expr = block.settings["formula"]
    inside = scope.with_names(x=column)
    return formula(bench, inside, expr, "stand_in", Words("代替值", "stand-in"), "policy")  # type: ignore[arg-type]


def _instead(
    bench: Bench, scope: Scope, column: ColumnId, kind: Absence, other: Operand, title: Words
) -> ColumnId:
    names: dict[str, Operand] = {"points": column, "other": other}
    # The number keeps its title, whatever stands in for it; the stand-in has that of the policy.
    whole = bench.title_of(column)
    labels = {"points": whole, "other": title}
    source = f"if({TESTS[kind]}(points), other, points)"
    return bench.let(scope, f"policy.{kind.value}", whole, source, names, "policy", labels)


@dataclass(frozen=True)
class Leaving:
    """The kinds of absence in which an item leaves, and how."""

    ways: tuple[tuple[Absence, str], ...]

    def marks(self, bench: Bench, scope: Scope, before: ColumnId, full: Operand) -> dict[str, Operand]:
        """The columns `counted`, `retained` and `whole`; `before` are the points with their absences."""
        found: dict[str, Operand] = {}
        made: dict[str, Operand] = {"full": full}
        for name, ways in KEPT.items():
            arms = [f"{TESTS[kind]}(points), 0" for kind, way in self.ways if way not in ways]
            source = f"if({', '.join(arms)}, full)" if arms else "full"
            if source not in made:
                names: dict[str, Operand] = {"points": before, "full": full}
                made[source] = bench.let(scope, name, MARK_TITLES[name], source, names, "marks")
            found[name] = made[source]
        return found


UNSAID = Policies()
"""Policies that say nothing."""


def effective(scope: Scope, own: Policies, scheme: Policies = UNSAID, category: str = "absence") -> Policies:
    """The policies of a node (or quantity) in a track: its own, else those of the scheme."""
    chosen: dict[str, Block | None] = {name: getattr(own, name) or getattr(scheme, name) for name, _ in ORDER}
    return Policies(
        **{name: None if one is None else settled_block(one, scope, category) for name, one in chosen.items()}
    )


def leaving(policies: Policies) -> Leaving:
    """The ways in which an item under these policies may leave."""
    ways = []
    for name, kind in ORDER:
        block: Block | None = getattr(policies, name)
        if block is not None and block.name in LEAVING:
            ways.append((kind, block.name))
    without_average = any(
        block is not None and block.settings.get("otherwise") == "leave_out"
        for block in (getattr(policies, name) for name, _ in ORDER)
    )
    if without_average and all(kind is not Absence.NOT_APPLICABLE for kind, _ in ways):
        ways.append((Absence.NOT_APPLICABLE, "leave_out"))
    return Leaving(tuple(ways))


def _title(bench: Bench, scope: Scope, column: ColumnId) -> Words:
    """How the item itself is called, where the column bears the name of its rule."""
    of_node = (node.title for node in bench.scheme.nodes() if node.key == scope.subject)
    return next(of_node, bench.title_of(column))


def settle(
    bench: Bench,
    scope: Scope,
    points: ColumnId,
    full: Operand,
    policies: Policies,
    own_rate: Callable[[str], Operand],
    guarded: bool = True,
) -> tuple[ColumnId, ColumnId]:
    """The points of an item (or dimension) after its policies, and the points just before any leaving.

    `own_rate(over)` gives the unit's rate on its other items. Absences that no policy names are guarded, unless they
    were guarded further down.
    """
    left: list[tuple[Absence, Block]] = []
    for name, kind in ORDER:
        block: Block | None = getattr(policies, name)
        if block is None and not guarded:
            continue
        if block is None or block.name == "refuse":
            if block is None and kind is Absence.PENDING:
                continue  # A pending item makes the total pending, which is plain to see.
            place = block.place if block is not None else scope.place
            bench.guards.append(
                Guard(points, frozenset({kind}), scope.subject, _title(bench, scope, points), place)
            )
        elif block.name in LEAVING:
            left.append((kind, block))
        else:
            under = scope.under(block.article)
            other = _item_stand_in(bench, under, points, full, block, own_rate)
            title = CATALOGUES["absence"][block.name].title
            if other != Const(kind):
                points = _instead(bench, under, points, kind, other, title)
    before = points
    for kind, block in left:
        if kind is not Absence.NOT_APPLICABLE:
            title = CATALOGUES["absence"][block.name].title
            gone = Const(Absence.NOT_APPLICABLE)
            points = _instead(bench, scope.under(block.article), points, kind, gone, title)
    return points, before


def _item_stand_in(
    bench: Bench,
    scope: Scope,
    points: ColumnId,
    full: Operand,
    block: Block,
    own_rate: Callable[[str], Operand],
) -> Operand:
    if block.name == "zero":
        return fixed(0)
    if block.name == "full":
        return full
    if block.name in TURNING:
        return Const(TURNING[block.name])
    if block.name == "points":
        expr = block.settings["are"]
        inside = scope.with_names(full=full)
        return formula(bench, inside, expr, "policy.points", Words("给定的分", "points given"), "policy")  # type: ignore[arg-type]
    if block.name == "group_average":
        return _group_average(bench, scope, points, full, block)
    assert block.name == "own_rate", block.name
    over = block.settings.get("over", "siblings")
    names = {"full": full, "rate": own_rate(str(over))}
    labels = {"full": Words("满分", "full mark"), "rate": Words("其余项得分率", "rate on the other items")}
    title = Words("按本单位平均得分率", "own average rate")
    return bench.let(scope, "policy.own_rate", title, "full * rate", names, "policy", labels)


def _group_average(bench: Bench, scope: Scope, points: ColumnId, full: Operand, block: Block) -> Operand:
    population = population_of(bench, scope, block.settings.get("population"))
    mean = statistic(bench, scope, "mean", (points,), population)
    word = str(block.settings.get("otherwise", "refuse"))
    other: Operand = {
        "zero": fixed(0),
        "full": full,
        "leave_out": Const(Absence.NOT_APPLICABLE),
        "refuse": Const(Absence.UNDEFINED),
    }[word]
    names = {"mean": mean, "other": other}
    labels = {"mean": bench.title_of(mean)}
    source = "if(is_absent(mean), other, mean)"
    title = Words("组内平均分", "average of the track")
    return bench.let(scope, "policy.average", title, source, names, "policy", labels)
