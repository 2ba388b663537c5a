"""A formula walked once: its tree becomes the operations of an algebra, for everybody at a time.

Every branch is worked out for everybody and then chosen from. What has no form (dates, general powers, logarithms to a
base, the normal distribution) is the reference's. What a formula may cost the reference is counted on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Generic

from kaoping.engines.columnar.parts import (
    FALSE,
    MISSING,
    NOT_APPLICABLE,
    PENDING,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
)
from kaoping.engines.columnar.roots import IRRATIONAL
from kaoping.engines.walking.algebra import Algebra, P
from kaoping.exact import MAX_BITS, RoundingMode
from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text, Truth, Unary

MOST_STEPS = 90_000
"""A formula that could come near the reference's budget is left to the reference, which refuses it if it must."""
HELD = {"floor": RoundingMode.TRUNCATE, "round": RoundingMode.HALF_UP}
WHOLE = {"floor": RoundingMode.FLOOR, "ceil": RoundingMode.CEIL, "trunc": RoundingMode.TRUNCATE}
ASKS = {
    "is_missing": (MISSING, MISSING, False), "is_not_applicable": (NOT_APPLICABLE, NOT_APPLICABLE, False),
    "is_pending": (PENDING, PENDING, False), "is_undefined": (UNDEFINED, UNDEFINED, False),
    "is_absent": (NOT_APPLICABLE, PENDING, False), "is_present": (NOT_APPLICABLE, PENDING, True),
}  # fmt: skip


