"""A receipt: proof, for who filed something, that his entry stands in the log. And a short code for a slip of paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.errors import Language, Problem, Words
from kaoping.journal.audit import includes
from kaoping.journal.checkpoints import Checkpoint
from kaoping.journal.entries import Entry, Sealed
from kaoping.journal.findings import JournalError, finding
from kaoping.journal.forms import form_text, typed_form
from kaoping.journal.letters import grouped, ungrouped
from kaoping.journal.log import Log
from kaoping.journal.proofs import Nodes, inclusion_proof

KIND = "kaoping-receipt/1"
SHORT_BITS = 120
"""Two entries with one short code cost who writes them about 2^60 hashes; with one full hash, 2^128."""

_TITLE = Words("回执", "a receipt")
_CODE_TITLE = Words("短码", "short code")


@dataclass(frozen=True)
class ShortCode:
    """Number and first 120 bits of the hash of one entry. It attests that entry and, by the links, its chain's past."""

    sequence: int
    start: bytes

    def text(self) -> str:
        """As printed: KP-17-ABCDE-… with six groups."""
        return f"KP-{self.sequence}-{'-'.join(grouped(self.start, SHORT_BITS))}"

    def attests(self, digest: bytes, entry: Entry | None) -> bool:
        """Whether an entry of that hash is the one meant."""
        return digest.startswith(self.start)


@dataclass(frozen=True)
class Receipt:
    """One entry's hash and place, a checkpoint that covers it, and the proof that it does."""

    sequence: int
    chain: str
    number: int
    digest: bytes
    checkpoint: Checkpoint
    proof: tuple[bytes, ...]

    @property
    def log(self) -> Log:
        """Which log it is of."""
        return self.checkpoint.log

    @property
    def short(self) -> ShortCode:
        """What fits on a slip."""
        return ShortCode(self.sequence, self.digest[: SHORT_BITS // 8])

    def objections(self) -> Iterator[Problem]:
        """What can be said against the receipt without the journal: a proof that does not hold."""
        point = self.checkpoint
        if not includes(self.log.hashed, self.digest, self.sequence - 1, point.size, self.proof, point.root):
            yield finding(
                "receipt-proof",
                Words(f"第 {self.sequence} 条的回执", f"the receipt of entry {self.sequence}"),
            )

    def attests(self, digest: bytes, entry: Entry | None) -> bool:
        """Whether this is the entry it was given for."""
        placed = entry is not None and (entry.chain, entry.number) == (self.chain, self.number)
        return placed and digest == self.digest

    def text(self, language: Language = "en") -> str:
        """The form that is printed and can be typed back."""
        point = self.checkpoint
        return form_text(KIND, self.log, [
            ("sequence", self.sequence), ("chain", self.chain), ("number", self.number), ("hash", self.digest),
            ("size", point.size), ("at", point.at), ("root", point.root), *(("proof", one) for one in self.proof),
        ], language)  # fmt: skip


def receipt_for(sealed: Sealed, checkpoint: Checkpoint, nodes: Nodes) -> Receipt:
    """The receipt of an entry under a checkpoint that covers it. `nodes`: those of the log."""
    entry = sealed.entry
    proof = inclusion_proof(checkpoint.log.hashed, nodes, entry.sequence - 1, checkpoint.size)
    return Receipt(entry.sequence, entry.chain, entry.number, sealed.digest, checkpoint, proof)


def receipt_of(text: str) -> Receipt:
    """A receipt as it was printed or typed back. Raises JournalError with every line and group that is wrong."""
    typed = typed_form(KIND, _TITLE, text)
    typed.plain("installation")
    sequence, chain, number = typed.count("sequence", 1), typed.text("chain"), typed.count("number", 1)
    digest = typed.digest("hash")
    size, at, root = typed.count("size", 1), typed.moment("at"), typed.digest("root")
    proof = typed.digests("proof")
    return Receipt(sequence, chain, number, digest, Checkpoint(typed.log(), size, root, at), proof)


def short_code_of(text: str) -> ShortCode:
    """A short code as it was printed or typed back. Raises JournalError with every group that is wrong."""
    plain = unicodedata.normalize("NFKC", text)
    match = re.fullmatch(r"\s*KP[\s\-]*([0-9]{1,16})[\s\-]+(.+)", plain, re.S | re.I | re.ASCII)
    if match is None or int(match[1]) == 0:
        raise JournalError(finding("form", _CODE_TITLE, "KP-…"))
    start, wrong = ungrouped(match[2], SHORT_BITS, _CODE_TITLE)
    if wrong:
        raise JournalError(wrong)
    return ShortCode(int(match[1]), start)
