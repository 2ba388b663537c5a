"""Rows that no engine may use: they name nothing of the scheme, lack what it asks for, or contradict each other.

None of them may pass as zero, and none may be chosen by its place in the file: the run stops and names them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from kaoping.errors import Problem, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Event, Runs, Scheme
from kaoping.tables import Absence, Filed, Happening, Tables

Cell = tuple[str, str, Period | None, str]


def refuse(scheme: Scheme, tables: Tables) -> None:
    """Raise TableError with every row that cannot be used."""
    found = [
        *organisation_faults(tables),
        *filed_faults(scheme, tables.filed),
        *happening_faults(scheme, tables.happenings),
    ]
    if found:
        raise TableError(found)


# organisations ---------------------------------------------------------------------------------------


def organisation_faults(tables: Tables) -> Iterator[Problem]:
    """Organisations listed twice, and rows about organisations that are not listed: a slip in a key must not make a
    veto or a figure vanish."""
    listed: set[str] = set()
    for one in tables.organisations:
        if one.key in listed:
            yield Problem(
                "organisation-twice",
                Words(f"单位“{one.key}”列了两次。", f"organisation “{one.key}” is listed twice."),
                Words("留下一行。", "keep one row."),
                one.place,
            )
        listed.add(one.key)
    rows: tuple[Filed | Happening, ...] = (*tables.filed, *tables.happenings)
    for key, place in {row.organisation: row.place for row in reversed(rows)}.items():
        if key not in listed:
            near = get_close_matches(key, sorted(listed), 1)
            yield Problem(
                "organisation-unknown",
                Words(f"单位表中没有“{key}”。", f"“{key}” is not among the organisations."),
                Words(f"是不是“{near[0]}”？", f"did you mean “{near[0]}”?")
                if near
                else Words(
                    "在单位表中补上，或删去这些行。", "add it to the organisations, or take its rows out."
                ),
                place,
            )


# filed values ----------------------------------------------------------------------------------------


def filed_faults(scheme: Scheme, rows: Iterable[Filed]) -> Iterator[Problem]:
    """Values of another type than their fact's or without its period; cells that hold two values of one source and
    vintage, or of two sources none of which is believed first."""
    cells: dict[Cell, list[Filed]] = {}
    for row in rows:
        yield from _unfit(scheme, row)
        cells.setdefault((row.organisation, row.fact, row.period, row.rater), []).append(row)
    for of_cell in cells.values():
        if len(of_cell) > 1:
            yield from _twice(of_cell)
            yield from _disagreeing(scheme, of_cell)


_TYPES: Mapping[ValueType, tuple[type, str, str]] = {
    ValueType.NUMBER: (Fraction, "数", "a number"),
    ValueType.TRUTH: (bool, "是或否", "true or false"),
    ValueType.TEXT: (str, "文字", "a text"),
    ValueType.DATE: (date, "日期", "a date"),
}


def _unfit(scheme: Scheme, row: Filed) -> Iterator[Problem]:
    stem, dot, _ = row.fact.partition(".")
    fact = scheme.facts.get(stem)
    if fact is None:
        return
    wanted, zh, en = _TYPES[ValueType.NUMBER if dot else fact.type]
    if not isinstance(row.value, Absence) and type(row.value) is not wanted:
        yield _filed_fault(
            row, "wrong-type", f"“{row.value}”不是{zh}。", f"“{row.value}” is not {en}.",
            f"填{zh}，或改该事实的 type。", f"file {en}, or change the fact's type.",
        )  # fmt: skip
    if row.period is None and fact.runs is not Runs.ONCE and not row.rater:
        yield _filed_fault(
            row, "period-missing", "没有写期间。", "it has no period.",
            "写明是哪一期的数；不分期间的事实写 every: once。",
            "say which period it is of; a fact without periods is written every: once.",
        )  # fmt: skip


def _twice(rows: Sequence[Filed]) -> Iterator[Problem]:
    found: dict[tuple[str, int], Filed] = {}
    for row in rows:
        before = found.setdefault((row.source, row.vintage), row)
        if before.value != row.value:
            yield _filed_fault(
                row, "filed-twice", "同一数填了两个值。", "two values are filed for the same figure.",
                "留下一个；更正请用更高的 vintage。", "keep one; file a correction with a higher vintage.",
            )  # fmt: skip


def _disagreeing(scheme: Scheme, rows: Sequence[Filed]) -> Iterator[Problem]:
    fact = scheme.facts.get(rows[0].fact.partition(".")[0])
    believed = fact.sources if fact is not None else ()
    if any(row.source in believed for row in rows):
        return
    latest: dict[str, Filed] = {}
    for row in sorted(rows, key=lambda row: row.vintage):
        latest[row.source] = row
    if len({row.value for row in latest.values()}) > 1:
        names = "、".join(sorted(latest))
        yield _filed_fault(
            rows[0], "sources-disagree", f"几个来源说法不一（{names}）。", f"its sources disagree ({', '.join(sorted(latest))}).",
            "在该事实写 sources: [先信谁, 后信谁]。", "write sources: [whom first, whom next] at the fact.",
        )  # fmt: skip


def _filed_fault(row: Filed, code: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    where = f"{row.organisation} {row.fact}" + (f" {row.period}" if row.period is not None else "")
    return Problem(code, Words(f"{where}：{zh}", f"{where}: {en}"), Words(mend_zh, mend_en), row.place)


# happenings ------------------------------------------------------------------------------------------


def happening_faults(scheme: Scheme, rows: Iterable[Happening]) -> Iterator[Problem]:
    """Happenings of no event of the scheme, and those that lack what their event needs."""
    for row in rows:
        event = scheme.events.get(row.event)
        if event is None and row.event not in scheme.vetoes:
            known = [*scheme.events, *scheme.vetoes]
            yield _fault(
                row, "event-unknown", f"没有事项“{row.event}”。", f"there is no event “{row.event}”.", known
            )
            continue
        if row.on is None and row.period is None and (event is None or event.window != "any"):
            yield _fault(row, "when-missing", "没有日期，也没有期间。", "it has neither a day nor a period.")
        if row.count < 1:
            yield _fault(row, "count", "次数应不小于 1。", "the number of times is at least 1.")
        if event is not None:
            yield from _of_event(event, row)


def _of_event(event: Event, row: Happening) -> Iterator[Problem]:
    yield from _worth_known(event, row)
    if event.amount_filed > 0 and row.amount is not None and row.amount < 0:
        yield _fault(
            row,
            "amount-negative",
            f"“{event.key}”是加分，分值不能为负。",
            f"“{event.key}” adds; its amount cannot be negative.",
        )
    if row.share and event.shares and row.share not in event.shares:
        yield _fault(
            row, "share-unknown", f"“{event.key}”没有说“{row.share}”折多少。",
            f"“{event.key}” does not say what share “{row.share}” is.", [*event.shares],
        )  # fmt: skip
    if event.document_needed and not row.document:
        yield _fault(
            row, "document-missing", f"“{event.key}”须有文件依据。", f"“{event.key}” needs a document."
        )


def _worth_known(event: Event, row: Happening) -> Iterator[Problem]:
    levels = [*event.levels]
    if row.level in event.levels:
        return
    if row.level and levels:
        yield _fault(
            row, "level-unknown", f"“{event.key}”没有级别“{row.level}”。",
            f"“{event.key}” has no level “{row.level}”.", levels,
        )  # fmt: skip
    elif event.amount_filed and row.amount is None:
        yield _fault(row, "amount-missing", f"“{event.key}”要填分值。", f"“{event.key}” needs an amount.")
    elif not event.amount_filed and event.each is None:
        yield _fault(
            row, "level-missing", f"“{event.key}”要填级别。", f"“{event.key}” needs a level.", levels
        )


def _fault(row: Happening, code: str, zh: str, en: str, known: Sequence[str] = ()) -> Problem:
    mend = (
        Words(f"可填：{'、'.join(known)}", f"one of {', '.join(known)}")
        if known
        else Words("改正或补上，或删去此行。", "mend it, or take the row out.")
    )
    return Problem(code, Words(f"{row.organisation}：{zh}", f"{row.organisation}: {en}"), mend, row.place)
