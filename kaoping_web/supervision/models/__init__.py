"""Papers and what was proposed from them; matters with every move made on them; cards; plans as trees."""

from kaoping_web.supervision.models.cards import (
    Answer,
    Card,
)
from kaoping_web.supervision.models.matters import (
    IS_CLOSED,
    NOT_CLOSED,
    UNDER_WAY,
    CoOwner,
    Extension,
    Matter,
    MatterState,
    Move,
    Origin,
    Proof,
)
from kaoping_web.supervision.models.papers import (
    Paper,
    PaperState,
    Proposal,
    ProposalState,
)
from kaoping_web.supervision.models.plans import (
    Item,
    Plan,
)

__all__ = [
    "IS_CLOSED",
    "NOT_CLOSED",
    "UNDER_WAY",
    "Answer",
    "Card",
    "CoOwner",
    "Extension",
    "Item",
    "Matter",
    "MatterState",
    "Move",
    "Origin",
    "Paper",
    "PaperState",
    "Plan",
    "Proof",
    "Proposal",
    "ProposalState",
]
