"""Dimensions from their items: sums of marks with items that leave, weighted means, formulas (R19, R24, R26, R44)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.absences import KEPT, LEAVING, MARK_TITLES, TESTS, effective, leaving, settle
from kaoping.plan.bench import Bench, Const, Operand, Scope, fixed, for_group, settled_block, stands_in
from kaoping.plan.quantities import formula, known, number_cell
from kaoping.plan.steps import ColumnId, Combine, Formula, Member
from kaoping.plan.tree import Built, Placed
from kaoping.scheme.model import Block, Node, Policies, Setting
from kaoping.tables import Absence

COMPOSED = Words("各项合成", "composition of its items")


@dataclass(frozen=True)
class Composed:
    """The composition of a dimension before its own adjustments; marks as in Built. `nominal`: its mark where nothing
    is absent; `traced`: whether the other marks already follow its items as they leave."""

    points: ColumnId
    full: Operand | None
    counted: Operand
    retained: Operand
    whole: Operand
    nominal: Operand
    traced: bool = False


def composed(bench: Bench, placed: Placed, scope: Scope, children: list[Built]) -> Composed:
    """A dimension's points from its children's."""
    said = placed.node.combine
    block = _usual(children) if said is None else settled_block(said, scope, "combine")
    declared = _declared(bench, placed.node, scope)
    if block.name == "sum":
        made = _sum(bench, placed, scope, children, block, declared)
    elif block.name == "formula":
        made = _formula(bench, scope, children, block, declared)
    else:
        made = _mean(bench, scope, children, block, declared)
    return made


def _usual(children: list[Built]) -> Block:
    """Marks are added; where no child has a full mark, weights are averaged."""
    marked = any(child.full is not None or child.node.bonus for child in children)
    return Block("sum" if marked else "arithmetic")


def _declared(bench: Bench, node: Node, scope: Scope) -> Operand | None:
    setting = for_group(node.full, scope.group)
    if setting is None:
        return None
    found = formula(bench, scope, setting, "full", Words("满分", "full mark"), "constant")  # type: ignore[arg-type]
    known(bench, scope, found)
    return found


def total_of(bench: Bench, scope: Scope, operands: list[Operand], part: str, title: Words) -> Operand:
    """The sum of operands: a fixed number where all are fixed."""
    numbers = [number_cell(one) for one in operands]
    if all(one is not None for one in numbers):
        return Const(sum((one for one in numbers if one is not None), Fraction(0)))

    def make() -> ColumnId:
        columns = [bench.column(scope, one, part) for one in operands]
        about = bench.about(scope, part, title, "marks")
        return bench.add(Combine(about, "sum", tuple(Member(one) for one in columns)))

    return bench.once(("sum", scope.subject, scope.group, scope.period, tuple(operands)), make)


def _members(children: list[Built]) -> tuple[Member, ...]:
    return tuple(Member(child.points, None, child.node.title) for child in children)


_KINDS = {"spread": "spread", "converted": "convert", "rescaled": "rescale", "with_bonus": "bonus"}


def composition_stages(bench: Bench, scope: Scope, points: ColumnId) -> None:
    """Note how a dimension's number came about: its children brought together, then spread, converted, rescaled,
    and joined by bonus and penalty, where that happened."""
    column: ColumnId | None = points
    chain: list[tuple[ColumnId, str]] = []
    while column is not None:
        step = bench.steps[column]
        part = step.about.id.rpartition("#")[2].partition(".")[0]
        chain.append((column, _KINDS.get(part, "compose")))
        named = step.names if isinstance(step, Formula) and part in _KINDS else {}
        column = named.get("total") or named.get("points")
    for found, kind in reversed(chain):
        step = bench.steps[found]
        bench.stage(scope, found, kind, step.how if isinstance(step, Combine) else "", step.about.article)


def dimension_marks(
    bench: Bench, placed: Placed, scope: Scope, children: list[Built], made: Composed, points: ColumnId
) -> dict[str, Operand]:
    """What the absence of a whole dimension does to marks: as its own policies say; where they say nothing of a
    dimension of which nothing applies, as the scheme's default, else to the whole. `points`: before any leaving."""
    own = effective(scope, placed.node.policies)
    stays = own.not_applicable is not None and own.not_applicable.name not in LEAVING
    ways = list(leaving(own).ways)
    if not made.traced and not stays and all(kind is not Absence.NOT_APPLICABLE for kind, _ in ways):
        usual = bench.scheme.defaults.not_applicable
        way = usual.name if usual is not None and usual.name in LEAVING else "rescale"
        ways.append((Absence.NOT_APPLICABLE, way))
    found: dict[str, Operand] = {name: getattr(made, name) for name in KEPT}
    if placed.is_root or not (own != Policies() or any(child.may_leave for child in children)):
        return found
    for name, kept in KEPT.items():
        arms = [f"{TESTS[kind]}(points), {'nominal' if way in kept else 0}" for kind, way in ways]
        if stays:
            arms.append("is_not_applicable(raw), nominal")
        if arms:
            names: dict[str, Operand] = {
                "points": points, "raw": made.points, "nominal": made.nominal, "mark": found[name],
            }  # fmt: skip
            source = f"if({', '.join(arms)}, mark)"
            found[name] = bench.let(scope, name, MARK_TITLES[name], source, names, "marks")
    return found


