"""The bodies of the district as organisations, and how well each does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from demo.draws import Draws
from demo.offices import DEPARTMENTS, ENTERPRISES, table
from demo.townships import TOWNSHIPS, Township
from demo.villages import community_names, village_names
from kaoping.tables import Cell, Organisation

DISTRICT = Organisation("yunlan", "云澜区", "district", attributes={"english": "Yunlan District"})


@dataclass(frozen=True)
class Body:
    """An organisation, its track, and its strength from 0 to 100. `letters`: see `demo.offices`."""

    organisation: Organisation
    track: str
    strength: int
    letters: str = ""
    township: Township | None = None

    @property
    def key(self) -> str:
        """The key of the organisation."""
        return self.organisation.key

    @property
    def home(self) -> Township:
        """The township that it is or belongs to. Raises LookupError for departments and enterprises."""
        if self.township is None:
            raise LookupError(f"{self.key} belongs to no township")
        return self.township


def bodies(draws: Draws) -> tuple[Body, ...]:
    """Everybody who is assessed, track by track."""
    return (
        *(_township(one) for one in TOWNSHIPS),
        *(_department(draws, *row) for row in table(DEPARTMENTS)),
        *(_enterprise(draws, *row) for row in table(ENTERPRISES)),
        *_below(draws, "villages", "village", village_names(draws, sum(t.villages for t in TOWNSHIPS))),
        *_below(
            draws, "communities", "community", community_names(draws, sum(t.communities for t in TOWNSHIPS))
        ),
    )


def _township(one: Township) -> Body:
    attributes: Mapping[str, Cell] = {
        "english": one.english,
        "terrain": one.terrain,
        "difficulty": Fraction(one.difficulty),
        "population": Fraction(one.population),
    }
    organisation = Organisation(one.key, one.title, one.kind, DISTRICT.key, attributes)
    return Body(organisation, "townships", one.strength, township=one)


def _department(draws: Draws, key: str, title: str, english: str, letters: str) -> Body:
    organisation = Organisation(key, title, "department", DISTRICT.key, {"english": english})
    return Body(organisation, "departments", draws.around(66, 40, key, "strength"), letters)


def _enterprise(draws: Draws, key: str, title: str, english: str, _profit: str, size: str) -> Body:
    attributes: Mapping[str, Cell] = {"english": english, "size_coefficient": Fraction(size)}
    organisation = Organisation(key, title, "enterprise", DISTRICT.key, attributes)
    return Body(organisation, "enterprises", draws.around(62, 45, key, "strength"))


def _below(draws: Draws, track: str, kind: str, names: list[str]) -> list[Body]:
    """Villages or communities, dealt out to the townships in order. A strong township has stronger villages."""
    found: list[Body] = []
    for one in TOWNSHIPS:
        for number in range(1, getattr(one, track) + 1):
            key = f"{one.key}_{kind[0]}{number:02}"
            middle = (one.strength + 60) // 2
            strength = min(100, max(0, draws.around(middle, 45, key, "strength")))
            found.append(
                Body(Organisation(key, names[len(found)], kind, one.key), track, strength, township=one)
            )
    return found
