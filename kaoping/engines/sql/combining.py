"""Several columns into one as SQL: the steps Combine and Round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from kaoping.engines.columnar.parts import (
    MISSING,
    NOT_APPLICABLE,
    NUMBER,
    PENDING,
    SETTLED_BITS,
    TRUE,
    UNDEFINED,
)
from kaoping.engines.sql import arithmetic, choosing, roots
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part, exact, number
from kaoping.plan.steps import Combine, Round

Pair = tuple[Part, Part, E]
"""A member's numbers, its weights, and where it is present."""
NOUGHT, ONE = number(Fraction(0)), number(Fraction(1))


def combine(step: Combine, column: Callable[[str], Part]) -> Part | None:
    """The step's column; None where the way of combining has no form in SQL."""
    if step.how not in _HOW:
        return None
    pairs = [
        _pair(column(m.column), ONE if m.weight is None else _weight(column(m.weight))) for m in step.members
    ]
    present = _number_present(pairs)
    found = _HOW[step.how](pairs)
    status = x.case(x.cmp("=", present, x.lit(0)), x.code(NOT_APPLICABLE), found.status)
    few, doubt = _too_few(step, pairs, present)
    status = x.case(x.both(few, x.cmp(">", present, x.lit(0))), x.code(MISSING), status)
    if step.absent == "strict":
        strict = _strictest([column(m.column) for m in step.members])
        status = x.case(x.cmp(">", strict, x.code(NUMBER)), strict, status)
    unsure = [column(c).unsure for c in step.inputs]
    found = replace(found, status=status, unsure=x.any_of(found.unsure, doubt, *unsure))
    if found.unsure is x.TRUE:
        return None
    found.bits = min(found.bits, SETTLED_BITS)
    return found


def _bare(part: Part) -> Part:
    """The numbers alone, whatever stands where there are none."""
    return replace(part, status=x.code(NUMBER), words=None, unsure=x.FALSE)


def _pair(member: Part, weight: Part) -> Pair:
    return member, weight, member.is_(NUMBER)


def _weight(part: Part) -> Part:
    """A weight that is no number counts as 0."""
    return choosing.select(part.is_(NUMBER), _bare(part), NOUGHT)


def _number_present(pairs: Sequence[Pair]) -> E:
    total = x.lit(0)
    for _, _, here in pairs:
        total = x.add(total, x.case(here, x.lit(1), x.lit(0)))
    return total


def _strictest(members: Sequence[Part]) -> E:
    """The strongest absence among the members, not-applicable apart; 0 where none."""
    found = x.code(NUMBER)
    for one in members:
        counts = x.both(
            x.cmp(">", one.status, x.code(NOT_APPLICABLE)), x.cmp("<=", one.status, x.code(PENDING))
        )
        found = x.greatest(found, x.case(counts, one.status, x.code(NUMBER)))
    return found


def _too_few(step: Combine, pairs: Sequence[Pair], present: E) -> tuple[E, E]:
    """Where too few members are present, by number, share or weight."""
    asked = step.at_least
    if asked == 0:
        return x.FALSE, x.FALSE
    if step.at_least_by == "weight":
        held = _added([choosing.select(here, w, NOUGHT) for _, w, here in pairs])
        needed = arithmetic.multiply(_added([w for _, w, _ in pairs]), number(asked))
        answer = choosing.compare("<", held, needed)
        return answer.is_(TRUE), answer.unsure
    needed_number = asked if step.at_least_by == "number" else asked * len(pairs)
    few = x.cmp("<", x.times(present, needed_number.denominator), x.lit(needed_number.numerator))
    return few, x.FALSE


def _kept(pairs: Sequence[Pair], neutral: Part) -> list[Part]:
    """Members' numbers, the neutral one where a member is away."""
    return [choosing.select(here, _bare(m), neutral) for m, _, here in pairs]


def _weights(pairs: Sequence[Pair]) -> list[Part]:
    return [choosing.select(here, _bare(w), NOUGHT) for _, w, here in pairs]