# sums ------------------------------------------------------------------------------------------------


def _sum(
    bench: Bench, placed: Placed, scope: Scope, children: list[Built], block: Block, declared: Operand | None
) -> Composed:
    regular = [child for child in children if not child.node.bonus]
    extra = [child for child in children if child.node.bonus]
    absent = str(block.settings.get("missing_members", "strict"))
    fulls = [child.full if child.full is not None else fixed(0) for child in regular]
    full = total_of(bench, scope, fulls, "full", Words("满分", "full mark"))
    about = bench.about(scope, "sum", COMPOSED, "combine")
    if not regular:
        made = Composed(
            _plus(bench, scope, None, extra, absent), declared, fixed(0), fixed(0), fixed(0), fixed(0), True
        )
        return made
    points = bench.add(Combine(about, "sum", _members(regular), absent=absent))
    made = Composed(points, full, full, full, full, full, True)
    # Marks that no absence touches stay one operand, and no step is made for them.
    leavers = any(child.may_leave for child in regular)
    if leavers:
        made = _with_leavers(bench, placed, scope, regular, made)
    if block.settings.get("convert") and declared is not None:
        made = _converted(bench, scope, made, declared)
    elif declared is not None and not leavers:
        made = replace(made, full=declared)
    if _is_whole(placed) and made.whole != made.counted:
        made = _rescaled(bench, scope, made)
    if extra:
        made = replace(made, points=_plus(bench, scope, made.points, extra, absent))
    return made


def _is_whole(placed: Placed) -> bool:
    """Whether marks end here: at the root, and under a dimension that takes a mean or a formula of its members."""
    if placed.parent is None:
        return True
    above = placed.parent.combine
    return above is not None and above.name != "sum"


def _with_leavers(
    bench: Bench, placed: Placed, scope: Scope, regular: list[Built], made: Composed
) -> Composed:
    def summed(name: str, zh: str, en: str) -> Operand:
        return total_of(bench, scope, [getattr(child, name) for child in regular], name, Words(zh, en))

    counted = summed("counted", "计分的满分", "marks that count")
    retained = summed("retained", "同级保有的满分", "marks kept among siblings")
    whole = summed("whole", "整体保有的满分", "marks kept in the whole")
    points = made.points
    if retained != counted:
        names = {"total": points, "retained": retained, "counted": counted}
        title = Words("缺项分值摊给同级", "marks of absent items spread to siblings")
        points = bench.let(
            scope,
            "spread",
            title,
            "if(retained = counted, total, total * retained / counted)",
            names,
            "combine",
        )
    # A dimension of which nothing is left leaves too: its mark goes as its own policy says, else to the whole.
    way = effective(scope, placed.node.policies, bench.scheme.defaults).not_applicable
    keeps = way is not None and way.name == "spread_to_siblings"
    names = {"counted": counted, "retained": retained}
    empty = "if(counted = 0, 0, retained)"
    out = bench.let(scope, "counted_out", Words("计分的满分", "mark that counts"), empty, names, "marks")
    kept: Operand = retained if keeps else out
    return Composed(points, whole, out, kept, whole, made.nominal, True)


