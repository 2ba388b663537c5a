"""The plan as SQL: a table for each track and level, where a level is what can be said of rows before a population is
looked at again.

At each level a track's table is joined with the statistics and places that were asked for, and everything that follows
within a row is one SELECT. Cells whose decision was within the bounds are then worked out by the reference's own meaning
and put into the table before the next level reads it. Steps without a form in SQL (readings, events, raters, treated
outliers, levels, grades, awards) are worked out by the reference and loaded as columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

import numpy as np

from kaoping.engines.columnar.parts import Vocabulary
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql import populations, storing, writing
from kaoping.engines.sql.combining import combine, rounded
from kaoping.engines.sql.formulas import Translation
from kaoping.engines.sql.judge import Held, SqlColumns, SqlJudge, Took
from kaoping.engines.sql.keeping import POPULATION_STEPS, kept_columns
from kaoping.engines.sql.parts import Part, constant, flags
from kaoping.engines.sql.populations import Places, Stand, Statistics
from kaoping.engines.sql.session import Session, listed
from kaoping.engines.sql.storing import Stored
from kaoping.engines.sql.tracks import Track
from kaoping.plan.steps import (
    ColumnId,
    Combine,
    Formula,
    Plan,
    Rank,
    ReadAttribute,
    ReadFact,
    Round,
    Statistic,
    Step,
)
from kaoping.tables import Tables

ROW_STEPS = (Formula, Combine, Round)
READINGS = (ReadFact, ReadAttribute)


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
        self.kept = kept_columns(plan)
        self.formless: set[ColumnId] = set()
        self.script: list[str] = []
        self.taken: list[Took] = []
        self.level = 0

    def columns(self, progress: Callable[[int, int], None] | None) -> SqlColumns:
        for track in self.tracks.values():
            if track.size:
                self.session.load(track.table, {"k": np.arange(track.size, dtype=np.int64)})
        remaining = self._without_empty(self.plan.steps)
        while remaining:
            self.level += 1
            remaining = self._one_level(remaining)
            if progress is not None:
                progress(len(self.plan.steps) - len(remaining), len(self.plan.steps))
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
        for track in self.tracks.values():
            track.begin()
        for step in remaining:
            if self._stands(step.inputs):
                self._over_populations(step)
        for track in self.tracks.values():
            track.joins += [one.join for one in track.statistics.values() if one.outer]
            track.joins += [track.places.join] if track.places is not None and track.places.outer else []
        for step in remaining:
            if isinstance(step, ROW_STEPS) and step.id not in self.formless:
                self._within_a_row(step)
        left = [step for step in remaining if step.id not in self.track(step.id).here]
        needed = {column for step in left for column in step.inputs}
        for track in self.tracks.values():
            if track.here:
                self._make(track, needed)
        return [step for step in remaining if step.id not in self.parts]

    def _stands(self, columns: Sequence[ColumnId]) -> bool:
        return all(column in self.parts for column in columns)

    def _over_populations(self, step: Step) -> None:
        """A step of which all inputs stand in tables: a statistic, a place, or what only the reference knows."""
        part: Part | None = None
        if isinstance(step, POPULATION_STEPS) and step.id not in self.formless:
            part = self._statistic(step) if isinstance(step, Statistic) else self._rank(step)
        elif isinstance(step, ROW_STEPS) and step.id not in self.formless:
            return
        if part is None:
            part = self._by_the_reference(step)
        self.track(step.id).here[step.id] = part

    def _within_a_row(self, step: Formula | Combine | Round) -> None:
        here = self.track(step.id).here
        if step.id in here or not all(c in here or c in self.parts for c in step.inputs):
            return
        part = self._row_part(step, lambda column: here[column] if column in here else self.parts[column])
        if part is None:
            self.formless.add(step.id)
        else:
            here[step.id] = part

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
        return Stand(track.table, track.size, self.parts.__getitem__)

    def _statistic(self, step: Statistic) -> Part | None:
        tracks = [self.track(column) for column in step.of]
        own = tracks[0] is self.track(step.id) and len(set(tracks)) == len(tracks)
        if (
            step.kind not in populations.KNOWN
            or not step.counted[0].self_
            or not own
            or not all(t.size for t in tracks)
        ):
            return None
        stands = [self._stand(column) for column in step.of]
        keys = [populations.key_of(who, stand) for who, stand in zip(step.counted, stands, strict=True)]
        known = [key for key in keys if key is not None]
        if len(known) < len(keys):
            return None
        parted = any(who.partition is not None for who in step.counted)
        found = tracks[0].statistics
        same = (tuple(t.group for t in tracks), tuple(known))
        number = sum(len(t.statistics) for t in self.tracks.values())
        desk = found.setdefault(same, Statistics(number, stands, known, parted))
        return desk.statistic(step)

    def _rank(self, step: Rank) -> Part | None:
        races = (step.keys, *step.others)
        tracks = [self.track(keys[0].column) for keys in races]
        if (
            tracks[0] is not self.track(step.id)
            or len(set(tracks)) < len(tracks)
            or not all(t.size for t in tracks)
        ):
            return None
        stands = [self._stand(keys[0].column) for keys in races]
        own = tracks[0]
        own.places = own.places or Places(stands[0])
        found = populations.rank(int(self.names[step.id][1:]), step, stands, own.places)
        if found is None:
            return None
        own.joins += [found[0]] if found[0] is not None else []
        return found[1]

    def _by_the_reference(self, step: Step) -> Part:
        started = perf_counter()
        track, name = self.track(step.id), self.names[step.id]
        self.judge.whole([step.id])
        keys = self.judge.keys(step.id)
        part, arrays = storing.fed(name, [self.judge.cells[step.id][key] for key in keys], self.vocabulary)
        track.fed.update(arrays)
        if not isinstance(step, READINGS):
            self.taken.append(Took(step.id, type(step).__name__, len(keys), True, perf_counter() - started))
        return part

    # tables -------------------------------------------------------------------------------------------

    def _make(self, track: Track, needed: set[ColumnId]) -> None:
        """The track's next table, its doubts settled, and what is kept of it."""
        made = {c: self._stored(c, p, needed) for c, p in track.here.items() if self._wanted(c, needed)}
        carried = self._carried(track, needed)
        doubts = {c: track.here[c].unsure for c in made if track.here[c].unsure is not x.FALSE}
        outputs = {"k": x.col("k")}
        for one in carried.values():
            outputs.update({name: x.col(name, e.kind, e.may) for name, e in one.made.items()})
        for one in made.values():
            outputs.update(one.made)
        if self.certified:
            outputs.update({f"{self.names[c]}u": e for c, e in doubts.items()})
        table = f"t{track.number}_{self.level}"
        made_of = writing.selects(outputs, self._source(track), table)
        for name, select in made_of:
            self._run(name, select)
        for name, _ in made_of[:-1]:
            self.session.drop(name)
        track.table, track.held = table, {**carried, **made}
        for column in track.here:
            self.parts[column] = made[column].part if column in made else flags(x.code(0))
        if doubts and self.certified:
            self._settle(track, doubts, made)
        self._keep(track, [c for c in made if self.keep == "all" or c in self.kept])

    def _stored(self, column: ColumnId, part: Part, needed: set[ColumnId]) -> Stored:
        """A column as the next table has it."""
        return storing.stored(self.names[column], part)

    def _carried(self, track: Track, needed: set[ColumnId]) -> dict[ColumnId, Stored]:
        """What the next table takes over."""
        return {c: one for c, one in track.held.items() if c in needed}

    def _wanted(self, column: ColumnId, needed: set[ColumnId]) -> bool:
        return column in needed or column in self.kept or self.keep == "all"

    def _run(self, table: str, select: str) -> None:
        self.script.append(f"CREATE TABLE {table} AS {select}")
        self.session.make(table, select)

    def _source(self, track: Track) -> str:
        """The table so far, with loaded columns, statistics and places joined to it."""
        if not track.fed and not track.joins:
            return track.table
        columns = ["p.*"]
        joined = [f"{track.table} p"]
        if track.fed:
            name = f"f{track.number}_{self.level}"
            self.session.load(name, {"k": np.arange(track.size, dtype=np.int64), **track.fed})
            columns += [f"f.{one}" for one in track.fed]
            joined.append(f"JOIN {name} f ON f.k = p.k")
        for number, join in enumerate(track.joins):
            at = f"j{number}"
            columns += [f"COALESCE({at}.{one}, {default}) AS {one}" for one, default in join.defaults.items()]
            if join.rows:
                joined.append(f"LEFT JOIN ({join.text}) {at} ON {at}.k = p.k")
            elif join.on is None:
                joined.append(f"CROSS JOIN ({join.text}) {at}")
            else:
                joined.append(f"LEFT JOIN ({join.text}) {at} ON {at}.g = {populations.text(join.on)}")
        return f"(SELECT {', '.join(columns)} FROM {' '.join(joined)}) b"

    # doubts -------------------------------------------------------------------------------------------

    def _settle(self, track: Track, doubts: Mapping[ColumnId, x.E], made: Mapping[ColumnId, Stored]) -> None:
        """Cells in doubt by the reference's own meaning, put into the table."""
        flag = {column: f"{self.names[column]}u" for column in doubts}
        where = " OR ".join(flag.values())
        rows = self.session.fetch(f"SELECT {listed([*flag.values()])} FROM {track.table} WHERE {where}")
        at = np.asarray(rows["k"], np.int64)
        if not at.size:
            return
        started = perf_counter()
        found = {c: at[np.asarray(rows[name], np.bool_)] for c, name in flag.items()}
        self.judge.doubts.update({c: set(one.tolist()) for c, one in found.items() if one.size})
        keys = self.plan.members[track.group]
        self.judge.work_out([(c, keys[row]) for c, of in found.items() for row in of.tolist()])
        self._patch(track, {c: of.tolist() for c, of in found.items() if of.size}, made)
        for column, of in found.items():
            if of.size:
                kind = type(self.plan.step(column)).__name__
                self.taken.append(Took(column, kind, int(of.size), False, perf_counter() - started))
                started = perf_counter()
                self.judge.held.pop(column, None)
                self.judge.doubts.pop(column, None)

    def _patch(
        self, track: Track, found: Mapping[ColumnId, list[int]], made: Mapping[ColumnId, Stored]
    ) -> None:
        """A table with the exact cells in place; a column in whose form they do not fit is loaded anew."""
        patch: dict[int, dict[str, int | float]] = {}
        names: dict[str, x.E] = {}
        for column, rows in found.items():
            part, name = made[column].part, self.names[column]
            keys = self.plan.members[track.group]
            cells = [self.judge.cells[column][keys[row]] for row in rows]
            try:
                lines = [storing.row_of(name, part, cell, self.vocabulary) for cell in cells]
            except storing.DoesNotFitError:
                self._load_anew(track, column)
                continue
            for row, line in zip(rows, lines, strict=True):
                patch.setdefault(row, {}).update(line)
            names.update(
                {one: e for one, e in made[column].made.items() if any(one in line for line in lines)}
            )
        if names:
            self._join_patch(track, patch, names)

    def _load_anew(self, track: Track, column: ColumnId) -> None:
        self.judge.whole([column])
        self.formless.add(column)
        del self.parts[column]
        del track.held[column]

    def _join_patch(
        self, track: Track, patch: Mapping[int, Mapping[str, int | float]], names: Mapping[str, x.E]
    ) -> None:
        rows = sorted(patch)
        arrays: dict[str, np.ndarray] = {"k": np.array(rows, np.int64)}
        for name, e in names.items():
            kind = storing.SQL_KIND[e.kind]
            arrays[name] = np.array([patch[row].get(name, 0) for row in rows], kind)
            arrays[f"{name}x"] = np.array([name in patch[row] for row in rows], np.bool_)
        table = f"{track.table}p"
        self.session.load(f"{table}x", arrays)
        columns = ["t.k"]
        for one in (name for stored in track.held.values() for name in stored.names):
            columns.append(
                f"CASE WHEN COALESCE(p.{one}x, FALSE) THEN p.{one} ELSE t.{one} END AS {one}"
                if one in names
                else f"t.{one}"
            )
        self._run(
            table, f"SELECT {', '.join(columns)} FROM {track.table} t LEFT JOIN {table}x p ON p.k = t.k"
        )
        track.table = table

    # what is kept -------------------------------------------------------------------------------------

    def _keep(self, track: Track, columns: Sequence[ColumnId]) -> None:
        wanted = [c for c in columns if c in track.held]
        names = [name for c in wanted for name in track.held[c].names if name[-1] not in "ve"]
        arrays = self._arrays(track, names)
        for column in wanted:
            self.judge.held[column] = self._held(column, track.held[column].part, arrays)

    def _arrays(self, track: Track, names: Sequence[str]) -> dict[str, np.ndarray]:
        if not names:
            return {}
        fetched = self.session.fetch(f"SELECT {listed(names)} FROM {track.table}")
        order = np.argsort(fetched["k"], kind="stable")
        return {name: np.asarray(fetched[name])[order] for name in names}

    def _fetched(self, column: ColumnId) -> Held | None:
        """A column that the track's table holds now."""
        track = self.tracks.get(self.judge.group_of[column])
        if track is None or column not in track.held:
            return None
        names = [name for name in track.held[column].names if name[-1] not in "ve"]
        return self._held(column, track.held[column].part, self._arrays(track, names))

    def _held(self, column: ColumnId, part: Part, arrays: Mapping[str, np.ndarray]) -> Held:
        name = self.names[column]

        def of(e: x.E | None, letter: str, otherwise: int) -> np.ndarray | int:
            if e is None:
                return otherwise
            return e.value if e.is_literal else arrays[name + letter]

        num = None if part.num is None else of(part.num, "n", 0)
        return Held(of(part.status, "s", 0), num, part.den, of(part.below, "b", 1), of(part.words, "w", -1))
