"""Columns between Python and tables: parts as columns of a table, cells as rows to put into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar import parts as columnar
from kaoping.engines.columnar.parts import NUMBER, UNIT, WORD, Vocabulary, nearest_float, status_of
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import FAR, LARGEST, SMALLEST, WIDER, Part, constant
from kaoping.tables import Cell

SQL_KIND = {x.INT: np.int64, x.FLOAT: np.float64}


@dataclass(frozen=True)
class Stored:
    """A part as it stands in a table. `made`: the columns of the table and what makes them."""

    part: Part
    made: dict[str, E] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the table that belong to it."""
        return tuple(self.made)


def stored(name: str, part: Part) -> Stored:
    """The part as columns `name` + s, n, b, v, e, w; what is a constant needs no column."""
    made: dict[str, E] = {}

    def kept(e: E | None, letter: str) -> E | None:
        if e is None or e.is_literal:
            return e
        made[name + letter] = e
        return x.col(name + letter, e.kind, e.may)

    status = kept(part.status, "s")
    assert status is not None
    found = replace(
        part, status=status, num=kept(part.num, "n"), below=kept(part.below, "b"), value=kept(part.value, "v"),
        error=kept(part.error, "e"), words=kept(part.words, "w"), unsure=x.FALSE,
    )  # fmt: skip
    return Stored(found, made)


def stored_as(part: Part, arrays: Mapping[str, NDArray[Any]]) -> Stored:
    """A part whose columns are loaded from arrays."""
    floats = {name: array.dtype == np.float64 for name, array in arrays.items()}
    return Stored(part, {name: x.col(name, x.FLOAT if one else x.INT) for name, one in floats.items()})


def fed(name: str, cells: Sequence[Cell], vocabulary: Vocabulary) -> tuple[Part, dict[str, NDArray[Any]]]:
    """Exact cells as a part and the arrays of its columns."""
    first = cells[0]
    if all(type(one) is type(first) and one == first for one in cells):
        return constant(first, vocabulary), {}
    held = columnar.part_of(cells, vocabulary)
    return held_part(name, held)


def held_part(name: str, held: columnar.Part) -> tuple[Part, dict[str, NDArray[Any]]]:
    """A part of arrays as a part of a table, with the arrays of its columns."""
    arrays: dict[str, NDArray[Any]] = {}
    size = held.size()

    def column(letter: str, array: Any, kind: type, may: frozenset[int] | None = None) -> E:
        spread: NDArray[Any] = np.broadcast_to(np.asarray(array, kind), (size,))
        if (spread == spread[0]).all() and may is None:
            return x.lit(spread[0].item())
        arrays[name + letter] = spread
        return x.col(name + letter, x.FLOAT if kind is np.float64 else x.INT, may)

    status = x.code(NUMBER)
    if held.status is not None:
        may = frozenset(int(one) for one in np.unique(held.status))
        status = x.code(next(iter(may))) if len(may) == 1 else column("s", held.status, np.int64, may)
    part = Part(status=status, bits=held.bits)
    if held.whole is not None:
        numbers = held.whole
        if held.status is not None:
            numbers = columnar.spread(held.whole, size)[columnar.spread(held.status, size) == NUMBER]
        part.num, part.den = column("n", held.whole, np.int64), held.den
        part.most = int(np.abs(held.whole).max(initial=0))
        if numbers.size:
            low, high = int(numbers.min()) / held.den, int(numbers.max()) / held.den
            part.low, part.high = low - abs(low) * WIDER, high + abs(high) * WIDER
    else:
        value, error = held.near()
        part.value = column("v", value, np.float64)
        part.error = column("e", np.minimum(np.asarray(error), FAR), np.float64)
    if held.codes is not None:
        part.words = column("w", held.codes, np.int64)
    return part, arrays


class DoesNotFitError(Exception):
    """A cell has no place in the form of its column."""


def row_of(name: str, part: Part, cell: Cell, vocabulary: Vocabulary) -> dict[str, int | float]:
    """The columns of one cell in the form of its part. Raises DoesNotFitError."""
    row: dict[str, int | float] = {}

    def put(e: E | None, letter: str, value: int | float) -> None:
        if e is None or (e.is_literal and e.value != value) or (e.may is not None and value not in e.may):
            raise DoesNotFitError
        if not e.is_literal:
            row[name + letter] = value

    status = status_of(cell)
    put(part.status, "s", status)
    if status == WORD:
        put(part.words, "w", vocabulary.code(cell))
    if isinstance(cell, Fraction):
        _put_number(part, cell, put)
    return row


def _put_number(part: Part, cell: Fraction, put: Any) -> None:
    if part.num is None:
        value = nearest_float(cell)
        fine = SMALLEST < abs(value) < LARGEST or cell == 0
        put(part.value, "v", value if fine else 0.0)
        put(part.error, "e", abs(value) * UNIT if fine else FAR)
        return
    over = cell * part.den
    if abs(over.numerator) > part.most or over.denominator > part.most_below:
        raise DoesNotFitError
    put(part.num, "n", over.numerator)
    if part.below is not None:
        put(part.below, "b", over.denominator)
