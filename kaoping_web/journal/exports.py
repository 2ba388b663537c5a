"""The journal and the tables as files, for `kaoping journal verify` on another machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaoping.errors import Problem
from kaoping.journal import Checkpoint, row_line
from kaoping_web.journal.queries import log_state
from kaoping_web.journal.queries.rows import protected_rows
from kaoping_web.journal.queries.stream import lines, stated_now
from kaoping_web.journal.services import log_of
from kaoping_web.journal.snapshot import snapshot
from kaoping_web.refusals import Refused, problem

JOURNAL, ROWS, CHECKPOINT = "journal.jsonl", "rows.jsonl", "checkpoint.txt"


@dataclass(frozen=True)
class Exported:
    """What was written."""

    checkpoint: Checkpoint
    rows: int


def export_to(folder: Path) -> Exported:
    """journal.jsonl, rows.jsonl and checkpoint.txt, of one moment. Raises Refused where there is nothing, or a row cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    with snapshot():
        state = log_state()
        if state is None:
            raise Refused(problem("journal-empty", "还没有任何留痕。", "the journal is empty.", "", ""))
        stated = stated_now(state)
        with (folder / JOURNAL).open("wb") as stream:
            stream.writelines(lines(log_of(state), stated))
        count = 0
        wrong: list[Problem] = []
        with (folder / ROWS).open("wb") as stream:
            for row in protected_rows(wrong.append):
                stream.write(row_line(row) + b"\n")
                count += 1
    (folder / CHECKPOINT).write_text(stated.text(), encoding="utf-8")
    if wrong:
        raise Refused(wrong)
    return Exported(stated, count)
