"""What each operator does, on parts of a formula that are ready to run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from kaoping.exact import Undefined, steady
from kaoping.scheme.formulas.arithmetic import less, raise_to
from kaoping.scheme.formulas.budget import Budget
from kaoping.scheme.formulas.cells import (
    UNDEFINED,
    Cells,
    Run,
    number_failure,
    strongest,
    truth_of,
    type_of_cell,
)
from kaoping.scheme.formulas.inference import mismatch
from kaoping.scheme.formulas.problems import FormulaTypeError
from kaoping.scheme.formulas.syntax import ARITHMETIC, BinaryOp, UnaryOp
from kaoping.tables import Absence, Cell


def binary(op: BinaryOp, left: Run, right: Run, column: int) -> Run:
    """`left op right`."""
    if op in ARITHMETIC:
        return _ARITHMETIC[op](left, right, column)
    return _logical(op, left, right, column) if op in ("and", "or") else _comparison(op, left, right, column)


def _add(left: Run, right: Run, column: int) -> Run:
    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            return budget.kept(a + b)
        return number_failure((a, b), "+", column)

    return run


def _subtract(left: Run, right: Run, column: int) -> Run:
    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            return budget.kept(a - b)
        return number_failure((a, b), "-", column)

    return run


def _multiply(left: Run, right: Run, column: int) -> Run:
    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            return budget.kept(a * b)
        return number_failure((a, b), "*", column)

    return run


def _divide(left: Run, right: Run, column: int) -> Run:
    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            return budget.kept(a / b) if b.numerator else UNDEFINED
        return number_failure((a, b), "/", column)

    return run


def _power(left: Run, right: Run, column: int) -> Run:
    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            try:
                return raise_to(a, b, budget)
            except Undefined:
                return UNDEFINED
        return number_failure((a, b), "^", column)

    return run


_ARITHMETIC: dict[str, Callable[[Run, Run, int], Run]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
}


def unary(op: UnaryOp, operand: Run, column: int) -> Run:
    """`-operand` or `not operand`."""

    def negative(names: Cells, budget: Budget) -> Cell:
        cell = operand(names, budget)
        return -cell if type(cell) is Fraction else number_failure((cell,), "-", column)

    def opposite(names: Cells, budget: Budget) -> Cell:
        cell = truth_of(operand(names, budget), "not", column)
        return cell if isinstance(cell, Absence) else not cell

    return negative if op == "-" else opposite


_DECIDES: dict[str, Callable[[bool, bool], bool]] = {
    # from (a < b, b < a)
    "=": lambda below, above: not (below or above),
    "!=": lambda below, above: below or above,
    "<": lambda below, above: below,
    "<=": lambda below, above: not above,
    ">": lambda below, above: above,
    ">=": lambda below, above: not below,
}


def _comparison(op: BinaryOp, left: Run, right: Run, column: int) -> Run:
    """Numbers and dates in order; texts and truths only equal or not; never one kind with another."""
    decides = _DECIDES[op]

    def run(names: Cells, budget: Budget) -> Cell:
        a, b = left(names, budget), right(names, budget)
        if type(a) is Fraction and type(b) is Fraction:
            a, b = steady(a), steady(b)
            return decides(less(a, b), less(b, a))
        if type(a) is date and type(b) is date:
            return decides(a < b, b < a)
        absence = strongest((a, b))
        if absence is not None:
            return absence
        if type(a) is type(b) and op in ("=", "!="):
            return (a == b) is (op == "=")
        raise FormulaTypeError(mismatch(op, type_of_cell(a), type_of_cell(b), column))

    return run


def _logical(op: BinaryOp, left: Run, right: Run, column: int) -> Run:
    """Kleene's logic: false decides an `and`, true decides an `or`, whatever the other side is."""
    decisive = op == "or"

    def run(names: Cells, budget: Budget) -> Cell:
        a = truth_of(left(names, budget), op, column)
        if a is decisive:
            return decisive
        b = truth_of(right(names, budget), op, column)
        if b is decisive:
            return decisive
        absence = strongest((a, b))
        return not decisive if absence is None else absence

    return run
