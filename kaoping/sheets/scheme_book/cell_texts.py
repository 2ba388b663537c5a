"""What a cell can hold without loss, and what an office may have made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import yaml

from kaoping.errors import KaopingError, Place, Problem, SchemeError, TableError, Words
from kaoping.exact import canonical_text
from kaoping.scheme.reading.parts import read_document
from kaoping.sheets.cells import plain_text, read_number, read_text, refuse_unreadable
from kaoping.sheets.grids import Raw
from kaoping.sheets.scheme_book.plain import Plain, plain_of
from kaoping.sheets.scheme_book.yaml_text import one_line, scalar

Shown = str | Fraction | date
"""What is written into a cell."""
LONGEST = 32_000
"""Excel holds 32,767 characters in a cell."""
_EXACT_DIGITS = 15
_KEPT = frozenset("\n\u3000\u00a0")
_EXCELS_OWN = re.compile(r"_x[0-9A-Fa-f]{4}_")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_WIDE = str.maketrans(
    {"：": ": ", "，": ", ", "｛": "{", "｝": "}", "［": "[", "］": "]", "（": "(", "）": ")", "＂": '"'}
)


def is_safe(text: str) -> bool:
    """Whether a cell gives this text back as it was put in."""
    return (
        0 < len(text) <= LONGEST
        and text == read_text(text)
        and not text.startswith(("=", "#"))
        and all(sign.isprintable() or sign in _KEPT for sign in text)
        and not _EXCELS_OWN.search(text)
    )


def as_number(text: str) -> Shown:
    """A plain decimal as a number, where Excel holds all its digits; any other text as it is."""
    exact = _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= _EXACT_DIGITS
    return Fraction(text) if exact else text


def refuse_errors(raw: Raw) -> None:
    """Raises TableError on an Excel error and on a formula without its result."""
    if isinstance(raw, str) and raw[:1] in "=#":
        refuse_unreadable(plain_text(raw))


def text_in(raw: Raw) -> str:
    """The content as text. Raises TableError."""
    refuse_errors(raw)
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        return canonical_text(Fraction(raw))
    return read_text(raw).replace("\r\n", "\n")


def formula_in(raw: Raw) -> str:
    """A number in whatever shape an office writes it, or a formula. Raises TableError."""
    if isinstance(raw, date):
        raise _refused(
            Words("这一格成了日期。", "Excel has made a date of this cell."),
            Words("把单元格格式改为“文本”，再写数或公式（如 1/3）。",
                  "Set the cell's format to “Text” and write the number or formula again (such as 1/3)."),
        )  # fmt: skip
    text = text_in(raw)
    if text.startswith(("(", "（")):
        return text
    try:
        return canonical_text(read_number(text))
    except TableError:
        return text


def yaml_in(raw: Raw) -> Plain:
    """What a cell says in the notation of the scheme file. Raises TableError."""
    text = text_in(raw)
    found = _parsed(text)
    if isinstance(found, str) and re.search(r"[：｛［]", text):
        return _parsed(text.translate(_WIDE))  # full-width signs where YAML knows the narrow ones
    return found


def _parsed(text: str) -> Plain:
    try:
        if not _has_aliases(text):
            return plain_of(read_document(text.encode("utf-8"), ""))
    except SchemeError as error:
        raise TableError([replace(one, place=Place()) for one in error.problems]) from error
    except UnicodeEncodeError as error:
        raise _refused(Words("这一格的文字不能用。", "The text of this cell cannot be used.")) from error
    raise _refused(
        Words("单元格里不能用“*名称”引用别处。", "A cell cannot refer elsewhere by “*name”."),
        Words("把内容写出来；带“*”的文字加引号。", "Write it out; put a text with “*” in quotes."),
    )  # fmt: skip


def _has_aliases(text: str) -> bool:
    """Whether a part of the text refers to another: so a few letters would stand for very much."""
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader) if "*" in text else ()
        return any(isinstance(one, yaml.AliasEvent) for one in events)
    except yaml.YAMLError:
        return False  # its reader says what is wrong


def _refused(what: Words, mend: Words = Words("", "")) -> TableError:
    return TableError(Problem("sheets-cell", what, mend))


def at_place(error: KaopingError, place: Place) -> Iterator[Problem]:
    """The problems of a cell with its place."""
    for one in error.problems:
        yield replace(one, place=place)


def yaml_cell(plain: Plain) -> str:
    """A part of a document as a cell shows it: the entries of a mapping on a line each."""
    if isinstance(plain, dict) and plain:
        return "\n".join(f"{scalar(name)}: {_value(one)}" for name, one in plain.items())
    return _value(plain)


def _value(plain: Plain) -> str:
    return scalar(plain) if isinstance(plain, str) else one_line(plain)
