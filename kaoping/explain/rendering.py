"""Formulas with titles and values instead of names, in human notation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.parts import Input, TraceStep
from kaoping.explain.taken import is_plain
from kaoping.scheme.formulas import (
    Binary,
    Call,
    Expr,
    Name,
    Number,
    Text,
    evaluate,
    names,
    parsed,
    render,
    rewrite,
    walk,
)
from kaoping.scheme.formulas.parse import Limits
from kaoping.tables import Cell

LARGE = Limits(characters=200_000, nodes=20_000, nesting=200)
"""A formula made from a rule with many rows may be longer than what a person may write."""

ASKING = {
    "is_missing": Words("{}缺报", "{} is missing"),
    "is_pending": Words("{}待报", "{} is pending"),
    "is_undefined": Words("{}无法计算", "{} is undefined"),
    "is_not_applicable": Words("{}不适用", "{} is not applicable"),
    "is_absent": Words("{}没有值", "{} has no value"),
    "is_present": Words("{}有值", "{} has a value"),
}
_STEPS = {
    "floor": Words("{} ÷ {} 取整步", "{} ÷ {} in whole steps"),
    "ceil": Words("{} ÷ {} 进一取步", "{} ÷ {} in steps begun"),
    "linear": Words("{} ÷ {}", "{} ÷ {}"),
    "round": Words("{} ÷ {} 取最近的整步", "{} ÷ {} to the nearest step"),
}


def expression_of(step: TraceStep) -> Expr:
    """The stored formula, read anew from its text."""
    return parsed(step.expression, LARGE)


def cells_of(step: TraceStep) -> Mapping[str, Cell]:
    """The exact inputs of a formula by name."""
    return {one.name: one.cell for one in step.inputs}


class Rendering:
    """Parts of one formula as text."""

    def __init__(self, step: TraceStep, language: Language) -> None:
        self.language = language
        self.zh = language == "zh"
        self.inputs: dict[str, Input] = {one.name: one for one in step.inputs}
        self.cells = cells_of(step)

    def label(self, name: str) -> str:
        """The title of an input; empty where it has none."""
        return self.inputs[name].title.in_(self.language)

    def value(self, expr: Expr) -> Cell:
        """What a part of the formula comes to."""
        return evaluate(expr, self.cells)

    def shown(self, name: str) -> str:
        """Title and value of an input."""
        text = numbers.cell(self.inputs[name].cell, self.language)
        label = self.label(name)
        if label and isinstance(self.inputs[name].cell, bool):
            return label
        return f"{label} {text}" if label else text

    def text(self, expr: Expr) -> str:
        """A part of the formula with titles and values; steps and interpolation in words."""
        extra: dict[str, str] = {}

        def change(node: Expr) -> Expr | None:
            if isinstance(node, Call) and node.function == "power":
                return Binary("^", rewrite(node.arguments[0], change), rewrite(node.arguments[1], change))
            if isinstance(node, Call) and node.function in ("steps", "interpolate"):
                key = f"said_{len(extra)}"
                extra[key] = self._stepped(node) if node.function == "steps" else self._interpolated(node)
                return Name(key)
            return None

        plain = rewrite(expr, change)
        return render(plain, lambda key: extra.get(key) or self.shown(key), self.language)

    def equation(self, expr: Expr, total: str = "") -> str:
        """a × b = c, with ≈ where any figure shown is shortened; of a plain name its title and value."""
        value = self.value(expr)
        if is_plain(expr) and not total:
            exact = self.is_exact(expr)
            about, label = "" if exact else "≈ ", self.label(expr.key) if isinstance(expr, Name) else ""
            return f"{label} {about}{numbers.cell(value, self.language)}".strip()
        short = isinstance(value, Fraction) and numbers.is_short(value)
        sign = "=" if self.is_exact(expr) and short else "≈"
        return f"{self.text(expr)} {sign} {total or numbers.cell(value, self.language)}"

    def is_exact(self, expr: Expr) -> bool:
        """Whether every figure in it is shown whole."""
        found = [self.cells[key] for key in names(expr)]
        found += [node.value for node in walk(expr) if isinstance(node, Number)]
        return all(numbers.is_short(one) for one in found if isinstance(one, Fraction))

    def asked(self, test: Expr) -> str:
        """A question about absence, or a flag, in words; empty for any other condition."""
        if isinstance(test, Call) and test.function in ASKING and isinstance(test.arguments[0], Name):
            return ASKING[test.function].in_(self.language).format(self.label(test.arguments[0].key))
        return self.label(test.key) if isinstance(test, Name) else ""

    def _stepped(self, node: Call) -> str:
        gap, size, mode = node.arguments
        assert isinstance(mode, Text)
        return _STEPS[mode.value].in_(self.language).format(self.text(gap), self.text(size))

    def _interpolated(self, node: Call) -> str:
        """The stretch of the line on which the value lies."""
        cells = [self.value(one) for one in node.arguments]
        at, *rest = (one for one in cells if isinstance(one, Fraction))
        points = sorted(zip(rest[::2], rest[1::2], strict=True))
        near = [p for p in points if p[0] <= at][-1:] + [p for p in points if p[0] > at][:1]
        ends = ("—" if self.zh else " to ").join(
            f"({numbers.number(a)}, {numbers.number(b)})" for a, b in near
        )
        shown = self.text(node.arguments[0])
        if len(near) < 2:
            return f"{shown} 在端点 {ends} 或其外" if self.zh else f"{shown} at or beyond the end {ends}"
        return f"{shown} 在 {ends} 之间插值" if self.zh else f"{shown} interpolated from {ends}"
