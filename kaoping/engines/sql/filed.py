"""Filed values read by SQL from Parquet itself: no value passes through Python.

Of wide files whose rows are all of one period, columns of decimals or whole numbers are read so, where no other file tells
the same figure. Everything else goes through arrays (`kaoping.engines.nation.filings`), still without an object a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kaoping.engines.columnar.parts import MISSING, NUMBER, STATUS_OF
from kaoping.engines.nation.filings import Figure
from kaoping.engines.nation.sources import STATUS, Source, opened, problem
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.parts import LIMIT, WIDER, Part
from kaoping.engines.sql.session import Session, sent_round
from kaoping.errors import Problem, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.model import Fact, Runs, Scheme
from kaoping.tables import Absence

SAFE_DIGITS, SAFE_PLACES = 18, 15
"""Decimals of so many digits fit a BIGINT."""
ODD = 62
"""What stands in a status column where the file tells no status that is known."""
BITS = {code: 1 << code for code in (0, *sorted(STATUS_OF.values()), ODD)}
AT_ONCE = 24
"""So many figures share a table."""


@dataclass(frozen=True)
class InFile:
    """A figure as a column of a file. `places`: its decimals; `status`: whether a column says why there is none."""

    table: str
    column: str
    places: int
    status: bool

    @property
    def number(self) -> str:
        """The whole number, 0 where there is none."""
        factor = f"CAST({10**self.places} AS DECIMAL({self.places + 1}, 0))"
        value = f'w."{self.column}"'
        if self.places:
            # Wider than 18 digits on purpose: DuckDB multiplies narrower decimals in 64 bits.
            value = f"CAST({value} AS DECIMAL(19, {self.places}))"
        return f"COALESCE(CAST({f'{value} * {factor}' if self.places else value} AS BIGINT), 0)"

    @property
    def code(self) -> str:
        """The status of the cell; ODD where it is no word known, or stands beside a value."""
        value, word = f'w."{self.column}"', f'w."{self.column}{STATUS}"'
        if not self.status:
            return f"CASE WHEN {value} IS NULL THEN {MISSING} ELSE {NUMBER} END"
        words = "".join(f" WHEN '{one.value}' THEN {STATUS_OF[one]}" for one in Absence)
        alone = f"CASE WHEN {value} IS NULL THEN {MISSING} ELSE {NUMBER} END"
        return f"CASE WHEN {word} IS NULL THEN {alone} WHEN {value} IS NOT NULL THEN {ODD} ELSE CASE {word}{words} ELSE {ODD} END END"


@dataclass(frozen=True)
class Ends:
    """Lowest and highest whole number of a column, 0 where it holds none; the statuses met; whether some status is no
    word known, or stands beside a value."""

    low: int
    high: int
    may: frozenset[int]
    is_odd: bool


class Files:
    """The files of a run as tables of a session."""

    def __init__(
        self, session: Session, scheme: Scheme, sources: Sequence[Source], keys: Sequence[str]
    ) -> None:
        """`keys`: all organisations. Raises TableError for rows about others, and organisations told twice."""
        self.session, self.scheme = session, scheme
        self.figures: dict[Figure, list[InFile | None]] = {}
        self.elsewhere: set[str] = set()
        self.is_long = False
        session.load("everyone", {"organisation": np.array(keys, object)})
        faults: list[Problem] = []
        for number, source in enumerate(sources):
            faults += self._registered(f"file{number}", source)
        if faults:
            raise TableError(faults)

    def close(self) -> None:
        """Forget who there is; another period's files may be looked at then."""
        self.session.drop("everyone")

    def _registered(self, table: str, source: Source) -> Iterator[Problem]:
        plain = source.form == "wide" and not any(source.has(one) for one in ("period", "source", "vintage"))
        form = opened(source.path).schema_arrow
        if source.form == "long":
            self.is_long = True  # it may tell any figure: nothing is read by SQL alone
            return
        for name in source.facts:
            one = _in_file(table, name, form) if plain else None
            self.figures.setdefault((name, self._period(source, name)), []).append(one)
            self.elsewhere |= set() if plain else {name}
        if plain and source.facts:
            self.session.external(table, str(source.path))
            yield from self._row_faults(table, source)

    def _period(self, source: Source, name: str) -> Period | None:
        fact = self.scheme.facts.get(name.partition(".")[0])
        return None if fact is not None and fact.runs is Runs.ONCE else source.period

    def _row_faults(self, table: str, source: Source) -> Iterator[Problem]:
        counted = self.session.fetch(
            f"SELECT COUNT(*) AS r, COUNT(DISTINCT w.organisation) AS d, COUNT(e.organisation) AS e FROM {table} w "
            "LEFT JOIN everyone e ON e.organisation = w.organisation"
        )
        rows, different, known = (int(counted[name][0]) for name in ("r", "d", "e"))
        if different < rows:
            yield problem(source.path, "filed-twice", f"有单位填了两行（{rows - different} 行）。", f"{rows - different} organisations have a second row.",
                          Words("留下一行。", "keep one row."))  # fmt: skip
        if known < rows:
            yield problem(source.path, "organisation-unknown", f"有 {rows - known} 行的单位不在单位表中。",
                          f"{rows - known} rows are about organisations that are not listed.")  # fmt: skip

    # ------------------------------------------------------------------------------------------------

    def of(self, figure: Figure, others: Sequence[Figure]) -> InFile | None:
        """The column of a figure; None where it is not told by one plain column, or any of the others is told too."""
        if self.is_long or figure[0] in self.elsewhere:
            return None
        if any(other in self.figures for other in others if other != figure):
            return None
        found = self.figures.get(figure, [])
        return found[0] if len(found) == 1 else None

    def have(self, keys: str, table: str) -> int:
        """How many of the organisations in `keys` (k, organisation) have a row."""
        found = self.session.fetch(
            f"SELECT {sent_round(['o'])}COUNT(*) AS r FROM {table} w JOIN {keys} o ON w.organisation = o.organisation"
        )
        return int(found["r"][0])

    def select(self, keys: str, table: str, figures: Mapping[str, InFile], is_whole: bool) -> str:
        """The figures of a track from one file as columns of a table. `is_whole`: everybody has a row in it."""
        columns, none = ["o.k"], ["o.k"]
        for name, one in figures.items():
            columns += [f"{one.number} AS {name}n", f"CAST({one.code} AS BIGINT) AS {name}s"]
            none += [f"CAST(0 AS BIGINT) AS {name}n", f"CAST({MISSING} AS BIGINT) AS {name}s"]
        found = f"SELECT {sent_round(['o'])}{', '.join(columns)} FROM {table} w JOIN {keys} o ON w.organisation = o.organisation"
        if is_whole:
            return found
        away = f"NOT EXISTS (SELECT 1 FROM {table} w WHERE w.organisation = o.organisation)"
        return f"{found} UNION ALL SELECT {', '.join(none)} FROM {keys} o WHERE {away}"

    def parts(
        self, made: str, figures: Mapping[str, InFile], facts: Mapping[str, Fact | None]
    ) -> tuple[dict[str, Part], list[Problem]]:
        """The parts that stand in a table made so, with their bounds; and values beyond what their facts allow."""
        ends = self._ends(made, figures)
        faults = [one for name in figures for one in _faults(figures[name], ends[name], facts[name])]
        return {name: _part(name, one, ends[name]) for name, one in figures.items()}, faults

    def _ends(self, made: str, figures: Mapping[str, InFile]) -> dict[str, Ends]:
        """What is met in each column."""
        asked = []
        for name in figures:
            here = f"CASE WHEN {name}s = {NUMBER} THEN {name}n END"
            bits = " ".join(f"WHEN {code} THEN {_number(bit)}" for code, bit in BITS.items())
            asked += [f"COALESCE(MIN({here}), 0) AS {name}a", f"COALESCE(MAX({here}), 0) AS {name}z"]
            asked += [f"BIT_OR(CASE {name}s {bits} END) AS {name}b"]
        met = self.session.fetch(f"SELECT {', '.join(asked)} FROM {made}")

        def of(name: str) -> Ends:
            low, high, bits = (int(met[f"{name}{letter}"][0]) for letter in "azb")
            may = frozenset(code for code, bit in BITS.items() if bits & bit)
            return Ends(low, high, may - {ODD}, ODD in may)

        return {name: of(name) for name in figures}


