"""Square roots, logarithms and exponentials of columns: always near, never exact."""

from __future__ import annotations

import numpy as np

from kaoping.engines.columnar.arithmetic import absent
from kaoping.engines.columnar.parts import NUMBER, SLACK, UNDEFINED, UNIT, Mask, Part, either, near
from kaoping.exact import DIGITS

IRRATIONAL = frozenset({"sqrt", "ln", "exp"})
BITS = 4 * DIGITS
"""Length of a decimal of 50 digits, for sizes within the trusted range."""
OWN = 16 * UNIT
"""Bound of the relative error of NumPy's ln and exp, four times what its tests allow."""


def _outside(part: Part, bad: Mask, doubt: Mask) -> Part:
    status, unsure = absent(part)
    if bad.any():
        before = np.zeros(1, np.int8) if status is None else status
        status = np.where((before == NUMBER) & bad, np.int8(UNDEFINED), before)
    return Part(status, unsure=either(unsure, doubt if doubt.any() else None), bits=BITS + 400)


def _filled(found: Part, value: np.ndarray, error: np.ndarray | float) -> Part:
    return near(value, error, found.bits, found.status, found.unsure)


def sqrt(part: Part) -> Part:
    """The square root: undefined below 0; rational where the reference's is, within the bound either way."""
    x, dx = part.near()
    reach = np.asarray(dx)
    doubt = (np.abs(x) <= reach) & (reach != 0)
    found = _outside(part, (x < 0) & ~doubt, doubt)
    value = np.sqrt(np.where(x > 0, x, 0.0))
    error = np.where(value > 0, dx / np.where(value > 0, value, 1.0), 0.0) * SLACK + value * UNIT
    return _filled(found, value, error)


def ln(part: Part) -> Part:
    """The natural logarithm: undefined at 0 and below."""
    x, dx = part.near()
    doubt = (x <= 2 * np.asarray(dx)) & (np.asarray(dx) != 0)
    found = _outside(part, (x <= 0) & ~doubt, doubt)
    safe = np.where((x > 0) & ~doubt, x, 1.0)
    value = np.log(safe)
    error = np.where(safe == x, 2 * dx / safe, 0.0) * SLACK + np.abs(value) * OWN + UNIT
    return _filled(found, value, error)


def exp(part: Part) -> Part:
    """e to the power x, for small enough x; beyond it is not trusted."""
    x, dx = part.near()
    doubt = (np.abs(x) > 100) | (np.asarray(dx) > 0.5)
    found = _outside(part, np.zeros(1, np.bool_), doubt)
    value = np.exp(np.where(doubt, 0.0, x))
    error = value * (2 * dx + OWN) * SLACK
    return _filled(found, value, error)
