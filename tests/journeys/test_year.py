"""A year in the browser, by a cast of roles: from a draft scheme to released quarterly and annual scores."""

from __future__ import annotations

import pytest

from tests.journeys.chapters import correction, january, quarter, rails, scheme, targets, year
from tests.journeys.world import World

CHAPTERS = (scheme, targets, january, quarter, correction, year, rails)


@pytest.mark.browser
def test_a_year_from_a_draft_scheme_to_scores_that_equal_the_hands_reckoning(world: World) -> None:
    """Each chapter begins where the one before it ended; nothing on any page may go wrong on the way."""
    for chapter in CHAPTERS:
        chapter.walk(world)
        world.calm()
    assert all(person.watch.pages for person in world.people.values())
    assert "Traceback" not in world.site.said, world.site.said
