"""A formula as expressions of SQL. What has no form here (dates, general powers, logarithms to a base, medians within a
row) is None: the reference's own meaning works the whole step out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from kaoping.engines.columnar.parts import (
    FALSE,
    MISSING,
    NOT_APPLICABLE,
    PENDING,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
    Vocabulary,
)
from kaoping.engines.sql import arithmetic, choosing, roots
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.parts import Part, constant, exact, number, of_numbers, ranged
from kaoping.exact import MAX_BITS, RoundingMode
from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text, Truth, Unary

MOST_STEPS = 90_000
"""A formula that could come near the reference's budget is left to the reference, which refuses it if it must."""


class NoFormError(Exception):
    """The formula cannot be said in SQL."""


class Translation:
    """One formula over the parts of its names."""

    def __init__(self, names: Mapping[str, Part], vocabulary: Vocabulary) -> None:
        self.names, self.vocabulary, self.steps = names, vocabulary, 0

    def part(self, expr: Expr) -> Part | None:
        """The formula's column; None where it has no form in SQL."""
        self.steps = expr.size
        try:
            found = replace(self._of(expr))
        except NoFormError:
            return None
        if self.steps > MOST_STEPS or found.unsure is x.TRUE:
            return None
        found.bits = min(found.bits, SETTLED_BITS)
        return found

    def _of(self, expr: Expr) -> Part:
        match expr:
            case Number(value) | Text(value) | Truth(value):
                return constant(value, self.vocabulary)
            case Name():
                return self.names[expr.key]
            case Unary(op, operand):
                inner = self._of(operand)
                return arithmetic.negative(inner) if op == "-" else choosing.opposite(inner)
            case Binary(op, left, right):
                return self._paid(self._binary(op, self._of(left), self._of(right), right))
            case Call():
                return self._paid(self._call(expr))

    def _paid(self, part: Part) -> Part:
        """Count what the numbers' length may cost; beyond what may be refused the reference decides."""
        if part.bits > 256:
            words = 2 * part.bits // 128
            self.steps += words * words // 4
            if part.bits > MAX_BITS:
                raise NoFormError
        return part

    def _binary(self, op: str, a: Part, b: Part, right: Expr) -> Part:
        if op in _ARITHMETIC:
            return _ARITHMETIC[op](a, b)
        if op in ("and", "or"):
            return choosing.both(a, b, FALSE if op == "and" else TRUE)
        if op == "^":
            return self._power(a, right)
        return choosing.compare(op, a, b, self.vocabulary)

    def _power(self, base: Part, exponent: Expr) -> Part:
        """Small whole powers as products."""
        if not (isinstance(exponent, Number) and exponent.value in (1, 2, 3)):
            raise NoFormError
        found = base
        for _ in range(int(exponent.value) - 1):
            found = self._paid(arithmetic.multiply(found, base))
        return found

    def _call(self, expr: Call) -> Part:
        function = expr.function
        if function == "round":
            return self._round(expr)
        if function == "steps":
            return self._steps(expr)
        known = _FUNCTIONS.get(function)
        if known is None:
            raise NoFormError
        if function in roots.IRRATIONAL:
            self.steps += 400 + 2 * SETTLED_BITS
        return known([self._of(one) for one in expr.arguments])

    def _round(self, expr: Call) -> Part:
        mode = expr.arguments[2] if len(expr.arguments) > 2 else Text("half_up")
        assert isinstance(mode, Text)
        places = _whole(expr.arguments[1])
        return arithmetic.rounded(self._of(expr.arguments[0]), places, RoundingMode(mode.value))

    def _steps(self, expr: Call) -> Part:
        """How many units an amount holds, the magnitude rounded and the sign kept; undefined unless the unit is above 0."""
        amount, unit = self._of(expr.arguments[0]), self._of(expr.arguments[1])
        mode = expr.arguments[2]
        assert isinstance(mode, Text)
        held = self._paid(arithmetic.divide(amount, unit))
        how = {"floor": RoundingMode.TRUNCATE, "round": RoundingMode.HALF_UP}
        if mode.value == "ceil":
            up = arithmetic.rounded(arithmetic.magnitude(held), 0, RoundingMode.CEIL)
            below, _, _ = arithmetic.order(held, number(Fraction(0)))
            found = choosing.select(below, arithmetic.negative(up), up)
        else:
            found = held if mode.value == "linear" else arithmetic.rounded(held, 0, how[mode.value])
        return guarded(found, unit, "<=")


def guarded(found: Part, asked: Part, op: str) -> Part:
    """Undefined where `asked op 0` holds for a number, unsure where that is unsure."""
    holds = choosing.compare(op, asked, number(Fraction(0)))
    bad = arithmetic.undefined_where(found, holds.is_(TRUE))
    return replace(bad, unsure=x.any_of(found.unsure, holds.unsure))


