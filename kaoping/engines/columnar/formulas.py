"""A formula as one function over columns: the tree is walked once for all organisations.

Every branch is worked out for everybody and then chosen from, so a doubt counts only where its branch is taken. What
has no form here (dates, general powers, logarithms to a base, the normal distribution) is unsure for everybody: the
reference takes the formula over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from kaoping.engines.columnar import arithmetic, choosing, decisions, roots
from kaoping.engines.columnar.parts import (
    FALSE,
    MISSING,
    NOT_APPLICABLE,
    NUMBER,
    PENDING,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
    ZERO,
    Part,
    Vocabulary,
    either,
    exact,
    numbers_of,
    trusted,
)
from kaoping.exact import MAX_BITS, RoundingMode
from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text, Truth, Unary

MOST_STEPS = 90_000
"""A formula that could come near the reference's budget is left to the reference, which refuses it if it must."""


class Translation:
    """One evaluation of one formula: the parts of its names, and what it would cost the reference at most."""

    def __init__(self, names: Mapping[str, Part], vocabulary: Vocabulary) -> None:
        self.names, self.vocabulary = names, vocabulary
        self.steps, self.products, self.is_beyond = 0, 0, False

    def part(self, expr: Expr) -> Part:
        """The formula's column; unsure for everybody where it has no form here."""
        self.steps = expr.size
        found = self._of(expr).copy()  # a column of its own: names hand their own parts on
        if self.is_beyond or self.steps > MOST_STEPS:
            found.unsure = np.ones(1, np.bool_)
        found.bits = min(found.bits, SETTLED_BITS)
        return trusted(found)

    def _of(self, expr: Expr) -> Part:
        match expr:
            case Number(value) | Text(value) | Truth(value):
                return self.vocabulary.literal(value)
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
        """Count what the numbers' length may cost, and whether they may be refused."""
        if part.bits > 256:
            words = 2 * part.bits // 128
            self.steps += words * words // 4
            self.is_beyond = self.is_beyond or part.bits > MAX_BITS
        return part

    def _binary(self, op: str, a: Part, b: Part, right: Expr) -> Part:
        if op in _ARITHMETIC:
            return self._kept_in_range(op, _ARITHMETIC[op](a, b))
        if op == "and":
            return choosing.both(a, b, FALSE)
        if op == "or":
            return choosing.both(a, b, TRUE)
        if op == "^":
            return self._power(a, right)
        found = choosing.compare(op, a, b)
        found.unsure = either(found.unsure, choosing.kinds_differ(a, b, self.vocabulary))
        return found

    def _kept_in_range(self, op: str, part: Part) -> Part:
        """After three products or quotients in a row the range of floats could be left unseen: look."""
        if op in "*/":
            self.products += 1
            return trusted(part) if self.products > 3 else part
        return part

    def _power(self, base: Part, exponent: Expr) -> Part:
        """Small whole powers as products; others are the reference's."""
        if isinstance(exponent, Number) and exponent.value in (1, 2, 3):
            found = base
            for _ in range(int(exponent.value) - 1):
                found = self._paid(trusted(arithmetic.multiply(found, base)))
            return found
        return self._unknown()

    def _unknown(self) -> Part:
        self.is_beyond = True
        return exact(ZERO, 1, 0)

    def _call(self, expr: Call) -> Part:
        function = expr.function
        if function == "round":
            return self._round(expr)
        if function == "steps":
            return self._steps(expr)
        known = _FUNCTIONS.get(function)
        if known is None:
            return self._unknown()
        if function in roots.IRRATIONAL:
            self.steps += 400 + 2 * SETTLED_BITS
        return known([self._of(one) for one in expr.arguments])

    def _round(self, expr: Call) -> Part:
        mode = expr.arguments[2] if len(expr.arguments) > 2 else Text("half_up")
        assert isinstance(mode, Text)
        return decisions.rounded(
            self._of(expr.arguments[0]), _whole(expr.arguments[1]), RoundingMode(mode.value)
        )

    def _steps(self, expr: Call) -> Part:
        """How many units x holds, the magnitude rounded and the sign kept; undefined unless the unit is above 0."""
        x, unit = self._of(expr.arguments[0]), self._of(expr.arguments[1])
        mode = expr.arguments[2]
        assert isinstance(mode, Text)
        held = self._paid(arithmetic.divide(x, unit))
        how = {"floor": RoundingMode.TRUNCATE, "round": RoundingMode.HALF_UP, "ceil": RoundingMode.CEIL}
        if mode.value == "ceil":
            up = decisions.rounded(arithmetic.magnitude(held), 0, RoundingMode.CEIL)
            found = choosing.select(_below_zero(held), arithmetic.negative(up), up)
        elif mode.value == "linear":
            found = held
        else:
            found = decisions.rounded(held, 0, how[mode.value])
        return guarded(found, unit, "<=")


def _below_zero(part: Part) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    number = part.whole if part.whole is not None else part.value
    assert number is not None
    below: np.ndarray[tuple[int], np.dtype[np.bool_]] = number < 0
    return below


