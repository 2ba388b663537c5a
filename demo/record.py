"""Last year's results: the total and the place of everybody who was ranked."""

from __future__ import annotations

from collections.abc import Iterator

from demo.draws import Draws
from demo.figures import LAST_YEAR, filed
from demo.organisations import Body
from kaoping.tables import Filed

TRACKS = ("townships", "departments", "enterprises", "villages", "communities")
LISTED_ONLY = ("gaoxin", "party_office", "congress_office", "government_office", "cppcc_office", "discipline",
               "assessment_office")  # fmt: skip


def results(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """Totals and places of 2025. A body founded in 2026 has neither."""
    for track in TRACKS:
        racing = [
            one
            for one in everybody
            if one.track == track and one.key not in LISTED_ONLY and "n" not in one.letters
        ]
        for place, (body, total) in enumerate(_ordered(draws, racing), 1):
            yield filed(body.key, "result.total", total, 2, LAST_YEAR)
            yield filed(body.key, "result.rank", place, 0, LAST_YEAR)


def _ordered(draws: Draws, racing: list[Body]) -> list[tuple[Body, int]]:
    """The bodies by last year's place with totals that fall from one to the next."""

    def before(body: Body) -> int:
        if body.track == "townships":
            return body.home.before
        return -draws.around(body.strength, 40, body.key, "last year")

    total, found = 9342, []
    for body in sorted(racing, key=lambda one: (before(one), one.key)):
        found.append((body, total))
        total -= draws.between(1, max(2, 2400 // len(racing)), body.key, "step")
    return found
