"""The plan as SQL: tables for each track and level, where a level is what can be said of rows before a population is
looked at again, or before one SELECT would say too much (`bundles`).

At each level statistics and places that were asked for become tables. What follows within a row is worked out in groups of
columns, a narrow table each, which read those columns of other tables that they are made of. Cells whose decision was within
the bounds are then worked out by the reference's own meaning and put into the table before the next level reads it. Steps
without a form in SQL (readings, events, raters, treated outliers, levels, grades, awards) are worked out by the reference and
loaded as columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from time import perf_counter

import numpy as np

from kaoping.engines.base import READINGS
from kaoping.engines.columnar.parts import Vocabulary
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql import places, populations, settling, storing, writing
from kaoping.engines.sql.combining import combine, rounded
from kaoping.engines.sql.formulas import Translation
from kaoping.engines.sql.judge import Held, SqlColumns, SqlJudge, Took
from kaoping.engines.sql.keeping import kept_columns
from kaoping.engines.sql.parts import Part, constant, flags
from kaoping.engines.sql.places import Places
from kaoping.engines.sql.populations import Stand, Statistics
from kaoping.engines.sql.session import Session, listed
from kaoping.engines.sql.storing import Stored
from kaoping.engines.sql.tracks import Track
from kaoping.plan.steps import (
    ColumnId,
    Combine,
    Formula,
    Plan,
    Rank,
    Round,
    Statistic,
    Step,
)
from kaoping.tables import Tables

ROW_STEPS = (Formula, Combine, Round)


class SqlEngine:
    """The engine in SQL. `session` opens what runs it; `keep`: "answers" fetches what a scorecard shows, "all" every
    column. `certified` False trusts every float: only to show what the certificate catches."""

    def __init__(
        self, name: str, session: Callable[[], Session], keep: str = "answers", certified: bool = True
    ) -> None:
        self.name, self.session, self.keep, self.certified = name, session, keep, certified

    def run(
        self, plan: Plan, tables: Tables, progress: Callable[[int, int], None] | None = None
    ) -> SqlColumns:
        """Every column of the plan; `progress` hears how many steps of how many are done."""
        session = self.session()
        try:
            return SqlRun(plan, tables, session, self.keep, self.certified).columns(progress)
        finally:
            session.close()


class SqlRun:
    """One run of a plan, level after level."""

    def __init__(
        self, plan: Plan, tables: Tables, session: Session, keep: str, certified: bool = True
    ) -> None:
        self.plan, self.session, self.keep, self.certified = plan, session, keep, certified
        self.vocabulary = Vocabulary()
        self.judge = SqlJudge(plan, tables, self.vocabulary)
        self.judge.fetch = self._fetched
        self.names = {step.id: f"c{i}" for i, step in enumerate(plan.steps)}
        self.tracks = {
            group: Track(group, i, len(keys)) for i, (group, keys) in enumerate(plan.members.items())
        }
        self.parts: dict[ColumnId, Part] = {}
        self.fresh: set[ColumnId] = set()
        self.kept = kept_columns(plan)
        self.formless: set[ColumnId] = set()
        self.script: list[str] = []
        self.taken: list[Took] = []
        self.statistics = 0

    def columns(self, progress: Callable[[int, int], None] | None) -> SqlColumns:
        for track in self.tracks.values():
            if track.size:
                self.session.load(track.base, {"k": np.arange(track.size, dtype=np.int64)})
        remaining = self._without_empty(self.plan.steps)
        while remaining:
            remaining = self._one_level(remaining)
            if progress is not None:
                progress(len(self.plan.steps) - len(remaining), len(self.plan.steps))
        self.judge.fetch = _gone
        return SqlColumns.of(self.judge, tuple(self.script), tuple(self.taken))

    def track(self, column: ColumnId) -> Track:
        """The track of a column."""
        return self.tracks[self.judge.group_of[column]]

    def _without_empty(self, steps: Sequence[Step]) -> list[Step]:
        """Steps of tracks without organisations have no cells."""
        for step in steps:
            if step.about.group not in self.tracks or not self.track(step.id).size:
                self.parts[step.id] = flags(x.code(0))
        return [step for step in steps if step.id not in self.parts]

    # one level ----------------------------------------------------------------------------------------

    def _one_level(self, remaining: list[Step]) -> list[Step]:
        self.fresh.clear()
        for track in self.tracks.values():
            track.begin()
        for step in remaining:
            if self._stands(step.inputs):
                self._over_populations(step)
        for track in self.tracks.values():
            self._lay_out(track)
        for step in remaining:
            if isinstance(step, ROW_STEPS) and step.id not in self.formless and step.id not in self.parts:
                self._within_a_row(step)
        left = [
            step
            for step in remaining
            if step.id not in self.parts and step.id not in self.track(step.id).here
        ]
        needed = {column for step in left for column in step.inputs}
        for track in self.tracks.values():
            self._settle_level(track, needed)
        self._forget(needed)
        return [step for step in remaining if step.id not in self.parts]

    def _stands(self, columns: Sequence[ColumnId]) -> bool:
        """Whether these were in tables before this level began."""
        return all(column in self.parts and column not in self.fresh for column in columns)

    def _over_populations(self, step: Step) -> None:
        """A step of which all inputs stand in tables: a statistic, a place, or what only the reference knows."""
        has_form = step.id not in self.formless
        if has_form and isinstance(step, ROW_STEPS):
            return
        if has_form and isinstance(step, Statistic) and self._statistic(step):
            return
        if has_form and isinstance(step, Rank) and self._rank(step):
            return
        self._by_the_reference(step)

    def _within_a_row(self, step: Formula | Combine | Round) -> None:
        track = self.track(step.id)
        here, known = track.here, all(c in track.here or c in self.parts for c in step.inputs)
        if not known or not track.bundles.have_room(step.inputs):
            return
        part = self._row_part(step, lambda column: here[column] if column in here else self.parts[column])
        if part is None:
            self.formless.add(step.id)
        else:
            self._put(track, step, part)

    def _put(self, track: Track, step: Step, part: Part) -> None:
        """A column that is to be worked out in this level."""
        track.here[step.id] = part
        track.bundles.put(step.id, part, step.inputs)

    def _row_part(self, step: Formula | Combine | Round, column: Callable[[ColumnId], Part]) -> Part | None:
        if isinstance(step, Combine):
            return combine(step, column)
        if isinstance(step, Round):
            return rounded(step, column(step.column))
        names = {name: constant(cell, self.vocabulary) for name, cell in step.constants.items()}
        names.update({name: column(one) for name, one in step.names.items()})
        return Translation(names, self.vocabulary).part(step.expr)

    # over populations ---------------------------------------------------------------------------------

    def _stand(self, column: ColumnId) -> Stand:
        track = self.track(column)
        return Stand(track.reading, track.size, self.parts.__getitem__)

    def _statistic(self, step: Statistic) -> bool:
        tracks = [self.track(column) for column in step.of]
        own = tracks[0] is self.track(step.id) and len(set(tracks)) == len(tracks)
        if (
            step.kind not in populations.KNOWN
            or not step.counted[0].self_
            or not own
            or not all(t.size for t in tracks)
        ):
            return False
        stands = [self._stand(column) for column in step.of]
        keys = [populations.key_of(who, stand) for who, stand in zip(step.counted, stands, strict=True)]
        known = [key for key in keys if key is not None]
        if len(known) < len(keys):
            return False
        parted = any(who.partition is not None for who in step.counted)
        same = (tuple(t.group for t in tracks), tuple(known))
        desk = tracks[0].statistics.get(same)
        if desk is None or desk.is_full:
            desk = Statistics(self.statistics, stands, known, parted)
            self.statistics += 1
        part = desk.statistic(step)
        if part is None:
            return False
        if desk is not tracks[0].statistics.get(same):
            tracks[0].statistics[same] = desk
            tracks[0].desks.append(desk)
        self._put(tracks[0], step, part)
        return True

    def _rank(self, step: Rank) -> bool:
        races = (step.keys, *step.others)
        tracks = [self.track(keys[0].column) for keys in races]
        own = tracks[0]
        if (
            own is not self.track(step.id)
            or len(set(tracks)) < len(tracks)
            or not all(t.size for t in tracks)
        ):
            return False
        found = places.rank(step, self.names[step.id], [self._stand(keys[0].column) for keys in races])
        if found is None:
            return False
        if found.race is not None:
            own.places = own.places or Places(self._stand(step.keys[0].column))
            own.places.races.append(found.race)
            self.fresh.add(step.id)
            self.parts[step.id] = found.part
            return True
        own.joins += [found.join] if found.join is not None else []
        self._put(own, step, found.part)
        return True

    def _by_the_reference(self, step: Step) -> None:
        started = perf_counter()
        self.judge.whole([step.id])
        keys = self.judge.keys(step.id)
        cells = [self.judge.cells[step.id][key] for key in keys]
        self._feed(step, *storing.fed(self.names[step.id], cells, self.vocabulary))
        if not isinstance(step, READINGS):
            self.taken.append(Took(step.id, type(step).__name__, len(keys), True, perf_counter() - started))

    def _feed(self, step: Step, part: Part, arrays: dict[str, np.ndarray]) -> None:
        """A column of arrays that is to be loaded."""
        track = self.track(step.id)
        self.fresh.add(step.id)
        self.parts[step.id] = part
        if arrays:
            track.fed[step.id] = storing.stored_as(part, arrays), arrays

    # tables -------------------------------------------------------------------------------------------

    def _lay_out(self, track: Track) -> None:
        """What the level reads besides earlier tables: loaded columns, statistics, places."""
        self._load(track)
        for desk in track.desks:
            self.make(desk.name, desk.select, 0)
            track.joins.append(desk.join)
        for races, select in track.places.tables() if track.places is not None else ():
            table = track.next_table()
            self.make(table, select, track.size)
            made = {one.column: storing.stored(one.name, self.parts[one.column]) for one in races}
            self._stand_in(track, table, made)

    def _load(self, track: Track) -> None:
        if track.fed:
            table = track.next_table()
            arrays = {name: array for _, columns in track.fed.values() for name, array in columns.items()}
            self.session.load(table, {"k": np.arange(track.size, dtype=np.int64), **arrays})
            for column, (one, _) in track.fed.items():
                track.stand(table, column, one)

    def _settle_level(self, track: Track, needed: set[ColumnId]) -> None:
        """The tables of what was said of rows; what nobody asks for is forgotten."""
        wanted = {column for column in track.here if self._wanted(column, needed)}
        for columns in track.bundles.tables(wanted):
            self._make(track, columns, needed)
        for column in track.here:
            if column not in wanted:
                self.parts[column] = flags(x.code(0))

    def _make(self, track: Track, columns: Sequence[ColumnId], needed: set[ColumnId]) -> None:
        """One table, its doubts settled, and what is kept of it."""
        made = {c: self._stored(c, track.here[c], needed) for c in columns}
        unsure = {c: track.here[c].unsure for c in made} if self.certified else {}
        doubts = {column: e for column, e in unsure.items() if e is not x.FALSE}
        groups = {column: dict(one.made) for column, one in made.items() if one.made or column in doubts}
        for column, e in doubts.items():
            groups[column][f"{self.names[column]}{settling.FLAG}"] = e
        for column, stored in made.items():
            self.parts[column] = stored.part
            track.held[column] = stored
        if groups:
            source = track.reading(e for one in groups.values() for e in one.values())
            tables = writing.selects(groups, source, track.next_table(), settling.FLAG)
            for one in tables:
                self.make(one.table, one.select, track.size)
                self._stand_in(track, one.table, {column: made[column] for column in one.groups})
            doubtful = {one.table: [c for c in one.groups if c in doubts] for one in tables}
            settling.settle(self, track, {name: of for name, of in doubtful.items() if of}, made)
        self._keep(track, made)

    def _stand_in(self, track: Track, table: str, made: dict[ColumnId, Stored]) -> None:
        for column, one in made.items():
            track.stand(table, column, one)

    def _stored(self, column: ColumnId, part: Part, needed: set[ColumnId]) -> Stored:
        """A column as its table has it."""
        return storing.stored(self.names[column], part)

    def _wanted(self, column: ColumnId, needed: set[ColumnId]) -> bool:
        return column in needed or column in self.kept or self.keep == "all"

    def make(self, table: str, select: str, rows: int) -> None:
        """Make a table. `rows`: of how many organisations, 0 where it is not by organisations."""
        self.script.append(f"CREATE TABLE {table} AS {select}")
        self.session.make(table, select, rows)

    def _forget(self, needed: set[ColumnId]) -> None:
        """Columns that no step reads any more."""

    # what is kept -------------------------------------------------------------------------------------

    def _keep(self, track: Track, columns: Collection[ColumnId]) -> None:
        """Bring back what is looked at after the run."""
        wanted = [c for c in columns if c in track.held and (self.keep == "all" or c in self.kept)]
        arrays = self._arrays(track, [name for c in wanted for name in _exact(track.held[c])])
        for column in wanted:
            self.judge.held[column] = self._held(column, track.held[column].part, arrays)

    def _arrays(self, track: Track, names: Sequence[str]) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for table in dict.fromkeys(track.where[name] for name in names):
            mine = [name for name in names if track.where[name] == table]
            fetched = self.session.fetch(f"SELECT {listed(mine)} FROM {table}")
            order = np.argsort(fetched["k"], kind="stable")
            found.update({name: np.asarray(fetched[name])[order] for name in mine})
        return found

    def _fetched(self, column: ColumnId) -> Held | None:
        """A column that the track's tables hold now."""
        track = self.tracks.get(self.judge.group_of[column])
        if track is None or column not in track.held:
            return None
        one = track.held[column]
        return self._held(column, one.part, self._arrays(track, _exact(one)))

    def _held(self, column: ColumnId, part: Part, arrays: Mapping[str, np.ndarray]) -> Held:
        name = self.names[column]

        def of(e: x.E | None, letter: str, otherwise: int) -> np.ndarray | int:
            if e is None:
                return otherwise
            return e.value if e.is_literal else arrays[name + letter]

        num = None if part.num is None else of(part.num, "n", 0)
        return Held(of(part.status, "s", 0), num, part.den, of(part.below, "b", 1), of(part.words, "w", -1))


def _exact(one: Stored) -> list[str]:
    """The columns that hold a part exactly: no floats."""
    return [name for name in one.names if name[-1] not in "ve"]


def _gone(column: ColumnId) -> None:
    """The session is over."""
