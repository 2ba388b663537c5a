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
    "the library asks the site": ("scoring", "import kaoping_web.filing"),
    "the library asks Django": ("scheme", "from django.db import models"),
    "the library asks the demo": ("cli", "import demo"),
}
FORBIDDEN_IN_THE_SITE = {
    "filing asks review": ("filing", "import kaoping_web.review"),
    "organisations ask schemes": ("organisations", "import kaoping_web.schemes"),
    "the parts of a page ask the journal": ("ui", "import kaoping_web.journal"),
    "the journal asks who people are": ("journal", "import kaoping_web.organisations"),
}
ALLOWED = {
    "the command line asks scoring": ("cli", "import kaoping.scoring"),
    "scoring asks an engine": ("scoring", "import kaoping.engines"),
    "a workbook asks scheme and scorecard": ("sheets", "import kaoping.scheme\nimport kaoping.scorecard"),
    "a scorecard asks the plan": ("scorecard", "import kaoping.plan"),
    "tables ask periods": ("tables", "import kaoping.periods"),
}


def rooms(site: bool = False) -> set[str]:
    """The modules the layers of the library, or of the site, name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    top = "kaoping_web" if site else "kaoping"
    layers = next(one["layers"] for one in contracts if one.get("exhaustive") and one["containers"] == [top])
    return {name.strip(" ()") for layer in layers for name in layer.replace("|", ":").split(":")}


def contracts_keep(folder: Path, room: str, code: str, site: bool = False) -> bool:
    """Whether a library and a site of empty modules, but for this code in one of them, pass our contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for top, is_site in (("kaoping", False), ("kaoping_web", True)):
        (folder / top).mkdir(exist_ok=True)
        for name in rooms(is_site) | {"__init__"} | ({room} if is_site is site else set()):
            said = code if name == room and is_site is site else ""
            (folder / top / f"{name}.py").write_text(said, "utf-8")
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


@pytest.mark.parametrize("name", FORBIDDEN_IN_THE_SITE)
def test_an_earlier_step_of_the_year_never_asks_a_later_one(tmp_path: Path, name: str) -> None:
    assert not contracts_keep(tmp_path, *FORBIDDEN_IN_THE_SITE[name], site=True)


def test_a_later_step_of_the_year_asks_an_earlier_one(tmp_path: Path) -> None:
    assert contracts_keep(tmp_path, "review", "import kaoping_web.filing\nimport kaoping.sheets", site=True)


@pytest.mark.parametrize("name", ALLOWED)
def test_an_allowed_import_breaks_none(tmp_path: Path, name: str) -> None:
    assert contracts_keep(tmp_path, *ALLOWED[name])


def test_a_new_room_must_be_placed_in_the_layers(tmp_path: Path) -> None:
    assert not contracts_keep(tmp_path, "warehouse", "")


def test_a_new_room_of_the_site_too(tmp_path: Path) -> None:
    assert not contracts_keep(tmp_path, "warehouse", "", site=True)
