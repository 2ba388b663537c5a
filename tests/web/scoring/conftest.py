"""The demo district, settled once for all tests of a module and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.web.scoring.stage import Demo, settle_demo


@pytest.fixture(scope="module")
def demo_district(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, password_hash: str
) -> Iterator[Demo]:
    """409 bodies and a year of figures. What a test adds is taken back after it, this after the last. Its tests are marked django_db."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield settle_demo(password_hash)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
