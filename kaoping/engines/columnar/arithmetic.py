"""Sums, differences, products, quotients and extremes of columns, exact while they fit and bounded where not.

The bounds are those of running error analysis: each operation adds at most half a unit in the last place of its
result, and carries the bounds of its operands on by its derivative (Higham, Accuracy and Stability, 3.3).
"""

from __future__ import annotations

from math import gcd, lcm

import numpy as np

from kaoping.engines.columnar.parts import (
    FALSE,
    LIMIT,
    NUMBER,
    SLACK,
    UNDEFINED,
    UNIT,
    Mask,
    Part,
    Status,
    either,
    exact,
    near,
)


def absent(*parts: Part) -> tuple[Status | None, Mask | None]:
    """The status of an operation on numbers: the strongest absence; unsure where a cell is no number at all."""
    status: Status | None = None
    for part in parts:
        if part.status is not None:
            status = part.status if status is None else np.maximum(status, part.status)
    unsure = either(*(part.unsure for part in parts))
    if status is not None and np.count_nonzero(strange := status >= FALSE):
        unsure = either(unsure, strange)
    return status, unsure


def aligned(a: Part, b: Part) -> int | None:
    """A common denominator over which both fit; None where they are not both exact or do not fit."""
    if a.whole is None or b.whole is None:
        return None
    den = lcm(a.den, b.den)
    fits = den < LIMIT and max(a.most * (den // a.den), b.most * (den // b.den)) < LIMIT // 2
    return den if fits else None


def add(a: Part, b: Part) -> Part:
    """a + b."""
    status, unsure = absent(a, b)
    den = aligned(a, b)
    if den is not None:
        most = a.most * (den // a.den) + b.most * (den // b.den)
        return exact(a.scaled(den) + b.scaled(den), den, most, status, unsure)
    (x, dx), (y, dy) = a.near(), b.near()
    value = x + y
    return near(value, (dx + dy) * SLACK + np.abs(value) * UNIT, a.bits + b.bits + 1, status, unsure)


def negative(a: Part) -> Part:
    """-a."""
    status, unsure = absent(a)
    if a.whole is not None:
        return exact(-a.whole, a.den, a.most, status, unsure)
    assert a.value is not None
    return near(-a.value, a.error, a.bits, status, unsure)


def subtract(a: Part, b: Part) -> Part:
    """a - b."""
    return add(a, negative(b))


def multiply(a: Part, b: Part) -> Part:
    """a × b."""
    status, unsure = absent(a, b)
    if a.whole is not None and b.whole is not None and a.most * b.most < LIMIT and a.den * b.den < LIMIT:
        return _shorter(exact(a.whole * b.whole, a.den * b.den, a.most * b.most, status, unsure))
    (x, dx), (y, dy) = a.near(), b.near()
    value = x * y
    error = (np.abs(x) * dy + np.abs(y) * dx + dx * dy) * SLACK + np.abs(value) * UNIT
    return near(value, error, a.bits + b.bits, status, unsure)


def _shorter(part: Part) -> Part:
    """A constant in its lowest terms, so that denominators grow no more than they must."""
    if part.whole is not None and part.whole.shape[0] == 1:
        number = int(part.whole[0])
        common = gcd(number, part.den)
        if common > 1:
            return exact(
                part.whole // common, part.den // common, abs(number) // common, part.status, part.unsure
            )
    return part


def divide(a: Part, b: Part) -> Part:
    """a / b; undefined where b is 0, unsure where b may be."""
    status, unsure = absent(a, b)
    if b.whole is not None:
        zero = b.whole == 0
        if b.whole.shape[0] == 1 and not zero[0]:
            found = _by_constant(a, int(b.whole[0]), b.den)
            if found is not None:
                found.status, found.unsure = status, unsure
                return found
        if zero.any():
            status = _undefined(status, zero)
        if a.whole is not None:
            return _quotient(a, b, zero, status, unsure)
        y, dy = b.near()
    else:
        assert b.value is not None
        y, dy = b.value, b.error
        nought = (np.abs(y) <= dy) if not isinstance(dy, float) or dy else y == 0
        zero = (y == 0) & (np.asarray(dy) == 0)
        unsure = either(unsure, nought & ~zero)
        status = _undefined(status, zero)
        zero = zero | nought
    safe = np.where(zero, 1.0, y)
    x, dx = a.near()
    value = x / safe
    error = (dx + np.abs(value) * dy) / np.where(zero, 1.0, np.abs(y) - dy) * SLACK + np.abs(value) * UNIT
    return near(value, error, a.bits + b.bits, status, unsure)


def _undefined(status: Status | None, where: Mask) -> Status | None:
    """Undefined in those cells that are numbers so far."""
    if not where.any():
        return status
    before = np.zeros(1, np.int8) if status is None else status
    return np.where((before == NUMBER) & where, np.int8(UNDEFINED), before)


def _by_constant(a: Part, number: int, den: int) -> Part | None:
    """a / (number / den), exact: None where it does not fit."""
    if a.whole is None:
        return None
    common = gcd(number, den)
    number, den = number // common, den // common
    sign = -1 if number < 0 else 1
    common = gcd(den, a.den)
    factor, below = sign * (den // common), (a.den // common) * abs(number)
    if a.most * abs(factor) >= LIMIT or below >= LIMIT:
        return None
    whole = a.whole if factor == 1 else a.whole * factor
    return _shorter(exact(whole, below, a.most * abs(factor)))


def _quotient(a: Part, b: Part, zero: Mask, status: Status | None, unsure: Mask | None) -> Part:
    """The quotient of whole numbers: three roundings at most, and none carried on."""
    assert a.whole is not None and b.whole is not None
    value = a.whole / (np.where(zero, 1, b.whole) if zero.any() else b.whole)
    if a.den != b.den:
        value = value * (b.den / a.den)
    return near(value, np.abs(value) * (4 * UNIT), a.bits + b.bits, status, unsure)


def smaller(a: Part, b: Part, sign: int = 1) -> Part:
    """The smaller of two (the larger with sign -1); the bound is that of the one chosen where that is certain."""
    status, unsure = absent(a, b)
    choose = np.minimum if sign == 1 else np.maximum
    den = aligned(a, b)
    if den is not None:
        most = max(a.most * (den // a.den), b.most * (den // b.den))
        return exact(choose(a.scaled(den), b.scaled(den)), den, most, status, unsure)
    (x, dx), (y, dy) = a.near(), b.near()
    gap = (y - x) * sign
    reach = (dx + dy) * SLACK
    error = np.where(gap > reach, dx, np.where(-gap > reach, dy, np.maximum(dx, dy)))
    return near(choose(x, y), error, max(a.bits, b.bits), status, unsure)


def larger(a: Part, b: Part) -> Part:
    """The larger of two."""
    return smaller(a, b, -1)


def magnitude(a: Part) -> Part:
    """|a|."""
    status, unsure = absent(a)
    if a.whole is not None:
        return exact(np.abs(a.whole), a.den, a.most, status, unsure)
    assert a.value is not None
    return near(np.abs(a.value), a.error, a.bits, status, unsure)
