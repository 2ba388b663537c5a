"""What arrays can do: the operations of `kaoping.engines.walking` on parts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TypeAlias

import numpy as np

from kaoping.engines.columnar import arithmetic, choosing, decisions, roots
from kaoping.engines.columnar.parts import (
    LIMIT,
    NUMBER,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
    ZERO,
    Mask,
    Part,
    Vocabulary,
    constant,
    either,
    exact,
    numbers_of,
    trusted,
)
from kaoping.tables import Cell

Pair: TypeAlias = tuple[Part, Part, Mask]
"""A member's numbers, its weights, and where it is present."""
NOUGHT = exact(ZERO, 1, 0)
STEPS = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
}


class Arrays:
    """The algebra of one formula or combination. `is_beyond`: some of it is the reference's, for everybody."""

    add = staticmethod(arithmetic.add)
    subtract = staticmethod(arithmetic.subtract)
    multiply = staticmethod(arithmetic.multiply)
    divide = staticmethod(arithmetic.divide)
    negative = staticmethod(arithmetic.negative)
    magnitude = staticmethod(arithmetic.magnitude)
    smaller = staticmethod(arithmetic.smaller)
    rounded = staticmethod(decisions.rounded)
    sqrt, ln, exp = staticmethod(roots.sqrt), staticmethod(roots.ln), staticmethod(roots.exp)
    both, opposite = staticmethod(choosing.both), staticmethod(choosing.opposite)
    branch, coalesce = staticmethod(choosing.branch), staticmethod(choosing.coalesce)
    asks, count_true = staticmethod(choosing.asks), staticmethod(choosing.count_true)
    select = staticmethod(choosing.select)

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.products, self.is_beyond = 0, False

    def constant(self, cell: Cell) -> Part:
        """The same cell for everybody."""
        return constant(cell, self.vocabulary)

    def number(self, value: Fraction) -> Part:
        """The same number for everybody."""
        return NOUGHT if value == 0 else numbers_of([value])

    def sign(self, a: Part) -> Part:
        """-1, 0 or 1."""
        status, unsure = arithmetic.absent(a)
        below, above, doubt = decisions.order(a, NOUGHT)
        whole = above.astype(np.int64) - below.astype(np.int64)
        return exact(whole, 1, 1, status, either(unsure, doubt))

    def compare(self, op: str, a: Part, b: Part) -> Part:
        """`a op b`; where a text meets a date the reference refuses."""
        found = choosing.compare(op, a, b)
        found.unsure = either(found.unsure, choosing.kinds_differ(a, b, self.vocabulary))
        return found

    def below(self, a: Part, b: Part) -> tuple[Mask, Mask | None]:
        """Where a is below b, and where that is unsure."""
        below, _, doubt = decisions.order(a, b)
        return below, doubt

    def guarded(self, found: Part, asked: Part, op: str) -> Part:
        """Undefined where `asked op 0` holds for a number, unsure where that is unsure."""
        holds = choosing.compare(op, asked, NOUGHT)
        bad = (holds.statuses() == TRUE) & (found.statuses() == NUMBER)
        found = found.copy()
        if bad.any():
            found.status = np.where(bad, np.int8(UNDEFINED), found.statuses())
        found.unsure = either(found.unsure, holds.unsure)
        return found

    # of formulas --------------------------------------------------------------------------------------

    def in_formula(self, op: str, a: Part, b: Part) -> Part:
        """After three products or quotients in a row the range of floats could be left unseen: look."""
        found = STEPS[op](a, b)
        self.products += op in "*/"
        return trusted(found) if op in "*/" and self.products > 3 else found

    def multiplied(self, a: Part, b: Part) -> Part:
        """A product among many: each is looked at, so that nothing sinks below the range of floats unseen."""
        return trusted(arithmetic.multiply(a, b))

    def first(self, part: Part) -> Part:
        """The first of several that are folded into one."""
        return part

    def rises(self, x: Part, points: Sequence[tuple[Part, Part]]) -> bool:
        """Whether the points are the same for everybody, exact, and rise."""
        xs = [one for one, _ in points]
        if x.size() == 1 or any(
            one.whole is None or one.whole.shape[0] != 1 or one.status is not None for one in xs
        ):
            return False
        return all(bool(decisions.order(a, b)[0][0]) for a, b in pairwise(xs))

    def between(self, line: Part, y1: Part, y2: Part) -> Part:
        """Arrays know their range."""
        return line

    def decided(self, found: Part, doubts: Sequence[Mask | None], parts: Sequence[Part]) -> Part:
        """`found`, absent as an operation on these parts is, unsure where one of the doubts holds."""
        made = found.copy()
        made.status, unsure = arithmetic.absent(*parts)
        made.unsure = either(unsure, *doubts)
        return made

    def unsure(self) -> Part:
        """A column that is the reference's."""
        return Part(None, ZERO, 1, 0, unsure=np.ones(1, np.bool_))

    def unknown(self) -> Part:
        """What has no form here: the whole formula is the reference's."""
        self.is_beyond = True
        return exact(ZERO, 1, 0)

    def too_long(self) -> None:
        """The whole formula is the reference's."""
        self.is_beyond = True

    # of combinations ----------------------------------------------------------------------------------

    def bare(self, part: Part) -> Part:
        """The numbers alone, whatever stands where there are none."""
        found = part.copy()
        found.status = found.codes = None
        return found

    def added(self, parts: Sequence[Part]) -> Part:
        """A sum of many columns, without a new column for each where all fit over one denominator."""
        if any(p.whole is None or p.status is not None or p.unsure is not None for p in parts):
            return _one_by_one(parts)
        den = lcm(*(p.den for p in parts))
        most = sum(p.most * (den // p.den) for p in parts)
        if most >= LIMIT or den >= LIMIT:
            return _one_by_one(parts)
        total = np.zeros(max(p.size() for p in parts), np.int64)
        for one in parts:
            total += one.scaled(den)
        return exact(total, den, most)

    def kept(self, pairs: Sequence[Pair], neutral: Part) -> list[Part]:
        """Members' numbers, the neutral one where a member is away."""
        return [
            m if m.status is None else choosing.select(here, self.bare(m), neutral) for m, _, here in pairs
        ]

    def weights(self, pairs: Sequence[Pair]) -> list[Part]:
        """Members' weights, 0 where a member is away."""
        return [choosing.select(here, w, NOUGHT) for _, w, here in pairs]

    def held_within(self, found: Part, pairs: Sequence[Pair], weights: Sequence[Part]) -> Part:
        """Arrays know their range."""
        return found

    def counted(self, pairs: Sequence[Pair]) -> Part:
        """How many members are present."""
        total = np.zeros(max(here.shape[0] for _, _, here in pairs), np.int64)
        for _, _, here in pairs:
            total += here
        return exact(total, 1, len(pairs))

    def undefined_where(self, found: Part, holding: Sequence[Part]) -> Part:
        """Undefined where one of these truths holds."""
        bad = np.any(np.broadcast_arrays(*(one.statuses() == TRUE for one in holding)), axis=0)
        made = found.copy()
        made.status = np.where(bad, np.int8(UNDEFINED), found.statuses())
        made.unsure = either(found.unsure, *(one.unsure for one in holding))
        return made

    def doubtful_where(self, found: Part, holding: Sequence[Part]) -> Part:
        """The reference's where one of these truths holds."""
        made = found.copy()
        made.bits = SETTLED_BITS
        made.unsure = either(found.unsure, *(either(one.statuses() == TRUE, one.unsure) for one in holding))
        return made

    def together(self, held: Mask, here: Mask) -> Mask:
        """Where both hold."""
        return held & here

    def one_of(self, held: Mask, here: Mask) -> Mask:
        """Where one of them holds."""
        return held | here


def _one_by_one(parts: Sequence[Part]) -> Part:
    found = parts[0]
    for one in parts[1:]:
        found = arithmetic.add(found, one)
    return found
