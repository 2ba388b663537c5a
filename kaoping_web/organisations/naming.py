"""What the ids in journal entries are called. The journal knows numbers; names are looked up here, when they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kaoping_web.journal.histories import Names, person_id, points_to
from kaoping_web.journal.models import Entry
from kaoping_web.journal.queries import told
from kaoping_web.organisations.queries.bodies import names_of
from kaoping_web.organisations.queries.people import names_of_people

PERSON, BODY = "organisations.user", "organisations.organisation"


def names_in_entries(entries: Sequence[Entry], day: date) -> Names:
    """Names of every person and body these entries speak of, in two queries."""
    people: set[int] = set()
    bodies: set[int] = set()
    for row in entries:
        entry = told(row)
        people |= {person_id(one) for one in entry.who}
        if entry.object_type in (PERSON, BODY) and entry.object_key.isdigit():
            (people if entry.object_type == PERSON else bodies).add(int(entry.object_key))
        for kind, key in _pointed(entry.object_type, entry.after or {}):
            (people if kind == PERSON else bodies).add(key)
    return Names(
        names_of_people(people), {(BODY, key): words for key, words in names_of(bodies, day).items()}
    )


def _pointed(object_type: str, image: Mapping[str, object]) -> Iterable[tuple[str, int]]:
    for name, value in image.items():
        if type(value) is int and (kind := points_to(object_type, name)) in (PERSON, BODY):
            yield kind, value
