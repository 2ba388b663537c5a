"""Results as rows of stable columns, and those rows as csv and json lines. docs/reference/results.md describes them.

Numbers are exact texts (`canonical_text`). Absent is "" in csv and null in json lines; `status` says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Language, Problem
from kaoping.exact import canonical_text
from kaoping.scheme.model import Scheme
from kaoping.scorecard import AwardLine, Line, Scorecard, canonical_json

LINE_COLUMNS = (
    "organisation", "title", "group", "node", "node_title", "period", "full", "points", "lost", "rank", "grade",
    "status",
)  # fmt: skip
AWARD_COLUMNS = ("award", "award_title", "group", "organisation", "title")
PROBLEM_COLUMNS = ("severity", "code", "file", "line", "sheet", "cell", "what", "mend")

Row = Sequence[str | None]


@dataclass(frozen=True)
class Listing:
    """One table of results: its stable columns and its rows, each as long as the columns. None is absent."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Titles:
    """Keys of a run as a person reads them, in one language."""

    scheme: Scheme
    language: Language
    organisations: Mapping[str, str]
    nodes: Mapping[str, str]

    @classmethod
    def of(cls, scheme: Scheme, card: Scorecard, language: Language) -> Titles:
        """The titles of a scorecard's organisations and nodes."""
        bodies = {one.key: one.title or one.key for one in card.tables.organisations}
        nodes = {node.key: node.title.in_(language) or node.key for node in scheme.nodes()}
        return cls(scheme, language, bodies, nodes)

    def group(self, key: str) -> str:
        """A track's title."""
        return self.scheme.groups[key].title.in_(self.language) or key

    def grade(self, key: str) -> str:
        """A grade's title; "" for none."""
        found = next((grade for grade in self.scheme.grades if grade.key == key), None)
        return found.title.in_(self.language) if found else key

    def award(self, key: str) -> str:
        """An award's title."""
        return next((one.title.in_(self.language) for one in self.scheme.awards if one.key == key), key)


def line_listing(card: Scorecard, titles: Titles) -> Listing:
    """One row for each organisation, node and period."""
    return Listing("lines", LINE_COLUMNS, tuple(_line(one, titles) for one in card.lines))


def award_listing(card: Scorecard, titles: Titles) -> Listing:
    """One row for each award given."""
    return Listing("awards", AWARD_COLUMNS, tuple(_award(one, titles) for one in card.awards))


def problem_listing(problems: Iterable[Problem], language: Language) -> Listing:
    """One row for each problem, in the order of the documents."""
    return Listing("problems", PROBLEM_COLUMNS, tuple(_problem(one, language) for one in problems))


def _line(one: Line, titles: Titles) -> Row:
    return (
        one.organisation,
        titles.organisations.get(one.organisation, one.organisation),
        one.group,
        one.node,
        titles.nodes.get(one.node, one.node),
        one.period,
        exact(one.full),
        exact(one.points) if isinstance(one.points, Fraction) else None,
        exact(one.lost),
        exact(one.place),
        one.grade or None,
        one.status,
    )


def _award(one: AwardLine, titles: Titles) -> Row:
    body = titles.organisations.get(one.organisation, one.organisation)
    return one.award, titles.award(one.award), one.group, one.organisation, body


def _problem(one: Problem, language: Language) -> Row:
    place = one.place
    return (
        one.severity.value,
        one.code,
        place.file or None,
        str(place.line) if place.line else None,
        place.sheet or None,
        place.cell or None,
        one.what.in_(language),
        one.mend.in_(language) or None,
    )


def exact(number: Fraction | None) -> str | None:
    """A number as its exact text, absent as None."""
    return None if number is None else canonical_text(number)


def csv_bytes(listing: Listing) -> bytes:
    """Comma-separated, UTF-8 with a mark so that Excel reads Chinese, lines ended as RFC 4180 says.

    A text that a spreadsheet would take for a formula is written after an apostrophe: titles come from outside.
    """
    told = io.StringIO(newline="")
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(listing.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in listing.rows)
    return told.getvalue().encode("utf-8-sig")


def _harmless(cell: str | None) -> str:
    if not cell:
        return ""
    is_number = cell[0] == "-" and cell[1:2].isdigit() and all(sign in "0123456789./" for sign in cell[1:])
    return cell if cell[0] not in "=+-@\t\r" or is_number else "'" + cell


def jsonl_bytes(listing: Listing) -> bytes:
    """One JSON object a line, keys sorted."""
    return b"".join(canonical_json(one) + b"\n" for one in _objects(listing))


def _objects(listing: Listing) -> Iterator[dict[str, str | None]]:
    return (dict(zip(listing.columns, row, strict=True)) for row in listing.rows)
