"""A nation in SQL: values read from Parquet by the session itself, answers written by it; Python sees neither.

What the reference takes over (grades, events, levels, cells in doubt) still passes through Python, cell by cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kaoping.engines.columnar.parts import ABSENCES, MISSING, NUMBER, PENDING
from kaoping.engines.nation.filings import ArrayFilings, Figure, figures_of, looked_at
from kaoping.engines.nation.held import Held as Filed
from kaoping.engines.nation.noticed import Noticed, disagreements
from kaoping.engines.nation.passing import refusal
from kaoping.engines.nation.reading import Reader
from kaoping.engines.nation.sources import Source
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql import storing
from kaoping.engines.sql.engine import SqlRun
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.filed import AT_ONCE, Files, InFile
from kaoping.engines.sql.judge import Held
from kaoping.engines.sql.lines import Written, shown, written
from kaoping.engines.sql.parts import Part, flags
from kaoping.engines.sql.populations import text
from kaoping.engines.sql.session import Arrays, Session
from kaoping.engines.sql.storing import Stored
from kaoping.engines.sql.tracks import Track
from kaoping.errors import Problem, TableError
from kaoping.plan.noticing import is_asked
from kaoping.plan.steps import ColumnId, Guard, Plan, ReadFact, Step
from kaoping.scheme.model import Fact, Scheme
from kaoping.tables import Tables


class LazyFilings(ArrayFilings):
    """Figures read into arrays when somebody asks for a cell: for doubts, and for what SQL cannot read."""

    def read_from(self, scheme: Scheme, keys: Any, sources: Sequence[Source]) -> None:
        """Where they are to be read."""
        self.scheme, self.all_keys, self.sources = scheme, keys, sources
        self.known: set[Figure] = set()
        self.unread: set[str] = set()

    def counted(self, figure: Figure, fact: Fact, vintage: str) -> Filed | None:
        """The figure, read first where it has not been yet."""
        self.fetch({figure})
        return super().counted(figure, fact, vintage)

    def fetch(self, figures: set[Figure]) -> None:
        """Read what has not been read."""
        if left := figures - self.known:
            self.known |= left
            reader = Reader(self.scheme, self.all_keys, self, left)
            reader.read(self.sources)
            self.unread |= {*reader.unread}


@dataclass(frozen=True)
class Land:
    """What a run in SQL reads: the files as tables, all organisations, and where to read single cells."""

    scheme: Scheme
    tables: Tables
    sources: Sequence[Source]
    files: Files
    keys: Any

    @classmethod
    def of(cls, session: Session, scheme: Scheme, tables: Tables, sources: Sequence[Source]) -> Land:
        """Registers the files. Raises TableError."""
        keys = [one.key for one in tables.organisations]
        return cls(
            scheme, tables, sources, Files(session, scheme, sources, keys), pa.array(keys, pa.string())
        )


class _Noted:
    """A session that knows the tables made through it, so that none outlives its use."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.names: dict[str, None] = {}
        self.external, self.save, self.fetch, self.close = (
            session.external,
            session.save,
            session.fetch,
            session.close,
        )

    def load(self, name: str, columns: Arrays) -> None:
        self.names[name] = None
        self.session.load(name, columns)

    def make(self, name: str, select: str, rows: int) -> None:
        self.names[name] = None
        self.session.make(name, select, rows)

    def drop(self, name: str) -> None:
        del self.names[name]
        self.session.drop(name)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget all other tables."""
        for name in [one for one in self.names if one not in names]:
            self.drop(name)


class NationRun(SqlRun):
    """One part of a plan. `nodes`: the keys of those written."""

    def __init__(
        self, plan: Plan, land: Land, session: Session, nodes: Collection[str], certified: bool = True
    ) -> None:
        self.lines = Written(shown(plan, nodes), nodes)
        plan = self.lines.plan
        self.noted = _Noted(session)
        super().__init__(plan, land.tables, self.noted, "nothing", certified)
        self.land = land
        own = sorted({key for keys in plan.members.values() for key in keys})
        self.filings = LazyFilings(own, plan.members, self.vocabulary, land.tables.filed)
        self.filings.read_from(land.scheme, land.keys, land.sources)
        self.judge.filed = self.filings
        self.thin: set[ColumnId] = set()
        self.in_files: dict[ColumnId, InFile] = {}
        self.watched = {guard.column for guard in plan.guards} | self.lines.watched
        self.kept = self.lines.lasting | self.watched

    def write(self, folders: Mapping[str, Path]) -> None:
        """Work everything out and write each track's answers into its folder. Raises TableError."""
        for track in self.tracks.values():
            if track.size:
                keys = np.array(self.plan.members[track.group], object)
                self.session.load(
                    f"keys{track.number}", {"k": np.arange(track.size, dtype=np.int64), "organisation": keys}
                )
        self._look_up()
        self.columns(None)
        refused = [one for track in self.tracks.values() if track.size for one in self._refused(track)]
        if refused:
            raise TableError(refused)
        for track in self.tracks.values():
            if track.group in folders:
                self.session.save(written(self, track), "o.k", str(folders[track.group]))

    def noticed(self, ties: Sequence[tuple[str, str, int]]) -> Noticed:
        """What is told of the part once it is worked out."""
        nobody = [
            step.id for step in self.plan.steps
            if isinstance(step, ReadFact) and self.track(step.id).size and is_asked(step, self.plan)
            and self.parts[step.id].status is x.code(MISSING)
        ]  # fmt: skip
        differ = disagreements(self.land.scheme, self.plan, self.filings)
        return Noticed(nobody, [*ties], [*differ], sorted(self.filings.unread))

    def close(self) -> None:
        """Forget every table of this part."""
        self.noted.keep_only(())

    # readings -----------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        """What SQL reads itself, with its bounds. The rest is read into arrays. Raises TableError."""
        faults: list[Problem] = []
        for track in self.tracks.values():
            steps = [s for s in self.plan.steps if isinstance(s, ReadFact) and s.about.group == track.group]
            found = {s: one for s in steps if track.size and (one := self._in_file(s)) is not None}
            self.in_files.update({step.id: one for step, one in found.items()})
            for table in dict.fromkeys(one.table for one in found.values()):
                faults += self._read(
                    track, table, [step for step, one in found.items() if one.table == table]
                )
        if faults:
            raise TableError(faults)
        arrays = [s for s in self.plan.steps if isinstance(s, ReadFact) and s.id not in self.in_files]
        wanted = {one for step in arrays for one in figures_of(step)} | _constants(self.plan)
        if wanted and any(self.tracks[s.about.group].size for s in arrays):
            self.filings.fetch(wanted)

    def _read(self, track: Track, file: str, steps: Sequence[ReadFact]) -> Iterator[Problem]:
        """Figures of one file as tables of the track."""
        files, keys = self.land.files, f"keys{track.number}"
        is_whole = files.have(keys, file) == track.size
        for first in range(0, len(steps), AT_ONCE):
            mine = {self.names[step.id]: step for step in steps[first : first + AT_ONCE]}
            figures = {name: self.in_files[step.id] for name, step in mine.items()}
            table = track.next_table()
            self.make(table, files.select(keys, file, figures, is_whole), track.size)
            facts = {name: None if step.suffix else step.fact for name, step in mine.items()}
            parts, faults = files.parts(table, figures, facts)
            yield from faults
            for name, part in parts.items():
                column = mine[name].id
                one = storing.stored(name, part)
                self.parts[column] = one.part
                track.stand(table, column, one)

    def _in_file(self, step: ReadFact) -> InFile | None:
        if step.single:
            return None
        return self.land.files.of(
            (step.fact.key + step.suffix, step.about.period), sorted(figures_of(step), key=str)
        )

    def _by_the_reference(self, step: Step) -> None:
        if isinstance(step, ReadFact):
            self._feed(step, *storing.held_part(self.names[step.id], self.filings.column(step)))
        else:
            super()._by_the_reference(step)

    # what stays ---------------------------------------------------------------------------------------

    def _stored(self, column: ColumnId, part: Part, needed: set[ColumnId]) -> Stored:
        """Of a column that is only watched, its status."""
        if column in needed or column in self.lines.lasting or not part.unsure.is_literal:
            return super()._stored(column, part, needed)
        self.thin.add(column)
        return storing.stored(self.names[column], flags(_absences(part.status)))

    def _forget(self, needed: set[ColumnId]) -> None:
        """Tables of which no step reads a column any more go."""
        for track in self.tracks.values():
            stays = needed | self.kept
            track.held = {column: one for column, one in track.held.items() if column in stays}
        living = {name for track in self.tracks.values() for name in (*track.living(), f"keys{track.number}")}
        self.noted.keep_only(living)

    def _fetched(self, column: ColumnId) -> Held | None:
        """Of a column that is only watched the judge must not take the numbers: they are gone."""
        return None if column in self.thin else super()._fetched(column)

    def _keep(self, track: Track, columns: Collection[ColumnId]) -> None:
        """Nothing is brought back."""

    # what stops a run ---------------------------------------------------------------------------------

    def _refused(self, track: Track) -> Iterator[Problem]:
        """What nobody said the meaning of: some guards asked at once, then whose it is where there is any."""
        asked = [
            (guard, code, status)
            for guard in self.plan.guards
            if self.track(guard.column) is track
            for status in (self._status(track, guard.column),)
            for code in _codes(guard)
            if status.may is None or code in status.may
        ]
        for first in range(0, len(asked), AT_ONCE):
            yield from self._refused_of(track, asked[first : first + AT_ONCE])

    def _refused_of(self, track: Track, asked: Sequence[tuple[Guard, int, E]]) -> Iterator[Problem]:
        looked = [
            f"MAX(CASE WHEN {text(status)} = {code} THEN 1 ELSE 0 END) AS g{i}"
            for i, (_, code, status) in enumerate(asked)
        ]
        source = track.reading([status for _, _, status in asked])
        met = self.session.fetch(f"SELECT {', '.join(looked)} FROM {source}")
        for number, (guard, code, status) in enumerate(asked):
            if int(met[f"g{number}"][0]):
                yield refusal(self.plan, guard, code, self._whose(track, status, code))

    def _status(self, track: Track, column: ColumnId) -> E:
        return track.held[column].part.status if column in track.held else self.parts[column].status

    def _whose(self, track: Track, status: E, code: int) -> list[str]:
        """Whose cells have a status."""
        rows = self.session.fetch(f"SELECT k FROM {track.reading([status])} WHERE {text(status)} = {code}")[
            "k"
        ]
        members = self.plan.members[track.group]
        return [members[row] for row in np.sort(rows).tolist()]


def _codes(guard: Guard) -> list[int]:
    """The statuses that stop a run."""
    return [code for code, absence in enumerate(ABSENCES) if absence in guard.absences and code != NUMBER]


def _absences(status: E) -> E:
    """A status of which only absences matter."""
    if status.may is not None and not any(0 < code <= PENDING for code in status.may):
        return x.code(NUMBER)
    return status


def _constants(plan: Plan) -> set[Figure]:
    """Constants that may be filed as values."""
    return {one for one in looked_at(plan) if one[1] is None} - {
        one for step in plan.steps if isinstance(step, ReadFact) for one in figures_of(step)
    }
