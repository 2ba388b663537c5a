"""Steps that read what was filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaoping.plan.steps.step import ColumnId, Step
from kaoping.scheme.formulas import Expr
from kaoping.scheme.model import Event, Fact
from kaoping.tables import Cell


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
