"""Which engine runs a plan: the smallest that is quick enough."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from kaoping.engines.base import Columns
from kaoping.engines.reference import ReferenceEngine
from kaoping.errors import KaopingError, Problem, Words
from kaoping.plan.steps import Plan
from kaoping.tables import Tables

if TYPE_CHECKING:
    from kaoping.engines.sql.session import Session

COLUMNAR_FROM = 4_000
"""From so many cells (steps times organisations) on, columns are quicker than one cell after another."""
NAMES = ("auto", "reference", "columnar", "duckdb", "spark")


class Running(Protocol):
    """An engine as `score` uses it."""

    name: str

    def run(self, plan: Plan, tables: Tables, progress: Callable[[int, int], None] | None = None) -> Columns:
        """Every column of the plan."""
        ...


def cells_of(plan: Plan) -> int:
    """How many cells a plan makes."""
    return sum(len(plan.members.get(step.about.group, ())) for step in plan.steps)


def engine_for(plan: Plan, name: str = "auto") -> Running:
    """The engine of that name; for `auto` by the number of cells. Raises KaopingError for a name that is none."""
    if name not in NAMES:
        raise KaopingError(
            Problem("no-engine", Words(f"没有“{name}”这种引擎。", f"there is no engine “{name}”."),
                    Words(f"可选：{'、'.join(NAMES)}", f"one of {', '.join(NAMES)}"))
        )  # fmt: skip
    if name in ("duckdb", "spark"):
        return _in_sql(name)
    has_arrays = find_spec("numpy") is not None
    if name == "columnar" and not has_arrays:
        raise KaopingError(
            Problem("no-numpy", Words("按列计算需要 NumPy。", "the columnar engine needs NumPy."),
                    Words("pip install numpy，或用 reference 引擎。", "pip install numpy, or use the reference engine."))
        )  # fmt: skip
    if name == "reference" or not has_arrays or (name == "auto" and cells_of(plan) < COLUMNAR_FROM):
        return ReferenceEngine()
    from kaoping.engines.columnar import ColumnarEngine

    return ColumnarEngine()


def as_asked(name: str) -> Words:
    """An engine that runs because it was named."""
    return Words(f"引擎 {name}（按指定）", f"engine {name} (as asked)")


def why(plan: Plan, asked: str, taken: str) -> Words:
    """Which engine ran a plan, and why that one. `asked`: its name, or auto."""
    if asked != "auto":
        return as_asked(taken)
    if taken == "reference" and find_spec("numpy") is None:
        return Words("引擎 reference（没有 NumPy）", "engine reference (there is no NumPy)")
    cells = cells_of(plan)
    return Words(f"引擎 {taken}（按规模：{cells:,} 格，{COLUMNAR_FROM:,} 格起用 columnar）",
                 f"engine {taken} (by size: {cells:,} cells, columnar from {COLUMNAR_FROM:,} on)")  # fmt: skip


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_sql(name: str) -> Running:
    """The plan as SQL. Raises KaopingError where the packages are not installed."""
    session = session_for(name)
    from kaoping.engines.sql import SqlEngine

    return SqlEngine(name, session)


def session_for(name: str, memory: str = "", threads: int = 1) -> Callable[[], Session]:
    """What opens a session of duckdb or spark. `memory`: the most that DuckDB takes before it writes to disk; `threads`: of
    DuckDB, one for tables in memory, which are small. Raises KaopingError where the packages are not installed."""
    package = {"duckdb": "duckdb", "spark": "pyspark"}[name]
    lacking = [one for one in (package, "pyarrow") if find_spec(one) is None]
    if lacking:
        raise KaopingError(
            Problem("no-sql", Words(f"用 {name} 计算缺少 {'、'.join(lacking)}。", f"the engine {name} lacks {', '.join(lacking)}."),
                    Words(f"pip install 'kaoping[{name}]'", f"pip install 'kaoping[{name}]'"))
        )  # fmt: skip
    if name == "duckdb":
        from kaoping.engines.sql.duck import DuckSession

        return partial(DuckSession, threads, memory)
    from kaoping.engines.sql.spark import SparkSession

    return SparkSession
