"""Tiles from Parquet files, wide or long, and answers back to Parquet. Needs PyArrow (`pip install kaoping[parquet]`).

Wide: a row an organisation with `organisation`, `track`, a column for each item, `ITEM.target` for its target, and
`bonus`, `penalty`, `vetoed`. Long: a row a value with `organisation`, `track`, `fact`, `value`. Numbers are decimals of two
places (floats are taken to the nearest hundredth, and refused where they are further from it than a float can be);
`null` is missing; the word `not_applicable` in a column `ITEM.status` (wide) or `status` (long) is just that. A wide file
written by `write_wide` holds whole hundredths as tiles do, and is read several times faster.

Rows are read a group at a time, so no more than one group and the tiles are held; rows must come ordered by track.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles.answer import TileAnswer
from kaoping.engines.columnar.tiles.problem import Rule, TileProblem
from kaoping.engines.columnar.tiles.store import MISSING, NOT_APPLICABLE, Tiles, block
from kaoping.errors import Place, Problem, TableError, Words

Progress = Callable[[int, int], None]
WHOLE = b"kaoping.hundredths"
"""In the metadata of a file whose numbers are whole hundredths with the tiles' own marks for no value."""
MOST = 2**31 - 1
"""Hundredths beyond this do not fit in a tile."""


@dataclass(frozen=True)
class Read:
    """Tiles with the keys of their organisations and tracks, in the order of the tiles."""

    tiles: Tiles
    organisations: tuple[str, ...]
    tracks: tuple[str, ...]


def read_wide(path: Path, problem: TileProblem, progress: Progress | None = None) -> Read:
    """Tiles from a wide file. Raises TableError for columns that lack, numbers that do not fit, tracks out of order."""
    import pyarrow.parquet as parquet

    file = parquet.ParquetFile(path, memory_map=True)
    _check_columns(path, problem, set(file.schema_arrow.names))
    who = file.read(columns=["organisation", "track"])
    tracks, offsets = _tracks(path, who["track"])
    rows = _Rows(problem, offsets)
    for group in range(file.num_row_groups):
        rows.take(path, file.read_row_group(group))
        if progress is not None:
            progress(group + 1, file.num_row_groups)
    return Read(rows.tiles(), tuple(map(str, who["organisation"].to_pylist())), tracks)


