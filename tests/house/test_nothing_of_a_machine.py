"""What a machine makes for itself (keys, databases, caches) is not in the repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no repository here"
)


def ignored_and_kept(root: Path) -> list[str]:
    """Files that the repository holds though it says it ignores them."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


def test_what_is_ignored_is_not_kept() -> None:
    assert ignored_and_kept(ROOT) == []


def test_a_key_that_slipped_in_is_found(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("/data/\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret-key").write_text("x", "utf-8")
    for words in (["init", "--quiet"], ["add", "--force", "data/secret-key", ".gitignore"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    assert ignored_and_kept(tmp_path) == ["data/secret-key"]
