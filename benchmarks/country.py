"""A country as it files: organisations and a month's values as Parquet, from a seed, without a Python object a value.

Five tracks of very different size (half of the organisations in the largest, 300 in the smallest); items of six rules in turn;
one value in ten does not apply, one in twenty is missing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TRACKS = ("village", "township", "bureau", "county", "pilot")
SHARES = (0.5, 0.25, 0.15, 0.1)
SMALLEST = 300
RULES: tuple[dict[str, object], ...] = (
    {"completion": {"target": "agreed", "cap": "1.2", "zero_target": "refuse"}},
    {"min_max": {"flat": "full"}},
    {"efficacy": {"base": 60, "span": 40, "best": 100, "worst": 40}},
    {"rank": {"form": "linear", "ties": "mean"}},
    {"z_score": {"mean": "full / 2", "sd": 1, "flat": "mean"}},
    {
        "bands": [
            {"below": 40, "points": 0},
            {"from": 40, "below": 80, "share": "0.6"},
            {"from": 80, "share": 1},
        ]
    },
)
SQL_RULES = (0, 1, 2, 5)
"""The rules whose every step has a form in SQL that is exact (deviations of so many need more than 38 digits)."""


def scheme(items: int, every: str = "month", rules: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> str:
    """The text of the scheme: so many items under dimensions of five."""
    rows = [{f"x{i}": {"full": 1 + i % 3, "rule": RULES[rules[i % len(rules)]]}} for i in range(items)]
    tree = [{f"d{d}": {"title": f"d{d}", "items": rows[d * 5 : d * 5 + 5]}} for d in range((items + 4) // 5)]
    return json.dumps({
        "schema": "kaoping-scheme/1", "id": "country", "title": "country", "every": every,
        "rounding": {"places": 2, "at": ["item", "total"]},
        "groups": {one: {"title": one, "of": {"kind": one}} for one in TRACKS},
        "facts": {f"x{i}": {"title": f"x{i}", "every": every, "runs": "period"} for i in range(items)},
        "defaults": {"missing": "zero", "not_applicable": "rescale", "undefined": "zero"},
        "tree": tree,
    })  # fmt: skip


def kinds(organisations: int) -> list[int]:
    """The track of each organisation, as a number."""
    small = min(SMALLEST, organisations // 10)
    sizes = [int((organisations - small) * share) for share in SHARES]
    sizes[0] += organisations - small - sum(sizes)
    return np.repeat(np.arange(5), [*sizes, small]).tolist()


def write_bodies(path: Path, organisations: int) -> None:
    """The organisations."""
    keys = [f"o{i:06d}" for i in range(organisations)]
    kind = pa.DictionaryArray.from_arrays(pa.array(kinds(organisations), pa.int8()), pa.array(TRACKS))
    pq.write_table(pa.table({"organisation": keys, "kind": kind}), path)


def write_month(path: Path, organisations: int, items: int, seed: int = 5, group: int = 100_000) -> None:
    """A wide file of a month, decimals of two places."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    columns: dict[str, Any] = {"organisation": [f"o{i:06d}" for i in range(organisations)]}
    for item in range(items):
        away = draw.random(organisations, np.float32)
        columns[f"x{item}"] = _decimal(draw.integers(2_000, 12_001, organisations), away > 0.15)
        told = pa.array(np.zeros(organisations, np.int8), mask=away >= 0.1)
        columns[f"x{item}.status"] = pa.DictionaryArray.from_arrays(told, pa.array(["not_applicable"]))
        if item % 6 == 0 or item % 4 == 0:
            columns[f"x{item}.target"] = _decimal(draw.integers(5_000, 15_001, organisations), None)
    pq.write_table(
        pa.table(columns), path, row_group_size=group, compression="zstd", store_decimal_as_integer=True
    )


def _decimal(hundredths: np.ndarray, there: np.ndarray | None) -> Any:
    halves = np.zeros((hundredths.shape[0], 2), np.int64)
    halves[:, 0] = hundredths
    mask = None if there is None else pa.py_buffer(np.packbits(there, bitorder="little").tobytes())
    return pa.Array.from_buffers(
        pa.decimal128(9, 2), hundredths.shape[0], [mask, pa.py_buffer(halves.tobytes())]
    )


def write_long(path: Path, wide: Path, group: int = 1_000_000) -> None:
    """The same values, a row a value, organisation after organisation within a fact."""
    source = pq.ParquetFile(wide)
    names = [one for one in source.schema_arrow.names if one.startswith("x") and not one.endswith(".status")]
    writer = None
    for name in names:
        more = [f"{name}.status"] if f"{name}.status" in source.schema_arrow.names else []
        table = source.read(columns=["organisation", name, *more])
        status = (
            table[f"{name}.status"]
            if more
            else pa.nulls(table.num_rows, pa.dictionary(pa.int8(), pa.string()))
        )
        fact = pa.DictionaryArray.from_arrays(pa.array(np.zeros(table.num_rows, np.int8)), pa.array([name]))
        rows = pa.table(
            {"organisation": table["organisation"], "fact": fact, "value": table[name], "status": status}
        )
        if writer is None:
            writer = pq.ParquetWriter(path, rows.schema, compression="zstd", store_decimal_as_integer=True)
        writer.write_table(rows, row_group_size=group)
    assert writer is not None
    writer.close()
