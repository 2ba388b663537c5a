"""What every test of the site may ask for: the small district, and a browser-less client signed in as somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from kaoping_web import clock
from kaoping_web.journal.kept import forget
from kaoping_web.organisations.models import User
from kaoping_web.organisations.sessions import EPOCH
from tests.web.cast import NOW, PASSWORD, District, settle


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashed once: the hash is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture
def district(db: None, password_hash: str) -> District:
    """The small district, on 7 April 2026."""
    return settle(password_hash)


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is NOW in every test of the site, until the test sets the clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client that is signed in as this person, without the sign-in page."""

    def signed(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session[EPOCH] = user.epoch
        session.save()
        return client

    return signed


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A process lives with one database; here each test has one of its own, whose journal may stand at the same position."""
    forget()
