"""How large an exact number may grow, and the two ways in which arithmetic refuses."""

from __future__ import annotations

from fractions import Fraction

DIGITS = 50
"""Significant digits of a result that is not rational."""
MAX_BITS = 14_000
"""No numerator or denominator of a result is longer (4,214 decimal digits; Python prints at most 4,300)."""
STEADY_BITS = 128
"""Numbers with longer denominators are compared and rounded as `steady` gives them."""
STEADY_DIGITS = 40
SETTLE_BITS = 2_000
"""`settle` leaves a fraction alone while numerator and denominator are at most this long."""
MAX_EXPONENT = 1_000
"""exp(x) and a power exp(y ln x) that is not rational are given for exponents up to this magnitude."""
FAR_TAIL = 40
"""Beyond this, `normal_cdf` is given as 0 or 1 (the probability outside is below 10^-349)."""


class Undefined(ArithmeticError):
    """Arithmetic has no answer: division by zero, the logarithm of zero, an even root of a negative."""


class TooLarge(ArithmeticError):
    """The exact result would be longer than the limit; it was not computed."""


def limited(x: Fraction, max_bits: int = MAX_BITS) -> Fraction:
    """x itself, or TooLarge where its numerator or denominator is longer than the limit."""
    if x.numerator.bit_length() > max_bits or x.denominator.bit_length() > max_bits:
        raise TooLarge(f"a number of more than {max_bits} bits")
    return x
