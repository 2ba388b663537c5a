"""A formula as it was for one organisation: the branch that was taken, and which bounds held.

`if(x >= target, points, otherwise)` with x above the target becomes `points` and the note that `x >= target` held;
`full * min(x / target, 1.2)` with x / target = 1.5 becomes `full * 1.2` and the note that x / target was capped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Unary, evaluate, names, rewrite, walk
from kaoping.scheme.formulas.syntax import COMPARISONS
from kaoping.tables import Absence, Cell

ABSENCES = frozenset({"is_missing", "is_pending", "is_undefined", "is_not_applicable", "is_absent"})
"""Questions of which only a yes is news."""
LIMITS = frozenset({"cap", "floor", "high", "low", "most", "least", "limit", "by", "base", "full"})
"""Names that stand for a bound where another name stands beside them in min or max."""


@dataclass(frozen=True)
class Bound:
    """A number met a bound. `kind`: cap or floor; `touched`: whether the bound took its place."""

    kind: str
    of: Expr
    limit: Expr
    touched: bool


@dataclass(frozen=True)
class Condition:
    """A condition that decided which branch was taken, and whether it held."""

    test: Expr
    holds: bool


@dataclass(frozen=True)
class Choice:
    """The smallest or largest of several was taken: `function` is min or max."""

    function: str
    among: tuple[Expr, ...]


Note = Bound | Condition | Choice


@dataclass(frozen=True)
class Taken:
    """What was computed, and why this."""

    expr: Expr
    notes: tuple[Note, ...]


def taken(expr: Expr, cells: Mapping[str, Cell], fixed: Collection[str]) -> Taken:
    """The part of a formula that decided its value. `fixed`: names that are the same for everybody."""
    notes: list[Note] = []
    found = _Reading(cells, frozenset(fixed), notes).reduced(expr)
    return Taken(found, tuple(notes))


@dataclass(frozen=True)
class _Reading:
    cells: Mapping[str, Cell]
    fixed: frozenset[str]
    notes: list[Note]

    def value(self, expr: Expr) -> Cell:
        return evaluate(expr, self.cells)

    def reduced(self, expr: Expr) -> Expr:
        return rewrite(expr, self._change)

    def _change(self, expr: Expr) -> Expr | None:
        if not isinstance(expr, Call):
            return None
        if expr.function == "if":
            return self._branch(expr)
        if expr.function == "coalesce":
            return self._first(expr)
        if expr.function in ("min", "max") and len(expr.arguments) > 1:
            return self._extreme(expr)
        if expr.function == "clamp":
            return self._clamped(expr)
        return None

    def _branch(self, expr: Call) -> Expr | None:
        failed: list[Condition] = []
        for test, branch in zip(expr.arguments[:-1:2], expr.arguments[1::2], strict=True):
            holds = self.value(test)
            if holds is True:
                return self._take(branch, [Condition(self.reduced_test(test), True)])
            if holds is not False:
                return None
            failed.append(Condition(self.reduced_test(test), False))
        return self._take(expr.arguments[-1], failed if len(failed) <= 2 else [])

    def reduced_test(self, test: Expr) -> Expr:
        """A condition with its own branches taken; what that took is not told."""
        return _Reading(self.cells, self.fixed, []).reduced(test)

    def _take(self, branch: Expr, conditions: list[Condition]) -> Expr:
        self.notes.extend(one for one in conditions if not self._only_guards(one, branch))
        return self.reduced(branch)

    def _only_guards(self, one: Condition, branch: Expr) -> bool:
        """Whether a condition says nothing of this organisation: it only keeps a division possible, is the same for
        everybody, or is a flag that did not hold."""
        named = names(one.test)
        if named <= self.fixed or (isinstance(one.test, Name) and not one.holds):
            return True
        if not one.holds and _asks_absence(one.test):
            return True
        divisors = {key for node in walk(branch) for key in _divisors(node)}
        return bool(named) and named <= divisors | self.fixed and not (named & _numerators(branch) - divisors)

    def _first(self, expr: Call) -> Expr | None:
        for one in expr.arguments:
            if not isinstance(self.value(one), Absence):
                return self.reduced(one)
        return None

    def _extreme(self, expr: Call) -> Expr | None:
        values = [self.value(one) for one in expr.arguments]
        if not all(isinstance(one, Fraction) for one in values):
            return None
        choose = min if expr.function == "min" else max
        best = choose(one for one in values if isinstance(one, Fraction))
        winner = expr.arguments[values.index(best)]
        pair = self._bound(expr) if len(expr.arguments) == 2 else None
        if pair is None:
            self.notes.append(Choice(expr.function, tuple(self.reduced(one) for one in expr.arguments)))
            return winner
        of, limit = pair
        touched = self.value(limit) != self.value(of) and self.value(limit) == best
        inner = self.reduced(of)
        self.notes.append(Bound("cap" if expr.function == "min" else "floor", inner, limit, touched))
        return limit if touched else inner

    def _bound(self, expr: Call) -> tuple[Expr, Expr] | None:
        """(what is bounded, by what): the bound is a fixed number, or a plain name beside a calculation."""
        first, second = expr.arguments
        for of, limit in ((first, second), (second, first)):
            if self._is_fixed(limit) and not self._is_fixed(of):
                return of, limit
        for of, limit in ((first, second), (second, first)):
            if isinstance(limit, Name) and (not isinstance(of, Name) or limit.key in LIMITS):
                return of, limit
        return (first, second) if self._is_fixed(first) and self._is_fixed(second) else None

    def _is_fixed(self, expr: Expr) -> bool:
        return names(expr) <= self.fixed

    def _clamped(self, expr: Call) -> Expr | None:
        x, low, high = (self.value(one) for one in expr.arguments)
        if (
            not (isinstance(x, Fraction) and isinstance(low, Fraction) and isinstance(high, Fraction))
            or low > high
        ):
            return None
        inner = self.reduced(expr.arguments[0])
        self.notes.append(Bound("floor", inner, expr.arguments[1], x < low))
        self.notes.append(Bound("cap", inner, expr.arguments[2], x > high))
        return expr.arguments[1] if x < low else expr.arguments[2] if x > high else inner


def _asks_absence(test: Expr) -> bool:
    """Whether a condition only asks for absences, one or several."""
    if isinstance(test, Binary) and test.op in ("or", "and"):
        return _asks_absence(test.left) and _asks_absence(test.right)
    return isinstance(test, Call) and test.function in ABSENCES


def _divisors(node: Expr) -> frozenset[str]:
    return names(node.right) if isinstance(node, Binary) and node.op == "/" else frozenset()


def _numerators(expr: Expr) -> frozenset[str]:
    """The names outside every divisor."""
    if isinstance(expr, Binary) and expr.op == "/":
        return _numerators(expr.left)
    if isinstance(expr, Name):
        return frozenset({expr.key})
    return frozenset(key for part in expr.parts() for key in _numerators(part))


def opposite(test: Expr) -> Expr | None:
    """The comparison that holds where this one does not; None where there is no plain one."""
    turned = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
    if isinstance(test, Binary) and test.op in COMPARISONS:
        return Binary(turned[test.op], test.left, test.right)  # type: ignore[arg-type]
    if isinstance(test, Unary) and test.op == "not":
        return test.operand
    return None


def without_idle_terms(expr: Expr, cells: Mapping[str, Cell], fixed: Collection[str]) -> Expr:
    """The same number without `1 ×`, `÷ 1` and `0 +` of fixed figures, which only fill the sentence."""

    def is_(node: Expr, value: int) -> bool:
        if isinstance(node, Number):
            return node.value == value
        return isinstance(node, Name) and node.key in fixed and cells[node.key] == value

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Binary):
            return None
        left, right = rewrite(node.left, change), rewrite(node.right, change)
        if (node.op == "*" and is_(left, 1)) or (node.op == "+" and is_(left, 0)):
            return right
        if (node.op in ("*", "/") and is_(right, 1)) or (node.op in ("+", "-") and is_(right, 0)):
            return left
        return Binary(node.op, left, right, node.column)

    return rewrite(expr, change)


def is_plain(expr: Expr) -> bool:
    """Whether it is a single name or number."""
    return isinstance(expr, Name | Number) or (isinstance(expr, Unary) and isinstance(expr.operand, Number))
