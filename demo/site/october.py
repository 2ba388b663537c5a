"""The October returns on the evening they close: most verified, some handed in, some returned, some missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from demo.draws import Draws
from demo.site import NOW
from demo.site.records import Rows, answer_of
from demo.site.years import at
from kaoping.tables import Absence
from kaoping_web.cycles.models import Cycle
from kaoping_web.filing.models import Filing, Value, ValueState
from kaoping_web.filing.services import CellInput, prepare_filings, save_cells, submit_filing
from kaoping_web.organisations.models import User
from kaoping_web.refusals import Refused
from kaoping_web.review.services import accept_values, return_values, sign_values
from kaoping_web.schemes.queries import parsed

OPENED, SAVED, ACCEPTED = at("2026-11-01T08:00"), at("2026-11-02T16:30"), at("2026-11-03T10:00")
UNFINISHED = 18  # percent of forms that are not handed in yet
RETURNED = (
    ("anping", "investment", "物流园二期凭证仍缺 1.68 亿元，请补凭证或核减。"),
    ("liuting", "key_projects", "进度与项目库不符，请附新入库项目清单。"),
    ("shazhou", "hotline_on_time", "平台导出数为 93.5，请核对。"),
)


def fill_october(cycle: Cycle, rows: Rows, people: Mapping[str, User], seed: int) -> None:
    """Open the month, fill its forms as far as people got, and verify what was verified."""
    draws = Draws(seed)
    filings = prepare_filings(by=people["kao"], cycle=cycle, now=OPENED)
    for form in filings:
        _fill(form, rows, people, draws)
    _verify(cycle, people, draws)


def _fill(form: Filing, rows: Rows, people: Mapping[str, User], draws: Draws) -> None:
    reporter = people.get(form.supplier.key)
    if reporter is None:
        return
    late = draws.happens(UNFINISHED, form.supplier.key, form.role, form.group, "late")
    cells = []
    for value in form.values.select_related("organisation"):
        told = rows.get((value.organisation.key, value.fact, value.period, value.source))
        if not told or (late and draws.happens(35, value.organisation.key, value.fact, "gap")):
            continue
        typed, note = _typed(told[-1].value), told[-1].note
        cells.append(CellInput(value_id=value.pk, seen=value.version, typed=typed, note=note))
    if cells:
        save_cells(by=reporter, filing_id=form.pk, cells=cells, now=SAVED)
    try:
        form.refresh_from_db()
        submit_filing(by=reporter, filing_id=form.pk, seen=form.version, now=SAVED + timedelta(minutes=20))
    except Refused:
        return  # not complete yet: it stays open until tonight


def _typed(cell: object) -> str:
    if isinstance(cell, Absence):
        return "不适用" if cell is Absence.NOT_APPLICABLE else "待报 2026-11-06"
    return answer_of(cell)[1]  # type: ignore[arg-type]


def _verify(cycle: Cycle, people: Mapping[str, User], draws: Draws) -> None:
    filed = Value.objects.filter(filing__cycle=cycle, state=ValueState.FILED.value).select_related(
        "organisation", "filing__supplier"
    )
    returned = {(body, fact): reason for body, fact, reason in RETURNED}
    by_verifier: dict[str, list[Value]] = {}
    for value in filed:
        if not draws.happens(12, value.organisation.key, value.fact, "waits"):
            by_verifier.setdefault(_verifier(value), []).append(value)
    for key, values in sorted(by_verifier.items()):
        first, second = people.get(f"{key}-v"), people.get(f"{key}-w")
        if first is None or second is None:
            continue
        back = {
            one.pk: returned[one.organisation.key, one.fact]
            for one in values
            if (one.organisation.key, one.fact) in returned
        }
        good = [one.pk for one in values if one.pk not in back]
        if back:
            return_values(by=first, reasons=back, now=ACCEPTED)
        if good:
            accept_values(by=first, value_ids=good, now=ACCEPTED)
            signed = [pk for pk in good if draws.happens(88, key, pk, "signed")]
            sign_values(by=second, value_ids=signed, now=NOW - timedelta(hours=4))


def _verifier(value: Value) -> str:
    fact = parsed(value.filing.cycle.scheme_version).facts[value.fact]
    return fact.verified_by or value.filing.supplier.key
