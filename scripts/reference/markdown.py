"""Pieces of Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; bars in cells are escaped, line ends become spaces."""
    lines = [_row(heading), _row(["---"] * len(heading)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def code(text: str) -> str:
    """Inline code; nothing for nothing."""
    return f"`{text}`" if text else ""


def fenced(text: str, language: str = "yaml") -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```\n"


def joined(pieces: Sequence[str]) -> str:
    """Pieces with a blank line between, the empty ones left out, one line end at the end."""
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()) + "\n"
