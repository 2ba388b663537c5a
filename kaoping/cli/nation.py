"""`kaoping score` on Parquet: a nation, period after period and part after part, resumable."""

from __future__ import annotations

import argparse
import resource
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kaoping.cli.inputs import WrongCommand, columns_of, constants_of, period_of, tables_of
from kaoping.cli.speaking import Report, Voice
from kaoping.errors import KaopingError, Place, Problem, Severity, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.reading import read_scheme
from kaoping.tables import Tables

if TYPE_CHECKING:
    from kaoping.engines.nation.whole import Nation, Scored

ENDING = ".parquet"
ALONE = (("--statements", "statements", "all"), ("--explanation", "explanation", "auto"), ("--traces", "traces", "none"),
         ("--format", "format", "csv,jsonl,xlsx,json"), ("--hide-others", "hide_others", False))  # fmt: skip
"""Options of workbooks and traces, of which a nation has none."""
OWN = (("--memory", "memory", ""), ("--nodes", "nodes", "all"))
"""Options of a nation."""
LEAST = 2**20
"""Bytes of memory below which nothing can be meant."""
HEADERS: tuple[tuple[str, str, object], ...] = (("--map", "map", []), ("--columns", "columns", None))
"""Options of tables whose headers are people's own; those of Parquet are keys."""


def is_nation(paths: list[Path]) -> bool:
    """Whether one of the tables is Parquet, or a folder with such files."""
    return any(
        path.suffix == ENDING or (path.is_dir() and next(path.rglob(f"*{ENDING}"), None) is not None)
        for path in paths
    )


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. What is finished stays, whatever happens to the rest."""
    _refuse_options(arguments)
    nation = _nation(arguments, voice)
    if arguments.check:
        return _dry_run(nation, voice)
    if arguments.out is None:
        raise WrongCommand(
            Problem(
                "no-out",
                Words(
                    "Parquet 的结果写进文件夹：请给 --out。",
                    "answers from Parquet go into a folder: give --out.",
                ),
            )
        )
    try:
        with voice.progress(Words("计分", "scoring")) as progress:
            done = _scored(nation, arguments, progress)
    except KeyboardInterrupt:
        voice.tell(
            Words(
                "已算完的部分都在；再运行一次只补其余。",
                "What is finished stays; run it again to do the rest.",
            )
        )
        raise
    voice.problems(done.problems)
    voice.tell(_engine_words(arguments.engine))
    _tell(arguments, voice, done)
    return 0


def refuse_its_own(arguments: argparse.Namespace) -> None:
    """Raises WrongCommand where no table is Parquet and an option is one of a nation's."""
    if given := _given(arguments, OWN):
        named = ", ".join(given)
        raise WrongCommand(
            Problem("for-parquet", Words(f"{named} 只用于 Parquet，这里没有 Parquet。", f"{named} goes with Parquet only, and there is none here."),
                    Words("去掉它，或把表写成 Parquet。", "leave it out, or write the tables as Parquet."))
        )  # fmt: skip


def refuse_nation(verb: str, paths: list[Path]) -> None:
    """Raises WrongCommand where a verb that looks at each value is given Parquet."""
    if not is_nation(paths):
        return
    raise WrongCommand(
        Problem("no-parquet-here", Words(f"kaoping {verb} 不读 Parquet。", f"kaoping {verb} does not read Parquet."),
                Words("把要看的那条赛道的单位和数值写成 xlsx 或 csv 再运行（位次和标准分要看全赛道的单位）。",
                      "write the organisations and values of the track in question as xlsx or csv (places and standard scores look at "
                      "everybody in it)."),
                Place(str(next(path for path in paths if is_nation([path])))))
    )  # fmt: skip


def _given(arguments: argparse.Namespace, options: tuple[tuple[str, str, object], ...]) -> list[str]:
    """Which options were said."""
    return [option for option, name, default in options if getattr(arguments, name) != default]


def _refuse_options(arguments: argparse.Namespace) -> None:
    """Raises KaopingError for what does not go with Parquet, or where PyArrow is missing."""
    if find_spec("pyarrow") is None:
        raise KaopingError(
            Problem("no-parquet", Words("读 Parquet 缺少 pyarrow。", "reading Parquet lacks pyarrow."),
                    Words("pip install 'kaoping[parquet]'", "pip install 'kaoping[parquet]'"))
        )  # fmt: skip
    given = _given(arguments, ALONE)
    given += ["--engine reference"] if arguments.engine == "reference" else []
    if all(is_nation([path]) for path in arguments.tables):
        given += _given(arguments, HEADERS)
    if arguments.engine == "spark" and arguments.memory:
        raise WrongCommand(
            Problem("memory-of-spark", Words("--memory 不限制 Spark。", "--memory does not limit Spark."),
                    Words("Spark 的内存用环境变量设，如 KAOPING_SPARK_CONF_spark_executor_memory=4g。",
                          "set Spark's own memory in the environment, such as KAOPING_SPARK_CONF_spark_executor_memory=4g."))
        )  # fmt: skip
    if given:
        named = ", ".join(given)
        raise WrongCommand(
            Problem("not-for-parquet", Words(f"{named} 不能与 Parquet 同用。", f"{named} does not go with Parquet."),
                    Words("去掉它：结果写成 Parquet，列名就是编码。", "leave it out: answers are written as Parquet, and names of columns are keys."))
        )  # fmt: skip


