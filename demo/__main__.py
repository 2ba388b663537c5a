"""`python -m demo`: make the district, score its year, show the track of townships and one statement.

Answers go to stdout, talk to stderr.
"""

from __future__ import annotations

import argparse
import sys
import time
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console

from demo import SCHEME, SEED, YEAR, build
from demo.showing import Show
from demo.writing import write, write_workbook
from kaoping import KaopingError, read_scheme, score
from kaoping.cli.inputs import WrongCommand
from kaoping.errors import Problem, Words
from kaoping.tables import Tables

WIDTH = {"zh": 136, "en": 184}
"""Columns that a track with all its dimensions takes; a narrower terminal breaks the lines."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments ask. Returns the exit code."""
    asked = _parser().parse_args(arguments)
    tables = build(asked.seed)
    if asked.write is not None:
        for path in write(tables, SCHEME, asked.write):
            print(path)
        return 0
    if asked.workbook is not None:
        print("\n".join(write_workbook(tables, SCHEME, asked.workbook, YEAR)))
        return 0
    try:
        _show(tables, asked)
    except KaopingError as error:
        print(error.in_(asked.lang), file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    about = "虚构的云澜区：生成、计分、列出结果。 A fictional district: made, scored, shown."
    parser = argparse.ArgumentParser(prog="python -m demo", description=about)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 language")
    parser.add_argument("--seed", type=int, default=SEED, help="种子 seed")
    parser.add_argument("--unit", default="anping", help="出对账单的单位 whose statement is shown")
    parser.add_argument("--track", default="townships", help="列出的赛道 which track is shown")
    parser.add_argument("--write", type=Path, metavar="DIR", help="只写出文件 write the files and stop")
    parser.add_argument("--workbook", type=Path, metavar="XLSX", help="只写出已填的工作簿 write the filled workbook and stop")  # fmt: skip
    return parser


def _show(tables: Tables, asked: argparse.Namespace) -> None:
    began = time.monotonic()
    scheme = read_scheme(SCHEME)
    _refuse_unknown(asked, set(scheme.groups), {one.key for one in tables.organisations})
    card = score(scheme, tables, str(YEAR))
    width = WIDTH[asked.lang]
    console = Console(width=max(width, Console().width) if sys.stdout.isatty() else width)
    show = Show(console, scheme, card, asked.lang)
    show.header()
    show.track(asked.track)
    group = next((one.group for one in card.lines if one.organisation == asked.unit), asked.track)
    show.statement(asked.unit, group)
    print(f"{time.monotonic() - began:.1f} s", file=sys.stderr)


def _refuse_unknown(asked: argparse.Namespace, tracks: set[str], units: set[str]) -> None:
    """Raises KaopingError for a track or unit there is not."""
    for option, named, known in (("--track", asked.track, tracks), ("--unit", asked.unit, units)):
        if named not in known:
            near = sorted(get_close_matches(named, sorted(known), n=5) or sorted(known)[:5])
            raise WrongCommand(
                Problem(
                    "demo",
                    Words(f"{option}：没有“{named}”。", f"{option}: there is no “{named}”."),
                    Words(f"可写：{'、'.join(near)}……", f"write one such as {', '.join(near)}"),
                )
            )


if __name__ == "__main__":
    sys.exit(main())
