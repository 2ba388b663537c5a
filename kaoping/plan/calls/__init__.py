"""Functions of a formula that look elsewhere: other periods, other organisations, the tree, events."""

from __future__ import annotations

from collections.abc import Callable

from kaoping.plan.bench import Bench, Operand, Scope
from kaoping.plan.calls import organisations, periods, tree
from kaoping.plan.calls.arguments import mistaken
from kaoping.plan.calls.periods import target_of
from kaoping.scheme.formulas import Call, Expr

__all__ = ["call", "mistaken", "target_of"]


def call(bench: Bench, scope: Scope, node: Call) -> Operand:
    """The column (or fixed cell) that a context function stands for."""
    if node.function.startswith("group_"):
        return organisations.group(bench, scope, node)
    return _CALLS[node.function](bench, scope, node.arguments)


_Call = Callable[[Bench, Scope, tuple[Expr, ...]], Operand]
_CALLS: dict[str, _Call] = {
    "last_year": periods.last_year,
    "previous": periods.previous,
    "at": periods.at,
    "over": periods.over,
    "single": periods.single,
    "to_date": periods.to_date,
    "first_filed": periods.first_filed,
    "target": periods.target,
    "below": organisations.below,
    "above": organisations.above,
    "points": tree.points,
    "raw": tree.raw,
    "rate": tree.rate,
    "full": tree.full,
    "rank": tree.rank,
    "events": tree.events,
    "event_count": tree.event_count,
    "happened": tree.happened,
    "vetoed": tree.vetoed,
    "attribute": tree.attribute,
    "look_up": tree.look_up,
}
