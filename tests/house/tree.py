"""The files of the repository, as the house tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE_ROOMS = ("kaoping", "kaoping_web", "tests", "demo", "benchmarks")
NOT_OURS = {"__pycache__", "build", "dist", "node_modules", "out", "kaoping-data", "kaoping-demo"}
TEXT_NAMES = {"Makefile", "LICENSE", "run", "set-up", ".gitignore"}
TEXT_ENDINGS = {
    ".cfg", ".css", ".csv", ".html", ".in", ".ini", ".js", ".json", ".md", ".py", ".rst", ".sh", ".sql",
    ".toml", ".txt", ".typ", ".yaml", ".yml",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One Python file: its name from the root of the repository, its text and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, name: str, text: str) -> Source:
        """Parse a text under the name it would have in the repository."""
        return cls(name, text, ast.parse(text))

    @property
    def is_public(self) -> bool:
        """No part of its path is private to the library."""
        return not any(part.startswith("_") and part != "__init__.py" for part in Path(self.name).parts)


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in parts)
    return not hidden and not NOT_OURS.intersection(parts) and not any(p.endswith(".egg-info") for p in parts)


@cache
def text_files() -> tuple[Path, ...]:
    """Every text file of the repository, set-up and caches left out."""
    found = (
        path
        for path in sorted(ROOT.rglob("*"))
        if _is_ours(path) and (path.suffix in TEXT_ENDINGS or path.name in TEXT_NAMES) and path.is_file()
    )
    return tuple(found)


@cache
def sources(*rooms: str) -> tuple[Source, ...]:
    """The Python files of these rooms; of all rooms where none is named."""
    wanted = rooms or CODE_ROOMS
    return tuple(
        Source.of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in text_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted
    )


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call written in a file."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