def _whole(expr: Expr) -> int:
    """A literal whole number, perhaps with a minus."""
    sign, inner = (-1, expr.operand) if isinstance(expr, Unary) else (1, expr)
    assert isinstance(inner, Number)
    return sign * inner.value.numerator


def fold(step: Callable[[Part, Part], Part]) -> Callable[[Sequence[Part]], Part]:
    """The same operation over many, from the left."""

    def run(parts: Sequence[Part]) -> Part:
        found = of_numbers(parts[0], parts[0])
        for one in parts[1:]:
            found = step(found, one)
        return found

    return run


def _clamp(parts: Sequence[Part]) -> Part:
    value, low, high = parts
    held = arithmetic.smaller(arithmetic.larger(value, low), high)
    return guarded(held, arithmetic.subtract(high, low), "<")


def _mean(parts: Sequence[Part]) -> Part:
    return arithmetic.divide(fold(arithmetic.add)(parts), number(Fraction(len(parts))))


def _sign(parts: Sequence[Part]) -> Part:
    below, above, doubt = arithmetic.order(parts[0], number(Fraction(0)))
    num = x.case(above, x.lit(1), x.case(below, x.lit(-1), x.lit(0)))
    return of_numbers(replace(exact(num, 1, 1), unsure=doubt), parts[0])


def _interpolate(parts: Sequence[Part]) -> Part:
    """Straight lines between points in rising order of x that are known; anything else is the reference's."""
    at, points = parts[0], list(zip(parts[1::2], parts[2::2], strict=True))
    known = [one.constant for one, _ in points]
    if any(one is None for one in known) or any(not a < b for a, b in pairwise(known)):  # type: ignore[operator]
        raise NoFormError
    found, doubts = points[-1][1], []
    for (x1, y1), (x2, y2) in reversed(list(pairwise(points))):
        slope = arithmetic.divide(arithmetic.subtract(y2, y1), arithmetic.subtract(x2, x1))
        line = arithmetic.add(y1, arithmetic.multiply(arithmetic.subtract(at, x1), slope))
        line = (
            ranged(line, min(y1.low, y2.low), max(y1.high, y2.high)) if y1.constant and y2.constant else line
        )
        below, _, doubt = arithmetic.order(at, x2)
        found = choosing.select(below, line, found)
        doubts.append(doubt)
    below, _, doubt = arithmetic.order(at, points[0][0])
    found = choosing.select(below, points[0][1], found)
    return of_numbers(replace(found, status=x.code(0), unsure=x.any_of(doubt, *doubts)), *parts)


_ARITHMETIC = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
}


def _asks(low: int, high: int, inverted: bool = False) -> Callable[[Sequence[Part]], Part]:
    return lambda parts: choosing.asks(parts[0], low, high, inverted)


_FUNCTIONS: dict[str, Callable[[Sequence[Part]], Part]] = {
    "abs": lambda parts: arithmetic.magnitude(parts[0]),
    "min": fold(arithmetic.smaller),
    "max": fold(arithmetic.larger),
    "clamp": _clamp,
    "floor": lambda parts: arithmetic.rounded(parts[0], 0, RoundingMode.FLOOR),
    "ceil": lambda parts: arithmetic.rounded(parts[0], 0, RoundingMode.CEIL),
    "trunc": lambda parts: arithmetic.rounded(parts[0], 0, RoundingMode.TRUNCATE),
    "sign": _sign,
    "if": lambda parts: choosing.branch(list(zip(parts[:-1:2], parts[1::2], strict=True)), parts[-1]),
    "coalesce": choosing.coalesce,
    "is_missing": _asks(MISSING, MISSING),
    "is_not_applicable": _asks(NOT_APPLICABLE, NOT_APPLICABLE),
    "is_pending": _asks(PENDING, PENDING),
    "is_undefined": _asks(UNDEFINED, UNDEFINED),
    "is_absent": _asks(NOT_APPLICABLE, PENDING),
    "is_present": _asks(NOT_APPLICABLE, PENDING, inverted=True),
    "count_true": choosing.count_true,
    "sum": fold(arithmetic.add),
    "mean": _mean,
    "product": fold(arithmetic.multiply),
    "share": lambda parts: arithmetic.divide(parts[0], fold(arithmetic.add)(parts)),
    "sqrt": lambda parts: roots.sqrt(parts[0]),
    "ln": lambda parts: roots.ln(parts[0]),
    "exp": lambda parts: roots.exp(parts[0]),
    "interpolate": _interpolate,
}
