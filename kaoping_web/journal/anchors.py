"""What somebody kept outside, held against the log as it stands here."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.errors import Problem, Words
from kaoping.journal import (
    Anchor,
    Checkpoint,
    JournalError,
    Receipt,
    ShortCode,
    checkpoint_of,
    entry_of,
    receipt_of,
    root_at,
    short_code_of,
)
from kaoping_web.journal.models import LogState
from kaoping_web.journal.queries import entry_at, log_state
from kaoping_web.journal.queries.nodes import KeptNodes
from kaoping_web.journal.services import log_of
from kaoping_web.journal.snapshot import snapshot
from kaoping_web.refusals import problem

MOST_TYPED = 20_000  # characters; a receipt of a million entries has fewer than 4,000


@dataclass(frozen=True)
class Compared:
    """What was typed, and what can be said against it: nothing where it fits."""

    kind: Words
    size: int
    problems: tuple[Problem, ...]

    @property
    def fits(self) -> bool:
        """It is of this log, and what it covers has not been changed since."""
        return not self.problems


def anchor_of(text: str) -> Anchor:
    """A checkpoint, a receipt or a short code as it was printed or typed. Raises JournalError."""
    typed = text[:MOST_TYPED].strip().removeprefix("\ufeff")
    if typed[:2].upper() in ("KP", "ＫＰ") and "\n" not in typed:
        return short_code_of(typed)
    if "kaoping-receipt" in typed.lower():
        return receipt_of(typed)
    return checkpoint_of(typed)


def compared(anchor: Anchor) -> Compared:
    """Held against the log in one snapshot."""
    with snapshot():
        state = log_state()
        size = state.size if state else 0
        if state is None:
            return Compared(_kind(anchor), 0, (_beyond(0),))
        if not isinstance(anchor, ShortCode) and anchor.log != log_of(state):
            return Compared(_kind(anchor), size, (_foreign(anchor.log.installation, state.installation),))
        problems = [*_of_root(anchor, state), *_of_entry(anchor, size)]
    return Compared(_kind(anchor), size, tuple(problems))


def _of_root(anchor: Anchor, state: LogState) -> list[Problem]:
    if isinstance(anchor, ShortCode):
        return []
    point = anchor if isinstance(anchor, Checkpoint) else anchor.checkpoint
    found = list(anchor.objections()) if isinstance(anchor, Receipt) else []
    if point.size > state.size:
        return [*found, _beyond(state.size)]
    log = log_of(state)
    for nodes in (KeptNodes(log), KeptNodes(log, anew=True)):
        if root_at(log.hashed, nodes, point.size) == point.root:
            return found
    return [*found, _root(point.size)]


def _of_entry(anchor: Anchor, size: int) -> list[Problem]:
    if isinstance(anchor, Checkpoint):
        return []
    row = entry_at(anchor.sequence)
    if row is None:
        return [] if isinstance(anchor, Receipt) else [_beyond(size)]
    try:
        attested = anchor.attests(bytes.fromhex(row.digest), entry_of(row.raw.encode()))
    except (JournalError, ValueError):
        attested = False
    return [] if attested else [_entry(anchor.sequence)]


def _kind(anchor: Anchor) -> Words:
    match anchor:
        case Checkpoint():
            return Words(f"{anchor.size} 条时的校验点", f"the checkpoint of {anchor.size} entries")
        case Receipt():
            return Words(f"第 {anchor.sequence} 条的回执", f"the receipt of entry {anchor.sequence}")
    return Words(f"第 {anchor.sequence} 条的短码", f"the short code of entry {anchor.sequence}")


_TELL = ("保留这张纸，交纪检监察或审计。", "Keep this paper and take it to discipline inspection or audit.")


def _foreign(theirs: str, ours: str) -> Problem:
    return problem("anchor-foreign", f"它出自“{theirs}”，这里是“{ours}”。", f"it comes from “{theirs}”; this is “{ours}”.",
                   "到出具它的那套系统核对。", "Compare it on the site that issued it.")  # fmt: skip


def _beyond(size: int) -> Problem:
    return problem("anchor-beyond", f"出具它时的条目比现在多，这里只有 {size} 条：末尾被截去，或退回了旧备份。",
                   f"when it was issued there were more entries than the {size} here: the end was cut off or an old backup put in its place.",
                   *_TELL)  # fmt: skip


def _root(size: int) -> Problem:
    return problem(
        "anchor-root",
        f"前 {size} 条与它不符：在它之前有改动。",
        f"the first {size} entries do not fit it: something before it was changed.",
        *_TELL,
    )


def _entry(sequence: int) -> Problem:
    return problem(
        "anchor-entry",
        f"第 {sequence} 条不是它所证的那一条。",
        f"entry {sequence} is not the one it attests.",
        *_TELL,
    )
