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
from kaoping.engines.nation.tracks import Together, apart, refuse_too_large
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.exact import decimal_text
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import NodeColumns, Plan
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables

Progress = Callable[[int, int], None]
NOTHING = Tables(())
READING = 1_000
"""What reading counts for in the progress of a part, in which the plan counts for as much."""


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
    with a part; parts before it stay."""
    ready = prepared(nation)
    work = ready.work
    folder = Folder(out, _run(nation, ready.sources, work))
    keys = pa.array([one.key for one in ready.tables.organisations], pa.string())
    told = _Told(progress, len(work))
    records, again, handed = [], 0, 0
    for number, one in enumerate(work):
        record = folder.finished(one.part.tracks, str(one.period))
        told.at = number
        if record is None:
            run = _scored(nation, ready, keys, one, told)
            record = _written(folder, run, one)
            handed += sum(each.cells for each in run.handed)
        else:
            again += 1
        told(2 * READING)
        records.append(record)
    folder.close(records)
    return Scored(tuple(records), again, handed, ready.problems)


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


def _run(nation: Nation, sources: Sequence[Source], work: Sequence[Work]) -> Record:
    """What the run is of: the same run, the same answers to the byte."""
    return {
        "scheme": nation.scheme.digest, "cycle": nation.cycle, "nodes": list(nation.nodes),
        "periods": [str(one) for one in nation.periods], "through": str(nation.through or ""), "pyarrow": pa.__version__,
        "inputs": {str(number): digest_of_file(one.path) for number, one in enumerate(sources)},
        "beside": _digest(nation.beside), "told_period": str(nation.told_period or ""),
        "parts": [f"{one.period}.{'+'.join(one.part.tracks)}" for one in work],
    }  # fmt: skip


def _digest(tables: Tables) -> str:
    from kaoping.scorecard import digest_of

    return digest_of(tables) if tables.organisations or tables.happenings or tables.filed else ""


class _Told:
    """Progress over all parts."""

    def __init__(self, progress: Progress | None, parts: int) -> None:
        self.progress, self.parts, self.at = progress, parts, 0

    def __call__(self, done: int) -> None:
        if self.progress is not None:
            self.progress(self.at * 2 * READING + done, self.parts * 2 * READING)

    def reading(self, done: int, total: int) -> None:
        self(READING * done // max(total, 1))

    def scoring(self, done: int, total: int) -> None:
        self(READING + READING * done // max(total, 1))


def _scored(nation: Nation, ready: Ready, keys: Any, one: Work, told: _Told) -> LettingGo:
    plan = one.part.plan
    own = sorted({key for track in one.part.tracks for key in plan.members[track]})
    filings = ArrayFilings(own, plan.members, Vocabulary(), ready.tables.filed)
    Reader(nation.scheme, keys, filings, looked_at(plan)).read(ready.sources, told.reading)
    nodes = nation.nodes or tuple(dict.fromkeys(node.node for node in plan.nodes))
    run = LettingGo(plan, ready.tables, filings, Answers(plan, frozenset(nodes)), nation.certified)
    run.run(told.scoring)
    return run


def _written(folder: Folder, run: LettingGo, one: Work) -> Record:
    answers = run.answers
    for track in one.part.tracks:
        writing.write_track(folder.answers(track, str(one.period)), answers, track)
    lines = [_summary(answers, track) for track in one.part.tracks]
    return folder.finish(one.part.tracks, str(one.period), {"tracks": lines})


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