def guarded(found: Part, asked: Part, op: str) -> Part:
    """Undefined where `asked op 0` holds for a number, unsure where that is unsure."""
    holds = choosing.compare(op, asked, exact(ZERO, 1, 0))
    status = holds.statuses()
    bad = (status == TRUE) & (found.statuses() == NUMBER)
    if bad.any():
        found.status = np.where(bad, np.int8(UNDEFINED), found.statuses())
    found.unsure = either(found.unsure, holds.unsure)
    return found


def _whole(expr: Expr) -> int:
    """A literal whole number, perhaps with a minus."""
    sign, inner = (-1, expr.operand) if isinstance(expr, Unary) else (1, expr)
    assert isinstance(inner, Number)
    return sign * inner.value.numerator


def _fold(step: Callable[[Part, Part], Part]) -> Callable[[Sequence[Part]], Part]:
    def run(parts: Sequence[Part]) -> Part:
        found = parts[0]
        for one in parts[1:]:
            found = step(found, one)
        return found

    return run


def _clamp(parts: Sequence[Part]) -> Part:
    x, low, high = parts
    held = arithmetic.smaller(arithmetic.larger(x, low), high)
    return guarded(held, arithmetic.subtract(high, low), "<")


def _mean(parts: Sequence[Part]) -> Part:
    return arithmetic.divide(_fold(arithmetic.add)(parts), numbers_of([Fraction(len(parts))]))


def _share(parts: Sequence[Part]) -> Part:
    return arithmetic.divide(parts[0], _fold(arithmetic.add)(parts))


def _whole_number(mode: RoundingMode) -> Callable[[Sequence[Part]], Part]:
    return lambda parts: decisions.rounded(parts[0], 0, mode)


def _sign(parts: Sequence[Part]) -> Part:
    status, unsure = arithmetic.absent(parts[0])
    below, above, doubt = decisions.order(parts[0], exact(ZERO, 1, 0))
    whole = above.astype(np.int64) - below.astype(np.int64)
    return exact(whole, 1, 1, status, either(unsure, doubt))


def _interpolate(parts: Sequence[Part]) -> Part:
    """Straight lines between points in rising order of x; anything else is the reference's."""
    x, points = parts[0], list(zip(parts[1::2], parts[2::2], strict=True))
    if x.size() == 1 or not _rising(points):
        return Part(None, ZERO, 1, 0, unsure=np.ones(1, np.bool_))
    found, doubts = points[-1][1], []
    for (x1, y1), (x2, y2) in reversed(list(pairwise(points))):
        slope = arithmetic.divide(arithmetic.subtract(y2, y1), arithmetic.subtract(x2, x1))
        line = arithmetic.add(y1, arithmetic.multiply(arithmetic.subtract(x, x1), slope))
        below, _, doubt = decisions.order(x, x2)
        found = choosing.select(below, line, found)
        doubts.append(doubt)
    below, _, doubt = decisions.order(x, points[0][0])
    found = choosing.select(below, points[0][1], found)
    status, unsure = arithmetic.absent(*parts)
    return replace(found, status=status, unsure=either(unsure, doubt, *doubts))


def _rising(points: Sequence[tuple[Part, Part]]) -> bool:
    """Whether the points are the same for everybody, exact, and rise in x."""
    xs = [x for x, _ in points]
    if any(x.whole is None or x.whole.shape[0] != 1 or x.status is not None for x in xs):
        return False
    return all(bool(decisions.order(a, b)[0][0]) for a, b in pairwise(xs))


_ARITHMETIC = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
}

_FUNCTIONS: dict[str, Callable[[Sequence[Part]], Part]] = {
    "abs": lambda parts: arithmetic.magnitude(parts[0]),
    "min": _fold(arithmetic.smaller),
    "max": _fold(arithmetic.larger),
    "clamp": _clamp,
    "floor": _whole_number(RoundingMode.FLOOR),
    "ceil": _whole_number(RoundingMode.CEIL),
    "trunc": _whole_number(RoundingMode.TRUNCATE),
    "sign": _sign,
    "if": lambda parts: choosing.branch(list(zip(parts[:-1:2], parts[1::2], strict=True)), parts[-1]),
    "coalesce": choosing.coalesce,
    "is_missing": lambda parts: choosing.asks(parts[0], MISSING, MISSING),
    "is_not_applicable": lambda parts: choosing.asks(parts[0], NOT_APPLICABLE, NOT_APPLICABLE),
    "is_pending": lambda parts: choosing.asks(parts[0], PENDING, PENDING),
    "is_undefined": lambda parts: choosing.asks(parts[0], UNDEFINED, UNDEFINED),
    "is_absent": lambda parts: choosing.asks(parts[0], NOT_APPLICABLE, PENDING),
    "is_present": lambda parts: choosing.asks(parts[0], NOT_APPLICABLE, PENDING, inverted=True),
    "count_true": choosing.count_true,
    "sum": _fold(arithmetic.add),
    "mean": _mean,
    "product": _fold(lambda a, b: trusted(arithmetic.multiply(a, b))),
    "share": _share,
    "interpolate": _interpolate,
    "sqrt": lambda parts: roots.sqrt(parts[0]),
    "ln": lambda parts: roots.ln(parts[0]),
    "exp": lambda parts: roots.exp(parts[0]),
}
