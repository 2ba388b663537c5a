"""The world of the matrix: two districts that know nothing of each other, with objects in every state.

States are set by `keep`, so that the journal stays whole; what services do with them is under test elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models

from kaoping.periods import Period
from kaoping_web.cycles.models import Cycle, Step, StepKind, Supply, Target, TargetMove
from kaoping_web.cycles.queries import days_of
from kaoping_web.filing.models import Evidence, Filing, Value, Vintage
from kaoping_web.filing.uploads import path_of
from kaoping_web.journal.models import Checkpoint, Protected
from kaoping_web.journal.services import keep, keep_all, record, state_checkpoint
from kaoping_web.organisations.models import Grant, Organisation, Standing, User
from kaoping_web.review.models import Correction
from kaoping_web.schemes.models import Scheme, SchemeVersion
from kaoping_web.schemes.queries import digest_of
from kaoping_web.scoring.models import Run
from kaoping_web.scoring.services import make_run
from tests.web.cast import NOW, SCHEME, START, District, settle
from tests.web.filing.year import DUE
from tests.web.matrix.people import ABOVE, CHILD, FOREIGN, FOREIGN_HOST, HOST, NEIGHBOUR, OWN, PEOPLE

TEXT = SCHEME.read_text(encoding="utf-8")
PDF = b"%PDF-1.4 kaoping"
CYCLES = {
    "2026-Q1": "open", "2026-Q2": "locked", "2026-Q3": "final", "2026-Q4": "planned", "2026": "open", "2026-01": "final", "2026-02": "locked",
    "2026-03": "open",
}  # fmt: skip
FOREIGN_CYCLES = {"2026-Q1": "open", "2026-Q2": "locked", "2026": "open"}
NEIGHBOURS_FIGURE, DRAFT_FIGURE = "73195.3", "61947.28"
"""Figures that stand nowhere else: what the neighbour reported and what is being negotiated with him, and what the bureau saved and did
not hand in, once or again."""


@dataclass
class World:
    """Everything by name: bodies and people by key, rows by what they are."""

    district: District
    bodies: dict[str, Organisation]
    people: dict[str, User] = field(default_factory=dict)
    cycles: dict[tuple[str, str], Cycle] = field(default_factory=dict)
    versions: dict[tuple[str, str], SchemeVersion] = field(default_factory=dict)
    filings: list[tuple[Filing, Value]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    checkpoint: Checkpoint | None = None


def kept(row: Protected, deed: str, chain: str = HOST) -> Protected:
    """A row in the journal, put there by nobody in particular."""
    return keep(row, by=None, deed=deed, chain=chain, at=NOW)


def build(password_hash: str) -> World:
    """All of it."""
    world = World(settle(password_hash), {})
    world.bodies = {**world.district.bodies, **_foreign_bodies()}
    _people(world, password_hash)
    for host in (HOST, FOREIGN_HOST):
        _schemes(world, host)
        _cycles(world, host)
    _monthly(world)
    _targets(world)
    _runs(world)  # before the forms below, which say one figure several ways
    _filings(world)
    _evidence(world)
    _corrections(world)
    record(by=None, deed="start.site", chain=settings.OWN_CHAIN, at=NOW)
    world.checkpoint = state_checkpoint(at=NOW, why="月报")
    return world


def _foreign_bodies() -> dict[str, Organisation]:
    """清河区, beside the district and not below it, with a township."""
    host = kept(
        Organisation(key=FOREIGN_HOST, founded_on=START, assesses=True), "found.organisation", FOREIGN_HOST
    )
    town = kept(Organisation(key=FOREIGN, founded_on=START), "found.organisation", FOREIGN)
    made: dict[str, models.Model] = {FOREIGN_HOST: host, FOREIGN: town}
    kept(
        Standing(
            organisation=host,
            title="清河区",
            english="Qinghe District",
            kind="district",
            path=f"/{host.pk}/",
            starts=START,
        ),
        "name.organisation",
    )
    standing = Standing(
        organisation=town,
        title="清河镇",
        english="Qinghe",
        kind="town",
        parent=host,
        path=f"/{host.pk}/{town.pk}/",
        starts=START,
    )
    kept(standing, "name.organisation", FOREIGN_HOST)
    return made  # type: ignore[return-value]


def _people(world: World, password_hash: str) -> None:
    """Who asks, each with what he holds. `retired` held an office until yesterday; `disabled` holds one and may not come."""
    for at, one in enumerate(PEOPLE):
        if one.name == "anonymous":
            continue
        user = User(username=f"m{at}", display_name=f"某{at}", password=password_hash, password_set_at=NOW)
        world.people[one.name] = kept(user, "add.person")
        held = {"retired": (("office", HOST),), "disabled": (("office", HOST),)}.get(one.name, one.held)
        until = NOW.date() - timedelta(days=1) if one.name == "retired" else None
        grants = [
            Grant(user=user, organisation=world.bodies[body], role=role, starts=START, until=until)
            for role, body in held
        ]
        keep_all(grants, by=None, deed="grant.role", chain=HOST, at=NOW)
    seen = User(username="qing", display_name="清干事", password=password_hash, password_set_at=NOW)
    kept(seen, "add.person", FOREIGN)
    kept(
        Grant(user=seen, organisation=world.bodies[FOREIGN], role="reporter", starts=START),
        "grant.role",
        FOREIGN,
    )
    ended = Grant(
        user=world.district.an,
        organisation=world.bodies[OWN],
        role="unit_head",
        starts=START,
        until=date(2025, 1, 1),
    )
    kept(ended, "grant.role", OWN)


# schemes and cycles -------------------------------------------------------------------------------------


def _schemes(world: World, host: str) -> None:
    """A version in each state; each scheme has one that is open."""
    locked = _version(world, host, "small-2026", 2, "locked")
    _version(world, host, "small-2026", 1, "closed")
    for state in ("draft", "sent", "approved"):
        _version(world, host, f"small-{state}", 1, state)
    keys = ("development_reform", "statistics", "finance", "towns_offices")
    bodies = {one: world.bodies[one] for one in keys if one in world.bodies} if host == HOST else {}
    for key in keys:
        world.supplies.append(
            kept(
                Supply(scheme_version=locked, supplier=key, organisation=bodies.get(key)),
                "name.supplier",
                host,
            )
        )


def _version(world: World, host: str, key: str, number: int, state: str) -> SchemeVersion:
    scheme = Scheme.objects.filter(host=world.bodies[host], key=key).first()
    scheme = scheme or kept(Scheme(host=world.bodies[host], key=key), "found.scheme", host)
    text = TEXT.replace("id: small-2026", f"id: {key}").replace("\nversion: 1\n", f"\nversion: {number}\n")
    kao, gao = world.district.kao, world.district.gao
    version = SchemeVersion(
        scheme=scheme, number=number, title="综合考评办法", english="Assessment", state=state, text=text, digest=digest_of(text),
        effective_on=date(2026, 1, number), drafted_by=kao, drafted_at=NOW, sent_by=None if state == "draft" else kao,
        approved_by=None if state in ("draft", "sent") else gao, reason="起草",
    )  # fmt: skip
    world.versions[host, state] = kept(version, "draft.scheme_version", host)
    return version


def _cycles(world: World, host: str) -> None:
    for period, state in (CYCLES if host == HOST else FOREIGN_CYCLES).items():
        starts, ends = days_of(Period.parse(period))
        over = NOW if state in ("locked", "final") else None
        cycle = Cycle(host=world.bodies[host], scheme_version=world.versions[host, "locked"], period=period, starts=starts, ends=ends, state=state,
                      locked_at=over)  # fmt: skip
        world.cycles[host, period] = kept(cycle, "plan.cycle", host)
        kept(Step(cycle=cycle, kind=StepKind.FILING.value, starts=ends, due_at=DUE), "date.step", host)


# figures ------------------------------------------------------------------------------------------------

STATES = (("2026-Q1", "open", "draft"), ("2026-Q2", "submitted", "filed"), ("2026-Q3", "closed", "verified"))
MORE = (("open", "expected"), ("open", "returned"), ("submitted", "filed"), ("closed", "checked"))
DEEDS = {"expected": "expect.value", "draft": "save.value"}
FORMS = (
    ("towns_offices", "villages"),
    ("finance", "townships"),
    ("statistics", "townships"),
    ("finance", "villages"),
)
"""Further forms of one body in the open quarter: by role and track, since each is there once."""


def _filings(world: World) -> None:
    """Forms of the host, the township, its neighbour, its village and a stranger, in every state of form, cell and cycle."""
    for body in (HOST, OWN, NEIGHBOUR, CHILD):
        for period, state, cell in STATES:
            _filing(world, body, period, state, cell)
    for at, (state, cell) in enumerate(MORE):
        _filing(world, OWN, "2026-Q1", state, cell, at + 1)
    for period, state, cell in STATES[:2]:
        _filing(world, FOREIGN, period, state, cell)


def _filing(world: World, body: str, period: str, state: str, cell: str, more: int = 0) -> None:
    host = FOREIGN_HOST if body == FOREIGN else HOST
    role, group = FORMS[more - 1] if more else ("towns_offices", "townships")
    handed_in = state != "open"
    filing = Filing(cycle=world.cycles[host, period], supplier=world.bodies[body], role=role, group=group, state=state,
                    receipt=f"K-2026-04-{len(world.filings):04d}" if handed_in else "", submitted_at=NOW if handed_in else None)  # fmt: skip
    kept(filing, "submit.filing" if handed_in else "prepare.filing", body)
    text = NEIGHBOURS_FIGURE if body == NEIGHBOUR else f"9{len(world.filings)}.5"
    value = _value(world, filing, body, "on_time", text, cell, source=f"s{more}" if more else "")
    world.filings.append((filing, value))


def _value(
    world: World, filing: Filing, unit: str, fact: str, text: str, state: str, source: str = ""
) -> Value:
    answer = "" if state == "expected" else "number"
    vintage = 0 if state in ("expected", "draft") else 1
    value = Value(filing=filing, host=filing.cycle.host, organisation=world.bodies[unit], fact=fact, period=filing.cycle.period, source=source,
                  answer=answer, text=text if answer else "", state=state, vintage=vintage)  # fmt: skip
    kept(value, DEEDS.get(state, "file.value"), filing.supplier.key)
    if vintage:
        kept(
            Vintage(value=value, number=1, answer=answer, text=text, at=NOW),
            "file.vintage",
            filing.supplier.key,
        )
    return value


def _monthly(world: World) -> None:
    """What a bureau files about the townships: read by them, filled in by it, verified by another."""
    bureau = world.bodies["development_reform"]
    for period in ("2026-01", "2026-02", "2026-03"):
        state = "open" if period == "2026-03" else "submitted"
        filing = Filing(cycle=world.cycles[HOST, period], supplier=bureau, role="development_reform", group="townships", state=state,
                        receipt="" if state == "open" else f"K-2026-05-{period[-2:]}00", submitted_at=None if state == "open" else NOW)  # fmt: skip
        kept(filing, "submit.filing" if state != "open" else "prepare.filing", "development_reform")
        for unit in (OWN, NEIGHBOUR, "cuiyun"):
            cell = "verified" if state != "open" else "draft"
            text = DRAFT_FIGURE if cell == "draft" else "4.5"
            value = _value(world, filing, unit, "investment", text, cell)
            if cell == "draft" and unit != NEIGHBOUR:
                _redraft(value)
            _value(world, filing, unit, "new_projects", "3", "verified")
            if unit != "cuiyun":
                world.filings.append((filing, value))


def _redraft(value: Value) -> None:
    """What was handed in, came back and was typed anew: the new figure is as much a draft as one never handed in."""
    handed = Vintage(value=value, number=1, answer="number", text="4.1", at=NOW)
    kept(handed, "file.vintage", value.filing.supplier.key)
    value.vintage = 1
    kept(value, "save.value", value.filing.supplier.key)


def _evidence(world: World) -> None:
    digest = hashlib.sha256(PDF).hexdigest()
    path: Path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    for filing, value in world.filings[::2]:
        made = Evidence(
            value=value, name="a.pdf", digest=digest, size=len(PDF), by=world.district.kao, at=NOW
        )
        world.evidence.append(kept(made, "attach.evidence", filing.supplier.key))


def _corrections(world: World) -> None:
    """Asked, approved and refused, of figures of locked cycles; of one, nothing is asked yet."""
    locked = [(filing, value) for filing, value in world.filings if filing.cycle.state in ("locked", "final")]
    locked = [pair for pair in locked if (pair[0].supplier.key, pair[0].cycle.period) != (OWN, "2026-Q3")]
    for at, (filing, value) in enumerate(locked):
        for state in ("asked", "approved", "refused")[: 1 + at % 3]:
            made = Correction(value=value, answer="number", text=NEIGHBOURS_FIGURE if filing.supplier.key == NEIGHBOUR else "88.8", reason="更正",
                              document="文", state=state, asked_by=world.district.chen, asked_at=NOW)  # fmt: skip
            world.corrections.append(kept(made, "ask.correction", filing.supplier.key))


def _targets(world: World) -> None:
    """Agreed ones, and such as are negotiated anew: what the neighbour is asked now is between him and those who ask."""
    several = ((OWN, "investment", "proposed"), (OWN, "revenue", "agreed"), (NEIGHBOUR, "investment", "objected"), (NEIGHBOUR, "revenue", "accepted"),
               (HOST, "investment", "agreed"), (CHILD, "investment", "proposed"), (FOREIGN, "investment", "proposed"),
               ("cuiyun", "investment", "agreed"))  # fmt: skip
    for at, (unit, fact, state) in enumerate(several):
        host = FOREIGN_HOST if unit == FOREIGN else HOST
        agreed, text = f"1{at}", NEIGHBOURS_FIGURE if unit == NEIGHBOUR else f"1{at}"
        target = Target(
            host=world.bodies[host],
            organisation=world.bodies[unit],
            fact=fact,
            period="2026",
            text=text,
            state=state,
        )
        world.targets.append(kept(target, "propose.target", unit))
        moves = (("agree", agreed),) if state == "agreed" else (("agree", agreed), ("revise", text))
        for number, (kind, said) in enumerate(moves, 1):
            move = TargetMove(
                target=target, number=number, kind=kind, text=said, by=world.district.kao, at=NOW
            )
            kept(move, f"{kind}.target", unit)


# runs ---------------------------------------------------------------------------------------------------


def _runs(world: World) -> None:
    """Made ones with their lines, of months; queued, failed and a stranger's without."""
    for period, number, state in (
        ("2026-01", 1, "final"),
        ("2026-03", 1, "provisional"),
        ("2026-03", 2, "made"),
    ):
        run = _run(world, HOST, period, number, "queued")
        run = make_run(run.pk, NOW)
        assert run.state == "made", run.problems
        run.state = state
        world.runs.append(kept(run, "release.run"))
    for host, period, number, state in (
        (HOST, "2026-02", 1, "failed"),
        (HOST, "2026-02", 2, "queued"),
        (FOREIGN_HOST, "2026-Q2", 1, "provisional"),
    ):
        world.runs.append(_run(world, host, period, number, state))


def _run(world: World, host: str, period: str, number: int, state: str) -> Run:
    made = Run(
        cycle=world.cycles[host, period],
        number=number,
        state=state,
        asked_by=world.district.kao,
        asked_at=NOW,
    )
    return kept(made, "request.run", host)


def host_of(body: str) -> str:
    """The district of a body."""
    return body if body in (HOST, FOREIGN_HOST) else host_of(ABOVE[body])


Bodies = Mapping[str, tuple[str, ...]]
