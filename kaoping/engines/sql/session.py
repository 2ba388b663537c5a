"""What runs the statements: one small surface over DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


class Session(Protocol):
    """Tables by name; every table has the row's number `k`."""

    def load(self, name: str, columns: Arrays) -> None:
        """Make a table of arrays."""
        ...

    def make(self, name: str, select: str, rows: int) -> None:
        """Make a table of a SELECT, worked out now. `rows`: how many organisations it has, one row each by `k`; 0 for a
        small table without `k`."""
        ...

    def fetch(self, select: str) -> Arrays:
        """The rows of a SELECT as arrays, in any order."""
        ...

    def external(self, name: str, path: str) -> None:
        """Make a Parquet file, or a folder that was saved, readable as a table; nothing is read yet. A name may be used
        again."""
        ...

    def save(self, select: str, order: str, folder: str) -> None:
        """Write the rows of a SELECT into a folder of Parquet files that does not exist yet, each file in this order."""
        ...

    def drop(self, name: str) -> None:
        """Forget a table."""
        ...

    def close(self) -> None:
        """End the session and forget all of its tables."""
        ...


def listed(columns: Sequence[str]) -> str:
    """Names of columns for a SELECT."""
    return ", ".join(("k", *columns))


def sent_round(aliases: Sequence[str]) -> str:
    """What tells a cluster to send these tables whole to every worker. To DuckDB it is a comment."""
    return f"/*+ BROADCAST({', '.join(aliases)}) */ " if aliases else ""
