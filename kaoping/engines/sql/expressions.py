"""Expressions of SQL as a graph: each is made once, folded where it is constant, and written out in few places.

A scalar here is never NULL: what is absent is told by a status beside the number. Three kinds are enough: whole
numbers (BIGINT), floats (DOUBLE) and truths (BOOLEAN). A whole number that only takes a few values, such as a status,
knows them (`may`), so that questions about it can be answered while the text is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

Value: TypeAlias = "int | float | bool"
INT, FLOAT, BOOL = "int", "float", "bool"


class E:
    """One node. Equal nodes are the same object, so identity is equality."""

    __slots__ = ("__weakref__", "args", "kind", "may", "op")

    op: str
    kind: str
    args: tuple[Any, ...]
    may: frozenset[int] | None

    @property
    def is_literal(self) -> bool:
        """Whether its value is known."""
        return self.op in ("lit", "code")

    @property
    def value(self) -> Any:
        """The value of a literal."""
        return self.args[0]


_MADE: WeakValueDictionary[tuple[Any, ...], E] = WeakValueDictionary()


def _make(op: str, kind: str, args: tuple[Any, ...], may: frozenset[int] | None = None) -> E:
    key = (op, kind, type(args[0]) if op in ("lit", "code") else None, args, may)
    found = _MADE.get(key)
    if found is None:
        found = E()
        found.op, found.kind, found.args, found.may = op, kind, args, may
        _MADE[key] = found
    return found


# leaves ----------------------------------------------------------------------------------------------


def lit(value: Value) -> E:
    """A constant."""
    kind = BOOL if isinstance(value, bool) else INT if isinstance(value, int) else FLOAT
    return _make("lit", kind, (value,))


def code(value: int) -> E:
    """A constant status."""
    return _make("code", INT, (value,), frozenset({value}))


def col(name: str, kind: str = INT, may: frozenset[int] | None = None) -> E:
    """A column of the table that is read."""
    if may is not None and len(may) == 1:
        return code(next(iter(may)))
    return _make("col", kind, (name,), may)


TRUE, FALSE = lit(True), lit(False)


# numbers ---------------------------------------------------------------------------------------------


def _folded(op: str, kind: str, how: Callable[[Any, Any], Any], a: E, b: E) -> E:
    if a.is_literal and b.is_literal:
        return lit(how(a.value, b.value))
    return _make(op, kind, (a, b))


def _is(e: E, value: int) -> bool:
    return e.op == "lit" and e.kind != BOOL and bool(e.value == value)


def add(a: E, b: E) -> E:
    """a + b."""
    if _is(a, 0):
        return b
    return a if _is(b, 0) else _folded("+", a.kind, lambda x, y: x + y, a, b)


def sub(a: E, b: E) -> E:
    """a - b."""
    return a if _is(b, 0) else _folded("-", a.kind, lambda x, y: x - y, a, b)


def mul(a: E, b: E) -> E:
    """a × b."""
    if _is(a, 0) or _is(b, 1):
        return a
    if _is(b, 0) or _is(a, 1):
        return b
    return _folded("*", a.kind, lambda x, y: x * y, a, b)


def times(a: E, factor: int) -> E:
    """a × a whole number that is known."""
    return mul(a, lit(factor))


def div(a: E, b: E) -> E:
    """a / b of floats; b is never 0."""
    return _folded("/", FLOAT, lambda x, y: x / y, a, b)


def mod(a: E, b: E) -> E:
    """What is left of a ≥ 0 after whole multiples of b > 0."""
    return _folded("%", INT, lambda x, y: x % y, a, b)


def neg(a: E) -> E:
    """-a."""
    return lit(-a.value) if a.is_literal else _make("neg", a.kind, (a,))


def call(name: str, a: E, kind: str | None = None) -> E:
    """A function of one number: ABS, FLOOR, SQRT, LN, EXP."""
    if name == "ABS" and a.is_literal:
        return lit(abs(a.value))
    return _make(name, kind or a.kind, (a,))


def floated(a: E) -> E:
    """A whole number as a float, rounded to nearest."""
    if a.kind == FLOAT:
        return a
    return lit(float(a.value)) if a.is_literal else _make("float", FLOAT, (a,))


def whole(a: E) -> E:
    """A float that is a whole number below 2^63, as one."""
    return lit(int(a.value)) if a.is_literal else _make("int", INT, (a,))


def greatest(a: E, b: E) -> E:
    """The larger of two statuses."""
    assert a.may is not None and b.may is not None
    if a is b:
        return a
    if min(a.may) >= max(b.may):
        return a
    if min(b.may) >= max(a.may):
        return b
    may = frozenset(max(x, y) for x in a.may for y in b.may)
    return _make("GREATEST", INT, (a, b), may)


# truths ----------------------------------------------------------------------------------------------

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda x, y: x == y,
    "<>": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


def cmp(op: str, a: E, b: E) -> E:
    """Whether `a op b`."""
    xs = a.may or ({a.value} if a.is_literal else None)
    ys = b.may or ({b.value} if b.is_literal else None)
    if xs is not None and ys is not None:
        found = {_HOLDS[op](x, y) for x in xs for y in ys}
        if len(found) == 1:
            return lit(found.pop())
    if a is b:
        return lit(op in ("=", "<=", ">="))
    if b.is_literal and a.op == "CASE" and a.args[1].is_literal and a.args[2].is_literal:
        return case(a.args[0], cmp(op, a.args[1], b), cmp(op, a.args[2], b))
    return _make(op, BOOL, (a, b))


_JOINT = {("OR", frozenset("<>")): "<>", ("AND", frozenset(("<=", ">="))): "="}
"""Two comparisons of the same as one."""


def _joined(op: str, decisive: E, neutral: E, parts: tuple[E, ...]) -> E:
    kept: dict[E, None] = {}
    for one in parts:
        if one is decisive:
            return decisive
        if one is not neutral:
            kept.update(dict.fromkeys(one.args if one.op == op else (one,)))
    if not kept:
        return neutral
    if len(kept) == 2:
        one, other = kept
        if one.args == other.args and (joint := _JOINT.get((op, frozenset((one.op, other.op))))):
            return cmp(joint, *one.args)
    return next(iter(kept)) if len(kept) == 1 else _make(op, BOOL, tuple(kept))


def both(*parts: E) -> E:
    """All of them."""
    return _joined("AND", FALSE, TRUE, parts)


def any_of(*parts: E) -> E:
    """One of them at least."""
    return _joined("OR", TRUE, FALSE, parts)


_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def no(a: E) -> E:
    """Not a. Floats here are never NaN, so comparisons may be turned round."""
    if a.is_literal:
        return lit(not a.value)
    if a.op == "NOT":
        found: E = a.args[0]
        return found
    return _make(_OPPOSITE[a.op], BOOL, a.args) if a.op in _OPPOSITE else _make("NOT", BOOL, (a,))


def case(condition: E, a: E, b: E) -> E:
    """a where the condition holds, else b."""
    if condition.is_literal:
        return a if condition.value else b
    if a.op == "CASE" and a.args[0] is condition:
        a = a.args[1]
    if b.op == "CASE" and b.args[0] is condition:
        b = b.args[2]
    if a is b:
        return a
    if a.kind == BOOL:
        if a.is_literal and b.is_literal:
            return condition if a.value else no(condition)
        return any_of(both(condition, a), both(no(condition), b))
    may = a.may | b.may if a.may is not None and b.may is not None else None
    return _make("CASE", a.kind, (condition, a, b), may)