def _converted(bench: Bench, scope: Scope, made: Composed, declared: Operand) -> Composed:
    names = {"total": made.points, "full": declared, "of": made.counted}
    title = Words("折算到本维度满分", "converted to the dimension's full mark")
    labels = {
        "total": COMPOSED,
        "full": Words("满分", "full mark"),
        "of": Words("各项满分之和", "sum of the items' marks"),
    }
    points = bench.let(scope, "converted", title, "total * full / of", names, "combine", labels)
    return Composed(points, declared, declared, declared, declared, declared)


def _rescaled(bench: Bench, scope: Scope, made: Composed) -> Composed:
    names = {"total": made.points, "whole": made.whole, "counted": made.counted}
    labels = {
        "total": COMPOSED,
        "whole": Words("整体满分", "whole mark"),
        "counted": Words("计分的满分", "marks that count"),
    }
    title = Words("剔除缺项后折算", "rescaled without the absent items")
    points = bench.let(
        scope,
        "rescaled",
        title,
        "if(whole = counted, total, total * whole / counted)",
        names,
        "combine",
        labels,
    )
    return replace(made, points=points, full=made.whole)


def _plus(bench: Bench, scope: Scope, points: ColumnId | None, extra: list[Built], absent: str) -> ColumnId:
    """Bonus items on top; those that do not apply add nothing."""
    about = bench.about(scope, "bonus", Words("加减分", "bonus and penalty"), "combine")
    bonus = bench.add(Combine(about, "sum", _members(extra), absent=absent))
    names: dict[str, Operand] = {"bonus": bonus}
    if points is None:
        source = "if(is_not_applicable(bonus), 0, bonus)"
    else:
        names["points"] = points
        source = "points + if(is_not_applicable(bonus), 0, bonus)"
    labels = {"points": COMPOSED, "bonus": Words("加减分", "bonus and penalty")}
    return bench.let(
        scope, "with_bonus", Words("计入加减分", "with bonus and penalty"), source, names, "combine", labels
    )


# means and formulas ----------------------------------------------------------------------------------


def _weight(bench: Bench, child: Built, scope: Scope) -> ColumnId | None:
    setting = for_group(child.node.weight, scope.group)
    own = Scope(scope.group, scope.period, child.node.key, place=child.node.place)
    if setting is None:
        return None if child.full is None else bench.column(own, child.full, "weight")
    operand = formula(bench, own, setting, "weight", Words("权重", "weight"), "constant")  # type: ignore[arg-type]
    known(bench, own, operand, child.points)
    return bench.column(own, operand, "weight")


def _mean(
    bench: Bench, scope: Scope, children: list[Built], block: Block, declared: Operand | None
) -> Composed:
    members = tuple(Member(c.points, _weight(bench, c, scope), c.node.title) for c in children)
    power: ColumnId | None = None
    if block.name == "power":
        expr = block.settings["power"]
        found = formula(bench, scope, expr, "power", Words("幂次", "exponent"), "constant")  # type: ignore[arg-type]
        known(bench, scope, found)
        power = bench.let(
            scope, "power_known", Words("幂次", "exponent"), "coalesce(p, 1)", {"p": found}, "constant"
        )
    least = block.settings.get("at_least", Fraction(0))
    assert isinstance(least, Fraction)
    about = bench.about(scope, "mean", COMPOSED, "combine")
    points = bench.add(
        Combine(
            about, block.name, members, power, str(block.settings.get("missing_members", "strict")), least,
            str(block.settings.get("counted_by", "share")),
        )
    )  # fmt: skip
    return _scaled(bench, scope, points, block.settings.get("scale"), declared, children)


