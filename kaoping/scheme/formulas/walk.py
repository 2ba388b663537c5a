"""Walking a formula: its names, its calls, and replacing parts of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kaoping.scheme.formulas.syntax import Binary, Call, Expr, Name, Unary


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node, from the top, left before right."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.parts()))


def names(expr: Expr) -> frozenset[str]:
    """The keys of all values it names."""
    return frozenset(node.key for node in walk(expr) if isinstance(node, Name))


def calls(expr: Expr) -> tuple[Call, ...]:
    """All calls, from the top, left before right."""
    return tuple(node for node in walk(expr) if isinstance(node, Call))


def rewrite(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """A copy in which parts are replaced, from the top down.

    `change` sees a node before the nodes below it. What it returns takes the node's place and is not looked
    into again (so a name may be replaced by an expression that holds the same name); None leaves the node and
    goes on below. Parts that do not change are shared with the original.
    """
    replacement = change(expr)
    if replacement is not None:
        return replacement
    if isinstance(expr, Unary):
        operand = rewrite(expr.operand, change)
        return expr if operand is expr.operand else Unary(expr.op, operand, expr.column)
    if isinstance(expr, Binary):
        left, right = rewrite(expr.left, change), rewrite(expr.right, change)
        same = left is expr.left and right is expr.right
        return expr if same else Binary(expr.op, left, right, expr.column)
    if isinstance(expr, Call):
        arguments = tuple(rewrite(argument, change) for argument in expr.arguments)
        same = all(new is old for new, old in zip(arguments, expr.arguments, strict=True))
        return expr if same else Call(expr.function, arguments, expr.column)
    return expr
