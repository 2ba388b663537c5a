"""Spark as a session: every table is written as Parquet before the next is made from it.

So a worker that dies costs its own tasks and nothing else, no query grows with the length of a plan, and what was
worked out can be looked at. A table of organisations lies in buckets by `k`, each in order: tables of a track are joined
bucket by bucket, and nothing is sent round for it. Only what the text names is: Spark by itself would send a few megabytes
of Parquet to every worker, and twenty such tables, unpacked, filled workers of 2 GB. Master, folder and further settings
come from the environment (`settings`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession as Cluster

from kaoping.engines.sql.session import Arrays, beginning_spark, working_in_spark

MASTER, FOLDER, PREFIX = "KAOPING_SPARK_MASTER", "KAOPING_SPARK_FOLDER", "KAOPING_SPARK_CONF_"
DEFAULTS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.buffer.pageSize": "4m",
    "spark.sql.legacy.bucketedTableScan.outputOrdering": "true",
    "spark.sql.sources.bucketing.maxBuckets": "100000",
    "spark.task.maxFailures": "8",
}
EACH = 50_000
"""So many organisations share a bucket."""
FEW = 50_000
"""Up to so many organisations a query is worked out sooner than Java for it is written and compiled."""
HOW = "spark.sql.codegen.factoryMode"
KINDS = {"int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "string": "STRING"}
"""Arrays as Spark calls them: told, so that no job is run to look into the files."""


def settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The settings of a run: `KAOPING_SPARK_CONF_spark_x_y=z` sets spark.x.y."""
    found = dict(DEFAULTS)
    for key, value in environment.items():
        if key.startswith(PREFIX):
            found[key.removeprefix(PREFIX).replace("_", ".")] = value
    return found


def cluster(master: str = "", more: Mapping[str, str] | None = None) -> Cluster:
    """A running Spark: that of the process if there is one, else one at the master (default: this machine). Raises
    KaopingError where there is no Java, or no such master."""
    where = master or os.environ.get(MASTER, "local[*]")
    with beginning_spark(where):
        return _begun(where, more or {})


def _begun(master: str, more: Mapping[str, str]) -> Cluster:
    builder = Cluster.builder.appName("kaoping").master(master)
    # Spark makes this folder even where nothing is put into it; by itself it would be one of the caller's.
    warehouse = Path(os.environ.get(FOLDER) or tempfile.gettempdir()) / "kaoping-warehouse"
    for key, value in {"spark.sql.warehouse.dir": str(warehouse), **settings(), **more}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


class SparkSession:
    """Tables as Parquet in a folder that every worker sees. `stops`: whether closing ends Spark as well; `each`: how many
    organisations share a bucket."""

    def __init__(
        self, spark: Cluster | None = None, folder: str = "", stops: bool | None = None, each: int = EACH
    ) -> None:
        self.stops, self.each = (spark is None if stops is None else stops), each
        self.spark = (spark or cluster()).newSession()
        for key, value in settings().items():
            if key.startswith("spark.sql.") and self.spark.conf.isModifiable(key):
                self.spark.conf.set(key, value)
        self.folder = tempfile.mkdtemp(prefix="kaoping-", dir=folder or os.environ.get(FOLDER) or None)
        Path(self.folder).chmod(0o777)
        self.database = (
            "".join(c if c.isalnum() else "_" for c in Path(self.folder).name).lower() + f"_{id(self)}"
        )
        self.tables: set[str] = set()
        place = self.folder.replace("\\", "\\\\").replace("'", "\\'")
        with working_in_spark():
            self.spark.sql(f"CREATE DATABASE {self.database} LOCATION '{place}'")
            self.spark.sql(f"USE {self.database}")

    def path(self, name: str) -> str:
        """Where a table lies."""
        return str(Path(self.folder) / name)

    @working_in_spark()
    def load(self, name: str, columns: Arrays) -> None:
        """Make a table of arrays."""
        table = pa.table({key: pa.array(np.ascontiguousarray(array)) for key, array in columns.items()})
        Path(self.path(name)).mkdir()
        pq.write_table(table, f"{self.path(name)}/part-0.parquet")
        told = ", ".join(f"{one.name} {KINDS[str(one.type)]}" for one in table.schema)
        self.spark.read.schema(told).parquet(self.path(name)).createOrReplaceTempView(name)

    @working_in_spark()
    def make(self, name: str, select: str, rows: int) -> None:
        """Make a table of a SELECT."""
        found: Any = self.spark.sql(select)
        if not rows:
            found.coalesce(1).write.parquet(self.path(name))
            self.spark.read.schema(found.schema).parquet(self.path(name)).createOrReplaceTempView(name)
            return
        self.spark.conf.set(HOW, "FALLBACK" if rows > FEW else "NO_CODEGEN")
        buckets = -(-rows // self.each)
        writer = found.repartition(buckets, "k").write.bucketBy(buckets, "k").sortBy("k")
        writer.option("path", self.path(name)).saveAsTable(name)
        self.tables.add(name)

    @working_in_spark()
    def fetch(self, select: str) -> Arrays:
        """The rows of a SELECT as arrays."""
        found: Any = self.spark.sql(select).toArrow()
        return {name: found.column(name).to_numpy() for name in found.column_names}

    @working_in_spark()
    def external(self, name: str, path: str) -> None:
        """Make a Parquet file, or a folder that was saved, readable as a table."""
        self.spark.read.parquet(path).createOrReplaceTempView(name)

    @working_in_spark()
    def save(self, select: str, order: str, folder: str) -> None:
        """Write the rows of a SELECT into a folder of Parquet files that does not exist yet."""
        self.spark.sql(f"{select} SORT BY {order}").write.parquet(folder)

    @working_in_spark()
    def drop(self, name: str) -> None:
        """Forget a table."""
        if name in self.tables:
            self.spark.sql(f"DROP TABLE {name}")
            self.tables.remove(name)
        else:
            self.spark.catalog.dropTempView(name)
        shutil.rmtree(self.path(name), ignore_errors=True)

    def close(self) -> None:
        """Forget the tables; end Spark where it was started here. What ended a run is what is told, never what follows from it."""
        with suppress(Exception):
            for name in [*self.tables]:
                self.drop(name)
            self.spark.sql("USE default")
            self.spark.sql(f"DROP DATABASE {self.database} CASCADE")
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.stops:
            with suppress(Exception):
                self.spark.stop()