def _number(value: int) -> str:
    return f"CAST({value} AS BIGINT)"


def _in_file(table: str, name: str, form: pa.Schema) -> InFile | None:
    kind = form.field(name).type
    status = f"{name}{STATUS}" in form.names
    if '"' in name:
        return None
    if pa.types.is_decimal(kind) and kind.precision <= SAFE_DIGITS and 0 <= kind.scale <= SAFE_PLACES:
        return InFile(table, name, kind.scale, status)
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return InFile(table, name, 0, status)
    return None


def _part(name: str, one: InFile, ends: Ends) -> Part:
    den, most = 10**one.places, max(abs(ends.low), abs(ends.high))
    if most >= LIMIT:
        raise TableError(
            Problem("too-long", Words(f"{one.column} 的数太长。", f"{one.column} holds numbers too long."))
        )
    status = x.code(next(iter(ends.may))) if len(ends.may) == 1 else x.col(f"{name}s", x.INT, ends.may)
    bits = max(most.bit_length(), den.bit_length(), 1)
    low, high = ends.low / den, ends.high / den
    return Part(status=status, num=x.col(f"{name}n"), den=den, most=most, bits=bits,
                low=low - abs(low) * WIDER, high=high + abs(high) * WIDER)  # fmt: skip


def _faults(one: InFile, ends: Ends, fact: Fact | None) -> Iterator[Problem]:
    if ends.is_odd:
        yield Problem("no-cell", Words(f"{one.column}{STATUS} 有不认识的词，或与值并列。",
                                       f"{one.column}{STATUS} holds a word that is no status, or one beside a value."))  # fmt: skip
    if fact is None or NUMBER not in ends.may:
        return
    den = 10**one.places
    if (fact.low is not None and ends.low < fact.low * den) or (
        fact.high is not None and ends.high > fact.high * den
    ):
        yield Problem("out-of-range", Words(f"{one.column} 有超出允许范围的值。", f"{one.column} holds values beyond what the fact allows."))  # fmt: skip
