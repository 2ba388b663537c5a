"""At the end of the year: whatever the rail and the list of work offer a person, opens."""

from __future__ import annotations

from tests.journeys.world import World
from tests.web.cast import CAST

HOME = ("/work/", "/account/")


def walk(world: World) -> None:
    """Everybody of the cast, every line of his rail, in both languages."""
    for name, *_ in CAST:
        person = getattr(world, name)
        offered = [*person.page.locator(".k-rail a, .k-do a").all()]
        paths = {one.get_attribute("href") or "" for one in offered} | {*HOME}
        for path in sorted(paths):
            person.go(path)
