"""Places within a population, as tables.

Many columns of a track are placed by one window: a row for each organisation and column, told apart by a number, and brought
beside one another again. So a cluster sorts them side by side and no row carries more than its own key. Places that must
be doubted (keys of floats with bounds), and those over several tracks, are a SELECT each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kaoping.engines.columnar.parts import NOT_APPLICABLE, NUMBER, TRUE
from kaoping.engines.sql import choosing
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.algebra import NOUGHT, ONE
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import LIMIT, Part, exact
from kaoping.engines.sql.populations import Join, Stand, aligned, counting, key_of, text
from kaoping.plan.steps import ColumnId, Rank

TOGETHER = 16
"""So many columns are placed by one window."""


@dataclass(frozen=True)
class Race:
    """One column of places. `keys`: what is compared; `order`: their names with directions; `here`: who takes part."""

    column: ColumnId
    name: str
    group: E
    keys: dict[str, E]
    order: tuple[str, ...]
    here: E
    ties: str

    @property
    def alike(self) -> str:
        """Races for which this is the same may share a window."""
        kinds = [one.kind for one in self.keys.values()]
        return f"{self.ties} {' '.join(self.order)} {' '.join(kinds)}"

    @property
    def status(self) -> E:
        """The status as it stands in the table."""
        return x.col(f"{self.name}s", x.INT, frozenset({NUMBER, NOT_APPLICABLE}))


class Places:
    """All places within one track."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.races: list[Race] = []

    def tables(self) -> Iterator[tuple[list[Race], str]]:
        """The races of each table, and the SELECT that makes it."""
        for _, alike in groupby(sorted(self.races, key=lambda one: one.alike), key=lambda one: one.alike):
            races = list(alike)
            for first in range(0, len(races), TOGETHER):
                together = races[first : first + TOGETHER]
                yield together, self._select(together)

    def _select(self, races: Sequence[Race]) -> str:
        """Who takes no part is in a window of his own."""
        rows = " UNION ALL ".join(self._rows(number, one) for number, one in enumerate(races))
        place = _place("j, h, g", races[0].order, races[0].ties)
        placed = f"SELECT k, j, CASE WHEN h = 1 THEN CAST({place} AS BIGINT) ELSE 0 END AS p FROM ({rows}) v"
        found = [f"MAX(CASE WHEN j = {number} THEN p END) AS p{number}" for number in range(len(races))]
        columns = []
        for number, one in enumerate(races):
            status = f"CASE WHEN p{number} > 0 THEN {NUMBER} ELSE {NOT_APPLICABLE} END"
            columns += [f"p{number} AS {one.name}n", f"CAST({status} AS BIGINT) AS {one.name}s"]
        return f"SELECT k, {', '.join(columns)} FROM (SELECT k, {', '.join(found)} FROM ({placed}) w GROUP BY k) q"

    def _rows(self, number: int, race: Race) -> str:
        """A row for each organisation."""
        columns = {"g": text(race.group), **{key: text(e) for key, e in race.keys.items()}}
        listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        here = f"CASE WHEN {text(race.here)} THEN 1 ELSE 0 END"
        read = self.stand.reading([race.group, race.here, *race.keys.values()])
        return f"SELECT k, {number} AS j, {here} AS h, {listed} FROM {read}"


@dataclass(frozen=True)
class Placed:
    """The places of a step: as a race within the track, or as a table to be joined with the part made of it."""

    part: Part
    race: Race | None = None
    join: Join | None = None


def rank(step: Rank, name: str, stands: Sequence[Stand]) -> Placed | None:
    """The places of the own track's rows; None where they have no form in SQL."""
    races = (step.keys, *step.others)
    keys = [key_of(who, stand) for who, stand in zip(step.counted, stands, strict=True)]
    if any(key is None for key in keys):
        return None
    firsts = [
        counting(s.part(r[0].column), who, s) for s, r, who in zip(stands, races, step.counted, strict=True)
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
            else aligned([one for one in further if one is not None])
        )
        if fits is None or doubt:
            return None
        for lines, one, stand, race in zip(columns, fits, stands, races, strict=True):
            assert one.num is not None
            part = stand.part(race[place].column)
            lines[f"o{place}"] = x.case(part.is_(NUMBER, TRUE, TRUE - 1), one.num, x.lit(-LIMIT))
        order.append(f"o{place} {'DESC' if key.higher_first else 'ASC'}")
    halves = 2 if step.ties == "mean" else 1
    if len(stands) == 1 and not doubt:
        assert keys[0] is not None
        own_race = Race(step.id, name, keys[0], columns[0], tuple(order), firsts[0][1], step.ties)
        part = exact(x.col(f"{name}n"), halves, 2 * size)
        return Placed(replace(part, low=0.0, status=own_race.status), own_race)
    joined, flag = x.col(f"r{name}"), f"r{name}u"
    status = x.case(x.cmp(">", joined, x.lit(0)), x.code(NUMBER), x.code(NOT_APPLICABLE))
    unsure = x.col(flag, x.BOOL) if doubt else x.FALSE
    part = replace(exact(joined, halves, 2 * size), low=0.0, status=status, unsure=unsure)
    selects = []
    for own, (stand, group, lines, (_, here)) in enumerate(zip(stands, keys, columns, firsts, strict=True)):
        assert group is not None
        listed = ", ".join(f"{text(e)} AS {key}" for key, e in {"g": group, **lines}.items())
        read = stand.reading([group, here, *lines.values()])
        selects.append(f"SELECT k, {own} AS own, {listed} FROM {read} WHERE {text(here)}")
    rows, doubtful = _placed(" UNION ALL ".join(selects), order, step.ties, doubt)
    rows_of = f"(SELECT k, p AS r{name}, {doubtful} AS {flag} FROM ({rows}) w WHERE own = 0)"
    return Placed(part, join=Join(rows_of, None, True, {f"r{name}": "0", flag: "FALSE"}))


def _first_keys(columns: list[dict[str, E]], order: list[str], parts: Sequence[Part], up: bool) -> bool:
    """The columns of the first key; whether equality must be doubted."""
    sign = "DESC" if up else "ASC"
    order.append(f"o0 {sign}")
    fits = aligned(parts)
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
