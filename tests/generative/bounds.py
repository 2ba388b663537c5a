"""Whether the bounds of an engine hold: what it keeps of a near column, against the exact cells of the reference.

A near column holds floats, each with a bound. Its exact cells are worked out when they are read, by the reference's own
code: reading them and comparing them with the reference would say nothing of what the engine did. So the floats
themselves are looked at, number by number, in fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import isinf
from typing import Any, NamedTuple

import numpy as np

from kaoping.engines.base import Columns
from kaoping.engines.columnar import ColumnarColumns
from kaoping.engines.columnar.parts import NUMBER
from kaoping.plan.steps import ColumnId
from kaoping.tables import Cell


class Bounds(NamedTuple):
    """A near column: statuses, floats and their bounds, each an array of all organisations, of length 1, or one number."""

    status: Any
    value: Any
    error: Any


def outside(columns: Columns, exact: Mapping[ColumnId, Mapping[str, Cell]]) -> list[ColumnId]:
    """The near columns of which a number lies outside its bound, or is a number in one of the two only."""
    return [column for column, bounds in kept(columns) if not holds(bounds, list(exact[column].values()))]


def kept(columns: Columns) -> Iterator[tuple[ColumnId, Bounds]]:
    """Every near column that a run kept."""
    if isinstance(columns, ColumnarColumns):
        assert columns.judge is not None
        for column, part in columns.judge.parts.items():
            if part.value is not None and columns.judge.keys(column):
                yield column, Bounds(part.statuses(), part.value, part.error)
    else:
        yield from getattr(columns, "near", {}).items()


def holds(bounds: Bounds, cells: list[Cell]) -> bool:
    """Whether a cell is a number just where the column says so, and lies within the bound there."""
    statuses, values, errors = (np.broadcast_to(one, (len(cells),)).tolist() for one in bounds)
    return all(
        _within(cell, value, error) if status == NUMBER else not isinstance(cell, Fraction)
        for cell, status, value, error in zip(cells, statuses, values, errors, strict=True)
    )


def _within(cell: Cell, value: float, error: float) -> bool:
    """|value - cell| <= error, in whole numbers: exact, and a quarter of what subtracting fractions takes."""
    if not isinstance(cell, Fraction):
        return False
    if isinf(error):
        return True
    (a, b), (c, d) = value.as_integer_ratio(), error.as_integer_ratio()
    return abs(a * cell.denominator - cell.numerator * b) * d <= c * b * cell.denominator
