"""Entries as a person reads them: who did what, when, why, and field by field what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone

from kaoping.errors import Words
from kaoping.journal import Entry as Told
from kaoping.journal import Value
from kaoping_web.dates import day_words, period_words
from kaoping_web.journal.field_words import STATE_WORDS
from kaoping_web.journal.models import Entry, Protected
from kaoping_web.journal.queries import told
from kaoping_web.journal.words import deed_words, field_words, type_words

SYSTEM = Words("系统", "system")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z")
DAY, PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{4}(-(Q[1-4]|H[12]|[01][0-9]))?")
YES, NO, NOTHING = Words("是", "yes"), Words("否", "no"), Words("（空）", "(none)")


@dataclass(frozen=True)
class Names:
    """What ids are called: of people by id, of other rows by kind and id."""

    people: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[tuple[str, int], Words] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldChange:
    """One field before and after. `is_first`: there was no row before."""

    name: str
    words: Words
    before: Words
    after: Words
    is_first: bool


@dataclass(frozen=True)
class HistoryLine:
    """One entry."""

    sequence: int
    number: int
    chain: str
    at: datetime
    deed: str
    words: Words
    who: Words
    object_type: str
    object_key: str
    object_words: Words
    version: int
    reason: str
    document: str
    removed: bool
    changes: tuple[FieldChange, ...]


def lines_of(entries: Sequence[Entry], names: Names) -> list[HistoryLine]:
    """In the order given, without what became of fields."""
    return [_line(row, told(row), names, ()) for row in entries]


def object_lines(entries: Sequence[Entry], names: Names) -> list[HistoryLine]:
    """All entries of one object, oldest first, each with what it changed."""
    lines, before = [], None
    for row in entries:
        entry = told(row)
        lines.append(_line(row, entry, names, tuple(_changes(entry, before, names))))
        before = entry.after
    return lines


def _line(row: Entry, entry: Told, names: Names, changes: tuple[FieldChange, ...]) -> HistoryLine:
    return HistoryLine(
        row.sequence, row.number, row.chain, row.at, entry.deed, deed_words(entry.deed), who_words(entry.who, names), entry.object_type,
        entry.object_key, type_words(entry.object_type), entry.version, entry.reason, entry.document, bool(entry.object_type) and entry.after is None,
        changes,
    )  # fmt: skip


def _changes(entry: Told, before: Mapping[str, Value] | None, names: Names) -> list[FieldChange]:
    after = entry.after or {}
    was = before or {}
    order = list(after) + [one for one in was if one not in after]
    return [
        FieldChange(
            one, field_words(one), shown(entry.object_type, one, was.get(one), names), shown(entry.object_type, one, after.get(one), names),
            before is None,
        )
        for one in order
        if before is None or was.get(one) != after.get(one) or type(was.get(one)) is not type(after.get(one))
    ]  # fmt: skip


def who_words(who: Sequence[str], names: Names) -> Words:
    """Those who did it, by name where it is known."""
    shown = [SYSTEM if one == "system" else Words(names.people.get(person_id(one), one)) for one in who]
    return Words("、".join(one.zh for one in shown), ", ".join(one.in_("en") for one in shown))


def person_id(who: str) -> int:
    """The number in `u-12`; 0 in anything else."""
    return int(who[2:]) if who.startswith("u-") and who[2:].isascii() and who[2:].isdigit() else 0


def shown(object_type: str, name: str, value: Value, names: Names) -> Words:
    """A value as a person reads it."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return YES if value else NO
        case int():
            target = points_to(object_type, name)
            if target == "organisations.user":
                return Words(names.people.get(value, f"u-{value}"))
            return names.rows.get((target, value), Words(f"#{value}" if target else str(value)))
    return _text(name, value)


def _text(name: str, value: str) -> Words:
    """Moments and days as they are written, periods and states in words; any other text as it stands."""
    if MOMENT.fullmatch(value):
        at = timezone.localtime(datetime.fromisoformat(value))
        return Words(*(f"{day_words(at.date(), lang)} {at:%H:%M:%S}" for lang in ("zh", "en")))
    if DAY.fullmatch(value):
        return Words(*(day_words(date.fromisoformat(value), lang) for lang in ("zh", "en")))
    if name == "period" and PERIOD.fullmatch(value):
        return period_words(value)
    return STATE_WORDS.get(value, Words(value, value)) if name in ("state", "answer") else Words(value, value)


def object_words(object_type: str, object_key: str, names: Names) -> Words:
    """What one object is called: a person or a body by name, anything else by its kind and number."""
    kind, number = type_words(object_type), int(object_key) if object_key.isdigit() else 0
    called = (
        Words(names.people[number])
        if object_type == "organisations.user" and number in names.people
        else names.rows.get((object_type, number))
    )
    if called is None:
        return Words(f"{kind.zh} #{object_key}", f"{kind.en} #{object_key}")
    return Words(f"{called.zh}（{kind.zh} #{object_key}）", f"{called.in_('en')} ({kind.en} #{object_key})")


@lru_cache(maxsize=4096)
def points_to(object_type: str, name: str) -> str:
    """What kind of row this field names by number; empty where it does not."""
    model = model_of(object_type)
    if model is None:
        return ""
    found = next((one for one in model._meta.concrete_fields if one.name == name), None)
    pointed = found.related_model if isinstance(found, ForeignKey) else None
    return pointed.object_type() if isinstance(pointed, type) and issubclass(pointed, Protected) else ""


def model_of(object_type: str) -> type[Protected] | None:
    """The table of a kind of row that is protected now."""
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Protected) else None
