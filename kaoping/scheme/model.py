"""What a scheme says, as frozen values: nothing here computes, everything here knows its place in the file.

A `Block` is a named choice with its settings (a rule, an operation after it, a policy, a way to combine).
What blocks there are and which settings each takes is declared in `kaoping.scheme.blocks`.
A setting that differs by track is a `PerGroup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from kaoping.errors import NOWHERE, Place, Words
from kaoping.exact import RoundingMode
from kaoping.periods import Cadence
from kaoping.scheme.formulas import Expr, ValueType


@dataclass(frozen=True)
class PerGroup:
    """One setting for each track, by the track's key; `otherwise` serves the tracks not named."""

    values: Mapping[str, Setting]
    otherwise: Setting = None

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.values)), self.otherwise))


Setting: TypeAlias = "Fraction | bool | str | Expr | PerGroup | Block | Population | tuple[Setting, ...] | Mapping[str, Setting] | None"


@dataclass(frozen=True)
class Block:
    """A named block with its settings as written (defaults not filled in)."""

    name: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    place: Place = NOWHERE
    article: str = ""
    when: Expr | None = None


class Runs(Enum):
    """How the figures of shorter periods make that of a longer one."""

    CUMULATIVE = "cumulative"  # each figure counts from 1 January: the last one stands
    PERIOD = "period"  # each figure counts its own period: they are added
    LEVEL = "level"  # a stock on a day: the last one stands
    AVERAGE = "average"  # a rate of its own period: the mean stands
    ONCE = "once"  # has no period


class Better(Enum):
    """Which direction is good; said once per quantity."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Fact:
    """Something somebody supplies: one owner each. `sources` lists suppliers in the order they are believed."""

    key: str
    title: Words
    unit: str = ""
    type: ValueType = ValueType.NUMBER
    runs: Runs = Runs.LEVEL
    every: Cadence | None = Cadence.YEAR
    supplier: str = ""
    verified_by: str = ""
    sources: tuple[str, ...] = ()
    vintage: str = "latest"
    better: Better | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    decimals: int | None = None
    choices: tuple[str, ...] = ()
    per_rater: bool = False
    groups: tuple[str, ...] = ()
    note: str = ""
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Policies:
    """What stands where a number is absent, by kind of absence; None means not declared here."""

    missing: Block | None = None
    not_applicable: Block | None = None
    pending: Block | None = None
    undefined: Block | None = None


@dataclass(frozen=True)
class Value:
    """A derived quantity: a formula, then treatment (`then`), then what absences become."""

    key: str
    title: Words
    formula: Expr
    unit: str = ""
    better: Better | None = None
    then: tuple[Block, ...] = ()
    policies: Policies = Policies()
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Constant:
    """A figure fixed before the year: one for the scheme or a track (`is_`), or one per organisation."""

    key: str
    title: Words
    per_organisation: bool
    unit: str = ""
    is_: Setting = None
    default: Expr | None = None
    basis: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Population:
    """Who counts in n, max, min, mean and rank."""

    key: str = ""
    vetoed: bool = True
    unranked: bool = True
    self_: bool = True
    missing_as_zero: bool = False
    across: tuple[str, ...] = ()
    by: str = ""
    where: Expr | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class Rounding:
    """Digits, mode and the stages where it happens (item, dimension, total). `place`: where a scheme says it, if it does."""

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP
    at: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Ranking:
    """On which number places are given, how equals share one, and what parts them first."""

    on_rounded: bool = True
    ties: str = "share_best"
    then: tuple[Expr, ...] = ()
    unranked_count: bool = False
    better: Better = Better.HIGHER
    place: Place = NOWHERE


@dataclass(frozen=True)
class Group:
    """A track: organisations compared with each other. With fewer than `fewest` they race in track `joins`."""

    key: str
    title: Words
    kinds: tuple[str, ...] = ()
    where: Expr | None = None
    members: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    not_ranked: tuple[str, ...] = ()
    everyone: bool = False
    fewest: int = 0
    joins: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Node:
    """A dimension (has children) or an item (has a rule)."""

    key: str
    title: Words
    full: Setting = None
    weight: Setting = None
    of: Setting = None
    better: Better | None = None
    prepare: tuple[Block, ...] = ()
    rule: Setting = None
    then: tuple[Block, ...] = ()
    policies: Policies = Policies()
    combine: Block | None = None
    children: tuple[Node, ...] = ()
    rounding: Rounding | None = None
    groups: tuple[str, ...] = ()
    bonus: bool = False
    article: str = ""
    note: str = ""
    place: Place = NOWHERE

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in the order written."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_item(self) -> bool:
        """Whether it is a leaf."""
        return not self.children


@dataclass(frozen=True)
class Tree:
    """One whole to be scored: the scheme's own (`total`) or that of a shorter cycle."""

    root: Node
    every: Cadence | None
    ranking: Ranking


