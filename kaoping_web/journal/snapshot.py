"""One view of the whole database, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from django.db import connection, transaction


class _Sqlite(Protocol):
    """What Django's connection to SQLite has besides those to others."""

    transaction_mode: str


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read within is of one moment. On PostgreSQL REPEATABLE READ; on SQLite a reading transaction, which
    the write-ahead log lets writers pass. Inside another transaction it is that one's view."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    sqlite = cast(_Sqlite, connection)
    mode = sqlite.transaction_mode  # IMMEDIATE, which would keep every writer waiting
    sqlite.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode
