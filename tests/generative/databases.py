"""A database that many runs share, one after the other."""

from __future__ import annotations

from kaoping.engines.sql.duck import DuckSession


class OneDatabase(DuckSession):
    """A session of DuckDB whose end forgets the tables and keeps the database: opening one costs more than a small run.

    Nor does it look for a better way of doing a few rows: that costs more than doing them. Sessions as they are used do,
    and random schemes are put to these too (tests/sql/test_nation.py).
    """

    def __init__(self) -> None:
        super().__init__()
        self.connection.execute("PRAGMA disable_optimizer")
        self.close()

    def close(self) -> None:
        """Forget every table of the run."""
        self.connection.execute("DROP SCHEMA IF EXISTS run CASCADE; CREATE SCHEMA run; USE run")
