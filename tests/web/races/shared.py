"""Many people at once on a database that all their threads see: a file on SQLite, committed rows on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection

from kaoping.errors import Severity
from kaoping_web import refusals
from kaoping_web.journal.verification import verify_here
from tests.web.filing.races import alone, file_database, together

Got = TypeVar("Got")
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
races = pytest.mark.django_db(transaction=ON_POSTGRES)
ROUNDS = 50


@contextmanager
def seen_by_all(folder: Path) -> Iterator[None]:
    """What was written so far is there for the threads started within."""
    if connection.vendor != "sqlite":
        yield
        return
    with file_database(folder):
        yield


def rounds(count: int, pair: Callable[[int], Sequence[Callable[[], Got]]]) -> list[list[Got | Exception]]:
    """That many times: what `pair` prepares, started at once."""
    return [together(alone(lambda at=at: pair(at))) for at in range(count)]


def losers(found: Sequence[object]) -> list[Exception]:
    """What was refused."""
    return [one for one in found if isinstance(one, Exception)]


def one_wins(found: Sequence[object]) -> bool:
    """Whether exactly one was done, and every other one was refused because of it."""
    lost = losers(found)
    return len(lost) == len(found) - 1 and all(
        isinstance(one, refusals.Refused) and one.status == 409 for one in lost
    )


def is_whole() -> bool:
    """Whether journal and rows agree. A note says only that two moments stand in another order than their entries."""
    return not [one for one in alone(verify_here).problems if one.severity is not Severity.NOTE]
