"""One figure of every organisation as arrays: a fact in one period, from one source and of one vintage."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.parts import LIMIT, Part, Status, Whole

NOT_FILED = -1
"""The status of a cell about which no row says anything."""
NARROW = 2**31 - 1
Rows = NDArray[np.int64]
Codes = NDArray[np.int32]


class DoesNotFitError(Exception):
    """Numbers of one figure need a common denominator beyond 64 bits."""


@dataclass(frozen=True)
class Batch:
    """Cells as they are read: a status each (`kaoping.engines.columnar.parts`, or NOT_FILED), whole numbers over one
    denominator, and for words their codes in the run's vocabulary."""

    status: Status
    whole: Whole
    den: int = 1
    codes: Codes | None = None

    def at(self, rows: Any) -> Batch:
        """Some of the cells."""
        codes = None if self.codes is None else self.codes[rows]
        return Batch(self.status[rows], self.whole[rows], self.den, codes)


class Held:
    """The arrays being filled. Numbers stand in 32 bits while they fit."""

    def __init__(self, size: int) -> None:
        self.status: Status = np.full(size, NOT_FILED, np.int8)
        self.whole: NDArray[Any] = np.zeros(size, np.int32)
        self.den, self.most = 1, 0
        self.codes: Codes | None = None

    @property
    def bytes(self) -> int:
        """Memory held."""
        codes = 0 if self.codes is None else self.codes.nbytes
        return int(self.status.nbytes + self.whole.nbytes + codes)

    def put(self, rows: Rows, batch: Batch) -> Rows:
        """Take cells for those organisations. Those that held another value already, or are told two; nothing of them
        is overwritten. Raises DoesNotFitError."""
        told = batch.status != NOT_FILED
        if not told.all():
            rows, batch = rows[told], batch.at(told)
        again = _again(rows, self.status.shape[0])
        if again is not None:
            wrong = self.put(rows[~again], batch.at(~again))
            return np.concatenate([wrong, self.put(rows[again], batch.at(again))])
        number = self._scaled(batch)
        taken = self.status[rows] != NOT_FILED
        wrong = rows[:0]
        if taken.any():
            wrong = rows[taken & self._differ(rows, batch, number)]
            rows, number, batch = rows[~taken], number[~taken], batch.at(~taken)
        self.status[rows] = batch.status
        self.whole[rows] = number
        if batch.codes is not None:
            if self.codes is None:
                self.codes = np.full(self.status.shape[0], -1, np.int32)
            self.codes[rows] = batch.codes
        return wrong

    def _differ(self, rows: Rows, batch: Batch, number: Whole) -> NDArray[np.bool_]:
        differ: NDArray[np.bool_] = (self.status[rows] != batch.status) | (self.whole[rows] != number)
        if batch.codes is not None and self.codes is not None:
            differ = differ | (self.codes[rows] != batch.codes)
        return differ

    def _scaled(self, batch: Batch) -> Whole:
        """The batch over the denominator of all, which grows where it must."""
        den = lcm(self.den, batch.den)
        more = int(np.abs(batch.whole).max(initial=0))
        most = max(self.most * (den // self.den), more * (den // batch.den))
        if den >= LIMIT or most >= LIMIT:
            raise DoesNotFitError
        if most > NARROW and self.whole.dtype == np.int32:
            self.whole = self.whole.astype(np.int64)
        if den != self.den:
            self.whole *= den // self.den
            self.den = den
        self.most = most
        return batch.whole * (den // batch.den)

    def batch(self, rows: Rows) -> Batch:
        """Those organisations' cells as they would be read."""
        codes = None if self.codes is None else self.codes[rows]
        return Batch(self.status[rows], self.whole[rows].astype(np.int64), self.den, codes)

    def part(self, rows: Rows | slice) -> Part:
        """Those organisations' cells as a column; its status may be NOT_FILED."""
        whole, most = self.whole[rows].astype(np.int64), self.most
        codes = None if self.codes is None else self.codes[rows]
        bits = max(most.bit_length(), self.den.bit_length(), 1)
        return Part(self.status[rows], whole, self.den, most, codes=codes, bits=bits)


def _again(rows: Rows, size: int) -> NDArray[np.bool_] | None:
    """Which rows come a second time (any but one of each); None where none does."""
    if rows.shape[0] * 16 < size and np.unique(rows).shape[0] == rows.shape[0]:
        return None
    mark = np.zeros(size, np.int32)
    number = np.arange(rows.shape[0], dtype=np.int32)
    mark[rows[::-1]] = number[::-1]
    again: NDArray[np.bool_] = mark[rows] != number
    return again if again.any() else None
