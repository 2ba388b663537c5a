"""Everything a run reads as canonical text, so that a run can be made again from the database alone.

One line of JSON a row, sorted, in UTF-8: `o` a body, `f` a filed value, `h` a happening; cells as the scorecard writes
them (exact numbers as text, absences as `!missing`, texts after a quote). A run scores what this text says: it is written
first, read back, and then scored.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from kaoping import Absence, Filed, Happening, Organisation, Period, Tables
from kaoping.exact import canonical_text
from kaoping.scorecard import canonical_json, cell_text
from kaoping.tables import Cell

LEVEL = 6
"""How hard zlib tries: a year of a district of 409 bodies is 1.9 MB of text and 0.2 MB kept."""


def text_of(tables: Tables) -> bytes:
    """The canonical text. The order of rows plays no part."""
    return b"\n".join(sorted(_rows(tables)))


def digest_of(text: bytes) -> str:
    """The SHA-256 under which a text is kept."""
    return hashlib.sha256(text).hexdigest()


def packed(text: bytes) -> bytes:
    """The text as it is kept."""
    return zlib.compress(text, LEVEL)


def unpacked(body: bytes | memoryview) -> bytes:
    """The text again."""
    return zlib.decompress(bytes(body))


def tables_of_text(text: bytes) -> Tables:
    """The tables a text says, rows in the order of the text."""
    found: dict[str, list[list[Any]]] = {"o": [], "f": [], "h": []}
    for line in text.split(b"\n") if text else ():
        kind, *row = json.loads(line)
        found[kind].append(row)
    return Tables(
        tuple(map(_body, found["o"])), tuple(map(_filed, found["f"])), tuple(map(_happening, found["h"]))
    )


def _rows(tables: Tables) -> Iterator[bytes]:
    for o in tables.organisations:
        yield canonical_json(
            [
                "o",
                o.key,
                o.title,
                o.kind,
                o.parent,
                [[name, _kept(o.attributes[name])] for name in sorted(o.attributes)],
            ]
        )
    for f in tables.filed:
        yield canonical_json(
            [
                "f",
                f.organisation,
                f.fact,
                _text(f.period),
                _kept(f.value),
                f.source,
                f.vintage,
                f.rater,
                f.rater_group,
                f.note,
            ]
        )
    for h in tables.happenings:
        amount = None if h.amount is None else canonical_text(h.amount)
        yield canonical_json(
            ["h", h.organisation, h.event, _text(h.on), _text(h.period), h.level, h.matter, amount, h.count, h.share, h.document,
             h.decided_by, h.note]
        )  # fmt: skip


def _kept(cell: Cell) -> str | bool:
    return f"@{cell.isoformat()}" if isinstance(cell, date) else cell_text(cell)


def _text(one: date | Period | None) -> str:
    return "" if one is None else str(one)


def _body(row: list[Any]) -> Organisation:
    key, title, kind, parent, attributes = row
    return Organisation(key, title, kind, parent, {name: cell_of(one) for name, one in attributes})


def _filed(row: list[Any]) -> Filed:
    organisation, fact, period, value, source, vintage, rater, rater_group, note = row
    return Filed(
        organisation, fact, cell_of(value), _period(period), source, vintage, rater, rater_group, note
    )


def _happening(row: list[Any]) -> Happening:
    organisation, event, on, period, level, matter, amount, count, share, document, decided_by, note = row
    return Happening(
        organisation, event, date.fromisoformat(on) if on else None, _period(period), level, matter,
        None if amount is None else Fraction(amount), count, share, document, decided_by, note,
    )  # fmt: skip


def _period(text: str) -> Period | None:
    return Period.parse(text) if text else None


def cell_of(kept: str | bool) -> Cell:
    """A cell out of its canonical text."""
    if isinstance(kept, bool):
        return kept
    if kept.startswith("'"):
        return kept[1:]
    if kept.startswith("!"):
        return Absence(kept[1:])
    return date.fromisoformat(kept[1:]) if kept.startswith("@") else Fraction(kept)
