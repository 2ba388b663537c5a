"""A document as the text of a YAML file, and for each line the place it came from.

Every text stays the text it is: what YAML would take for something else is put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.errors import NOWHERE, Place
from kaoping.sheets.scheme_book.plain import Plain

WIDTH = 130
"""What fits into so many characters stands on one line."""
_OPENING = re.compile(r"[\w(（“《〔≥≤.]|-[\w.(]")
_NOTHING = {"", "~", "null", "<<", "=", "---", "..."}
_ENDINGS = re.compile(r":(?:\s|$)|\s#")
_EXCELS_OWN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Where Excel takes a text for the sign of that number."""
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True)
class Said:
    """A part of a document with the cell it stands in: whole content of a cell (`plain`), or further parts."""

    place: Place
    plain: Plain = None
    fields: dict[str, Said] | None = None
    items: list[Said] | None = None

    @property
    def whole(self) -> Plain:
        """The part without its places."""
        if self.fields is not None:
            return {name: one.whole for name, one in self.fields.items()}
        return self.plain if self.items is None else [one.whole for one in self.items]

    def opened(self) -> Said:
        """A mapping or list that stands in one cell, as parts that share its place."""
        if isinstance(self.plain, dict):
            fields = {name: Said(self.place, one) for name, one in self.plain.items()}
            return Said(self.place, fields=fields)
        if isinstance(self.plain, list):
            return Said(self.place, items=[Said(self.place, one) for one in self.plain])
        return self


def yaml_text(plain: Plain) -> str:
    """The document as a person would write it: short entries on one line, longer ones over several."""
    lines = _lines(Said(NOWHERE, plain), 0, WIDTH)
    text = "\n".join(text for text, _ in lines)
    return re.sub(r"\n(?=[a-z_]+:\n)", "\n\n", text) + "\n"


def placed_lines(document: Said) -> list[tuple[str, Place]]:
    """The lines of the document with their places, one cell a line."""
    return list(_lines(document, 0, 0))


def one_line(plain: Plain) -> str:
    """A part of a document on one line, as it stands within other parts."""
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{scalar(name, True)}: {one_line(one)}" for name, one in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(one_line(one) for one in plain) + "]"
    return "~" if plain is None else scalar(plain, True)


def scalar(text: str, within: bool = False) -> str:
    """One text, in quotes where it must be. within: inside { } or [ ]."""
    plain = (
        text not in _NOTHING
        and text.isprintable()
        and text == text.strip()
        and _OPENING.match(text)
        and not _ENDINGS.search(text)
        and not text.endswith(":")
        and not _EXCELS_OWN.search(text)
    )
    if plain and within:
        plain = not re.search(r"[,\[\]{}:?]", text) and _balanced(text)
    if plain:
        return text
    return '"' + _EXCELS_OWN.sub(r"\\x5f", "".join(_escaped(sign) for sign in text)) + '"'


def _balanced(text: str) -> bool:
    return sum(map(text.count, "(（")) == sum(map(text.count, ")）"))


def _escaped(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _lines(part: Said, indent: int, width: int) -> Iterator[tuple[str, Place]]:
    """A mapping or list below something, each entry from a line of its own."""
    opened = part.opened()
    if opened.fields:
        for name, one in opened.fields.items():
            yield from _entry(f"{' ' * indent}{scalar(name)}:", one, indent + 2, width)
    elif opened.items:
        for one in opened.items:
            yield from _item(one, indent, width)
    else:
        yield " " * indent + _flat(part), part.place


def _entry(head: str, one: Said, indent: int, width: int) -> Iterator[tuple[str, Place]]:
    text = _flat(one)
    opened = one.opened()
    parted = bool(opened.fields or opened.items)
    fits = len(head) + len(text) < width if width else one.fields is None and one.items is None
    top = (
        width
        and indent == 2
        and isinstance(one.whole, dict)
        and any(isinstance(x, dict) for x in one.whole.values())
    )
    if not parted or (fits and not top):
        yield f"{head} {text}", one.place
        return
    yield head, one.place
    yield from _lines(one, indent, width)


def _item(one: Said, indent: int, width: int) -> Iterator[tuple[str, Place]]:
    """An entry of a list; a mapping begins on the line of its dash."""
    text = f"{' ' * indent}- {_flat(one)}"
    opened = one.opened()
    fits = len(text) < width if width else one.fields is None and one.items is None
    if fits or not (opened.fields or opened.items):
        yield text, one.place
        return
    for number, (line, place) in enumerate(_lines(one, indent + 2, width)):
        yield (f"{' ' * indent}- {line[indent + 2 :]}" if number == 0 else line), place


def _flat(part: Said) -> str:
    """On one line; a text that stands alone needs fewer quotes than one among others."""
    whole = part.whole
    return scalar(whole) if isinstance(whole, str) else one_line(whole)
