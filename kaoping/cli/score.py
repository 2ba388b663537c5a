"""`kaoping score`: read, refuse or score, show, write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from kaoping.cli.inputs import Inputs, WrongCommand, read_inputs
from kaoping.cli.results import FORMATS, Results, write_results
from kaoping.cli.speaking import Voice
from kaoping.cli.standings import show_standings
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.scorecard import Scorecard
from kaoping.scoring import score
from kaoping.sheets.results_out import Titles, csv_bytes, jsonl_bytes, problem_listing
from kaoping.tables import Tables

MOST_EXPLAINED = 100
"""Organisations whose every step still goes into the workbook unasked."""


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Nothing half-done: with an error in any cell nothing is scored, and no result is touched."""
    formats = _formats(arguments.format)
    inputs = read_inputs(arguments)
    wanted = _statements(arguments.statements, inputs.tables)
    if arguments.check:
        return _dry_run(arguments, voice, inputs)
    voice.problems(inputs.problems)
    if inputs.errors:
        return _refuse(arguments, voice, inputs, inputs.problems)
    card = scored(arguments, voice, inputs)
    if arguments.out is not None:
        explained = _explained(arguments.explanation, voice, inputs.tables, wanted)
        results = Results(
            inputs.scheme, card, inputs.problems, voice.language, wanted, explained, not arguments.hide_others
        )
        files = write_results(arguments.out, results, formats, voice)
        for file in files:
            voice.tell(Words(str(file), str(file)))
    if not arguments.quiet:
        show_standings(inputs.scheme, card, Titles.of(inputs.scheme, card, voice.language))
    voice.tell(Words(f"运行号 {card.run_id}", f"run {card.run_id}"))
    return 0


def scored(arguments: argparse.Namespace, voice: Voice, inputs: Inputs) -> Scorecard:
    """The run. Raises SchemeError, TableError."""
    with voice.progress(Words("计分", "scoring")) as progress:
        return score(inputs.scheme, inputs.tables, inputs.period, arguments.cycle, inputs.through, progress)


def _explained(setting: str, voice: Voice, tables: Tables, wanted: Callable[[str], bool]) -> bool:
    """Whether the workbook holds every step. `auto`: of a few organisations; of hundreds it would take minutes, and
    the traces hold the same."""
    if setting != "auto":
        return setting == "all"
    few = sum(wanted(body.key) for body in tables.organisations) <= MOST_EXPLAINED
    if not few:
        voice.tell(
            Words("单位较多，工作簿不写计分过程；要写请加 --explanation all（traces.jsonl 里都有）。",
                  "There are many organisations: the workbook leaves out the steps; --explanation all writes them "
                  "(traces.jsonl has them).")
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
        scored(arguments, voice, inputs)
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


def _statements(text: str, tables: Tables) -> Callable[[str], bool]:
    """Which organisations get a statement. Raises WrongCommand for one there is not."""
    if text in ("all", "none"):
        return lambda key: text == "all"
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    unknown = sorted(wanted - {body.key for body in tables.organisations})
    if unknown:
        raise WrongCommand(
            Problem(
                "statements",
                Words(
                    f"--statements：没有单位 {'、'.join(unknown)}。",
                    f"--statements: no organisation {', '.join(unknown)}.",
                ),
                Words("写 all、none 或单位编码。", "write all, none, or keys of organisations."),
            )
        )
    return lambda key: key in wanted
