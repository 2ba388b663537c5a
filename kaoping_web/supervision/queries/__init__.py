"""What may be read of papers, matters, cards and plans, and what they hand to scoring and to My work."""

from kaoping_web.supervision.queries.results import ClosingRate, closing_rates, happenings
from kaoping_web.supervision.queries.seen import (
    cards_for,
    hosts_of,
    matters_for,
    matters_of_host,
    papers_for,
    plans_for,
    proofs_for,
    proposals_for,
)
from kaoping_web.supervision.queries.waiting import (
    Waiting,
    count_of_matters,
    count_of_papers,
    waiting_for,
)

__all__ = [
    "ClosingRate",
    "Waiting",
    "cards_for",
    "closing_rates",
    "count_of_matters",
    "count_of_papers",
    "happenings",
    "hosts_of",
    "matters_for",
    "matters_of_host",
    "papers_for",
    "plans_for",
    "proofs_for",
    "proposals_for",
    "waiting_for",
]
