"""What a column is in memory: one status and one number for each organisation, exact or with a proved error bound.

A number is held in one of two forms, the same for a whole column:

* **exact**: a whole number of parts, `whole / den`, in 64-bit integers (a price in hundredths has den 100);
* **near**: a float with a bound: the true number lies within `error` of `value`.

Exact columns stay exact through sums, differences, products and rounding while the whole numbers fit; a bound that no
longer fits turns the column into a near one. `unsure` marks cells in which a decision (a comparison, a rounding, a
division) lay within the bounds: they are handed to the reference. Arrays have the length of the track, or 1 where the
cell is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaoping.tables import Absence, Cell

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Status: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

NUMBER, NOT_APPLICABLE, UNDEFINED, MISSING, PENDING, FALSE, TRUE, WORD = range(8)
"""Statuses. The strongest of several absences is the largest (`kaoping.scheme.formulas.strongest`)."""
ABSENCES: tuple[Absence | None, ...] = (
    None, Absence.NOT_APPLICABLE, Absence.UNDEFINED, Absence.MISSING, Absence.PENDING,
)  # fmt: skip
STATUS_OF = {absence: code for code, absence in enumerate(ABSENCES) if absence is not None}

LIMIT = 2**62
"""Whole numbers stay below this."""
UNIT = 2.0**-52
"""Twice the rounding error of one operation, as a part of its result."""
SLACK = 1.0 + 1e-15
"""Makes up for the rounding of the bounds themselves."""
SMALLEST, LARGEST = 1e-20, 1e50
"""A near number outside is not trusted: products within one step could leave the range of floats, and below, the
forty decimals to which irrational numbers are compared (`kaoping.exact.steady`) would be coarser than the bounds."""
SETTLED_BITS = 2_000

ZERO: Whole = np.zeros(1, np.int64)
NUMBERS: Status = np.zeros(1, np.int8)
for _shared in (ZERO, NUMBERS):
    _shared.flags.writeable = False


@dataclass(slots=True)
class Part:
    """A column, or a part of a formula on the way to one.

    `status` None: numbers only. `whole`, `den`, `most`: the exact form and a bound of |whole|. `value`, `error`: the
    near form. `codes`: words (texts and dates) in the run's vocabulary. `bits`: no numerator or denominator is longer.
    """

    status: Status | None = None
    whole: Whole | None = None
    den: int = 1
    most: int = 0
    value: Floats | None = None
    error: Floats | float = 0.0
    codes: NDArray[np.int32] | None = None
    unsure: Mask | None = None
    bits: int = 1

    @property
    def is_exact(self) -> bool:
        """Whether its numbers are whole numbers of parts."""
        return self.whole is not None

    def near(self) -> tuple[Floats, Floats | float]:
        """Value and bound, whichever form it has."""
        if self.whole is None:
            assert self.value is not None
            return self.value, self.error
        value: Floats = self.whole / self.den
        if self.most <= 2**53 and self.den & (self.den - 1) == 0:
            return value, 0.0
        return value, np.abs(value) * (2 * UNIT)

    def scaled(self, den: int) -> Whole:
        """Its whole numbers over a denominator that its own divides."""
        assert self.whole is not None
        factor = den // self.den
        return self.whole if factor == 1 else self.whole * factor

    def statuses(self) -> Status:
        """The statuses as an array."""
        return NUMBERS if self.status is None else self.status

    def copy(self) -> Part:
        """A part of its own on the same arrays (`dataclasses.replace` takes ten times as long)."""
        return Part(
            self.status, self.whole, self.den, self.most, self.value, self.error, self.codes, self.unsure, self.bits
        )  # fmt: skip

    def size(self) -> int:
        """The longest of its arrays."""
        arrays: tuple[Any, ...] = (self.status, self.whole, self.value, self.codes, self.unsure)
        return max((one.shape[0] for one in arrays if one is not None), default=1)


def exact(
    whole: Whole, den: int, most: int, status: Status | None = None, unsure: Mask | None = None
) -> Part:
    """A part in the exact form."""
    return Part(status, whole, den, most, unsure=unsure, bits=max(most.bit_length(), den.bit_length(), 1))


def near(
    value: Floats, error: Floats | float, bits: int, status: Status | None = None, unsure: Mask | None = None
) -> Part:
    """A part in the near form."""
    return Part(status, value=value, error=error, bits=bits, unsure=unsure)


def flags(status: Status, unsure: Mask | None = None) -> Part:
    """A part without numbers: truths and absences."""
    return Part(status, ZERO, 1, 0, unsure=unsure)


def constant(cell: Cell, vocabulary: Vocabulary) -> Part:
    """The same cell for everybody."""
    return numbers_of([cell]) if isinstance(cell, Fraction) else part_of([cell], vocabulary)


class Vocabulary:
    """The texts and dates of a run, each with a number."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self._codes: dict[tuple[type, Cell], int] = {}
        self._literals: dict[tuple[type, Cell], Part] = {}

    def literal(self, cell: Cell) -> Part:
        """A number, text or truth written in a formula, the same for everybody; made once."""
        key = (type(cell), cell)
        if key not in self._literals:
            self._literals[key] = constant(cell, self)
        return self._literals[key]

    def code(self, cell: Cell) -> int:
        """The number of a text or date."""
        key = (type(cell), cell)
        if key not in self._codes:
            self._codes[key] = len(self.cells)
            self.cells.append(cell)
        return self._codes[key]


