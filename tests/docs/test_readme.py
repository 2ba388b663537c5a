"""Every command of the READMEs works as it is printed, in both languages."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60


def commands(page: str) -> list[str]:
    """The indented lines that call something of the environment."""
    return re.findall(r"^    (\.venv/bin/.+)$", (ROOT / page).read_text("utf-8"), re.M)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_a_readme_is_short_and_its_make_goals_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    goals = re.findall(r"^    make (\w+)", text, re.M)
    made = (ROOT / "Makefile").read_text("utf-8")
    assert goals == ["demo", "test"] and all(re.search(rf"^{goal}:", made, re.M) for goal in goals)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_commands_of_a_readme_work_as_printed(page: str, tmp_path: Path) -> None:
    found = commands(page)
    assert len(found) == 5
    for name in ("demo", "tests", "kaoping"):
        (tmp_path / name).symlink_to(ROOT / name)
    programs = {".venv/bin/python": f"{shlex.quote(sys.executable)}",
                ".venv/bin/kaoping": f"{shlex.quote(sys.executable)} -m kaoping"}  # fmt: skip
    for command in found:
        program, _, rest = command.partition(" ")
        ended = subprocess.run(
            f"{programs[program]} {rest}", shell=True, cwd=tmp_path, capture_output=True, check=False
        )
        assert ended.returncode == 0 and (ended.stdout or ended.stderr), (command, ended.stderr.decode())
    assert {path.name for path in (tmp_path / "results").iterdir()} >= {
        "lines.csv",
        "results.xlsx",
        "scorecard.json",
    }
