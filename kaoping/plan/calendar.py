"""What a formula may ask of the calendar, and branches that the calendar alone decides."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaoping.periods import Period
from kaoping.scheme.formulas import CONTEXT_FUNCTIONS, Call, Expr, evaluate, names, rewrite, walk

CALENDAR: dict[str, Callable[[Period], int]] = {
    "months_passed": lambda period: period.first_month + period.length - period.year * 12,
    "months_in_period": lambda period: period.length,
    "this_year": lambda period: _last_month(period) // 12,
    "this_month": lambda period: _last_month(period) % 12 + 1,
    "this_quarter": lambda period: _last_month(period) % 12 // 3 + 1,
}
"""Names of the calendar, each of the period that is scored (its last month)."""


def _last_month(period: Period) -> int:
    return period.first_month + period.length - 1


def settled(expr: Expr, period: Period) -> Expr:
    """The formula with every `if` settled that asks the calendar alone: only the branch taken is computed, so that
    `if(this_year <= 2024, 100, last_year(account) + x)` comes to an end."""
    if not names(expr) & CALENDAR.keys():
        return expr
    return rewrite(expr, lambda node: _settled_if(node, period))


def _settled_if(node: Expr, period: Period) -> Expr | None:
    if not isinstance(node, Call) or node.function != "if":
        return None
    left: list[Expr] = []
    *pairs, otherwise = node.arguments
    for condition, branch in zip(pairs[::2], pairs[1::2], strict=True):
        holds = _holds(condition, period)
        if holds is True:
            otherwise = branch
            break
        if holds is None:
            left += [condition, branch]
    if len(left) == len(pairs):
        return None
    kept = Call("if", (*left, otherwise), node.column) if left else otherwise
    return settled(kept, period)


def _holds(condition: Expr, period: Period) -> bool | None:
    """Whether a condition holds; None where it asks for more than the calendar."""
    asked = names(condition)
    calls = {node.function for node in walk(condition) if isinstance(node, Call)}
    if not asked or not asked <= CALENDAR.keys() or calls & CONTEXT_FUNCTIONS.keys():
        return None
    found = evaluate(condition, {name: Fraction(CALENDAR[name](period)) for name in asked})
    return found if isinstance(found, bool) else None
