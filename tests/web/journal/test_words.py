"""Every deed the site does has words in both languages."""

from __future__ import annotations

import re

from kaoping_web.journal.words import OBJECTS, VERBS, WHOLE
from tests.house.tree import sources

DEED = re.compile(r'deed=(?:")([a-z_]+)\.([a-z_]+)"')


def test_every_deed_has_words() -> None:
    deeds = {match.groups() for one in sources("kaoping_web") for match in DEED.finditer(one.text)}
    assert len(deeds) > 60
    bare = sorted(
        f"{verb}.{thing}"
        for verb, thing in deeds
        if f"{verb}.{thing}" not in WHOLE and (verb not in VERBS or thing not in OBJECTS)
    )
    assert bare == []
