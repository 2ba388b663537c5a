"""The demo year, built and scored once for all tests of this folder."""

from __future__ import annotations

import pytest

import demo
from kaoping import Scheme, Scorecard, Tables, read_scheme, score


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    """The demo scheme as read."""
    return read_scheme(demo.SCHEME)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The demo year from its usual seed."""
    return demo.build()


@pytest.fixture(scope="session")
def card(scheme: Scheme, tables: Tables) -> Scorecard:
    """The year scored."""
    return score(scheme, tables, str(demo.YEAR))
