"""A nation scored: period after period, part after part, each read, scored, written and recorded before the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from kaoping.engines.columnar.parts import Vocabulary
from kaoping.engines.faults import refuse
from kaoping.engines.nation import writing
from kaoping.engines.nation.answers import STATUSES, Answers
from kaoping.engines.nation.filings import ArrayFilings, looked_at
from kaoping.engines.nation.keeping import Folder, Record
from kaoping.engines.nation.passing import LettingGo
from kaoping.engines.nation.reading import Reader, organisations_of
from kaoping.engines.nation.sources import Source, digest_of_file, sources_of
from kaoping.engines.nation.tracks import Together, apart, batches, refuse_too_large
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.exact import decimal_text
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import NodeColumns, Plan
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables

Progress = Callable[[int, int], None]
NOTHING = Tables(())
STRETCH = 1_000
"""What reading some parts, and scoring one of them, count for in the progress."""


@dataclass(frozen=True)
class Nation:
    """What is to be scored. `beside`: organisations, ballots and happenings from other tables, if any; `nodes`: keys of
    the nodes to write, none for all; `memory`: bytes that may be taken, None for as many as it takes."""

    scheme: Scheme
    files: Sequence[Path]
    periods: Sequence[Period]
    beside: Tables = NOTHING
    cycle: str = ""
    told_period: Period | None = None
    nodes: tuple[str, ...] = ()
    memory: int | None = None
    through: Period | None = None
    certified: bool = True


@dataclass(frozen=True)
class Scored:
    """A finished run. `records`: one a part; `again`: how many parts were done already; `handed`: cells that the
    reference worked out in this run."""

    records: tuple[Record, ...]
    again: int
    handed: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Work:
    """One part of one period."""

    period: Period
    part: Together


@dataclass(frozen=True)
class Ready:
    """Everything but the values: files recognised, organisations read, plans compiled and found to fit."""

    sources: tuple[Source, ...]
    tables: Tables
    work: tuple[Work, ...]
    problems: tuple[Problem, ...]


def prepared(nation: Nation) -> Ready:
    """Raises KaopingError with everything wrong with the scheme, the files' heads and the organisations."""
    sources, problems = sources_of(nation.scheme, nation.files, nation.told_period)
    tables = _tables(nation, sources)
    work = tuple(_work(nation, tables))
    refuse_too_large([one.part for one in work], nation.memory)
    return Ready(sources, tables, work, problems)


def score_nation(nation: Nation, out: Path, progress: Progress | None = None) -> Scored:
    """Score and write; what is there and whole already is not done again. Raises KaopingError with everything wrong
    with what was read; parts before it stay."""
    ready = prepared(nation)
    folder = Folder(out, told_run(nation, ready))
    return _Doing(nation, ready, folder, progress).all()


