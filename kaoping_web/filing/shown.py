"""A value as a cell shows it, and read back the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from kaoping.errors import Language
from kaoping.exact import canonical_text, decimal_text
from kaoping.scheme.model import Fact
from kaoping_web.filing.models import Answer, Value
from kaoping_web.filing.reading import Answered

NOTHING, NUMBER = Answer.NOTHING.value, Answer.NUMBER.value
PENDING, NIL, NOT_APPLICABLE = (
    {"zh": "待报", "en": "pending"},
    {"zh": "零报", "en": "nil"},
    {"zh": "不适用", "en": "n/a"},
)


class Held(Protocol):
    """A value, a vintage, or what was read of one."""

    @property
    def answer(self) -> str:
        """The kind of answer."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def expected_on(self) -> date | None:
        """By when it is to be known."""
        ...


def typed(value: Held, fact: Fact | None, lang: Language = "zh") -> str:
    """What stands in the cell to be changed: `read_typed` of it gives the value back."""
    return typed_of(value.answer, value.text, value.expected_on, fact, lang)


def said(answered: Answered, fact: Fact | None, lang: Language = "zh") -> str:
    """An answer that was read, as its cell will show it."""
    return typed_of(answered.answer.value, answered.text, answered.expected_on, fact, lang)


def typed_of(
    answer: str, text: str, expected_on: date | None, fact: Fact | None, lang: Language = "zh"
) -> str:
    """The same of the parts of a value."""
    if answer == NUMBER:
        return number(text, fact)
    if answer == Answer.NIL.value:
        return NIL[lang]
    if answer == Answer.NOT_APPLICABLE.value:
        return NOT_APPLICABLE[lang]
    if answer == Answer.PENDING.value:
        return f"{PENDING[lang]} {expected_on.isoformat() if expected_on else ''}".strip()
    if answer == Answer.TRUTH.value:
        return ("是" if lang == "zh" else "yes") if text == "true" else ("否" if lang == "zh" else "no")
    return text


def number(text: str, fact: Fact | None) -> str:
    """A canonical number with the decimals of its column; as it is where it has more, or the fact names none."""
    return _number(text, fact.decimals if fact is not None else None)


@lru_cache(maxsize=1 << 14)
def _number(text: str, places: int | None) -> str:
    value = Fraction(text)
    if places is None or (value * 10**places).denominator != 1:
        return canonical_text(value)
    return decimal_text(value, places)


def is_wrong(value: Value) -> bool:
    """Whether it holds what was typed and cannot stand."""
    return value.answer == NOTHING and value.text != ""


def is_answered(value: Value) -> bool:
    """Whether it says something that can stand."""
    return value.answer != NOTHING
