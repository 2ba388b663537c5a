"""Handing in: complete or refused with every gap, to the second, once, with a receipt."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kaoping import Absence, Period
from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Filing, FilingState, Value, ValueState, Vintage
from kaoping_web.filing.queries import filed_rows, history_of_value
from kaoping_web.filing.queries.receipts import seal_of
from kaoping_web.filing.services import CellInput, NotComplete, extend_filing, save_cells, submit_filing
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.refusals import NotNow, Refused, Stale
from tests.web.cast import NOW, District
from tests.web.filing.year import DUE, cell, filing_of, fill, march


@pytest.fixture
def filing(district: District) -> Filing:
    return filing_of(march(district), district.development_reform)


def test_the_refusal_lists_every_missing_and_every_wrong_cell(district: District, filing: Filing) -> None:
    wrong, good = cell(filing, district.anping, "investment"), cell(filing, district.anping, "new_projects")
    save_cells(
        by=district.chen,
        filing_id=filing.pk,
        now=NOW,
        cells=[CellInput(wrong.pk, 1, "三十"), CellInput(good.pk, 1, "3")],
    )
    with pytest.raises(NotComplete) as refused:
        submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    assert len(refused.value.problems) == 5 and set(refused.value.cells) == set(
        filing.values.exclude(pk=good.pk).values_list("pk", flat=True)
    )
    assert sorted({one.code for one in refused.value.problems}) == ["cell-not-a-number", "missing"]
    assert Filing.objects.get(pk=filing.pk).state == FilingState.OPEN.value and not Vintage.objects.exists()


def test_a_complete_filing_makes_a_vintage_of_each_cell_and_a_receipt(
    district: District, filing: Filing
) -> None:
    fill(district.chen, filing)
    receipt = submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    assert receipt.number == "K-2026-04-0001" and receipt.cells == 6 and not receipt.is_late
    assert (
        set(filing.values.values_list("state", "vintage")) == {(ValueState.FILED.value, 1)}
        and Vintage.objects.count() == 6
    )
    filing.refresh_from_db()
    entry = Entry.objects.get(deed="submit.filing")
    assert (receipt.sequence, receipt.digest) == (
        entry.sequence,
        entry.digest,
    ) and receipt.number in entry.raw
    assert re.fullmatch(rf"KP-{entry.sequence}(-\w+){{6}}", seal_of(filing).short)


def test_receipts_count_on_within_a_month(district: District, filing: Filing) -> None:
    from tests.web.filing.year import cycle_of, prepare_filings

    quarter = cycle_of(filing.cycle.scheme_version, "2026-Q1")
    prepare_filings(by=district.kao, cycle=quarter, now=NOW)
    numbers = []
    for by, one in (
        (district.chen, filing),
        (district.qian, filing_of(quarter, district.finance)),
        (district.an, filing_of(quarter, district.anping)),
    ):
        fill(by, one)
        numbers.append(submit_filing(by=by, filing_id=one.pk, seen=one.version, now=NOW).number)
    assert numbers == ["K-2026-04-0001", "K-2026-04-0002", "K-2026-04-0003"]


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, False), (1, True)])
def test_the_deadline_holds_to_the_second(
    district: District, filing: Filing, seconds: int, is_late: bool
) -> None:
    fill(district.chen, filing)
    receipt = submit_filing(
        by=district.chen, filing_id=filing.pk, seen=filing.version, now=DUE + timedelta(seconds=seconds)
    )
    assert receipt.is_late is is_late and Filing.objects.get(pk=filing.pk).is_late is is_late


def test_a_closed_cycle_takes_no_filing(district: District, filing: Filing) -> None:
    fill(district.chen, filing)
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    with pytest.raises(NotNow):
        submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    assert not Vintage.objects.exists()


def test_supplementary_time_moves_the_deadline_of_one_filing(district: District, filing: Filing) -> None:
    until = DUE + timedelta(days=2)
    extend_filing(by=district.kao, filing_id=filing.pk, until=until, reason="洪涝", seen=1, now=NOW)
    fill(district.chen, filing)
    assert not submit_filing(by=district.chen, filing_id=filing.pk, seen=2, now=until).is_late
    entry = Entry.objects.get(deed="extend.filing")
    assert "洪涝" in entry.raw and entry.who == f"u-{district.kao.pk}"


def test_after_supplementary_time_it_is_late_all_the_same(district: District, filing: Filing) -> None:
    until = DUE + timedelta(days=2)
    extend_filing(by=district.kao, filing_id=filing.pk, until=until, reason="洪涝", seen=1, now=NOW)
    fill(district.chen, filing)
    assert submit_filing(
        by=district.chen, filing_id=filing.pk, seen=2, now=until + timedelta(seconds=1)
    ).is_late


def test_supplementary_time_takes_the_office_a_reason_and_a_later_day(
    district: District, filing: Filing
) -> None:
    for by in (district.chen, district.lin, district.an, district.leader):
        with pytest.raises(Refused):
            extend_filing(
                by=by, filing_id=filing.pk, until=DUE + timedelta(days=2), reason="x", seen=1, now=NOW
            )
    with pytest.raises(Refused) as refused:
        extend_filing(
            by=district.kao, filing_id=filing.pk, until=DUE - timedelta(days=1), reason=" ", seen=1, now=NOW
        )
    assert {one.code for one in refused.value.problems} == {"reason-missing", "until-early"}
    assert extend_filing(
        by=district.kao, filing_id=filing.pk, until=DUE + timedelta(days=2), reason="x", seen=1, now=NOW
    )


def test_handing_in_again_without_a_change_is_refused(district: District, filing: Filing) -> None:
    fill(district.chen, filing)
    submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)
    with pytest.raises(NotNow):
        submit_filing(by=district.chen, filing_id=filing.pk, seen=2, now=NOW)
    assert Vintage.objects.count() == 6


def test_a_filing_that_changed_since_it_was_seen_is_not_handed_in(district: District, filing: Filing) -> None:
    fill(district.chen, filing)
    with pytest.raises(Stale):
        submit_filing(by=district.chen, filing_id=filing.pk, seen=7, now=NOW)
    assert not Vintage.objects.exists()
    assert submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)


@pytest.mark.parametrize("name", ["qian", "an", "kao", "lin", "dong", "gao", "sys"])
def test_nobody_hands_in_for_another_body(district: District, filing: Filing, name: str) -> None:
    fill(district.chen, filing)
    with pytest.raises(Refused):
        submit_filing(by=district.people[name], filing_id=filing.pk, seen=1, now=NOW)
    assert submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)


def test_the_head_of_a_unit_hands_in_what_the_reporter_filled_in(district: District, filing: Filing) -> None:
    from tests.web.filing.year import cycle_of, prepare_filings

    quarter = cycle_of(filing.cycle.scheme_version, "2026-Q1")
    prepare_filings(by=district.kao, cycle=quarter, now=NOW)
    own = filing_of(quarter, district.anping)
    fill(district.an, own)
    assert submit_filing(by=district.anhead, filing_id=own.pk, seen=1, now=NOW)


def test_what_was_handed_in_is_what_is_scored(district: District, filing: Filing) -> None:
    first, second, third = (
        cell(filing, one, "investment") for one in (district.anping, district.bincheng, district.cuiyun)
    )
    nil, na = cell(filing, district.anping, "new_projects"), cell(filing, district.bincheng, "new_projects")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[CellInput(na.pk, 1, "不适用", "无")], now=NOW)
    filing.refresh_from_db()
    told = {first.pk: "31.50", second.pk: "待报 2026-04-20", nil.pk: "零报", na.pk: "不适用"}
    na.refresh_from_db()
    fill(district.chen, filing, told)
    assert filed_rows(district.xiaoyun, 2026, False) == []  # saved is not handed in
    submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)
    found = {(one.organisation, one.fact): one for one in filed_rows(district.xiaoyun, 2026, False)}
    assert found["anping", "investment"].value == 63 / 2 and found[
        "anping", "investment"
    ].period == Period.parse("2026-03")
    assert found["bincheng", "investment"].value is Absence.PENDING
    assert found["bincheng", "new_projects"].value is Absence.NOT_APPLICABLE
    assert found["anping", "new_projects"].value == 0 and found["anping", "new_projects"].value is not False
    assert all(one.vintage == 1 for one in found.values()) and len(found) == 6
    assert filed_rows(district.xiaoyun, 2026, True) == []  # nothing is verified yet
    assert filed_rows(district.xiaoyun, 2025, False) == []
    assert filed_rows(district.xiaoyun, 2026, False, Period.parse("2026-02")) == []
    assert len(filed_rows(district.xiaoyun, 2026, False, Period.parse("2026-Q1"))) == 6
    Value.objects.filter(pk=third.pk).update(state=ValueState.VERIFIED.value)
    assert [one.organisation for one in filed_rows(district.xiaoyun, 2026, True)] == ["cuiyun"]


def test_a_draft_that_follows_a_vintage_is_not_scored(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    fill(district.chen, filing, {value.pk: "31"})
    submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)
    Value.objects.filter(pk=value.pk).update(text="99", state=ValueState.DRAFT.value)
    assert [
        one.value
        for one in filed_rows(district.xiaoyun, 2026, False)
        if (one.organisation, one.fact) == ("anping", "investment")
    ] == [31]


def test_the_history_of_a_value_begins_with_who_claimed_it(district: District, filing: Filing) -> None:
    fill(district.chen, filing)
    value = cell(filing, district.anping, "investment")
    assert history_of_value(value) == []  # a draft is nobody's history
    submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)
    (only,) = history_of_value(value)
    assert (only.kind, only.people, only.at) == ("filed", "陈科员", NOW) and only.shown.zh == "20.00 亿元"
