"""The world, built once for all tests of the folder and taken back after the last."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from kaoping_web import clock
from kaoping_web.overview import frame
from tests.web.cast import NOW
from tests.web.matrix.matters import places_of, supervise
from tests.web.matrix.places import Place, places
from tests.web.matrix.world import World, build


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    password_hash: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Both districts. What a test adds is taken back after it. Its tests are marked django_db."""
    uploads: Path = tmp_path_factory.mktemp("uploads")
    with (
        django_db_blocker.unblock(),
        override_settings(UPLOADS=uploads),
        pytest.MonkeyPatch.context() as patch,
    ):  # type: ignore[attr-defined]
        patch.setattr(clock, "now", lambda: NOW)
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield build(password_hash)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(scope="package")
def objects(world: World) -> dict[str, list[Place]]:
    """Every object as an address names it."""
    return places(world) | places_of(supervise(world))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are not written down one by one."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def bare_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without the rail around them, which is the same for all and takes half the time."""
    monkeypatch.setattr(frame, "_frame", lambda request, user: frame.Frame(person=user.display_name))
