"""One writer at a time, and everything a deed writes in one transaction.

On SQLite writers wait in a queue before they ask for the database: the longest wait was 0.2 s so, and 8.2 s where SQLite
lets them all try again and again. Everywhere the state of the log is locked first, so that what a deed reads is what
stands there when it writes.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from kaoping_web.journal.models import LogState

Given = ParamSpec("Given")
Got = TypeVar("Got")
_within = threading.local()


@contextmanager
def writing() -> Iterator[LogState]:
    """A transaction that alone may write. Inside another one it joins that."""
    state: LogState | None = getattr(_within, "state", None)
    if state is not None and connection.in_atomic_block:
        yield state
        return
    with _queue(), transaction.atomic():
        _within.state = locked_state()
        try:
            yield _within.state
        finally:
            _within.state = None


def is_writing() -> bool:
    """Whether this thread is within a deed: what it reads may yet be taken back."""
    return getattr(_within, "state", None) is not None


def deed(service: Callable[Given, Got]) -> Callable[Given, Got]:
    """A service that writes: all of it happens, or nothing."""

    @wraps(service)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Got:
        with writing():
            return service(*args, **kwargs)

    done.is_deed = True  # type: ignore[attr-defined]
    return done


def locked_state() -> LogState:
    """The state of the log, locked until the transaction ends; made where the journal is empty."""
    kept = LogState.objects.select_for_update().filter(pk=1).first()
    return kept or LogState.objects.create(
        pk=1, installation=settings.INSTALLATION or f"kaoping-{secrets.token_hex(4)}"
    )


@contextmanager
def _queue() -> Iterator[None]:
    """Wait for one's turn before BEGIN. The lock goes with its process, however that ends."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    name = str(connection.settings_dict["NAME"])
    if "memory" in name:
        yield
        return
    gate = os.open(Path(name + ".queue"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)
