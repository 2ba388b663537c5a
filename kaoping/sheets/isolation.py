"""Workbooks are opened by a child process with limits, and only plain values come back.

A workbook of one kilobyte can ask its reader for 500 GB and kill the process; here it kills a child, and the clerk
reads a sentence. The child gets the file on stdin and no other: it need not know paths, nor the environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from kaoping.errors import DocumentError
from kaoping.sheets.refusals import refusal

# The doors of the library import engines and writers; the child loads none of them.
_START = """
import sys, types
for name, path in zip(("kaoping", "kaoping.sheets"), sys.argv[2:4]):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [path]
from kaoping.sheets.child import main
main()
"""
_KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds.

    `cells` counts the used area of all sheets, height times width; `text_bytes` is the largest csv file.
    """

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 384 << 20
    parts: int = 5_000
    cells: int = 4_000_000
    memory_bytes: int = 1 << 30
    cpu_seconds: int = 9
    wall_seconds: float = 20.0
    written_bytes: int = 512 << 20
    text_bytes: int = 512 << 20
    rows: int = 2_000_000


# Exit codes of a child that said nothing: no more time (our clock, SIGXCPU), no more memory (SIGABRT, SIGKILL).
_HOW_IT_ENDED = {None: "time", -24: "time", -6: "memory", -9: "memory"}


@dataclass(frozen=True)
class RawSheet:
    """One sheet as read: its used area from (top, left), both from 0, and its merged ranges (absolute, inclusive)."""

    name: str
    form: str
    hidden: bool
    top: int
    left: int
    merged: tuple[tuple[int, int, int, int], ...]
    rows: list[list[Any]]


def read_apart(path: Path, limits: Limits = Limits(), name: str = "") -> tuple[RawSheet, ...]:
    """Every sheet of the workbook, read in a limited child. Raises DocumentError naming `name` (or the file's name)."""
    shown = name or path.name
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DocumentError(refusal("no-file", shown)) from error
    if size > limits.file_bytes:
        raise DocumentError(refusal("file-size", shown, str(size >> 20), str(limits.file_bytes >> 20)))
    with tempfile.TemporaryFile() as answer:
        code = _run_child(path, limits, answer)
        answer.seek(0)
        return _sheets(answer, code, shown)


def _run_child(path: Path, limits: Limits, answer: IO[bytes]) -> int | None:
    """Run the child to its end; its exit code, None where the clock ran out."""
    # The answer goes to a file: a pipe would have to be emptied while the clock is watched.
    here = Path(__file__).resolve().parent
    command = [sys.executable, "-I", "-c", _START, json.dumps(asdict(limits)), str(here.parent), str(here)]
    environment = {key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ}
    with path.open("rb") as workbook:
        child = subprocess.Popen(  # noqa: S603  (our own interpreter, our own arguments)
            command, stdin=workbook, stdout=answer, stderr=subprocess.DEVNULL, env=environment, cwd=here
        )
        try:
            return child.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return None


def exact(text: str) -> Decimal:
    """The decimal that Excel shows for a binary number: 15 significant digits, so 0.1+0.2 is 0.3."""
    return Decimal(format(float(text), ".15g"))


def _dated(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["d"]) if len(found) == 1 and "d" in found else found


def _sheets(answer: IO[bytes], code: int | None, name: str) -> tuple[RawSheet, ...]:
    """Put the child's lines together; an answer without its last line means the child died."""
    decode = json.JSONDecoder(parse_float=exact, object_hook=_dated).decode
    sheets: list[RawSheet] = []
    for line in _complete_lines(answer):
        found = decode(line)
        if isinstance(found, list):
            sheets[-1].rows.append(found)
        elif "refused" in found:
            raise DocumentError(refusal(found["refused"], name, *found["detail"]))
        elif "done" in found:
            return tuple(sheets)
        else:
            merged = tuple((a, b, c, d) for a, b, c, d in found["merged"])
            place = (found["top"], found["left"])
            sheets.append(RawSheet(found["sheet"], found["form"], found["hidden"], *place, merged, []))
    raise DocumentError(
        refusal("time" if code is None or code == -24 else "memory" if code == -6 else "died", name)
    )


def _complete_lines(answer: IO[bytes]) -> Iterator[str]:
    for line in answer:
        if line.endswith(b"\n") and line.strip():
            yield line.decode("utf-8")
