"""Statistics over a population and places in it, as SELECTs that the tracks' tables are joined with.

A population may hold several tracks: each gives its numbers over one denominator, joined by UNION ALL. Skew, kurtosis,
quantiles, who does not count himself, and deviations too long for 38 digits have no form here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import lcm

from kaoping.engines.columnar.parts import MISSING, NOT_APPLICABLE, NUMBER, TRUE, UNDEFINED, UNIT, WORD
from kaoping.engines.sql import arithmetic, choosing, roots
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.algebra import NOUGHT, ONE
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import LIMIT, Part, exact, near, ranged
from kaoping.engines.sql.writing import written
from kaoping.plan.steps import ColumnId, Counted, Rank, Statistic

KNOWN = frozenset({"count", "sum", "mean", "min", "max", "sd", "sd_population", "variance"})
DIGITS_38 = 10**37


@dataclass(frozen=True)
class Stand:
    """Where the columns of a track stand now: its table, its size, its parts."""

    table: str
    size: int
    part: Callable[[ColumnId], Part]


@dataclass
class Join:
    """A SELECT to be joined to a track's table. `on`: the key of the own row (`g`) or None for one row for all; `rows`:
    joined by the organisation (`k`). `defaults`: its columns, and what stands where there is no row."""

    text: str
    on: E | None
    rows: bool
    defaults: dict[str, str] = field(default_factory=dict)


def text(e: E) -> str:
    """One expression over the columns of a table."""
    return written(e, {})


def _counting(part: Part, who: Counted, stand: Stand) -> tuple[Part, E]:
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


def _aligned(parts: Sequence[Part]) -> list[Part] | None:
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
    """All statistics of a track over one population: one SELECT, whose row each organisation of it gets."""

    def __init__(self, number: int, stands: Sequence[Stand], keys: Sequence[E], parted: bool) -> None:
        self.name, self.stands, self.keys, self.parted = f"s{number}", stands, keys, parted
        self.size = sum(one.size for one in stands)
        self.inner: list[dict[str, str]] = [{} for _ in stands]
        self.outer: dict[str, str] = {}

    @property
    def join(self) -> Join:
        """The SELECT with what was asked of it."""
        selects = []
        for stand, key, columns in zip(self.stands, self.keys, self.inner, strict=True):
            lines = [f"{text(key)} AS g", *(f"{sql} AS {name}" for name, sql in columns.items())]
            selects.append(f"SELECT {', '.join(lines)} FROM {stand.table}")
        lines = [f"{sql} AS {name}" for name, sql in self.outer.items()]
        inner = " UNION ALL ".join(selects)
        defaults = dict.fromkeys(self.outer, "0")
        if not self.parted:
            return Join(f"SELECT {', '.join(lines)} FROM ({inner}) u", None, False, defaults)
        return Join(
            f"SELECT g, {', '.join(lines)} FROM ({inner}) u GROUP BY g", self.keys[0], False, defaults
        )

    def _input(self, values: Sequence[E], counts: Sequence[E]) -> str:
        name = f"a{len(self.inner[0])}"
        for columns, value, here in zip(self.inner, values, counts, strict=True):
            columns[name] = f"CASE WHEN {text(here)} THEN {text(value)} END"
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
        fits = _aligned(parts)
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
            _counting(s.part(c), who, s) for s, c, who in zip(self.stands, step.of, step.counted, strict=True)
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
        fits = _aligned(parts)
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
        fits = _aligned(parts)
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


# places ----------------------------------------------------------------------------------------------


class Places:
    """All places within one track: windows of one SELECT. Who takes no part is in a window of his own."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.inner: dict[str, str] = {}
        self.outer: dict[str, str] = {}

    @property
    def join(self) -> Join:
        """The SELECT with what was asked of it."""
        inner = ", ".join(f"{sql} AS {name}" for name, sql in self.inner.items())
        outer = ", ".join(f"{sql} AS {name}" for name, sql in self.outer.items())
        rows = f"SELECT k, {outer} FROM (SELECT k, {inner} FROM {self.stand.table}) v"
        return Join(rows, None, True, dict.fromkeys(self.outer, "0"))

    def add(self, name: str, columns: dict[str, E], order: Sequence[str], here: E, ties: str) -> None:
        """One more place: `columns` holds g and the keys, `order` the keys with their directions."""
        self.inner[f"{name}h"] = f"CASE WHEN {text(here)} THEN 1 ELSE 0 END"
        self.inner.update({name + key: text(e) for key, e in columns.items()})
        place = _place(f"{name}h, {name}g", [name + one for one in order], ties)
        self.outer[name] = f"CASE WHEN {name}h = 1 THEN CAST({place} AS BIGINT) ELSE 0 END"


