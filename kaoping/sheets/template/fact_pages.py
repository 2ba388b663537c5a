"""The sheets of values and ballots: locked headers with unit, key and note; open cells where something is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaoping.errors import Words
from kaoping.periods import Cadence, Period
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Runs, Scheme
from kaoping.sheets.from_scheme import KINDS
from kaoping.sheets.headers import Vocabulary
from kaoping.sheets.template.allowed import allow_fact, hint
from kaoping.sheets.template.asked import Column, FactSheet, Row
from kaoping.sheets.template.form import Form
from kaoping.tables import Cell

KEY, TITLE = Words("单位编码", "Key"), Words("单位名称", "Title")
PERIOD, SOURCE, NOTE = Words("期间", "Period"), Words("来源", "Source"), Words("备注", "Note")
BLOC, RATER = Words("评价人类别", "Rater group"), Words("评价人", "Rater")
_SEVERAL = Words("多来源", "several sources")
UNASSIGNED, BALLOT = Words("填报", "Figures"), Words("测评", "Ballot")
_CADENCES: Mapping[Cadence, Words] = {
    Cadence.YEAR: Words("年", "year"), Cadence.HALF: Words("半年", "half-year"),
    Cadence.QUARTER: Words("季", "quarter"), Cadence.MONTH: Words("月", "month"),
}  # fmt: skip
_SUFFIXES = {
    "target": Words("目标值", "target"),
    "total": Words("总分", "total"),
    "rank": Words("位次", "rank"),
}
_RUNS = {
    Runs.CUMULATIVE: Words("自年初累计", "counted from 1 January"), Runs.PERIOD: Words("当期发生", "of its own period"),
    Runs.LEVEL: Words("期末数", "at the end of the period"), Runs.AVERAGE: Words("当期平均", "mean of its period"),
    Runs.ONCE: Words("不分期间", "without a period"),
}  # fmt: skip
_KINDS = {
    ValueType.TRUTH: Words("填是或否", "yes or no"), ValueType.DATE: Words("填日期", "a date"),
    ValueType.TEXT: Words("填文字", "in words"), ValueType.NUMBER: Words("填数", "a number"),
}  # fmt: skip
HEADER = 1
"""The header's rows are 1 to 3, counted from 0: title, unit, key. The rows to fill in follow."""
FIRST = HEADER + 3

Known = Mapping[tuple[str, str, Period | None, str], Cell]
"""Values known already, by organisation, fact (with suffix), period and source."""


def sheet_name(form: Form, scheme: Scheme, page: FactSheet) -> str:
    """The supplier's title, with the length of period where that is no year, and whether others give the same facts."""
    named = scheme.suppliers.get(page.supplier)
    title = form.say(named) if named else page.supplier or form.say(UNASSIGNED)
    period = next((row.period for row in page.rows if row.period), None)
    parts = [title, form.say(BALLOT) if page.is_ballot else ""]
    if period is None:
        parts.append(form.say(_RUNS[Runs.ONCE]))
    elif period.cadence is not Cadence.YEAR:
        parts.append(str(period) if page.is_ballot else form.say(_CADENCES[period.cadence]))
    parts.append(form.say(_SEVERAL) if page.source else "")
    return " ".join(part for part in parts if part)


def write_facts(
    form: Form,
    sheet: Any,
    scheme: Scheme,
    page: FactSheet,
    names: Mapping[str, str],
    words: Vocabulary,
    known: Known,
) -> None:
    """One sheet. names: organisations' titles by key; words: what a reader will make of headers."""
    before = _before(page)
    sheet.write_string(
        0, 0, f"{sheet_name(form, scheme, page)} · {form.say(scheme.title)}", form.look("title")
    )
    for column, one in enumerate(before):
        sheet.merge_range(HEADER, column, FIRST - 1, column, form.say(one), form.look("header"))
    for column, asked in enumerate(page.columns, start=len(before)):
        _head(form, sheet, column, asked, words)
    note = len(before) + len(page.columns)
    sheet.merge_range(HEADER, note, FIRST - 1, note, form.say(NOTE), form.look("header"))
    for number, row in enumerate(page.rows):
        _row(form, sheet, page, number, row, names, known, len(before))
    rows = (FIRST, FIRST + len(page.rows) - 1)
    for column, asked in enumerate(page.columns, start=len(before)):
        allow_fact(form, sheet, rows, column, asked.fact, asked.suffix)
    _finish(sheet, before, rows[1], note)


