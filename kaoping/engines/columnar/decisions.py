"""Where arithmetic decides: comparisons and rounding of columns, certain or marked unsure."""

from __future__ import annotations

from math import gcd

import numpy as np

from kaoping.engines.columnar.arithmetic import absent, aligned
from kaoping.engines.columnar.parts import LIMIT, SLACK, UNIT, Floats, Mask, Part, Whole, either, exact, near
from kaoping.exact import RoundingMode

MOST_SCALED = 2.0**51


def order(a: Part, b: Part) -> tuple[Mask, Mask, Mask | None]:
    """Where a < b, where b < a, and where the bounds cannot tell (None: nowhere)."""
    den = aligned(a, b)
    if den is not None:
        x, y = a.scaled(den), b.scaled(den)
        return x < y, y < x, None
    (v, dv), (w, dw) = a.near(), b.near()
    gap = v - w
    reach = np.asarray((dv + dw) * SLACK)
    unsure = ~(np.abs(gap) > reach) & (reach != 0)
    return gap < 0, gap > 0, unsure if unsure.any() else None


def rounded(a: Part, places: int, mode: RoundingMode) -> Part:
    """a to so many decimals: an exact part again."""
    status, unsure = absent(a)
    if a.whole is not None:
        found = _exactly(a, places, mode)
        if found is not None:
            found.status, found.unsure = status, unsure
            return found
    whole, doubt = _nearly(a, places, mode)
    den, unit = (10**places, 1) if places >= 0 else (1, 10**-places)
    most = int(np.abs(whole).max(initial=0)) * unit
    if doubt.any():
        unsure = either(unsure, doubt)
    if most >= LIMIT or den >= LIMIT:
        value: Floats = (whole * float(unit) / float(den)).astype(np.float64)
        everywhere = np.ones(value.shape, np.bool_)
        return near(value, np.abs(value) * (4 * UNIT), a.bits, status, everywhere)
    return exact(whole * unit if unit != 1 else whole, den, most, status, unsure)


def _exactly(a: Part, places: int, mode: RoundingMode) -> Part | None:
    """Whole numbers by whole numbers; None where they do not fit."""
    assert a.whole is not None
    den, unit = (10**places, 1) if places >= 0 else (1, 10**-places)
    common = gcd(den, a.den)
    up, down = den // common, (a.den // common) * unit
    if max(a.most * up, a.den * unit) >= LIMIT // 4:
        return None
    if down == 1:
        return exact(a.whole, a.den, a.most)
    whole = _divided(a.whole * up if up != 1 else a.whole, down, mode) * unit
    return exact(whole, den, (a.most * up // down + 1) * unit)


def _divided(number: Whole, by: int, mode: RoundingMode) -> Whole:
    """Whole numbers over a whole number > 0, settled by the mode."""
    if mode is RoundingMode.FLOOR:
        return number // by
    if mode is RoundingMode.CEIL:
        return -(-number // by)
    size = np.abs(number)
    whole: Whole
    if mode is RoundingMode.TRUNCATE:
        whole = size // by
    elif mode is RoundingMode.HALF_UP:
        whole = (2 * size + by) // (2 * by)
    else:
        whole = size // by
        rest = 2 * (size - whole * by)
        whole = whole + ((rest > by) | ((rest == by) & (whole % 2 == 1)))
    return np.where(number < 0, -whole, whole)


def _nearly(a: Part, places: int, mode: RoundingMode) -> tuple[Whole, Mask]:
    """The rounded whole numbers of a near part, and where the bound reaches a point of decision."""
    value, error = a.near()
    factor = 10.0**places
    scaled = value * factor
    reach = np.asarray(error * factor * SLACK + np.abs(scaled) * (2 * UNIT))
    size = np.abs(scaled)
    far = ~(size < MOST_SCALED)
    size = np.where(far, 0.0, size)
    floor = np.floor(size)
    if mode in (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN):
        distance = np.abs(size - floor - 0.5)
        whole = floor + (size - floor >= 0.5)
    else:
        distance = np.abs(size - np.rint(size))
        up = {RoundingMode.FLOOR: scaled < 0, RoundingMode.CEIL: scaled > 0}.get(mode)
        whole = floor if up is None else np.where(up & (size > floor), floor + 1, floor)
    signed = np.where(scaled < 0, -whole, whole).astype(np.int64)
    return signed, far | (~(distance > reach) & (reach != 0))
