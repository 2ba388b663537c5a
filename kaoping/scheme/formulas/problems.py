"""What can be wrong with a formula, each with the column where it stands and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from kaoping.errors import NOWHERE, KaopingError, Place, Problem, SchemeError, Words

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and symbols that show nothing, though Unicode does not count them as blanks."""


class FormulaSyntaxError(SchemeError):
    """The text is not a formula: a wrong character, a missing bracket, an unknown function, too long."""


class FormulaTypeError(SchemeError):
    """The formula combines what does not go together: a text and a number, a truth and a date."""


class FormulaNameError(SchemeError):
    """The formula names something that has no value, or calls what only a compiled scheme can answer."""


class FormulaTooCostly(KaopingError):
    """Evaluating the formula would take more steps, or larger numbers, than allowed."""

    exit_code = 10


def problem(
    code: str, column: int, what: Words, mend: Words | None = None, place: Place = NOWHERE
) -> Problem:
    """A problem of the formula at a column (from 1; 0 where the formula was not read from text)."""
    zh = f"公式第{column}列：{what.zh}" if column else f"公式：{what.zh}"
    en = f"formula, column {column}: {what.en}" if column else f"formula: {what.en}"
    return Problem(f"formula.{code}", Words(zh, en), mend or Words("", ""), place)


def too_costly(what: Words) -> FormulaTooCostly:
    """The error of a formula that exceeds its budget."""
    return FormulaTooCostly(
        problem(
            "too_costly",
            0,
            what,
            Words("把公式拆成几个较小的派生值", "split the formula into several smaller derived values"),
        )
    )


def shown(text: str, most: int = 40) -> str:
    """Foreign text made safe to show: cut short, and every invisible or unusual character as its code."""
    cut = text if len(text) <= most else text[:most] + "…"
    return "".join(char if is_plain(char) else f"<U+{ord(char):04X}>" for char in cut)


def is_plain(char: str) -> bool:
    """True for a character that shows itself and cannot reorder or hide its neighbours."""
    return char == " " or (unicodedata.category(char)[0] not in "CZM" and char not in _BLANK_LETTERS)


def nearest_names(name: str, known: Iterable[str]) -> Words:
    """A mend that suggests the most similar known names, or nothing."""
    close = get_close_matches(name[:100], sorted(known), n=3)
    if not close:
        return Words("", "")
    return Words("是否指 " + "、".join(close) + "？", "did you mean " + ", ".join(close) + "?")
