"""A nation scored in SQL: as `kaoping.engines.nation.whole`, by a session instead of arrays.

Parts that are finished stay; the run folder is the same. A session may write several files a track and period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from kaoping.engines.nation.answers import places_of
from kaoping.engines.nation.filings import looked_at
from kaoping.engines.nation.keeping import Folder, Record
from kaoping.engines.nation.noticed import parted
from kaoping.engines.nation.sources import may_hold
from kaoping.engines.nation.whole import (
    Nation,
    Progress,
    Ready,
    Scored,
    Work,
    folder_of,
    noticed_of,
    prepared,
)
from kaoping.engines.nation.writing import node_label
from kaoping.engines.sql.nation import Land, NationRun
from kaoping.engines.sql.session import Session
from kaoping.engines.sql.tracks import Track
from kaoping.exact import decimal_text

WRITTEN = "written"
"""The answers of a track that are looked at."""


def score_in_sql(
    nation: Nation, out: Path, engine: str, opened: Callable[[], Session], progress: Progress | None = None
) -> Scored:
    """Score and write; what is there and whole already is not done again. `nation.memory` is the session's affair."""
    ready = prepared(replace(nation, memory=None))
    folder = folder_of(nation, ready, out, engine)
    found = [folder.finished(one.part.tracks, str(one.period)) for one in ready.work]
    left = [number for number, record in enumerate(found) if record is None]
    handed = 0
    session = opened() if left else None  # before the folder is made: what cannot begin leaves nothing behind
    try:
        folder.begin()
        for done, (number, land) in enumerate(_lands(session, nation, ready, left), 1):
            assert session is not None
            found[number], cells = _scored(nation, land, session, folder, ready.work[number])
            handed += cells
            if progress is not None:
                progress(done, len(left))
    finally:
        if session is not None:
            session.close()
    records = tuple(record for record in found if record is not None)
    folder.close()
    return Scored(records, len(found) - len(left), handed, noticed_of(nation, ready, records))


def _lands(
    session: Session | None, nation: Nation, ready: Ready, left: Sequence[int]
) -> Iterator[tuple[int, Land]]:
    """Each work with what is read for its period. Files that hold nothing of a period are not looked into for it."""
    for _, numbers in groupby(left, key=lambda number: ready.work[number].period):
        assert session is not None
        mine = list(numbers)
        wanted = {figure for number in mine for figure in looked_at(ready.work[number].part.plan)}
        sources = [one for one in ready.sources if may_hold(nation.scheme, one, wanted)]
        land = Land.of(session, nation.scheme, ready.tables, sources)
        yield from ((number, land) for number in mine)
        land.files.close()


def _scored(nation: Nation, land: Land, session: Session, folder: Folder, one: Work) -> tuple[Record, int]:
    plan, period = one.part.plan, str(one.period)
    nodes = nation.nodes or [node.node for node in plan.nodes]
    run = NationRun(plan, land, session, frozenset(nodes), nation.certified)
    folders = {track: folder.cleared(track, period) for track in one.part.tracks}
    run.write(folders)
    lines = [_summary(run, run.tracks[track], period, folders[track]) for track in one.part.tracks]
    ties = [tie for track in one.part.tracks for tie in _near_ties(run, track, folders[track])]
    run.close()  # where anything failed before, the session's end forgets its tables
    figures = {"tracks": lines, "noticed": run.noticed(ties).record()}
    return folder.finish(one.part.tracks, period, figures), sum(took.cells for took in run.taken)


def _near_ties(run: NationRun, track: str, folder: Path) -> list[tuple[str, str, int]]:
    """As `kaoping.engines.nation.noticed.near_ties`, from what was written."""
    found = []
    run.session.external(WRITTEN, str(folder))
    for node in parted(run.plan):
        if node.group == track and node.node in run.lines.nodes:
            name = node_label(run.plan, node)
            told = run.session.fetch(
                f"SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM (SELECT COUNT(*) AS n FROM {WRITTEN} r "
                f'WHERE r."{name}.points" IS NOT NULL AND r."{name}.place" IS NOT NULL '
                f'GROUP BY r."{name}.points" HAVING MIN(r."{name}.place") < MAX(r."{name}.place")) q'
            )
            count = int(told["n"][0])
            found += [(track, str(node.period), count)] if count else []
    return found


def _summary(run: NationRun, track: Track, period: str, folder: Path) -> Record:
    """The whole of a track in figures, as `kaoping.engines.nation.whole` tells it; read from what was written."""
    run.session.external(WRITTEN, str(folder))
    found: dict[str, Any] = {"track": track.group, "period": period, "organisations": track.size}
    for node in run.lines.mine:
        if node.node == run.plan.root and node.group == track.group and node.period == run.plan.period:
            places, _ = places_of(run.plan, run.lines.number(node.points))
            found |= {"total": node.node, **_ends(run, node.node, places)}
            found["statuses"] = _counted(run, f"{node.node}.status")
            if node.grade is not None:
                found["grades"] = _counted(run, f"{node.node}.grade")
    return found


def _ends(run: NationRun, root: str, places: int) -> Record:
    # Wider than 18 digits on purpose: DuckDB multiplies narrower decimals in 64 bits.
    wide = f'CAST(r."{root}.points" AS DECIMAL(19, {places}))'
    whole = f"CAST({wide} * CAST({10**places} AS DECIMAL({places + 1}, 0)) AS BIGINT)"
    told = run.session.fetch(
        f"SELECT COUNT(p) AS n, COALESCE(MAX(p), 0) AS z, COALESCE(MIN(p), 0) AS a, CAST(COALESCE(SUM(p), 0) AS BIGINT) AS t "
        f"FROM (SELECT {whole} AS p FROM {WRITTEN} r) q"
    )
    count, *ends = (int(told[name][0]) for name in "nzat")
    named = zip(("highest", "lowest", "sum"), ends, strict=True)
    shown = {name: decimal_text(Fraction(one, 10**places), places) for name, one in named}
    return {"scored": count, **(shown if count else {})}


def _counted(run: NationRun, column: str) -> dict[str, int]:
    told = run.session.fetch(
        f'SELECT r."{column}" AS w, COUNT(*) AS n FROM {WRITTEN} r WHERE r."{column}" IS NOT NULL GROUP BY r."{column}"'
    )
    return {str(word): int(count) for word, count in sorted(zip(told["w"], told["n"], strict=True))}
