"""DuckDB as a session: one process, one file-less database, nothing downloaded."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from kaoping.engines.sql.session import Arrays, too_little_memory


def _quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


class DuckSession:
    """Tables in memory; `folder` takes what does not fit there, where the memory is limited."""

    def __init__(self, threads: int = 1, memory: str = "", folder: str = "") -> None:
        settings: dict[str, Any] = {
            "threads": threads,
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": False,
        }
        self.spilled = tempfile.mkdtemp(prefix="kaoping-") if memory and not folder else ""
        if memory:
            settings["memory_limit"] = memory
        if folder or self.spilled:
            settings["temp_directory"] = folder or self.spilled
        self.memory = memory
        with self._spoken():
            self.connection = duckdb.connect(":memory:", config=settings)
        self._run("SET enable_progress_bar = false")
        # With its guesses about ranges of values DuckDB 2.0.0 rounded -0.57 to 0 where the same text without them gives -1.
        self._run("SET disabled_optimizers = 'statistics_propagation'")

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Raises KaopingError where the memory allowed is not enough."""
        try:
            yield
        except duckdb.OutOfMemoryException as wrong:
            raise too_little_memory(self.memory, str(wrong)) from wrong

    def _run(self, text: str) -> Any:
        with self._spoken():
            return self.connection.execute(text)

    def load(self, name: str, columns: Arrays) -> None:
        """Make a table of arrays."""
        table = pa.table({key: pa.array(np.ascontiguousarray(array)) for key, array in columns.items()})
        self.connection.register("loaded", table)
        self._run(f"CREATE TABLE {name} AS SELECT * FROM loaded")
        self.connection.unregister("loaded")

    def make(self, name: str, select: str, rows: int) -> None:
        """Make a table of a SELECT."""
        self._run(f"CREATE TABLE {name} AS {select}")

    def fetch(self, select: str) -> Arrays:
        """The rows of a SELECT as arrays."""
        with self._spoken():
            found: Arrays = self.connection.execute(select).fetchnumpy()
        return found

    def external(self, name: str, path: str) -> None:
        """Make a Parquet file, or a folder that was saved, readable as a table."""
        file = str(Path(path) / "*.parquet") if Path(path).is_dir() else path
        self._run(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({_quoted(file)})")

    def save(self, select: str, order: str, folder: str) -> None:
        """Write the rows of a SELECT into a folder of Parquet files that does not exist yet."""
        Path(folder).mkdir(parents=True)
        file = _quoted(str(Path(folder) / "part-0.parquet"))
        self._run(f"COPY ({select} ORDER BY {order}) TO {file} (FORMAT parquet, COMPRESSION zstd)")

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._run(f"DROP TABLE {name}")

    def close(self) -> None:
        """End the session."""
        self.connection.close()
        if self.spilled:
            shutil.rmtree(self.spilled, ignore_errors=True)
