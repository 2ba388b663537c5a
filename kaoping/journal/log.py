"""Which log: the installation that writes it and the algorithm it is hashed with. Both enter every hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kaoping.journal.findings import JournalError, finding

FORMAT = "kaoping-journal/1"
ALGORITHMS = ("sha256", "sm3")
DIGEST_BYTES = 32
"""Both algorithms give 256 bits."""

Hash = Callable[[bytes], bytes]
_INSTALLATION = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")


def hash_named(algorithm: str) -> Hash:
    """The hash function of that name. Raises JournalError for another name, or where this machine has no SM3."""
    if algorithm == "sha256":
        return lambda content: hashlib.sha256(content).digest()
    if algorithm != "sm3":
        raise JournalError(finding("algorithm", algorithm))
    try:
        hashlib.new("sm3", b"")
    except ValueError:
        raise JournalError(finding("no-sm3")) from None
    return lambda content: hashlib.new("sm3", content).digest()


@dataclass(frozen=True)
class Log:
    """One installation's log. `installation`: lower-case letters, digits, dots and hyphens, at most 64.

    Raises JournalError for an id that is not so written or an algorithm that is not to be had.
    """

    installation: str
    algorithm: str = "sha256"

    def __post_init__(self) -> None:
        if not _INSTALLATION.fullmatch(self.installation):
            raise JournalError(finding("name", "installation", self.installation[:80]))
        hash_named(self.algorithm)

    @cached_property
    def hashed(self) -> Hash:
        """The bare hash function: what the Merkle tree is built with."""
        return hash_named(self.algorithm)

    def tagged(self, kind: str) -> bytes:
        """What stands before the content of one kind of thing, so that no hash of one log, algorithm or kind is ever
        a hash of another. None of its parts can hold a NUL."""
        return b"\0".join(part.encode() for part in (FORMAT, self.algorithm, self.installation, kind, ""))

    def digest(self, kind: str, content: bytes) -> bytes:
        """The hash of content as a thing of that kind in this log."""
        return self.hashed(self.tagged(kind) + content)

    @cached_property
    def entry_tag(self) -> bytes:
        """The tag of entries, made once."""
        return self.tagged("entry")

    def first_of(self, chain: str) -> bytes:
        """What the first entry of a chain has as its previous hash: this log and this chain, no other."""
        return self.digest("chain", chain.encode())
