"""Sums kept from one pass to the next: a member that changed is taken out and put in anew.

Only whole numbers are kept, so what comes out is the sum of the members as they are, however many changes went before:
nothing is rounded on the way, and the bound of the sum is worked out anew. What is near, does not fit, or is combined in
another way is not kept; the whole step is worked out instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm

import numpy as np

from kaoping.engines.columnar.algebra import Pair
from kaoping.engines.columnar.arithmetic import divide, multiply
from kaoping.engines.columnar.combining import added_by, paired, weighed_by
from kaoping.engines.columnar.parts import (
    FALSE,
    LIMIT,
    NOT_APPLICABLE,
    SETTLED_BITS,
    Part,
    Whole,
    exact,
    trusted,
)
from kaoping.plan.steps import Combine, Member

Column = Callable[[str], Part]
Taken = tuple[Part, Part | None]
"""The columns of a member and its weight as they were when they were last added."""


class Running:
    """A sum of exact columns without absences, as whole numbers over one denominator."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.den = lcm(*(one.den for one in parts))
        self.shares = [one.most * (self.den // one.den) for one in parts]
        self.most = sum(self.shares)
        self.wholes: list[Whole] = []
        if self.fits:
            self.wholes = [one.scaled(self.den) for one in parts]
            self.total: Whole = np.sum(np.broadcast_arrays(*self.wholes), axis=0)

    @property
    def fits(self) -> bool:
        """Whether no sum of these can leave 64 bits."""
        return self.den < LIMIT and self.most < LIMIT

    def swap(self, at: int, part: Part) -> bool:
        """Put another column in the place of one; False where it does not fit over the denominator kept."""
        if part.whole is None or self.den % part.den:
            return False
        share = part.most * (self.den // part.den)
        self.most += share - self.shares[at]
        self.shares[at] = share
        if not self.fits:
            return False
        whole = part.scaled(self.den)
        self.total = self.total - self.wholes[at] + whole
        self.wholes[at] = whole
        return True

    def part(self) -> Part:
        """The sum as a column."""
        return exact(self.total, self.den, self.most)


class KeptSum:
    """One step `sum` or `arithmetic` with what each member adds to it.

    Whether a member has changed is seen by its column being another object, so no change is overlooked. `is_spoilt`: a
    member did not fit in, the sum must be kept anew.
    """

    def __init__(self, step: Combine, pairs: Sequence[Pair], taken: Sequence[Taken]) -> None:
        self.step, self.taken, self.pairs = step, list(taken), list(pairs)
        self.is_spoilt = False
        self.above = Running([_above(step, one) for one in pairs])
        self.below = Running([weighed_by(one) for one in pairs]) if step.how == "arithmetic" else None
        self.away = [_is_away(one) for one in pairs]
        self.present: Whole = np.sum(np.broadcast_arrays(*(_here(one) for one in pairs)), axis=0)

    @classmethod
    def of(cls, step: Combine, column: Column) -> KeptSum | None:
        """The sum of the members as they are; None where it is not one of whole numbers that fit."""
        if step.how not in ("sum", "arithmetic") or step.at_least != 0 or not step.members:
            return None
        pairs = [paired(column, member) for member in step.members]
        terms = [part for one in pairs for part in (_above(step, one), weighed_by(one))]
        if any(part.whole is None for part in terms):
            return None
        found = cls(step, pairs, [_take(column, member) for member in step.members])
        return found if found.fits else None

    @property
    def fits(self) -> bool:
        """Whether its sums fit in 64 bits."""
        return self.above.fits and (self.below is None or self.below.fits)

    def again(self, column: Column) -> Part | None:
        """The step's column as the members are now; None where it has to be worked out otherwise."""
        for at, (member, before) in enumerate(zip(self.step.members, self.taken, strict=True)):
            part, weight = column(member.column), None if member.weight is None else column(member.weight)
            if part is not before[0] or weight is not before[1]:
                self.is_spoilt = self.is_spoilt or not self._swap(at, (part, weight), column)
        if self.is_spoilt:
            return None
        return None if self.step.absent == "strict" and any(self.away) else self._part()

    def _swap(self, at: int, now: Taken, column: Column) -> bool:
        pair, before = paired(column, self.step.members[at]), self.pairs[at]
        if not self.above.swap(at, _above(self.step, pair)):
            return False
        if self.below is not None and not self.below.swap(at, weighed_by(pair)):
            return False
        if pair[0].status is not before[0].status:
            self.present = self.present - _here(before) + _here(pair)
            self.away[at] = _is_away(pair)
        self.pairs[at], self.taken[at] = pair, now
        return True

    def _part(self) -> Part:
        above = self.above.part()
        found = above if self.below is None else divide(above, self.below.part())
        if np.count_nonzero(self.present) < self.present.shape[0]:
            found.status = np.where(self.present == 0, np.int8(NOT_APPLICABLE), found.statuses())
        found.bits = min(found.bits, SETTLED_BITS)
        return trusted(found)


def _take(column: Column, member: Member) -> Taken:
    return column(member.column), None if member.weight is None else column(member.weight)


def _above(step: Combine, pair: Pair) -> Part:
    return added_by(pair) if step.how == "sum" else multiply(added_by(pair), weighed_by(pair))


def _here(pair: Pair) -> Whole:
    found: Whole = pair[2].astype(np.int64)
    return found


def _is_away(pair: Pair) -> bool:
    """Whether anybody is absent there in another way than not applicable."""
    status = pair[0].status
    return status is not None and bool(np.count_nonzero((status > NOT_APPLICABLE) & (status < FALSE)))
