"""Several columns into one, and roundings of whole columns: the steps Combine and Round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

import numpy as np

from kaoping.engines.columnar import arithmetic, choosing, decisions, roots
from kaoping.engines.columnar.parts import (
    FALSE,
    LIMIT,
    MISSING,
    NOT_APPLICABLE,
    NUMBER,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
    ZERO,
    Mask,
    Part,
    either,
    exact,
    numbers_of,
    trusted,
)
from kaoping.plan.steps import Combine, Member, Round

KNOWN = frozenset(
    {"sum", "arithmetic", "min", "max", "count", "first", "last", "product", "geometric", "harmonic"}
)
"""What is worked out on columns; median, power and others are the reference's."""

EVERYBODY: Mask = np.ones(1, np.bool_)
ONE = exact(ZERO + 1, 1, 1)
NOUGHT = exact(ZERO, 1, 0)
Pair = tuple[Part, Part, Mask]
"""A member's numbers, its weights, and where it is present."""


def combine(step: Combine, column: Callable[[str], Part]) -> Part:
    """The step's column. Unsure for everybody where the way of combining is not known here."""
    if step.how not in KNOWN:
        return Part(None, ZERO, 1, 0, unsure=np.ones(1, np.bool_))
    members = [column(m.column) for m in step.members]
    pairs = [paired(column, m) for m in step.members]
    if step.at_least == 0 and all(part.status is None for part in members):
        found = _HOW[step.how](pairs)
        return trusted(replace(found, bits=min(found.bits, SETTLED_BITS)))
    strict = _strictest(members) if step.absent == "strict" else None
    present = np.sum([here.astype(np.int64) for _, _, here in _broadcast(pairs)], axis=0)
    found = _HOW[step.how](pairs)
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
    return _kept([pair], NOUGHT)[0]


def weighed_by(pair: Pair) -> Part:
    """What one member adds to the weights: nothing where it is absent."""
    return _weights([pair])[0]


def _weight(part: Part) -> Part:
    """A weight that is no number counts as 0."""
    if part.status is None:
        return part
    return choosing.select(part.statuses() == NUMBER, _bare(part), NOUGHT)


def _bare(part: Part) -> Part:
    """The numbers alone, whatever stands where there are none."""
    found = part.copy()
    found.status = found.codes = None
    return found


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
    if step.at_least_by == "number":
        return present < float(asked), None
    if step.at_least_by == "share":
        needed = asked * len(pairs)
        return present * needed.denominator < needed.numerator, None
    held = _fold([choosing.select(here, w, NOUGHT) for _, w, here in pairs], arithmetic.add)
    whole = _fold([w for _, w, _ in pairs], arithmetic.add)
    answer = choosing.compare("<", held, arithmetic.multiply(whole, numbers_of([asked])))
    return answer.statuses() == TRUE, answer.unsure


def _fold(parts: Sequence[Part], step: Callable[[Part, Part], Part]) -> Part:
    found = parts[0]
    for one in parts[1:]:
        found = step(found, one)
    return found


def multiplied(a: Part, b: Part) -> Part:
    """A product among many: each is looked at, so that nothing sinks below the range of floats unseen."""
    return trusted(arithmetic.multiply(a, b))


def _kept(pairs: Sequence[Pair], neutral: Part) -> list[Part]:
    """Members' numbers, the neutral one where a member is away."""
    return [m if m.status is None else choosing.select(here, _bare(m), neutral) for m, _, here in pairs]


def _weights(pairs: Sequence[Pair]) -> list[Part]:
    return [choosing.select(here, w, NOUGHT) for _, w, here in pairs]


def _sum(pairs: Sequence[Pair]) -> Part:
    return _added(_kept(pairs, NOUGHT))


