"""Several columns into one as SQL: the steps Combine and Round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kaoping.engines.columnar.parts import (
    MISSING,
    NOT_APPLICABLE,
    NUMBER,
    PENDING,
    SETTLED_BITS,
    TRUE,
)
from kaoping.engines.sql import arithmetic, choosing
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.algebra import NOUGHT, ONE, Pair, Statements
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part
from kaoping.engines.walking import HOW, few_by_weight
from kaoping.plan.steps import Combine, Round

STATEMENTS = Statements()
"""No word and no formula comes into a combination, so all share one algebra."""


def combine(step: Combine, column: Callable[[str], Part]) -> Part | None:
    """The step's column; None where the way of combining has no form in SQL."""
    if step.how not in HOW:
        return None
    pairs = [
        _pair(column(m.column), ONE if m.weight is None else _weight(column(m.weight))) for m in step.members
    ]
    present = _number_present(pairs)
    found: Part = HOW[step.how](STATEMENTS, pairs)
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


def _pair(member: Part, weight: Part) -> Pair:
    return member, weight, member.is_(NUMBER)


def _weight(part: Part) -> Part:
    """A weight that is no number counts as 0."""
    return choosing.select(part.is_(NUMBER), STATEMENTS.bare(part), NOUGHT)


def _number_present(pairs: Sequence[Pair]) -> E:
    found = STATEMENTS.counted(pairs).num
    assert found is not None
    return found


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
        answer = few_by_weight(STATEMENTS, step, pairs)
        return answer.is_(TRUE), answer.unsure
    needed_number = asked if step.at_least_by == "number" else asked * len(pairs)
    few = x.cmp("<", x.times(present, needed_number.denominator), x.lit(needed_number.numerator))
    return few, x.FALSE


def rounded(step: Round, part: Part) -> Part | None:
    """The step's column: numbers rounded, everything else as it is."""
    bare = STATEMENTS.bare(part)
    found = arithmetic.rounded(bare, step.places, step.mode)
    if found.unsure is x.TRUE:
        return None
    unsure = x.any_of(part.unsure, x.both(part.is_(NUMBER), found.unsure))
    return replace(found, status=part.status, words=part.words, unsure=unsure)
