"""The answers of a run in SQL as one SELECT a track, with the columns of `kaoping.engines.nation.writing`.

What the scheme does not round gets a rounding of its own at the end of the plan, decided as every rounding is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kaoping.engines.columnar.parts import NOT_APPLICABLE, NUMBER, PENDING, TRUE
from kaoping.engines.nation.answers import SHOWN, STATUSES, places_of
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part
from kaoping.engines.sql.tracks import Track
from kaoping.engines.sql.writing import written as text
from kaoping.exact import RoundingMode
from kaoping.plan.steps import ColumnId, NodeColumns, Plan, Round, Step

if TYPE_CHECKING:
    from kaoping.engines.sql.nation import NationRun

SUFFIX = "#shown"
LONG = 20_000
"""So many characters of SQL share a table."""


def shown(plan: Plan, nodes: Collection[str]) -> Plan:
    """The plan with a rounding for every number that is written and that the scheme does not round."""
    columns = {c for node in plan.nodes if node.node in nodes for c in (node.points, node.full) if c}
    more: list[Step] = []
    for column in dict.fromkeys(step.id for step in plan.steps):
        step = plan.step(column)
        if column in columns and not isinstance(step, Round):
            more.append(Round(replace(step.about, id=column + SUFFIX), column, SHOWN, RoundingMode.HALF_UP))
    return replace(plan, steps=(*plan.steps, *more))


@dataclass(frozen=True)
class Written:
    """Which columns of a plan are written. `watched`: those of which only the status matters."""

    plan: Plan
    nodes: Collection[str]

    @cached_property
    def mine(self) -> tuple[NodeColumns, ...]:
        """The nodes written, the whole first."""
        found = [one for one in self.plan.nodes if one.node in self.nodes]
        return tuple(sorted(found, key=lambda one: one.node != self.plan.root))

    def number(self, column: ColumnId) -> ColumnId:
        """The column that is written for one."""
        return column + SUFFIX if column + SUFFIX in self.plan.by_id else column

    @cached_property
    def lasting(self) -> set[ColumnId]:
        """What must stay to the end."""
        found = {self.number(c) for one in self.mine for c in (one.points, one.full) if c}
        found |= {c for one in self.mine for c in (one.rank, one.grade) if c}
        return found | {c for columns in self.plan.awards.values() for c in columns}

    @cached_property
    def watched(self) -> set[ColumnId]:
        """What must stay as a status."""
        found = {one.points for one in self.mine}
        return found | {c for pairs in self.plan.policies.values() for pair in pairs for c in pair}


@dataclass(frozen=True)
class Line:
    """A column of the answer. `read`: what its text is made of; `words`: the text it shows for each number of `sql`."""

    name: str
    sql: str
    read: tuple[E, ...]
    words: Mapping[int, str] | None = None

    def shown(self, number: str) -> str:
        """The column's text, from the column of numbers."""
        cases = " ".join(f"WHEN {code} THEN '{_safe(word)}'" for code, word in (self.words or {}).items())
        return number if self.words is None else f"CASE {number} {cases} END"


def written(run: NationRun, track: Track) -> str:
    """The SELECT of a track's answers by organisation (`o.k`), from tables of some columns each that are made here."""
    columns, joined = ["o.organisation AS organisation"], [f"keys{track.number} o"]
    for lines in _together(_columns(run, track)):
        table = track.next_table()
        numbers = ", ".join(f"{one.sql} AS n{i}" for i, one in enumerate(lines))
        told = ", ".join(f'{one.shown(f"n{i}")} AS "{one.name}"' for i, one in enumerate(lines))
        source = track.reading([e for one in lines for e in one.read])
        run.make(table, f"SELECT k, {told} FROM (SELECT k, {numbers} FROM {source}) n", track.size)
        joined.append(f"JOIN {table} ON {table}.k = o.k")
        columns += [f'{table}."{one.name}"' for one in lines]
    return f"SELECT {', '.join(columns)} FROM {' '.join(joined)}"


def _together(lines: Iterator[Line]) -> Iterator[list[Line]]:
    found: list[Line] = []
    for one in lines:
        found.append(one)
        if sum(len(line.sql) for line in found) > LONG:
            yield found
            found = []
    if found:
        yield found


