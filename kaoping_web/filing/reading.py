"""What a clerk typed into one cell → an answer, or what is wrong with it and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaoping.errors import KaopingError, Problem
from kaoping.exact import canonical_text, decimal_text
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact
from kaoping.sheets import plain_text, read_absence, read_date, read_number, read_text, read_truth
from kaoping.sheets.cells import ABSENCES, NIL
from kaoping.tables import Absence
from kaoping_web.filing.models import Answer
from kaoping_web.refusals import problem

LONGEST = 200
"""Characters a cell may hold, as its column does."""
_PENDING = re.compile(
    rf"({'|'.join(map(re.escape, ABSENCES[Absence.PENDING]))})[\s,，:：(（到至]*(.*?)[)）]?", re.I
)
_DAY = re.compile(r"(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?", re.A)


@dataclass(frozen=True)
class Answered:
    """What a cell says. `text`: canonical decimal for numbers. `problems`: why it cannot stand; then `answer` is NOTHING and
    `text` is what was typed."""

    answer: Answer = Answer.NOTHING
    text: str = ""
    expected_on: date | None = None
    note: str = ""
    problems: tuple[Problem, ...] = ()


class _Wrong(Exception):
    """This cell cannot stand."""

    def __init__(self, problems: Problem | list[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems) if isinstance(problems, list) else (problems,)


def read_typed(typed: str, fact: Fact, note: str, today: date) -> Answered:
    """The answer in a cell, with its note. What cannot stand is kept as it was typed, with its problems."""
    text, note = clean(typed).strip(), clean(note).strip()
    try:
        return _read(text, fact, note, today)
    except _Wrong as wrong:
        return Answered(Answer.NOTHING, text[:LONGEST], None, note, wrong.problems)
    except KaopingError as refused:
        return Answered(Answer.NOTHING, text[:LONGEST], None, note, tuple(refused.problems))


def clean(text: str) -> str:
    """Text without what no database and no journal keeps: control characters and halves of letters."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(one for one in whole if (one >= " " and one != "\x7f") or one in "\n\t")


def _read(text: str, fact: Fact, note: str, today: date) -> Answered:
    plain = plain_text(text)
    if not plain:
        return Answered(note=note)
    if len(text) > LONGEST:
        raise _Wrong(_too_long(len(text)))
    pending = _PENDING.fullmatch(plain)
    if pending:
        return Answered(Answer.PENDING, "", _expected(pending[2], today), note)
    absence = read_absence(plain)
    if absence is Absence.NOT_APPLICABLE:
        return _not_applicable(note)
    if absence is not None:
        raise _Wrong(_no_answer(plain))
    return _READERS[fact.type](plain, text, fact, note)


def _number(plain: str, text: str, fact: Fact, note: str) -> Answered:
    if plain.lower() in NIL:
        _held(Fraction(0), fact)
        return Answered(Answer.NIL, "0", None, note)
    number = read_number(plain, fact.unit)
    _held(number, fact)
    return Answered(Answer.NUMBER, canonical_text(number), None, note)


def _truth(plain: str, text: str, fact: Fact, note: str) -> Answered:
    return Answered(Answer.TRUTH, "true" if read_truth(plain) else "false", None, note)


def _date(plain: str, text: str, fact: Fact, note: str) -> Answered:
    return Answered(Answer.TEXT, read_date(plain).isoformat(), None, note)


def _text(plain: str, text: str, fact: Fact, note: str) -> Answered:
    said = read_text(text)
    if fact.choices and said not in fact.choices:
        raise _Wrong(
            problem("not-a-choice", f"“{said}”不在选项里。", f"“{said}” is not one of the choices.",
                    f"可选：{'、'.join(fact.choices)}", f"choose one of: {', '.join(fact.choices)}")
        )  # fmt: skip
    return Answered(Answer.TEXT, said, None, note)


_READERS: dict[ValueType, Callable[[str, str, Fact, str], Answered]] = {
    ValueType.NUMBER: _number, ValueType.TRUTH: _truth, ValueType.DATE: _date, ValueType.TEXT: _text, ValueType.ANY: _text,
}  # fmt: skip


