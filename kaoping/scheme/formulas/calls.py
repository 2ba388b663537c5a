"""What each function does, on arguments that are ready to run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from kaoping.errors import Problem, Words
from kaoping.exact import RoundingMode, Undefined, round_places
from kaoping.scheme.formulas.arithmetic import NUMBER_FUNCTIONS, NumberFunction, whole_steps
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
from kaoping.scheme.formulas.functions import CONTEXT_FUNCTIONS, ValueType
from kaoping.scheme.formulas.inference import unknown_function, wrong_type
from kaoping.scheme.formulas.problems import FormulaNameError, FormulaTypeError, problem
from kaoping.scheme.formulas.syntax import Call, Expr, Number, Text, Unary
from kaoping.tables import Absence, Cell

Runs = tuple[Run, ...]
Builder = Callable[[Call, Runs], Run]


def call(expr: Call, arguments: Runs) -> Run:
    """A call of a function of either table; FormulaNameError for one that only a compiled scheme answers."""
    function = expr.function
    if function in NUMBER_FUNCTIONS:
        return _number_call(expr, arguments, NUMBER_FUNCTIONS[function])
    if function in _OTHER_FUNCTIONS:
        return _OTHER_FUNCTIONS[function](expr, arguments)
    if function in CONTEXT_FUNCTIONS:
        raise FormulaNameError(_needs_a_scheme(expr))
    raise FormulaNameError(unknown_function(expr))


def _needs_a_scheme(expr: Call) -> Problem:
    name = expr.function
    return problem(
        "context",
        expr.column,
        Words(
            f"“{name}”要看别的时期或单位，只能在方案中使用",
            f"“{name}” looks at other periods or organisations and only works within a scheme",
        ),
    )


def _number_call(expr: Call, arguments: Runs, function: NumberFunction) -> Run:
    """A function of numbers only."""
    name, column = expr.function, expr.column

    def run(names: Cells, budget: Budget) -> Cell:
        cells = [argument(names, budget) for argument in arguments]
        numbers = [cell for cell in cells if type(cell) is Fraction]
        if len(numbers) != len(cells):
            return number_failure(cells, name, column)
        try:
            return function(numbers, budget)
        except Undefined:
            return UNDEFINED

    return run


def _if(expr: Call, arguments: Runs) -> Run:
    column = expr.column
    arms, otherwise = tuple(zip(arguments[:-1:2], arguments[1::2], strict=True)), arguments[-1]

    def run(names: Cells, budget: Budget) -> Cell:
        for condition, branch in arms:
            holds = truth_of(condition(names, budget), "if", column)
            if holds is True:
                return branch(names, budget)
            if holds is not False:
                return holds
        return otherwise(names, budget)

    return run


def _coalesce(expr: Call, arguments: Runs) -> Run:
    """The first present argument; where none is, the strongest of the absences."""

    def run(names: Cells, budget: Budget) -> Cell:
        absences: list[Cell] = []
        for argument in arguments:
            cell = argument(names, budget)
            if not isinstance(cell, Absence):
                return cell
            absences.append(cell)
        found = strongest(absences)
        assert found is not None
        return found

    return run


def _asks(test: Callable[[Cell], bool]) -> Builder:
    def build(expr: Call, arguments: Runs) -> Run:
        (argument,) = arguments
        return lambda names, budget: test(argument(names, budget))

    return build


def _count_true(expr: Call, arguments: Runs) -> Run:
    column = expr.column

    def run(names: Cells, budget: Budget) -> Cell:
        truths = [truth_of(argument(names, budget), "count_true", column) for argument in arguments]
        absence = strongest(truths)
        return Fraction(truths.count(True)) if absence is None else absence

    return run


def _round(expr: Call, arguments: Runs) -> Run:
    """Places and mode are written out, so that they are known before any value is."""
    places = _literal_number(expr.arguments[1])
    mode = RoundingMode(_literal_text(expr, 2, "half_up"))
    return _number_call(
        expr,
        arguments[:1],
        lambda numbers, budget: budget.kept(round_places(numbers[0], places, mode)),
    )


def _steps(expr: Call, arguments: Runs) -> Run:
    mode = _literal_text(expr, 2, "")
    return _number_call(
        expr,
        arguments[:2],
        lambda numbers, budget: budget.kept(whole_steps(numbers[0], numbers[1], mode)),
    )


def _literal_number(expr: Expr) -> int:
    """The whole number written; `parse` has made sure of it, a built tree has to."""
    sign, inner = (-1, expr.operand) if isinstance(expr, Unary) and expr.op == "-" else (1, expr)
    assert isinstance(inner, Number) and inner.value.denominator == 1
    return sign * inner.value.numerator


def _literal_text(expr: Call, position: int, otherwise: str) -> str:
    if position >= len(expr.arguments):
        return otherwise
    argument = expr.arguments[position]
    assert isinstance(argument, Text)
    return argument.value


def _of_dates(function: Callable[..., int]) -> Builder:
    def build(expr: Call, arguments: Runs) -> Run:
        name, column = expr.function, expr.column

        def run(names: Cells, budget: Budget) -> Cell:
            cells = [argument(names, budget) for argument in arguments]
            for cell in cells:
                if not isinstance(cell, (date, Absence)):
                    raise FormulaTypeError(wrong_type(name, ValueType.DATE, type_of_cell(cell), column))
            absence = strongest(cells)
            return Fraction(function(*cells)) if absence is None else absence

        return run

    return build


def _date(expr: Call, arguments: Runs) -> Run:
    """A date of three numbers; undefined where the calendar has no such day."""

    def run(names: Cells, budget: Budget) -> Cell:
        cells = [argument(names, budget) for argument in arguments]
        for cell in cells:
            if isinstance(cell, bool) or not isinstance(cell, (Fraction, Absence)):
                raise FormulaTypeError(wrong_type("date", ValueType.NUMBER, type_of_cell(cell), expr.column))
        absence = strongest(cells)
        if absence is not None:
            return absence
        try:
            return date(*(int(cell) if cell.denominator == 1 else 0 for cell in cells))  # type: ignore[arg-type,union-attr]
        except (ValueError, OverflowError):
            return UNDEFINED

    return run


def _days(first: date, last: date) -> int:
    return (last - first).days


_OTHER_FUNCTIONS: dict[str, Builder] = {
    "if": _if,
    "coalesce": _coalesce,
    "is_missing": _asks(lambda cell: cell is Absence.MISSING),
    "is_not_applicable": _asks(lambda cell: cell is Absence.NOT_APPLICABLE),
    "is_pending": _asks(lambda cell: cell is Absence.PENDING),
    "is_undefined": _asks(lambda cell: cell is Absence.UNDEFINED),
    "is_absent": _asks(lambda cell: isinstance(cell, Absence)),
    "is_present": _asks(lambda cell: not isinstance(cell, Absence)),
    "count_true": _count_true,
    "round": _round,
    "steps": _steps,
    "date": _date,
    "days": _of_dates(_days),
    "year": _of_dates(lambda day: int(day.year)),
    "month": _of_dates(lambda day: int(day.month)),
}
"""Functions that look at truths, texts, dates or absences."""
