"""Values that are not rational: approximations with a proved error, and how they are rounded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, Underflow
from fractions import Fraction
from functools import lru_cache

from kaoping.exact.limits import DIGITS, FAR_TAIL
from kaoping.exact.rounding import round_significant

PRECISIONS = tuple((DIGITS + 20) * 2**k for k in range(4))
"""Digits tried one after another: 70, 140, 280, 560."""
_NEAR_ONE = Fraction(1, 10**10)

Near = tuple[Fraction, Fraction]
"""A value and a bound on its absolute error."""


def _context(precision: int) -> Context:
    """A context of our own: wide exponents, half-even, and traps for what would hide a wrong number."""
    return Context(
        prec=precision,
        rounding=ROUND_HALF_EVEN,
        Emin=-999_999,
        Emax=999_999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[InvalidOperation, DivisionByZero, Overflow, Underflow],
    )


def nearest(near: Callable[[int], Near]) -> Fraction:
    """Ziv's strategy: the value to `DIGITS` significant digits, as soon as its error cannot change them."""
    value = Fraction(0)
    for precision in PRECISIONS:
        value, error = near(precision)
        low = round_significant(value - error, DIGITS)
        if low == round_significant(value + error, DIGITS):
            return low
    return round_significant(value, DIGITS)


def _decimal(x: Fraction, context: Context) -> Decimal:
    """x to the precision of the context; relative error at most one unit of its last digit."""
    return context.divide(Decimal(x.numerator), Decimal(x.denominator))


def _unit(precision: int) -> Fraction:
    """An upper bound of the relative error of one correctly rounded operation: 10^(1-precision)."""
    return Fraction(1, 10 ** (precision - 1))


def ln_near(x: Fraction, precision: int) -> Near:
    """ln x. A relative error u of x moves it by at most 2u; its own rounding adds |ln x| u."""
    if abs(x - 1) < _NEAR_ONE:
        return _ln_near_one(x, precision)
    context = _context(precision)
    value = Fraction(context.ln(_decimal(x, context)))
    return value, (2 + abs(value)) * _unit(precision)


def _ln_near_one(x: Fraction, precision: int) -> Near:
    """The series for |x - 1| < 10^-10. Each of its few terms adds at most four units of relative error."""
    context = _context(precision)
    z = _decimal((x - 1) / (x + 1), context)
    square = context.multiply(z, z)
    term = total = z
    count = 1
    while term.copy_abs() > total.copy_abs().scaleb(-precision, context):
        term = context.multiply(term, square)
        count += 2
        total = context.add(total, context.divide(term, Decimal(count)))
    value = 2 * Fraction(total)
    return value, abs(value) * (4 * count + 4) * _unit(precision)


def log_near(x: Fraction, base: Fraction, precision: int) -> Near:
    """ln x / ln base, with the interval of the quotient; ln base is never hidden by its error."""
    top, top_error = ln_near(x, precision)
    bottom, bottom_error = ln_near(base, precision)
    value = top / bottom
    return value, (top_error + abs(value) * bottom_error) / (abs(bottom) - bottom_error)


def exp_near(x: Fraction, precision: int) -> Near:
    """exp x. A relative error u of x moves it by at most the factor 1 + 2|x|u; its own rounding adds u."""
    context = _context(precision)
    value = Fraction(context.exp(_decimal(x, context)))
    return value, value * (2 * abs(x) + 2) * _unit(precision)


def power_near(x: Fraction, y: Fraction, precision: int) -> Near:
    """exp(y ln x) for x > 0. An absolute error d <= 1/2 of the exponent moves it at most by 1 + 2d.

    d is small: the relative error of ln x is below 10^-50 and y ln x is limited.
    """
    logarithm, error = ln_near(x, precision)
    exponent = y * logarithm
    value, value_error = exp_near(exponent, precision)
    moved = abs(y) * error
    return value, value_error + 3 * moved * value


def normal_near(x: Fraction, precision: int) -> Near:
    """The series above in decimals. The result is below 1; each operation adds about one unit of error."""
    context = _context(precision)
    d = _decimal(x, context)
    square = context.multiply(d, d)
    term = total = d
    count = 1
    while term.copy_abs() > total.copy_abs().scaleb(-precision, context) or square > 2 * count + 1:
        term = context.divide(context.multiply(term, square), Decimal(2 * count + 1))
        total = context.add(total, term)
        count += 1
    density = context.divide(
        context.exp(context.divide(context.minus(square), Decimal(2))),
        context.sqrt(context.multiply(Decimal(2), _pi(context))),
    )
    value = Fraction(1, 2) + Fraction(context.multiply(total, density))
    return value, (8 * count + 4 * FAR_TAIL * FAR_TAIL + 40) * _unit(precision)


@lru_cache(maxsize=16)
def _pi_digits(places: int) -> int:
    """floor-like pi * 10^places, by Machin's formula with ten guard digits."""
    one: int = 10 ** (places + 10)

    def arctangent_of_inverse(n: int) -> int:
        term = one // n
        total, k, sign = term, 3, -1
        while term:
            term //= n * n
            total += sign * (term // k)
            k, sign = k + 2, -sign
        return total

    return 4 * (4 * arctangent_of_inverse(5) - arctangent_of_inverse(239)) // 10**10


def _pi(context: Context) -> Decimal:
    """pi to the precision of the context."""
    return Decimal(_pi_digits(context.prec + 2)).scaleb(-context.prec - 2, context)
