"""A nation scored: period after period, part after part, each read, scored, written and recorded before the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
from kaoping.engines.nation.noticed import Noticed, disagreements, near_ties, sentences
from kaoping.engines.nation.passing import LettingGo
from kaoping.engines.nation.reading import Reader, organisations_of
from kaoping.engines.nation.sources import Source, digest_of_file, may_hold, sources_of
from kaoping.engines.nation.tracks import Together, apart, batches, refuse_too_large
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.exact import decimal_text
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.noticing import beforehand, out_of_force, unheard
from kaoping.plan.steps import NodeColumns, Plan
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables

Progress = Callable[[int, int], None]
NOTHING = Tables(())
ENGINE = "columnar"
"""The engine that scores a nation unasked."""
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
    reference worked out in this run; `problems`: what was noticed, of parts that were done already too."""

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
    work, noticed = _work(nation, tables)
    refuse_too_large([one.part for one in work], nation.memory)
    return Ready(sources, tables, tuple(work), (*problems, *noticed))


def score_nation(nation: Nation, out: Path, progress: Progress | None = None) -> Scored:
    """Score and write; what is there and whole already is not done again. Raises KaopingError with everything wrong
    with what was read; parts before it stay."""
    ready = prepared(nation)
    folder = folder_of(nation, ready, out, ENGINE)
    folder.begin()
    return _Doing(nation, ready, folder, progress).all()


def folder_of(nation: Nation, ready: Ready, out: Path, engine: str) -> Folder:
    """The folder of a run, found fit for it. Raises KaopingError."""
    about = {"engine": engine, "pyarrow": pa.__version__}
    return Folder(out, settings_of(nation), reads_of(nation, ready), about)


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
        self.folder.close()
        return Scored(records, again, self.handed, noticed_of(self.nation, self.ready, records))

    def _batch(self, period: Period, batch: Sequence[Together]) -> None:
        """Read the values of several parts, then score and write one after the other."""
        members = {track: keys for one in batch for track, keys in one.plan.members.items()}
        own = sorted({key for keys in members.values() for key in keys})
        filings = ArrayFilings(own, members, Vocabulary(), self.ready.tables.filed)
        wanted = {figure for one in batch for figure in looked_at(one.plan)}
        reader = Reader(self.nation.scheme, self.keys, filings, wanted)
        reader.read(self.ready.sources, self._tell)
        self.done += STRETCH
        for one in batch:
            run = LettingGo(
                one.plan, self.ready.tables, filings, self._answers(one.plan), self.nation.certified
            )
            run.run(self._tell)
            noticed = self._noticed(run, filings, reader)
            self.records[period, one.tracks] = _written(
                self.folder, run.answers, one.tracks, str(period), noticed
            )
            self.handed += sum(each.cells for each in run.handed)
            self.done += STRETCH

    def _noticed(self, run: LettingGo, filings: ArrayFilings, reader: Reader) -> Noticed:
        differ = [*disagreements(self.nation.scheme, run.plan, filings)]
        return Noticed(run.nobody, [*near_ties(run.answers)], differ, sorted(reader.unread))

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


def _work(nation: Nation, tables: Tables) -> tuple[list[Work], list[Problem]]:
    """The parts of every period, and what is noticed of the organisations; of the same tracks only once."""
    found: list[Work] = []
    noticed: list[Problem] = []
    known: Mapping[str, Sequence[str]] | None = None
    for period in nation.periods:
        plan = compile_plan(nation.scheme, tables.organisations, period, nation.cycle, nation.through)
        found += [Work(period, part) for part in apart(_wanted(nation, plan), len(tables.organisations))]
        same = known == plan.members
        noticed += out_of_force(nation.scheme, period) if same else beforehand(nation.scheme, plan, tables)
        noticed += unheard(plan, tables)
        known = plan.members
    return found, [*dict.fromkeys(noticed)]


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


def settings_of(nation: Nation) -> Record:
    """What all answers of a run depend on besides what is read."""
    return {
        "scheme": nation.scheme.digest, "cycle": nation.cycle, "nodes": list(nation.nodes), "through": str(nation.through or ""),
    }  # fmt: skip


def reads_of(nation: Nation, ready: Ready) -> dict[str, list[str]]:
    """For each period the digests of what it is read from: organisations, files that may hold values of it, and what
    was filed beside."""
    digests: dict[Path, str] = {}
    beside = _digest(nation.beside)
    found: dict[str, list[str]] = {}
    for period in dict.fromkeys(one.period for one in ready.work):
        plans = [one.part.plan for one in ready.work if one.period == period]
        figures = {figure for plan in plans for figure in looked_at(plan)}
        lines = {f"beside {beside}"} if beside else set()
        for source in ready.sources:
            if source.attributes is not None or may_hold(nation.scheme, source, figures):
                if source.path not in digests:
                    digests[source.path] = digest_of_file(source.path)
                lines.add(f"{source.period or '-'} {digests[source.path]}")
        found[str(period)] = sorted(lines)
    return found


def noticed_of(nation: Nation, ready: Ready, records: Sequence[Record]) -> tuple[Problem, ...]:
    """Everything to be told of a run: of its files and organisations, and of what was read for each part."""
    parts = [
        (one.part.plan, record.get("noticed", {})) for one, record in zip(ready.work, records, strict=True)
    ]
    return (*ready.problems, *sentences(nation.scheme, parts))


def _digest(tables: Tables) -> str:
    from kaoping.scorecard import digest_of

    return digest_of(tables) if tables.organisations or tables.happenings or tables.filed else ""


def _written(
    folder: Folder, answers: Answers, tracks: Sequence[str], period: str, noticed: Noticed
) -> Record:
    for track in tracks:
        folder.cleared(track, period)
        writing.write_track(folder.answers(track, period), answers, track)
    figures = {"tracks": [_summary(answers, track) for track in tracks], "noticed": noticed.record()}
    return folder.finish(tracks, period, figures)


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
