"""Evaluating a formula over cells: numbers, truths, texts, dates and absences.

Each tree is turned once into nested closures. Nothing in a formula can loop, so the work is bounded by its
nodes and by the length of its numbers; a `Budget` counts both.

Absence: an operation with an absent operand is absent, with the strongest reason of its operands: pending,
missing, undefined, not applicable, in that order. `and` and `or` are decided by a present operand where it
decides; `if` looks only at the branch it takes, and is absent as its condition is; `coalesce` and `is_...`
look at absence itself. Where arithmetic has no answer the result is `Absence.UNDEFINED`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from kaoping.errors import Words
from kaoping.exact import TooLarge
from kaoping.scheme.formulas.budget import Budget
from kaoping.scheme.formulas.calls import call
from kaoping.scheme.formulas.cells import CELL_TYPES, Cells, Run
from kaoping.scheme.formulas.inference import unknown_name
from kaoping.scheme.formulas.operators import binary, unary
from kaoping.scheme.formulas.problems import FormulaNameError, FormulaTypeError, problem, shown
from kaoping.scheme.formulas.syntax import Binary, Call, Expr, Name, Number, Text, Truth, Unary
from kaoping.tables import Cell

Compiled = Callable[[Cells, Budget | None], Cell]


def evaluate(expr: Expr, names: Cells, budget: Budget | None = None) -> Cell:
    """The value of the formula where its names have these values.

    Raises FormulaTypeError where values do not go together, FormulaNameError where a name has no value or a
    context function was left in, FormulaTooCostly beyond the budget (100,000 steps where none is given).
    """
    return compiled(expr)(names, budget)


def compiled(expr: Expr) -> Compiled:
    """The formula as one function of (names, budget), made once for each tree. Errors as `evaluate`.

    It is kept with the tree, not shared between equal trees: their columns may differ, and an error tells the
    column.
    """
    if expr.run is None:
        object.__setattr__(expr, "run", _whole(expr))
    found: Compiled = expr.run
    return found


def _whole(expr: Expr) -> Compiled:
    run, size = _build(expr), expr.size

    def whole(names: Cells, budget: Budget | None = None) -> Cell:
        if budget is None:
            budget = Budget()
        budget.spend(size)
        try:
            return run(names, budget)
        except TooLarge:
            raise Budget.too_long() from None

    return whole


def _build(expr: Expr) -> Run:
    match expr:
        case Number(value) | Text(value) | Truth(value):
            return _constant(value)
        case Name():
            return _name(expr)
        case Unary(op, operand):
            return unary(op, _build(operand), expr.column)
        case Binary(op, left, right):
            return binary(op, _build(left), _build(right), expr.column)
        case Call():
            return call(expr, tuple(_build(argument) for argument in expr.arguments))


def _constant(value: Cell) -> Run:
    return lambda names, budget: value


def _name(expr: Name) -> Run:
    key = expr.key

    def run(names: Cells, budget: Budget) -> Cell:
        try:
            value = names[key]
        except KeyError:
            raise FormulaNameError(unknown_name(expr, names)) from None
        if type(value) in CELL_TYPES:
            return value
        return _refuse_cell(value, expr)

    return run


def _refuse_cell(value: object, expr: Name) -> NoReturn:
    """A value that is none of the five kinds (a float above all) was handed in."""
    kind, key = shown(type(value).__name__), shown(expr.key)
    raise FormulaTypeError(
        problem(
            "type",
            expr.column,
            Words(
                f"“{key}”的值是 {kind}，不是单元格值", f"the value of “{key}” is a {kind}, which is no cell"
            ),
            Words("先转换为精确数", "make it an exact number first"),
        )
    )
