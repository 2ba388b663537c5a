"""A nation's Parquet scored by Spark with two workers on this machine, compared with arrays: every figure of every organisation.

    python -m benchmarks.cluster 40000 100              organisations, items
    python -m benchmarks.cluster 700000 100 5g 4g       memory of each worker, of the driver
    python -m benchmarks.cluster duckdb 700000 100 4GB  the same SQL on DuckDB

Needs the extra spark and Java 17. The workers and the master are processes of this command and end with it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from benchmarks import country, machine
from kaoping import Period, read_scheme_text
from kaoping.engines.nation import Nation, score_nation
from kaoping.engines.sql.session import Session
from kaoping.engines.sql.whole import score_in_sql

PERIOD = "2026-01"


def main(*words: str) -> int:
    """Print what each took and how many organisations differ."""
    on_duckdb = words[:1] == ("duckdb",)
    organisations, items, *memory = words[1:] if on_duckdb else words or ("40000", "100")
    print(machine.heading())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nation = Nation(read_scheme_text(country.scheme(int(items))), [_land(folder / "land", int(organisations), int(items))],
                        [Period.parse(PERIOD)])  # fmt: skip
        start = perf_counter()
        score_nation(nation, folder / "arrays")
        print(f"{int(organisations):,} × {items} by arrays: {perf_counter() - start:,.0f} s", flush=True)
        start, spent = perf_counter(), process_time()
        with _duckdb(*memory) if on_duckdb else _spark(folder, *memory) as session:
            done = score_in_sql(
                nation, folder / "sql", words[0] if on_duckdb else "spark", lambda: session, _told(start)
            )
        told = f", processor {process_time() - spent:,.0f} s" if on_duckdb else ""
        print(
            f"by SQL: {perf_counter() - start:,.0f} s{told}; {done.handed} cells by the reference", flush=True
        )
        wrong = [different(folder, track) for track in country.TRACKS]
        print(f"{sum(wrong)} organisations differ in points, place, grade or status of any node")
    return 1 if sum(wrong) else 0


def _land(land: Path, organisations: int, items: int) -> Path:
    country.write_month(land / f"period={PERIOD}" / "values.parquet", organisations, items)
    country.write_bodies(land / "bodies.parquet", organisations)
    return land


def _told(start: float):  # type: ignore[no-untyped-def]
    return lambda done, of: print(f"  track {done} of {of}: {perf_counter() - start:,.0f} s", flush=True)


@contextmanager
def _duckdb(memory: str = "4GB") -> Iterator[Session]:
    from kaoping.engines.sql.duck import DuckSession

    yield DuckSession(os.cpu_count() or 1, memory)


@contextmanager
def _spark(folder: Path, worker: str = "1g", driver: str = "2g") -> Iterator[Session]:
    from benchmarks.standalone import LOCAL, standalone
    from kaoping.engines.sql.spark import SparkSession, cluster

    (folder / "logs").mkdir()
    with standalone(folder / "logs", memory=worker) as workers:
        spark = cluster(
            workers.master, {**LOCAL, "spark.executor.memory": worker, "spark.driver.memory": driver}
        )
        spark.sparkContext.setLogLevel("ERROR")
        try:
            yield SparkSession(spark, str(folder), stops=False)
        finally:
            spark.stop()


def different(folder: Path, track: str) -> int:
    """How many organisations of a track have another figure anywhere."""
    one, other = (
        _sorted(folder / name / f"track={track}" / f"period={PERIOD}") for name in ("arrays", "sql")
    )
    assert one.num_rows and sorted(one.column_names) == sorted(other.column_names)
    if one.num_rows != other.num_rows:
        return max(one.num_rows, other.num_rows)
    wrong = pa.compute.invert(_alike(one["organisation"], other["organisation"]))
    for name in one.column_names:
        wrong = pa.compute.or_(wrong, pa.compute.invert(_alike(one[name], other[name])))
    return int(pa.compute.sum(wrong).as_py() or 0)


def _alike(a: pa.ChunkedArray, b: pa.ChunkedArray) -> pa.ChunkedArray:
    a, b = (one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in (a, b))
    b = b.cast(a.type)
    same = pa.compute.fill_null(pa.compute.equal(a, b), False)
    return pa.compute.or_(same, pa.compute.and_(pa.compute.is_null(a), pa.compute.is_null(b)))


def _sorted(folder: Path) -> pa.Table:
    found = pa.concat_tables([pq.ParquetFile(path).read() for path in sorted(folder.glob("*.parquet"))])
    return found.sort_by("organisation")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
