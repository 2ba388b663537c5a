"""Rounding of exact numbers by a named mode; integers only."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from kaoping.exact.limits import DIGITS, SETTLE_BITS, STEADY_BITS, STEADY_DIGITS


class RoundingMode(Enum):
    """How a value between two neighbours is settled. The value is its name in a scheme."""

    HALF_UP = "half_up"
    """To the nearer; a tie goes away from zero (四舍五入)."""
    HALF_EVEN = "half_even"
    """To the nearer; a tie goes to the even digit (四舍六入五成双)."""
    TRUNCATE = "truncate"
    """Toward zero (去尾)."""
    FLOOR = "floor"
    """Toward minus infinity."""
    CEIL = "ceil"
    """Toward plus infinity."""


def round_places(x: Fraction, places: int, mode: RoundingMode = RoundingMode.HALF_UP) -> Fraction:
    """x rounded to so many decimals; a negative number of places rounds to tens, hundreds and so on."""
    if places >= 0:
        scale = 10**places
        return Fraction(_rounded(x.numerator * scale, x.denominator, mode), scale)
    scale = 10**-places
    return Fraction(_rounded(x.numerator, x.denominator * scale, mode) * scale)


def round_significant(x: Fraction, digits: int, mode: RoundingMode = RoundingMode.HALF_EVEN) -> Fraction:
    """x rounded to so many significant decimal digits."""
    return x if not x else round_places(x, digits - 1 - magnitude(x), mode)


def settle(x: Fraction) -> Fraction:
    """x itself while numerator and denominator fit in 2,000 bits; otherwise x to 50 digits, half-even.

    The engine applies it after each step, so that a long calculation cannot grow its fractions without end.
    What it does depends on the value alone, so that every engine settles the same values in the same way.
    """
    if x.numerator.bit_length() <= SETTLE_BITS and x.denominator.bit_length() <= SETTLE_BITS:
        return x
    return round_significant(x, DIGITS)


def steady(x: Fraction) -> Fraction:
    """x as it is compared, ranked and rounded: to 40 digits where it can only have come from roots and logarithms.

    Two numbers that are equal in mathematics (√2 · √2 and 2, or two z-scores) may differ in the fiftieth digit; they
    must tie, and 2.5 must round as 2.5. A number whose denominator fits in 128 bits is taken as it stands: no figure
    that somebody filed, and no short calculation with such, has a longer one. Digits beyond the fortieth decimal
    (the fortieth significant digit of a number above 1) carry no meaning here and are dropped, half-even.
    """
    if x.denominator.bit_length() <= STEADY_BITS:
        return x
    return round_places(x, min(STEADY_DIGITS, STEADY_DIGITS - 1 - magnitude(x)), RoundingMode.HALF_EVEN)


def _rounded(numerator: int, denominator: int, mode: RoundingMode) -> int:
    """The whole number next to numerator / denominator (> 0) that the mode chooses."""
    if mode is RoundingMode.FLOOR:
        return numerator // denominator
    if mode is RoundingMode.CEIL:
        return -(-numerator // denominator)
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator), denominator)
    if mode is RoundingMode.HALF_UP:
        whole += 2 * rest >= denominator
    elif mode is RoundingMode.HALF_EVEN:
        whole += 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return sign * whole


def magnitude(x: Fraction) -> int:
    """The exponent e with 10^e <= |x| < 10^(e+1); x is not 0."""
    bits = x.numerator.bit_length() - x.denominator.bit_length()
    guess = bits * 30_103 // 100_000 - 1
    while abs(x.numerator) * 10 ** max(-guess - 1, 0) >= x.denominator * 10 ** max(guess + 1, 0):
        guess += 1
    while abs(x.numerator) * 10 ** max(-guess, 0) < x.denominator * 10 ** max(guess, 0):
        guess -= 1
    return guess
