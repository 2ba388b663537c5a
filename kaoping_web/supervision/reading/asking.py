"""Asks the limited process to read a paper, and holds its answer to a shape before anything is stored."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaoping.errors import DocumentError, Problem, Words
from kaoping.intake.limits import refusal

WAIT_SECONDS = 45
MOST_ANSWER = 24 << 20
MOST_ITEMS = 2_000


@dataclass(frozen=True)
class ProposalRead:
    """One task or target as it was read; offsets of the cleaned text and of the text as found."""

    key: str
    kind: str
    within: str
    start: int
    end: int
    found_start: int
    found_end: int
    wording: str
    title: str
    rule: str
    confidence: str
    reasons: tuple[str, ...]
    by: str
    marker: str = ""
    category: str = ""
    parties: tuple[str, ...] = ()
    when: str = ""
    comparator: str = ""
    value: str = ""
    unit: str = ""
    reference: str = ""
    subject: str = ""
    measure: str = ""


@dataclass(frozen=True)
class PaperRead:
    """A paper as it was read. `frameworks`: start, end, kind and words of each."""

    title: str
    kind: str
    meeting: str
    met_on: date | None
    date_words: str
    issuer: str
    text: str
    found: str
    noise: Mapping[str, object]
    runs: Sequence[tuple[int, int, int]]
    frameworks: Sequence[tuple[int, int, str, str]] = ()
    items: Sequence[ProposalRead] = field(default=())


def read_in_child(raw: bytes, name: str) -> PaperRead:
    """Read a paper within limits of time and memory. Raises DocumentError with the reason where it is refused."""
    root = str(Path(__file__).resolve().parents[3])
    environment = {
        "PYTHONPATH": root,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.environ.get("PATH", ""),
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell; the name is one argument
            [sys.executable, "-m", "kaoping_web.supervision.reading.child", name.replace("\0", "")[:150] or "paper"],
            input=raw, capture_output=True, timeout=WAIT_SECONDS, env=environment, check=False,
        )  # fmt: skip
        answer = json.loads(done.stdout) if len(done.stdout) <= MOST_ANSWER else {"refused": "too-much-text"}
    except subprocess.TimeoutExpired as slow:
        raise refusal("too-slow", name) from slow
    except ValueError as wrong:
        stopped = done.returncode < 0 or b"MemoryError" in done.stderr
        if not stopped:
            logging.getLogger(__name__).error(
                "reading a paper: %s", done.stderr[-2000:].decode("utf-8", "replace")
            )
        raise refusal("too-slow" if stopped else "broken", name) from wrong
    if "refused" in answer:
        raise _refused(answer["refused"], name)
    return _paper(answer, name)


def _refused(said: object, name: str) -> DocumentError:
    if isinstance(said, str):
        return refusal(said, name)
    assert isinstance(said, list)
    return DocumentError(
        [Problem(code, Words(zh, en), Words(mend_zh, mend_en)) for code, zh, en, mend_zh, mend_en in said]
    )


def _paper(answer: Mapping[str, object], name: str) -> PaperRead:
    items, frameworks = answer["items"], answer["frameworks"]
    assert isinstance(items, list) and isinstance(frameworks, list)
    if len(items) > MOST_ITEMS:
        raise refusal("too-much-text", name)
    text = {
        key: str(answer[key]) for key in ("title", "kind", "meeting", "date_words", "issuer", "text", "found")
    }
    noise = answer["noise"]
    assert isinstance(noise, dict)
    runs = answer["runs"]
    assert isinstance(runs, list)
    return PaperRead(
        **text, runs=[(int(here), int(there), int(length)) for here, there, length in runs], met_on=_day(str(answer["met_on"])), noise=noise,
        frameworks=[(int(start), int(end), str(kind), str(words)) for start, end, kind, words in frameworks],
        items=[_item(one) for one in items],
    )  # fmt: skip


def _item(one: Mapping[str, object]) -> ProposalRead:
    listed = {"reasons", "parties"}
    return ProposalRead(**{key: tuple(value) if key in listed else value for key, value in one.items()})  # type: ignore[arg-type]


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
