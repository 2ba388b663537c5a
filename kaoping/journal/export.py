"""A journal as one file: a header, one line an entry, a footer. UTF-8, canonical JSON, one spelling for every line.

{"algorithm":"sha256","format":"kaoping-journal/1","installation":"…"}
{"entry":{…},"hash":"…"}
{"check":"…","checkpoint":{"at":"…","root":"…","size":…}}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from kaoping.errors import Place
from kaoping.journal.canonical import MOST_INTEGER, canonical_json, parsed
from kaoping.journal.checkpoints import Checkpoint
from kaoping.journal.entries import MOST_BYTES, Sealed, canonical, entry_of
from kaoping.journal.findings import JournalError, finding
from kaoping.journal.log import DIGEST_BYTES, FORMAT, Log
from kaoping.journal.moments import is_moment
from kaoping.journal.tree import Frontier

_BEFORE, _BETWEEN, _AFTER = b'{"entry":', b',"hash":"', b'"}'
_HEX = re.compile(f"[0-9a-f]{{{2 * DIGEST_BYTES}}}".encode())
_TAIL = len(_BETWEEN) + 2 * DIGEST_BYTES + len(_AFTER)
MOST_LINE = MOST_BYTES + len(_BEFORE) + _TAIL
FOOTER_START = b'{"check":'


class LineStream(Protocol):
    """What gives bytes line by line: an open file, or lines made as they are asked for."""

    def readline(self, size: int = -1, /) -> bytes:
        """One line, or as much of it as is asked for; empty at the end."""
        ...


@dataclass(frozen=True)
class RawLine:
    """One line without its end, where it stands, and what is wrong with its end (nothing, mostly)."""

    content: bytes
    place: Place
    fault: str = ""


def write_export(log: Log, kept: Iterable[Sealed], stream: BinaryIO, at: str) -> Checkpoint:
    """Write what is kept, entry by entry, as it is: an export mends nothing. Gives the checkpoint of its footer.

    `kept` must be one snapshot. Raises JournalError for an entry that has no canonical form.
    """
    stream.write(header_line(log) + b"\n")
    frontier = Frontier()
    for one in kept:
        stream.write(entry_line(canonical(one.entry), one.digest) + b"\n")
        frontier = frontier.append(log.hashed, one.digest)
    checkpoint = Checkpoint(log, frontier.size, frontier.root(log.hashed), at)
    stream.write(footer_line(checkpoint) + b"\n")
    return checkpoint


def read_export(stream: BinaryIO, name: str = "") -> tuple[Log, Iterator[Sealed]]:
    """The entries of a file, one at a time. Raises JournalError at the first line that is not one; verify it first."""
    lines = raw_lines(stream, name)
    log = header_of(next(lines, RawLine(b"", Place(name, 1))))
    return log, _entries(lines)


def _entries(lines: Iterator[RawLine]) -> Iterator[Sealed]:
    for line in lines:
        if line.content.startswith(FOOTER_START):
            return
        raw, digest = entry_parts(line)
        yield Sealed(entry_of(raw, line.place), digest)


def raw_lines(stream: LineStream, name: str = "") -> Iterator[RawLine]:
    """Lines of bounded length: one that is too long is passed over, not kept."""
    number = 0
    while content := stream.readline(MOST_LINE + 1):
        number += 1
        place, fault = Place(name, number), ""
        if not content.endswith(b"\n"):
            fault = "line-end"
            while len(content) > MOST_LINE:
                fault, content = "line-length", stream.readline(MOST_LINE + 1) or b"\n"
        yield RawLine(content.removesuffix(b"\n"), place, fault)


def header_line(log: Log) -> bytes:
    """Which log the file holds."""
    return canonical_json({"algorithm": log.algorithm, "format": FORMAT, "installation": log.installation})


def header_of(line: RawLine) -> Log:
    """The log a header names. Raises JournalError."""
    body = _body(line.content)
    if line.fault or not isinstance(body, dict) or body.keys() != {"algorithm", "format", "installation"}:
        raise JournalError(finding("header", place=line.place))
    installation, algorithm = body["installation"], body["algorithm"]
    if body["format"] != FORMAT or type(installation) is not str or type(algorithm) is not str:
        raise JournalError(finding("header", place=line.place))
    return Log(installation, algorithm)


def entry_line(raw: bytes, digest: bytes) -> bytes:
    """An entry in canonical form with the hash kept beside it."""
    return b"".join((_BEFORE, raw, _BETWEEN, digest.hex().encode(), _AFTER))


def entry_parts(line: RawLine) -> tuple[bytes, bytes]:
    """The entry's bytes and the hash beside them, uninspected. Raises JournalError where it is no such line."""
    content = line.content
    stated = content[-_TAIL + len(_BETWEEN) : -len(_AFTER)]
    framed = content.startswith(_BEFORE) and content.endswith(_AFTER) and _HEX.fullmatch(stated)
    if line.fault or not framed or content[-_TAIL:][: len(_BETWEEN)] != _BETWEEN:
        raise JournalError(finding(line.fault or "line", MOST_LINE, place=line.place))
    return content[len(_BEFORE) : -_TAIL], bytes.fromhex(stated.decode())


def footer_line(checkpoint: Checkpoint) -> bytes:
    """The checkpoint at the end of the file, with a hash of its own: its moment stands in no tree."""
    inner = {"at": checkpoint.at, "root": checkpoint.root.hex(), "size": checkpoint.size}
    return canonical_json({"check": _check(checkpoint), "checkpoint": inner})


def footer_of(log: Log, line: RawLine) -> Checkpoint:
    """The checkpoint a footer states. Raises JournalError."""
    body = _body(line.content)
    inner = body.get("checkpoint") if isinstance(body, dict) else None
    if line.fault or not isinstance(inner, dict) or inner.keys() != {"at", "root", "size"}:
        raise JournalError(finding("footer", place=line.place))
    at, root, size = inner["at"], inner["root"], inner["size"]
    texts = type(at) is str and is_moment(at) and type(root) is str and _HEX.fullmatch(root.encode())
    if not texts or type(size) is not int or not 0 <= size <= MOST_INTEGER:
        raise JournalError(finding("footer", place=line.place))
    checkpoint = Checkpoint(log, size, bytes.fromhex(root), at)
    if body != {"check": _check(checkpoint), "checkpoint": inner}:
        raise JournalError(finding("footer", place=line.place))
    return checkpoint


def _check(checkpoint: Checkpoint) -> str:
    return checkpoint.log.hashed(checkpoint.to_sign()).hex()


def _body(content: bytes) -> Any:
    try:
        return parsed(content)
    except ValueError:
        return None
