"""The operations of a plan. Each step makes one column (a cell for every organisation of one track) from others.

There are few kinds, so that each has a plain meaning, a sentence, and an obvious form in columns and in SQL:

=============  ==============================================================================================
ReadFact       filed values of one fact in one period; several short periods are joined as the fact runs
ReadAttribute  a constant of the organisation
ReadEvents     points, count or presence of happenings
ReadPanel      what several raters say, brought to one number
Formula        arithmetic within one organisation: the language of `kaoping.scheme.formulas`
Statistic      one number over a population: count, sum, mean, best …
Rank           place within a population, with tie rule and further keys
Combine        several columns into one: sums, weighted means, absent members left out or spread
Round          decimal rounding
Treat          outliers tamed over a population
Below, Above   across levels: from the bodies beneath, from the body above
Grading, Award decisions on the final numbers
=============  ==============================================================================================

Columns are named by text ids of the form `track|period|subject#part`. A step only reads columns of earlier steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from kaoping.errors import NOWHERE, Place, Words
from kaoping.exact import RoundingMode
from kaoping.periods import Period
from kaoping.scheme.formulas import Expr
from kaoping.scheme.model import Award, Event, Fact, Grade
from kaoping.tables import Absence, Cell

ColumnId = str


@dataclass(frozen=True)
class About:
    """What every step knows of itself: its column, track and period, the node or value it serves, its role there
    (`value`, `rule`, `then`, `policy`, `combine`, `round`, `final` …), the title of its result, unit and article."""

    id: ColumnId
    group: str
    period: Period | None
    subject: str
    role: str
    title: Words
    unit: str = ""
    article: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Step:
    """The common part of all steps."""

    about: About

    @property
    def id(self) -> ColumnId:
        """The column it makes."""
        return self.about.id

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        """The columns it reads."""
        return ()


@dataclass(frozen=True)
class ReadFact(Step):
    """Filed values of `fact` (with `suffix`, such as `.target`) for the step's period.

    A fact filed for shorter periods is joined as `fact.runs` says; `single` takes the period alone of a
    cumulative fact. `partial`: shorter periods not filed are left out instead of making the whole missing.
    """

    fact: Fact
    suffix: str = ""
    vintage: str = "latest"
    single: bool = False
    partial: bool = False


@dataclass(frozen=True)
class ReadAttribute(Step):
    """A constant of the organisation; `default` where it has none (None: missing)."""

    key: str
    default: Cell | None = None


@dataclass(frozen=True)
class ReadEvents(Step):
    """Happenings of one event in the period. `what`: "points", "count" or "happened". `until`: the last day on which
    a happening counts (a veto that has expired)."""

    event: Event | None
    key: str
    what: str
    cap: ColumnId | None = None
    floor: ColumnId | None = None
    until: date | None = None

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        return tuple(one for one in (self.cap, self.floor) if one)


@dataclass(frozen=True)
class Voice:
    """How one rater's sheet is turned into points and when it counts.

    `each`: points of one judgement, from v (what was written), r (its place on the rater's sheet, equals sharing one
    as `ties` says) and n (how many were judged). `valid`: whether the sheet counts, from n, d (how many different v's
    it holds) and its v's through count_true, max, min, mean, sum.
    """

    each: Expr | None
    valid: Expr | None
    drop_high: int
    drop_low: int
    drop_when_more_than: int
    trimmed_share: Fraction
    weights: Mapping[str, Fraction]
    combine: str
    at_least: int
    self_counts: bool
    missing_bloc: str
    ties: str = "share_best"


@dataclass(frozen=True)
class ReadPanel(Step):
    """What raters filed of one fact, brought to one number per organisation."""

    fact: Fact
    voice: Voice


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


@dataclass(frozen=True)
class GradeRule:
    """One grade with its conditions as columns. Columns hold truth or numbers per organisation."""

    grade: Grade
    floor: ColumnId | None
    ceiling: ColumnId | None
    when: ColumnId | None
    unless: tuple[ColumnId, ...]
    also_when: ColumnId | None
    share: ColumnId | None
    count: ColumnId | None
    barred: tuple[ColumnId, ...]


@dataclass(frozen=True)
class Grading(Step):
    """The grade of every organisation, best grade first, quotas filled by place: `order` by number and tie keys,
    `plain` by the number alone. `eligible`: who is ranked; `counted`: who counts in the scheme's statistics."""

    total: ColumnId
    rank: ColumnId
    order: ColumnId
    grades: tuple[GradeRule, ...]
    lowest: tuple[ColumnId, ...] = ()
    drops: tuple[tuple[ColumnId, int], ...] = ()
    eligible: ColumnId | None = None
    plain: ColumnId | None = None
    counted: ColumnId | None = None

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        found = [self.total, self.rank, self.order, *self.lowest, *(c for c, _ in self.drops)]
        for one in self.grades:
            found += [c for c in (one.floor, one.ceiling, one.when, one.also_when, one.share, one.count) if c]
            found += [*one.unless, *one.barred]
        return (*found, *(c for c in (self.eligible, self.plain, self.counted) if c))


