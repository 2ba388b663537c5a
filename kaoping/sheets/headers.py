"""Finding the header of a table and saying what each of its columns holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kaoping.periods import Period
from kaoping.sheets.cells import plain_text
from kaoping.sheets.expected import Expected, ExpectedFact
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.periods_in import period_in
from kaoping.sheets.words import RATER_HEADER, ROLES, SUFFIX_OF, normal, role_of

_ROWS_SEARCHED = 40
_BRACKET = re.compile(r"^(?P<head>.+?)[(\[](?P<inner>[^()\[\]]*)[)\]]$", re.S)


@dataclass(frozen=True)
class Column:
    """What one column holds. A role, or a fact with what its header says about it; neither where it is unknown."""

    index: int
    text: str
    role: str = ""
    fact: ExpectedFact | None = None
    suffix: str = ""
    period: Period | None = None
    rater: str = ""
    rater_group: str = ""
    unit: str = ""
    attribute: str = ""
    ignored: bool = False
    row: int = 0

    @property
    def is_known(self) -> bool:
        """Whether the header says anything that a reader can use."""
        return bool(
            self.role
            or self.fact
            or self.suffix
            or self.period
            or self.rater
            or self.attribute
            or self.ignored
        )


class Vocabulary:
    """The names of facts and the caller's mapping of headers, ready to be looked up."""

    def __init__(self, expected: Expected, columns: Mapping[str, str]) -> None:
        named: dict[str, set[str]] = {}
        self.facts = {fact.key: fact for fact in expected.facts}
        for fact in expected.facts:
            for name in (fact.key, *fact.titles):
                named.setdefault(normal(name), set()).add(fact.key)
        self._keys = {normal(fact.key): fact for fact in expected.facts}
        self._named = {name: self.facts[min(keys)] for name, keys in named.items() if len(keys) == 1}
        self._mapped = {normal(header): meaning for header, meaning in columns.items()}
        self._told: dict[Raw, tuple[ExpectedFact, str] | None] = {}
        self.year = expected.period.year if expected.period else None

    def names(self) -> Iterable[str]:
        """Every key and title of a fact, for suggestions."""
        return [name for fact in self.facts.values() for name in (fact.key, *fact.titles)]

    def fact(self, raw: Raw) -> ExpectedFact | None:
        """The fact of that key or unique title."""
        name = normal(raw)
        return self._keys.get(name) or self._named.get(name)

    def fact_and_suffix(self, raw: Raw) -> tuple[ExpectedFact, str] | None:
        """The fact a cell names, with a suffix: gdp, GDP, gdp.target, GDP 目标值, GDP（目标值）."""
        if raw not in self._told:
            found = self.fact(raw)
            self._told[raw] = (found, "") if found else self._with_suffix(raw)
        return self._told[raw]

    def _with_suffix(self, raw: Raw) -> tuple[ExpectedFact, str] | None:
        name = re.sub(r"[()]", "", normal(raw))
        for end in sorted(self._ends(), key=len, reverse=True):
            base = name.removesuffix(end).rstrip(".-_") if name.endswith(end) else ""
            fact = self._keys.get(base) or self._named.get(base)
            suffix = SUFFIX_OF.get(end, end)
            if fact and (suffix == "" or suffix in fact.suffixes):
                return fact, suffix
        return None

    def _ends(self) -> set[str]:
        return {*SUFFIX_OF, *(suffix for fact in self.facts.values() for suffix in fact.suffixes)}

    def fact_in_title(self, text: str) -> ExpectedFact | None:
        """The one fact that a title row or sheet name speaks of: named in it by the longest name."""
        exact = self.fact(text)
        if exact:
            return exact
        plain = normal(text)
        inside = {name: fact.key for name, fact in self._named.items() if len(name) > 1 and name in plain}
        longest = {
            key
            for name, key in inside.items()
            if not any(name != other and name in other for other in inside)
        }
        return self.facts[longest.pop()] if len(longest) == 1 else None

    def column(self, index: int, raw: Raw, year: int | None) -> Column:
        """What a header cell says by itself."""
        column = Column(index, plain_text(raw))
        mapped = self._mapped.get(normal(raw))
        if mapped is not None:
            return self._mapped_column(column, mapped, year)
        return self._plain_column(column, raw, year)

    def _mapped_column(self, column: Column, meaning: str, year: int | None) -> Column:
        if meaning == "":
            return replace(column, ignored=True)
        if meaning.startswith("attribute:"):
            return replace(column, attribute=meaning.removeprefix("attribute:"))
        if meaning in ROLES and meaning not in self.facts:
            return replace(column, role=meaning)
        return self._plain_column(column, meaning, year)

    def _plain_column(self, column: Column, raw: Raw, year: int | None) -> Column:
        text = plain_text(raw)
        for mark in "@#":
            head, found, tail = text.rpartition(mark)
            base = self.fact_and_suffix(head) if found else None
            if base and mark == "#" and tail:
                return replace(column, fact=base[0], suffix=base[1], rater=tail)
            if base and (period := period_in(tail, year)):
                return replace(column, fact=base[0], suffix=base[1], period=period)
        base = self.fact_and_suffix(raw)
        if base:
            return replace(column, fact=base[0], suffix=base[1] or "", role=role_of(raw))
        if period := period_in(raw, year):
            return replace(column, period=period)
        if role := role_of(raw):
            return replace(column, role=role)
        rater = RATER_HEADER.match(text)
        if rater:
            return replace(column, rater=text if rater["name"].isdigit() else rater["name"].strip())
        bracket = _BRACKET.match(text)
        return self._bracketed(column, bracket["head"], bracket["inner"], year) if bracket else column

    def _bracketed(self, column: Column, head: str, inner: str, year: int | None) -> Column:
        """Header（inner）: inner is a period, or the unit the column is said to be in."""
        base = self._plain_column(column, head, year)
        if not base.is_known:
            return column
        period = period_in(inner, year)
        if period:
            return replace(base, period=period)
        return replace(base, unit=inner.removeprefix("单位").lstrip(":").strip())


