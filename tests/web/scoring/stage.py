"""Cycles with figures that can be scored: the small district by hand, the demo district with a whole year in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from unittest.mock import patch

import demo
from kaoping import Absence, Filed, Period, Tables
from kaoping.exact import canonical_text
from kaoping_web.cycles.models import Cycle, CycleState, Supply, Target, TargetMove, TargetState
from kaoping_web.cycles.queries import days_of
from kaoping_web.filing.models import Answer, Filing, Value, ValueState, Vintage
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Figure, Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import Role
from kaoping_web.schemes.models import Scheme, SchemeVersion, VersionState
from kaoping_web.schemes.queries import digest_of, parsed
from kaoping_web.scoring.inputs import tables_of
from kaoping_web.scoring.models import Run, RunState, ScoreLine
from kaoping_web.scoring.services import make_run, release_run, request_run
from tests.web.cast import NOW, SCHEME, START, District

LATER = NOW + timedelta(hours=1)
UNITS = ("anping", "bincheng", "cuiyun")
INVESTED = {"anping": "2.5", "bincheng": "3", "cuiyun": "1.25"}
STARTED = {"anping": "4", "bincheng": "5", "cuiyun": "2"}


# the small district -------------------------------------------------------------------------------------


def lock_scheme(
    host: Organisation,
    by: User,
    text: str,
    key: str = "small-2026",
    title: str = "小云区2026年度综合考评办法",
) -> SchemeVersion:
    """A scheme text, locked at its host."""
    made = {"by": None, "chain": host.key, "at": NOW}
    scheme = keep(Scheme(host=host, key=key), deed="found.scheme", **made)
    version = SchemeVersion(
        scheme=scheme, number=1, title=title, english="Comprehensive assessment 2026", state=VersionState.LOCKED.value, text=text,
        digest=digest_of(text), effective_on=date(2026, 1, 1), drafted_by=by, drafted_at=NOW, locked_at=NOW,
    )  # fmt: skip
    return keep(version, deed="lock.version", **made)


def cycle_of(version: SchemeVersion, period: str, state: CycleState = CycleState.OPEN) -> Cycle:
    """A cycle of that version."""
    starts, ends = days_of(Period.parse(period))
    cycle = Cycle(
        host=version.scheme.host,
        scheme_version=version,
        period=period,
        starts=starts,
        ends=ends,
        state=state.value,
    )
    return keep(cycle, by=None, deed="plan.cycle", chain=version.scheme.host.key, at=NOW)


def lock_cycle(cycle: Cycle, at: datetime = NOW) -> Cycle:
    """Lock a cycle."""
    cycle.state, cycle.locked_at = CycleState.LOCKED.value, at
    return keep(cycle, by=None, deed="lock.cycle", chain=cycle.host.key, at=at)


def filing_of(cycle: Cycle, supplier: Organisation, group: str = "townships") -> Filing:
    """The form of a supplier in a cycle."""
    return Filing.objects.get_or_create(cycle=cycle, supplier=supplier, role=supplier.key, group=group)[0]


def file_value(
    cycle: Cycle,
    supplier: Organisation,
    unit: Organisation,
    fact: str,
    text: str,
    state: ValueState = ValueState.VERIFIED,
) -> Value:
    """Hand in a number, once or again."""
    value = Value.objects.filter(
        host=cycle.host, organisation=unit, fact=fact, period=cycle.period
    ).first() or Value(
        filing=filing_of(cycle, supplier), host=cycle.host, organisation=unit, fact=fact, period=cycle.period
    )
    value.answer, value.text, value.state = Answer.NUMBER.value, text, state.value
    value.vintage += 1
    keep(value, by=None, deed="file.value", chain=supplier.key, at=NOW)
    keep(
        Vintage(value=value, number=value.vintage, answer=value.answer, text=text, at=NOW),
        by=None,
        deed="file.vintage",
        chain=supplier.key,
        at=NOW,
    )
    return value


def agree_target(
    host: Organisation, unit: Organisation, fact: str, period: str, text: str, by: User
) -> Target:
    """A target agreed at once."""
    made = {"by": None, "chain": host.key, "at": NOW}
    target = keep(
        Target(
            host=host, organisation=unit, fact=fact, period=period, text=text, state=TargetState.AGREED.value
        ),
        deed="agree.target",
        **made,
    )
    keep(
        TargetMove(target=target, number=1, kind="agree", text=text, by=by, at=NOW),
        deed="move.target",
        **made,
    )
    return target


def small_month(district: District, text: str = "", period: str = "2026-03") -> Cycle:
    """March of the small district with its figures verified and its targets agreed."""
    version = lock_scheme(district.xiaoyun, district.kao, text or SCHEME.read_text(encoding="utf-8"))
    cycle = cycle_of(version, period)
    for key in UNITS:
        unit = district.bodies[key]
        file_value(cycle, district.development_reform, unit, "investment", INVESTED[key])
        file_value(cycle, district.development_reform, unit, "new_projects", STARTED[key])
        agree_target(district.xiaoyun, unit, "investment", "2026", "12", district.gao)
    return cycle


def run_of(
    district: District, cycle: Cycle, now: datetime = NOW, reason: str = "", only_verified: bool = False
) -> Run:
    """A run asked for by the office and made."""
    run = request_run(by=district.kao, cycle=cycle, only_verified=only_verified, reason=reason, now=now)
    return make_run(run.pk, now)


def released(district: District, run: Run, *states: RunState, now: datetime = NOW) -> Run:
    """The run after its releases by the head of the office; provisional where none is named."""
    for state in states or (RunState.PROVISIONAL,):
        run = release_run(by=district.gao, run_id=run.pk, state=state, seen=run.version, now=now)
    return run


# the demo district --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Demo:
    """The demo district: bodies by key, people, the year's cycles by period."""

    host: Organisation
    bodies: Mapping[str, Organisation]
    people: Mapping[str, User]
    cycles: Mapping[str, Cycle]

    @property
    def anping_body(self) -> Organisation:
        """The township of the tests."""
        return self.bodies["anping"]

    def run(self, period: str, *states: RunState) -> Run:
        """A run of a cycle, with the ballots and happenings of the year, made and released so far."""
        with patch("kaoping_web.scoring.services.making.tables_of", with_ballots):
            made = request_run(
                by=self.people["office"], cycle=self.cycles[period], only_verified=False, reason="", now=NOW
            )
            made = make_run(made.pk, NOW)
        for state in states:
            made = release_run(
                by=self.people["head"], run_id=made.pk, state=state, seen=made.version, now=NOW
            )
        return made


