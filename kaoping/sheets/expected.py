"""What a reader of tables is told beforehand: which facts, events and organisations there are, by key and title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaoping.periods import Cadence, Period
from kaoping.sheets.cells import Kind
from kaoping.tables import Organisation


@dataclass(frozen=True)
class ExpectedFact:
    """One fact that may be filed. `titles` are its names in any language, besides its key.

    low, high: bounds of its values, both allowed. decimals: how many places its values have at most.
    suffixes: figures that belong to it and are filed as `key.suffix` (a target).
    """

    key: str
    titles: frozenset[str] = frozenset()
    kind: Kind = "number"
    unit: str = ""
    has_period: bool = True
    cadence: Cadence | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    decimals: int | None = None
    suffixes: frozenset[str] = frozenset({"target"})


@dataclass(frozen=True)
class ExpectedEvent:
    """One event or veto that may happen. `levels`: key of a level → its titles; empty where it has none."""

    key: str
    titles: frozenset[str] = frozenset()
    levels: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Expected:
    """Everything tables may speak of.

    organisations: those known already; sheets of organisations add to them. Where none are known and no sheet names
    any, they are drawn from the rows of values. period: what counts where a table names no period. constants: the
    attributes of organisations that are numbers.
    """

    facts: tuple[ExpectedFact, ...] = ()
    events: tuple[ExpectedEvent, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    period: Period | None = None
    constants: frozenset[str] = frozenset()
