"""What one evaluation may cost, counted in steps, never in seconds, so that it is the same everywhere."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import MAX_BITS
from kaoping.scheme.formulas.problems import FormulaTooCostly, too_costly

_CHEAP_BITS = 512
_BITS_A_WORD = 128


class Budget:
    """Steps left, and the longest number allowed.

    An evaluation costs one step for each node of the formula; an operation whose result is longer than 512
    bits costs further steps with the square of its length, as its arithmetic does; an irrational function
    costs 400 more and the length of its arguments. A budget may serve one evaluation or several together.
    """

    __slots__ = ("left", "max_bits")

    def __init__(self, steps: int = 100_000, max_bits: int = MAX_BITS) -> None:
        self.left = steps
        self.max_bits = max_bits

    def spend(self, steps: int) -> None:
        """Take steps away. Raises FormulaTooCostly where too few are left."""
        self.left -= steps
        if self.left < 0:
            raise too_costly(Words("计算步数超过上限", "it takes more steps than allowed"))

    def kept(self, value: Fraction) -> Fraction:
        """The result of an operation, paid for. Raises FormulaTooCostly where it is too long."""
        bits = value.numerator.bit_length() + value.denominator.bit_length()
        if bits > _CHEAP_BITS:
            self._pay(value, bits)
        return value

    def _pay(self, value: Fraction, bits: int) -> None:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > self.max_bits:
            raise self.too_long()
        words = bits // _BITS_A_WORD
        self.spend(words * words // 4)

    @staticmethod
    def too_long() -> FormulaTooCostly:
        """The error of a number that is too long."""
        return too_costly(Words("计算中出现位数过多的数", "a number on the way has more digits than allowed"))
