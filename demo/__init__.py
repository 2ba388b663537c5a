"""A fictional district, 云澜区, and a whole year of its figures, made from a seed.

The same seed gives the same tables on every machine. Nobody and nothing in it is real.
"""

from __future__ import annotations

from pathlib import Path

from demo.amounts import amounts
from demo.ballots import ballots
from demo.draws import Draws
from demo.figures import YEAR
from demo.firms import firms
from demo.happenings import happenings, special_marks
from demo.mishaps import with_mishaps
from demo.organisations import DISTRICT, bodies
from demo.rates import rates
from demo.record import results
from kaoping.tables import Tables

SEED = 2026
SCHEME = Path(__file__).with_name("scheme.yaml")


def build(seed: int = SEED) -> Tables:
    """The organisations, every value filed and everything that happened in the year."""
    draws = Draws(seed)
    everybody = bodies(draws)
    rows = [
        *rates(draws, everybody),
        *amounts(draws, everybody),
        *firms(draws, everybody),
        *ballots(draws, everybody),
        *special_marks(draws, everybody),
        *results(draws, everybody),
    ]
    organisations = (DISTRICT, *(one.organisation for one in everybody))
    return Tables(organisations, with_mishaps(rows), tuple(happenings()))


__all__ = ["SCHEME", "SEED", "YEAR", "build"]
