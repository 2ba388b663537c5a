"""`kaoping intake FILE… [--json] [--out DIR] [--lang zh|en]`: answers to stdout, talk to stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kaoping.errors import DocumentError, Language
from kaoping.intake.export import dumps
from kaoping.intake.intake import read_paper
from kaoping.intake.paper import Paper
from kaoping.intake.summary import summary


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add the verb `intake` to a command line's sub-parsers."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "intake", help="read papers into proposed tasks and targets / 从会议材料提出任务和目标建议"
    )
    _arguments(parser)
    return parser


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="txt, html, docx, pdf")
    parser.add_argument("--json", action="store_true", help="print JSON (kaoping-intake-gold/1) / 输出 JSON")
    parser.add_argument(
        "--out", metavar="DIR", help="write one JSON file per paper here / 每份材料写一个 JSON 文件"
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="language of the summary / 摘要语言"
    )


def run(args: argparse.Namespace) -> int:
    """Read every file named; 0 where all were read, 12 where one could not be."""
    language: Language = "en" if args.lang == "en" else "zh"
    worst = 0
    taken: set[str] = set()
    for file in args.files:
        try:
            paper = read_paper(file)
        except DocumentError as wrong:
            sys.stderr.write(wrong.in_(language) + "\n")
            worst = DocumentError.exit_code
            continue
        if args.out:
            _write(paper, Path(args.out), taken, Path(file))
        if args.json and not args.out:
            sys.stdout.write(dumps(paper, one_line=len(args.files) > 1) + "\n")
        elif not args.json:
            sys.stdout.write(summary(paper, language) + "\n")
    return worst


def _write(paper: Paper, folder: Path, taken: set[str], file: Path) -> None:
    """One file a paper; two papers of one name in one call do not overwrite each other."""
    folder.mkdir(parents=True, exist_ok=True)
    stem, number = file.stem, 2
    while stem in taken:
        stem, number = f"{file.stem}-{number}", number + 1
    taken.add(stem)
    (folder / f"{stem}.json").write_text(dumps(paper) + "\n", encoding="utf-8")
    sys.stderr.write(f"{folder / stem}.json\n")


def main(arguments: list[str] | None = None, parse: Callable[..., argparse.Namespace] | None = None) -> int:
    """The command on its own."""
    parser = argparse.ArgumentParser(prog="python -m kaoping.intake")
    _arguments(parser)
    return run((parse or parser.parse_args)(arguments))