class _Doing:
    """A run under way."""

    def __init__(self, nation: Nation, ready: Ready, folder: Folder, progress: Progress | None) -> None:
        self.nation, self.ready, self.folder = nation, ready, folder
        self.keys = pa.array([one.key for one in ready.tables.organisations], pa.string())
        self.records: dict[tuple[Period, tuple[str, ...]], Record] = {}
        self.handed = self.done = 0
        self.progress, self.total = progress, 0

    def all(self) -> Scored:
        for one in self.ready.work:
            record = self.folder.finished(one.part.tracks, str(one.period))
            if record is not None:
                self.records[one.period, one.part.tracks] = record
        again = len(self.records)
        left = [one for one in self.ready.work if (one.period, one.part.tracks) not in self.records]
        rounds = [
            (period, batch)
            for period in dict.fromkeys(one.period for one in left)
            for batch in batches([one.part for one in left if one.period == period], self.nation.memory)
        ]
        self.total = STRETCH * sum(1 + len(batch) for _, batch in rounds)
        for period, batch in rounds:
            self._batch(period, batch)
        records = tuple(self.records[one.period, one.part.tracks] for one in self.ready.work)
        self.folder.close(records)
        return Scored(records, again, self.handed, self.ready.problems)

    def _batch(self, period: Period, batch: Sequence[Together]) -> None:
        """Read the values of several parts, then score and write one after the other."""
        members = {track: keys for one in batch for track, keys in one.plan.members.items()}
        own = sorted({key for keys in members.values() for key in keys})
        filings = ArrayFilings(own, members, Vocabulary(), self.ready.tables.filed)
        wanted = {figure for one in batch for figure in looked_at(one.plan)}
        Reader(self.nation.scheme, self.keys, filings, wanted).read(self.ready.sources, self._tell)
        self.done += STRETCH
        for one in batch:
            run = LettingGo(
                one.plan, self.ready.tables, filings, self._answers(one.plan), self.nation.certified
            )
            run.run(self._tell)
            self.records[period, one.tracks] = _written(self.folder, run.answers, one.tracks, str(period))
            self.handed += sum(each.cells for each in run.handed)
            self.done += STRETCH

    def _answers(self, plan: Plan) -> Answers:
        nodes = self.nation.nodes or [node.node for node in plan.nodes]
        return Answers(plan, frozenset(nodes))

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(self.done + STRETCH * done // max(total, 1), self.total)


def _tables(nation: Nation, sources: Sequence[Source]) -> Tables:
    """The organisations of all files, with what was filed beside. Raises TableError."""
    bodies = (*nation.beside.organisations, *organisations_of(sources))
    if not bodies:
        raise TableError(
            Problem("no-organisations", Words("没有一个文件列出单位（organisation、kind 两列）。",
                                              "no file lists organisations (columns organisation and kind)."))
        )  # fmt: skip
    rows = [row for row in nation.beside.filed if not row.rater]
    if rows:
        raise TableError(
            Problem("filed-beside", Words("数值要么都在 Parquet 里，要么都不在；评价人的票除外。",
                                          "values stand all in Parquet or none of them; ballots of raters apart."),
                    Words("把其他表里的数值也放进 Parquet。", "put the values of the other tables into Parquet too."), rows[0].place)
        )  # fmt: skip
    tables = Tables(bodies, nation.beside.filed, nation.beside.happenings)
    refuse(nation.scheme, tables)
    return tables


def _work(nation: Nation, tables: Tables) -> list[Work]:
    found = []
    for period in nation.periods:
        plan = compile_plan(nation.scheme, tables.organisations, period, nation.cycle, nation.through)
        found += [Work(period, part) for part in apart(_wanted(nation, plan), len(tables.organisations))]
    return found


def _wanted(nation: Nation, plan: Plan) -> Plan:
    """Raises KaopingError for a node that is none of the plan's."""
    known = {node.node for node in plan.nodes}
    unknown = [one for one in nation.nodes if one not in known]
    if unknown:
        raise KaopingError(
            Problem("no-node", Words(f"方案没有 {'、'.join(unknown)}。", f"the scheme has no {', '.join(unknown)}."),
                    Words("写维度或指标的编码。", "name dimensions or items by their keys."))
        )  # fmt: skip
    return plan


def told_run(nation: Nation, ready: Ready) -> Record:
    """What the run is of: the same run, the same answers to the byte."""
    return {
        "scheme": nation.scheme.digest, "cycle": nation.cycle, "nodes": list(nation.nodes),
        "periods": [str(one) for one in nation.periods], "through": str(nation.through or ""), "pyarrow": pa.__version__,
        "inputs": {str(number): digest_of_file(one.path) for number, one in enumerate(ready.sources)},
        "beside": _digest(nation.beside), "told_period": str(nation.told_period or ""),
        "parts": [f"{one.period}.{'+'.join(one.part.tracks)}" for one in ready.work],
    }  # fmt: skip


def _digest(tables: Tables) -> str:
    from kaoping.scorecard import digest_of

    return digest_of(tables) if tables.organisations or tables.happenings or tables.filed else ""


def _written(folder: Folder, answers: Answers, tracks: Sequence[str], period: str) -> Record:
    for track in tracks:
        writing.write_track(folder.answers(track, period), answers, track)
    return folder.finish(tracks, period, {"tracks": [_summary(answers, track) for track in tracks]})


def _summary(answers: Answers, track: str) -> Record:
    """The whole of a track in figures: how many, of what status and grade, sum and ends of the totals."""
    found: dict[str, Any] = {"track": track, "period": str(answers.plan.period)}
    found["organisations"] = len(answers.plan.members[track])
    root = [one for one in writing.nodes_of(answers, track) if one.node == answers.plan.root]
    for node in root:
        found |= _totals(answers, node)
    return found


def _totals(answers: Answers, node: NodeColumns) -> Record:
    numbers = answers.numbers[node.points]
    whole = numbers.whole[numbers.there].astype("int64")
    found: dict[str, Any] = {"scored": int(whole.size), "total": node.node}
    if whole.size:
        ends = {"highest": int(whole.max()), "lowest": int(whole.min()), "sum": sum(whole.tolist())}
        found |= {
            name: decimal_text(Fraction(one, 10**numbers.places), numbers.places)
            for name, one in ends.items()
        }
    codes = Counter(answers.lines(node).tolist())
    found["statuses"] = {STATUSES[code]: count for code, count in sorted(codes.items())}
    if node.grade is not None:
        at, words = answers.words[node.grade]
        grades = Counter(at.tolist())
        found["grades"] = {word: grades[code] for code, word in enumerate(words)}
    return found
