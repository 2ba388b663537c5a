"""What became of a value: claimed, returned, accepted, verified, corrected; by whom, when, why and on what paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kaoping.errors import Words
from kaoping.scheme.model import Fact
from kaoping_web.filing.models import Value
from kaoping_web.filing.queries.past import entries_of, person_of
from kaoping_web.filing.shown import typed_of
from kaoping_web.journal.models import Entry
from kaoping_web.organisations.models import User
from kaoping_web.schemes.queries import parsed
from kaoping_web.ui.units import quantity

DEEDS: Mapping[str, tuple[str, Words, str]] = {
    "file.value": ("filed", Words("报送", "filed"), "filed"),
    "return.value": ("returned", Words("退回", "returned"), "returned"),
    "accept.value": ("checked", Words("初认", "accepted"), "filed"),
    "sign.value": ("verified", Words("已认定", "verified"), "verified"),
    "correct.value": ("corrected", Words("锁定后更正", "corrected after the lock"), "doc"),
}
"""Deed of the journal → kind, words, icon. What was saved and not handed in is nobody's history."""


@dataclass(frozen=True)
class Moment:
    """One step. `shown`: the value in both languages as it was then, with its unit; `people`: names of who did it."""

    kind: str
    words: Words
    icon: str
    shown: Words
    at: datetime
    people: str
    reason: str
    document: str
    note: str
    sequence: int


def history_of_value(value: Value) -> list[Moment]:
    """Every step, latest first. Two queries beside the value's own."""
    entries = [one for one in entries_of([value.pk]) if one.deed in DEEDS]
    return _moments(value, entries)


def histories_of(values: Sequence[Value]) -> dict[int, list[Moment]]:
    """The same for several values, in as many queries."""
    by_value: dict[int, list[Entry]] = {one.pk: [] for one in values}
    for one in entries_of(by_value):
        if one.deed in DEEDS:
            by_value[int(one.object_key)].append(one)
    names = _names([one for several in by_value.values() for one in several])
    return {one.pk: _moments(one, by_value[one.pk], names) for one in values}


def _moments(value: Value, entries: Sequence[Entry], names: Mapping[int, str] | None = None) -> list[Moment]:
    fact = parsed(value.filing.cycle.scheme_version).facts.get(value.fact)
    names = _names(entries) if names is None else names
    return [_moment(one, json.loads(one.raw), fact, names) for one in reversed(entries)]


def _moment(entry: Entry, body: Mapping[str, Any], fact: Fact | None, names: Mapping[int, str]) -> Moment:
    kind, words, icon = DEEDS[entry.deed]
    after = body["after"]
    people = "、".join(names.get(person_of(one), "系统 system") for one in body["who"])
    note = str(after["note"]) if kind in ("filed", "corrected") else ""
    return Moment(
        kind, words, icon, _shown(after, fact), entry.at, people, body["reason"], body["document"], note, entry.sequence
    )  # fmt: skip


def _shown(after: Mapping[str, Any], fact: Fact | None) -> Words:
    day = date.fromisoformat(after["expected_on"]) if after["expected_on"] else None
    zh, en = (typed_of(after["answer"], after["text"], day, fact, lang) for lang in ("zh", "en"))
    if fact is not None and fact.unit and after["answer"] == "number":
        return quantity(zh, fact.unit)
    return Words(zh, en)


def _names(entries: Sequence[Entry]) -> dict[int, str]:
    keys = {person_of(who) for one in entries for who in one.who.split()}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "display_name"))
