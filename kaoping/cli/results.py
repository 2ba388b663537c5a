"""Writing the results of a run into a folder: all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kaoping.cli.speaking import Voice
from kaoping.cli.told import Teller, trace_line
from kaoping.errors import Language, Problem, Words
from kaoping.scheme.model import Scheme
from kaoping.scorecard import Scorecard
from kaoping.sheets.book import write_book
from kaoping.sheets.results_out import (
    Listing,
    Titles,
    award_listing,
    csv_bytes,
    jsonl_bytes,
    line_listing,
    problem_listing,
)
from kaoping.sheets.statements import Statement

FORMATS = ("csv", "jsonl", "xlsx", "json")
NAMES = (
    *(f"{name}.{form}" for name in ("lines", "awards", "problems") for form in ("csv", "jsonl")),
    "traces.jsonl", "scorecard.json", "results.xlsx",
)  # fmt: skip
"""Every file that a run can write."""


@dataclass(frozen=True)
class Results:
    """One run and what was found while reading and scoring. `statements`: which organisations get a sheet in the
    workbook; `explained`: whether it holds the steps behind them too; `traces`: whose every step goes into
    traces.jsonl, None for no such file: of hundreds of organisations it takes hundreds of megabytes."""

    scheme: Scheme
    card: Scorecard
    problems: Sequence[Problem]
    language: Language
    statements: Callable[[str], bool]
    explained: bool = True
    name_others: bool = True
    traces: Callable[[str], bool] | None = None

    def listings(self) -> tuple[Listing, ...]:
        """Lines, awards, problems."""
        titles = Titles.of(self.scheme, self.card, self.language)
        return (
            line_listing(self.card, titles),
            award_listing(self.card, titles),
            problem_listing(self.problems, self.language),
        )


def write_results(folder: Path, results: Results, formats: Collection[str], voice: Voice) -> tuple[Path, ...]:
    """Write the formats asked for; the files, in order. Raises OSError; then no file of the folder has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".kaoping-", dir=folder))
    try:
        _write_lists(aside, results, formats)
        _write_told(aside, results, formats, voice)
        names = sorted(path.name for path in aside.iterdir())
        for name in names:
            os.replace(aside / name, folder / name)
        return tuple(folder / name for name in names)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_lists(aside: Path, results: Results, formats: Collection[str]) -> None:
    for listing in results.listings():
        if "csv" in formats:
            (aside / f"{listing.name}.csv").write_bytes(csv_bytes(listing))
        if "jsonl" in formats:
            (aside / f"{listing.name}.jsonl").write_bytes(jsonl_bytes(listing))
    if "json" in formats:
        (aside / "scorecard.json").write_bytes(results.card.canonical() + b"\n")


def _write_told(aside: Path, results: Results, formats: Collection[str], voice: Voice) -> None:
    """Traces and the workbook, out of one walk over the organisations: their traces are too many to keep."""
    book, traced = "xlsx" in formats, results.traces or _nobody
    told = results.statements if book else _nobody
    teller = Teller(results.scheme, results.card, results.language, results.name_others)
    statements: list[Statement] = []
    with ExitStack() as open_:
        traces = open_.enter_context((aside / "traces.jsonl").open("wb")) if results.traces else None
        progress = open_.enter_context(voice.progress(Words("写说明", "explaining")))
        for tree in teller.everyone(lambda key: traced(key) or told(key), progress):
            if traces is not None and traced(tree.organisation.key):
                traces.write(trace_line(tree))
            if told(tree.organisation.key):
                statements.append(teller.statement(tree, results.explained))
    if book:
        with voice.progress(Words("写工作簿", "writing the workbook")) as progress:
            path = aside / "results.xlsx"
            write_book(
                path, results.scheme, results.card, statements, results.language, results.problems, progress
            )


def _nobody(key: str) -> bool:
    """Whether an organisation is meant where none is."""
    return False
