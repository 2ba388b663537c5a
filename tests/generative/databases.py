"""A database that many runs share, one after the other."""

from __future__ import annotations

from kaoping.engines.sql.duck import DuckSession


class OneDatabase(DuckSession):
    """A session of DuckDB whose end forgets the tables and keeps the database: opening one costs more than a small run."""

    def __init__(self) -> None:
        super().__init__()
        self.close()

    def close(self) -> None:
        """Forget every table of the run."""
        self.connection.execute("DROP SCHEMA IF EXISTS run CASCADE; CREATE SCHEMA run; USE run")
