"""What a column is while its SQL is written: expressions for its status and its number, with what is known of them.

A number has one of three forms, the same for a whole column:

* **exact**: `num / den`, a BIGINT over a denominator that is known while the text is written;
* **ratio**: `num / (den · below)`, where `below` is a BIGINT ≥ 1 of the row: quotients stay exact;
* **near**: a DOUBLE with a bound: the true number lies within `error` of `value` (running error analysis, Higham,
  Accuracy and Stability, 3.3; see `kaoping.engines.columnar.arithmetic`).

`most` and `most_below` bound |num| and `below` in every row, also where the cell is absent, so that no BIGINT can
overflow. `low` and `high` bound the number where it is one. `unsure` is the truth that a decision (a comparison, a
rounding, a division) lay within the bounds: such cells are worked out by the reference's own meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import inf, lcm

from kaoping.engines.columnar.parts import (
    NUMBER,
    PENDING,
    SLACK,
    UNIT,
    WORD,
    Vocabulary,
    status_of,
)
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.tables import Cell

LIMIT = 2**62
"""Whole numbers stay below this."""
DECIDED = 2**50
"""A rounded number stays below this: a quotient of floats that small is right to the half."""
SMALLEST, LARGEST, FAR = 1e-20, 1e50, 1e300
"""A near number outside is not trusted (`kaoping.engines.columnar.parts`); its bound becomes FAR. All floats in a row
stay finite: each operation's result is looked at before the next one takes it."""
WIDER = 1e-12
"""By how much a known range is widened at each operation, for the rounding of its own ends."""


@dataclass(slots=True)
class Part:
    """A column, or a part of a formula on the way to one."""

    status: E = field(default_factory=lambda: x.code(NUMBER))
    num: E | None = None
    den: int = 1
    most: int = 0
    below: E | None = None
    most_below: int = 1
    value: E | None = None
    error: E | None = None
    low: float = -inf
    high: float = inf
    words: E | None = None
    unsure: E = x.FALSE
    bits: int = 64

    @property
    def form(self) -> str:
        """exact, ratio or near."""
        return "near" if self.num is None else "exact" if self.below is None else "ratio"

    @property
    def constant(self) -> Fraction | None:
        """The number, where it is the same for everybody and known."""
        if self.num is None or not self.num.is_literal or self.below is not None:
            return None
        return Fraction(self.num.value, self.den) if self.status is x.code(NUMBER) else None

    def is_(self, *codes: int) -> E:
        """Whether the status is one of these."""
        return x.any_of(*(x.cmp("=", self.status, x.code(one)) for one in codes))

    def near(self) -> tuple[E, E]:
        """Value and bound, whichever form it has."""
        if self.num is None:
            assert self.value is not None and self.error is not None
            return self.value, self.error
        value = x.floated(self.num)
        if self.den != 1:
            value = x.div(value, x.lit(float(self.den)))
        if self.below is not None:
            value = x.div(value, x.floated(self.below))
        elif self.most <= 2**53 and self.den & (self.den - 1) == 0:
            return value, x.lit(0.0)
        return value, x.mul(x.call("ABS", value), x.lit(4 * UNIT))

    def times(self, factor: int) -> E:
        """Its numerator, so many times."""
        assert self.num is not None
        return x.times(self.num, factor)


def exact(num: E, den: int, most: int, below: E | None = None, most_below: int = 1) -> Part:
    """A part of whole numbers; a `below` that is known goes into the denominator."""
    if below is not None and below.is_literal:
        den, below, most_below = den * below.value, None, 1
    bound = most / den
    return Part(num=num, den=den, most=most, below=below, most_below=most_below,
                low=-bound * (1 + WIDER), high=bound * (1 + WIDER))  # fmt: skip


