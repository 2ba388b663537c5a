"""The cells that closures work on: their types, their absences, and the errors of a wrong type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from kaoping.scheme.formulas.budget import Budget
from kaoping.scheme.formulas.functions import ValueType
from kaoping.scheme.formulas.inference import wrong_type
from kaoping.scheme.formulas.problems import FormulaTypeError
from kaoping.tables import Absence, Cell

Cells = Mapping[str, Cell]
Run = Callable[[Cells, Budget], Cell]
"""A part of a formula, ready to run."""

UNDEFINED = Absence.UNDEFINED
CELL_TYPES = frozenset({Fraction, bool, str, date, Absence})
_ORDER = {absence: place for place, absence in enumerate(Absence)}


def strongest(cells: Sequence[Cell]) -> Absence | None:
    """The strongest absence among the cells; None where all are present."""
    absences = [cell for cell in cells if isinstance(cell, Absence)]
    return min(absences, key=_ORDER.__getitem__) if absences else None


def type_of_cell(cell: Cell) -> ValueType:
    """The type of a present value; ANY for an absence."""
    kinds = {Fraction: ValueType.NUMBER, bool: ValueType.TRUTH, str: ValueType.TEXT, date: ValueType.DATE}
    return kinds.get(type(cell), ValueType.ANY)


def number_failure(cells: Sequence[Cell], asking: str, column: int) -> Absence:
    """The absence of an operation on numbers of which one at least is none. Raises FormulaTypeError."""
    for cell in cells:
        if type(cell) is not Fraction and type(cell) is not Absence:
            raise FormulaTypeError(wrong_type(asking, ValueType.NUMBER, type_of_cell(cell), column))
    found = strongest(cells)
    assert found is not None
    return found


def truth_of(cell: Cell, asking: str, column: int) -> bool | Absence:
    """The cell as a truth or an absence. Raises FormulaTypeError for anything else."""
    if isinstance(cell, (bool, Absence)):
        return cell
    raise FormulaTypeError(wrong_type(asking, ValueType.TRUTH, type_of_cell(cell), column))
