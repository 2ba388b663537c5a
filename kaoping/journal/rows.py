"""Rows of the protected tables as a file, one canonical JSON line a row, to be held against a journal elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kaoping.journal.canonical import canonical_json, parsed
from kaoping.journal.export import raw_lines
from kaoping.journal.findings import JournalError, finding
from kaoping.journal.replay import Row

_KEYS = {"fields", "key", "type", "version"}


def row_line(row: Row) -> bytes:
    """A row as a line, without its end."""
    return canonical_json(
        {"fields": dict(row.fields), "key": row.object_key, "type": row.object_type, "version": row.version}
    )


def read_rows(stream: BinaryIO, name: str = "") -> Iterator[Row]:
    """The rows of a file, one at a time. Raises JournalError at the first line that is none."""
    for line in raw_lines(stream, name):
        try:
            body = parsed(line.content)
        except ValueError:
            raise JournalError(finding("row", place=line.place)) from None
        if line.fault or not isinstance(body, dict) or body.keys() != _KEYS:
            raise JournalError(finding("row", place=line.place))
        kinds = [type(body[key]) for key in ("type", "key", "version", "fields")]
        if kinds != [str, str, int, dict]:
            raise JournalError(finding("row", place=line.place))
        yield Row(body["type"], body["key"], body["version"], body["fields"])
