"""What Excel lets a clerk enter into a cell: numbers within bounds, yes and no, dates, choices, and absences."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact
from kaoping.sheets.template.form import NIL, TRUTH, Form

_REFUSED = Words("填法不对", "Not allowed here")


def allow_fact(form: Form, sheet: Any, rows: tuple[int, int], column: int, fact: Fact, suffix: str) -> None:
    """Hold the cells of one column to the type, bounds and choices of its fact. rows: first and last.

    A figure that belongs to the fact (its target) is a number without those bounds.
    """
    kind = ValueType.NUMBER if suffix else fact.type
    choices = [form.say(words) for words in TRUTH.values()] if kind is ValueType.TRUTH else list(fact.choices)
    if choices and kind is not ValueType.NUMBER and kind is not ValueType.DATE:
        allow_choice(form, sheet, rows, column, [*choices, *form.absence_words])
    elif kind in (ValueType.NUMBER, ValueType.DATE):
        cell = xl_rowcol_to_cell(rows[0], column)
        tests = (
            _number_tests(cell, fact, suffix)
            if kind is ValueType.NUMBER
            else [f"ISNUMBER({cell})", f"{cell}>=1"]
        )
        words = [*form.absence_words, form.say(NIL)] if kind is ValueType.NUMBER else form.absence_words
        formula = f"=OR(AND({','.join(tests)}),COUNTIF({form.list_of(words)},{cell})>0)"
        _validate(
            form, sheet, rows, column, {"validate": "custom", "value": formula}, hint(form, fact, suffix)
        )


def allow_choice(form: Form, sheet: Any, rows: tuple[int, int], column: int, choices: list[str]) -> None:
    """A list to choose from."""
    source = f"={form.list_of(choices)}"
    message = form.say(Words("从列表中选。", "Choose from the list."))
    _validate(form, sheet, rows, column, {"validate": "list", "source": source}, message)


def _number_tests(cell: str, fact: Fact, suffix: str) -> list[str]:
    tests = [f"ISNUMBER({cell})"]
    if not suffix and fact.low is not None and "/" not in canonical_text(fact.low):
        tests.append(f"{cell}>={canonical_text(fact.low)}")
    if not suffix and fact.high is not None and "/" not in canonical_text(fact.high):
        tests.append(f"{cell}<={canonical_text(fact.high)}")
    return tests


def _validate(
    form: Form, sheet: Any, rows: tuple[int, int], column: int, rule: dict[str, object], message: str
) -> None:
    shown = {"error_title": form.say(_REFUSED)[:32], "error_message": message[:255], "ignore_blank": True}
    sheet.data_validation(rows[0], column, rows[1], column, {**rule, **shown})


def hint(form: Form, fact: Fact, suffix: str) -> str:
    """What may be entered, in a sentence."""
    low, high = (
        None if suffix or bound is None else canonical_text(bound) for bound in (fact.low, fact.high)
    )
    if fact.type is ValueType.DATE and not suffix:
        what = Words("填日期，如 2026-09-01", "a date such as 2026-09-01")
    else:
        unit = fact.unit
        what = Words(f"填以{unit}计的数" if unit else "填数", f"a number in {unit}" if unit else "a number")
    parts = [form.say(what)]
    if low is not None or high is not None:
        zh = f"{low if low is not None else '…'} 到 {high if high is not None else '…'}"
        en = f"from {low if low is not None else '…'} to {high if high is not None else '…'}"
        parts.append(form.say(Words(zh, en)))
    if fact.decimals is not None and not suffix:
        parts.append(form.say(Words(f"小数不超过 {fact.decimals} 位", f"at most {fact.decimals} decimals")))
    absences = "、".join(form.absence_words) if form.language == "zh" else ", ".join(form.absence_words)
    parts.append(form.say(Words(f"没有值时写：{absences}", f"where there is none: {absences}")))
    return ("；" if form.language == "zh" else "; ").join(parts) + ("。" if form.language == "zh" else ".")
