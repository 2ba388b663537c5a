"""The demo is built as `make demo` builds it; every page of its year is quick and asks the database little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.site import NOW

ROOT = Path(__file__).resolve().parents[3]
MOST_QUERIES = 25
MOST_RATIO = 4
"""Of the fixed piece of work measured beside each page, so that a busy or slow machine does not count; the slowest page was
2.6 at a load average of 17, half of them below 2.1. `python -m tests.web.demo_year.measure --table` prints both, docs/explanation/pages.md keeps them."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, built in a process of its own."""
    data = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-m", "demo.site", "--data", str(data), "--only-build"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return data


def _run(folder: Path, *arguments: str) -> str:
    given = os.environ | {
        "KAOPING_DATA": str(folder), "KAOPING_DEMO": "1", "KAOPING_NOW": NOW.isoformat(), "DJANGO_SETTINGS_MODULE": "kaoping_web.settings",
        "KAOPING_DATABASE": "", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=given, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def found(folder: Path) -> list[dict[str, object]]:
    """Every page with its figures."""
    return json.loads(_run(folder, "-m", "tests.web.demo_year.measure"))


def test_every_page_is_there(found: list[dict[str, object]]) -> None:
    assert [one for one in found if one["status"] != 200] == []


def test_no_page_asks_more_than_25_queries(found: list[dict[str, object]]) -> None:
    assert [(one["who"], one["page"], one["queries"]) for one in found if one["queries"] > MOST_QUERIES] == []


def test_no_page_takes_long(found: list[dict[str, object]]) -> None:
    assert [
        (one["who"], one["page"], one["ms"], one["ratio"]) for one in found if one["ratio"] > MOST_RATIO
    ] == []


def test_the_journal_of_the_demo_is_whole(folder: Path) -> None:
    assert "sound" in _run(folder, "-m", "kaoping_web", "verify_journal")
