"""A formula worked out again and again: what its changed names do not touch stays as it was.

Whether anything changed is seen by its column being another object, so no change is overlooked; columns are never
written into once they are made. Every node is worked out as in any walk (`kaoping.engines.walking`), only with the
columns of its operands handed in instead of walked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kaoping.engines.columnar import choosing
from kaoping.engines.columnar.algebra import NOUGHT, Arrays
from kaoping.engines.columnar.parts import SETTLED_BITS, ZERO, Part, Vocabulary, is_same, trusted
from kaoping.engines.walking import MOST_STEPS, Walk
from kaoping.engines.walking.formulas import ASKS, WHOLE
from kaoping.scheme.formulas import Binary, Call, Expr, Name

TAKES = {"round": 1, "steps": 2}
"""Functions that read only their first arguments as columns; the others are written in the formula."""


@dataclass(slots=True)
class Node:
    """A node of a formula. `operands`: where the columns it is made of stand, earlier ones.

    `products`: products and quotients before it; `cost`: what it may cost the reference, beyond everything allowed where
    it is the reference's. Kept for the next time: `seen`, what a question about absence was asked of, and `held`, the
    conditions of an `if` made ready, each with its column.
    """

    expr: Expr
    operands: tuple[int, ...]
    products: int
    cost: int = 0
    seen: Part | None = None
    held: dict[int, tuple[Part, choosing.Held]] = field(default_factory=dict)


class KeptFormula(Walk[Part]):
    """One formula with the column of every node as it was last worked out."""

    def __init__(self, expr: Expr, vocabulary: Vocabulary) -> None:
        self.algebra = Arrays(vocabulary)
        super().__init__(self.algebra, {})
        self.expr, self.products = expr, 0
        self.cost, self.is_whole = expr.size, False
        self.names_at: list[tuple[int, str]] = []
        self.nodes: list[tuple[int, Node]] = []
        self.parts: list[Part] = []
        self.fresh: list[bool] = []
        self.given: Iterator[int] = iter(())
        self._lay_out(expr)

    def part(self, names: Mapping[str, Part]) -> Part:
        """The formula's column; unsure for everybody where it has no form here."""
        parts, fresh = self.parts, self.fresh
        known, self.is_whole = self.is_whole, False  # whoever is interrupted starts anew
        for at, name in self.names_at:
            part = names[name]
            fresh[at] = not known or part is not parts[at]
            parts[at] = part
        for at, node in self.nodes:
            fresh[at] = self._is_due(node, known) and self._is_new(at, node, known)
        self.is_whole = True
        found = parts[-1].copy()  # a column of its own: names hand their own parts on
        if self.cost > MOST_STEPS:
            found.unsure = np.ones(1, np.bool_)
        found.bits = min(found.bits, SETTLED_BITS)
        return trusted(found)

    def _lay_out(self, expr: Expr) -> int:
        """A place for a node after all below it, in the order of a walk."""
        below = tuple([self._lay_out(one) for one in self._operands(expr)])
        at = len(self.parts)
        self.parts.append(NOUGHT)
        self.fresh.append(True)
        if isinstance(expr, Name):
            self.names_at.append((at, expr.key))
        else:
            self.nodes.append((at, Node(expr, below, self.products)))
            self.products += isinstance(expr, Binary) and expr.op in "*/"
        return at

    def _operands(self, expr: Expr) -> tuple[Expr, ...]:
        """The nodes whose columns a walk asks for, in its order."""
        if not isinstance(expr, Call):
            return expr.parts()
        if expr.function in TAKES:
            return expr.arguments[: TAKES[expr.function]]
        known = expr.function in self.functions or expr.function in ASKS or expr.function in WHOLE
        return expr.arguments if known else ()

    def _of(self, expr: Expr) -> Part:
        """The column of the next operand of the node that is being worked out."""
        return self.parts[next(self.given)]

    def _is_due(self, node: Node, known: bool) -> bool:
        fresh = self.fresh
        for one in node.operands:  # a loop, as most have one or two: `any` would make a generator for each
            if fresh[one]:
                return True
        return not known

    def _is_new(self, at: int, node: Node, known: bool) -> bool:
        """Work a node out; whether it may have come out another."""
        expr, before = node.expr, self.parts[at]
        function = expr.function if isinstance(expr, Call) else ""
        if function in ASKS:
            asked, seen = self.parts[node.operands[0]], node.seen
            node.seen = asked
            if known and seen is not None and seen.status is asked.status and seen.unsure is asked.unsure:
                return False
        part = self.parts[at] = self._worked_out(node, function)
        if known and _same_truths(before, part):
            self.parts[at] = before
            return False
        return True

    def _worked_out(self, node: Node, function: str) -> Part:
        """A node's column, with its cost noted."""
        self.steps, self.algebra.is_beyond, self.algebra.products = 0, False, node.products
        if function == "if":
            part = self._paid(self._branch(node))
        else:
            self.given = iter(node.operands)
            part = super()._of(node.expr)
        cost = MOST_STEPS + 1 if self.algebra.is_beyond else self.steps
        self.cost += cost - node.cost
        node.cost = cost
        return part

    def _branch(self, node: Node) -> Part:
        """An `if`: conditions that stayed the same are not made ready again."""
        parts, places = self.parts, node.operands
        found = parts[places[-1]]
        for at in range(len(places) - 3, -1, -2):
            condition = parts[places[at]]
            kept = node.held.get(at)
            if kept is None or kept[0] is not condition:
                kept = node.held[at] = condition, choosing.held(condition)
            found = choosing.chosen(kept[1], parts[places[at + 1]], found)
        return found


def _same_truths(before: Part, after: Part) -> bool:
    """Whether two columns of truths, without numbers and doubts, are the same."""
    return (
        before.whole is ZERO
        and after.whole is ZERO
        and before.codes is None
        and after.codes is None
        and before.unsure is None
        and after.unsure is None
        and is_same(before, after)
    )