class Walk(Generic[P]):
    """One walk over one formula: the columns of its names, and what it would cost the reference at most."""

    def __init__(self, algebra: Algebra[P], names: Mapping[str, P]) -> None:
        self.a, self.names, self.steps = algebra, names, 0
        self.functions: Mapping[str, Callable[[Sequence[P]], P]] = {
            "abs": lambda parts: self.a.magnitude(parts[0]),
            "min": lambda parts: self._fold(self.a.smaller, parts),
            "max": lambda parts: self._fold(self._larger, parts),
            "clamp": self._clamp,
            "sign": lambda parts: self.a.sign(parts[0]),
            "if": lambda parts: self.a.branch([*zip(parts[:-1:2], parts[1::2], strict=True)], parts[-1]),
            "coalesce": algebra.coalesce,
            "count_true": algebra.count_true,
            "sum": lambda parts: self._fold(self.a.add, parts),
            "mean": lambda parts: self.a.divide(
                self._fold(self.a.add, parts), self.a.number(Fraction(len(parts)))
            ),
            "product": lambda parts: self._fold(self.a.multiplied, parts),
            "share": lambda parts: self.a.divide(parts[0], self._fold(self.a.add, parts)),
            "interpolate": self._interpolate,
            "sqrt": lambda parts: self.a.sqrt(parts[0]),
            "ln": lambda parts: self.a.ln(parts[0]),
            "exp": lambda parts: self.a.exp(parts[0]),
        }

    def of(self, expr: Expr) -> P:
        """The formula's column. Whoever asks looks at `steps` afterwards."""
        self.steps = expr.size
        return self._of(expr)

    def _of(self, expr: Expr) -> P:
        match expr:
            case Number(value) | Text(value) | Truth(value):
                return self.a.constant(value)
            case Name():
                return self.names[expr.key]
            case Unary(op, operand):
                inner = self._of(operand)
                return self.a.negative(inner) if op == "-" else self.a.opposite(inner)
            case Binary(op, left, right):
                return self._paid(self._binary(op, self._of(left), self._of(right), right))
            case Call():
                return self._paid(self._call(expr))

    def _paid(self, part: P) -> P:
        """Count what the numbers' length may cost, and whether they may be refused."""
        if part.bits > 256:
            words = 2 * part.bits // 128
            self.steps += words * words // 4
            if part.bits > MAX_BITS:
                self.a.too_long()
        return part

    def _binary(self, op: str, a: P, b: P, right: Expr) -> P:
        if op in "+-*/":
            return self.a.in_formula(op, a, b)
        if op in ("and", "or"):
            return self.a.both(a, b, FALSE if op == "and" else TRUE)
        return self._power(a, right) if op == "^" else self.a.compare(op, a, b)

    def _power(self, base: P, exponent: Expr) -> P:
        """Small whole powers as products; others are the reference's."""
        if not (isinstance(exponent, Number) and exponent.value in (1, 2, 3)):
            return self.a.unknown()
        found = base
        for _ in range(int(exponent.value) - 1):
            found = self._paid(self.a.multiplied(found, base))
        return found

    def _call(self, expr: Call) -> P:
        function = expr.function
        if function == "round":
            return self._round(expr)
        if function == "steps":
            return self._steps(expr)
        if function not in self.functions and function not in ASKS and function not in WHOLE:
            return self.a.unknown()
        if function in IRRATIONAL:
            self.steps += 400 + 2 * SETTLED_BITS
        parts = [self._of(one) for one in expr.arguments]
        if function in ASKS:
            return self.a.asks(parts[0], *ASKS[function])
        if function in WHOLE:
            return self.a.rounded(parts[0], 0, WHOLE[function])
        return self.functions[function](parts)

    def _round(self, expr: Call) -> P:
        mode = expr.arguments[2] if len(expr.arguments) > 2 else Text("half_up")
        assert isinstance(mode, Text)
        return self.a.rounded(
            self._of(expr.arguments[0]), _whole(expr.arguments[1]), RoundingMode(mode.value)
        )

    def _steps(self, expr: Call) -> P:
        """How many units an amount holds, the magnitude rounded and the sign kept; undefined unless the unit is above 0."""
        amount, unit = self._of(expr.arguments[0]), self._of(expr.arguments[1])
        mode = expr.arguments[2]
        assert isinstance(mode, Text)
        held = self._paid(self.a.divide(amount, unit))
        if mode.value == "ceil":
            up = self.a.rounded(self.a.magnitude(held), 0, RoundingMode.CEIL)
            below, _ = self.a.below(held, self.a.number(Fraction(0)))
            found = self.a.select(below, self.a.negative(up), up)
        else:
            found = held if mode.value == "linear" else self.a.rounded(held, 0, HELD[mode.value])
        return self.a.guarded(found, unit, "<=")

    def _fold(self, step: Callable[[P, P], P], parts: Sequence[P]) -> P:
        """The same operation over many, from the left."""
        found = self.a.first(parts[0])
        for one in parts[1:]:
            found = step(found, one)
        return found

    def _larger(self, a: P, b: P) -> P:
        return self.a.smaller(a, b, -1)

    def _clamp(self, parts: Sequence[P]) -> P:
        value, low, high = parts
        held = self.a.smaller(self._larger(value, low), high)
        return self.a.guarded(held, self.a.subtract(high, low), "<")

    def _interpolate(self, parts: Sequence[P]) -> P:
        """Straight lines between points in rising order of x that are known; anything else is the reference's."""
        x, points = parts[0], list(zip(parts[1::2], parts[2::2], strict=True))
        if not self.a.rises(x, points):
            return self.a.unsure()
        found, doubts = points[-1][1], []
        for (x1, y1), (x2, y2) in reversed(list(pairwise(points))):
            slope = self.a.divide(self.a.subtract(y2, y1), self.a.subtract(x2, x1))
            line = self.a.add(y1, self.a.multiply(self.a.subtract(x, x1), slope))
            below, doubt = self.a.below(x, x2)
            found = self.a.select(below, self.a.between(line, y1, y2), found)
            doubts.append(doubt)
        below, doubt = self.a.below(x, points[0][0])
        return self.a.decided(self.a.select(below, points[0][1], found), [*doubts, doubt], parts)


def _whole(expr: Expr) -> int:
    """A literal whole number, perhaps with a minus."""
    sign, inner = (-1, expr.operand) if isinstance(expr, Unary) else (1, expr)
    assert isinstance(inner, Number)
    return sign * inner.value.numerator
