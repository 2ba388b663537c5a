"""What values were: earlier versions and reasons, as the journal keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from kaoping_web.filing.models import Value
from kaoping_web.journal.models import Entry

OBJECT = Value.object_type()


def entries_of(values: Iterable[int], deed: str = "") -> Iterable[Entry]:
    """The entries about these values, oldest first."""
    found = Entry.objects.filter(object_type=OBJECT, object_key__in=[str(one) for one in values])
    return (found.filter(deed=deed) if deed else found).order_by("sequence")


def images_at(versions: Mapping[int, int]) -> dict[int, Mapping[str, Any]]:
    """The protected fields of each value as they were in that version of it."""
    found: dict[int, Mapping[str, Any]] = {}
    for one in entries_of(versions) if versions else ():
        body = json.loads(one.raw)
        if body["version"] == versions[int(one.object_key)]:
            found[int(one.object_key)] = body["after"]
    return found


def return_reasons(values: Iterable[int]) -> dict[int, tuple[str, int, datetime]]:
    """For each value that came back, the last reason, the number of who gave it, and when."""
    keys = list(values)
    found: dict[int, tuple[str, int, datetime]] = {}
    for one in entries_of(keys, "return.value") if keys else ():
        body = json.loads(one.raw)
        found[int(one.object_key)] = (body["reason"], person_of(body["who"][0]), one.at)
    return found


def person_of(who: str) -> int:
    """The number of a person in the journal; 0 for a clock or a command."""
    return int(who.removeprefix("u-")) if who.startswith("u-") else 0
