"""Square roots, logarithms and exponentials as SQL: always near, never exact."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from math import sqrt as root_of

from kaoping.engines.columnar.parts import NUMBER, UNIT
from kaoping.engines.columnar.roots import BITS, OWN
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.arithmetic import undefined_where
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part, near, of_numbers, ranged, slack

IRRATIONAL = frozenset({"sqrt", "ln", "exp"})
_NOUGHT, _ONE = x.lit(0.0), x.lit(1.0)


def _found(part: Part, value: E, error: E, bad: E, doubt: E) -> Part:
    found = of_numbers(near(value, error, BITS + 400), part)
    found = replace(found, unsure=x.any_of(found.unsure, x.both(part.is_(NUMBER), doubt)))
    return undefined_where(found, x.both(bad, x.no(doubt)))


def sqrt(part: Part) -> Part:
    """The square root: undefined below 0."""
    v, dv = part.near()
    doubt = x.both(x.cmp("<=", x.call("ABS", v), dv), x.cmp("<>", dv, _NOUGHT))
    value = x.call("SQRT", x.case(x.cmp(">", v, _NOUGHT), v, _NOUGHT))
    some = x.cmp(">", value, _NOUGHT)
    reach = x.case(some, x.div(dv, x.case(some, value, _ONE)), _NOUGHT)
    error = x.add(slack(reach), x.mul(value, x.lit(UNIT)))
    found = _found(part, value, error, x.cmp("<", v, _NOUGHT), doubt)
    high = inf if part.high in (inf, -inf) else root_of(max(part.high, 0.0))
    return ranged(found, 0.0, high)


def ln(part: Part) -> Part:
    """The natural logarithm: undefined at 0 and below."""
    v, dv = part.near()
    doubt = x.both(x.cmp("<=", v, x.mul(x.lit(2.0), dv)), x.cmp("<>", dv, _NOUGHT))
    fine = x.both(x.cmp(">", v, _NOUGHT), x.no(doubt))
    safe = x.case(fine, v, _ONE)
    value = x.call("LN", safe)
    reach = x.case(fine, x.div(x.mul(x.lit(2.0), dv), safe), _NOUGHT)
    error = x.add(x.add(slack(reach), x.mul(x.call("ABS", value), x.lit(OWN))), x.lit(UNIT))
    return _found(part, value, error, x.cmp("<=", v, _NOUGHT), doubt)


def exp(part: Part) -> Part:
    """e to the power x, for small enough x; beyond it is not trusted."""
    v, dv = part.near()
    doubt = x.any_of(x.cmp(">", x.call("ABS", v), x.lit(100.0)), x.cmp(">", dv, x.lit(0.5)))
    value = x.call("EXP", x.case(doubt, _NOUGHT, v))
    error = slack(x.mul(value, x.add(x.mul(x.lit(2.0), dv), x.lit(OWN))))
    return ranged(_found(part, value, error, x.FALSE, doubt), 0.0, inf)
