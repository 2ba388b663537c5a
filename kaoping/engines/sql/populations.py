"""Statistics over a population, as tables that the tracks' tables are joined with.

A population may hold several tracks: each gives its numbers over one denominator, joined by UNION ALL. Skew, kurtosis,
quantiles, who does not count himself, and deviations too long for 38 digits have no form here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import lcm

from kaoping.engines.columnar.parts import MISSING, NUMBER, TRUE, UNDEFINED, UNIT, WORD
from kaoping.engines.sql import arithmetic, choosing, roots
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.algebra import NOUGHT, ONE
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import LIMIT, Part, exact, near, ranged
from kaoping.engines.sql.writing import written
from kaoping.plan.steps import ColumnId, Counted, Statistic

KNOWN = frozenset({"count", "sum", "mean", "min", "max", "sd", "sd_population", "variance"})
DIGITS_38 = 10**37
MANY = 32
"""A table of so many statistics takes no further one."""


@dataclass(frozen=True)
class Stand:
    """Where the columns of a track stand now: what to read expressions from, its size, its parts."""

    reading: Callable[[Iterable[E]], str]
    size: int
    part: Callable[[ColumnId], Part]


@dataclass
class Join:
    """A table to be joined to a track's. `on`: the key of the own row (`g`) or None for one row for all; `rows`: joined by
    the organisation (`k`). `defaults`: its columns, and what stands where there is no row."""

    text: str
    on: E | None
    rows: bool
    defaults: dict[str, str] = field(default_factory=dict)

    def beside(self, alias: str, said: Callable[[E], str]) -> str:
        """The words that join it to a table p0. `said`: an expression over that table's row."""
        if self.rows:
            return f"LEFT JOIN {self.text} {alias} ON {alias}.k = p0.k"
        if self.on is None:
            return f"CROSS JOIN {self.text} {alias}"
        return f"LEFT JOIN {self.text} {alias} ON {alias}.g = {said(self.on)}"


def text(e: E) -> str:
    """One expression over the columns of a table."""
    return written(e, {})


def counting(part: Part, who: Counted, stand: Stand) -> tuple[Part, E]:
    """The numbers of a track, and who of it counts."""
    here = part.is_(NUMBER)
    found = replace(part, status=x.code(NUMBER), words=None)
    if who.missing_as_zero:
        zero = part.is_(MISSING)
        found, here = choosing.select(zero, NOUGHT, found), x.any_of(here, zero)
    if who.eligible is not None:
        here = x.both(here, stand.part(who.eligible).is_(TRUE))
    return found, here


