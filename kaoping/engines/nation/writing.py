"""Answers as Parquet: one file a track and period, a row an organisation, for each node its columns.

`NODE.points`, `NODE.full`, `NODE.place` are decimals; `NODE.grade` and `NODE.status` words; `award.KEY` truths. The
same answers give the same bytes with the same PyArrow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.engines.nation.answers import STATUSES, Answers, Numbers
from kaoping.plan.steps import NodeColumns

ROWS = 100_000
"""Rows in a group."""
MARK = b"kaoping.rounded"
"""In the metadata of a file: the columns whose exact numbers have more decimals than are written."""
Column = tuple[str, Any]


def write_track(path: Path, answers: Answers, track: str) -> None:
    """The track's file; it is whole or not there. Raises OSError."""
    columns, rounded = _columns(answers, track)
    table = pa.table(dict(columns)).replace_schema_metadata({MARK: json.dumps(rounded).encode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.writing")
    pq.write_table(table, aside, row_group_size=ROWS, compression="zstd", store_decimal_as_integer=True)
    os.replace(aside, path)


def _columns(answers: Answers, track: str) -> tuple[list[Column], list[str]]:
    keys = answers.plan.members[track]
    columns: list[Column] = [("organisation", pa.array(keys, pa.string()))]
    rounded: list[str] = []
    memory: dict[tuple[str, str, object], Any] = {}
    for node in nodes_of(answers, track):
        for name, column, longer in _of_node(answers, node, len(keys), memory):
            columns.append((name, column))
            rounded += [name] if longer else []
    for award, awarded in answers.plan.awards.items():
        for column in awarded:
            if answers.plan.step(column).about.group == track:
                columns.append((f"award.{award}", pa.array(answers.truths[column])))
    return columns, rounded


def nodes_of(answers: Answers, track: str) -> list[NodeColumns]:
    """The nodes of a track that are written, the whole first."""
    found = [one for one in answers.plan.nodes if one.group == track and one.node in answers.nodes]
    return sorted(found, key=lambda one: one.node != answers.plan.root)


def label(answers: Answers, node: NodeColumns) -> str:
    """What a node's columns are called; nodes of other periods bear theirs."""
    return node.node if node.period == answers.plan.period else f"{node.node}@{node.period}"


def _of_node(
    answers: Answers, node: NodeColumns, size: int, memory: dict[tuple[str, str, object], Any]
) -> Iterator[tuple[str, Any, bool]]:
    name = label(answers, node)
    for part, column in (("points", node.points), ("full", node.full), ("place", node.rank)):
        if column is not None:
            numbers = answers.numbers[column]
            yield f"{name}.{part}", decimals(numbers), numbers.rounded
    if node.grade is not None:
        yield f"{name}.grade", _texts(*answers.words[node.grade]), False
    yield f"{name}.status", _texts(answers.lines(node, memory), STATUSES), False


def decimals(numbers: Numbers) -> Any:
    """Whole numbers over a power of ten as decimals, null where there is none."""
    whole = numbers.whole.astype(np.int64)
    if not numbers.places:
        return pa.array(whole, mask=~numbers.there)
    halves = np.empty((whole.shape[0], 2), np.int64)
    halves[:, 0], halves[:, 1] = whole, whole >> 63
    there = pa.py_buffer(np.packbits(numbers.there, bitorder="little").tobytes())
    form = pa.decimal128(18, numbers.places)
    return pa.Array.from_buffers(form, whole.shape[0], [there, pa.py_buffer(halves.tobytes())])


def _texts(codes: Any, words: tuple[str, ...]) -> Any:
    """Words by their codes, null where the code is -1."""
    at = pa.array(codes, pa.int8(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(at, pa.array(words, pa.string()))
