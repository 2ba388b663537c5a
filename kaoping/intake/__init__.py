"""The door of the room: papers as found in the wild to proposed tasks and targets with exact source spans."""

from __future__ import annotations

from kaoping.intake.endpoint import Endpoint, with_additions
from kaoping.intake.export import dumps, to_json
from kaoping.intake.intake import read_paper, read_text
from kaoping.intake.linking import AlreadyMeasured, Repeated, already_measured, repeated_tasks
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
    "AlreadyMeasured", "Article", "Confidence", "Endpoint", "Genre", "Ground", "Mark", "Meeting", "Paper", "Repeated", "Source",
    "Span", "Target", "Task", "Tense", "already_measured", "dumps", "read_paper", "read_text", "repeated_tasks", "to_json",
    "with_additions",
]  # fmt: skip