@cache
def demo_tables() -> Tables:
    """The demo's tables, made once."""
    return demo.build()


def with_ballots(cycle: Cycle, only_verified: bool) -> Tables:
    """What the site holds of a cycle, and what it has no form for: ballots and happenings."""
    found, year = tables_of(cycle, only_verified), demo_tables()
    ballots = tuple(one for one in year.filed if one.rater)
    return Tables(found.organisations, (*found.filed, *ballots), year.happenings)


PEOPLE = (
    ("office", "周科员", "yunlan", Role.OFFICE), ("head", "吴主任", "yunlan", Role.OFFICE_HEAD), ("leader", "郑书记", "yunlan", Role.LEADER),
    ("anping", "安主任", "anping", Role.UNIT_HEAD), ("bincheng", "滨主任", "bincheng", Role.UNIT_HEAD),
    ("statistics", "林科员", "statistics", Role.VERIFIER), ("data", "陈科员", "development_reform", Role.REPORTER),
)  # fmt: skip


def settle_demo(password_hash: str) -> Demo:
    """The demo district in the database: bodies, figures, people, scheme, cycles, values, targets, last year's results.

    Rows are stored in bulk, past the journal: what is under test reads them and does not write them.
    """
    tables = demo_tables()
    bodies = _bodies(tables)
    people = [
        User(username=f"demo-{name}", display_name=shown, password=password_hash, password_set_at=NOW)
        for name, shown, _, _ in PEOPLE
    ]
    User.objects.bulk_create(people)
    Grant.objects.bulk_create(
        Grant(user=user, organisation=bodies[body], role=role.value, starts=START)
        for user, (_, _, body, role) in zip(people, PEOPLE, strict=True)
    )
    named = {name: user for user, (name, *_) in zip(people, PEOPLE, strict=True)}
    host = bodies["yunlan"]
    text = demo.SCHEME.read_text(encoding="utf-8")
    version = lock_scheme(host, named["office"], text, key="yunlan-2026", title="云澜区2026年度综合考评办法")
    Supply.objects.bulk_create(
        Supply(scheme_version=version, supplier=key, organisation=bodies.get(key))
        for key in parsed(version).suppliers
    )
    cycles = _cycles(host, version, tables.filed)
    _values(host, bodies, cycles, tables.filed)
    _targets(host, bodies, tables.filed)
    _last_year(cycles["2025"], bodies, tables.filed)
    return Demo(host, bodies, named, cycles)


def _bodies(tables: Tables) -> dict[str, Organisation]:
    made = Organisation.objects.bulk_create(
        Organisation(key=one.key, founded_on=START, assesses=not one.parent) for one in tables.organisations
    )
    found = {one.key: one for one in made}
    paths: dict[str, str] = {}
    standings, figures = [], []
    for position, one in enumerate(tables.organisations):
        paths[one.key] = f"{paths.get(one.parent, '/')}{found[one.key].pk}/"
        standings.append(
            Standing(organisation=found[one.key], title=one.title, english=str(one.attributes.get("english", "")), kind=one.kind,
                     parent=found.get(one.parent), path=paths[one.key], position=position, starts=START)
        )  # fmt: skip
        for name, cell in one.attributes.items():
            if name != "english":
                number = isinstance(cell, Fraction)
                figures.append(
                    Figure(
                        organisation=found[one.key],
                        name=name,
                        text=canonical_text(cell) if number else str(cell),
                        is_number=number,
                        starts=START,
                    )
                )
    Standing.objects.bulk_create(standings)
    Figure.objects.bulk_create(figures)
    return found


