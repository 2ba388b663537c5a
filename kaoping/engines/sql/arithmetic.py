"""Sums, products, quotients, extremes, comparisons and rounding as SQL: exact while whole numbers fit, bounded beyond."""

from __future__ import annotations

from dataclasses import replace
from math import gcd, inf, lcm

from kaoping.engines.columnar.parts import NUMBER, UNDEFINED, UNIT
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import (
    DECIDED,
    LIMIT,
    Part,
    common,
    exact,
    near,
    number,
    of_numbers,
    ranged,
    shared,
    slack,
)
from kaoping.exact import RoundingMode


def _size(e: E) -> E:
    return x.call("ABS", e)


def add(a: Part, b: Part) -> Part:
    """a + b."""
    both, (below, most_below) = shared(a, b), common(a, b)
    den = lcm(a.den, b.den)
    if both is not None and den * most_below < LIMIT:
        found = exact(x.add(both[0], both[1]), den, both[2] + both[3], below, most_below)
    else:
        (v, dv), (w, dw) = a.near(), b.near()
        value = x.add(v, w)
        error = x.add(slack(x.add(dv, dw)), x.mul(_size(value), x.lit(UNIT)))
        found = near(value, error, a.bits + b.bits + 1)
    return of_numbers(ranged(found, a.low + b.low, a.high + b.high), a, b)


def negative(a: Part) -> Part:
    """-a."""
    if a.num is not None:
        found = replace(a, num=x.neg(a.num), low=-a.high, high=-a.low)
    else:
        assert a.value is not None
        found = replace(a, value=x.neg(a.value), low=-a.high, high=-a.low)
    return of_numbers(found, a)


def subtract(a: Part, b: Part) -> Part:
    """a - b."""
    return add(a, negative(b))


def multiply(a: Part, b: Part) -> Part:
    """a × b."""
    most, below = a.most * b.most, a.most_below * b.most_below
    if a.num is not None and b.num is not None and most < LIMIT and a.den * b.den * below < LIMIT:
        found = _product(a, b, most, below)
    else:
        (v, dv), (w, dw) = a.near(), b.near()
        value = x.mul(v, w)
        reach = x.add(x.add(x.mul(_size(v), dw), x.mul(_size(w), dv)), x.mul(dv, dw))
        found = near(value, x.add(slack(reach), x.mul(_size(value), x.lit(UNIT))), a.bits + b.bits)
    ends = [_times(p, q) for p in (a.low, a.high) for q in (b.low, b.high)]
    return of_numbers(ranged(found, min(ends), max(ends)), a, b)


def _times(p: float, q: float) -> float:
    return 0.0 if p == 0 or q == 0 else p * q