@dataclass(frozen=True)
class Event:
    """Points for facts with a document. `levels` hold signed points; None as a level stands for events without one."""

    key: str
    title: Words
    levels: Mapping[str, Fraction]
    each: Fraction | None = None
    amount_filed: int = 0
    same_matter: str = "each"
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    cap: Expr | None = None
    floor: Expr | None = None
    level_caps: Mapping[str, Fraction] = field(default_factory=dict)
    most: int | None = None
    repeat: Mapping[int, Fraction] = field(default_factory=dict)
    document_needed: bool = False
    window: str = "period"
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Veto:
    """A veto and exactly what it does."""

    key: str
    title: Words
    effects: tuple[Block, ...]
    when: Expr | None = None
    decided_by: str = ""
    basis: str = ""
    expires: date | None = None
    in_statistics: bool | None = None
    groups: tuple[str, ...] = ()
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Quota:
    """How many may get a grade. Exactly one of share and count. `of`: the number a share is taken of (ranked,
    members, counted); `promoted`: whether those under `also_when` come on top (aside) or take places (counted)."""

    share: Expr | None
    count: Expr | None
    rounding: str
    ties: str
    of: str
    at_least: int = 0
    promoted: str = "aside"


@dataclass(frozen=True)
class Grade:
    """One grade, best first. It is given where every condition holds and the quota has room."""

    key: str
    title: Words
    floor: Setting = None
    ceiling: Setting = None
    ceiling_included: bool = False
    floor_included: bool = True
    when: Expr | None = None
    unless: tuple[Expr, ...] = ()
    also_when: Expr | None = None
    quota: Quota | None = None
    groups: tuple[str, ...] = ()
    coefficient: Fraction | None = None
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Award:
    """A distinction for the best by some measure among the eligible."""

    key: str
    title: Words
    by: Expr
    better: Better = Better.HIGHER
    top: Expr | None = None
    share: Expr | None = None
    rounding: str = "down"
    ties: str = "take_all"
    then: tuple[Expr, ...] = ()
    per: str = "group"
    at_least: Expr | None = None
    when: Expr | None = None
    unless: tuple[Expr, ...] = ()
    groups: tuple[str, ...] = ()
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Approval:
    """Who approved the version, when, by which document."""

    by: str = ""
    on: date | None = None
    document: str = ""


@dataclass(frozen=True)
class Scheme:
    """A whole scheme, read and complete. `digest` is the SHA-256 of its source bytes."""

    key: str
    title: Words
    version: str
    digest: str
    every: Cadence | None
    in_force_from: date | None
    in_force_to: date | None
    approval: Approval
    reason: str
    rounding: Rounding
    grade_on_rounded: bool
    defaults: Policies
    population: Population
    settings: Mapping[str, str]
    groups: Mapping[str, Group]
    facts: Mapping[str, Fact]
    values: Mapping[str, Value]
    constants: Mapping[str, Constant]
    lookups: Mapping[str, Mapping[str, Expr]]
    populations: Mapping[str, Population]
    trees: Mapping[str, Tree]
    events: Mapping[str, Event]
    vetoes: Mapping[str, Veto]
    post_rules: tuple[Block, ...]
    grades: tuple[Grade, ...]
    awards: tuple[Award, ...]
    audiences: Mapping[str, str]
    suppliers: Mapping[str, Words]
    notes: tuple[str, ...]
    place: Place = NOWHERE

    def nodes(self) -> Iterator[Node]:
        """Every node of every tree, in the order written."""
        for tree in self.trees.values():
            yield from tree.root.walk()