def _tracks(path: Path, column: Any) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The tracks, and where each begins, and the end. Raises TableError where the rows of one lie apart."""
    import pyarrow

    coded = column.cast(pyarrow.string()).fill_null("None").combine_chunks().dictionary_encode()
    at = coded.indices.to_numpy()
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    tracks = tuple(coded.dictionary[one].as_py() for one in at[starts].tolist())
    if len(set(tracks)) != len(tracks):
        raise TableError(_problem(path, "track", "tracks-apart", "同一赛道的行须相连。", "rows of one track must follow one another."))  # fmt: skip
    return tracks, np.append(starts, at.size)


def _check_columns(path: Path, problem: TileProblem, there: set[str]) -> None:
    wanted = ["organisation", "track", "bonus", "penalty", "vetoed", *(one.key for one in problem.items)]
    wanted += [f"{one.key}.target" for one in problem.items if one.rule is Rule.COMPLETION]
    lacking = [name for name in wanted if name not in there]
    if lacking:
        raise TableError(
            [_problem(path, name, "no-column", "缺少这一列。", "this column is missing.") for name in lacking]
        )


class _Rows:
    """Tiles being filled, a group of rows at a time."""

    def __init__(self, problem: TileProblem, offsets: NDArray[np.int64]) -> None:
        self.problem, self.offsets, self.at = problem, offsets, 0
        total, aims = int(offsets[-1]), sum(one >= 0 for one in problem.targets)
        self.values = np.empty(len(problem.items) * total, np.int32)
        self.targets = np.empty(aims * total, np.int32)
        self.bonus, self.penalty = np.zeros(total, np.int32), np.zeros(total, np.int32)
        self.vetoed = np.zeros(total, np.bool_)

    def take(self, path: Path, table: Any) -> None:
        """One group of rows."""
        here = slice(self.at, self.at + table.num_rows)
        values = np.empty((len(self.problem.items), table.num_rows), np.int32)
        targets = np.empty((sum(one >= 0 for one in self.problem.targets), table.num_rows), np.int32)
        for row, item in enumerate(self.problem.items):
            values[row] = self._numbers(path, item.key, table)
            if f"{item.key}.status" in table.column_names:
                away = _plain(table[f"{item.key}.status"], "") == "not_applicable"
                values[row][away] = NOT_APPLICABLE
            if self.problem.targets[row] >= 0:
                name = f"{item.key}.target"
                found = self._numbers(path, name, table)
                _check_targets(path, name, found, values[row])
                np.maximum(found, 1, out=targets[self.problem.targets[row]])
        for name, into in (("bonus", self.bonus), ("penalty", self.penalty)):
            found = self._numbers(path, name, table)
            into[here] = np.where(found == MISSING, 0, found)
        self.vetoed[here] = table["vetoed"].fill_null(False).to_numpy()
        self._lay(values, targets)
        self.at += table.num_rows

    def _lay(self, values: NDArray[np.int32], targets: NDArray[np.int32]) -> None:
        """The rows of a group into the tiles of their tracks."""
        first, last = self.at, self.at + values.shape[1]
        track = int(np.searchsorted(self.offsets, first, side="right")) - 1
        while first < last:
            start, until = int(self.offsets[track]), min(int(self.offsets[track + 1]), last)
            for flat, rows in ((self.values, values), (self.targets, targets)):
                block(flat, self.offsets, track)[:, first - start : until - start] = rows[
                    :, first - self.at : until - self.at
                ]
            first, track = until, track + 1

    def _numbers(self, path: Path, name: str, table: Any) -> NDArray[np.int32]:
        if WHOLE in (table.schema.metadata or {}):
            found: NDArray[np.int32] = table[name].to_numpy()
            return found
        return hundredths(path, name, table[name])

    def tiles(self) -> Tiles:
        """The tiles of what was taken."""
        return Tiles(self.values, self.targets, self.bonus, self.penalty, self.vetoed, self.offsets)


def hundredths(path: Path, name: str, column: Any) -> NDArray[np.int32]:
    """A column as whole hundredths. Raises TableError for what is no decimal of two places or does not fit."""
    import pyarrow

    array = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    if pyarrow.types.is_decimal(array.type):
        array = array.cast(pyarrow.decimal128(18, 2)).cast(pyarrow.float64())
    values = array.cast(pyarrow.float64()).to_numpy(zero_copy_only=False)
    away = np.isnan(values)
    scaled = np.where(away, 0.0, values) * 100.0
    whole = np.rint(scaled)
    wrong = (np.abs(whole) >= MOST) | (np.abs(scaled - whole) > np.abs(scaled) * 2.0**-50)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError(
            _problem(path, name, "not-hundredths", f"第{row + 1}个数 {values[row]} 不是两位小数以内、可容纳的数。",
                     f"number {row + 1}, {values[row]}, is not a decimal of two places that fits.")
        )  # fmt: skip
    found: NDArray[np.int32] = np.where(away, MISSING, whole).astype(np.int32)
    return found


def _check_targets(path: Path, name: str, targets: NDArray[np.int32], values: NDArray[np.int32]) -> None:
    """A value needs a target above 0."""
    if ((targets <= 0) & (values > NOT_APPLICABLE)).any():
        raise TableError(_problem(path, name, "no-target", "有值的行须有大于零的目标值。", "a row with a value needs a target above 0."))  # fmt: skip


def _plain(column: Any, otherwise: object) -> NDArray[Any]:
    return np.array([otherwise if one is None else one for one in column.to_pylist()])


def read_long(path: Path, problem: TileProblem, progress: Progress | None = None) -> Read:
    """Tiles from a long file: the same, from a row a value."""
    import pyarrow.parquet as parquet

    file = parquet.ParquetFile(path)
    names = _long_names(problem)
    places: dict[str, int] = {}
    tracks: list[str] = []
    pieces: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]] = []
    for group in range(file.num_row_groups):
        table = file.read_row_group(group)
        pieces.append(_piece(path, table, names, places, tracks))
        if progress is not None:
            progress(group + 1, file.num_row_groups)
    return _gathered(path, problem, names, places, tracks, pieces)


def _long_names(problem: TileProblem) -> dict[str, int]:
    """Every fact a long file may hold, with its row."""
    keys = [one.key for one in problem.items]
    keys += [f"{one.key}.target" for one in problem.items if one.rule is Rule.COMPLETION]
    return {key: row for row, key in enumerate([*keys, "bonus", "penalty", "vetoed"])}


def _piece(
    path: Path, table: Any, names: dict[str, int], places: dict[str, int], tracks: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    facts = table["fact"].to_pylist()
    unknown = sorted({one for one in facts if one not in names})
    if unknown:
        raise TableError(
            [
                _problem(path, one, "no-fact", "方案没有这个数据项。", "the scheme has no such fact.")
                for one in unknown
            ]
        )
    columns = []
    for key, track in zip(table["organisation"].to_pylist(), table["track"].to_pylist(), strict=True):
        if key not in places:
            places[key] = len(places)
            tracks.append(str(track))
        columns.append(places[key])
    values = hundredths(path, "value", table["value"])
    if "status" in table.column_names:
        values[_plain(table["status"], "") == "not_applicable"] = NOT_APPLICABLE
    return np.array([names[one] for one in facts]), np.array(columns), values


def _gathered(
    path: Path,
    problem: TileProblem,
    names: dict[str, int],
    places: dict[str, int],
    tracks: list[str],
    pieces: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]],
) -> Read:
    import pyarrow

    matrix = np.full((len(names), len(places)), MISSING, np.int32)
    for facts, columns, values in pieces:
        matrix[facts, columns] = values
    order = sorted(range(len(tracks)), key=lambda i: tracks[i])
    keys = list(places)
    matrix = matrix[:, order]
    items = len(problem.items)
    for row, at in enumerate(problem.targets):
        if at >= 0:
            _check_targets(path, f"{problem.items[row].key}.target", matrix[items + at], matrix[row])
    bonus, penalty = (np.where(one == MISSING, 0, one) for one in (matrix[-3], matrix[-2]))
    in_order, offsets = _tracks(path, pyarrow.chunked_array([[tracks[i] for i in order]]))
    made = Tiles.of(matrix[:items], np.maximum(matrix[items:-3], 1), bonus, penalty, matrix[-1] > 0, offsets)
    return Read(made, tuple(keys[i] for i in order), in_order)


def write_wide(path: Path, problem: TileProblem, read: Read, rows: int = 100_000) -> None:
    """The tiles as a wide file of whole hundredths, so many rows a group."""
    import pyarrow
    import pyarrow.parquet as parquet

    tiles, sizes = read.tiles, np.diff(read.tiles.offsets)
    columns: dict[str, Any] = {
        "organisation": list(read.organisations),
        "track": np.repeat(np.array(read.tracks, dtype=object), sizes),
        "bonus": tiles.bonus, "penalty": tiles.penalty, "vetoed": tiles.vetoed,
    }  # fmt: skip
    blocks = [(tiles.block(track), tiles.target_block(track)) for track in range(sizes.size)]
    for row, item in enumerate(problem.items):
        columns[item.key] = np.concatenate([values[row] for values, _ in blocks])
        if problem.targets[row] >= 0:
            at = problem.targets[row]
            columns[f"{item.key}.target"] = np.concatenate([targets[at] for _, targets in blocks])
    table = pyarrow.table(columns)
    always = [pyarrow.field(one.name, one.type, nullable=False) for one in table.schema]
    table = table.cast(pyarrow.schema(always, {WHOLE: b"1"}))
    quick = "lz4" if pyarrow.Codec.is_available("lz4") else "snappy"
    parquet.write_table(table, path, row_group_size=rows, use_dictionary=["track"], compression=quick)


def write_answer(path: Path, read: Read, answer: TileAnswer, places: int) -> None:
    """Organisation, track, total (an exact decimal), place and grade (0 is best), one row each."""
    import pyarrow
    import pyarrow.parquet as parquet

    sizes = np.diff(read.tiles.offsets)
    halves = np.stack(
        [answer.totals, answer.totals >> 63], axis=1
    )  # a decimal is 128 bits, the lower ones first
    kind, size = pyarrow.decimal128(18, places), answer.totals.size
    totals = pyarrow.Array.from_buffers(kind, size, [None, pyarrow.py_buffer(halves.tobytes())])
    tracks = np.repeat(np.array(read.tracks, dtype=object), sizes)
    table = pyarrow.table(
        {"organisation": list(read.organisations), "track": tracks, "total": totals, "place": answer.ranks, "grade": answer.grades}
    )  # fmt: skip
    parquet.write_table(table, path, compression="zstd")


def _problem(path: Path, column: str, code: str, zh: str, en: str) -> Problem:
    return Problem(code, Words(f"{column}：{zh}", f"{column}: {en}"), place=Place(str(path)))