def _added(parts: Sequence[Part]) -> Part:
    """A sum of many columns, without a new column for each where all fit over one denominator."""
    if any(p.whole is None or p.status is not None or p.unsure is not None for p in parts):
        return _fold(parts, arithmetic.add)
    den = lcm(*(p.den for p in parts))
    most = sum(p.most * (den // p.den) for p in parts)
    if most >= LIMIT or den >= LIMIT:
        return _fold(parts, arithmetic.add)
    total = np.zeros(max(p.size() for p in parts), np.int64)
    for one in parts:
        total += one.scaled(den)
    return exact(total, den, most)


def _arithmetic(pairs: Sequence[Pair]) -> Part:
    weights = _weights(pairs)
    kept = _kept(pairs, NOUGHT)
    terms = [arithmetic.multiply(m, w) for m, w in zip(kept, weights, strict=True)]
    return _over(_added(terms), _added(weights))


def _over(above: Part, below: Part) -> Part:
    return arithmetic.divide(above, below)


def _harmonic(pairs: Sequence[Pair]) -> Part:
    weights = _weights(pairs)
    kept = _kept(pairs, numbers_of([Fraction(1)]))
    terms = [arithmetic.divide(w, m) for m, w in zip(kept, weights, strict=True)]
    found = _over(_added(weights), _fold(terms, arithmetic.add))
    return _refused(found, kept, "<=")


def _refused(found: Part, kept: Sequence[Part], op: str) -> Part:
    """Undefined where one of the numbers is too low to have such a mean."""
    low = [choosing.compare(op, m, NOUGHT) for m in kept]
    bad = np.any(np.broadcast_arrays(*(one.statuses() == TRUE for one in low)), axis=0)
    status = np.where(bad, np.int8(UNDEFINED), found.statuses())
    return replace(found, status=status, unsure=either(found.unsure, *(one.unsure for one in low)))


def _geometric(pairs: Sequence[Pair]) -> Part:
    """e to the weighted mean of logarithms; where a number is 0 or below the reference decides."""
    weights = _weights(pairs)
    kept = _kept(pairs, numbers_of([Fraction(1)]))
    terms = [arithmetic.multiply(roots.ln(m), w) for m, w in zip(kept, weights, strict=True)]
    found = roots.exp(_over(_fold(terms, arithmetic.add), _added(weights)))
    found.bits = SETTLED_BITS
    low = [choosing.compare("<=", m, NOUGHT) for m in kept]
    low += [choosing.compare("<", w, NOUGHT) for w in weights]
    doubts = [either(one.statuses() == TRUE, one.unsure) for one in low]
    found.unsure = either(found.unsure, *doubts)
    return found


def _first(pairs: Sequence[Pair]) -> Part:
    found = NOUGHT
    for member, _, here in reversed(pairs):
        found = choosing.select(here, _bare(member), found)
    return found


def _extreme(sign: int) -> Callable[[Sequence[Pair]], Part]:
    def run(pairs: Sequence[Pair]) -> Part:
        found, held = _bare(pairs[0][0]), pairs[0][2]
        for member, _, here in pairs[1:]:
            number = _bare(member)
            better = arithmetic.smaller(found, number, sign)
            found = choosing.select(held & here, better, choosing.select(here, number, found))
            held = held | here
        return found

    return run


def _counted(pairs: Sequence[Pair]) -> Part:
    size = max(here.shape[0] for _, _, here in pairs)
    total = np.zeros(size, np.int64)
    for _, _, here in pairs:
        total += here
    return exact(total, 1, len(pairs))


_HOW: dict[str, Callable[[Sequence[Pair]], Part]] = {
    "sum": _sum,
    "arithmetic": _arithmetic,
    "harmonic": _harmonic,
    "geometric": _geometric,
    "product": lambda pairs: _fold(_kept(pairs, numbers_of([Fraction(1)])), multiplied),
    "min": _extreme(1),
    "max": _extreme(-1),
    "first": _first,
    "last": lambda pairs: _first(list(reversed(pairs))),
    "count": _counted,
}


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