def _before(page: FactSheet) -> list[Words]:
    """The columns before those to fill in."""
    found = [KEY, TITLE]
    if any(row.period for row in page.rows):
        found.append(PERIOD)
    if page.source:
        found.append(SOURCE)
    if page.is_ballot and any(row.bloc for row in page.rows):
        found.append(BLOC)
    return [*found, RATER] if page.is_ballot else found


def _head(form: Form, sheet: Any, column: int, asked: Column, words: Vocabulary) -> None:
    fact = asked.fact
    unit = (
        Words(f"以{fact.unit}计", f"in {fact.unit}")
        if fact.unit
        else _KINDS.get(fact.type, _KINDS[ValueType.TEXT])
    )
    sheet.write_string(HEADER, column, _title(form, asked, words), form.look("header"))
    sheet.write_string(HEADER + 1, column, form.say(unit), form.look("unit"))
    sheet.write_string(HEADER + 2, column, asked.key, form.look("key"))
    sheet.write_comment(HEADER, column, _remark(form, asked), {"x_scale": 2, "y_scale": 1.4})
    sheet.set_column(column, column, 15)


def _title(form: Form, asked: Column, words: Vocabulary) -> str:
    """The fact's title; its key where a reader would take the title for something else."""
    title = form.say(asked.fact.title)
    read = words.column(0, title, None)
    if read.role or read.period or read.rater or (read.fact and read.fact.key != asked.fact.key):
        title = asked.fact.key
    suffix = _SUFFIXES.get(asked.suffix, Words(asked.suffix, asked.suffix))
    parts = [title, form.say(suffix), f"（{asked.period}）" if asked.period else ""]
    return " ".join(part for part in parts if part)


def _remark(form: Form, asked: Column) -> str:
    """What the clerk should know: what to enter, how it runs, the note, the article, who verifies."""
    fact = asked.fact
    lines = [hint(form, fact, asked.suffix), form.say(_RUNS[fact.runs]), fact.note, fact.article]
    if fact.verified_by:
        lines.append(form.say(Words(f"核验：{fact.verified_by}", f"verified by {fact.verified_by}")))
    return "\n".join(line for line in lines if line)


def _row(
    form: Form,
    sheet: Any,
    page: FactSheet,
    number: int,
    row: Row,
    names: Mapping[str, str],
    known: Known,
    before: int,
) -> None:
    at = FIRST + number
    told = [row.organisation, names.get(row.organisation, row.organisation)]
    told += [str(row.period)] if row.period else []
    told += [page.source] if page.source else []
    for column, text in enumerate(told):
        form.text(sheet, at, column, text, "locked")
    for column, text in enumerate(_open_words(page, row), start=len(told)):
        form.text(sheet, at, column, text, "open_text")
    for index, asked in enumerate(page.columns):
        if (number, index) not in page.open_:
            sheet.write_blank(at, before + index, None, form.look("shut"))
            continue
        fact = f"{asked.fact.key}.{asked.suffix}" if asked.suffix else asked.fact.key
        period = asked.period or row.period
        cell = None if page.is_ballot else known.get((row.organisation, fact, period, page.source))
        kind = "number" if asked.suffix else KINDS.get(asked.fact.type, "text")
        form.answer(sheet, at, before + index, cell, kind)
    form.text(sheet, at, before + len(page.columns), "", "open_text")


def _open_words(page: FactSheet, row: Row) -> list[str]:
    if not page.is_ballot:
        return []
    return [row.bloc, row.rater] if any(one.bloc for one in page.rows) else [row.rater]


def _finish(sheet: Any, before: list[Words], last: int, note: int) -> None:
    widths = {KEY: 14, TITLE: 22, PERIOD: 10}
    for column, one in enumerate(before):
        sheet.set_column(column, column, widths.get(one, 12))
    sheet.set_column(note, note, 30)
    sheet.set_row(HEADER, 34)
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(FIRST - 1, 0, max(last, FIRST), note)
    sheet.repeat_rows(HEADER, FIRST - 1)
