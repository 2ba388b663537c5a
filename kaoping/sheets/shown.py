"""What Excel shows where the plain reading of an .xlsx cell would mislead: 12%, #DIV/0!, a formula never calculated.

The reader gives 0.12 for a cell shown as 12%, and nothing at all for an error value or for a formula that was saved
without its result. A clerk reports what he sees, so these cells are found in the sheet's own XML.
Runs inside the limited child process: the parts it parses have been checked for entities and size.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element, fromstring

_CHUNK = 1 << 22
_PLAIN_PERCENT = {9, 10}  # 0% and 0.00%, the two that are built in (ECMA-376 18.8.30)
_CELL = rb"<(?:\w+:)?c\b(?=[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\")"
_ERROR = re.compile(_CELL + rb"[^>]*?\bt=\"e\"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</", re.S)
_UNCALCULATED = re.compile(
    _CELL
    + rb"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ROW_END = re.compile(rb"</(?:\w+:)?row>")


def what_excel_shows(content: bytes, sheet: str) -> dict[tuple[int, int], str | None]:
    """Cells of the sheet by (row, column) from 0: error text, "=FORMULA" without a result, None for "as percent"."""
    package = zipfile.ZipFile(io.BytesIO(content))
    part = _part_of(package, sheet)
    if part is None:
        return {}
    styles = _percent_styles(package)
    percent = _percent_pattern(styles) if styles else None
    found: dict[tuple[int, int], str | None] = {}
    for piece in _pieces(package, part):
        if percent:
            found.update((_at(match), None) for match in percent.finditer(piece))
        if b't="e"' in piece:
            found.update((_at(match), _text(match[3])) for match in _ERROR.finditer(piece))
        if b"f>" in piece or b"<f" in piece:
            found.update(
                (_at(match), "=" + _text(match[3] or b"")) for match in _UNCALCULATED.finditer(piece)
            )
    return found


def _at(match: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace"))


def _percent_pattern(styles: set[int]) -> re.Pattern[bytes]:
    """Cells that hold a value and one of these styles."""
    numbers = "|".join(str(number) for number in sorted(styles)).encode()
    return re.compile(
        _CELL
        + rb"(?=[^>]*?\bs=\"(?:"
        + numbers
        + rb")\")(?![^>]*?\bt=\"(?:s|e|b|str|inlineStr)\")[^>]*[^/>]>"
    )


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces of whole rows, so that its size costs no memory."""
    with package.open(part) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            kept += chunk
            ends = list(_ROW_END.finditer(kept))
            if ends:
                yield kept[: ends[-1].end()]
                kept = kept[ends[-1].end() :]
        yield kept


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _parsed(package: zipfile.ZipFile, part: str) -> Element:
    """A small part as a tree. `child.check_parts` has refused document types and entities before."""
    return fromstring(package.read(part))  # noqa: S314


def _part_of(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds the sheet of that name, by workbook.xml and its relationships."""
    rels = {item.get("Id"): item.get("Target", "") for item in _parsed(package, "xl/_rels/workbook.xml.rels")}
    for item in _parsed(package, "xl/workbook.xml").iter():
        if _local(item.tag) == "sheet" and item.get("name") == sheet:
            target = next(
                (rels.get(value, "") for name, value in item.attrib.items() if _local(name) == "id"), ""
            )
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return path if path in package.namelist() else None
    return None


def _percent_styles(package: zipfile.ZipFile) -> set[int]:
    """Indices of the cell styles whose number format shows a percentage."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    formats, styles = set(_PLAIN_PERCENT), set()
    root = _parsed(package, "xl/styles.xml")
    for item in root.iter():
        if _local(item.tag) == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", item.get("formatCode", "")):
            formats.add(int(item.get("numFmtId", "-1")))
    for group in root:
        if _local(group.tag) == "cellXfs":
            styles = {
                index for index, style in enumerate(group) if int(style.get("numFmtId", "0")) in formats
            }
    return styles
