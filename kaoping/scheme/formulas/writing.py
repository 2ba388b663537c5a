"""From a syntax tree back to text: as source that `parse` reads, or in human notation for an explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kaoping.errors import Language
from kaoping.exact import canonical_text
from kaoping.scheme.formulas.syntax import COMPARISONS, Binary, Call, Expr, Name, Number, Text, Truth, Unary

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATION, _POWER, _ATOM = range(1, 10)
_STRENGTH = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(COMPARISONS, _COMPARISON),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "^": _POWER,
}
_HUMAN_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}
_WORDS_ZH = {"and": "且", "or": "或", "not": "非", "true": "真", "false": "假", "if": "如果"}

_Written = tuple[str, int]
"""A text and how tightly its outermost operator binds."""


@dataclass(frozen=True)
class _Style:
    """How signs, words, names and texts are written."""

    signs: Mapping[str, str]
    show: Callable[[str], str]
    human: bool

    def sign(self, op: str) -> str:
        return self.signs.get(op, op)


_SOURCE = _Style({}, lambda key: key, human=False)


def to_source(expr: Expr) -> str:
    """The formula as text with as few brackets as needed. `parse` reads it back as an equal tree.

    A tree that was built, not read, may hold a negative number or one without a finite decimal; it is written
    as `-3` or `1 / 3` and comes back as that operation, with the same value.
    """
    return _written(expr, _SOURCE)[0]


def render(
    expr: Expr,
    show: Callable[[str], str],
    language: Language = "zh",
    functions: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The formula as a person writes it: × ÷ − ≤ ≥ ≠, each name as `show` gives it, functions by their words."""
    words = _WORDS_ZH if language == "zh" else {}
    return _written(expr, _Style({**_HUMAN_SIGNS, **functions, **words}, show, human=True))[0]


def _written(expr: Expr, style: _Style) -> _Written:
    match expr:
        case Number(value):
            return _number(value, style)
        case Text(value):
            return (f"“{value}”" if style.human else "'" + value.replace("'", "''") + "'"), _ATOM
        case Truth(value):
            return style.sign("true" if value else "false"), _ATOM
        case Name(key):
            shown = style.show(key)
            return shown, _NEGATION if shown.startswith(("-", "−")) else _ATOM
        case Call():
            return _call(expr, style)
        case Unary(op, operand):
            if op == "not":
                return f"{style.sign('not')} {_bracketed(operand, _NOT, style)}", _NOT
            return style.sign("-") + _bracketed(operand, _ATOM, style), _NEGATION
        case Binary():
            return _binary(expr, style)


def _binary(expr: Binary, style: _Style) -> _Written:
    """Left-associative, except that comparisons and powers bracket both sides."""
    strength = _STRENGTH[expr.op]
    alone = strength in (_COMPARISON, _POWER)
    left = _bracketed(expr.left, strength + 1 if alone else strength, style)
    right = _bracketed(expr.right, strength + 1, style, after_sign=strength >= _SUM)
    return f"{left} {style.sign(expr.op)} {right}", strength


def _bracketed(expr: Expr, weakest: int, style: _Style, after_sign: bool = False) -> str:
    """The text, in brackets where it binds too loosely, or where a minus would follow a sign."""
    text, strength = _written(expr, style)
    if strength < weakest or (after_sign and strength == _NEGATION):
        return f"({text})"
    return text


def _number(value: Fraction, style: _Style) -> _Written:
    """A decimal, or the quotient of two whole numbers."""
    text = canonical_text(value)
    if "/" in text:
        return text.replace("/", f" {style.sign('/')} ").replace("-", style.sign("-")), _PRODUCT
    return (text.replace("-", style.sign("-")), _NEGATION) if value < 0 else (text, _ATOM)


def _call(expr: Call, style: _Style) -> _Written:
    arguments = ", ".join(_written(argument, style)[0] for argument in expr.arguments)
    if style.human and expr.function == "abs" and len(expr.arguments) == 1:
        return f"|{arguments}|", _ATOM
    return f"{style.sign(expr.function)}({arguments})", _ATOM
