"""Columns of Arrow as cells in arrays: whole numbers over a power of ten, truths, words and days. No number is rounded.

A float is taken for the decimal it is nearest to, which must have nine places at most: of all floats, that very one is
the nearest to `whole / 10^places` exactly when the division gives it back (both are whole numbers below 2^53, so IEEE
division rounds correctly). Whatever fits no such decimal is refused.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaoping.engines.columnar.parts import FALSE, NUMBER, STATUS_OF, TRUE, WORD, Vocabulary
from kaoping.engines.nation.held import NOT_FILED, Batch
from kaoping.tables import Absence

MOST_PLACES = 9
MOST_WHOLE = 2.0**53
FITS = 2**62
ABSENCE_WORDS = {absence.value: STATUS_OF[absence] for absence in Absence}


class NoCellsError(Exception):
    """A column holds what cannot be a cell. `value`: the first such, as text; `row`: where it stands."""

    def __init__(self, row: int, value: object) -> None:
        super().__init__(f"{value} in row {row}")
        self.row, self.value = row, str(value)


def flat(column: Any) -> Any:
    """A column as one array, plain where it was a dictionary."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def kind_of(form: Any) -> str:
    """number, truth, text or date as a fact's type is called; "" for a type that holds no cells."""
    if pa.types.is_dictionary(form):
        form = form.value_type
    if pa.types.is_integer(form) or pa.types.is_floating(form) or pa.types.is_decimal(form):
        return "number"
    if pa.types.is_boolean(form):
        return "truth"
    if pa.types.is_string(form) or pa.types.is_large_string(form):
        return "text"
    return "date" if pa.types.is_date(form) else ""


def cells(column: Any, vocabulary: Vocabulary) -> Batch:
    """A column as cells; null is not filed. Raises NoCellsError."""
    array = flat(column)
    form = array.type
    if pa.types.is_null(form):
        return Batch(np.full(len(array), NOT_FILED, np.int8), np.zeros(len(array), np.int64))
    kind = kind_of(form)
    there = np.asarray(array.is_valid())
    if kind == "number":
        return _numbers(array, there)
    if kind == "truth":
        truths = array.fill_null(False).to_numpy(zero_copy_only=False)
        status = np.where(there, np.where(truths, np.int8(TRUE), np.int8(FALSE)), np.int8(NOT_FILED))
        return Batch(status, np.zeros(len(array), np.int64))
    if kind in ("text", "date"):
        return _words(array, there, vocabulary)
    raise NoCellsError(0, form)


def statuses(column: Any) -> NDArray[np.int8]:
    """A column of the words missing, not_applicable, pending, undefined; NOT_FILED where empty. Raises NoCellsError."""
    array = flat(column)
    encoded = array.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    known = [ABSENCE_WORDS.get(word or "", NOT_FILED) for word in words]
    for word, code in zip(words, known, strict=True):
        if code == NOT_FILED and word:
            raise NoCellsError(int(pc.index(array, word).as_py()), word)
    table = np.array([*known, NOT_FILED], np.int8)
    found: NDArray[np.int8] = table[encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)]
    return found


def with_absences(batch: Batch, away: NDArray[np.int8]) -> Batch:
    """Cells, and where a word says why there is none, that. Raises NoCellsError where both are filed."""
    told = away != NOT_FILED
    both = np.flatnonzero(told & (batch.status != NOT_FILED))
    if both.size:
        raise NoCellsError(int(both[0]), "?")
    return Batch(np.where(told, away, batch.status), batch.whole, batch.den, batch.codes)


def _words(array: Any, there: NDArray[np.bool_], vocabulary: Vocabulary) -> Batch:
    encoded = array.dictionary_encode()
    table = np.array([*(vocabulary.code(one) for one in encoded.dictionary.to_pylist()), -1], np.int32)
    codes = table[encoded.indices.fill_null(len(table) - 1).to_numpy(zero_copy_only=False)]
    status = np.where(there, np.int8(WORD), np.int8(NOT_FILED))
    return Batch(status, np.zeros(len(array), np.int64), 1, codes)


# numbers ---------------------------------------------------------------------------------------------


def _numbers(array: Any, there: NDArray[np.bool_]) -> Batch:
    if pa.types.is_floating(array.type):
        return _floats(array)
    if pa.types.is_decimal(array.type):
        whole, den = _decimals(array, there), 10 ** max(array.type.scale, 0)
    else:
        whole, den = _integers(array), 1
    large = np.flatnonzero((whole >= FITS) | (whole <= -FITS))
    if large.size:
        raise NoCellsError(int(large[0]), array[int(large[0])])
    status = np.where(there, np.int8(NUMBER), np.int8(NOT_FILED))
    return Batch(status, *_shortest(np.where(there, whole, 0), den))


def _integers(array: Any) -> NDArray[np.int64]:
    try:
        found: NDArray[np.int64] = array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        row = int(np.flatnonzero(array.fill_null(0).to_numpy(zero_copy_only=False) >= FITS)[0])
        raise NoCellsError(row, array[row]) from None
    return found


def _decimals(array: Any, there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The unscaled whole numbers, from the very bytes of the column."""
    form = array.type
    wide = array.cast(pa.decimal128(38, max(form.scale, 0)))
    start, end = 2 * wide.offset, 2 * (wide.offset + len(wide))
    halves = np.frombuffer(wide.buffers()[1], np.int64)[start:end].reshape(-1, 2)
    low, high = halves[:, 0], halves[:, 1]
    long = np.flatnonzero(there & (high != low >> 63))
    if long.size:
        raise NoCellsError(int(long[0]), array[int(long[0])])
    return np.where(there, low, 0)


def _floats(array: Any) -> Batch:
    values = array.cast(pa.float64()).to_numpy(zero_copy_only=False)
    there = ~np.isnan(values)
    held = np.where(there, values, 0.0)
    left = np.arange(held.shape[0])
    for places in range(MOST_PLACES + 1):
        scale = 10.0**places
        whole = np.rint(held[left] * scale)
        fine = (whole / scale == held[left]) & (np.abs(whole) < MOST_WHOLE)
        left = left[~fine]
        if not left.size:
            break
    if left.size:
        raise NoCellsError(int(left[0]), values[left[0]])
    scale = 10.0**places
    whole = np.rint(held * scale)
    wrong = np.flatnonzero((np.abs(whole) >= MOST_WHOLE) | (whole / scale != held))
    if wrong.size:
        raise NoCellsError(int(wrong[0]), values[wrong[0]])
    status = np.where(there, np.int8(NUMBER), np.int8(NOT_FILED))
    return Batch(status, whole.astype(np.int64), 10**places)


def _shortest(whole: NDArray[np.int64], den: int) -> tuple[NDArray[np.int64], int]:
    """The same numbers without decimals that are all nought."""
    while den > 1 and not (whole % 10).any():
        whole, den = whole // 10, den // 10
    return whole, den
