"""Steps that compute: within one organisation, over a population, across levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import RoundingMode
from kaoping.plan.steps.step import ColumnId, Step
from kaoping.scheme.formulas import Expr
from kaoping.tables import Cell


@dataclass(frozen=True)
class Formula(Step):
    """`expr` within one organisation; `names` ties its names to columns, `constants` to fixed cells."""

    expr: Expr
    names: Mapping[str, ColumnId] = field(default_factory=dict)
    constants: Mapping[str, Cell] = field(default_factory=dict)
    labels: Mapping[str, Words] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return tuple(self.names[name] for name in sorted(self.names))


@dataclass(frozen=True)
class Counted:
    """Who counts. `eligible`: column of truth per organisation, None for all; `partition`: column whose equal
    values make a population of their own; `others`: same column in further tracks that belong to the population."""

    eligible: ColumnId | None = None
    partition: ColumnId | None = None
    self_: bool = True
    missing_as_zero: bool = False
    words: Words = Words("", "")


@dataclass(frozen=True)
class Statistic(Step):
    """One number over the population of the columns `of` (one per track that belongs to it).

    `kind`: count, sum, mean, min, max, sd, sd_population, variance, median, quantile, skew, kurtosis.
    `weights`: a column each for a weighted mean. `at`: the share for a quantile.
    """

    kind: str
    of: tuple[ColumnId, ...]
    counted: tuple[Counted, ...]
    weights: tuple[ColumnId, ...] = ()
    at: Fraction | None = None

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        more = [one for c in self.counted for one in (c.eligible, c.partition) if one]
        return (*self.of, *self.weights, *more)


@dataclass(frozen=True)
class Key:
    """One key of an order."""

    column: ColumnId
    higher_first: bool = True


@dataclass(frozen=True)
class Rank(Step):
    """Place in the population, 1 first. `ties`: share_best (1224), dense (1223), share_worst, mean.

    `keys` part those equal on the first; `others` are the first keys of further tracks in the same race.
    Who is not eligible gets no place (not applicable) and takes none.
    """

    keys: tuple[Key, ...]
    ties: str
    counted: tuple[Counted, ...]
    others: tuple[tuple[Key, ...], ...] = ()

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        keys = [key.column for keys in (self.keys, *self.others) for key in keys]
        return (*keys, *(one for c in self.counted for one in (c.eligible, c.partition) if one))


@dataclass(frozen=True)
class Member:
    """One member of a combination and its weight (None: equal)."""

    column: ColumnId
    weight: ColumnId | None = None
    title: Words = Words("", "")


@dataclass(frozen=True)
class Combine(Step):
    """Several columns into one. `how`: sum, arithmetic, geometric, harmonic, power, min, max, median, product,
    first, last, count. `power`: the exponent.

    Not-applicable members are left out and weights renormalised over the rest; where none is left the whole is
    not applicable. `absent`: what a missing, pending or undefined member does: `strict` (the whole is absent) or
    `leave_out`. `at_least` members (a share of them, of their weight, or a number: `at_least_by`) must be present,
    otherwise the whole is missing.
    """

    how: str
    members: tuple[Member, ...]
    power: ColumnId | None = None
    absent: str = "strict"
    at_least: Fraction = Fraction(0)
    at_least_by: str = "share"

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        columns = [c for m in self.members for c in (m.column, m.weight) if c]
        return (*columns, *([self.power] if self.power else []))


@dataclass(frozen=True)
class Round(Step):
    """Decimal rounding at a declared stage."""

    column: ColumnId
    places: int
    mode: RoundingMode

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return (self.column,)


@dataclass(frozen=True)
class Treat(Step):
    """Outliers tamed over the population of `of` (own track first): see `kaoping.engines.treatments`."""

    of: tuple[ColumnId, ...]
    counted: tuple[Counted, ...]
    method: str
    settings: Mapping[str, Fraction | str]

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return (*self.of, *(one for c in self.counted for one in (c.eligible, c.partition) if one))


@dataclass(frozen=True)
class Below(Step):
    """Over the organisations beneath this one that stand in `tracks`: `how` as in Combine."""

    how: str
    of: tuple[ColumnId, ...]
    weights: tuple[ColumnId, ...] = ()
    absent: str = "strict"

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return (*self.of, *self.weights)


@dataclass(frozen=True)
class Above(Step):
    """The cell of the body above, from the first of the columns that has it."""

    of: tuple[ColumnId, ...]

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return self.of