def _scaled(
    bench: Bench,
    scope: Scope,
    points: ColumnId,
    scale: Setting,
    declared: Operand | None,
    children: list[Built],
) -> Composed:
    if scale is not None and declared is not None:
        of = formula(bench, scope, scale, "scale", Words("成员满分", "members' mark"), "constant")  # type: ignore[arg-type]
        labels = {
            "points": COMPOSED,
            "full": Words("满分", "full mark"),
            "of": Words("成员满分", "members' mark"),
        }
        names: dict[str, Operand] = {"points": points, "full": declared, "of": of}
        title = Words("折算到本维度满分", "converted to the dimension's full mark")
        points = bench.let(scope, "converted", title, "points * full / of", names, "combine", labels)
    full = declared if declared is not None else _common_full(children)
    mark = full if full is not None else fixed(1)
    return Composed(points, full, mark, mark, mark, mark)


def _common_full(children: list[Built]) -> Operand | None:
    """The full mark that all children share, if they do: a mean of them has the same."""
    fulls = {child.full for child in children}
    return fulls.pop() if len(fulls) == 1 else None


def _formula(
    bench: Bench, scope: Scope, children: list[Built], block: Block, declared: Operand | None
) -> Composed:
    expr = block.settings["is"]
    names: dict[str, Operand] = {child.node.key: child.points for child in children}
    labels = {child.node.key: child.node.title for child in children}
    if declared is not None:
        names["full"] = declared
    inside = Scope(scope.group, scope.period, scope.subject, names, labels, scope.article, scope.place)
    operand = formula(bench, inside, expr, "formula", COMPOSED, "combine")  # type: ignore[arg-type]
    mark = declared if declared is not None else fixed(1)
    return Composed(bench.column(scope, operand, "formula"), declared, mark, mark, mark, mark)


# the unit's rate on its other items -------------------------------------------------------------------


def own_rate(bench: Bench, placed: Placed, scope: Scope, over: str) -> Operand:
    """Points over full marks of the unit's other items that have points (R26, fifth policy)."""
    from kaoping.plan.tree import place_of

    top = placed.parent if over == "siblings" else bench.scheme.trees[placed.tree].root
    assert top is not None
    others = [
        node
        for node in (top.children if over == "siblings" else top.walk())
        if node.key != placed.node.key and not node.bonus and stands_in(node, scope.group)
        and (node.is_item or over == "siblings")
    ]  # fmt: skip
    points: list[Operand] = []
    marks: list[Operand] = []
    for node in others:
        got, mark = _without_own_rate(bench, place_of(bench, scope, node.key), scope)
        points.append(got)
        marks.append(mark)
    if not points:
        raise SchemeError(
            Problem(
                "no-other-items",
                Words(f"“{placed.node.key}”没有其余项可算得分率。", f"“{placed.node.key}” has no other items to take a rate from."),
                place=placed.node.place,
            )
        )  # fmt: skip
    total = total_of(bench, scope, points, "others", Words("其余项得分", "points of the other items"))
    full = total_of(bench, scope, marks, "others_full", Words("其余项满分", "marks of the other items"))
    title = Words("其余项得分率", "rate on the other items")
    return bench.let(scope, "own_rate", title, "total / full", {"total": total, "full": full}, "policy")


def _without_own_rate(bench: Bench, placed: Placed, scope: Scope) -> tuple[Operand, Operand]:
    """A node's points and mark that count, with items under own_rate left out (so that no circle arises)."""
    from kaoping.plan.nodes import built, prepared, scope_of

    if not placed.node.is_item:
        made = built(bench, scope, placed.node.key)
        return made.points, made.counted
    own = scope_of(placed.node, scope)

    def make() -> tuple[Operand, Operand]:
        ready = prepared(bench, placed, scope)
        policies = _left_out(effective(own, placed.node.policies, bench.scheme.defaults))
        points, before = settle(bench, own, ready.points, ready.full, policies, lambda over: fixed(0))
        marks = leaving(policies).marks(bench, own, before, ready.full)
        return points, marks["counted"]

    return bench.once(("without-own-rate", placed.node.key, scope.group, scope.period), make)


def _left_out(policies: Policies) -> Policies:
    def changed(block: Block | None) -> Block | None:
        return Block("leave_out") if block is not None and block.name == "own_rate" else block

    return Policies(
        *(changed(getattr(policies, n)) for n in ("missing", "not_applicable", "pending", "undefined"))
    )
