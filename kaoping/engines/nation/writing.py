"""Answers as Parquet: one file a track and period, a row an organisation, for each node its columns.

`NODE.points`, `NODE.full`, `NODE.place` are decimals; `NODE.grade` and `NODE.status` words; `award.KEY` truths. The
same answers give the same bytes with the same PyArrow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.engines.nation.answers import STATUSES, Answers, Numbers
from kaoping.plan.steps import NodeColumns, Plan

ROWS = 25_000
"""Rows in a group."""
MARK = b"kaoping.rounded"
"""In the metadata of a file: the columns whose exact numbers have more decimals than are written."""


def write_track(path: Path, answers: Answers, track: str) -> None:
    """The track's file; it is whole or not there. Raises OSError."""
    columns = list(_columns(answers, track))
    mark = json.dumps([one.name for one in columns if one.rounded]).encode()
    size = len(answers.plan.members[track])
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.writing")
    writer = None
    for start in range(0, size, ROWS):
        rows = slice(start, min(start + ROWS, size))
        table = pa.table({one.name: one.make(rows) for one in columns}).replace_schema_metadata({MARK: mark})
        writer = writer or pq.ParquetWriter(
            aside, table.schema, compression="zstd", store_decimal_as_integer=True
        )
        writer.write_table(table, row_group_size=ROWS)
    assert writer is not None, "a track without organisations is not scored"
    writer.close()
    os.replace(aside, path)


@dataclass(frozen=True)
class _Column:
    """A column to be written, made a stretch of rows at a time. `rounded`: its numbers have more decimals than that."""

    name: str
    make: Callable[[slice], Any]
    rounded: bool = False


def _columns(answers: Answers, track: str) -> Iterator[_Column]:
    keys = answers.plan.members[track]
    yield _Column("organisation", lambda rows: pa.array(keys[rows], pa.string()))
    memory: dict[tuple[str, str, object], Any] = {}
    for node in nodes_of(answers, track):
        yield from _of_node(answers, node, memory)
    for award, awarded in answers.plan.awards.items():
        for column in awarded:
            if answers.plan.step(column).about.group == track:
                yield _Column(f"award.{award}", partial(_truths, answers.truths[column]))


def nodes_of(answers: Answers, track: str) -> list[NodeColumns]:
    """The nodes of a track that are written, the whole first."""
    found = [one for one in answers.plan.nodes if one.group == track and one.node in answers.nodes]
    return sorted(found, key=lambda one: one.node != answers.plan.root)


def node_label(plan: Plan, node: NodeColumns) -> str:
    """What a node's columns are called; nodes of other periods bear theirs."""
    return node.node if node.period == plan.period else f"{node.node}@{node.period}"


def _of_node(
    answers: Answers, node: NodeColumns, memory: dict[tuple[str, str, object], Any]
) -> Iterator[_Column]:
    name = node_label(answers.plan, node)
    for part, column in (("points", node.points), ("full", node.full), ("place", node.rank)):
        if column is not None:
            numbers = answers.numbers[column]
            yield _Column(f"{name}.{part}", partial(decimals, numbers), numbers.rounded)
    if node.grade is not None:
        yield _Column(f"{name}.grade", partial(_texts, *answers.words[node.grade]))
    yield _Column(f"{name}.status", partial(_texts, answers.lines(node, memory), STATUSES))


def decimals(numbers: Numbers, rows: slice) -> Any:
    """Whole numbers over a power of ten as decimals, null where there is none."""
    whole, there = numbers.whole[rows].astype(np.int64), numbers.there[rows]
    if not numbers.places:
        return pa.array(whole, mask=~there)
    halves = np.empty((whole.shape[0], 2), np.int64)
    halves[:, 0], halves[:, 1] = whole, whole >> 63
    mask = pa.py_buffer(np.packbits(there, bitorder="little").tobytes())
    form = pa.decimal128(18, numbers.places)
    return pa.Array.from_buffers(form, whole.shape[0], [mask, pa.py_buffer(halves.tobytes())])


def _texts(codes: Any, words: tuple[str, ...], rows: slice) -> Any:
    """Words by their codes, null where the code is -1."""
    at = pa.array(codes[rows], pa.int8(), mask=codes[rows] < 0)
    return pa.DictionaryArray.from_arrays(at, pa.array(words, pa.string()))


def _truths(truths: Any, rows: slice) -> Any:
    return pa.array(truths[rows])
