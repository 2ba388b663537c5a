"""The syntax tree of a formula: seven kinds of frozen nodes.

A node knows its own size (nodes of the tree below it, itself included) and depth, both found when it is made
in constant time; no node can be made deeper than `DEEPEST`, so that walking a tree never exhausts the stack.
The column (from 1, 0 where unknown) is for messages only: it takes no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from kaoping.errors import Words
from kaoping.scheme.formulas.problems import too_costly

DEEPEST = 200
"""No tree is deeper than this; a sum of more terms than this is written with sum(...)."""

UnaryOp = Literal["-", "not"]
BinaryOp = Literal["+", "-", "*", "/", "^", "=", "!=", "<", "<=", ">", ">=", "and", "or"]

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/", "^"})


class Node:
    """What the seven kinds share: equality by content, a hash found once, size and depth."""

    __slots__ = ("_hash", "depth", "run", "size")

    _hash: int
    depth: int
    size: int
    run: Any
    """What `compiled` made of this tree; None until it is asked."""

    def __post_init__(self) -> None:
        below = self.parts()
        depth = 1 + max((node.depth for node in below), default=0)
        if depth > DEEPEST:
            raise too_costly(
                Words(
                    f"嵌套超过{DEEPEST}层；许多项相加请用 sum(…)",
                    f"more than {DEEPEST} levels deep; write a long addition as sum(…)",
                )
            )
        object.__setattr__(self, "depth", depth)
        object.__setattr__(self, "size", 1 + sum(node.size for node in below))
        object.__setattr__(self, "run", None)
        object.__setattr__(self, "_hash", hash((type(self).__name__, self.content())))

    def content(self) -> tuple[Any, ...]:
        """What equality and hash compare."""
        raise NotImplementedError

    def parts(self) -> tuple[Expr, ...]:
        """The nodes directly below."""
        return ()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Node):
            return NotImplemented
        return type(self) is type(other) and self._hash == other._hash and self.content() == other.content()

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # A hash of text differs from process to process: it is found anew, never carried over.
        return type(self), (*self.content(), getattr(self, "column", 0))


@dataclass(frozen=True, slots=True, eq=False)
class Number(Node):
    """An exact number."""

    value: Fraction
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True, eq=False)
class Text(Node):
    """A text in quotes."""

    value: str
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True, eq=False)
class Truth(Node):
    """true or false."""

    value: bool
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return (self.value,)


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """The key of a value, possibly dotted (`tax.target`)."""

    key: str
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return (self.key,)


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Node):
    """`-operand` or `not operand`."""

    op: UnaryOp
    operand: Expr
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return self.op, self.operand

    def parts(self) -> tuple[Expr, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """`left op right`: arithmetic, comparison, and/or."""

    op: BinaryOp
    left: Expr
    right: Expr
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return self.op, self.left, self.right

    def parts(self) -> tuple[Expr, ...]:
        return self.left, self.right


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """`function(arguments)`; the function is a key of FUNCTIONS or CONTEXT_FUNCTIONS, never an alias."""

    function: str
    arguments: tuple[Expr, ...]
    column: int = 0

    def content(self) -> tuple[Any, ...]:
        return self.function, self.arguments

    def parts(self) -> tuple[Expr, ...]:
        return self.arguments


Expr: TypeAlias = Number | Text | Truth | Name | Unary | Binary | Call
