"""What runs the statements: one small surface over DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from numpy.typing import NDArray

from kaoping.errors import KaopingError, Problem, Words

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


OURS = (
    "AnalysisException", "ParseException", "ArithmeticException", "NumberFormatException", "IllegalArgumentException",
    "PySparkTypeError", "PySparkValueError",
)  # fmt: skip
"""What Spark says of a statement that is wrong, not of a machine that stopped."""
FOREIGN = ("pyspark", "py4j")
"""Packages whose complaints are told in words. Where Java is gone a connection is refused."""
LONGEST = 300
"""So many characters of what a foreign package says are passed on."""


@contextmanager
def beginning_spark(master: str) -> Iterator[None]:
    """What keeps Spark from beginning, in words. `master`: which one was asked. Raises KaopingError."""
    with _in_words(lambda said: _no_spark(master, said), ()):
        yield


@contextmanager
def working_in_spark() -> Iterator[None]:
    """What ends a run in Spark, in words; what is wrong with the text of a statement is ours, and stays as it is. Raises KaopingError."""
    with _in_words(_stopped, OURS):
        yield


@contextmanager
def _in_words(problem: Callable[[str], Problem], ours: Collection[str]) -> Iterator[None]:
    """Complaints of Spark and of the bridge to Java become a problem; `problem` is told what they say. `ours`: not these."""
    try:
        yield
    except Exception as wrong:
        foreign = type(wrong).__module__.partition(".")[0] in FOREIGN or isinstance(wrong, ConnectionError)
        if not foreign or any(one.__name__ in ours for one in type(wrong).__mro__):
            raise
        raise KaopingError(problem(_said(wrong))) from wrong


def _said(wrong: Exception) -> str:
    """How a complaint begins, and its last cause."""
    try:
        lines = str(wrong).splitlines()
    except Exception:  # Java is asked for the text, and may be gone
        return type(wrong).__name__
    causes = [line for line in lines if line.lstrip().startswith("Caused by:")]
    told = [lines[0], causes[-1]] if causes else [" ".join(lines)]
    return " … ".join(" ".join(one.split())[: LONGEST // len(told)] for one in told)


def _no_spark(master: str, said: str) -> Problem:
    return Problem(
        "no-spark",
        Words(f"Spark 无法启动（主节点 {master}）：{said}", f"Spark does not begin (master {master}): {said}"),
        Words("核对 Java（17 或更新版本）已安装、KAOPING_SPARK_MASTER 写得对（spark://主机:端口 或 local[*]）、主节点在运行；或改用 --engine columnar。",
              "see that Java (17 or later) is installed, that KAOPING_SPARK_MASTER is right (spark://HOST:PORT or local[*]) and that the "
              "master runs; or use --engine columnar."),
    )  # fmt: skip


def _stopped(said: str) -> Problem:
    return Problem(
        "spark-stopped",
        Words(f"Spark 中途停止：{said}", f"Spark stopped in the middle of the run: {said}"),
        Words("核对主节点与工作节点仍在运行、内存和磁盘够用，再运行一次（全国计分时已写完的部分不再重算）；或改用 --engine columnar。",
              "see that the master and its workers still run and that memory and disk suffice, then run again (what a nation's run has "
              "written is kept); or use --engine columnar."),
    )  # fmt: skip


def too_little_memory(memory: str, said: str) -> KaopingError:
    """The session may not take as much memory as the work needs. `said`: by the database."""
    shown = memory or "—"
    return KaopingError(
        Problem(
            "out-of-memory",
            Words(f"DuckDB 的内存上限 {shown} 不够用：{_first_line(said)}", f"DuckDB cannot work within its limit of memory ({shown}): {_first_line(said)}"),
            Words("多给 --memory，或用 --engine columnar，或用 --nodes total 少留结果。",
                  "allow more with --memory, or use --engine columnar, or keep fewer answers with --nodes total."),
        )
    )  # fmt: skip


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:LONGEST]


def listed(columns: Sequence[str]) -> str:
    """Names of columns for a SELECT."""
    return ", ".join(("k", *columns))


def sent_round(aliases: Sequence[str]) -> str:
    """What tells a cluster to send these tables whole to every worker. To DuckDB it is a comment."""
    return f"/*+ BROADCAST({', '.join(aliases)}) */ " if aliases else ""
