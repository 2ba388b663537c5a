"""The set-up installs only what is locked, names no host, and says in one line what a machine lacks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

HOST = re.compile(r"^\s*(--(extra-)?index-url|--find-links|--trusted-host|-i |-f )|://|\bgit\+", re.M)
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.M)
LOCKS = ("main", "test")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def pins(text: str) -> dict[str, set[str]]:
    """Every locked package with its versions (one for each range of Python versions that needs its own)."""
    found: dict[str, set[str]] = {}
    for package, version in PINNED.findall(text):
        found.setdefault(package, set()).add(version)
    return found


# A Python that writes down what it is asked, and makes a virtual environment holding a copy of itself.
RECORDING_PYTHON = """
echo "$*" >>calls
[ "$1 $2" = "-m venv" ] || exit 0
mkdir -p .venv/bin
cp programs/python3 .venv/bin/python
"""


def copy_set_up(folder: Path, pythons: dict[str, str]) -> None:
    """A copy of the set-up in a place where only these Pythons exist; each is a small shell script."""
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "pyproject.toml", folder)
    programs = folder / "programs"
    programs.mkdir()
    for tool in ("cat", "cksum", "cp", "grep", "mkdir"):
        (programs / tool).symlink_to(str(shutil.which(tool)))
    for name, body in pythons.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (programs / name).chmod(0o755)
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "set-up", folder / "scripts")


def run_set_up(folder: Path, lock_name: str = "main") -> subprocess.CompletedProcess[str]:
    """Run the copy and take down what it says."""
    environment = {key: value for key, value in os.environ.items() if key != "KAOPING_PYTHON"}
    return subprocess.run(
        ["/bin/sh", "scripts/set-up", lock_name],
        cwd=folder,
        env=environment | {"PATH": str(folder / "programs")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    assert HOST.findall(lock(name)) == []


def test_a_host_in_a_lock_is_found() -> None:
    for line in (
        "--index-url https://example.org/simple",
        "--find-links /wheels",
        "a @ git+ssh://example.org/a",
    ):
        assert HOST.search(f"rich==15.0.0\n{line}\n")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock(name).strip())
    assert len(blocks) == sum(map(len, pins(lock(name)).values()))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_test_lock_holds_the_main_lock() -> None:
    assert pins(lock("main")).items() <= pins(lock("test")).items()


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    names = {
        lock_name: {re.split(r"[<>=!~;\[ ]", wish)[0].lower() for wish in wishes}
        for lock_name, wishes in {
            "main": project["project"]["dependencies"]
            + groups["build"]
            + project["build-system"]["requires"],
            "test": groups["test"],
        }.items()
    }
    assert {name: wished - pins(lock(name)).keys() for name, wished in names.items()} == {
        "main": set(),
        "test": set(),
    }


@pytest.mark.parametrize("pythons", [{}, {"python3": "exit 1", "python": "exit 1"}], ids=["none", "too old"])
def test_without_a_new_enough_python_the_set_up_says_so_in_one_line(
    tmp_path: Path, pythons: dict[str, str]
) -> None:
    copy_set_up(tmp_path, pythons)
    told = run_set_up(tmp_path)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "No Python 3.11" in told.stderr
    assert "Mend:" in told.stderr


def test_without_venv_the_set_up_says_so_in_one_line(tmp_path: Path) -> None:
    copy_set_up(tmp_path, {"python3": 'case "$2" in *venv*) exit 1;; esac'})
    told = run_set_up(tmp_path)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "its venv module is missing. Mend:" in told.stderr


def installations(folder: Path) -> list[str]:
    """What the recording Python was asked to install since the last time."""
    calls = folder / "calls"
    asked = [line for line in calls.read_text("utf-8").splitlines() if " install " in line]
    calls.write_text("", "utf-8")
    return asked


def test_the_set_up_installs_only_what_is_locked(tmp_path: Path) -> None:
    copy_set_up(tmp_path, {"python3": RECORDING_PYTHON})
    assert run_set_up(tmp_path).returncode == 0
    packages, itself = installations(tmp_path)
    assert packages.endswith("--require-hashes -r requirements/main.txt")
    assert itself.endswith("--no-deps --no-build-isolation --editable .")


def test_a_second_set_up_does_nothing_until_the_lock_changes(tmp_path: Path) -> None:
    copy_set_up(tmp_path, {"python3": RECORDING_PYTHON})
    assert run_set_up(tmp_path).returncode == 0
    assert installations(tmp_path)
    assert run_set_up(tmp_path).stdout == ""
    assert installations(tmp_path) == []
    with (tmp_path / "requirements" / "main.txt").open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert run_set_up(tmp_path).returncode == 0
    assert installations(tmp_path)


def test_after_the_set_up_for_tests_the_demo_installs_nothing(tmp_path: Path) -> None:
    copy_set_up(tmp_path, {"python3": RECORDING_PYTHON})
    assert run_set_up(tmp_path, "test").returncode == 0
    assert installations(tmp_path)
    assert run_set_up(tmp_path, "main").returncode == 0
    assert installations(tmp_path) == []


def test_a_folder_that_has_moved_is_set_up_anew(tmp_path: Path) -> None:
    first = tmp_path / "first place"
    first.mkdir()
    copy_set_up(first, {"python3": RECORDING_PYTHON})
    assert run_set_up(first).returncode == 0
    second = first.rename(tmp_path / "second place")
    assert installations(second)
    assert run_set_up(second).returncode == 0
    assert "-m venv --clear .venv" in (second / "calls").read_text("utf-8")
    assert installations(second)


def test_a_failed_installation_is_told_and_tried_again(tmp_path: Path) -> None:
    copy_set_up(tmp_path, {"python3": 'case "$*" in *" install "*) exit 1;; esac' + RECORDING_PYTHON})
    for _ in range(2):
        told = run_set_up(tmp_path)
        assert told.returncode == 1
        assert "Installing failed" in told.stderr
        assert "Mend:" in told.stderr


def test_the_check_of_a_change_calls_make_test() -> None:
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^make test\b", text, re.M)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
