"""The child process that opens a workbook: limits itself, reads, and writes lines of JSON to stdout.

Run by `isolation` only, and without the doors of the library, so that the memory it is allowed is spent on the
workbook. What it writes: for each sheet one line `{"sheet", "hidden", "top", "left", "rows", "merged"}`, then one
line per row; at the end `{"done": true}`. A refusal is one line `{"refused": code, "detail": [..]}`.
Workbooks are hostile until read: a kilobyte can ask for 500 GB (two cells far apart), and the reader below aborts
the whole process when memory runs out. That is why this is a process of its own.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<head", b"<meta")


class Refused(Exception):
    """This file is not read. `code` names the sentence that the parent says, `detail` fills it."""

    def __init__(self, code: str, *detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, [str(part) for part in detail]


def limit(memory_bytes: int, cpu_seconds: int, written_bytes: int) -> None:
    """Bound this process for good. Where the system has no such limits, only the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def form_of(content: bytes) -> str:
    """What the file is, by its first bytes and not by its name. Raises Refused where it is no workbook."""
    if content.startswith(ZIP):
        return "zip"
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("encrypted")
        return "xls"
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    raise Refused("markup" if head.startswith(MARKUP) else "not-a-workbook" if content else "empty-file")


def check_parts(content: bytes, unpacked_bytes: int, parts: int) -> str:
    """Look into the zip before anything unpacks it; says xlsx, xlsb or ods. Raises Refused.

    Declared sizes may lie; then the memory limit of this process stops the reading.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged") from error
    entries = package.infolist()
    if len(entries) > parts:
        raise Refused("parts", len(entries), parts)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > unpacked_bytes:
        raise Refused("unpacked", unpacked >> 20, unpacked_bytes >> 20)
    names = {entry.filename for entry in entries}
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("encrypted")
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_entities(package, entry)
    if "content.xml" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Refused(
        "other-office" if names & {"word/document.xml", "ppt/presentation.xml"} else "not-a-workbook"
    )


def _refuse_entities(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    # No office program writes a document type; who does wants entities expanded or files opened.
    try:
        with package.open(entry) as part:
            head = part.read(4096)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Refused("damaged") from error
    except Exception as error:  # zlib.error and what other decompressors raise
        raise Refused("damaged") from error
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("entities", entry.filename)


def plain(value: Any) -> Any:
    """One cell as JSON: numbers stay numbers, 12.0 becomes 12, dates become {"d": ISO}, empty becomes null."""
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value == "":
        return None
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    return value


def percent_text(value: Any) -> Any:
    """A number that Excel shows as a percentage, as that text: 0.123 → "12.3%"; other values as they are."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    shown = Decimal(format(value, ".15g")) * 100
    text = format(shown, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def read(content: bytes, cells: int, unpacked_bytes: int, parts: int) -> Iterator[Any]:
    """Every visible and hidden sheet of the workbook as lines (see the top of this file). Raises Refused."""
    form = form_of(content)
    if form == "zip":
        form = check_parts(content, unpacked_bytes, parts)
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise Refused("encrypted") from error
    budget = cells
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        area = workbook.get_sheet_by_index(index)
        budget -= area.height * area.width
        if budget < 0:
            raise Refused("cells", sheet.name, area.height, area.width, cells)
        hidden = sheet.visible is not calamine.SheetVisibleEnum.Visible
        yield from _lines(area, sheet.name, hidden, form, _shown(content, form, sheet.name))


def _shown(content: bytes, form: str, name: str) -> Mapping[tuple[int, int], str | None]:
    if form != "xlsx":
        return {}
    from kaoping.sheets.shown import what_excel_shows

    return what_excel_shows(content, name)


def _lines(
    area: Any, name: str, hidden: bool, form: str, shown: Mapping[tuple[int, int], str | None]
) -> Iterator[Any]:
    """The header line and the rows of one sheet, cells that Excel shows otherwise put in place."""
    start, end = area.start, area.end
    rows = [[plain(value) for value in row] for row in area.to_python()]
    top, left = start or (0, 0)
    if shown:
        bottom = max(row for row, _ in shown)
        right = max(column for _, column in shown)
        high = (min(top, min(row for row, _ in shown)), min(left, min(column for _, column in shown)))
        rows, top, left = _widened(rows, (top, left), high, (bottom, right), end or (bottom, right))
    for (row, column), text in shown.items():
        cell = rows[row - top][column - left]
        rows[row - top][column - left] = percent_text(cell) if text is None else text
    merged = [[*first, *last] for first, last in (area.merged_cell_ranges or ())]
    if len(merged) > 100_000:
        raise Refused("merged", name)
    head = {"sheet": name, "hidden": hidden, "form": form, "top": top, "left": left, "merged": merged}
    yield {**head, "rows": len(rows)}
    yield from rows


def _widened(
    rows: list[list[Any]],
    start: tuple[int, int],
    high: tuple[int, int],
    low: tuple[int, int],
    end: tuple[int, int],
) -> tuple[list[list[Any]], int, int]:
    """The rows with room for cells the reader took for empty (errors, unsaved formulas) at the edges."""
    width = max(end[1], low[1]) - high[1] + 1
    height = max(end[0], low[0]) - high[0] + 1
    if width * height > 20_000_000:
        raise Refused("cells", "", height, width, 20_000_000)
    wide = [[None] * width for _ in range(height)]
    for index, row in enumerate(rows):
        first = start[1] - high[1]
        wide[start[0] - high[0] + index][first : first + len(row)] = row
    return wide, *high


def write(lines: Iterator[Any], out: TextIO) -> None:
    """One JSON value a line, then `{"done": true}`."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    for line in lines:
        out.write(encode(line))
        out.write("\n")
    out.write('{"done":true}\n')


def main() -> None:
    """`argv[1]`: limits as JSON; the workbook comes on stdin, the lines go to stdout."""
    limits: dict[str, int] = json.loads(sys.argv[1])
    limit(limits["memory_bytes"], limits["cpu_seconds"], limits["written_bytes"])
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", "backslashreplace", "\n")
    try:
        content = sys.stdin.buffer.read()
        write(read(content, limits["cells"], limits["unpacked_bytes"], limits["parts"]), out)
    except Refused as refusal:
        out.write(json.dumps({"refused": refusal.code, "detail": refusal.detail}) + "\n")
    except MemoryError:
        out.write('\n{"refused":"memory","detail":[]}\n')
    except BaseException as error:  # a Rust panic is no Exception; whatever it is, the file is not read
        out.write("\n" + json.dumps({"refused": "damaged", "detail": [type(error).__name__]}) + "\n")
    out.flush()
