"""Logarithms, powers, roots and the normal distribution: exact where rational, otherwise 50 digits."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from kaoping.exact.limits import DIGITS, FAR_TAIL, MAX_BITS, MAX_EXPONENT, TooLarge, Undefined, limited
from kaoping.exact.near import (
    PRECISIONS,
    exp_near,
    ln_near,
    log_near,
    nearest,
    normal_near,
    power_near,
)


def divide(x: Fraction, y: Fraction) -> Fraction:
    """x / y. Raises Undefined where y is 0."""
    if not y:
        raise Undefined("division by zero")
    return x / y


def ln(x: Fraction) -> Fraction:
    """The natural logarithm. Raises Undefined where x <= 0, TooLarge where x exceeds MAX_BITS."""
    _positive(x)
    return Fraction(0) if x == 1 else nearest(lambda precision: ln_near(x, precision))


def log(x: Fraction, base: Fraction) -> Fraction:
    """The logarithm to a base. Raises Undefined where x <= 0, base <= 0 or base = 1."""
    _positive(x)
    _positive(base)
    if base == 1:
        raise Undefined("logarithm to base 1")
    exact = _rational_log(x, base)
    return exact if exact is not None else nearest(lambda precision: log_near(x, base, precision))


def log10(x: Fraction) -> Fraction:
    """The logarithm to base 10. Raises Undefined where x <= 0."""
    return log(x, Fraction(10))


def exp(x: Fraction) -> Fraction:
    """e to the power x. Raises TooLarge where |x| > 1,000."""
    limited(x)
    if abs(x) > MAX_EXPONENT:
        raise TooLarge(f"the exponent exceeds {MAX_EXPONENT}")
    return Fraction(1) if not x else nearest(lambda precision: exp_near(x, precision))


def sqrt(x: Fraction) -> Fraction:
    """The square root. Raises Undefined where x < 0."""
    return root(x, 2)


def root(x: Fraction, n: int) -> Fraction:
    """The n-th root, n >= 1; an odd root of a negative number is negative.

    Raises Undefined for an even root of a negative number and for n < 1.
    """
    if n < 1 or (x < 0 and n % 2 == 0):
        raise Undefined(f"no root of degree {n}")
    limited(x)
    magnitude = abs(x)
    found = _perfect_root(magnitude, n)
    if found is None:
        found = nearest(lambda precision: power_near(magnitude, Fraction(1, n), precision))
    return -found if x < 0 else found


def power(x: Fraction, y: Fraction, max_bits: int = MAX_BITS) -> Fraction:
    """x to the power y; 0 to the power 0 is 1.

    Raises Undefined for 0 to a negative power and for a negative number to a power that is not whole;
    TooLarge where the exact result would exceed `max_bits`, before computing it.
    """
    if not x and y < 0:
        raise Undefined("zero to a negative power")
    if y.denominator == 1:
        return _whole_power(x, y.numerator, max_bits)
    if x < 0:
        raise Undefined("a negative number to a power that is not whole")
    perfect = _perfect_root(x, y.denominator)
    if perfect is not None:
        return _whole_power(perfect, y.numerator, max_bits)
    limited(x)
    limited(y)
    if abs(y * ln_near(x, DIGITS)[0]) > MAX_EXPONENT:
        raise TooLarge(f"the exponent exceeds {MAX_EXPONENT}")
    return nearest(lambda precision: power_near(x, y, precision))


def normal_cdf(x: Fraction) -> Fraction:
    """The standard normal distribution function; 0 below -40 and 1 above 40."""
    limited(x)
    if not x:
        return Fraction(1, 2)
    if abs(x) > FAR_TAIL:
        return Fraction(1 if x > 0 else 0)
    more = int(x * x) * 22 // 100 if x < 0 else 0  # digits lost when the tail is taken from one half
    return nearest(lambda precision: normal_near(x, precision + more))


def _positive(x: Fraction) -> None:
    """Raise Undefined unless x > 0, TooLarge where it is too long."""
    if x <= 0:
        raise Undefined("logarithm of a number that is not positive")
    limited(x)


def _whole_power(x: Fraction, y: int, max_bits: int) -> Fraction:
    """x ** y for a whole y, refused before it is computed where it must exceed the limit (0 ** 0 is 1)."""
    shortest = max(x.numerator.bit_length(), x.denominator.bit_length()) - 1
    if shortest * abs(y) >= max_bits:
        raise TooLarge(f"a power of more than {max_bits} bits")
    return limited(x**y, max_bits)


def _integer_root(x: int, n: int) -> int:
    """The greatest r with r**n <= x, x >= 0."""
    if n == 2:
        return isqrt(x)
    if x.bit_length() <= n:
        return min(x, 1)
    return _short_root(x, n) if x.bit_length() // n < 64 else _long_root(x, n)


def _short_root(x: int, n: int) -> int:
    """By halving the interval: few steps where the root is short, however high its degree."""
    low, high = 1, 1 << (x.bit_length() // n + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if middle**n <= x:
            low = middle
        else:
            high = middle
    return low


def _long_root(x: int, n: int) -> int:
    """By Newton's method on integers, from above: few steps where the degree is low."""
    r = 1 << -(-x.bit_length() // n)
    while True:
        lower = ((n - 1) * r + x // r ** (n - 1)) // n
        if lower >= r:
            return r
        r = lower


def _perfect_root(x: Fraction, n: int) -> Fraction | None:
    """The n-th root of x >= 0 where it is rational."""
    if n == 1 or x in (0, 1):
        return x
    top = _integer_root(x.numerator, n)
    if top**n != x.numerator:
        return None
    bottom = _integer_root(x.denominator, n)
    return Fraction(top, bottom) if bottom**n == x.denominator else None


def _rational_log(x: Fraction, base: Fraction) -> Fraction | None:
    """The logarithm where it is rational: p/q with base = t**q and x = t**p for a rational t."""
    if x == 1:
        return Fraction(0)
    near, _ = log_near(x, base, PRECISIONS[0])
    longest = max(base.numerator.bit_length(), base.denominator.bit_length())
    guess = near.limit_denominator(longest)
    t = _perfect_root(base, guess.denominator)
    if t is None or not guess:
        return None
    try:
        return guess if _whole_power(t, guess.numerator, 2 * MAX_BITS) == x else None
    except TooLarge:
        return None
