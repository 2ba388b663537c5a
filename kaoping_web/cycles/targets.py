"""What is known of targets: which facts need one, where each stands, and whether they add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q, QuerySet

from kaoping import Filed, Period
from kaoping.errors import Words
from kaoping.periods import Cadence
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ReadFact
from kaoping.scheme.model import Runs, Scheme
from kaoping_web.cycles.models import Cycle, Supply, Target, TargetMove, TargetState
from kaoping_web.cycles.queries import cadences_of, keys_of_groups, supplies_of
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import library_organisations
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed

STEEP = Fraction(11, 10)
"""Units' targets adding up to more than this share of the level above's are called over-escalation 层层加码."""


@dataclass(frozen=True)
class Needed:
    """A fact or derived quantity that is held against agreed targets, and the tracks it is for."""

    key: str
    title: Words
    unit: str
    adds_up: bool
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """The level above's target against those of the units. `sum` only where the figures add up."""

    above: Fraction | None
    sum: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    higher: int  # units asked for more than the level above asks

    @property
    def share(self) -> Fraction | None:
        """The units' sum as a share of the level above's target."""
        return self.sum / self.above if self.sum is not None and self.above else None

    @property
    def percent(self) -> Fraction | None:
        """The same in percent, to a tenth."""
        return None if self.share is None else Fraction(round(self.share * 1000), 10)

    @property
    def is_steep(self) -> bool:
        """Whether more is asked below than above by more than a tenth."""
        return self.share is not None and self.share > STEEP

    @property
    def falls_short(self) -> bool:
        """Whether the units together promise less than the level above asks."""
        return self.share is not None and self.share < 1


def needed(cycle: Cycle) -> tuple[Needed, ...]:
    """Everything that is scored against a target agreed with each unit in the year of this cycle, in the order of the scheme."""
    version = cycle.scheme_version
    key = (version.digest, cycle.ends.year)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = _needed(parsed(version), cycle)
    return _kept[key]


KEPT = 16
_kept: dict[tuple[str, int], tuple[Needed, ...]] = {}


def _needed(scheme: Scheme, cycle: Cycle) -> tuple[Needed, ...]:
    """What the plans of the year and of its first quarter, month and half-year read as targets, and for which tracks."""
    bodies, whole = library_organisations(cycle.host, cycle.ends), Period.of(Cadence.YEAR, cycle.ends.year)
    groups: dict[str, set[str]] = {}
    for cadence in cadences_of(scheme):
        for step in compile_plan(scheme, bodies, whole.parts(cadence)[0]).steps:
            if isinstance(step, ReadFact) and step.suffix == ".target":
                groups.setdefault(step.fact.key, set()).add(step.about.group)
    order = {key: number for number, key in enumerate((*scheme.facts, *scheme.values))}
    return tuple(
        _one(scheme, key, groups[key]) for key in sorted(groups, key=lambda one: order.get(one, len(order)))
    )


def _one(scheme: Scheme, key: str, groups: set[str]) -> Needed:
    tracks = tuple(one for one in scheme.groups if one in groups)
    fact = scheme.facts.get(key)
    if fact is not None:
        return Needed(
            key,
            fact.title,
            fact.unit,
            fact.runs in (Runs.CUMULATIVE, Runs.PERIOD) and fact.unit != "%",
            tracks,
        )
    value = scheme.values.get(key)
    return Needed(key, value.title if value else Words(key), value.unit if value else "", False, tracks)


def targets_as_filed(host: Organisation, year: int) -> list[Filed]:
    """The agreed targets of a year as the library reads them: of each target what was agreed last."""
    moves = TargetMove.objects.filter(
        target__host=host, target__period__startswith=str(year), kind="agree"
    ).order_by("number")
    latest = {
        (key, fact, period): text
        for key, fact, period, text in moves.values_list(
            "target__organisation__key", "target__fact", "target__period", "text"
        )
    }
    return [
        Filed(key, f"{fact}.target", Fraction(text), Period.parse(period))
        for (key, fact, period), text in latest.items()
        if key != host.key
    ]


def targets_for(user: User, day: date) -> QuerySet[Target]:
    """Targets this person may read: his units', or those he proposes for the facts that his body supplies."""
    seen = scope(user, Permission.TARGET_READ, day).of("organisation") | _proposed_by(user, day)
    return Target.objects.filter(seen).select_related("organisation", "host")