def near(value: E, error: E, bits: int = 2_000) -> Part:
    """A part of floats with bounds, looked at for trust."""
    size = x.call("ABS", value)
    fine = x.both(
        x.cmp("<", size, x.lit(LARGEST)),
        x.any_of(x.cmp(">", size, x.lit(SMALLEST)), x.cmp("=", value, x.lit(0.0))),
        x.cmp("<", error, x.lit(FAR / 1e50)),
    )
    return Part(value=x.case(fine, value, x.lit(0.0)), error=x.case(fine, error, x.lit(FAR)), bits=bits)


def ranged(part: Part, low: float, high: float) -> Part:
    """The part with what is known of its range, if that is narrower."""
    low, high = low - abs(low) * WIDER, high + abs(high) * WIDER
    if not low <= high:  # not a number: nothing known
        return part
    return replace(part, low=max(part.low, low), high=min(part.high, high))


def number(value: Fraction) -> Part:
    """The same number for everybody."""
    if max(abs(value.numerator), value.denominator) < LIMIT:
        found = exact(x.lit(value.numerator), value.denominator, abs(value.numerator))
    else:
        found = _near_number(value)
    found.bits = max(value.numerator.bit_length(), value.denominator.bit_length(), 1)
    return found


def _near_number(value: Fraction) -> Part:
    try:
        size = value.numerator / value.denominator
    except OverflowError:
        return Part(value=x.lit(0.0), error=x.lit(FAR))
    if not (SMALLEST < abs(size) < LARGEST):
        return Part(value=x.lit(0.0), error=x.lit(FAR))
    return Part(value=x.lit(size), error=x.lit(abs(size) * UNIT))


def constant(cell: Cell, vocabulary: Vocabulary) -> Part:
    """The same cell for everybody."""
    if isinstance(cell, Fraction):
        return number(cell)
    status = status_of(cell)
    found = flags(x.code(status))
    if status == WORD:
        assert isinstance(cell, (str, date))
        found.words = x.lit(vocabulary.code(cell))
    return found


def flags(status: E, unsure: E = x.FALSE) -> Part:
    """A part without numbers: truths and absences."""
    return replace(exact(x.lit(0), 1, 0), status=status, unsure=unsure, bits=1)


def absent(*parts: Part) -> tuple[E, E]:
    """The status of an operation on numbers: the strongest absence; unsure where a cell is no number at all."""
    status = parts[0].status
    for part in parts[1:]:
        status = x.greatest(status, part.status)
    strange = x.cmp(">", status, x.code(PENDING))
    return status, x.any_of(*(part.unsure for part in parts), strange)


def of_numbers(found: Part, *parts: Part) -> Part:
    """`found`, absent and unsure as an operation on these parts is."""
    status, unsure = absent(*parts)
    return replace(found, status=x.greatest(status, found.status), unsure=x.any_of(found.unsure, unsure))


def slack(e: E) -> E:
    """A bound, made up for its own rounding."""
    return x.mul(e, x.lit(SLACK))


def shared(a: Part, b: Part) -> tuple[E, E, int, int] | None:
    """Both numerators over one denominator, which they bound; None where that does not fit a BIGINT."""
    if a.num is None or b.num is None:
        return None
    den = lcm(a.den, b.den)
    up, vp = den // a.den, den // b.den
    p, q, most, tsom = x.times(a.num, up), x.times(b.num, vp), a.most * up, b.most * vp
    if a.below is not b.below:
        if b.below is not None:
            p, most = x.mul(p, b.below), most * b.most_below
        if a.below is not None:
            q, tsom = x.mul(q, a.below), tsom * a.most_below
    return (p, q, most, tsom) if max(most, tsom) < LIMIT // 4 else None


def common(a: Part, b: Part) -> tuple[E | None, int]:
    """The row's denominator of both, once."""
    if a.below is b.below or b.below is None:
        return a.below, a.most_below
    if a.below is None:
        return b.below, b.most_below
    return x.mul(a.below, b.below), a.most_below * b.most_below
