"""`kaoping journal verify`: an exported journal against itself, other exports, papers kept outside, and the tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kaoping.cli.inputs import WrongCommand
from kaoping.cli.parser import Parser, Sayer
from kaoping.cli.speaking import Voice
from kaoping.errors import DocumentError, Place, Problem, Words
from kaoping.journal import (
    Anchor,
    Checkpoint,
    Entry,
    JournalError,
    State,
    Verdict,
    checkpoint_of,
    differences,
    read_rows,
    receipt_of,
    short_code_of,
    stated_checkpoint,
    verify_export,
)

_MOST_PAPER = 1 << 20
_MOST_TOLD = 1000
_NO_ANCHOR = Words(
    "没有用外面保存的校验点、回执或短码：整部日志若被重写，这样核对看不出来。",
    "No checkpoint, receipt or short code from outside was used: a journal rewritten as a whole is not found this way.",
)


def add_journal(verbs: Any, say: Sayer) -> None:
    """The verb and its one deed."""
    told = say("日志：核对导出的文件", "the journal: verify an export")
    journal: Parser = verbs.add_parser(
        "journal", help=told, say=say, prog="kaoping journal", description=told
    )
    told = say("核对日志有没有被改动", "verify that a journal was not changed")
    parser: Parser = journal.verbs().add_parser(
        "verify", help=told, say=say, prog="kaoping journal verify", description=told
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE",
        help=say("导出的日志；多个时互相核对", "exported journals; several are held against each other"),
    )  # fmt: skip
    parser.add_argument(
        "--anchor", type=Path, action="append", default=[], metavar="TEXTFILE",
        help=say("外面保存的校验点或回执；可多次", "a checkpoint or receipt kept outside; repeatable"),
    )  # fmt: skip
    parser.add_argument(
        "--code", action="append", default=[], metavar="KP-…",
        help=say("回执上的短码；可多次", "the short code of a receipt; repeatable"),
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=Path, metavar="FILE",
        help=say("同一时刻导出的受保护表行，与重放结果核对", "protected rows exported at the same moment, held against the replay"),
    )  # fmt: skip
    parser.add_argument("--lang", choices=("zh", "en"), help=say("用中文或英文", "speak Chinese or English"))
    parser.add_argument("--quiet", action="store_true", help=say("只说错误", "tell errors only"))


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Prints each file's checkpoint; exit code 12 where anything is wrong."""
    if arguments.rows is not None and len(arguments.files) > 1:
        raise WrongCommand(
            Problem("rows", Words("--rows 只能配一个日志文件。", "--rows goes with one journal only."))
        )
    kept = _anchors(arguments)
    sound = [_verified(path, kept, arguments, voice) for path in arguments.files]
    if not kept:
        voice.tell(_NO_ANCHOR)
    return 0 if all(sound) else DocumentError.exit_code


def _verified(path: Path, kept: Sequence[Anchor], arguments: argparse.Namespace, voice: Voice) -> bool:
    anchors = [*kept, *_others(path, arguments.files)]
    state = State()
    visit: Callable[[Entry, Place], None] = state.take if arguments.rows else lambda entry, place: None
    words = Words(f"核对 {path}", f"verifying {path}")
    with path.open("rb") as stream, voice.progress(words) as report:
        whole = os.fstat(stream.fileno()).st_size
        verdict = verify_export(
            stream, anchors, name=str(path), visit=visit, report=lambda _: report(stream.tell(), whole)
        )
    voice.problems(verdict.problems)
    if verdict.count > len(verdict.problems):
        rest = verdict.count - len(verdict.problems)
        voice.complain(
            Words(f"{path}：另有 {rest} 个问题未列出。", f"{path}: {rest} more problems are not listed.")
        )
    replayed = _replayed(state, arguments.rows, voice) if arguments.rows else 0
    _conclude(path, verdict, len(anchors), voice)
    return verdict.is_sound and not replayed


def _replayed(state: State, rows: Path, voice: Voice) -> int:
    """How many differences there are between journal and tables."""
    count = 0
    with rows.open("rb") as stream:
        for problem in _story_and_rows(state, read_rows(stream, str(rows))):
            count += 1
            if count <= _MOST_TOLD:
                voice.problems([problem])
    if count > _MOST_TOLD:
        rest = count - _MOST_TOLD
        voice.complain(
            Words(f"{rows}：另有 {rest} 处不同未列出。", f"{rows}: {rest} more differences are not listed.")
        )
    return count


def _story_and_rows(state: State, rows: Any) -> Any:
    yield from state.problems
    yield from (one.problem() for one in differences(state, rows))


def _conclude(path: Path, verdict: Verdict, anchors: int, voice: Voice) -> None:
    if verdict.stated is not None and verdict.is_sound:
        voice.answer(verdict.stated.text(voice.language).rstrip())
    end = ("未发现改动", "no change found") if verdict.is_sound else ("有问题", "not sound")
    voice.tell(
        Words(f"{path}：{verdict.size} 条，对照 {anchors} 份凭据，{end[0]}。",
              f"{path}: {verdict.size} entries held against {anchors} anchor{'' if anchors == 1 else 's'}, {end[1]}.")
    )  # fmt: skip


def _others(path: Path, files: Sequence[Path]) -> list[Checkpoint]:
    """What the other files state of themselves, as far as this one reaches: of two exports, the larger holds the
    smaller, or there are two journals."""
    stated = {}
    for one in files:
        with one.open("rb") as stream:
            stated[one] = stated_checkpoint(stream)
    own = stated[path]
    return [
        point
        for one, point in stated.items()
        if one != path and point is not None and (own is None or point.size <= own.size)
    ]


def _anchors(arguments: argparse.Namespace) -> list[Anchor]:
    """What was kept outside. Raises JournalError with the problems of every paper."""
    found: list[Anchor] = []
    problems: list[Problem] = []
    papers: list[tuple[Callable[[str], Anchor], str, str]] = [
        (_form_of, _paper(path), str(path)) for path in arguments.anchor
    ]
    papers += [(short_code_of, code, "--code") for code in arguments.code]
    for read, text, name in papers:
        try:
            found.append(read(text))
        except JournalError as wrong:
            problems += (Problem(one.code, one.what, one.mend, Place(name)) for one in wrong.problems)
    if problems:
        raise JournalError(problems)
    return found


def _form_of(text: str) -> Anchor:
    return receipt_of(text) if "receipt/" in text.lower() else checkpoint_of(text)


def _paper(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_MOST_PAPER).decode("utf-8-sig", "replace")
