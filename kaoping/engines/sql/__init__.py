"""The plan as generated SQL, the same text for DuckDB and for Spark (docs/how-to/score-on-spark.md)."""

from kaoping.engines.sql.engine import SqlEngine
from kaoping.engines.sql.judge import SqlColumns, Took

__all__ = ["SqlColumns", "SqlEngine", "Took"]
