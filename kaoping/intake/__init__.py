"""The door of the room: papers as found in the wild to proposed tasks and targets with exact source spans."""

from __future__ import annotations

from kaoping.intake.export import dumps, to_json
from kaoping.intake.intake import read_paper, read_text
from kaoping.intake.paper import (
    Article,
    Confidence,
    Genre,
    Ground,
    Mark,
    Meeting,
    Paper,
    Source,
    Span,
    Target,
    Task,
    Tense,
)

__all__ = [
    "Article", "Confidence", "Genre", "Ground", "Mark", "Meeting", "Paper", "Source", "Span", "Target", "Task", "Tense",
    "dumps", "read_paper", "read_text", "to_json",
]  # fmt: skip