def _product(a: Part, b: Part, most: int, most_below: int) -> Part:
    assert a.num is not None and b.num is not None
    den = a.den * b.den
    p, q = a, b
    for one, other in ((a, b), (b, a)):  # a known factor cancels against the denominator
        assert one.num is not None
        if one.num.is_literal and one.num.value:
            by = gcd(one.num.value, den)
            p, q, den, most = replace(one, num=x.lit(one.num.value // by)), other, den // by, most // by
            break
    assert p.num is not None and q.num is not None
    below = p.below if q.below is None else q.below if p.below is None else x.mul(p.below, q.below)
    return exact(x.mul(p.num, q.num), den, most, below, most_below)


def undefined_where(found: Part, bad: E) -> Part:
    """Undefined in those cells that are numbers so far."""
    where = x.both(found.is_(NUMBER), bad)
    return replace(found, status=x.case(where, x.code(UNDEFINED), found.status))


def divide(a: Part, b: Part) -> Part:
    """a / b; undefined where b is 0, unsure where it may be."""
    if b.constant:
        found = multiply(a, number(1 / b.constant))
        return of_numbers(found, a, b)
    if b.num is not None:
        zero, unsure = x.cmp("=", b.num, x.lit(0)), x.FALSE
        found = _quotient(a, b, zero) or _near_quotient(a, b, zero)
    else:
        assert b.value is not None and b.error is not None
        zero = x.both(x.cmp("=", b.value, x.lit(0.0)), x.cmp("=", b.error, x.lit(0.0)))
        maybe = x.cmp("<=", _size(b.value), b.error)
        unsure = x.both(a.is_(NUMBER), b.is_(NUMBER), maybe, x.no(zero))
        found = _near_quotient(a, b, maybe)
    found = replace(found, unsure=x.any_of(found.unsure, unsure))
    if b.low > 0 or b.high < 0:
        ends = [p / q for p in (a.low, a.high) for q in (b.low, b.high) if q not in (inf, -inf)] or [
            -inf,
            inf,
        ]
        if max(abs(b.low), abs(b.high)) == inf:
            ends.append(0.0)
        found = ranged(found, min(ends), max(ends))
    return undefined_where(of_numbers(found, a, b), zero)


def _quotient(a: Part, b: Part, zero: E) -> Part | None:
    """A ratio; None where it does not fit."""
    if a.num is None or b.num is None:
        return None
    common_den = gcd(a.den, b.den)
    up, den = b.den // common_den, a.den // common_den
    most, most_below = a.most * up * b.most_below, a.most_below * max(b.most, 1)
    if max(most, most_below * den, most_below * up) >= LIMIT:
        return None
    above = x.times(a.num, up)
    if b.below is not None:
        above = x.mul(above, b.below)
    if b.low < 0:
        above = x.case(x.cmp("<", b.num, x.lit(0)), x.neg(above), above)
    below = x.case(
        zero, x.lit(1), _size(b.num) if b.low < 0 else x.case(x.cmp(">", b.num, x.lit(0)), b.num, x.lit(1))
    )
    if a.below is not None:
        below = x.mul(a.below, below)
    return exact(above, den, most, below, most_below)


def _near_quotient(a: Part, b: Part, zero: E) -> Part:
    (v, dv), (w, dw) = a.near(), b.near()
    safe = x.case(zero, x.lit(1.0), w)
    value = x.div(v, safe)
    apart = x.case(zero, x.lit(1.0), x.sub(_size(w), dw))
    error = slack(x.div(x.add(dv, x.mul(_size(value), dw)), apart))
    return near(value, x.add(error, x.mul(_size(value), x.lit(UNIT))), a.bits + b.bits)


# decisions -------------------------------------------------------------------------------------------


def order(a: Part, b: Part) -> tuple[E, E, E]:
    """Whether a < b, whether b < a, and whether the bounds cannot tell."""
    both = shared(a, b)
    if both is not None:
        return x.cmp("<", both[0], both[1]), x.cmp(">", both[0], both[1]), x.FALSE
    (v, dv), (w, dw) = a.near(), b.near()
    gap, reach = x.sub(v, w), slack(x.add(dv, dw))
    unsure = x.both(x.cmp("<=", _size(gap), reach), x.cmp("<>", reach, x.lit(0.0)))
    return x.cmp("<", gap, x.lit(0.0)), x.cmp(">", gap, x.lit(0.0)), unsure


def smaller(a: Part, b: Part, sign: int = 1) -> Part:
    """The smaller of two (the larger with sign -1)."""
    below, above, unsure = order(a, b)
    first = x.no(above) if sign == 1 else x.no(below)
    found = chosen(first, a, b)
    if found.num is None:  # within the bounds either will do: the larger bound holds for both
        (_, dv), (_, dw) = a.near(), b.near()
        assert found.error is not None
        wider = x.case(x.cmp(">", dv, dw), dv, dw)
        found.error = x.case(unsure, slack(wider), found.error)
    pick = min if sign == 1 else max
    found = ranged(replace(found, low=-inf, high=inf), pick(a.low, b.low), pick(a.high, b.high))
    return of_numbers(found, a, b)


def larger(a: Part, b: Part) -> Part:
    """The larger of two."""
    return smaller(a, b, -1)


def magnitude(a: Part) -> Part:
    """|a|."""
    high = max(abs(a.low), abs(a.high))
    low = 0.0 if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high))
    if a.num is not None:
        return of_numbers(replace(a, num=_size(a.num), low=low, high=high), a)
    assert a.value is not None
    return of_numbers(replace(a, value=_size(a.value), low=low, high=high), a)


