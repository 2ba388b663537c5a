"""A year that is being filed: the small scheme locked, the cycles of March, the first quarter and the year before them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from kaoping.periods import Period
from kaoping_web.cycles.models import Cycle, CycleState, Step, StepKind, Supply
from kaoping_web.cycles.queries import days_of
from kaoping_web.filing.models import Filing, Value
from kaoping_web.filing.services import CellInput, prepare_filings, save_cells
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.schemes.models import Scheme, SchemeVersion, VersionState
from kaoping_web.schemes.queries import digest_of
from tests.web.cast import NOW, SCHEME, District

DUE = datetime(2026, 4, 9, 15, 59, 59, 999999, tzinfo=UTC)  # 24:00 on 9 April in Shanghai, less a microsecond
SUPPLIERS = ("development_reform", "statistics", "finance", "towns_offices")


def lock_scheme(district: District, text: str = "") -> SchemeVersion:
    """The small scheme, or another text, locked, with its suppliers named."""
    text = text or SCHEME.read_text(encoding="utf-8")
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    scheme = keep(Scheme(host=district.xiaoyun, key="small-2026"), deed="found.scheme", **made)
    version = SchemeVersion(
        scheme=scheme, number=1, title="小云区2026年度综合考评办法", english="Xiaoyun District: comprehensive assessment 2026",
        state=VersionState.LOCKED.value, text=text, digest=digest_of(text), effective_on=date(2026, 1, 1), drafted_by=district.kao,
        drafted_at=NOW, locked_at=NOW,
    )  # fmt: skip
    keep(version, deed="lock.version", **made)
    bodies = {one.key: one for one in Organisation.objects.filter(key__in=SUPPLIERS)}
    keep_all(
        [Supply(scheme_version=version, supplier=key, organisation=bodies.get(key)) for key in SUPPLIERS],
        deed="name.supplier",
        **made,
    )
    return version


def cycle_of(
    version: SchemeVersion, period: str, state: CycleState = CycleState.OPEN, due: datetime = DUE
) -> Cycle:
    """A cycle of that version, with its filing step."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    starts, ends = days_of(Period.parse(period))
    cycle = Cycle(
        host=version.scheme.host,
        scheme_version=version,
        period=period,
        starts=starts,
        ends=ends,
        state=state.value,
    )
    keep(cycle, deed="plan.cycle", **made)
    keep(Step(cycle=cycle, kind=StepKind.FILING.value, starts=ends, due_at=due), deed="date.step", **made)
    return cycle


def march(district: District, text: str = "") -> Cycle:
    """March 2026, open, its filings prepared."""
    cycle = cycle_of(lock_scheme(district, text), "2026-03")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    return cycle


def filing_of(cycle: Cycle, supplier: Organisation, group: str = "townships") -> Filing:
    """The one filing of a body in a cycle and track."""
    return Filing.objects.get(cycle=cycle, supplier=supplier, group=group)


def cell(filing: Filing, unit: Organisation, fact: str) -> Value:
    """One cell of a filing."""
    return Value.objects.get(filing=filing, organisation=unit, fact=fact)


def fill(by: User, filing: Filing, told: Mapping[int, str] | None = None) -> None:
    """Fill in every cell of a filing: with what is told, else with a number of its own."""
    told = told or {}
    cells = [
        CellInput(one.pk, one.version, told.get(one.pk, str(20 + at)), None)
        for at, one in enumerate(filing.values.order_by("pk"))
    ]
    outcome = save_cells(by=by, filing_id=filing.pk, cells=cells, now=NOW)
    assert not outcome.clashes and not outcome.closed, outcome