def _proposed_by(user: User, day: date) -> Q:
    """Targets of facts supplied by the bodies where he proposes targets: who proposes sees the answer."""
    rows = Supply.objects.filter(organisation__in=scope(user, Permission.TARGET_PROPOSE, day).own)
    found = Q(pk__in=())
    for one in rows.select_related("scheme_version__scheme").defer("scheme_version__text"):
        facts = parsed(one.scheme_version).facts.values()
        supplied = [fact.key for fact in facts if fact.supplier == one.supplier]
        found |= Q(host=one.scheme_version.scheme.host_id, fact__in=supplied)
    return found


def targets_of(cycle: Cycle, fact: str) -> QuerySet[Target]:
    """Every target of one fact in one cycle, for deeds that go over all of them."""
    return Target.objects.filter(host=cycle.host_id, fact=fact, period=cycle.period)


class Stated(NamedTuple):
    """What a ladder reads of a target: a decomposition has thousands."""

    organisation_id: int
    state: str
    text: str


def ladder(targets: Iterable[Target | Stated], host: Organisation, adds_up: bool) -> Ladder:
    """The level above's figure against the units'."""
    above, below = None, []
    for one in targets:
        if one.organisation_id == host.pk:
            above = Fraction(one.text)
        else:
            below.append(Fraction(one.text))
    return Ladder(
        above, sum(below, Fraction(0)) if adds_up and below else None, min(below, default=None), max(below, default=None),
        sum(1 for one in below if above is not None and one > above),
    )  # fmt: skip


@dataclass(frozen=True)
class FactRow:
    """One line of the decomposition table."""

    needed: Needed
    units: int
    states: Mapping[str, int]
    ladder: Ladder

    @property
    def open(self) -> int:
        """Units without an agreed target."""
        return self.units - self.states.get(TargetState.AGREED.value, 0)


def decomposition(cycle: Cycle, user: User, day: date) -> list[FactRow]:
    """Every fact that needs targets, with where its targets stand, of the units this person may see."""
    groups = keys_of_groups(cycle)
    found: dict[str, list[Stated]] = {}
    rows = targets_for(user, day).filter(host=cycle.host, period=cycle.period).order_by()
    for fact, unit, state, text in rows.values_list("fact", "organisation", "state", "text"):
        found.setdefault(fact, []).append(Stated(unit, state, text))
    return [_row(one, found.get(one.key, []), cycle, groups) for one in needed(cycle)]


def _row(one: Needed, targets: list[Stated], cycle: Cycle, groups: Mapping[str, Sequence[str]]) -> FactRow:
    states: dict[str, int] = {}
    for target in targets:
        if target.organisation_id != cycle.host_id:
            states[target.state] = states.get(target.state, 0) + 1
    units = sum(len(groups.get(group, ())) for group in one.groups)
    return FactRow(one, units, states, ladder(targets, cycle.host, one.adds_up))


def may_propose(user: User, cycle: Cycle, fact: str, day: date) -> bool:
    """Whether this person proposes targets for this fact: the office for all, a supplier for its own."""
    if scope(user, Permission.TARGET_PROPOSE, day).covers(cycle.host_id):
        return True
    known = parsed(cycle.scheme_version).facts.get(fact)
    supplier = supplies_of(cycle.scheme_version).get(known.supplier) if known else None
    return supplier is not None and scope(user, Permission.TARGET_PROPOSE, day).covers(supplier.pk)


def last_year(cycle: Cycle, fact: str) -> Mapping[int, str]:
    """What was agreed for each unit the year before."""
    before = str(Period.parse(cycle.period).last_year())
    found = Target.objects.filter(host=cycle.host, fact=fact, period=before, state=TargetState.AGREED.value)
    return dict(found.values_list("organisation", "text"))


def waiting_for(user: User, day: date) -> QuerySet[Target]:
    """Targets that wait for this person: to answer as the unit, or to agree to as the head of the office."""
    answers = Q(state=TargetState.PROPOSED.value) & scope(user, Permission.TARGET_REPLY, day).of(
        "organisation"
    )
    agrees = Q(state__in=(TargetState.ACCEPTED.value, TargetState.OBJECTED.value)) & scope(
        user, Permission.TARGET_AGREE, day
    ).of("host")
    return Target.objects.filter(answers | agrees)
