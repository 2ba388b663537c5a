"""Many people at once, on a database in a file: the one in memory cannot be shared by threads as a real one is.

The journal lets nothing be deleted, so a test's rows are not emptied out of it afterwards: what stands in memory, not
committed, is copied to a file, and the threads work there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, connections
from django.db.backends.sqlite3.base import Database as sqlite3  # noqa: N813 - the module the site uses

Got = TypeVar("Got")


@contextmanager
def file_database(folder: Path) -> Iterator[None]:
    """Everything written so far, in a file, for the threads started within."""
    if connection.vendor != "sqlite":
        pytest.skip(
            "threads would not see rows that are not committed; the queue of writers they test is that of SQLite"
        )
    path, kept = folder / "race.sqlite3", connection.settings_dict["NAME"]
    connection.ensure_connection()
    _copy(connection.connection, sqlite3.connect(str(path)))
    assert connections.settings["default"] is connection.settings_dict
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = kept


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Tables, rows, then what guards them. SQLite's own backup waits for a transaction that only ends with the test."""
    parts = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for _, name, sql in (one for one in parts if one[0] == "table"):
        target.execute(sql)
        rows = source.execute(f'SELECT * FROM "{name}"').fetchall()
        if rows:
            target.executemany(
                f'INSERT INTO "{name}" VALUES ({",".join("?" * len(rows[0]))})', [tuple(one) for one in rows]
            )
    for _, _, sql in (one for one in parts if one[0] != "table"):
        target.execute(sql)
    target.commit()
    target.close()


def together(deeds: Sequence[Callable[[], Got]]) -> list[Got | Exception]:
    """Start them all at once, each with a connection of its own; what each gave or raised, in order."""
    gate, found = threading.Barrier(len(deeds)), dict[int, Got | Exception]()

    def run(at: int) -> None:
        try:
            gate.wait(30)
            found[at] = deeds[at]()
        except Exception as error:
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(deeds))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    return [found[at] for at in range(len(deeds))]


def alone(deed: Callable[[], Got]) -> Got:
    """One deed in a thread of its own: what the others wrote is in the file, not in memory."""
    found = together([deed])[0]
    if isinstance(found, Exception):
        raise found
    return found
