"""Two people look at every figure; who supplied it is neither of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Filing, FilingState, Value, ValueState
from kaoping_web.filing.queries import filed_rows, history_of_value
from kaoping_web.filing.services import CellInput, save_cells, submit_filing
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, Refused, Separated, Stale
from kaoping_web.review.models import Review
from kaoping_web.review.queries import queue_for
from kaoping_web.review.services import accept_values, return_values, sign_values
from tests.web.cast import NOW, SCHEME, START, District
from tests.web.filing.year import cell, filing_of, fill, march


def handed_in(district: District, text: str = "", told: Mapping[str, str] | None = None) -> Filing:
    """March of the development bureau, filled in and handed in. told: figures of investment by township."""
    filing = filing_of(march(district, text), district.development_reform)
    cells = {
        cell(filing, district.bodies[key], "investment").pk: typed for key, typed in (told or {}).items()
    }
    fill(district.chen, filing, cells)
    submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    return Filing.objects.get(pk=filing.pk)


@pytest.fixture
def filing(district: District) -> Filing:
    return handed_in(district)


def ids(filing: Filing) -> list[int]:
    return list(filing.values.order_by("pk").values_list("pk", flat=True))


def test_one_accepts_another_signs_and_the_filing_is_closed(district: District, filing: Filing) -> None:
    accept_values(by=district.lin, value_ids=ids(filing), now=NOW)
    assert set(filing.values.values_list("state", flat=True)) == {ValueState.CHECKED.value}
    assert filed_rows(district.xiaoyun, 2026, True) == []  # one person is not enough
    sign_values(by=district.zhou, value_ids=ids(filing), now=NOW)
    assert set(filing.values.values_list("state", "checked_by", "verified_by")) == {
        ("verified", district.lin.pk, district.zhou.pk)
    }
    assert Filing.objects.get(pk=filing.pk).state == FilingState.CLOSED.value
    assert len(filed_rows(district.xiaoyun, 2026, True)) == 6
    assert (
        Review.objects.filter(verdict="accept").count() == Review.objects.filter(verdict="sign").count() == 6
    )


def test_who_accepted_does_not_sign(district: District, filing: Filing) -> None:
    accept_values(by=district.lin, value_ids=ids(filing), now=NOW)
    with pytest.raises(Separated) as refused:
        sign_values(by=district.lin, value_ids=ids(filing), now=NOW)
    assert len(refused.value.problems) == 6
    assert sign_values(by=district.zhou, value_ids=ids(filing), now=NOW)


def test_who_filed_does_not_verify_even_with_the_role(district: District, filing: Filing) -> None:
    grant = Grant(
        user=district.chen, organisation=district.statistics, role=Role.VERIFIER.value, starts=START
    )
    keep(grant, by=None, deed="grant.role", chain="statistics", at=NOW)
    district.chen.__dict__.pop("_grants", None)
    with pytest.raises(Separated):
        accept_values(by=district.chen, value_ids=ids(filing), now=NOW)
    accept_values(by=district.lin, value_ids=ids(filing), now=NOW)
    with pytest.raises(Separated):
        sign_values(by=district.chen, value_ids=ids(filing), now=NOW)


@pytest.mark.parametrize("name", ["dong", "kao", "an", "qian", "gao", "leader", "sys"])
def test_only_the_verifying_body_that_the_scheme_names_verifies(
    district: District, filing: Filing, name: str
) -> None:
    by = district.people[name]
    with pytest.raises(Refused):
        accept_values(by=by, value_ids=ids(filing), now=NOW)
    with pytest.raises(Refused):
        return_values(by=by, reasons=dict.fromkeys(ids(filing), "x"), now=NOW)
    assert not queue_for(by)
    assert accept_values(by=district.lin, value_ids=ids(filing), now=NOW)


def test_where_no_body_is_named_another_person_of_the_supplier_verifies(district: District) -> None:
    filing = handed_in(district, SCHEME.read_text().replace("verified_by: statistics, ", ""))
    with pytest.raises(Refused):
        accept_values(by=district.lin, value_ids=ids(filing), now=NOW)
    assert accept_values(by=district.dong, value_ids=ids(filing), now=NOW)


def test_returned_cells_open_the_filing_for_exactly_these_cells(district: District, filing: Filing) -> None:
    back, stays = cell(filing, district.anping, "investment"), cell(filing, district.bincheng, "investment")
    return_values(by=district.lin, reasons={back.pk: "缺入库凭证"}, now=NOW)
    assert Filing.objects.get(pk=filing.pk).state == FilingState.OPEN.value
    back.refresh_from_db(), stays.refresh_from_db()
    sent = [CellInput(back.pk, back.version, "31.5"), CellInput(stays.pk, stays.version, "99")]
    outcome = save_cells(by=district.chen, filing_id=filing.pk, cells=sent, now=NOW)
    assert outcome.saved == (back.pk,) and outcome.closed == (stays.pk,)
    receipt = submit_filing(
        by=district.chen, filing_id=filing.pk, seen=Filing.objects.get(pk=filing.pk).version, now=NOW
    )
    back.refresh_from_db(), stays.refresh_from_db()
    assert receipt.cells == 1 and (back.vintage, stays.vintage) == (2, 1)


def test_a_returned_cell_must_be_mended_or_explained(district: District, filing: Filing) -> None:
    back = cell(filing, district.anping, "investment")
    return_values(by=district.lin, reasons={back.pk: "缺入库凭证"}, now=NOW)
    seen = Filing.objects.get(pk=filing.pk).version
    with pytest.raises(Refused) as refused:
        submit_filing(by=district.chen, filing_id=filing.pk, seen=seen, now=NOW)
    assert "缺入库凭证" in refused.value.problems[0].what.zh
    back.refresh_from_db()
    same = CellInput(back.pk, back.version, "20.00", "凭证已补，数不变")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[same], now=NOW)
    assert submit_filing(by=district.chen, filing_id=filing.pk, seen=seen, now=NOW)


def test_some_pass_and_others_go_back(district: District, filing: Filing) -> None:
    first, *others = ids(filing)
    return_values(by=district.lin, reasons={first: "不符"}, now=NOW)
    accept_values(by=district.lin, value_ids=others, now=NOW)
    assert sorted(filing.values.values_list("state", flat=True)) == ["checked"] * 5 + ["returned"]
    sign_values(by=district.zhou, value_ids=others, now=NOW)
    assert Filing.objects.get(pk=filing.pk).state == FilingState.OPEN.value  # one cell is still out


def test_every_return_takes_a_reason_of_its_own(district: District, filing: Filing) -> None:
    with pytest.raises(Refused) as refused:
        return_values(
            by=district.lin,
            reasons={key: "不符" if n else " " for n, key in enumerate(ids(filing)[:3])},
            now=NOW,
        )
    assert len(refused.value.problems) == 1 and not Review.objects.exists()


def test_what_is_not_handed_in_cannot_be_accepted(district: District) -> None:
    filing = filing_of(march(district), district.development_reform)
    fill(district.chen, filing)
    with pytest.raises(NotNow):
        accept_values(by=district.lin, value_ids=ids(filing), now=NOW)


def test_a_figure_that_changed_since_it_was_looked_at_is_not_accepted(
    district: District, filing: Filing
) -> None:
    key = ids(filing)[0]
    with pytest.raises(Stale):
        accept_values(by=district.lin, value_ids=[key], vintages={key: 0}, now=NOW)
    assert accept_values(by=district.lin, value_ids=[key], vintages={key: 1}, now=NOW)


def test_after_the_lock_nothing_is_verified_or_returned(district: District, filing: Filing) -> None:
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    for deed in (
        lambda: accept_values(by=district.lin, value_ids=ids(filing), now=NOW),
        lambda: return_values(by=district.lin, reasons={ids(filing)[0]: "x"}, now=NOW),
    ):
        with pytest.raises(NotNow):
            deed()


def test_the_history_tells_who_said_what(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    return_values(by=district.lin, reasons={value.pk: "缺凭证"}, now=NOW)
    value.refresh_from_db()
    save_cells(
        by=district.chen,
        filing_id=filing.pk,
        cells=[CellInput(value.pk, value.version, "31.5", "已核减")],
        now=NOW,
    )
    submit_filing(
        by=district.chen, filing_id=filing.pk, seen=Filing.objects.get(pk=filing.pk).version, now=NOW
    )
    accept_values(by=district.lin, value_ids=[value.pk], now=NOW)
    sign_values(by=district.zhou, value_ids=[value.pk], now=NOW)
    found = history_of_value(Value.objects.get(pk=value.pk))
    assert [(one.kind, one.people, one.reason or one.note) for one in found] == [
        ("verified", "周科长", ""), ("checked", "林科员", ""), ("filed", "陈科员", "已核减"), ("returned", "林科员", "缺凭证"), ("filed", "陈科员", ""),
    ]  # fmt: skip


def test_the_queue_counts_by_indicator_and_knows_whose_turn_it_is(district: District, filing: Filing) -> None:
    by_fact = {one.fact: one for one in queue_for(district.lin)}
    assert {key: one.to_accept for key, one in by_fact.items()} == {"investment": 3, "new_projects": 3}
    accept_values(by=district.lin, value_ids=[cell(filing, district.anping, "investment").pk], now=NOW)
    mine, theirs = (
        {one.fact: one for one in queue_for(by)}["investment"] for by in (district.lin, district.zhou)
    )
    assert (mine.to_accept, mine.to_sign, mine.signed_by_others) == (2, 0, 1)
    assert (theirs.to_accept, theirs.to_sign, theirs.signed_by_others) == (2, 1, 0)
