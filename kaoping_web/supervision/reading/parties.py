"""Whom a paper names: a body of the host by its name or short name. A collective (各镇街) is nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kaoping_web.organisations.models import Organisation, Standing

_LEVEL = re.compile(r"^[由请]?(?:全)?[市区县镇乡]?(?:直)?")
_COLLECTIVE = re.compile(r"^各|等(?:部门|单位)$|有关|相关|全[市县区]|部门$")


class Parties:
    """The bodies of a host by the names a paper may use for them."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        self._by_name: dict[str, list[Organisation]] = {}
        for one in standings:
            for name in {one.title, short(one.title)}:
                self._by_name.setdefault(name, []).append(one.organisation)

    def of(self, named: Iterable[str]) -> list[Organisation]:
        """The bodies that these names stand for, each once, in order; names that fit none or several are left out."""
        found: dict[int, Organisation] = {}
        for name in named:
            for body in self._one(name.strip()):
                found.setdefault(body.pk, body)
        return list(found.values())

    def _one(self, name: str) -> list[Organisation]:
        if not name or _COLLECTIVE.search(name):
            return []
        name = name.lstrip("由请")
        several = self._by_name.get(name) or self._by_name.get(short(name), [])
        return several if len(several) == 1 else []


def short(title: str) -> str:
    """A name without the level before it: 区发改局 → 发改局."""
    plain = _LEVEL.sub("", title)
    return plain if len(plain) >= 2 else title
