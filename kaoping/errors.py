"""Every kind of mistake a reader of Kaoping can meet: what is wrong, where it stands, how to mend it.

A `Problem` is one finding with a place; reading a document gathers all of them and raises once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One sentence or title in Chinese and in English. Where only Chinese is given, English falls back to it."""

    zh: str
    en: str = ""

    def in_(self, language: Language) -> str:
        """The text in the language asked for, or in the other one where it was not given."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True)
class Place:
    """Where something stands: a line of a file, or a cell of a sheet. Empty parts are unknown."""

    file: str = ""
    line: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"[{self.sheet}]")
        if self.cell:
            parts.append(self.cell)
        elif self.line:
            parts.append(str(self.line))
        return ":".join(part for part in parts if part)


NOWHERE = Place()


class Severity(Enum):
    """An error stops the work; a warning asks for a decision; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One finding. `code` is stable and names the kind; `mend` says what to do about it."""

    code: str
    what: Words
    mend: Words = field(default_factory=lambda: Words("", ""))
    place: Place = NOWHERE
    severity: Severity = Severity.ERROR

    def in_(self, language: Language) -> str:
        """Two lines for a person: place and sentence, then how to mend it."""
        where = f"{self.place} " if str(self.place) else ""
        text = f"{where}{self.what.in_(language)}"
        mend = self.mend.in_(language)
        label = "改法：" if language == "zh" else "Mend: "
        return f"{text}\n  {label}{mend}" if mend else text


class KaopingError(Exception):
    """A failure that a person can mend; it carries every problem found, in the order of the document. By itself it says
    that something was asked for that cannot be."""

    exit_code = 2

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(problem.in_("en") for problem in self.problems))

    def in_(self, language: Language) -> str:
        """Every problem, one after another, in the language asked for."""
        return "\n".join(problem.in_(language) for problem in self.problems)


class SchemeError(KaopingError):
    """The scheme file is wrong."""

    exit_code = 10


class TableError(KaopingError):
    """A table of values is wrong."""

    exit_code = 11


class DocumentError(KaopingError):
    """A document (workbook, paper) cannot be read."""

    exit_code = 12
