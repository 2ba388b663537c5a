"""Truths, branches and absences as SQL: Kleene's logic, `if`, `coalesce`, and the questions about absence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaoping.engines.columnar.parts import FALSE, NUMBER, PENDING, TRUE, WORD, Vocabulary
from kaoping.engines.sql import arithmetic
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part, exact, flags


def _from_truth(holds: E) -> E:
    return x.case(holds, x.code(TRUE), x.code(FALSE))


def _absence(status: E) -> E:
    """The status where it is an absence, else 0."""
    return x.case(x.cmp("<=", status, x.code(PENDING)), status, x.code(NUMBER))


def compare(op: str, a: Part, b: Part, vocabulary: Vocabulary | None = None) -> Part:
    """`a op b` as a truth. Words are only equal or not; anything else that is no number is unsure."""
    below, above, doubt = arithmetic.order(a, b)
    truth = {"=": x.no(x.any_of(below, above)), "!=": x.any_of(below, above), "<": below,
             "<=": x.no(above), ">": above, ">=": x.no(below)}[op]  # fmt: skip
    numbers = x.both(a.is_(NUMBER), b.is_(NUMBER))
    strongest = x.greatest(_absence(a.status), _absence(b.status))
    present = x.cmp("=", strongest, x.code(NUMBER))
    strange = x.both(present, x.no(numbers))
    if op in ("=", "!="):
        flag = x.both(x.cmp(">=", a.status, x.code(FALSE)), x.cmp(">=", b.status, x.code(FALSE)))
        alike = x.both(
            flag, x.any_of(x.both(a.is_(WORD), b.is_(WORD)), x.both(x.no(a.is_(WORD)), x.no(b.is_(WORD))))
        )
        same = _same(a, b)
        truth = x.case(alike, same if op == "=" else x.no(same), truth)
        strange = x.both(strange, x.no(alike))
        strange = x.any_of(strange, _of_two_kinds(a, b, vocabulary))
    status = x.case(present, _from_truth(truth), strongest)
    return flags(status, x.any_of(a.unsure, b.unsure, x.both(doubt, numbers), strange))


def _same(a: Part, b: Part) -> E:
    nobody = x.lit(-1)
    words = x.cmp("=", a.words or nobody, b.words or nobody)
    return x.both(x.cmp("=", a.status, b.status), x.any_of(x.no(a.is_(WORD)), words))


def _of_two_kinds(a: Part, b: Part, vocabulary: Vocabulary | None) -> E:
    """Where words meet and the run holds texts and dates: the reference may refuse that."""
    both = x.both(a.is_(WORD), b.is_(WORD))
    mixed = vocabulary is not None and len({type(cell) for cell in vocabulary.cells}) > 1
    return both if mixed else x.FALSE


def truths(part: Part) -> tuple[E, E]:
    """Statuses that are truths or absences; unsure elsewhere."""
    return part.status, x.any_of(part.unsure, part.is_(NUMBER, WORD))


def both(a: Part, b: Part, decisive: int) -> Part:
    """`and` (decisive FALSE), `or` (decisive TRUE): the decisive truth wins whatever the other side is."""
    (s, ds), (t, dt) = truths(a), truths(b)
    other = x.code(TRUE if decisive == FALSE else FALSE)
    absence = x.greatest(_absence(s), _absence(t))
    left, right = x.cmp("=", s, x.code(decisive)), x.cmp("=", t, x.code(decisive))
    rest = x.case(x.cmp(">", absence, x.code(NUMBER)), absence, other)
    status = x.case(x.any_of(left, right), x.code(decisive), rest)
    return flags(status, x.any_of(ds, x.both(dt, x.no(left))))


def opposite(a: Part) -> Part:
    """`not a`."""
    status, unsure = truths(a)
    swapped = x.case(a.is_(TRUE), x.code(FALSE), x.case(a.is_(FALSE), x.code(TRUE), status))
    return flags(swapped, unsure)


def select(where: E, a: Part, b: Part) -> Part:
    """a where it holds, else b: number, status, words and doubts together."""
    if where.is_literal:
        return a if where.value else b
    found = arithmetic.chosen(where, a, b)
    words = None
    if a.words is not None or b.words is not None:
        words = x.case(where, a.words or x.lit(-1), b.words or x.lit(-1))
    unsure = x.case(where, a.unsure, b.unsure)
    return _narrowed(
        replace(found, status=x.case(where, a.status, b.status), words=words, unsure=unsure), a, b
    )


def _narrowed(found: Part, a: Part, b: Part) -> Part:
    """A side that never holds a number tells nothing of the range."""

    def numberless(part: Part) -> bool:
        return part.status.may is not None and NUMBER not in part.status.may

    if numberless(a) == numberless(b):
        return found
    known = b if numberless(a) else a
    return replace(found, low=known.low, high=known.high)


def branch(arms: Sequence[tuple[Part, Part]], otherwise: Part) -> Part:
    """`if`: the first branch whose condition holds; absent as a condition that is absent before that."""
    found = otherwise
    for condition, answer in reversed(arms):
        status, doubt = truths(condition)
        found = select(x.cmp("=", status, x.code(TRUE)), answer, found)
        away = x.cmp("<=", status, x.code(PENDING))
        found = select(away, flags(_absence(status)), found)
        found = replace(found, unsure=x.any_of(found.unsure, doubt))
    return found


def coalesce(parts: Sequence[Part]) -> Part:
    """The first that is present; where none is, the strongest absence."""
    found = parts[-1]
    for one in reversed(parts[:-1]):
        away = x.both(x.cmp(">", one.status, x.code(NUMBER)), x.cmp("<=", one.status, x.code(PENDING)))
        behind = found.status
        none = x.both(x.cmp(">", behind, x.code(NUMBER)), x.cmp("<=", behind, x.code(PENDING)))
        weaker = replace(found, status=x.case(none, x.greatest(behind, _absence(one.status)), behind))
        found = select(away, weaker, one)
        found = replace(found, unsure=x.any_of(found.unsure, one.unsure))
    return found


def asks(part: Part, low: int, high: int, inverted: bool = False) -> Part:
    """Whether the status lies between two, or not."""
    holds = x.both(x.cmp(">=", part.status, x.code(low)), x.cmp("<=", part.status, x.code(high)))
    return flags(_from_truth(x.no(holds) if inverted else holds), part.unsure)


def count_true(parts: Sequence[Part]) -> Part:
    """How many conditions hold; absent where one of them is."""
    status, num, unsure = x.code(NUMBER), x.lit(0), x.FALSE
    for one in parts:
        state, doubt = truths(one)
        num = x.add(num, x.case(one.is_(TRUE), x.lit(1), x.lit(0)))
        status, unsure = x.greatest(status, _absence(state)), x.any_of(unsure, doubt)
    return replace(exact(num, 1, len(parts)), low=0.0, status=status, unsure=unsure)
