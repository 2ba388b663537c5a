"""A checkpoint: the root of a log at one size. Who keeps one holds the whole past up to it in sixty-five letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.errors import Language, Problem, Severity, Words
from kaoping.journal.audit import extends
from kaoping.journal.canonical import canonical_json
from kaoping.journal.findings import finding
from kaoping.journal.forms import Typed, form_text, typed_form
from kaoping.journal.log import DIGEST_BYTES, Log
from kaoping.journal.moments import is_before, is_moment

KIND = "kaoping-checkpoint/1"
_TITLE = Words("校验点", "a checkpoint")


@dataclass(frozen=True)
class Checkpoint:
    """The first `size` entries of a log had this root at that moment in UTC."""

    log: Log
    size: int
    root: bytes
    at: str

    def __post_init__(self) -> None:
        assert self.size >= 0 and len(self.root) == DIGEST_BYTES and is_moment(self.at), self

    def text(self, language: Language = "en") -> str:
        """The form that is printed and can be typed back."""
        return form_text(
            KIND, self.log, [("size", self.size), ("at", self.at), ("root", self.root)], language
        )

    def to_sign(self) -> bytes:
        """The bytes a signature is made over, the same in every language. Signing is left to who holds keys."""
        return self.log.tagged("checkpoint") + canonical_json(
            {"at": self.at, "root": self.root.hex(), "size": self.size}
        )


def checkpoint_of(text: str) -> Checkpoint:
    """A checkpoint as it was printed or typed back. Raises JournalError with every line and group that is wrong."""
    typed: Typed = typed_form(KIND, _TITLE, text)
    typed.plain("installation")
    size, at, root = typed.count("size"), typed.moment("at"), typed.digest("root")
    return Checkpoint(typed.log(), size, root, at)


def compare(one: Checkpoint, other: Checkpoint, proof: Sequence[bytes] | None = None) -> tuple[Problem, ...]:
    """Whether two checkpoints can be of one log that only grew; empty where they are shown to be.

    proof: the consistency proof from the smaller to the larger; without it two sizes prove nothing, which is told as
    a warning.
    """
    if one.log != other.log:
        return tuple(_strangers(one, other))
    if one.size == other.size:
        return () if one.root == other.root else (finding("split", one.size),)
    small, large = (one, other) if one.size < other.size else (other, one)
    found = []
    if is_before(large.at, small.at):
        found.append(finding("rollback", small.at, small.size, large.size))
    if proof is None:
        found.append(finding("proof-needed", small.size, large.size, severity=Severity.WARNING))
    elif not extends(one.log.hashed, small.size, small.root, large.size, large.root, proof):
        found.append(finding("proof-wrong", small.size, large.size))
    return tuple(found)


def _strangers(one: Checkpoint, other: Checkpoint) -> list[Problem]:
    name = Words("校验点", "the checkpoint")
    found = []
    if one.log.installation != other.log.installation:
        found.append(finding("anchor-installation", name, one.log.installation, other.log.installation))
    if one.log.algorithm != other.log.algorithm:
        found.append(finding("anchor-algorithm", name, one.log.algorithm, other.log.algorithm))
    return found