def _columns(run: NationRun, track: Track) -> Iterator[Line]:
    plan = run.plan
    for node in run.lines.mine:
        if node.group != track.group:
            continue
        name = node.node if node.period == plan.period else f"{node.node}@{node.period}"
        for part, column in (("points", node.points), ("full", node.full), ("place", node.rank)):
            if column is not None:
                yield _number(run, track, f"{name}.{part}", run.lines.number(column))
        if node.grade is not None:
            yield _word(run, track, f"{name}.grade", node.grade)
        yield _status(run, track, f"{name}.status", node)
    for award, columns in plan.awards.items():
        for column in columns:
            if run.track(column) is track:
                holds = _part(run, track, column).is_(TRUE)
                yield Line(f"award.{award}", text(holds, {}), (holds,))


def _part(run: NationRun, track: Track, column: ColumnId) -> Part:
    return track.held[column].part if column in track.held else run.parts[column]


def _number(run: NationRun, track: Track, name: str, column: ColumnId) -> Line:
    """A number as a decimal, null where there is none."""
    part = _part(run, track, column)
    assert part.num is not None and part.below is None, f"{column} is rounded and yet not exact"
    places, _ = places_of(run.plan, column)
    assert 10**places % part.den == 0, column
    here, scaled = part.is_(NUMBER), x.times(part.num, 10**places // part.den)
    whole = text(scaled, {})
    unit = f"0.{'0' * (places - 1)}1" if places else "1"
    number = f"CAST(CAST({whole} AS DECIMAL(18, 0)) * CAST({unit} AS DECIMAL(18, {places})) AS DECIMAL(18, {places}))"
    return Line(name, f"CASE WHEN {text(here, {})} THEN {number if places else whole} END", (here, scaled))


def _word(run: NationRun, track: Track, name: str, column: ColumnId) -> Line:
    part = _part(run, track, column)
    if part.words is None:
        return Line(name, "CAST(NULL AS VARCHAR(100))", ())
    known = {code: str(cell) for code, cell in enumerate(run.vocabulary.cells) if isinstance(cell, str)}
    return Line(name, text(part.words, {}), (part.words,), known)


def _safe(word: str) -> str:
    return word.replace("'", "''")


# what a line is --------------------------------------------------------------------------------------


def _absence(run: NationRun, track: Track, column: ColumnId) -> E:
    status = _part(run, track, column).status
    return x.case(x.cmp("<=", status, x.code(PENDING)), status, x.code(NUMBER))


def _is_absent(e: E) -> E:
    return x.cmp(">", e, x.code(NUMBER))


def _status(run: NationRun, track: Track, name: str, node: NodeColumns) -> Line:
    """`kaoping.scoring.status_of` as SQL: the place in STATUSES, then the word."""
    points = _absence(run, track, node.points)
    found = x.case(_waits(run, track, node), x.lit(STATUSES.index("provisional")), x.lit(0))
    left = x.add(points, x.lit(0))
    pairs = run.plan.policies[node.group, node.node, node.period]
    for before, after in reversed(pairs):
        was, now = _absence(run, track, before), _absence(run, track, after)
        filled = x.both(_is_absent(was), x.no(_is_absent(now)))
        found = x.case(filled, x.add(was, x.lit(STATUSES.index("filled_not_applicable") - 1)), found)
        out = x.both(x.cmp("=", points, x.code(NOT_APPLICABLE)), x.cmp(">", was, x.code(NOT_APPLICABLE)))
        left = x.case(out, x.add(was, x.lit(STATUSES.index("left_out_not_applicable") - 1)), left)
    scored = text(found, {})
    away = [i for i, key in enumerate(run.plan.members[node.group]) if (node.group, key) in run.plan.unranked]
    if node.rank is not None and away:
        rows, unranked = ", ".join(map(str, away)), STATUSES.index("not_ranked")
        rest = ", ".join(str(STATUSES.index(one)) for one in ("scored", "provisional"))
        scored = f"CASE WHEN k IN ({rows}) AND {scored} IN ({rest}) THEN {unranked} ELSE {scored} END"
    code = f"CASE WHEN {text(_is_absent(points), {})} THEN {text(left, {})} ELSE {scored} END"
    return Line(name, code, (_is_absent(points), left, found), dict(enumerate(STATUSES)))


def _waits(run: NationRun, track: Track, node: NodeColumns) -> E:
    below = run.plan.beneath[node.group, node.node, node.period]
    return x.any_of(*(x.any_of(_went_on(run, track, one), _waits(run, track, one)) for one in below))


def _went_on(run: NationRun, track: Track, node: NodeColumns) -> E:
    pairs = run.plan.policies[node.group, node.node, node.period]
    return x.any_of(
        *(
            x.both(
                x.cmp("=", _part(run, track, a).status, x.code(PENDING)),
                x.cmp("<>", _part(run, track, b).status, x.code(PENDING)),
            )
            for a, b in pairs
        )
    )