@dataclass(frozen=True)
class Header:
    """The header of a table: its rows within the grid, and what each column holds."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @cached_property
    def _of(self) -> dict[str, Column]:
        return {column.role: column for column in reversed(self.columns)}

    def of(self, role: str) -> Column | None:
        """The first column of that role."""
        return self._of.get(role)


def find_header(grid: Grid, words: Vocabulary, year: int | None) -> Header | None:
    """The header of the sheet: the first row that names the organisations and something besides.

    Rows below belong to it while the organisation's column stays empty or merged with the header; a row above does
    where it names facts or periods. None where no row is a header.
    """
    best: tuple[int, int] | None = None
    for row in range(min(len(grid.rows), _ROWS_SEARCHED)):
        if not any(isinstance(cell, str) for cell in grid.rows[row]):
            continue
        found = [
            words.column(index, cell, year) for index, cell in enumerate(grid.rows[row]) if cell is not None
        ]
        known = sum(column.is_known for column in found)
        names_bodies = any(column.role in ("organisation", "key", "title") for column in found)
        if names_bodies and known >= 1 and len(found) >= 2 and (best is None or known > best[0] + 1):
            best = (known, row)
    return _header(grid, words, best[1], year) if best else None


def _header(grid: Grid, words: Vocabulary, row: int, year: int | None) -> Header:
    main = [words.column(index, grid.raw(row, index), year) for index in range(grid.width)]
    names = next(column.index for column in main if column.role in ("organisation", "key", "title"))
    first, last = row, row
    if row > 0 and _is_upper_row(grid, words, row - 1, names, year):
        first = row - 1
    while (
        last + 1 < len(grid.rows)
        and last - row < 3
        and _is_lower_row(grid, words, last + 1, names, row, year)
    ):
        last += 1
    columns = [_joined(grid, words, range(first, last + 1), index, year) for index in range(grid.width)]
    return Header(first, last, tuple(_settled(columns)))


def _is_upper_row(grid: Grid, words: Vocabulary, row: int, names: int, year: int | None) -> bool:
    """A row of facts, periods or raters over the row that names the organisations; a title is none."""
    cells = [(index, cell) for index, cell in enumerate(grid.rows[row]) if cell is not None]
    known = [index for index, cell in cells if words.column(index, cell, year).is_known and index != names]
    return bool(known) and len(known) * 2 >= len(cells)


def _is_lower_row(grid: Grid, words: Vocabulary, row: int, names: int, main: int, year: int | None) -> bool:
    """A further row of the header: the organisation's column is merged with the header or empty, the rest are words."""
    anchor = grid.merged.get((row, names))
    if grid.raw(row, names) is not None or (anchor is not None and anchor[0] > main):
        return False
    cells = [(index, cell) for index, cell in enumerate(grid.rows[row]) if cell is not None]
    if not cells or any(not isinstance(cell, str) and period_in(cell, year) is None for _, cell in cells):
        return False
    return anchor is not None or any(words.column(index, cell, year).is_known for index, cell in cells)


