"""csv and tsv as Excel, WPS and databases write them: which encoding, which delimiter, then plain rows of text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kaoping.errors import DocumentError
from kaoping.sheets.isolation import Limits
from kaoping.sheets.refusals import refusal

_CHUNK = 1 << 20
_SAMPLE = 64 << 10
_KEPT_TEXTS = 200_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(path: Path, name: str = "", limits: Limits = Limits()) -> list[tuple[str | None, ...]]:
    """The rows of a csv or tsv file, empty cells as None; row n is row n of the sheet Excel would show.

    Encodings: UTF-8, UTF-16, GB18030 (which holds GBK). Delimiters: comma, semicolon, tab.
    Raises DocumentError: too large, not text, no such encoding, an open quotation mark.
    """
    shown = name or path.name
    try:
        size = path.stat().st_size
        if size > limits.text_bytes:
            raise DocumentError(refusal("file-size", shown, str(size >> 20), str(limits.text_bytes >> 20)))
        encoding = encoding_of(path, shown)
        with path.open(encoding=encoding, newline="") as text:
            return _rows(text, shown, limits.rows)
    except OSError as error:
        raise DocumentError(refusal("no-file", shown)) from error


def encoding_of(path: Path, name: str = "") -> str:
    """The encoding by mark, else UTF-8 where every byte fits, else GB18030. Raises DocumentError."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _fitting(path, name, (encoding,))
    if head[1::2].count(0) > len(head) // 4:
        return _fitting(path, name, ("utf-16-le",))
    if head[0::2].count(0) > len(head) // 4:
        return _fitting(path, name, ("utf-16-be",))
    if b"\0" in head:
        raise DocumentError(refusal("binary", name))
    return _fitting(path, name, ("utf-8", "gb18030"))


def _fitting(path: Path, name: str, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
            return encoding
        except UnicodeError:
            continue
    raise DocumentError(refusal("encoding", name))


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the first lines into the most cells; comma where none does."""
    lines = sample.splitlines()[:20]

    def cells(delimiter: str) -> int:
        try:
            return sum(len(row) - 1 for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return -1

    return max(",\t;", key=cells)


def _rows(text: io.TextIOWrapper, name: str, most: int) -> list[tuple[str | None, ...]]:
    sample = text.read(_SAMPLE)
    text.seek(0)
    declared = sample[:6].removeprefix("\ufeff")
    told = declared[4] if declared.startswith("sep=") and len(declared) > 4 else ""
    reader = csv.reader(text, delimiter=told or delimiter_of(sample.rpartition("\n")[0] or sample))
    rows: list[tuple[str | None, ...]] = []
    kept: dict[str, str] = {}  # keys and titles come back on every row: one copy of each
    try:
        for row in reader:
            rows.append(tuple((kept.setdefault(cell, cell) if cell else None) for cell in row))
            if len(rows) > most:
                raise DocumentError(refusal("rows", name, str(most)))
            if len(kept) > _KEPT_TEXTS:
                kept.clear()
    except csv.Error as error:
        raise DocumentError(refusal("csv", name, str(reader.line_num))) from error
    if told and rows:
        rows[0] = ()
    return rows
