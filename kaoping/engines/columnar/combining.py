"""Several columns into one, and roundings of whole columns: the steps Combine and Round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from kaoping.engines.columnar import arithmetic, choosing, decisions, roots
from kaoping.engines.columnar.parts import (
    FALSE,
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
from kaoping.plan.steps import Combine, Round

KNOWN = frozenset(
    {"sum", "arithmetic", "min", "max", "count", "first", "last", "product", "geometric", "harmonic"}
)
"""What is worked out on columns; median, power and others are the reference's."""

EVERYBODY: Mask = np.ones(1, np.bool_)
Pair = tuple[Part, Part, Mask]
"""A member's numbers, its weights, and where it is present."""


def combine(step: Combine, column: Callable[[str], Part]) -> Part:
    """The step's column. Unsure for everybody where the way of combining is not known here."""
    if step.how not in KNOWN:
        return Part(None, ZERO, 1, 0, unsure=np.ones(1, np.bool_))
    one = numbers_of([Fraction(1)])
    members = [column(m.column) for m in step.members]
    pairs = [
        _pair(part, one if m.weight is None else _weight(column(m.weight)))
        for part, m in zip(members, step.members, strict=True)
    ]
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


def _pair(member: Part, weight: Part) -> Pair:
    return member, weight, EVERYBODY if member.status is None else member.status == NUMBER


def _weight(part: Part) -> Part:
    """A weight that is no number counts as 0."""
    if part.status is None:
        return part
    return choosing.select(part.statuses() == NUMBER, _bare(part), exact(ZERO, 1, 0))


def _bare(part: Part) -> Part:
    """The numbers alone, whatever stands where there are none."""
    return replace(part, status=None, codes=None)


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
    held = _fold([choosing.select(here, w, exact(ZERO, 1, 0)) for _, w, here in pairs], arithmetic.add)
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
    nought = exact(ZERO, 1, 0)
    return [w if here.all() else choosing.select(here, w, nought) for _, w, here in pairs]


def _sum(pairs: Sequence[Pair]) -> Part:
    return _added(_kept(pairs, exact(ZERO, 1, 0)))


def _added(parts: Sequence[Part]) -> Part:
    """A sum of many columns, without a new column for each where all share a denominator."""
    first = parts[0]
    plain = all(p.whole is not None and p.den == first.den and p.status is None for p in parts)
    most = sum(p.most for p in parts)
    if not plain or most >= 2**62:
        return _fold(parts, arithmetic.add)
    size = max(p.size() for p in parts)
    total = np.zeros(size, np.int64)
    for one in parts:
        assert one.whole is not None
        total += one.whole
    return exact(total, first.den, most)


def _arithmetic(pairs: Sequence[Pair]) -> Part:
    weights = _weights(pairs)
    kept = _kept(pairs, exact(ZERO, 1, 0))
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
    low = [choosing.compare(op, m, exact(ZERO, 1, 0)) for m in kept]
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
    low = [choosing.compare("<=", m, exact(ZERO, 1, 0)) for m in kept]
    low += [choosing.compare("<", w, exact(ZERO, 1, 0)) for w in weights]
    doubts = [either(one.statuses() == TRUE, one.unsure) for one in low]
    found.unsure = either(found.unsure, *doubts)
    return found


def _first(pairs: Sequence[Pair]) -> Part:
    found = exact(ZERO, 1, 0)
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
        status = part.status
        found = decisions.rounded(
            replace(part, status=None, unsure=None),
            step.places,
            step.mode,
        )
        numbers = np.ones(1, np.bool_) if status is None else status == NUMBER
        found.unsure = either(part.unsure, None if found.unsure is None else found.unsure & numbers)
        found.status = status
        return found
    return Part(part.status, part.whole, part.den, part.most, unsure=np.ones(1, np.bool_))