def rank(number: int, step: Rank, stands: Sequence[Stand], desk: Places) -> tuple[Join | None, Part] | None:
    """The places of the own track's rows, joined by the organisation; None where it has no form in SQL. A race within
    one track goes to the desk of the track's places."""
    races = (step.keys, *step.others)
    keys = [key_of(who, stand) for who, stand in zip(step.counted, stands, strict=True)]
    if any(key is None for key in keys):
        return None
    firsts = [
        _counting(s.part(r[0].column), who, s) for s, r, who in zip(stands, races, step.counted, strict=True)
    ]
    size = sum(one.size for one in stands)
    columns: list[dict[str, E]] = [{} for _ in stands]
    order: list[str] = []
    doubt = _first_keys(columns, order, [part for part, _ in firsts], step.keys[0].higher_first)
    for place, key in enumerate(step.keys[1:], 1):
        further = [_further(s.part(race[place].column)) for s, race in zip(stands, races, strict=True)]
        fits = (
            None
            if any(one is None for one in further)
            else _aligned([one for one in further if one is not None])
        )
        if fits is None or doubt:
            return None
        for lines, one, stand, race in zip(columns, fits, stands, races, strict=True):
            assert one.num is not None
            part = stand.part(race[place].column)
            lines[f"o{place}"] = x.case(part.is_(NUMBER, TRUE, TRUE - 1), one.num, x.lit(-LIMIT))
        order.append(f"o{place} {'DESC' if key.higher_first else 'ASC'}")
    name, flag = f"r{number}", f"r{number}u"
    part = exact(x.col(name), 2 if step.ties == "mean" else 1, 2 * size)
    status = x.case(x.cmp(">", x.col(name), x.lit(0)), x.code(NUMBER), x.code(NOT_APPLICABLE))
    part = replace(part, low=0.0, status=status, unsure=x.col(flag, x.BOOL) if doubt else x.FALSE)
    if len(stands) == 1 and not doubt:
        assert keys[0] is not None
        desk.add(name, {"g": keys[0], **columns[0]}, order, firsts[0][1], step.ties)
        return None, part
    selects = []
    for own, (stand, group, lines, (_, here)) in enumerate(zip(stands, keys, columns, firsts, strict=True)):
        assert group is not None
        listed = ", ".join(f"{text(e)} AS {name}" for name, e in {"g": group, **lines}.items())
        selects.append(f"SELECT k, {own} AS own, {listed} FROM {stand.table} WHERE {text(here)}")
    rows, doubtful = _placed(" UNION ALL ".join(selects), order, step.ties, doubt)
    rows_of = f"SELECT k, p AS {name}, {doubtful} AS {flag} FROM ({rows}) w WHERE own = 0"
    return Join(rows_of, None, True, {name: "0", flag: "FALSE"}), part


def _first_keys(columns: list[dict[str, E]], order: list[str], parts: Sequence[Part], up: bool) -> bool:
    """The columns of the first key; whether equality must be doubted."""
    sign = "DESC" if up else "ASC"
    order.append(f"o0 {sign}")
    fits = _aligned(parts)
    if fits is not None:
        for lines, one in zip(columns, fits, strict=True):
            assert one.num is not None
            lines["o0"] = one.num
        return False
    if _told_apart(parts):  # one rounding of a quotient of whole numbers keeps their order and their equality
        for lines, one in zip(columns, parts, strict=True):
            assert one.num is not None
            lines["o0"] = x.div(x.floated(one.num), x.floated(one.below or x.lit(1)))
        return False
    for lines, one in zip(columns, parts, strict=True):
        value, error = one.near()
        lines.update(
            o0=value, lo=x.sub(value, x.mul(error, x.lit(1.001))), hi=x.add(value, x.mul(error, x.lit(1.001)))
        )
    return True


def _told_apart(parts: Sequence[Part]) -> bool:
    """Whether different ratios are always different floats: they differ by more than a unit in the last place."""
    same = len({one.den for one in parts}) == 1 and all(one.num is not None for one in parts)
    return same and max(one.most for one in parts) * max(one.most_below for one in parts) < 2**51


def _further(part: Part) -> Part | None:
    """A further key as a number: truth before falsehood."""
    truths = part.status.may
    if truths is not None and not truths & {TRUE, TRUE - 1}:
        return replace(part, status=x.code(NUMBER), words=None)
    return choosing.select(
        part.is_(TRUE), ONE, choosing.select(part.is_(NUMBER), replace(part, words=None), NOUGHT)
    )


def _place(parted: str, order: Sequence[str], ties: str) -> str:
    """The place as a window; with ties "mean" twice the place."""
    within = f"PARTITION BY {parted} ORDER BY {', '.join(order)}"
    peers = f"COUNT(*) OVER (PARTITION BY {parted}, {', '.join(one.split()[0] for one in order)})"
    return {
        "share_best": f"RANK() OVER ({within})",
        "dense": f"DENSE_RANK() OVER ({within})",
        "share_worst": f"RANK() OVER ({within}) + {peers} - 1",
        "mean": f"2 * RANK() OVER ({within}) + {peers} - 1",
    }[ties]


def _placed(rows: str, order: list[str], ties: str, doubt: bool) -> tuple[str, str]:
    """The SELECT with the places `p`, and the truth that a place is in doubt."""
    place = _place("g", order, ties)
    extra, doubtful = "", "FALSE"
    if doubt:
        up_to = "OVER (PARTITION BY g ORDER BY lo ROWS BETWEEN UNBOUNDED PRECEDING AND"
        extra = (
            f", MAX(hi) {up_to} 1 PRECEDING) AS reached, MAX(hi) {up_to} CURRENT ROW) AS reach, "
            "LEAD(lo) OVER (PARTITION BY g ORDER BY lo) AS next_lo"
        )
        doubtful = "(COALESCE(reached >= lo, FALSE) OR COALESCE(next_lo <= reach, FALSE))"
        if ties == "dense":
            doubtful = f"(MAX(CASE WHEN {doubtful} THEN 1 ELSE 0 END) OVER () = 1)"
    return f"SELECT *, CAST({place} AS BIGINT) AS p{extra} FROM ({rows}) v", doubtful
