"""The contracts on imports catch what they forbid. (`make test` runs them on the library itself.)"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

FORBIDDEN = {
    "a table asks scoring": ("tables", "import kaoping.scoring"),
    "an error asks a table": ("errors", "from kaoping import tables"),
    "a plan asks an engine": ("plan", "from kaoping.engines import reference"),
    "a scheme asks the plan": ("scheme", "import kaoping.plan"),
    "an engine asks the explanation": ("engines", "import kaoping.explain"),
    "intake asks the scheme": ("intake", "import kaoping.scheme"),
    "intake asks the scorecard": ("intake", "import kaoping.scorecard"),
    "workbooks ask an engine": ("sheets", "import kaoping.engines"),
    "workbooks ask the plan": ("sheets", "import kaoping.plan"),
    "workbooks ask intake": ("sheets", "import kaoping.intake"),
    "the library asks the site": ("scoring", "import kaoping_web.queries"),
    "the library asks Django": ("scheme", "from django.db import models"),
    "the library asks the demo": ("cli", "import demo"),
}
ALLOWED = {
    "the command line asks scoring": ("cli", "import kaoping.scoring"),
    "scoring asks an engine": ("scoring", "import kaoping.engines"),
    "a workbook asks scheme and scorecard": ("sheets", "import kaoping.scheme\nimport kaoping.scorecard"),
    "a scorecard asks the plan": ("scorecard", "import kaoping.plan"),
    "tables ask periods": ("tables", "import kaoping.periods"),
}


def rooms() -> set[str]:
    """The modules the layers name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return {name.strip(" ()") for layer in layers for name in layer.replace("|", ":").split(":")}


def contracts_keep(folder: Path, room: str, code: str) -> bool:
    """Whether a library of empty modules, but for this code in one of them, passes our contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in rooms() | {"__init__", room}:
        (folder / "kaoping").mkdir(exist_ok=True)
        (folder / "kaoping" / f"{name}.py").write_text(code if name == room else "", "utf-8")
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Contracts:" in told.stdout, told.stdout + told.stderr
    return told.returncode == 0


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_import_breaks_a_contract(tmp_path: Path, name: str) -> None:
    assert not contracts_keep(tmp_path, *FORBIDDEN[name])


@pytest.mark.parametrize("name", ALLOWED)
def test_an_allowed_import_breaks_none(tmp_path: Path, name: str) -> None:
    assert contracts_keep(tmp_path, *ALLOWED[name])


def test_a_new_room_must_be_placed_in_the_layers(tmp_path: Path) -> None:
    assert not contracts_keep(tmp_path, "warehouse", "")
