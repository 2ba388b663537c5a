"""Small files, telling names, a docstring on whatever others may use, and no printing from the library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, Source, sources

MOST_LINES = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}


def too_long(source: Source) -> bool:
    """More than 400 lines. A migration that Django wrote is not read by the line."""
    return "/migrations/" not in source.name and source.text.count("\n") > MOST_LINES


def says_nothing(source: Source) -> bool:
    path = Path(source.name)
    return bool(EMPTY_NAMES.intersection({*path.parts[:-1], path.stem}))


def without_docstring(source: Source) -> list[str]:
    """The module, its public functions and its public classes that say nothing of themselves."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in source.tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    silent = [f"{source.name}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)]
    return silent if not source.text.strip() or ast.get_docstring(source.tree) else [source.name, *silent]


def ruff_codes(code: str, name: str) -> str:
    """What the linter says of this code, were it in the file of that name."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--output-format=concise",
        "--stdin-filename",
        name,
        "-",
    ]
    return subprocess.run(command, input=code, capture_output=True, text=True, cwd=ROOT, check=False).stdout


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [source.name for source in sources() if too_long(source)] == []


def test_a_file_of_four_hundred_and_one_lines_is_found() -> None:
    assert too_long(Source.of("kaoping/long.py", "x = 1\n" * 401))
    assert not too_long(Source.of("kaoping/long.py", "x = 1\n" * 400))


def test_every_module_is_named_for_its_subject() -> None:
    assert [source.name for source in sources() if says_nothing(source)] == []


def test_a_module_named_for_nothing_is_found() -> None:
    assert says_nothing(Source.of("kaoping/scheme/utils.py", ""))
    assert says_nothing(Source.of("kaoping/helpers/rules.py", ""))
    assert not says_nothing(Source.of("kaoping/scheme/rules.py", ""))


def test_whatever_others_may_use_says_what_it_is() -> None:
    assert [name for source in sources("kaoping") for name in without_docstring(source)] == []


def test_a_public_function_without_a_docstring_is_found() -> None:
    source = Source.of(
        "kaoping/rules.py", '"""Rules."""\ndef points(): ...\ndef _inner(): ...\nclass Rule: ...\n'
    )
    assert without_docstring(source) == ["kaoping/rules.py:2 points", "kaoping/rules.py:4 Rule"]
    assert without_docstring(Source.of("kaoping/rules.py", "x = 1\n")) == ["kaoping/rules.py"]


def test_only_those_who_speak_to_a_person_may_print() -> None:
    assert "T201" in ruff_codes('print("x")\n', "kaoping/scheme/reader.py")
    assert "T201" not in ruff_codes('print("x")\n', "kaoping/cli.py")
    assert "T201" not in ruff_codes('print("x")\n', "demo/__main__.py")
