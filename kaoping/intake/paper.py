"""What reading a paper gives: the cleaned text, its noise, articles, meetings, and proposals with their spans.

Every proposal is a proposal only: a person confirms it. All offsets are characters of the cleaned text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from kaoping.intake.origin import Origin

MADE = tuple.__new__  # a named tuple straight from its parts, for those of which a page needs hundreds


class Confidence(Enum):
    """How sure a rule is. SURE: form and place both say so; LIKELY: one of them; DOUBTFUL: look twice."""

    __hash__ = object.__hash__  # each is one object; asked for with every ground that is written

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class Genre(Enum):
    """The kind of paper; it decides what an unmarked paragraph means."""

    __hash__ = object.__hash__  # each is one object

    REPORT = "meeting_report"
    WORK_REPORT = "work_report"
    MINUTES = "minutes"
    CIRCULAR = "circular"
    PLAN = "plan"
    SPEECH = "speech"
    ARTICLE = "article"


class Tense(Enum):
    """Whether a passage tells what was done, asks for what is to be done, or names shortcomings."""

    PAST = "past"
    FUTURE = "future"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


class Span(NamedTuple):
    """Characters [start, end) of the cleaned text."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Ground(NamedTuple):
    """Why an item was proposed: the rule, how sure it is, and the reasons (codes of `confidence.REASONS`)."""

    rule: str
    confidence: Confidence = Confidence.LIKELY
    reasons: tuple[str, ...] = ()
    by: str = "rules"


@dataclass(frozen=True)
class Article:
    """One article of a page. `relevant` is False for commentary, from which nothing is taken."""

    id: str
    span: Span
    title: str
    subtitle: str = ""
    byline: str = ""
    affiliation: str = ""
    relevant: bool = True
    genre: Genre = Genre.ARTICLE


@dataclass(frozen=True)
class Meeting:
    """A meeting a paper reports or was written for. Unknown parts are empty; the year is never guessed."""

    article: str
    span: Span
    name: str = ""
    date: str = ""
    date_text: str = ""
    date_basis: str = ""
    level: str = ""
    region: str = ""
    place: str = ""
    form: str = ""
    host: str = ""
    speakers: tuple[str, ...] = ()
    issuer: str = ""
    publish_date: str = ""
    source: str = ""
    referenced_only: bool = False


class Task(NamedTuple):
    """A proposed task. `responsible` stands in the span; `inherited` comes from the item or paragraph above."""

    id: str
    span: Span
    title: str
    level: int
    parent: str
    marker: str
    category: str
    responsible: tuple[str, ...]
    inherited: tuple[str, ...]
    period: str
    ground: Ground


class Target(NamedTuple):
    """A proposed figure to be reached (or, in the baseline list, one already reached).

    value is as written with its unit: 1.8 万家 is (9/5, "万家"); upper is set for a range. kind: quant, relation,
    rank. comparator: >=, >, <=, <, ~, =, range, rank, sync.
    """

    id: str
    span: Span
    subject: str
    measure: str
    kind: str
    comparator: str
    value: Fraction | None
    upper: Fraction | None
    unit: str
    reference: str
    period: str
    scope: str
    ground: Ground


class Mark(NamedTuple):
    """A red line, framework or award: its kind, its own words (`text`), and for an award year and recipients."""

    span: Span
    kind: str
    text: str
    ground: Ground
    year: str = ""
    recipients: tuple[str, ...] = ()


class Unproposed(NamedTuple):
    """A sentence with a requirement or a figure that produced nothing, and why."""

    span: Span
    reason: str


@dataclass(frozen=True)
class Furniture:
    """A line of the page that is not of the paper; offsets are of the source text."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Damage:
    """A run whose characters were lost. `repaired` holds what the search found, empty where it found nothing."""

    start: int
    end: int
    text: str
    repaired: str = ""


@dataclass(frozen=True)
class Noise:
    """What was found to be not the paper's own. Offsets are of the source text, except in `slips`."""

    script: str
    artefacts: tuple[tuple[int, int], ...]
    distinct: int
    damages: tuple[Damage, ...]
    furniture: tuple[Furniture, ...]
    joins: tuple[tuple[str, str], ...]
    slips: tuple[tuple[Span, str], ...]
    truncated: bool
    publish_date: str = ""
    source: str = ""
    stutters: int = 0


@dataclass(frozen=True)
class Source:
    """The paper as it came: name, kind of file, encoding, and the text its offsets count in."""

    name: str
    kind: str
    encoding: str
    text: str
    sha256: str
    bom: int = 0


@dataclass(frozen=True)
class Paper:
    """One paper, read. `text` is the cleaned text; `origin` maps each of its characters to `source.text`."""

    source: Source
    text: str
    origin: Origin
    noise: Noise
    articles: tuple[Article, ...]
    meetings: tuple[Meeting, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    baselines: tuple[Target, ...] = ()
    red_lines: tuple[Mark, ...] = ()
    frameworks: tuple[Mark, ...] = ()
    awards: tuple[Mark, ...] = ()
    unproposed: tuple[Unproposed, ...] = ()
    rejected: tuple[str, ...] = field(default=())

    def quote(self, span: Span) -> str:
        """The cleaned words of a span."""
        return self.text[span.start : span.end]

    def raw_span(self, span: Span) -> tuple[int, int]:
        """The characters [start, end) of the source text that a span came from."""
        return self.origin.span(span.start, span.end)

    def byte_span(self, span: Span) -> tuple[int, int] | None:
        """The bytes [start, end) of the file, or None for a container (docx, PDF) that has no such bytes."""
        if not self.source.encoding:
            return None
        start, end = self.raw_span(span)
        raw, encoding = self.source.text, self.source.encoding
        first = self.source.bom + len(raw[:start].encode(encoding, "replace"))
        return first, first + len(raw[start:end].encode(encoding, "replace"))
