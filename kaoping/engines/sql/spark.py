"""Spark as a session: every table is written as Parquet before the next is made from it.

So a worker that dies costs its own tasks and nothing else, no query grows with the length of a plan, and what was
worked out can be looked at. Master, folder and further settings come from the environment (`settings`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession as Cluster

from kaoping.engines.sql.session import Arrays

MASTER, FOLDER, PREFIX = "KAOPING_SPARK_MASTER", "KAOPING_SPARK_FOLDER", "KAOPING_SPARK_CONF_"
DEFAULTS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.codegen.maxFields": "400",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.autoBroadcastJoinThreshold": "64m",
    "spark.task.maxFailures": "8",
}


def settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The settings of a run: `KAOPING_SPARK_CONF_spark_x_y=z` sets spark.x.y."""
    found = dict(DEFAULTS)
    for key, value in environment.items():
        if key.startswith(PREFIX):
            found[key.removeprefix(PREFIX).replace("_", ".")] = value
    return found


def cluster(master: str = "", more: Mapping[str, str] | None = None) -> Cluster:
    """A running Spark: that of the process if there is one, else one at the master (default: this machine)."""
    builder = Cluster.builder.appName("kaoping").master(master or os.environ.get(MASTER, "local[*]"))
    for key, value in {**settings(), **(more or {})}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


class SparkSession:
    """Tables as Parquet in a folder that every worker sees. `stops`: whether closing ends Spark as well."""

    def __init__(self, spark: Cluster | None = None, folder: str = "", stops: bool | None = None) -> None:
        self.stops = spark is None if stops is None else stops
        self.spark = spark or cluster()
        self.given = folder or os.environ.get(FOLDER, "")
        self.folder = tempfile.mkdtemp(prefix="kaoping-", dir=self.given or None)

    def path(self, name: str) -> str:
        """Where a table lies."""
        return str(Path(self.folder) / name)

    def load(self, name: str, columns: Arrays) -> None:
        """Make a table of arrays."""
        table = pa.table({key: pa.array(np.ascontiguousarray(array)) for key, array in columns.items()})
        Path(self.path(name)).mkdir()
        pq.write_table(table, f"{self.path(name)}/part-0.parquet")
        self._view(name)

    def make(self, name: str, select: str) -> None:
        """Make a table of a SELECT."""
        self.spark.sql(select).write.parquet(self.path(name))
        self._view(name)

    def _view(self, name: str) -> None:
        self.spark.read.parquet(self.path(name)).createOrReplaceTempView(name)

    def fetch(self, select: str) -> Arrays:
        """The rows of a SELECT as arrays."""
        found: Any = self.spark.sql(select).toArrow()
        return {name: found.column(name).to_numpy() for name in found.column_names}

    def external(self, name: str, path: str) -> None:
        """Make a Parquet file readable as a table; nothing is read yet."""
        self.spark.read.parquet(path).createOrReplaceTempView(name)

    def save(self, select: str, folder: str) -> None:
        """Write the rows of a SELECT into a folder of Parquet files that does not exist yet."""
        self.spark.sql(select).write.parquet(folder)

    def drop(self, name: str) -> None:
        """Forget a table."""
        self.spark.catalog.dropTempView(name)
        shutil.rmtree(self.path(name), ignore_errors=True)

    def close(self) -> None:
        """Forget the tables; end Spark where it was started here."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.stops:
            self.spark.stop()
