"""What SQL can do: the operations of `kaoping.engines.walking` on parts made of expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NoReturn, TypeAlias

from kaoping.engines.columnar.parts import NUMBER, SETTLED_BITS, TRUE, UNDEFINED, Vocabulary
from kaoping.engines.sql import arithmetic, choosing, roots
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part, constant, exact, number, of_numbers, ranged
from kaoping.tables import Cell

Pair: TypeAlias = tuple[Part, Part, E]
"""A member's numbers, its weights, and where it is present."""
NOUGHT, ONE = number(Fraction(0)), number(Fraction(1))
STEPS = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
}


class NoFormError(Exception):
    """The formula cannot be said in SQL."""


class Statements:
    """The algebra of one formula or combination."""

    add = staticmethod(arithmetic.add)
    subtract = staticmethod(arithmetic.subtract)
    multiply = multiplied = staticmethod(arithmetic.multiply)
    divide = staticmethod(arithmetic.divide)
    negative = staticmethod(arithmetic.negative)
    magnitude = staticmethod(arithmetic.magnitude)
    smaller = staticmethod(arithmetic.smaller)
    rounded = staticmethod(arithmetic.rounded)
    sqrt, ln, exp = staticmethod(roots.sqrt), staticmethod(roots.ln), staticmethod(roots.exp)
    both, opposite = staticmethod(choosing.both), staticmethod(choosing.opposite)
    branch, coalesce = staticmethod(choosing.branch), staticmethod(choosing.coalesce)
    asks, count_true = staticmethod(choosing.asks), staticmethod(choosing.count_true)
    select = staticmethod(choosing.select)
    number = staticmethod(number)

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary

    def constant(self, cell: Cell) -> Part:
        """The same cell for everybody."""
        return constant(cell, self.vocabulary or Vocabulary())

    def sign(self, a: Part) -> Part:
        """-1, 0 or 1."""
        below, above, doubt = arithmetic.order(a, NOUGHT)
        num = x.case(above, x.lit(1), x.case(below, x.lit(-1), x.lit(0)))
        return of_numbers(replace(exact(num, 1, 1), unsure=doubt), a)

    def compare(self, op: str, a: Part, b: Part) -> Part:
        """`a op b`."""
        return choosing.compare(op, a, b, self.vocabulary)

    def below(self, a: Part, b: Part) -> tuple[E, E]:
        """Where a is below b, and where that is unsure."""
        below, _, doubt = arithmetic.order(a, b)
        return below, doubt

    def guarded(self, found: Part, asked: Part, op: str) -> Part:
        """Undefined where `asked op 0` holds for a number, unsure where that is unsure."""
        holds = choosing.compare(op, asked, NOUGHT)
        bad = arithmetic.undefined_where(found, holds.is_(TRUE))
        return replace(bad, unsure=x.any_of(found.unsure, holds.unsure))

    # of formulas --------------------------------------------------------------------------------------

    def in_formula(self, op: str, a: Part, b: Part) -> Part:
        """The operation + - * / as a step of a formula."""
        return STEPS[op](a, b)

    def first(self, part: Part) -> Part:
        """The first of several that are folded into one: it must be a number."""
        return of_numbers(part, part)

    def rises(self, at: Part, points: Sequence[tuple[Part, Part]]) -> bool:
        """Whether the points are known and rise."""
        known = [one.constant for one, _ in points]
        return (
            all(a is not None and b is not None and a < b for a, b in pairwise(known)) and None not in known
        )

    def between(self, line: Part, y1: Part, y2: Part) -> Part:
        """A line with what is known of its range between two ends."""
        if y1.constant and y2.constant:
            return ranged(line, min(y1.low, y2.low), max(y1.high, y2.high))
        return line

    def decided(self, found: Part, doubts: Sequence[E], parts: Sequence[Part]) -> Part:
        """`found`, absent as an operation on these parts is, unsure where one of the doubts holds."""
        return of_numbers(replace(found, status=x.code(NUMBER), unsure=x.any_of(*doubts)), *parts)

    def unsure(self) -> NoReturn:
        """The reference's."""
        raise NoFormError

    unknown = too_long = unsure

    # of combinations ----------------------------------------------------------------------------------

    def bare(self, part: Part) -> Part:
        """The numbers alone, whatever stands where there are none."""
        return replace(part, status=x.code(NUMBER), words=None, unsure=x.FALSE)

    def added(self, parts: Sequence[Part]) -> Part:
        """A sum of many as a balanced tree: what is written stays shallow."""
        if len(parts) == 1:
            return parts[0]
        middle = len(parts) // 2
        return arithmetic.add(self.added(parts[:middle]), self.added(parts[middle:]))

    def kept(self, pairs: Sequence[Pair], neutral: Part) -> list[Part]:
        """Members' numbers, the neutral one where a member is away."""
        return [choosing.select(here, self.bare(m), neutral) for m, _, here in pairs]

    def weights(self, pairs: Sequence[Pair]) -> list[Part]:
        """Members' weights, 0 where a member is away."""
        return [choosing.select(here, self.bare(w), NOUGHT) for _, w, here in pairs]

    def held_within(self, found: Part, pairs: Sequence[Pair], weights: Sequence[Part]) -> Part:
        """A mean lies among its members where no weight is below 0."""
        if any(one.low < 0 for one in weights):
            return found
        numbers = [m for m, _, _ in pairs]
        low, high = min(one.low for one in numbers), max(one.high for one in numbers)
        return replace(found, low=max(low, found.low), high=min(high, found.high))

    def counted(self, pairs: Sequence[Pair]) -> Part:
        """How many members are present."""
        total = x.lit(0)
        for _, _, here in pairs:
            total = x.add(total, x.case(here, x.lit(1), x.lit(0)))
        return replace(exact(total, 1, len(pairs)), low=0.0)

    def undefined_where(self, found: Part, holding: Sequence[Part]) -> Part:
        """Undefined where one of these truths holds."""
        bad = x.any_of(*(one.is_(TRUE) for one in holding))
        unsure = x.any_of(found.unsure, *(one.unsure for one in holding))
        return replace(found, status=x.case(bad, x.code(UNDEFINED), found.status), unsure=unsure)

    def doubtful_where(self, found: Part, holding: Sequence[Part]) -> Part:
        """The reference's where one of these truths holds."""
        doubts = [x.any_of(one.is_(TRUE), one.unsure) for one in holding]
        return replace(found, bits=SETTLED_BITS, unsure=x.any_of(found.unsure, *doubts))

    def together(self, held: E, here: E) -> E:
        """Where both hold."""
        return x.both(held, here)

    def one_of(self, held: E, here: E) -> E:
        """Where one of them holds."""
        return x.any_of(held, here)
