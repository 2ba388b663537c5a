"""Making the forms of a cycle: who owes which cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kaoping.errors import Problem
from kaoping.periods import Period
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.cycles.queries import groups_of, supplies_of
from kaoping_web.filing.asks import Ask, asks_of
from kaoping_web.filing.models import Filing, Value
from kaoping_web.filing.refusing import must
from kaoping_web.journal.services import keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.queries import standings_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.schemes.queries import parsed


@dataclass(frozen=True)
class Owed:
    """One cell: who owes which fact about which unit."""

    supplier: Organisation
    ask: Ask
    unit: Organisation

    @property
    def form(self) -> tuple[int, str, str]:
        """Which filing it belongs to: body, supplier's key, track."""
        return self.supplier.pk, self.ask.supplier, self.ask.group

    @property
    def cell(self) -> tuple[int, str, str]:
        """What makes it one cell of its host and period."""
        return self.unit.pk, self.ask.fact.key, self.ask.source


@deed
def prepare_filings(*, by: User | None, cycle: Cycle, now: datetime) -> list[Filing]:
    """One filing for each supplier and track of an open cycle, with its expected cells; done again, only what is missing.

    Gives all filings of the cycle. A figure that is asked in another filing already is not asked again. Raises NotNow where the
    cycle is not open, Refused with every supplier behind whom no body was named.
    """
    must(by, Permission.CYCLE_MANAGE, cycle.host, now)
    if cycle.state != CycleState.OPEN.value:
        raise NotNow(
            problem("cycle-not-open", f"{cycle.period} 尚未开启或已经锁定，不能生成填报表。", f"{cycle.period} is not open: no filings can be made.",
                    "先开启这一周期。", "open the cycle first.")
        )  # fmt: skip
    owed = owed_cells(cycle)
    filings = _filings(by, cycle, owed, now)
    _cells(by, cycle, filings, owed, now)
    return list(Filing.objects.filter(cycle=cycle).order_by("pk"))


def owed_cells(cycle: Cycle) -> list[Owed]:
    """Every cell the scheme asks for, each once."""
    cadence = Period.parse(cycle.period).cadence
    asks, bodies, tracks = (
        asks_of(parsed(cycle.scheme_version), cadence),
        supplies_of(cycle.scheme_version),
        groups_of(cycle),
    )
    nobody = dict.fromkeys(one.supplier for one in asks if one.supplier not in bodies)
    if nobody:
        raise Refused([_nobody(one) for one in nobody])
    own = [one for one in asks if bodies[one.supplier] is None]
    behind = _behind(cycle, {unit.pk: unit for one in own for unit in tracks.get(one.group, ())})
    found: dict[tuple[int, str, str], Owed] = {}
    for one in asks:
        for unit in tracks.get(one.group, ()):
            owed = Owed(bodies[one.supplier] or behind[unit.pk], one, unit)
            found.setdefault(owed.cell, owed)
    return list(found.values())


def _behind(cycle: Cycle, units: Mapping[int, Organisation]) -> dict[int, Organisation]:
    """Who files for each unit where units file their own: itself, or, for one further below, the body above it that stands
    directly under the host. A village does not fill in forms: its township does."""
    standings = standings_of(units, cycle.ends)
    above: dict[int, int] = {}
    for key, standing in standings.items():
        path = [int(one) for one in standing.path.split("/") if one]
        under = path[path.index(cycle.host_id) + 1 :] if cycle.host_id in path else path[-1:]
        above[key] = under[0] if under else key
    bodies = Organisation.objects.in_bulk(set(above.values()))
    return {key: bodies[one] for key, one in above.items()}


def _filings(
    by: User | None, cycle: Cycle, owed: Iterable[Owed], now: datetime
) -> dict[tuple[int, str, str], Filing]:
    """The filing of every form, made where it is not there. A form all of whose cells are asked elsewhere is not made."""
    there = {(one.supplier_id, one.role, one.group): one for one in Filing.objects.filter(cycle=cycle)}
    taken = _taken(cycle)
    wanted: dict[tuple[int, str, str], Owed] = {}
    for one in owed:
        if one.form not in there and one.cell not in taken:
            wanted.setdefault(one.form, one)
    new = [
        Filing(cycle=cycle, supplier=one.supplier, role=one.ask.supplier, group=one.ask.group)
        for one in wanted.values()
    ]
    chains = {id(one): one.supplier.key for one in new}
    for made in keep_all(new, by=by, deed="prepare.filing", chain=chains, at=now):
        there[made.supplier_id, made.role, made.group] = made
    return there


def _cells(
    by: User | None,
    cycle: Cycle,
    filings: Mapping[tuple[int, str, str], Filing],
    owed: Iterable[Owed],
    now: datetime,
) -> None:
    taken = _taken(cycle)
    new, chains = [], {}
    for one in owed:
        if one.cell not in taken:
            value = Value(
                filing=filings[one.form], host=cycle.host, organisation=one.unit, fact=one.ask.fact.key, period=cycle.period,
                source=one.ask.source,
            )  # fmt: skip
            chains[id(value)] = one.supplier.key
            new.append(value)
    keep_all(new, by=by, deed="expect.value", chain=chains, at=now)


def _taken(cycle: Cycle) -> set[tuple[int, str, str]]:
    found = Value.objects.filter(host=cycle.host_id, period=cycle.period)
    return set(found.values_list("organisation_id", "fact", "source"))


def _nobody(supplier: str) -> Problem:
    return problem(
        "no-supplier", f"没有指明“{supplier}”是哪个单位。", f"no body is named for the supplier “{supplier}”.",
        "在周期页指明供数单位；由各单位自报的，选“各单位自报”。", "name it on the page of the cycle, or choose “every unit files its own”.",
    )  # fmt: skip
