"""What every test may ask for: the shared measured data, and how hard hypothesis tries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every machine: a red run elsewhere can be repeated here. `make long` explores.
settings.register_profile("default", derandomize=True, max_examples=60, deadline=None, database=None)
settings.register_profile(
    "long",
    derandomize=False,
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")

WAITING = ("tests/journeys/", "tests/web/crash/", "tests/web/demo_year/")
"""Where tests mostly wait, for a browser or for a server to start."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait begin first: at the end of a run the other processes would have nothing left to do beside them."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published indices and papers that lie outside the repository; skips where absent."""
    folder = Path(os.environ.get("KAOPING_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}: set KAOPING_SHARED to its folder")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many cells of the permission matrix were sent, by test."""
    for report in terminalreporter.getreports("passed"):
        for name, count in report.user_properties:
            if name == "cells":
                terminalreporter.write_line(f"Matrix: {count:,} cells in {report.nodeid.rpartition('::')[2]}")
