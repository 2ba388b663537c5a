"""What a results workbook tells of one organisation beside its points: values, rules in words, reasons, steps.

These are handed in, made from the explanation of a run: writing a workbook computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.scorecard import Line
from kaoping.tables import Cell


@dataclass(frozen=True)
class Entry:
    """One row of a statement: a node with its line. `depth` counts from 0 at the whole.

    `value` and `target` stand in `unit`; None where the node has none. `rule` says how it is scored, `reason` why
    the points are what they are.
    """

    line: Line
    depth: int
    title: str
    unit: str = ""
    value: Cell | None = None
    target: Cell | None = None
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ToldStep:
    """One step of an explanation as a row: the step's title, its result, the sentence that says how it came about."""

    node: str
    depth: int
    title: str
    value: str
    sentence: str
    article: str = ""


@dataclass(frozen=True)
class Statement:
    """对账单: everything one organisation is told of its score in one track."""

    organisation: str
    group: str
    entries: tuple[Entry, ...]
    steps: tuple[ToldStep, ...] = ()

    @property
    def whole(self) -> Line:
        """The line of the whole."""
        return self.entries[0].line
