"""Writing the results of a run into a folder: all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping.cli.told import Told
from kaoping.errors import Language, Problem
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

FORMATS = ("csv", "jsonl", "xlsx", "json")


@dataclass(frozen=True)
class Results:
    """One run with everything that is told of it."""

    scheme: Scheme
    card: Scorecard
    told: Sequence[Told]
    problems: Sequence[Problem]
    language: Language

    def listings(self) -> tuple[Listing, ...]:
        """Lines, awards, problems."""
        titles = Titles.of(self.scheme, self.card, self.language)
        return (
            line_listing(self.card, titles),
            award_listing(self.card, titles),
            problem_listing(self.problems, self.language),
        )


def write_results(
    folder: Path,
    results: Results,
    formats: Collection[str],
    statements: Callable[[str], bool],
    progress: Callable[[int, int], None],
) -> tuple[Path, ...]:
    """Write the formats asked for; the files, in order. Raises OSError; then no file of the folder has changed.

    statements: which organisations get a sheet of their own in the workbook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".kaoping-", dir=folder))
    try:
        _write(aside, results, formats, statements, progress)
        names = sorted(path.name for path in aside.iterdir())
        for name in names:
            os.replace(aside / name, folder / name)
        return tuple(folder / name for name in names)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(
    aside: Path, results: Results, formats: Collection[str], statements: Callable[[str], bool],
    progress: Callable[[int, int], None],
) -> None:  # fmt: skip
    for listing in results.listings():
        if "csv" in formats:
            (aside / f"{listing.name}.csv").write_bytes(csv_bytes(listing))
        if "jsonl" in formats:
            (aside / f"{listing.name}.jsonl").write_bytes(jsonl_bytes(listing))
    if "jsonl" in formats:
        (aside / "traces.jsonl").write_bytes(b"".join(one.trace_line for one in results.told))
    if "json" in formats:
        (aside / "scorecard.json").write_bytes(results.card.canonical() + b"\n")
    if "xlsx" in formats:
        own = [one.statement for one in results.told if statements(one.statement.organisation)]
        write_book(
            aside / "results.xlsx",
            results.scheme,
            results.card,
            own,
            results.language,
            results.problems,
            progress,
        )