def chosen(where: E, a: Part, b: Part) -> Part:
    """a's number where it holds, else b's; numbers only."""
    bits = max(a.bits, b.bits)
    low, high = min(a.low, b.low), max(a.high, b.high)
    if a.num is not None and b.num is not None:
        den = lcm(a.den, b.den)
        p, q = a.most * (den // a.den), b.most * (den // b.den)
        most_below = max(a.most_below, b.most_below)
        if den * most_below < LIMIT and max(p, q) < LIMIT:
            num = x.case(where, a.times(den // a.den), b.times(den // b.den))
            one = x.lit(1)
            below = a.below if a.below is b.below else x.case(where, a.below or one, b.below or one)
            found = exact(num, den, max(p, q), below, most_below)
            return replace(found, low=max(low, found.low), high=min(high, found.high), bits=bits)
    (v, dv), (w, dw) = a.near(), b.near()
    return Part(value=x.case(where, v, w), error=x.case(where, dv, dw), low=low, high=high, bits=bits)


def rounded(a: Part, places: int, mode: RoundingMode) -> Part:
    """a to so many decimals: an exact part again."""
    den, unit = (10**places, 1) if places >= 0 else (1, 10**-places)
    bound = int(min(max(abs(a.low), abs(a.high)) * den / unit, 2.0**60)) + 2
    found = _rounded_whole(a, den, unit, mode, bound) or _rounded_near(a, places, mode, bound)
    whole, most, unsure = found
    if unit * most >= LIMIT or den >= LIMIT:
        return replace(of_numbers(exact(x.lit(0), 1, 0), a), unsure=x.TRUE)
    part = replace(exact(x.times(whole, unit), den, most * unit), unsure=x.both(a.is_(NUMBER), unsure))
    reach = unit / den
    return of_numbers(ranged(part, a.low - reach, a.high + reach), a)


Rounded = tuple[E, int, E]
"""Whole numbers of the last place, their bound, and where they are unsure."""


def _rounded_whole(a: Part, den: int, unit: int, mode: RoundingMode, bound: int) -> Rounded | None:
    """Whole numbers by whole numbers; None where they do not fit."""
    if a.num is None:
        return None
    by = gcd(den, a.den * unit)
    up, down = den // by, a.den * unit // by
    above, most_below = a.times(up), down * a.most_below
    if a.most * up >= LIMIT // 4 or most_below >= LIMIT // 4:
        return None
    structural = a.most * up // down + 1
    if min(structural, bound) >= DECIDED:
        return None
    below = x.lit(down) if a.below is None else x.times(a.below, down)
    if most_below == 1:
        return above, structural, x.FALSE
    size = _size(above) if a.low < 0 else x.case(x.cmp("<", above, x.lit(0)), x.lit(0), above)
    rest = x.mod(size, below)
    half = x.lit(0.5)
    whole = x.whole(x.call("FLOOR", x.add(x.div(x.floated(x.sub(size, rest)), x.floated(below)), half)))
    whole = _settled(whole, rest, below, above, mode)
    if bound < structural:  # absent rows may hold anything: they must not leave the range
        whole = x.case(x.cmp("<=", whole, x.lit(bound)), whole, x.lit(0))
    if a.low < 0:
        whole = x.case(x.cmp("<", above, x.lit(0)), x.neg(whole), whole)
    return whole, min(structural, bound), x.FALSE


def _settled(whole: E, rest: E, below: E, above: E, mode: RoundingMode) -> E:
    """Whole numbers of a magnitude with what is left, settled by the mode."""
    twice = x.times(rest, 2)
    some = x.cmp(">", rest, x.lit(0))
    up = {
        RoundingMode.TRUNCATE: x.FALSE,
        RoundingMode.FLOOR: x.both(some, x.cmp("<", above, x.lit(0))),
        RoundingMode.CEIL: x.both(some, x.cmp(">", above, x.lit(0))),
        RoundingMode.HALF_UP: x.cmp(">=", twice, below),
        RoundingMode.HALF_EVEN: x.any_of(
            x.cmp(">", twice, below),
            x.both(x.cmp("=", twice, below), x.cmp("=", x.mod(whole, x.lit(2)), x.lit(1))),
        ),
    }[mode]
    return x.add(whole, x.case(up, x.lit(1), x.lit(0)))


def _rounded_near(a: Part, places: int, mode: RoundingMode, bound: int) -> Rounded:
    """The rounded whole numbers of a near part, and where the bound reaches a point of decision."""
    value, error = a.near()
    factor = x.lit(10.0**places)
    scaled = x.mul(value, factor)
    reach = x.add(slack(x.mul(error, factor)), x.mul(_size(scaled), x.lit(2 * UNIT)))
    most = min(bound, DECIDED)
    far = x.cmp(">=", _size(scaled), x.lit(float(most)))
    size = x.case(far, x.lit(0.0), _size(scaled))
    floor = x.call("FLOOR", size)
    rest = x.sub(size, floor)
    half, one, nought = x.lit(0.5), x.lit(1.0), x.lit(0.0)
    if mode in (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN):
        distance = _size(x.sub(rest, half))
        up = x.cmp(">=", rest, half)
    else:
        distance = x.case(x.cmp("<", rest, half), rest, x.sub(one, rest))
        away = {RoundingMode.FLOOR: x.cmp("<", scaled, nought), RoundingMode.CEIL: x.cmp(">", scaled, nought)}
        up = x.both(away.get(mode, x.FALSE), x.cmp(">", rest, nought))
    whole = x.whole(x.add(floor, x.case(up, one, nought)))
    signed = x.case(x.cmp("<", scaled, nought), x.neg(whole), whole)
    unsure = x.any_of(far, x.both(x.cmp("<=", distance, reach), x.cmp("<>", reach, nought)))
    return signed, most + 1, unsure
