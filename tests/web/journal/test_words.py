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


def test_every_protected_field_has_words() -> None:
    from django.apps import apps

    from kaoping_web.journal.models import Protected
    from kaoping_web.journal.words import field_words

    fields = {
        field for model in apps.get_models() if issubclass(model, Protected) for field in model.protected
    }
    bare = sorted(
        one for one in fields if field_words(one).zh == one or (field_words(one).en == one and "_" in one)
    )
    assert len(fields) > 120 and bare == []
