"""What a journey needs: a Chromium, and a district with nobody's work in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.hosting import Site
from tests.journeys.world import World

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def chromium() -> str | None:
    """Where Chromium is on this machine: KAOPING_CHROMIUM, or one of the usual names."""
    return os.environ.get("KAOPING_CHROMIUM") or next(
        (found for one in NAMES if (found := shutil.which(one))), None
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; skips where there is none."""
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium: install one of {', '.join(NAMES)}, or set KAOPING_CHROMIUM to its path")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The small district on its own server, its bodies and people founded."""
    folder: Path = tmp_path_factory.mktemp("journey")
    site = Site(folder / "data")
    site.found()
    try:
        yield World(site, browser, folder)
    finally:
        site.stop()
