"""Exact numbers: every value is a `fractions.Fraction`; no binary floating point takes part anywhere.

A result that is rational is given exactly. A result that is not is given as the decimal of `DIGITS`
significant digits nearest to it (half-even, but a tie cannot occur: see below), so that every machine gives
the same fraction.

The algorithms:
- rounding, text: integers only.
- `sqrt`, `root`: an exact integer root is tried first; otherwise as `power`.
- `power(x, p/q)`: with a whole exponent by repeated multiplication; otherwise exact where x is a perfect q-th
  power, else exp((p/q) ln x). An irrational power of a rational is never a 51-digit decimal, hence never a
  tie.
- `ln`, `exp`: `decimal`, whose own two functions are correctly rounded at any precision; the irrational
  values are transcendental (Lindemann-Weierstrass), hence never a tie. Close to 1, where a rounded argument
  would lose the logarithm: ln x = 2 (z + z^3/3 + z^5/5 + ...) with z = (x - 1) / (x + 1).
- `log(x, base)`: exact where x and base are powers of one rational, found by the best approximation whose
  denominator is at most the bit length of the base, and verified with integers; otherwise ln x / ln base.
  `log10` is base 10.
- `normal_cdf`: 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...), all terms of one sign; pi by Machin's formula in
  integers.
- all of them: Ziv's strategy. Compute with guard digits and a proved error bound; if both ends of the
  interval round to the same 50 digits, that is the answer; otherwise double the precision and compute again,
  up to 560 digits. What then still cannot be told from a tie (it agrees with one to 500 digits: nobody meets
  that who has not built it) is rounded from those digits. So cost is bounded, and the answer is the same
  everywhere.

Every use of `decimal` passes through a context made here (precision, exponent range, rounding and traps),
never the ambient one. Sizes are limited: no numerator or denominator exceeds `MAX_BITS`, which is below the
number of digits that Python refuses to print.
"""

from kaoping.exact.functions import divide, exp, ln, log, log10, normal_cdf, power, root, sqrt
from kaoping.exact.limits import (
    DIGITS,
    FAR_TAIL,
    MAX_BITS,
    MAX_EXPONENT,
    SETTLE_BITS,
    TooLarge,
    Undefined,
    limited,
)
from kaoping.exact.rounding import RoundingMode, round_places, round_significant, settle, steady
from kaoping.exact.text import canonical_text, decimal_text, parse_canonical, parse_decimal

__all__ = [
    "DIGITS",
    "FAR_TAIL",
    "MAX_BITS",
    "MAX_EXPONENT",
    "SETTLE_BITS",
    "RoundingMode",
    "TooLarge",
    "Undefined",
    "canonical_text",
    "decimal_text",
    "divide",
    "exp",
    "limited",
    "ln",
    "log",
    "log10",
    "normal_cdf",
    "parse_canonical",
    "parse_decimal",
    "power",
    "root",
    "round_places",
    "round_significant",
    "settle",
    "sqrt",
    "steady",
]
