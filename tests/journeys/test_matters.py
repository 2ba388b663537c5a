"""Supervision in the browser, by a cast of roles: from a noisy paper to the points that a slip costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.hosting import Site
from tests.journeys.matters import cards, closing, giving, paper, quarter
from tests.journeys.world import World


class Supervised(World):
    """The district of this journey. `places`: addresses of matters; `slips`: of slips, by what they are about."""

    def __init__(self, site: Site, browser: Browser, folder: object) -> None:
        super().__init__(site, browser, folder)  # type: ignore[arg-type]
        self.places: dict[str, str] = {}
        self.slips: dict[str, str] = {}


@pytest.fixture(scope="module")
def supervised(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    """The small district with a second person in the supervision office and a clerk in every village."""
    folder = tmp_path_factory.mktemp("supervision")
    site = Site(folder / "data")
    site.found("tests.journeys.matters.found")
    try:
        yield Supervised(site, browser, folder)
    finally:
        site.stop()


@pytest.mark.browser
def test_from_a_noisy_paper_to_the_points_that_a_slip_costs(supervised: Supervised) -> None:
    """Each chapter begins where the one before it ended; nothing on any page may go wrong on the way."""
    for walk in (quarter.in_force, paper.walk, giving.walk, cards.walk, closing.walk, quarter.walk):
        walk(supervised)
        supervised.calm()
    assert all(person.watch.pages for person in supervised.people.values())
    assert "Traceback" not in supervised.site.said, supervised.site.said
