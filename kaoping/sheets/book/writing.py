"""The workbook as a whole: its sheets in order, written aside and then put in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kaoping.errors import Language, Problem, Words
from kaoping.scheme.model import Scheme
from kaoping.scorecard import Scorecard
from kaoping.sheets.book.cover import COVER, NOTES, write_cover, write_notes
from kaoping.sheets.book.lists import EXPLANATION, LINES, MOST_ROWS, told_steps, write_listing, write_steps
from kaoping.sheets.book.paper import Paper
from kaoping.sheets.book.statement_sheets import write_statement
from kaoping.sheets.book.tracks import write_track
from kaoping.sheets.results_out import Titles, line_listing
from kaoping.sheets.sheet_names import SheetNames
from kaoping.sheets.statements import Statement

MADE_AT = datetime(2000, 1, 1)
"""The date in a workbook's properties: the same results give the same workbook, whenever it is written."""


def write_book(
    path: Path,
    scheme: Scheme,
    card: Scorecard,
    statements: Sequence[Statement],
    language: Language = "zh",
    problems: Sequence[Problem] = (),
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the results workbook. `statements`: those that get a sheet; `problems`: remarks of the reading.

    progress: hears how many statements of how many are written. Raises OSError where the file cannot be written.
    """
    try:
        with xlsxwriter.Workbook(path) as workbook:
            workbook.set_properties({"title": scheme.title.in_(language), "created": MADE_AT})
            _sheets(Paper(workbook, language), scheme, card, statements, problems, progress)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{path}: {error}") from error


def _sheets(
    paper: Paper,
    scheme: Scheme,
    card: Scorecard,
    statements: Sequence[Statement],
    problems: Sequence[Problem],
    progress: Callable[[int, int], None] | None,
) -> None:
    names, titles = SheetNames(), Titles.of(scheme, card, paper.language)

    def sheet(words: Words | str) -> Any:
        wanted = words if isinstance(words, str) else words.in_(paper.language)
        return paper.workbook.add_worksheet(names.name(wanted))

    write_cover(paper, sheet(COVER), scheme, card)
    raced = [group for group in scheme.groups if (group, card.root, card.period) in card.nodes]
    tracks = {group: sheet(titles.group(group)) for group in raced}
    own = [(one, sheet(_sheet_name(one, statements, titles))) for one in statements]
    links = _links(own)
    for group, track in tracks.items():
        write_track(paper, track, scheme, card, titles, group, links.get(group, {}))
    for number, (statement, one) in enumerate(own, start=1):
        write_statement(paper, one, scheme, card, titles, statement)
        if progress is not None:
            progress(number, len(own))
    write_listing(paper, sheet(LINES), line_listing(card, titles), card.run_id[:16])
    steps = told_steps(statements)
    for start in range(0, len(steps), MOST_ROWS):
        write_steps(paper, sheet(EXPLANATION), card, titles, steps[start : start + MOST_ROWS])
    write_notes(paper, sheet(NOTES), scheme, card, problems)


def _sheet_name(statement: Statement, statements: Sequence[Statement], titles: Titles) -> str:
    """The organisation's title; with its track where it has statements in several."""
    title = titles.organisations[statement.organisation]
    several = sum(one.organisation == statement.organisation for one in statements) > 1
    return f"{title} {titles.group(statement.group)}" if several else title


def _links(own: Sequence[tuple[Statement, Any]]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for statement, sheet in own:
        found.setdefault(statement.group, {})[statement.organisation] = sheet.get_name()
    return found
