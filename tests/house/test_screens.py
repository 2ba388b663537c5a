"""The photographs in docs/screens show every page of the site, each in every light, and the index leads to all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from demo.screens import deeds
from demo.screens.index import LIGHTS
from demo.screens.pages import DEEDS, FILES, LEADS_ON, ROOMS
from tests.house.tree import ROOT

SCREENS = ROOT / "docs" / "screens"
PAGES = [page for room in ROOMS.values() for page in room]


def addresses(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name)
        else:
            yield from addresses(one)


def test_every_page_of_the_site_is_photographed() -> None:
    known, others = set(addresses(get_resolver())), {*LEADS_ON, *FILES, *DEEDS}
    shown = {page.shows for page in PAGES}
    assert sorted(known - shown - others) == []
    assert sorted(shown & others) == [] and sorted((shown | others) - known) == []


def test_pages_have_names_of_their_own_and_deeds_that_are_there() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert all(callable(getattr(deeds, page.do)) for page in PAGES if page.do)


def test_every_photograph_is_there_and_in_the_index() -> None:
    index = (SCREENS / "README.md").read_text(encoding="utf-8")
    wanted = {f"{page.name}.{light}.jpg" for page in PAGES for light, _ in LIGHTS}
    kept = {one.name for one in SCREENS.iterdir() if one.suffix == ".jpg"}
    assert sorted(wanted - kept) == [] and sorted(kept - wanted) == []
    assert sorted(wanted - set(re.findall(r"\(([\w.-]+\.jpg)\)", index))) == []


def test_the_photographs_are_small() -> None:
    assert sum(one.stat().st_size for one in SCREENS.iterdir()) < 9_500_000
