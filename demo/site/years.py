"""Schemes, cycles and targets of the two years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction

from demo.site import ZONE
from demo.site.schemes import scheme_text
from kaoping import read_scheme_text
from kaoping.exact import canonical_text
from kaoping.tables import Filed
from kaoping_web.cycles.models import Cycle, CycleState, Supply, Target, TargetMove
from kaoping_web.cycles.services import import_working_days, open_year
from kaoping_web.cycles.services.timetable import holidays
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.schemes.models import Scheme, SchemeVersion, VersionState

HOLIDAYS_2027 = (
    "2027-01-01 2027-02-05 2027-02-08 2027-02-09 2027-02-10 2027-02-11 2027-02-12 2027-04-05 2027-05-03 2027-06-09 2027-09-15 2027-10-01 "
    "2027-10-04 2027-10-05 2027-10-06 2027-10-07"
)
"""Invented for the demo, as the district is: a site takes the real notice over on the page of working days."""


def at(text: str) -> datetime:
    """A moment in the district's time zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def schemes(host: Organisation, people: dict[str, User]) -> dict[int, SchemeVersion]:
    """The scheme of each year, drafted, approved and locked in its spring."""
    return {
        2025: _locked(
            host, people, 2025, at("2025-02-10T09:00"), at("2025-03-14T10:00"), "云办发〔2025〕6号"
        ),
        2026: _locked(
            host, people, 2026, at("2026-01-12T09:00"), at("2026-03-12T10:00"), "云办发〔2026〕8号"
        ),
    }


def _locked(
    host: Organisation,
    people: dict[str, User],
    year: int,
    drafted: datetime,
    approved: datetime,
    document: str,
) -> SchemeVersion:
    text = scheme_text(year)
    scheme = read_scheme_text(text)
    kept = keep(
        Scheme(host=host, key=scheme.key), by=people["kao"], deed="begin.scheme", chain=host.key, at=drafted
    )
    version = SchemeVersion(
        scheme=kept, number=int(scheme.version), title=scheme.title.zh, english=scheme.title.en, text=text, digest=scheme.digest,
        drafted_by=people["kao"], drafted_at=drafted, reason=scheme.reason,
    )  # fmt: skip
    keep(version, by=people["kao"], deed="draft.scheme", chain=host.key, at=drafted)
    version.state, version.sent_by = VersionState.SENT.value, people["kao"]
    keep(version, by=people["kao"], deed="send.scheme", chain=host.key, at=approved - timedelta(days=7))
    version.state, version.approved_by, version.approved_at = (
        VersionState.APPROVED.value,
        people["zhouzhuren"],
        approved,
    )
    keep(version, by=people["zhouzhuren"], deed="approve.scheme", chain=host.key, at=approved)
    version.state, version.locked_at, version.effective_on, version.document = (
        VersionState.LOCKED.value,
        approved,
        date(year, 1, 1),
        document,
    )
    return keep(version, by=people["kao"], deed="lock.scheme", chain=host.key, at=approved, document=document)


def cycles(
    host: Organisation, people: dict[str, User], versions: dict[int, SchemeVersion]
) -> dict[str, Cycle]:
    """Every cycle of both years, planned; the working days of 2027 as announced."""
    off = [date.fromisoformat(one) for one in HOLIDAYS_2027.split()]
    notice = holidays(2027, off, [date(2027, 2, 6), date(2027, 2, 20), date(2027, 9, 26), date(2027, 10, 9)])
    import_working_days(
        by=people["kao"], host=host, days=notice, document="演示用放假安排", now=at("2025-03-13T09:00")
    )
    found = []
    for year, version in versions.items():
        opened = at(f"{year}-03-16T09:00")
        made = open_year(by=people["kao"], version=version, year=year, now=opened)
        _third_party(version, people["kao"], opened)
        found += made
    return {one.period: one for one in found}


def _third_party(version: SchemeVersion, by: User, now: datetime) -> None:
    """The survey body stands behind its key; the townships' offices are each unit itself."""
    missing = Supply.objects.filter(scheme_version=version, supplier="third_party", organisation=None).first()
    if missing is not None:
        missing.organisation = Organisation.objects.get(key="third_party")
        keep(missing, by=by, deed="name.supplier", chain=version.scheme.host.key, at=now)


VERBS = {CycleState.OPEN: "open", CycleState.LOCKED: "lock", CycleState.FINAL: "finalise"}


def set_state(cycle: Cycle, state: CycleState, by: User, now: datetime) -> None:
    """Bring a past cycle to where it stood."""
    cycle.state = state.value
    if state in (CycleState.LOCKED, CycleState.FINAL):
        cycle.locked_at = now
    keep(cycle, by=by, deed=f"{VERBS[state]}.cycle", chain=cycle.host.key, at=now)


def targets(
    host: Organisation,
    bodies: dict[str, Organisation],
    people: dict[str, User],
    rows: Iterable[Filed],
    year: int,
) -> None:
    """Targets as the offices proposed them in March and the head of the office agreed to them in April."""
    proposed, agreed = at(f"{year}-03-18T10:00"), at(f"{year}-04-07T15:00")
    found = [
        Target(host=host, organisation=bodies[row.organisation], fact=row.fact.removesuffix(".target"), period=str(year),
               text=canonical_text(row.value), state="agreed")
        for row in rows
        if row.fact.endswith(".target") and isinstance(row.value, Fraction) and row.period and row.period.year == year
    ]  # fmt: skip
    chains = {id(one): one.organisation.key for one in found}
    keep_all(found, by=people["zhouzhuren"], deed="agree.target", chain=chains, at=agreed)
    for number, (kind, by, when) in enumerate(
        (("propose", people["kao"], proposed), ("agree", people["zhouzhuren"], agreed)), 1
    ):
        moves = [
            TargetMove(target=one, number=number, kind=kind, text=one.text, by=by, at=when) for one in found
        ]
        keep_all(
            moves,
            by=by,
            deed=f"{kind}.target",
            chain={id(one): one.target.organisation.key for one in moves},
            at=when,
        )
