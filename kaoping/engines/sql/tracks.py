"""One track while a plan runs in SQL: its columns stand in several narrow tables, joined by the organisation `k`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from kaoping.engines.sql.bundles import Bundles
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part
from kaoping.engines.sql.places import Places
from kaoping.engines.sql.populations import Join, Statistics
from kaoping.engines.sql.session import sent_round
from kaoping.engines.sql.storing import Stored
from kaoping.engines.sql.writing import columns_in, written
from kaoping.plan.steps import ColumnId


class Track:
    """One track: which table holds which column, and what is being made of them."""

    def __init__(self, group: str, number: int, size: int) -> None:
        self.group, self.number, self.size = group, number, size
        self.base = f"t{number}_0"
        self.tables = 0
        self.where: dict[str, str] = {}
        self.held: dict[ColumnId, Stored] = {}
        self.begin()

    def begin(self) -> None:
        """A new level."""
        self.fed: dict[ColumnId, tuple[Stored, dict[str, np.ndarray]]] = {}
        self.joins: list[Join] = []
        self.desks: list[Statistics] = []
        self.statistics: dict[tuple[Any, ...], Statistics] = {}
        self.places: Places | None = None
        self.here: dict[ColumnId, Part] = {}
        self.bundles = Bundles()

    def next_table(self) -> str:
        """A name for one more table."""
        self.tables += 1
        return f"t{self.number}_{self.tables}"

    def stand(self, table: str, column: ColumnId, one: Stored) -> None:
        """A column stands in a table now."""
        self.held[column] = one
        self.where.update(dict.fromkeys(one.names, table))

    def move(self, table: str, to: str) -> None:
        """What stood in one table stands in another now."""
        self.where.update(dict.fromkeys(self.names_in(table), to))

    def names_in(self, table: str) -> list[str]:
        """The columns of a table that belong to somebody."""
        names = (name for one in self.held.values() for name in one.names)
        return [name for name in names if self.where[name] == table]

    def living(self) -> set[str]:
        """The tables that are still read."""
        return {self.base, *(self.where[name] for one in self.held.values() for name in one.names)}

    # what is read -------------------------------------------------------------------------------------

    def source(self, names: Iterable[str], alias: str = "b") -> str:
        """Tables, statistics and places with these columns, joined, for a FROM."""
        wanted, joins = self._wanted(names)
        tables = dict.fromkeys(self.where[name] for name in wanted)
        if len(tables) < 2 and not joins:
            return f"{next(iter(tables), self.base)} {alias}"
        at = {table: f"p{number}" for number, table in enumerate(tables or [self.base])}
        full = {name: f"{at[self.where[name]]}.{name}" for name in wanted}
        first, *others = at
        joined = [f"{first} p0", *(f"JOIN {table} {at[table]} ON {at[table]}.k = p0.k" for table in others)]
        columns = ["p0.k", *full.values()]
        small = [f"j{number}" for number, (join, _) in enumerate(joins) if not join.rows]
        for number, (join, asked) in enumerate(joins):
            joined.append(join.beside(f"j{number}", lambda e: _qualified(e, full)))
            columns += [f"COALESCE(j{number}.{one}, {join.defaults[one]}) AS {one}" for one in asked]
        return f"(SELECT {sent_round(small)}{', '.join(columns)} FROM {' '.join(joined)}) {alias}"

    def _wanted(self, names: Iterable[str]) -> tuple[dict[str, None], list[tuple[Join, list[str]]]]:
        """The columns of tables, and of each join, that are needed for these names."""
        wanted: dict[str, None] = {}
        asked: dict[int, list[str]] = {}
        provided = {name: number for number, join in enumerate(self.joins) for name in join.defaults}
        for name in names:
            if name in provided:
                asked.setdefault(provided[name], []).append(name)
            else:
                wanted[name] = None
        joins = [(self.joins[number], asked[number]) for number in sorted(asked)]
        for join, _ in joins:
            wanted.update(dict.fromkeys(columns_in([join.on] if join.on is not None else [])))
        return wanted, joins

    def reading(self, expressions: Iterable[E]) -> str:
        """What these expressions are made of, for a FROM."""
        return self.source(columns_in(expressions))


def _qualified(e: E, full: dict[str, str]) -> str:
    known = {one: full[one.args[0]] for one in _columns(e)}
    return written(e, known)


def _columns(e: E) -> list[E]:
    if e.op == "col":
        return [e]
    return [] if e.is_literal else [one for arg in e.args for one in _columns(arg)]