def _scored(nation: Nation, arguments: argparse.Namespace, progress: Report) -> Scored:
    """By arrays, or by SQL where that is asked for."""
    if arguments.engine in ("auto", "columnar"):
        from kaoping.engines.nation import score_nation

        return score_nation(nation, arguments.out, progress)
    from kaoping.engines.choice import processors, session_for
    from kaoping.engines.sql.whole import score_in_sql

    memory = "" if nation.memory is None else f"{nation.memory // 2**10}KiB"
    session = session_for(arguments.engine, memory, processors())
    return score_in_sql(nation, arguments.out, arguments.engine, session, progress)


def _nation(arguments: argparse.Namespace, voice: Voice) -> Nation:
    from kaoping.engines.nation import Nation

    scheme, periods = read_scheme(arguments.scheme), periods_of(arguments.period)
    files = [path for path in arguments.tables if is_nation([path])]
    others = [path for path in arguments.tables if path not in files]
    constants = constants_of(arguments)
    beside = Tables(())
    if others:
        beside, problems = tables_of(scheme, periods[0], others, columns_of(arguments), constants)
        voice.problems(one for one in problems if one.severity is not Severity.ERROR)
        errors = [one for one in problems if one.severity is Severity.ERROR]
        if errors:
            raise TableError(errors)
    told = period_of(constants["period"], "--constant period") if "period" in constants else None
    through = period_of(arguments.through, "--through") if arguments.through else None
    nodes = tuple(one.strip() for one in arguments.nodes.split(",") if one.strip() and one.strip() != "all")
    return Nation(
        scheme, files, periods, beside, arguments.cycle, told, nodes, _memory(arguments.memory), through
    )


def periods_of(text: str) -> tuple[Period, ...]:
    """2026-03, 2026-01..2026-12 or 2026-01,2026-02 as periods. Raises WrongCommand."""
    found: dict[Period, None] = {}
    for one in text.split(","):
        first, dots, last = one.partition("..")
        start = period_of(first, "--period")
        end = period_of(last, "--period") if dots else start
        if end < start or end.length != start.length:
            raise WrongCommand(
                Problem("period", Words(f"--period “{one}”不是由早到晚、同样长短的期间。",
                                        f"--period “{one}” does not run from one period to a later one as long."))
            )  # fmt: skip
        count = (end.first_month - start.first_month) // start.length
        found.update(dict.fromkeys(start.shifted(number) for number in range(count + 1)))
    return tuple(found)


def _memory(text: str) -> int | None:
    from kaoping.engines.nation.tracks import bytes_of

    try:
        found = bytes_of(text) if text else None
        if found is not None and found < LEAST:
            raise ValueError(text)
        return found
    except ValueError:
        raise WrongCommand(
            Problem("memory", Words(f"--memory “{text}”不是内存大小，或小于 1MB。", f"--memory “{text}” is no size, or below 1MB."),
                    Words("写 4GB、512MB。", "write 4GB or 512MB."))
        ) from None  # fmt: skip


def _dry_run(nation: Nation, voice: Voice) -> int:
    """Say what would be scored, and what that takes; read no values."""
    from kaoping.engines.nation.tracks import shown_bytes
    from kaoping.engines.nation.whole import prepared

    ready = prepared(nation)
    voice.problems(ready.problems, sys.stdout)
    for one in ready.work:
        names = ", ".join(one.part.tracks)
        voice.answer(f"{one.period} {names}: {one.part.size:,}, {shown_bytes(one.part.bytes)}")
    voice.tell(
        Words("可以计分（数值读到时再核对）。", "It can be scored (values are checked when they are read).")
    )
    return 0


def _engine_words(asked: str) -> Words:
    """Which engine ran, and why."""
    if asked == "auto":
        return Words("引擎 columnar（表是 Parquet）", "engine columnar (the tables are Parquet)")
    from kaoping.engines.choice import as_asked

    return as_asked(asked)


def _tell(arguments: argparse.Namespace, voice: Voice, done: Scored) -> None:
    """The figures of every track, then what the run took."""
    if not arguments.quiet:
        for line in (line for record in done.records for line in record["tracks"]):
            ends = f"{line['lowest']} – {line['highest']}" if "lowest" in line else "—"
            voice.answer(f"{line['period']} {line['track']}: {line['organisations']:,}, {ends}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    voice.tell(
        Words(f"共 {len(done.records)} 部分，其中 {done.again} 部分先前已完成；交给精确引擎 {done.handed} 格；内存最多 {most:,.0f} MB。",
              f"{len(done.records)} parts, {done.again} of them done before; {done.handed} cells by the reference engine; memory at most {most:,.0f} MB.")
    )  # fmt: skip
    voice.tell(Words(str(arguments.out), str(arguments.out)))