def _joined(grid: Grid, words: Vocabulary, rows: range, index: int, year: int | None) -> Column:
    """What the header cells of one column say together, those merged over it included."""
    told: list[Column] = []
    for row in rows:
        raw = grid.shown(row, index)
        if raw is not None and not (told and plain_text(raw) == told[-1].text):
            told.append(words.column(index, raw, year))
    answer = Column(index, " ".join(column.text for column in told), row=rows[-1])
    for column in told:
        answer = replace(
            answer,
            role=answer.role or column.role,
            fact=column.fact or answer.fact,
            suffix=answer.suffix or column.suffix,
            period=answer.period or column.period,
            rater=answer.rater or column.rater,
            unit=answer.unit or column.unit,
            attribute=answer.attribute or column.attribute,
            ignored=answer.ignored or column.ignored,
        )
    return _with_words_between(answer, told)


def _with_words_between(column: Column, told: list[Column]) -> Column:
    """Roles and strangers in a header of several rows: a suffix under its fact, a rater under “评价人” or his bloc."""
    strangers = [part.text for part in told if not part.is_known]
    if column.fact and column.role in ("value", "target"):
        suffix = "target" if column.role == "target" else ""
        return replace(column, role="", suffix=column.suffix or suffix)
    if column.role == "rater" and strangers:
        return replace(column, role="", rater=strangers[-1], rater_group=" ".join(strangers[:-1]))
    if column.rater and strangers:
        return replace(column, rater_group=" ".join(strangers))
    if column.period and column.role in ("value", "target"):
        return replace(column, role="", suffix="target" if column.role == "target" else "")
    return column


def _settled(columns: list[Column]) -> Iterable[Column]:
    """Words with two meanings, decided by their neighbours: “单位” beside “单位名称” is the unit of measure.

    Of two columns of one role the first has it; the other is unknown, so that it is not dropped in silence.
    """
    named = [column for column in columns if column.role == "organisation"]
    has_key = any(column.role == "key" for column in columns)
    taken: set[str] = set()
    for column in columns:
        role = column.role
        if role == "organisation" and column is not _first_organisation(named):
            role = "unit" if normal(column.text) in ("单位", "unit") else "title"
        elif role == "organisation" and has_key:
            role = "title"
        elif role == "key":
            role = "organisation"
        yield replace(column, role="" if role in taken and role not in ("serial", "note") else role)
        taken.add(role)


def _first_organisation(named: list[Column]) -> Column:
    return next((column for column in named if normal(column.text) not in ("单位", "unit")), named[0])