def _not_applicable(note: str) -> Answered:
    if not note:
        raise _Wrong(
            problem("na-reason", "写了“不适用”，没有写理由。", "“n/a” without a reason.",
                    "点开这一格写明为什么不涉及本单位。", "open the cell and say why it does not concern the unit.")
        )  # fmt: skip
    return Answered(Answer.NOT_APPLICABLE, "", None, note)


def _expected(text: str, today: date) -> date:
    """The day by which a figure will be known; one without a year is the next such day."""
    short = _DAY.fullmatch(text.strip())
    try:
        if short:
            found = date(today.year, int(short[1]), int(short[2]))
            found = found if found >= today else found.replace(year=today.year + 1)
        else:
            found = read_date(text.strip())
    except (ValueError, KaopingError):
        raise _Wrong(
            problem("pending-date", "待报要写明哪一天能报。", "say by which day it will be known.", "写成“待报 11月6日”。", "write “pending 2026-11-06”.")
        ) from None  # fmt: skip
    if found < today:
        raise _Wrong(
            problem("pending-past", f"待报日期 {found.isoformat()} 已经过去。", f"the day {found.isoformat()} is past.",
                    "写一个今后的日期，或填数。", "name a day to come, or enter the figure.")
        )  # fmt: skip
    return found


def _held(number: Fraction, fact: Fact) -> None:
    """Raises _Wrong with everything the fact does not allow in this number."""
    wrong = []
    if (fact.low is not None and number < fact.low) or (fact.high is not None and number > fact.high):
        wrong.append(_out_of_range(number, fact))
    if fact.decimals is not None and (number * 10**fact.decimals).denominator != 1:
        wrong.append(_too_fine(number, fact, fact.decimals))
    if len(canonical_text(number)) > 60:
        wrong.append(_too_long(len(canonical_text(number))))
    if wrong:
        raise _Wrong(wrong)


def _out_of_range(number: Fraction, fact: Fact) -> Problem:
    low = canonical_text(fact.low) if fact.low is not None else ""
    high = canonical_text(fact.high) if fact.high is not None else ""
    said, unit = canonical_text(number), fact.unit
    if low and high:
        zh, en = f"“{said}”不在 {low} 到 {high} 之间。", f"“{said}” is not between {low} and {high}."
    elif low:
        zh, en = f"“{said}”小于最小值 {low}。", f"“{said}” is below {low}, the least there can be."
    else:
        zh, en = f"“{said}”大于最大值 {high}。", f"“{said}” is above {high}, the most there can be."
    return problem(
        "out-of-range",
        zh,
        en,
        f"核对这个数和单位（{unit or '无'}）。",
        f"check the number and its unit ({unit or 'none'}).",
    )


def _too_fine(number: Fraction, fact: Fact, places: int) -> Problem:
    said, step = canonical_text(number), Fraction(1, 10**places)
    down = (number / step).__floor__() * step
    near = decimal_text(down, places), decimal_text(down + step, places)
    if places <= 0:
        return problem("decimals", f"“{said}”不是整数。", f"“{said}” is not a whole number.",
                       f"按{fact.unit or '整数'}计，请填 {near[0]} 或 {near[1]}。", f"counted whole: enter {near[0]} or {near[1]}.")  # fmt: skip
    return problem("decimals", f"“{said}”的小数多于 {places} 位。", f"“{said}” has more than {places} decimals.",
                   f"核对后填 {near[0]} 或 {near[1]}。", f"check it, then enter {near[0]} or {near[1]}.")  # fmt: skip


def _no_answer(said: str) -> Problem:
    return problem("no-answer", f"“{said}”不是填报。", f"“{said}” answers nothing.",
                   "填数；没有发生填“零报”，以后才有填“待报”和日期，不涉及填“不适用”和理由。",
                   "enter the figure; “nil” where nothing happened, “pending” with a day, or “n/a” with a reason.")  # fmt: skip


def _too_long(length: int) -> Problem:
    return problem("too-long", f"这一格有 {length} 个字符，超过了上限。", f"the cell holds {length} characters: too many.",
                   f"不超过 {LONGEST} 个；详情写在说明里。", f"keep to {LONGEST}; put the rest into the note.")  # fmt: skip