def status_of(cell: Cell) -> int:
    """The status of a cell."""
    if isinstance(cell, Fraction):
        return NUMBER
    if isinstance(cell, Absence):
        return STATUS_OF[cell]
    if isinstance(cell, bool):
        return TRUE if cell else FALSE
    return WORD


def part_of(cells: Sequence[Cell], vocabulary: Vocabulary) -> Part:
    """Cells as a part: exact where a common denominator fits, near otherwise."""
    status = np.fromiter((status_of(cell) for cell in cells), np.int8, len(cells))
    if (status == NUMBER).any():
        part = numbers_of([cell if isinstance(cell, Fraction) else Fraction(0) for cell in cells])
    else:
        part = exact(np.zeros(len(cells), np.int64), 1, 0)
    part.status = status if status.any() else None
    if (status == WORD).any():
        part.codes = np.fromiter(
            (vocabulary.code(cell) if code == WORD else -1 for cell, code in zip(cells, status, strict=True)),
            np.int32,
            len(cells),
        )
    return part


def numbers_of(numbers: Sequence[Fraction]) -> Part:
    """Exact numbers as a part."""
    den = 1
    for one in numbers:
        if den % one.denominator:
            den = lcm(den, one.denominator)
            if den >= LIMIT:
                return _near_numbers(numbers)
    wholes = [one.numerator * (den // one.denominator) for one in numbers]
    most = max(map(abs, wholes), default=0)
    if most >= LIMIT:
        return _near_numbers(numbers)
    return exact(np.array(wholes, np.int64), den, most)


def _near_numbers(numbers: Sequence[Fraction]) -> Part:
    bits = max(max(one.numerator.bit_length(), one.denominator.bit_length()) for one in numbers)
    value = np.fromiter((nearest_float(one) for one in numbers), np.float64, len(numbers))
    return trusted(near(value, np.abs(value) * UNIT, bits))


def is_same(a: Part, b: Part) -> bool:
    """Whether two columns hold the same cells for certain: near ones never do, whatever their floats."""
    if a.whole is None or b.whole is None or a.den != b.den:
        return False
    pairs = ((a.whole, b.whole), (a.status, b.status), (a.codes, b.codes))
    return all(same_array(x, y) for x, y in pairs)


def same_array(a: NDArray[Any] | None, b: NDArray[Any] | None) -> bool:
    """Whether two arrays hold the same."""
    if a is b or a is None or b is None:
        return a is b
    return a.shape == b.shape and not np.count_nonzero(a != b)


def nearest_float(number: Fraction) -> float:
    """The nearest float; not a number where it is out of range."""
    try:
        return number.numerator / number.denominator
    except OverflowError:
        return float("nan")


def trusted(part: Part) -> Part:
    """The part with an endless bound where a near number is too large or too small for the bounds to be proved."""
    if part.value is None:
        return part
    size = np.abs(part.value)
    fine = ((size > SMALLEST) & (size < LARGEST)) | (size == 0)
    if np.count_nonzero(fine) < fine.shape[0]:
        part.value = np.where(fine, part.value, 0.0)
        part.error = np.where(fine, part.error, np.inf)
    return part


def either(*masks: Mask | None) -> Mask | None:
    """Where any of the masks holds; None where none is given."""
    found: Mask | None = None
    for one in masks:
        if one is not None:
            found = one if found is None else found | one
    return found


def spread(array: Any, size: int) -> Any:
    """An array of length 1 repeated; others as they are."""
    return np.broadcast_to(array, (size,)) if array.shape[0] != size else array
