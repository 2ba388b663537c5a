"""An entry: who did what to which object when, why and on what paper, and what the object was afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kaoping.errors import NOWHERE, Place, Problem
from kaoping.journal.canonical import MOST_INTEGER, canonical_json, parsed
from kaoping.journal.findings import JournalError, finding
from kaoping.journal.log import DIGEST_BYTES, Log
from kaoping.journal.moments import is_moment

Value = str | int | bool | None
"""A protected field as the journal keeps it. Exact decimals are text; a float is refused."""

MOST_BYTES = 1 << 20
"""Of one entry in canonical form."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_DEED = re.compile(r"[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}", re.ASCII)
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,63}(?:\.[a-z][a-z0-9_]{0,63})?", re.ASCII)
_WHO = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}", re.ASCII)
_DIGEST = re.compile(rf"[0-9a-f]{{{2 * DIGEST_BYTES}}}", re.ASCII)
_MOST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is to be recorded; the chain then gives it its place.

    chain: key of the organisation in whose chain it stands. at: moment in UTC (`utc_text`), given, never read from a
    clock here. deed: verb.object, as `submit.filing`. who: opaque ids of the persons who did it, at least one.
    object_type, object_key: the row it is about; both empty where it is about none. version: of that row afterwards,
    counted from 1. after: every protected field afterwards; None where the row is gone, or there is none.
    reason, document: free text; empty where there is none.
    """

    chain: str
    at: str
    deed: str
    who: tuple[str, ...]
    object_type: str = ""
    object_key: str = ""
    version: int = 0
    after: Mapping[str, Value] | None = field(default_factory=dict)
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry(Deed):
    """A deed in its place. sequence: in the whole log, from 1. number: in its chain, from 1. previous: hash, in hex,
    of the chain's entry before it; of the log and chain themselves for the first."""

    sequence: int
    number: int
    previous: str


@dataclass(frozen=True)
class Sealed:
    """An entry and the hash kept beside it. The hash is a claim until it has been verified."""

    entry: Entry
    digest: bytes


_NAMES = {"object_type": "type", "object_key": "key"}
_ATTRIBUTES = tuple(one.name for one in fields(Entry))
_KEYS = {_NAMES.get(name, name): name for name in _ATTRIBUTES}
_KEY_SET = frozenset(_KEYS)


def canonical(entry: Entry) -> bytes:
    """The one spelling of an entry. Raises JournalError with everything that is wrong with it."""
    if wrong := list(objections(entry)):
        raise JournalError(wrong)
    body = {key: getattr(entry, name) for key, name in _KEYS.items()}
    body["after"] = None if entry.after is None else dict(entry.after)
    raw = canonical_json(body)
    if len(raw) > MOST_BYTES:
        raise JournalError(finding("entry-size", len(raw), MOST_BYTES))
    return raw


def entry_of(raw: bytes, place: Place = NOWHERE) -> Entry:
    """The entry that these canonical bytes spell. Raises JournalError for every other bytes."""
    try:
        body = parsed(raw)
    except ValueError:
        raise JournalError(finding("line", place=place)) from None
    if type(body) is not dict or body.keys() != _KEY_SET or type(body["who"]) is not list:
        raise JournalError(finding("line", place=place))
    body["who"] = tuple(body["who"])
    entry = Entry(**{name: body[key] for key, name in _KEYS.items()})
    if wrong_parts := list(objections(entry, place)):
        raise JournalError(wrong_parts)
    return entry


def digest_of(log: Log, raw: bytes) -> bytes:
    """The hash of an entry in canonical form, as an entry of this log."""
    return log.hashed(log.entry_tag + raw)


def entry_hash(log: Log, entry: Entry) -> bytes:
    """The hash of an entry. Raises JournalError where it has no canonical form."""
    return digest_of(log, canonical(entry))


def objections(entry: Entry, place: Place = NOWHERE) -> Iterator[Problem]:
    """Everything about an entry that the journal does not take."""
    for name, ok in (
        ("sequence", _counts(entry.sequence, 1)),
        ("number", _counts(entry.number, 1)),
        ("previous", _spelled(_DIGEST, entry.previous)),
        ("chain", _is_key(entry.chain)),
        ("deed", _spelled(_DEED, entry.deed)),
        ("who", bool(entry.who) and all(_spelled(_WHO, one) for one in entry.who)),
        ("version", _counts(entry.version, 1 if entry.object_type else 0)),
        ("object_type", entry.object_type == "" or _spelled(_TYPE, entry.object_type)),
        ("object_key", entry.object_key == "" if entry.object_type == "" else _is_key(entry.object_key)),
    ):
        if not ok:
            yield finding("name", name, _shown(getattr(entry, name)), place=place)
    if type(entry.at) is not str or not is_moment(entry.at):
        yield finding("time", "at", _shown(entry.at), place=place)
    for name, text in (("reason", entry.reason), ("document", entry.document)):
        yield from _value_objections(name, text, place, text_only=True)
    if entry.object_type == "" and (entry.version or entry.after):
        yield finding("about-nothing", place=place)
    yield from _image_objections(entry.after, place)


def _image_objections(after: Any, place: Place) -> Iterator[Problem]:
    if after is None:
        return
    if not isinstance(after, Mapping):
        yield finding("value-kind", "after", type(after).__name__, place=place)
        return
    for name, value in after.items():
        if not _spelled(_NAME, name):
            yield finding("name", "field", _shown(name), place=place)
        yield from _value_objections(str(name), value, place)


def _value_objections(name: str, value: Any, place: Place, text_only: bool = False) -> Iterator[Problem]:
    kind = type(value)
    if kind is str:
        if not value.isascii() and not _is_whole(value):
            yield finding("text-broken", _shown(name), place=place)
    elif text_only or kind not in (int, bool, type(None)):
        yield finding("value-kind", _shown(name), kind.__name__, place=place)
    elif kind is int and abs(value) > MOST_INTEGER:
        yield finding("integer-size", _shown(name), place=place)


def _counts(number: Any, least: int) -> bool:
    return type(number) is int and least <= number <= MOST_INTEGER


def _spelled(pattern: re.Pattern[str], text: Any) -> bool:
    return type(text) is str and pattern.fullmatch(text) is not None


def _is_key(text: Any) -> bool:
    """Keys are looked up and printed: one spelling (NFC), no control characters, no space at either end. Values of
    fields are kept as they are: the journal says what the table holds."""
    return (
        type(text) is str
        and 0 < len(text) <= _MOST_KEY
        and text.isprintable()
        and text.strip() == text
        and unicodedata.is_normalized("NFC", text)
    )


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: object) -> str:
    return str(value)[:80].encode("utf-8", "replace").decode()
