"""`kaoping score`: read, refuse or score, show, write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from kaoping.cli import nation
from kaoping.cli.inputs import Inputs, WrongCommand, read_inputs
from kaoping.cli.results import FORMATS, NAMES, Results, write_results
from kaoping.cli.speaking import Voice
from kaoping.cli.standings import show_standings
from kaoping.engines.choice import why
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.scorecard import Scorecard
from kaoping.scoring import score
from kaoping.sheets.results_out import Titles, csv_bytes, jsonl_bytes, problem_listing
from kaoping.tables import Tables

MOST_EXPLAINED = 100
"""Organisations whose every step still goes into the workbook unasked."""


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Nothing half-done: with an error in any cell nothing is scored, and no result is touched."""
    if nation.is_nation(arguments.tables):
        return nation.run(arguments, voice)
    nation.refuse_its_own(arguments)
    formats = _formats(arguments.format)
    inputs = read_inputs(arguments)
    wanted = _among("--statements", arguments.statements, inputs.tables)
    traced = _among("--traces", arguments.traces, inputs.tables)
    if arguments.check:
        return _dry_run(arguments, voice, inputs)
    voice.problems(inputs.problems)
    if inputs.errors:
        return _refuse(arguments, voice, inputs, inputs.problems)
    card = scored(arguments, voice, inputs)
    voice.problems(card.findings)
    if arguments.out is not None:
        explained = "xlsx" in formats and _explained(arguments.explanation, voice, inputs.tables, wanted)
        results = Results(
            inputs.scheme, card, (*inputs.problems, *card.findings), voice.language, wanted, explained,
            not arguments.hide_others, None if arguments.traces == "none" else traced,
        )  # fmt: skip
        _write(arguments.out, results, formats, voice)
    if not arguments.quiet:
        show_standings(inputs.scheme, card, Titles.of(inputs.scheme, card, voice.language))
    voice.tell(Words(f"运行号 {card.run_id}", f"run {card.run_id}"))
    return 0


def _write(folder: Path, results: Results, formats: Collection[str], voice: Voice) -> None:
    """Write, name what was written, and what lies there from an earlier run."""
    files = write_results(folder, results, formats, voice)
    for file in files:
        voice.tell(Words(str(file), str(file)))
    stale = [name for name in NAMES if (folder / name).exists() and folder / name not in files]
    if stale:
        voice.tell(
            Words(f"提醒 {folder} 里的 {'、'.join(stale)} 是以前的计分写的，与这次无关。",
                  f"warning {folder}: {', '.join(stale)} come from an earlier run, not from this one.")
        )  # fmt: skip


def scored(arguments: argparse.Namespace, voice: Voice, inputs: Inputs) -> Scorecard:
    """The run. Raises SchemeError, TableError."""
    with voice.progress(Words("计分", "scoring")) as progress:
        card = score(
            inputs.scheme,
            inputs.tables,
            inputs.period,
            arguments.cycle,
            inputs.through,
            progress,
            arguments.engine,
        )
    voice.tell(why(card.plan, arguments.engine, card.engine))
    return card


def _explained(setting: str, voice: Voice, tables: Tables, wanted: Callable[[str], bool]) -> bool:
    """Whether the workbook holds every step. `auto`: of a few organisations; of hundreds it would take minutes."""
    if setting != "auto":
        return setting == "all"
    few = sum(wanted(body.key) for body in tables.organisations) <= MOST_EXPLAINED
    if not few:
        voice.tell(
            Words("单位较多，工作簿不写计分过程。看一家用 kaoping explain；全部写进工作簿加 --explanation all。",
                  "There are many organisations: the workbook leaves out the steps. kaoping explain shows those of one; "
                  "--explanation all writes them all.")
        )  # fmt: skip
    return few


def _refuse(
    arguments: argparse.Namespace, voice: Voice, inputs: Inputs, problems: tuple[Problem, ...]
) -> int:
    """Say how many problems stop the work; leave their list in the folder for results."""
    counted = voice.counted(problems)
    voice.complain(Words(f"没有计分：{counted.zh}。", f"Not scored: {counted.en}."))
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
        listing = problem_listing(problems, voice.language)
        (arguments.out / "problems.csv").write_bytes(csv_bytes(listing))
        (arguments.out / "problems.jsonl").write_bytes(jsonl_bytes(listing))
    return TableError.exit_code


def _dry_run(arguments: argparse.Namespace, voice: Voice, inputs: Inputs) -> int:
    """Say what was read and everything that is wrong with it; write nothing."""
    voice.problems(inputs.problems, sys.stdout)
    tables = inputs.tables
    read = (len(tables.organisations), len(tables.filed), len(tables.happenings))
    voice.tell(
        Words(f"读到 {read[0]} 个单位、{read[1]} 个值、{read[2]} 件事项。",
              f"Read {read[0]} organisations, {read[1]} values, {read[2]} events.")
    )  # fmt: skip
    if inputs.errors:
        counted = voice.counted(inputs.problems)
        voice.complain(Words(f"不能计分：{counted.zh}。", f"Cannot be scored: {counted.en}."))
        return TableError.exit_code
    try:
        voice.problems(scored(arguments, voice, inputs).findings, sys.stdout)
    except KaopingError as wrong:
        voice.problems(wrong.problems, sys.stdout)
        counted = voice.counted(tuple(wrong.problems))
        voice.complain(Words(f"不能计分：{counted.zh}。", f"Cannot be scored: {counted.en}."))
        return wrong.exit_code
    voice.tell(Words("可以计分。", "It can be scored."))
    return 0


def _formats(text: str) -> frozenset[str]:
    found = {part.strip() for part in text.split(",") if part.strip()}
    unknown = sorted(found - set(FORMATS))
    if unknown or not found:
        named = ", ".join(unknown)
        raise WrongCommand(
            Problem(
                "format",
                Words(f"--format 不认识“{named}”。", f"--format does not know “{named}”."),
                Words(f"可选：{'、'.join(FORMATS)}", f"one or several of {', '.join(FORMATS)}"),
            )
        )
    return frozenset(found)


def _among(option: str, text: str, tables: Tables) -> Callable[[str], bool]:
    """Which organisations an option means: all, none, or those of these keys. Raises WrongCommand for one there is
    not."""
    if text in ("all", "none"):
        return lambda key: text == "all"
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    unknown = sorted(wanted - {body.key for body in tables.organisations})
    if unknown:
        raise WrongCommand(
            Problem(
                option.strip("-"),
                Words(
                    f"{option}：没有单位 {'、'.join(unknown)}。",
                    f"{option}: no organisation {', '.join(unknown)}.",
                ),
                Words("写 all、none 或单位编码。", "write all, none, or keys of organisations."),
            )
        )
    return lambda key: key in wanted
