"""Settings of a site whose deeds take a moment between their rows and their entries, so that a kill falls in between.

With KAOPING_NO_TRANSACTIONS=1 the protection under test is taken away: a deed is then no transaction.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kaoping_web.settings import *  # noqa: F403


def slow_down() -> None:
    """Called by the server's own process once Django is ready (see `wsgi.py` beside this file)."""
    from django.db import transaction

    from kaoping_web.journal import services, writing

    original = services.record_all

    def later(deeds: Any) -> Any:
        time.sleep(random.uniform(0, 0.03))
        return original(deeds)

    services.record_all = later
    if os.environ.get("KAOPING_NO_TRANSACTIONS") == "1":
        state = writing.locked_state

        @contextmanager
        def bare() -> Iterator[Any]:
            yield state()

        services.writing = writing.writing = bare

        class NoAtomic(transaction.Atomic):
            def __enter__(self) -> None: ...

            def __exit__(self, *given: object) -> None: ...

        transaction.Atomic = NoAtomic
