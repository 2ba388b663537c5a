"""Cells in doubt: worked out by the reference's own meaning and put into the table that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from kaoping.engines.sql import expressions as x
from kaoping.engines.sql import storing
from kaoping.engines.sql.judge import Took
from kaoping.engines.sql.session import listed, sent_round
from kaoping.engines.sql.storing import Stored
from kaoping.engines.sql.tracks import Track
from kaoping.plan.steps import ColumnId

if TYPE_CHECKING:
    from kaoping.engines.sql.engine import SqlRun


FLAG = "u"
"""What ends the name of the truth that a cell of a column is in doubt; alone, any cell of the row."""


def settle(
    run: SqlRun, track: Track, tables: Mapping[str, Sequence[ColumnId]], made: Mapping[ColumnId, Stored]
) -> None:
    """Find who is in doubt in which column, and give the tables their exact cells. `tables`: the columns of each.

    Tables that are made of one another are settled together: else a cell would be worked out from one still in doubt.
    """
    started = perf_counter()
    found = {table: _doubtful(run, table, columns) for table, columns in tables.items()}
    keys = run.plan.members[track.group]
    everywhere = [(column, rows) for of in found.values() for column, rows in of.items()]
    run.judge.doubts.update({column: set(rows) for column, rows in everywhere})
    run.judge.work_out([(column, keys[row]) for column, rows in everywhere for row in rows])
    for table, of in found.items():
        if of:
            _patch(run, track, table, of, made)
    for column, rows in everywhere:
        kind = type(run.plan.step(column)).__name__
        run.taken.append(Took(column, kind, len(rows), False, perf_counter() - started))
        started = perf_counter()
        run.judge.held.pop(column, None)
        run.judge.doubts.pop(column, None)


def _doubtful(run: SqlRun, table: str, columns: Sequence[ColumnId]) -> dict[ColumnId, list[int]]:
    """The rows in doubt of each column that has any."""
    flags = {column: f"{run.names[column]}{FLAG}" for column in columns}
    rows = run.session.fetch(f"SELECT {listed([*flags.values()])} FROM {table} WHERE {FLAG}")
    at = np.asarray(rows["k"], np.int64)
    found = {column: at[np.asarray(rows[name], np.bool_)] for column, name in flags.items()}
    return {column: of.tolist() for column, of in found.items() if of.size}


def _patch(
    run: SqlRun,
    track: Track,
    table: str,
    found: Mapping[ColumnId, list[int]],
    made: Mapping[ColumnId, Stored],
) -> None:
    """A table with the exact cells in place; a column in whose form they do not fit is loaded anew."""
    patch: dict[int, dict[str, int | float]] = {}
    names: dict[str, x.E] = {}
    keys = run.plan.members[track.group]
    for column, rows in found.items():
        part, name = made[column].part, run.names[column]
        cells = [run.judge.cells[column][keys[row]] for row in rows]
        try:
            lines = [storing.row_of(name, part, cell, run.vocabulary) for cell in cells]
        except storing.DoesNotFitError:
            _load_anew(run, track, column)
            continue
        for row, line in zip(rows, lines, strict=True):
            patch.setdefault(row, {}).update(line)
        names.update({one: e for one, e in made[column].made.items() if any(one in line for line in lines)})
    if names:
        _join_patch(run, track, table, patch, names)


def _load_anew(run: SqlRun, track: Track, column: ColumnId) -> None:
    run.judge.whole([column])
    run.formless.add(column)
    del run.parts[column]
    del track.held[column]


def _join_patch(
    run: SqlRun,
    track: Track,
    table: str,
    patch: Mapping[int, Mapping[str, int | float]],
    names: Mapping[str, x.E],
) -> None:
    rows = sorted(patch)
    arrays: dict[str, np.ndarray] = {"k": np.array(rows, np.int64)}
    for name, e in names.items():
        arrays[name] = np.array([patch[row].get(name, 0) for row in rows], storing.SQL_KIND[e.kind])
        arrays[f"{name}x"] = np.array([name in patch[row] for row in rows], np.bool_)
    run.session.load(f"{table}x", arrays)
    columns = ["t.k"]
    for one in track.names_in(table):
        columns.append(
            f"CASE WHEN COALESCE(p.{one}x, FALSE) THEN p.{one} ELSE t.{one} END AS {one}"
            if one in names
            else f"t.{one}"
        )
    select = (
        f"SELECT {sent_round(['p'])}{', '.join(columns)} FROM {table} t LEFT JOIN {table}x p ON p.k = t.k"
    )
    run.make(f"{table}p", select, track.size)
    track.move(table, f"{table}p")
    run.session.drop(f"{table}x")
    run.session.drop(table)