def _added(parts: Sequence[Part]) -> Part:
    """A sum of many as a balanced tree: what is written stays shallow."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return arithmetic.add(_added(parts[:middle]), _added(parts[middle:]))


def _sum(pairs: Sequence[Pair]) -> Part:
    return _added(_kept(pairs, NOUGHT))


def _arithmetic(pairs: Sequence[Pair]) -> Part:
    weights = _weights(pairs)
    terms = [arithmetic.multiply(m, w) for m, w in zip(_kept(pairs, NOUGHT), weights, strict=True)]
    found = arithmetic.divide(_added(terms), _added(weights))
    if all(one.low >= 0 for one in weights):
        numbers = [m for m, _, _ in pairs]
        low, high = min(one.low for one in numbers), max(one.high for one in numbers)
        found = replace(found, low=max(low, found.low), high=min(high, found.high))
    return found


def _harmonic(pairs: Sequence[Pair]) -> Part:
    weights, kept = _weights(pairs), _kept(pairs, ONE)
    terms = [arithmetic.divide(w, m) for m, w in zip(kept, weights, strict=True)]
    found = arithmetic.divide(_added(weights), _added(terms))
    low = [choosing.compare("<=", m, NOUGHT) for m in kept]
    bad = x.any_of(*(one.is_(TRUE) for one in low))
    unsure = x.any_of(found.unsure, *(one.unsure for one in low))
    return replace(found, status=x.case(bad, x.code(UNDEFINED), found.status), unsure=unsure)


def _geometric(pairs: Sequence[Pair]) -> Part:
    """e to the weighted mean of logarithms; where a number is 0 or below the reference decides."""
    weights, kept = _weights(pairs), _kept(pairs, ONE)
    terms = [arithmetic.multiply(roots.ln(m), w) for m, w in zip(kept, weights, strict=True)]
    found = replace(roots.exp(arithmetic.divide(_added(terms), _added(weights))), bits=SETTLED_BITS)
    low = [choosing.compare("<=", m, NOUGHT) for m in kept] + [
        choosing.compare("<", w, NOUGHT) for w in weights
    ]
    doubts = [x.any_of(one.is_(TRUE), one.unsure) for one in low]
    return replace(found, unsure=x.any_of(found.unsure, *doubts))


def _first(pairs: Sequence[Pair]) -> Part:
    found = NOUGHT
    for member, _, here in reversed(pairs):
        found = choosing.select(here, _bare(member), found)
    return found


def _extreme(sign: int) -> Callable[[Sequence[Pair]], Part]:
    def run(pairs: Sequence[Pair]) -> Part:
        found, held = _bare(pairs[0][0]), pairs[0][2]
        for member, _, here in pairs[1:]:
            one = _bare(member)
            better = arithmetic.smaller(found, one, sign)
            found = choosing.select(x.both(held, here), better, choosing.select(here, one, found))
            held = x.any_of(held, here)
        return found

    return run


_HOW: dict[str, Callable[[Sequence[Pair]], Part]] = {
    "sum": _sum,
    "arithmetic": _arithmetic,
    "harmonic": _harmonic,
    "geometric": _geometric,
    "product": lambda pairs: _product(_kept(pairs, ONE)),
    "min": _extreme(1),
    "max": _extreme(-1),
    "first": _first,
    "last": lambda pairs: _first(list(reversed(pairs))),
    "count": lambda pairs: replace(exact(_number_present(pairs), 1, len(pairs)), low=0.0),
}


def _product(parts: Sequence[Part]) -> Part:
    found = parts[0]
    for one in parts[1:]:
        found = arithmetic.multiply(found, one)
    return found


def rounded(step: Round, part: Part) -> Part | None:
    """The step's column: numbers rounded, everything else as it is."""
    bare = _bare(part)
    found = arithmetic.rounded(bare, step.places, step.mode)
    if found.unsure is x.TRUE:
        return None
    unsure = x.any_of(part.unsure, x.both(part.is_(NUMBER), found.unsure))
    return replace(found, status=part.status, words=part.words, unsure=unsure)