def _cycles(host: Organisation, version: SchemeVersion, filed: Iterable[Filed]) -> dict[str, Cycle]:
    periods = sorted({str(one.period) for one in filed if one.period})
    rows = []
    for period in periods:
        starts, ends = days_of(Period.parse(period))
        state = CycleState.FINAL if period.startswith("2025") else CycleState.OPEN
        rows.append(
            Cycle(
                host=host, scheme_version=version, period=period, starts=starts, ends=ends, state=state.value
            )
        )
    Cycle.objects.bulk_create(rows)
    return {one.period: one for one in rows}


def _of_values(filed: Iterable[Filed]) -> Iterator[Filed]:
    """The last vintage of every figure that has a form on the site."""
    last: dict[tuple[str, str, str, str], Filed] = {}
    for one in filed:
        if not one.rater and "." not in one.fact:
            key = (one.organisation, one.fact, str(one.period), one.source)
            if key not in last or last[key].vintage < one.vintage:
                last[key] = one
    return iter(last.values())


def _values(
    host: Organisation,
    bodies: Mapping[str, Organisation],
    cycles: Mapping[str, Cycle],
    filed: Iterable[Filed],
) -> None:
    forms = {
        period: Filing(cycle=cycle, supplier=host, role="demo", group="townships")
        for period, cycle in cycles.items()
    }
    Filing.objects.bulk_create(forms.values())
    values = [_value(host, bodies, forms, one) for one in _of_values(filed)]
    Value.objects.bulk_create(values, batch_size=2000)
    Vintage.objects.bulk_create(
        (
            Vintage(value=one, number=one.vintage, answer=one.answer, text=one.text, note=one.note, at=NOW)
            for one in values
        ),
        batch_size=2000,
    )


def _value(
    host: Organisation, bodies: Mapping[str, Organisation], forms: Mapping[str, Filing], one: Filed
) -> Value:
    answer, text = _answer(one.value)
    return Value(
        filing=forms[str(one.period)], host=host, organisation=bodies[one.organisation], fact=one.fact, period=str(one.period),
        source=one.source, answer=answer.value, text=text, note=one.note, state=ValueState.VERIFIED.value, vintage=one.vintage,
        changed_at=NOW, verified_at=NOW,
    )  # fmt: skip


def _answer(cell: object) -> tuple[Answer, str]:
    if isinstance(cell, Absence):
        return (Answer.PENDING if cell is Absence.PENDING else Answer.NOT_APPLICABLE), ""
    if isinstance(cell, bool):
        return Answer.TRUTH, str(cell).lower()
    return (Answer.NUMBER, canonical_text(cell)) if isinstance(cell, Fraction) else (Answer.TEXT, str(cell))


def _targets(host: Organisation, bodies: Mapping[str, Organisation], filed: Iterable[Filed]) -> None:
    targets = [
        Target(host=host, organisation=bodies[one.organisation], fact=one.fact.removesuffix(".target"), period=str(one.period),
               text=canonical_text(one.value), state=TargetState.AGREED.value)
        for one in filed
        if one.fact.endswith(".target") and isinstance(one.value, Fraction)
    ]  # fmt: skip
    Target.objects.bulk_create(targets)
    TargetMove.objects.bulk_create(
        TargetMove(target=one, number=1, kind="agree", text=one.text, at=NOW) for one in targets
    )


def _last_year(cycle: Cycle, bodies: Mapping[str, Organisation], filed: Iterable[Filed]) -> None:
    """The final run of the year before, with the whole of everybody alone."""
    run = keep(Run(cycle=cycle, number=1, state=RunState.FINAL.value, asked_at=NOW, made_at=NOW, result="0" * 64),
               by=None, deed="make.run", chain="yunlan", at=NOW)  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for one in filed:
        if one.fact in ("result.total", "result.rank"):
            found.setdefault(one.organisation, {})[one.fact] = canonical_text(one.value)
    kinds = {"subdistrict": "townships", "town": "townships", "rural": "townships", "zone": "townships", "department": "departments",
             "enterprise": "enterprises", "village": "villages", "community": "communities"}  # fmt: skip
    groups = {one.key: kinds[one.kind] for one in demo_tables().organisations if one.kind in kinds}
    ScoreLine.objects.bulk_create(
        ScoreLine(run=run, organisation=bodies[key], group=groups[key], node="total", parent="", is_item=False, position=0, period="2025",
                  full="100", points=results["result.total"], lost="", place=results["result.rank"], place_of=17, quarter=1, status="scored")
        for key, results in found.items()
    )  # fmt: skip


__all__ = [
    "LATER", "UNITS", "Demo", "agree_target", "cycle_of", "demo_tables", "file_value", "keep_all", "lock_cycle", "lock_scheme",
    "released", "run_of", "settle_demo", "small_month",
]  # fmt: skip
