"""What filed values look like: organisations, values, ballots and events, each with the place it came from.

Missing, not applicable, pending and undefined are values of their own; none of them is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from kaoping.errors import NOWHERE, Place
from kaoping.periods import Period


class Absence(Enum):
    """Why there is no value.

    MISSING: expected and not filed. NOT_APPLICABLE: the item does not concern the organisation (approved).
    PENDING: will be known later. UNDEFINED: arithmetic has no answer (division by zero, log of zero).
    """

    PENDING = "pending"
    MISSING = "missing"
    UNDEFINED = "undefined"
    NOT_APPLICABLE = "not_applicable"


Cell = Fraction | bool | str | date | Absence


@dataclass(frozen=True)
class Organisation:
    """A body that is assessed: its key, title, kind, the key of the body above it, and further attributes.

    `attributes` hold constants per organisation (a difficulty coefficient, a population, a type of zone).
    """

    key: str
    title: str = ""
    kind: str = ""
    parent: str = ""
    attributes: Mapping[str, Cell] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True)
class Filed:
    """One filed value of one fact for one organisation and period.

    `fact` is a key of the scheme, or `fact.target` (likewise any other suffix) for a figure that belongs to it.
    `period` is None for a fact that has none (a constant). `source` names who supplied it where several do;
    `vintage` counts revisions from 1; the highest counts unless a scheme asks for the first.
    `rater` is set where several people judge the same thing (a ballot); `rater_group` then names their bloc.
    """

    organisation: str
    fact: str
    value: Cell
    period: Period | None = None
    source: str = ""
    vintage: int = 1
    rater: str = ""
    rater_group: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Happening:
    """A fact with a document that adds, deducts, gates or vetoes.

    `event` is a key of the scheme's events or vetoes; `level` one of its levels; `matter` what the event is about
    (the same matter may count once); `amount` the points or the number of times where the event asks for one;
    `share` is "lead" or "co" where shares differ.
    """

    organisation: str
    event: str
    on: date | None = None
    period: Period | None = None
    level: str = ""
    matter: str = ""
    amount: Fraction | None = None
    count: int = 1
    share: str = ""
    document: str = ""
    decided_by: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Tables:
    """Everything a scheme is scored on. The order of rows carries no meaning."""

    organisations: tuple[Organisation, ...]
    filed: tuple[Filed, ...] = ()
    happenings: tuple[Happening, ...] = ()
