"""Several columns into one, and roundings of whole columns: the steps Combine and Round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from kaoping.engines.columnar import choosing, decisions
from kaoping.engines.columnar.algebra import NOUGHT, Arrays, Pair
from kaoping.engines.columnar.parts import (
    FALSE,
    MISSING,
    NOT_APPLICABLE,
    NUMBER,
    SETTLED_BITS,
    TRUE,
    ZERO,
    Mask,
    Part,
    either,
    exact,
    trusted,
)
from kaoping.engines.walking import HOW, few_by_weight
from kaoping.plan.steps import Combine, Member, Round

EVERYBODY: Mask = np.ones(1, np.bool_)
ONE = exact(ZERO + 1, 1, 1)
ARRAYS = Arrays()
"""No word and no formula comes into a combination, so all share one algebra."""


def combine(step: Combine, column: Callable[[str], Part]) -> Part:
    """The step's column. Unsure for everybody where the way of combining is not known here."""
    if step.how not in HOW:
        return ARRAYS.unsure()
    members = [column(m.column) for m in step.members]
    pairs = [paired(column, m) for m in step.members]
    if step.at_least == 0 and all(part.status is None for part in members):
        found = HOW[step.how](ARRAYS, pairs)
        return trusted(replace(found, bits=min(found.bits, SETTLED_BITS)))
    strict = _strictest(members) if step.absent == "strict" else None
    present = np.sum([here.astype(np.int64) for _, _, here in _broadcast(pairs)], axis=0)
    found = HOW[step.how](ARRAYS, pairs)
    status = np.where(present == 0, np.int8(NOT_APPLICABLE), found.statuses())
    few, doubt = _too_few(step, pairs, present)
    status = np.where(few & (present > 0), np.int8(MISSING), status)
    if strict is not None:
        status = np.where(strict > 0, strict, status)
    unsure = either(found.unsure, doubt, *(m.unsure for m, _, _ in pairs), *(w.unsure for _, w, _ in pairs))
    bits = min(found.bits, SETTLED_BITS)
    return trusted(replace(found, status=status if status.any() else None, unsure=unsure, bits=bits))


def paired(column: Callable[[str], Part], member: Member) -> Pair:
    """A member with its weight, 1 where it has none."""
    part = column(member.column)
    weight = ONE if member.weight is None else _weight(column(member.weight))
    return part, weight, EVERYBODY if part.status is None else part.status == NUMBER


def added_by(pair: Pair) -> Part:
    """What one member adds to a plain sum: its numbers, 0 where it is absent."""
    return ARRAYS.kept([pair], NOUGHT)[0]


def weighed_by(pair: Pair) -> Part:
    """What one member adds to the weights: nothing where it is absent."""
    return ARRAYS.weights([pair])[0]


def _weight(part: Part) -> Part:
    """A weight that is no number counts as 0."""
    if part.status is None:
        return part
    return choosing.select(part.statuses() == NUMBER, ARRAYS.bare(part), NOUGHT)


def _broadcast(pairs: Sequence[Pair]) -> Sequence[Pair]:
    size = max(here.shape[0] for _, _, here in pairs)
    return [(m, w, np.broadcast_to(here, (size,))) for m, w, here in pairs]


def _strictest(members: Sequence[Part]) -> np.ndarray:
    """The strongest absence among the members, not-applicable apart; 0 where none."""
    found = np.zeros(1, np.int8)
    for one in members:
        status = one.statuses()
        found = np.maximum(found, np.where((status > NOT_APPLICABLE) & (status < FALSE), status, np.int8(0)))
    return found


def _too_few(step: Combine, pairs: Sequence[Pair], present: np.ndarray) -> tuple[Mask, Mask | None]:
    """Where too few members are present, by number, share or weight."""
    asked = step.at_least
    if asked == 0:
        return np.zeros(1, np.bool_), None
    if step.at_least_by != "weight":
        needed = asked if step.at_least_by == "number" else asked * len(pairs)
        return present * needed.denominator < needed.numerator, None
    answer = few_by_weight(ARRAYS, step, pairs)
    return answer.statuses() == TRUE, answer.unsure


def rounded(step: Round, part: Part) -> Part:
    """The step's column: numbers rounded, everything else as it is."""
    if part.status is None or part.codes is None:
        bare = part.copy()
        bare.status = bare.unsure = None
        found = decisions.rounded(bare, step.places, step.mode)
        if part.status is not None and found.unsure is not None:
            found.unsure = found.unsure & (part.status == NUMBER)
        found.unsure = either(part.unsure, found.unsure)
        found.status = part.status
        return found
    return Part(part.status, part.whole, part.den, part.most, unsure=np.ones(1, np.bool_))
