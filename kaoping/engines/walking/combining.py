"""Several columns into one, said once: each way of combining as the operations of an algebra.

Median, power and others have no form here: they are the reference's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kaoping.engines.walking.algebra import Algebra, P, Pair
from kaoping.plan.steps import Combine

Way = Callable[[Algebra[Any], Sequence[Pair[Any]]], Any]


def few_by_weight(a: Algebra[P], step: Combine, pairs: Sequence[Pair[P]]) -> P:
    """The truth that too little weight is present."""
    nought = a.number(Fraction(0))
    held = a.added([a.select(here, w, nought) for _, w, here in pairs])
    whole = a.added([w for _, w, _ in pairs])
    return a.compare("<", held, a.multiply(whole, a.number(step.at_least)))


def _sum(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    return a.added(a.kept(pairs, a.number(Fraction(0))))


def _arithmetic(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    weights = a.weights(pairs)
    kept = a.kept(pairs, a.number(Fraction(0)))
    terms = [a.multiply(m, w) for m, w in zip(kept, weights, strict=True)]
    return a.held_within(a.divide(a.added(terms), a.added(weights)), pairs, weights)


def _harmonic(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    weights, kept = a.weights(pairs), a.kept(pairs, a.number(Fraction(1)))
    terms = [a.divide(w, m) for m, w in zip(kept, weights, strict=True)]
    nought = a.number(Fraction(0))
    return a.undefined_where(
        a.divide(a.added(weights), a.added(terms)), [a.compare("<=", m, nought) for m in kept]
    )


def _geometric(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    """e to the weighted mean of logarithms; where a number is 0 or below the reference decides."""
    weights, kept = a.weights(pairs), a.kept(pairs, a.number(Fraction(1)))
    terms = [a.multiply(a.ln(m), w) for m, w in zip(kept, weights, strict=True)]
    found = a.exp(a.divide(a.added(terms), a.added(weights)))
    nought = a.number(Fraction(0))
    low = [a.compare("<=", m, nought) for m in kept] + [a.compare("<", w, nought) for w in weights]
    return a.doubtful_where(found, low)


def _product(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    kept = a.kept(pairs, a.number(Fraction(1)))
    found = kept[0]
    for one in kept[1:]:
        found = a.multiplied(found, one)
    return found


def _first(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    found = a.number(Fraction(0))
    for member, _, here in reversed(pairs):
        found = a.select(here, a.bare(member), found)
    return found


def _last(a: Algebra[P], pairs: Sequence[Pair[P]]) -> P:
    return _first(a, list(reversed(pairs)))


def _extreme(sign: int) -> Way:
    def run(a: Algebra[Any], pairs: Sequence[Pair[Any]]) -> Any:
        found, held = a.bare(pairs[0][0]), pairs[0][2]
        for member, _, here in pairs[1:]:
            one = a.bare(member)
            better = a.smaller(found, one, sign)
            found = a.select(a.together(held, here), better, a.select(here, one, found))
            held = a.one_of(held, here)
        return found

    return run


HOW: Mapping[str, Way] = {
    "sum": _sum,
    "arithmetic": _arithmetic,
    "harmonic": _harmonic,
    "geometric": _geometric,
    "product": _product,
    "min": _extreme(1),
    "max": _extreme(-1),
    "first": _first,
    "last": _last,
    "count": lambda a, pairs: a.counted(pairs),
}
"""Every way there is a form for."""
