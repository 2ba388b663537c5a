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
from kaoping.engines.sql.session import Session
from kaoping.errors import Problem, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.model import Fact, Runs, Scheme
from kaoping.tables import Absence

SAFE_DIGITS = 18
"""Decimals of so many digits fit a BIGINT."""
BITS = {code: 1 << code for code in (0, *sorted(STATUS_OF.values()))}


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
        return f'COALESCE(CAST(w."{self.column}" * {10**self.places} AS BIGINT), 0)'

    @property
    def code(self) -> str:
        """The status of the cell."""
        words = "".join(f" WHEN '{one.value}' THEN {STATUS_OF[one]}" for one in Absence)
        absent = f'CASE w."{self.column}{STATUS}"{words} ELSE {MISSING} END' if self.status else str(MISSING)
        return f'CASE WHEN w."{self.column}" IS NOT NULL THEN {NUMBER} ELSE {absent} END'


class Files:
    """The files of a run as tables of a session."""

    def __init__(self, session: Session, scheme: Scheme, sources: Sequence[Source], keys: Sequence[str]) -> None:
        """`keys`: all organisations. Raises TableError for rows about others, and organisations told twice."""
        self.session, self.scheme = session, scheme
        self.figures: dict[Figure, list[InFile | None]] = {}
        session.load("everyone", {"organisation": np.array(keys, object)})
        faults: list[Problem] = []
        for number, source in enumerate(sources):
            faults += self._registered(f"file{number}", source)
        if faults:
            raise TableError(faults)

    def _registered(self, table: str, source: Source) -> Iterator[Problem]:
        plain = source.form == "wide" and not any(source.has(one) for one in ("period", "source", "vintage"))
        form = opened(source.path).schema_arrow
        if source.form == "long":
            self.figures[source.path.name, None] = [None, None]  # somewhere unknown: nothing may be read by SQL alone
            self.is_open = True
            return
        for name in source.facts:
            one = _in_file(table, name, form) if plain else None
            self.figures.setdefault((name, self._period(source, name)), []).append(one)
            self.unsure = getattr(self, "unsure", set()) | (set() if plain else {name})
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
            yield problem(source.path, "organisation-unknown", f"单位表中没有的单位有 {rows - known} 行。", f"{rows - known} rows are about organisations that are not listed.")  # fmt: skip

    # ------------------------------------------------------------------------------------------------

    def of(self, figure: Figure, others: Sequence[Figure]) -> InFile | None:
        """The column of a figure; None where it is not told by one plain column, or any of the others is told too."""
        if getattr(self, "is_open", False) or figure[0] in getattr(self, "unsure", set()):
            return None
        if any(other in self.figures for other in others if other != figure):
            return None
        found = self.figures.get(figure, [])
        return found[0] if len(found) == 1 else None

    def parts(self, keys: str, figures: Mapping[str, InFile], facts: Mapping[str, Fact | None]) -> dict[str, Part]:
        """For each name a part of a table, its bounds looked up. `keys`: the table of the track's organisations (k,
        organisation). Raises TableError for values beyond what their facts allow."""
        found: dict[str, Part] = {}
        faults: list[Problem] = []
        for table in dict.fromkeys(one.table for one in figures.values()):
            mine = {name: one for name, one in figures.items() if one.table == table}
            ends = self._ends(keys, table, mine)
            for name, one in mine.items():
                found[name] = _part(name, one, *ends[name])
                fact = facts[name]
                if fact is not None and _is_beyond(fact, one, *ends[name][:2]):
                    faults.append(Problem("out-of-range", Words(f"{one.column} 有超出允许范围的值。", f"{one.column} holds values beyond what the fact allows.")))  # fmt: skip
        if faults:
            raise TableError(faults)
        return found

    def _ends(self, keys: str, table: str, figures: Mapping[str, InFile]) -> dict[str, tuple[int, int, frozenset[int]]]:
        """Lowest and highest whole number, and the statuses met."""
        columns, asked = [], []
        for name, one in figures.items():
            columns += [f"{one.number} AS {name}n", f"{one.code} AS {name}s"]
            bits = " ".join(f"WHEN {code} THEN {bit}" for code, bit in BITS.items())
            asked += [f"MIN({name}n) AS {name}a", f"MAX({name}n) AS {name}z", f"BIT_OR(CASE {name}s {bits} END) AS {name}b"]
        rows = f"SELECT {', '.join(columns)} FROM {keys} o LEFT JOIN {table} w ON w.organisation = o.organisation"
        met = self.session.fetch(f"SELECT {', '.join(asked)} FROM ({rows}) r")
        return {
            name: (int(met[f"{name}a"][0]), int(met[f"{name}z"][0]), frozenset(c for c, bit in BITS.items() if int(met[f"{name}b"][0]) & bit))
            for name in figures
        }  # fmt: skip

    def select(self, keys: str, table: str, figures: Mapping[str, InFile], parts: Mapping[str, Part]) -> str:
        """The columns of a track from one file, for a join by k."""
        columns = ["o.k"]
        for name, one in figures.items():
            columns += [f"{one.number} AS {name}n"]
            columns += [] if parts[name].status.is_literal else [f"CAST({one.code} AS BIGINT) AS {name}s"]
        return f"SELECT {', '.join(columns)} FROM {keys} o LEFT JOIN {table} w ON w.organisation = o.organisation"


def _in_file(table: str, name: str, form: pa.Schema) -> InFile | None:
    kind = form.field(name).type
    status = f"{name}{STATUS}" in form.names
    if '"' in name:
        return None
    if pa.types.is_decimal(kind) and kind.precision <= SAFE_DIGITS and 0 <= kind.scale:
        return InFile(table, name, kind.scale, status)
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return InFile(table, name, 0, status)
    return None


def _part(name: str, one: InFile, low: int, high: int, may: frozenset[int]) -> Part:
    den, most = 10**one.places, max(abs(low), abs(high))
    if most >= LIMIT:
        raise TableError(Problem("too-long", Words(f"{one.column} 的数太长。", f"{one.column} holds numbers too long.")))
    status = x.code(next(iter(may))) if len(may) == 1 else x.col(f"{name}s", x.INT, may)
    bits = max(most.bit_length(), den.bit_length(), 1)
    least, largest = low / den, high / den
    return Part(status=status, num=x.col(f"{name}n"), den=den, most=most, bits=bits,
                low=least - abs(least) * WIDER, high=largest + abs(largest) * WIDER)  # fmt: skip


def _is_beyond(fact: Fact, one: InFile, low: int, high: int) -> bool:
    """Whether an end of the values is beyond what the fact allows; 0 stands where there is none, so it is never one."""
    den = 10**one.places
    under = fact.low is not None and low < 0 and low < fact.low * den
    over = fact.high is not None and high > 0 and high > fact.high * den
    return under or over
