"""The journal in the database as the file that the library verifies: a header, one line an entry as it is stored, a footer.

The footer states what the table of the log's state says. Nothing is mended on the way.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from kaoping.journal import Checkpoint, Log, utc_text
from kaoping.journal.export import entry_line, footer_line, header_line
from kaoping_web.journal.models import Entry, LogState
from kaoping_web.journal.services import frontier_of, log_of

AT_ONCE = 2000
COLUMNS = ("sequence", "chain", "number", "at", "deed", "who", "object_type", "object_key", "raw", "digest")
BEGINNING = "1970-01-01T00:00:00Z"
"""The moment of a checkpoint of nothing."""


def stated_now(state: LogState) -> Checkpoint:
    """The checkpoint that the log's state amounts to. Raises ValueError where the state holds no tree."""
    log, frontier = log_of(state), frontier_of(state)
    return Checkpoint(
        log, frontier.size, frontier.root(log.hashed), utc_text(state.last_at) if state.last_at else BEGINNING
    )


def lines(
    log: Log, stated: Checkpoint | None, seen: Callable[[Entry], None] = lambda one: None
) -> Iterator[bytes]:
    """Header, entries in order of their sequence, footer (where there is one). `seen` is told each row before its line."""
    yield header_line(log) + b"\n"
    rows = Entry.objects.order_by("sequence").values_list(
        *COLUMNS, named=True
    )  # a third of the cost of model instances
    for one in rows.iterator(chunk_size=AT_ONCE):
        seen(one)
        yield entry_line(one.raw.encode("utf-8", "surrogatepass"), _digest(one)) + b"\n"
    if stated is not None:
        yield footer_line(stated) + b"\n"


def _digest(one: Entry) -> bytes:
    """The hash beside the entry; nothing where it is no hash, which the verifier then tells."""
    try:
        return bytes.fromhex(one.digest)
    except ValueError:
        return b""


class Lines(io.RawIOBase):
    """Lines made as they are asked for, as a stream of bytes."""

    def __init__(self, made: Iterator[bytes]) -> None:
        self._made, self._rest = made, b""

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        """One line, or as much of it as was asked for."""
        if not self._rest:
            self._rest = next(self._made, b"")
        end = len(self._rest) if size is None or size < 0 else size
        line, self._rest = self._rest[:end], self._rest[end:]
        return line
