"""Building the demo's database: last year complete, this year until tonight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from demo import SEED
from demo.site import NOW
from demo.site.figures import last_year, this_year
from demo.site.matters import supervise
from demo.site.october import fill_october
from demo.site.people import settle
from demo.site.records import Rows, by_cell, days_of, record_cycle
from demo.site.schemes import scheme_text
from demo.site.years import at, cycles, schemes, set_state, targets
from kaoping import read_scheme_text
from kaoping_web.cycles.models import Cycle, CycleState, StepKind
from kaoping_web.cycles.queries import steps_of
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import RunState
from kaoping_web.scoring.services import make_run, release_run, request_run

Tell = Callable[[str], None]
STEPS = 38
"""How many steps `tell` is told of: bodies, rules, the cycles that are over, and October."""
PROVISIONAL = ("2026-09", "2026-Q3")


def build_site(tell: Tell) -> None:
    """Everything, in the order in which it happened. The database must be empty."""
    now, began = this_year(), at("2025-02-03T09:00")
    before = last_year(now)
    tell("机构、人员 bodies and people")
    suppliers = set(read_scheme_text(scheme_text(2026)).suppliers)
    bodies, people = settle(now.organisations, suppliers, began)
    host = bodies["yunlan"]
    tell("方案、周期、目标 schemes, cycles, targets")
    versions = schemes(host, people)
    by_period = cycles(host, people, versions)
    for year, rows in ((2025, before), (2026, now.filed)):
        targets(host, bodies, people, rows, year)
    cells = by_cell((*before, *now.filed))
    over = [
        one for one in by_period.values() if one.ends < NOW.date().replace(day=1) and one.period != "2026-10"
    ]
    for cycle in sorted(over, key=lambda one: (one.ends, -one.starts.toordinal())):
        tell(f"{cycle.period}")
        _past(cycle, cells, people)
    tell("2026-10")
    month = by_period["2026-10"]
    set_state(month, CycleState.OPEN, people["kao"], at("2026-11-01T08:00"))
    fill_october(month, cells, people, SEED)
    tell("督查督办 supervision")
    supervise(host, bodies, people)


def _past(cycle: Cycle, cells: Rows, people: Mapping[str, User]) -> None:
    """One cycle that is over: filed, verified, locked, scored, released."""
    days = days_of(cycle)
    set_state(cycle, CycleState.OPEN, people["kao"], days.filed - timedelta(days=3))
    record_cycle(cycle, cells, people)
    set_state(cycle, CycleState.LOCKED, people["kao"], days.signed + timedelta(hours=2))
    scored = _moment(cycle, StepKind.SCORING, days.signed)
    run = make_run(
        request_run(by=people["kao"], cycle=cycle, only_verified=True, reason="", now=scored).pk, scored
    )
    if run.state == RunState.FAILED.value:
        raise RuntimeError(f"{cycle.period}: {run.problems[:2000]}")
    out = _moment(cycle, StepKind.FEEDBACK, scored)
    run = release_run(
        by=people["zhouzhuren"], run_id=run.pk, state=RunState.PROVISIONAL, seen=run.version, now=out
    )
    if cycle.period not in PROVISIONAL:
        release_run(
            by=people["zhouzhuren"],
            run_id=run.pk,
            state=RunState.FINAL,
            seen=run.version,
            now=_moment(cycle, StepKind.APPEAL, out),
        )


def _moment(cycle: Cycle, kind: StepKind, after: datetime) -> datetime:
    step = steps_of(cycle).get(kind)
    return (
        max(step.due_at - timedelta(hours=7), after + timedelta(minutes=5))
        if step
        else after + timedelta(days=1)
    )
