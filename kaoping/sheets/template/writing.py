"""The template as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from kaoping.errors import Language
from kaoping.periods import Period
from kaoping.scheme.model import Scheme
from kaoping.sheets.from_scheme import expected_of
from kaoping.sheets.headers import Vocabulary
from kaoping.sheets.template.asked import FactSheet, Questions, ballot_sheets, fact_sheets
from kaoping.sheets.template.fact_pages import sheet_name, write_facts
from kaoping.sheets.template.form import Form
from kaoping.sheets.template.other_pages import (
    EVENTS,
    FURTHER,
    GUIDE,
    ORGANISATIONS,
    write_events,
    write_further,
    write_guide,
    write_organisations,
)
from kaoping.tables import Cell, Filed, Tables

MADE_AT = datetime(2000, 1, 1)


def write_template(
    path: Path,
    scheme: Scheme,
    questions: Questions,
    tables: Tables,
    language: Language = "zh",
    *,
    suppliers: Collection[str] = (),
    raters: int = 3,
    filled: bool = False,
) -> tuple[str, ...]:
    """Write the workbook; the names of its sheets.

    tables: the organisations, and with `filled` the values and events known already, which are then written in; what
    stands in no cell that is asked (ballots, further sources, figures of other years) goes on a sheet of its own.
    suppliers: only the sheets of these, and without organisations and events; all where empty. raters: rows for
    each bloc of a ballot. Raises OSError where the file cannot be written.
    """
    order = [body.key for body in tables.organisations]
    pages = [*fact_sheets(questions, order), *ballot_sheets(questions, order, raters)]
    pages = [page for page in pages if page.rows and (not suppliers or page.supplier in suppliers)]
    known = _known(tables) if filled else {}
    try:
        with xlsxwriter.Workbook(path) as workbook:
            workbook.set_properties({"title": scheme.title.in_(language), "created": MADE_AT})
            form = Form(workbook, language)
            write_guide(form, form.sheet(form.say(GUIDE)), scheme, questions.period)
            if not suppliers:
                write_organisations(form, form.sheet(form.say(ORGANISATIONS)), scheme, tables.organisations)
            _pages(form, scheme, questions, pages, tables, known)
            if filled and not suppliers:
                _others(form, tables, pages)
            if questions.events and not suppliers and tables.organisations:
                events = tables.happenings if filled else ()
                write_events(form, form.sheet(form.say(EVENTS)), scheme, tables.organisations, events)
            return tuple(
                sheet.get_name() for sheet in workbook.worksheets() if not sheet.get_name().startswith("_")
            )
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{path}: {error}") from error


def _pages(
    form: Form, scheme: Scheme, questions: Questions, pages: list[FactSheet], tables: Tables,
    known: Mapping[tuple[str, str, Period | None, str], Cell],
) -> None:  # fmt: skip
    names = {body.key: body.title or body.key for body in tables.organisations}
    words = Vocabulary(expected_of(scheme, questions.period), {})
    for page in pages:
        sheet = form.sheet(sheet_name(form, scheme, page))
        write_facts(form, sheet, scheme, page, names, words, known)


def _others(form: Form, tables: Tables, pages: list[FactSheet]) -> None:
    """The sheet of what is known and asked nowhere; none where there is nothing."""
    asked = {cell for page in pages if not page.is_ballot for cell in page.cells()}
    latest: dict[tuple[object, ...], Filed] = {}
    for row in sorted(tables.filed, key=lambda one: one.vintage):
        cell = (row.organisation, row.fact, row.period, row.source)
        if row.rater or cell not in asked:
            latest[*cell, row.rater, row.rater_group] = row
    if latest:
        write_further(form, form.sheet(form.say(FURTHER)), tables.organisations, list(latest.values()))


def _known(tables: Tables) -> dict[tuple[str, str, Period | None, str], Cell]:
    """The latest value filed for each cell; ballots are left out: a rater's sheet is his own."""
    latest = sorted((row for row in tables.filed if not row.rater), key=lambda row: row.vintage)
    return {(row.organisation, row.fact, row.period, row.source): row.value for row in latest}
