"""Tasks while they are still being read, and the headings that stand open above them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Draft:
    """A task while its paragraphs are still being read."""

    start: int
    end: int
    rank: int
    marker: str
    body: int
    parent: Draft | None
    rule: str
    party: str = ""
    inherited: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    owners: list[str] = field(default_factory=list)
    period: str = ""


@dataclass(slots=True)
class Frame:
    """One open heading: its rank, the task it is (or none), and whether nothing beneath it may become a task."""

    rank: int
    draft: Draft | None
    dead: bool
    topic: Draft | None = None
