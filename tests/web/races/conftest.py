"""A database for each race: on SQLite the one in memory, copied to a file; on PostgreSQL a copy of its own, since the journal
lets nobody empty it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from tests.web.cast import District, settle
from tests.web.races.shared import ON_POSTGRES

RACE = f"kaoping_race_{os.getpid()}"
"""Processes that test beside each other race in databases of their own."""


@pytest.fixture(scope="package", autouse=True)
def nothing_to_empty() -> Iterator[None]:
    """After a test the database it worked in is dropped: nothing is emptied, which the journal would refuse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


def _served(*statements: sql.Composable) -> None:
    """Statements to the server itself, from the database it always has."""
    told = connection.settings_dict
    found = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    with psycopg.connect(
        dbname="postgres", autocommit=True, **{key: value for key, value in found.items() if value}
    ) as server:
        for one in statements:
            server.execute(one)


@pytest.fixture
def copied(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """An empty database with all tables, where everything is committed and which is gone afterwards."""
    kept, drop = (
        connection.settings_dict["NAME"],
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(RACE)),
    )
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(RACE), sql.Identifier(kept))
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        _served(drop, copy)
        connection.settings_dict["NAME"] = RACE
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = kept
            _served(drop)


@pytest.fixture
def district(request: pytest.FixtureRequest, password_hash: str) -> District:
    """The small district, in a database that a race may use."""
    request.getfixturevalue("copied" if ON_POSTGRES else "db")
    return settle(password_hash)