def key_of(who: Counted, stand: Stand) -> E | None:
    """The population of a row as a whole number; None where its parting column is not exact."""
    if who.partition is None:
        return x.lit(-1)
    part = stand.part(who.partition)
    numbers = part.status.may is None or NUMBER in part.status.may
    if numbers and (part.form != "exact" or part.most >= LIMIT // 16 or part.den != 1):
        return None
    assert part.num is not None
    words = part.words or x.lit(-1)
    number = x.case(part.is_(NUMBER), part.num, x.case(part.is_(WORD), words, x.lit(0)))
    return x.add(x.times(number, 8), part.status)


def aligned(parts: Sequence[Part]) -> list[Part] | None:
    """The same exact numbers over one denominator; None where they are not exact or do not fit."""
    if any(one.form != "exact" for one in parts):
        return None
    den = lcm(*(one.den for one in parts))
    if den >= LIMIT or any(one.most * (den // one.den) >= LIMIT // 4 for one in parts):
        return None
    return [
        replace(one, num=one.times(den // one.den), den=den, most=one.most * (den // one.den))
        for one in parts
    ]


class Statistics:
    """Statistics of a track over one population: one small table, whose row each organisation of it gets."""

    def __init__(self, number: int, stands: Sequence[Stand], keys: Sequence[E], parted: bool) -> None:
        self.name, self.stands, self.keys, self.parted = f"s{number}", stands, keys, parted
        self.size = sum(one.size for one in stands)
        self.inner: list[dict[str, tuple[E, E]]] = [{} for _ in stands]
        self.outer: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        """Whether further statistics should have a table of their own."""
        return len(self.outer) >= MANY

    @property
    def select(self) -> str:
        """What makes the table."""
        selects = []
        for stand, key, columns in zip(self.stands, self.keys, self.inner, strict=True):
            told = {
                name: f"CASE WHEN {text(here)} THEN {text(value)} END"
                for name, (here, value) in columns.items()
            }
            lines = [f"{text(key)} AS g", *(f"{sql} AS {name}" for name, sql in told.items())]
            read = [key, *(e for pair in columns.values() for e in pair)]
            selects.append(f"SELECT {', '.join(lines)} FROM {stand.reading(read)}")
        lines = [f"{sql} AS {name}" for name, sql in self.outer.items()]
        inner = " UNION ALL ".join(selects)
        if not self.parted:
            return f"SELECT {', '.join(lines)} FROM ({inner}) u"
        return f"SELECT g, {', '.join(lines)} FROM ({inner}) u GROUP BY g"

    @property
    def join(self) -> Join:
        """The table as it is joined."""
        return Join(self.name, self.keys[0] if self.parted else None, False, dict.fromkeys(self.outer, "0"))

    def _input(self, values: Sequence[E], counts: Sequence[E]) -> str:
        mine = list(zip(counts, values, strict=True))
        for name in self.inner[0]:
            if [columns[name] for columns in self.inner] == mine:
                return name
        name = f"a{len(self.inner[0])}"
        for columns, pair in zip(self.inner, mine, strict=True):
            columns[name] = pair
        return name

    def _output(self, sql: str, kind: str = x.INT) -> E:
        for name, known in self.outer.items():
            if known == sql:
                return x.col(name, kind)
        name = f"{self.name}_{len(self.outer)}"
        self.outer[name] = sql
        return x.col(name, kind)

    def _sum(self, parts: Sequence[Part], counts: Sequence[E]) -> Part:
        n = self.size
        fits = aligned(parts)
        if fits is not None and max(one.most for one in fits) * n < LIMIT // 4:
            name = self._input([one.num for one in fits if one.num is not None], counts)
            most = max(one.most for one in fits) * n
            return exact(self._output(f"CAST(COALESCE(SUM({name}), 0) AS BIGINT)"), fits[0].den, most)
        nears = [one.near() for one in parts]
        value = self._input([v for v, _ in nears], counts)
        drift = [x.add(e, x.mul(x.call("ABS", v), x.lit(n * UNIT))) for v, e in nears]
        error = self._input(drift, counts)
        total = self._output(f"COALESCE(SUM({value}), 0e0)", x.FLOAT)
        reach = self._output(f"COALESCE(SUM({error}), 0e0)", x.FLOAT)
        return near(total, x.mul(reach, x.lit(1 + n * UNIT)))

    def _count(self, counts: Sequence[E]) -> Part:
        name = self._input([x.lit(1)] * len(counts), counts)
        return replace(exact(self._output(f"CAST(COUNT({name}) AS BIGINT)"), 1, self.size), low=0.0)

    def statistic(self, step: Statistic) -> Part | None:
        """The part of one statistic; None where it has no form in SQL."""
        pairs = [
            counting(s.part(c), who, s) for s, c, who in zip(self.stands, step.of, step.counted, strict=True)
        ]
        parts, counts = [one for one, _ in pairs], [here for _, here in pairs]
        count = self._count(counts)
        if step.kind == "count":
            return count
        low, high = min(one.low for one in parts), max(one.high for one in parts)
        if step.kind == "sum":
            return self._sum(parts, counts)
        if step.kind == "mean":
            found = self._mean(step, parts, counts, count)
            if not step.weights:
                found = ranged(found, low, high)
        elif step.kind in ("min", "max"):
            found = ranged(self._extreme(step.kind.upper(), parts, counts), low, high)
        else:
            deviation = self._deviation(step.kind, parts, counts, count)
            if deviation is None:
                return None
            found = deviation
        assert count.num is not None
        empty = x.cmp("=", count.num, x.lit(0))
        return replace(found, status=x.case(empty, x.code(MISSING), found.status))

    def _mean(self, step: Statistic, parts: Sequence[Part], counts: Sequence[E], count: Part) -> Part:
        if not step.weights:
            return arithmetic.divide(self._sum(parts, counts), count)
        weights = []
        for stand, column in zip(self.stands, step.weights, strict=True):
            part = stand.part(column)
            weights.append(
                choosing.select(part.is_(NUMBER), replace(part, status=x.code(NUMBER), words=None), NOUGHT)
            )
        terms = [arithmetic.multiply(a, b) for a, b in zip(parts, weights, strict=True)]
        return arithmetic.divide(self._sum(terms, counts), self._sum(weights, counts))

    def _extreme(self, how: str, parts: Sequence[Part], counts: Sequence[E]) -> Part:
        fits = aligned(parts)
        if fits is not None:
            name = self._input([one.num for one in fits if one.num is not None], counts)
            return exact(
                self._output(f"COALESCE({how}({name}), 0)"), fits[0].den, max(one.most for one in fits)
            )
        nears = [one.near() for one in parts]
        value, error = self._input([v for v, _ in nears], counts), self._input([e for _, e in nears], counts)
        return near(
            self._output(f"COALESCE({how}({value}), 0e0)", x.FLOAT),
            self._output(f"COALESCE(MAX({error}), 0e0)", x.FLOAT),
        )

    def _deviation(self, kind: str, parts: Sequence[Part], counts: Sequence[E], count: Part) -> Part | None:
        """(n Σx² − (Σx)²) / (n · (n − 1)), the part above the line in whole numbers of 38 digits."""
        fits = aligned(parts)
        if fits is None or (max(one.most for one in fits) * self.size) ** 2 >= DIGITS_38:
            return None
        name = self._input([one.num for one in fits if one.num is not None], counts)
        wide = f"CAST({name} AS DECIMAL(19, 0))"
        total = f"CAST(COALESCE(SUM({name}), 0) AS DECIMAL(19, 0))"
        squares = f"CAST(COALESCE(SUM({wide} * {wide}), 0) AS DECIMAL(38, 0))"
        above = self._output(
            f"CAST(CAST(COUNT({name}) AS DECIMAL(19, 0)) * {squares} - {total} * {total} AS DOUBLE)", x.FLOAT
        )
        divisor = count if kind == "sd_population" else arithmetic.subtract(count, ONE)
        square = x.lit(float(fits[0].den) ** 2)
        value = x.div(above, square)
        spread = near(value, x.mul(x.call("ABS", value), x.lit(8 * UNIT)))
        below = arithmetic.multiply(count, divisor)
        assert divisor.num is not None
        alone = x.cmp("=", divisor.num, x.lit(0))
        variance = replace(arithmetic.divide(spread, below), unsure=x.FALSE)
        found = variance if kind == "variance" else roots.sqrt(variance)
        return replace(found, status=x.case(alone, x.code(UNDEFINED), found.status))