@dataclass(frozen=True)
class Awarding(Step):
    """Whether the organisation gets the award. With several `races`, one race over several tracks. `ties`: for each
    of them the columns that part equals."""

    award: Award
    by: tuple[ColumnId, ...]
    eligible: tuple[ColumnId, ...]
    top: ColumnId | None
    share: ColumnId | None
    at_least: ColumnId | None
    races: tuple[str, ...] = ()
    ties: tuple[tuple[ColumnId, ...], ...] = ()

    @property
    def inputs(self) -> tuple[ColumnId, ...]:
        further = [c for columns in self.ties for c in columns]
        return (*self.by, *self.eligible, *further, *(c for c in (self.top, self.share, self.at_least) if c))


@dataclass(frozen=True)
class Stage:
    """One stage in the reckoning of a node: the column that holds the number after it, and what made it so.

    `kind`: rule, compose, spread, convert, rescale, bonus, then, veto, contagion, policy, round. `block`: the name of
    the rule, operation or combination as written in the scheme, where it has one."""

    column: ColumnId
    kind: str
    block: str = ""
    article: str = ""


@dataclass(frozen=True)
class NodeColumns:
    """Where the answer for one node of one track and period stands. `full` is None where there is no full mark.

    `children`: the nodes below it; `parts`: the columns of its own pipeline; `stages`: how its number came about,
    from the rule (or composition) to the last rounding."""

    node: str
    group: str
    period: Period
    points: ColumnId
    full: ColumnId | None
    rank: ColumnId | None = None
    grade: ColumnId | None = None
    children: tuple[str, ...] = ()
    parts: tuple[ColumnId, ...] = ()
    title: Words = Words("", "")
    article: str = ""
    bonus: bool = False
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Guard:
    """A column in which these absences stop the run: nobody said what they should become."""

    column: ColumnId
    absences: frozenset[Absence]
    subject: str
    title: Words
    place: Place = NOWHERE


@dataclass(frozen=True)
class Plan:
    """Steps in an order in which each reads only earlier ones; `nodes` say which columns are whose answer.

    `members`: the organisations of each track, in the order of their keys. `awards`: award key → columns.
    `groups`, `suppliers`: the titles of tracks and of those who supply facts."""

    scheme: str
    period: Period
    root: str
    steps: tuple[Step, ...]
    nodes: tuple[NodeColumns, ...]
    members: Mapping[str, tuple[str, ...]]
    unranked: frozenset[tuple[str, str]]
    awards: Mapping[str, tuple[ColumnId, ...]]
    guards: tuple[Guard, ...] = ()
    groups: Mapping[str, Words] = field(default_factory=dict)
    suppliers: Mapping[str, Words] = field(default_factory=dict)

    def step(self, column: ColumnId) -> Step:
        """The step that makes a column."""
        return self.by_id[column]

    @cached_property
    def beneath(self) -> Mapping[tuple[str, str, Period], tuple[NodeColumns, ...]]:
        """The nodes directly under a node of a track and period, by (track, node, period)."""
        known = {(one.group, one.node, one.period): one for one in self.nodes}
        return {
            (group, node, period): tuple(
                known[group, child, period] for child in one.children if (group, child, period) in known
            )
            for (group, node, period), one in known.items()
        }

    @cached_property
    def policies(self) -> Mapping[tuple[str, str, Period], tuple[tuple[ColumnId, ColumnId], ...]]:
        """What the policies of a node turn into what: (column before, column after), by (track, node, period)."""
        return {
            (one.group, one.node, one.period): tuple(
                (step.names["points"], step.id)
                for step in (self.step(column) for column in one.parts)
                if isinstance(step, Formula) and step.about.role == "policy" and "points" in step.names
            )
            for one in self.nodes
        }

    @cached_property
    def by_id(self) -> Mapping[ColumnId, Step]:
        """Every step by its column."""
        return {step.id: step for step in self.steps}
