"""At the end of the year: whatever the rail and the list of work offer a person, opens."""

from __future__ import annotations

from tests.journeys.world import World
from tests.web.cast import CAST

OWN = {"/work/", "/account/"}


def walk(world: World) -> None:
    """Everybody of the cast, every line of his rail; each page is drawn once, and fetched for whoever else is offered it."""
    drawn: set[str] = set()
    for name, *_ in CAST:
        person = getattr(world, name)
        person.go("/work/")
        offered = {one.get_attribute("href") or "" for one in person.page.locator(".k-rail a, .k-do a").all()}
        for path in sorted(offered | OWN):
            if path in drawn:
                person.desk.open(path)
            else:
                person.go(path)
                drawn.add(path)
