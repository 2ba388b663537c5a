"""`kaoping scheme to-workbook` and `from-workbook`: a scheme as a workbook and back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kaoping.cli.inputs import WrongCommand
from kaoping.cli.parser import Parser, Sayer
from kaoping.cli.speaking import Voice
from kaoping.errors import DocumentError, Problem, Words
from kaoping.scheme.reading import read_scheme
from kaoping.sheets import read_scheme_book, write_scheme_book
from kaoping.sheets.refusals import refusal
from kaoping.sheets.scheme_book import BOOK_LIMITS

_BOOKS = (".xlsx", ".xls", ".xlsb", ".ods")


def add_scheme(verbs: Any, say: Sayer) -> None:
    """The verb and its two deeds."""
    told = say("方案与工作簿互相转换", "a scheme as a workbook, and back")
    parser: Parser = verbs.add_parser("scheme", help=told, say=say, prog="kaoping scheme", description=told)
    deeds = parser.verbs()
    to = _deed(
        deeds, say, "to-workbook", Words("把方案写成工作簿", "write a scheme as a workbook"), to_workbook
    )
    to.add_argument(
        "source",
        type=Path,
        metavar=say("方案.yaml", "SCHEME.yaml"),
        help=say("方案文件（YAML）", "the scheme file (YAML)"),
    )
    from_ = _deed(
        deeds, say, "from-workbook", Words("把工作簿转成方案", "read a workbook into a scheme"), from_workbook
    )
    from_.add_argument(
        "source",
        type=Path,
        metavar=say("方案.xlsx", "BOOK.xlsx"),
        help=say("方案工作簿", "the workbook of a scheme"),
    )
    for one, name in ((to, Words("方案.xlsx", "BOOK.xlsx")), (from_, Words("方案.yaml", "SCHEME.yaml"))):
        one.add_argument(
            "-o",
            "--out",
            type=Path,
            required=True,
            metavar=say.words(name),
            help=say("写到这个文件", "write this file"),
        )
        one.add_argument("--force", action="store_true", help=say("文件已有也写", "overwrite the file"))
        one.add_argument("--lang", choices=("zh", "en"), help=say("用中文或英文", "speak Chinese or English"))
        one.add_argument("--quiet", action="store_true", help=say("只说错误", "tell errors only"))


def _deed(
    deeds: Any, say: Sayer, name: str, told: Words, run: Callable[[argparse.Namespace, Voice], int]
) -> Parser:
    words = say.words(told)
    parser: Parser = deeds.add_parser(
        name, help=words, say=say, prog=f"kaoping scheme {name}", description=words
    )
    parser.set_defaults(run=run)
    return parser


def to_workbook(arguments: argparse.Namespace, voice: Voice) -> int:
    """Read the scheme, write its workbook in the language spoken."""
    _refuse_to_overwrite(arguments)
    if arguments.out.suffix.lower() != ".xlsx":
        raise WrongCommand(Problem("out", Words("-o 要写 .xlsx 文件。", "-o must name an .xlsx file.")))
    content = write_scheme_book(read_scheme(arguments.source), voice.language)
    return _written(arguments.out, content, voice)


def from_workbook(arguments: argparse.Namespace, voice: Voice) -> int:
    """Read the workbook, write the scheme it says. Nothing is written where anything is wrong."""
    _refuse_to_overwrite(arguments)
    if arguments.out.suffix.lower() in _BOOKS:
        raise WrongCommand(Problem("out", Words("-o 要写 .yaml 文件。", "-o must name a .yaml file.")))
    size, most = arguments.source.stat().st_size, BOOK_LIMITS.file_bytes
    if size > most:
        name = arguments.source.name
        raise DocumentError(refusal("file-size", name, str(size >> 20), str(most >> 20)))
    text = read_scheme_book(arguments.source.read_bytes(), arguments.source.name)
    return _written(arguments.out, text.encode("utf-8"), voice)


def _refuse_to_overwrite(arguments: argparse.Namespace) -> None:
    """A file that may be edited already is kept. Raises WrongCommand."""
    if arguments.out.exists() and not arguments.force:
        raise WrongCommand(
            Problem(
                "exists", Words(f"{arguments.out} 已经有了，也许已经改过。", f"{arguments.out} exists and may be edited already."),
                Words("换一个文件名，或加 --force。", "choose another name, or add --force."),
            )
        )  # fmt: skip


def _written(path: Path, content: bytes, voice: Voice) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    voice.tell(Words(f"写出 {path}", f"Wrote {path}"))
    return 0
