"""The reference: every rule kind, block and function, written from their declarations and the spec pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from scripts.reference.blocks import blocks_page
from scripts.reference.rules import rules_page

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "reference"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("en", "zh")


def pages() -> Mapping[str, str]:
    """Every page by the name of its file."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        ending = ".md" if language == "en" else ".zh.md"
        found[f"rules{ending}"] = rules_page(language)
        found[f"blocks{ending}"] = blocks_page(language)
    return found
