"""After the lock a figure changes through two people only: one asks with reason and document, another approves."""

from __future__ import annotations

import json

import pytest

from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Value
from kaoping_web.filing.queries import filed_rows, history_of_value
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, Refused, Separated
from kaoping_web.review.models import Correction
from kaoping_web.review.queries import corrections_for, corrections_to_decide
from kaoping_web.review.services import ask_correction, decide_correction
from tests.web.cast import NOW, START, District
from tests.web.filing.year import cell
from tests.web.review.test_verdicts import handed_in


@pytest.fixture
def value(district: District) -> Value:
    filing = handed_in(district)
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    return cell(filing, district.anping, "investment")


def ask(
    district: District,
    value: Value,
    typed: str = "31.5",
    reason: str = "统计口径更正",
    document: str = "云统函〔2026〕3号",
) -> Correction:
    return ask_correction(
        by=district.chen, value_id=value.pk, typed=typed, reason=reason, document=document, now=NOW
    )


def decide(by, correction: Correction, approve: bool = True, decision: str = "") -> Correction:
    return decide_correction(
        by=by,
        correction_id=correction.pk,
        approve=approve,
        decision=decision,
        seen=correction.version,
        now=NOW,
    )


@pytest.mark.parametrize("name", ["gao", "lin"])
def test_an_approved_correction_is_a_vintage_in_two_names(
    district: District, value: Value, name: str
) -> None:
    by = district.people[name]
    decide(by, ask(district, value))
    value.refresh_from_db()
    assert (value.text, value.vintage, value.state) == ("31.5", 2, "verified")
    body = json.loads(Entry.objects.get(deed="correct.value").raw)
    assert body["who"] == [f"u-{district.chen.pk}", f"u-{by.pk}"]
    assert (body["reason"], body["document"]) == ("统计口径更正", "云统函〔2026〕3号")
    found = {(one.organisation, one.fact): one for one in filed_rows(district.xiaoyun, 2026, False)}[
        "anping", "investment"
    ]
    assert (found.value, found.vintage) == (63 / 2, 2)
    newest = history_of_value(value)[0]
    assert (newest.kind, newest.people, newest.document) == (
        "corrected",
        f"陈科员、{by.display_name}",
        "云统函〔2026〕3号",
    )


def test_the_figure_stays_until_somebody_else_approves(district: District, value: Value) -> None:
    made = ask(district, value)
    value.refresh_from_db()
    assert value.text == "20" and value.vintage == 1
    decide(district.gao, made, approve=False, decision="无依据")
    value.refresh_from_db()
    assert value.text == "20" and value.vintage == 1


def test_who_asked_does_not_approve_even_with_the_role(district: District, value: Value) -> None:
    made = ask(district, value)
    grant = Grant(
        user=district.chen, organisation=district.statistics, role=Role.VERIFIER.value, starts=START
    )
    keep(grant, by=None, deed="grant.role", chain="statistics", at=NOW)
    district.chen.__dict__.pop("_grants", None)
    with pytest.raises(Separated):
        decide(district.chen, made)
    assert made not in corrections_to_decide(district.chen, NOW.date())
    assert decide(district.gao, made)


@pytest.mark.parametrize("name", ["kao", "dong", "an", "qian", "leader", "sys"])
def test_nobody_without_the_permission_decides(district: District, value: Value, name: str) -> None:
    made = ask(district, value)
    with pytest.raises(Refused):
        decide(district.people[name], made)
    assert decide(district.gao, made)


@pytest.mark.parametrize("name", ["kao", "lin", "gao", "an", "qian"])
def test_only_the_supplier_asks(district: District, value: Value, name: str) -> None:
    with pytest.raises(Refused):
        ask_correction(
            by=district.people[name], value_id=value.pk, typed="1", reason="x", document="y", now=NOW
        )
    assert ask(district, value)


def test_everything_that_is_wrong_with_a_request_is_told(district: District, value: Value) -> None:
    with pytest.raises(Refused) as refused:
        ask(district, value, "128.4万", " ", "")
    assert [one.code for one in refused.value.problems] == ["cell-unit", "reason-missing", "document-missing"]
    for same in ("20", "20.00"):
        with pytest.raises(Refused, match="the one that stands"):
            ask(district, value, same)


def test_before_the_lock_there_is_nothing_to_correct(district: District) -> None:
    filing = handed_in(district)
    with pytest.raises(NotNow):
        ask(district, cell(filing, district.anping, "investment"))


def test_one_correction_of_a_figure_at_a_time_and_each_is_decided_once(
    district: District, value: Value
) -> None:
    made = ask(district, value)
    with pytest.raises(NotNow):
        ask(district, value, "32")
    decide(district.gao, made)
    with pytest.raises(NotNow):
        decide_correction(by=district.lin, correction_id=made.pk, approve=True, decision="", seen=2, now=NOW)
    assert Value.objects.get(pk=value.pk).vintage == 2
    assert ask(district, value, "32")


def test_refusing_takes_a_reason(district: District, value: Value) -> None:
    with pytest.raises(Refused, match="takes a reason"):
        decide(district.gao, ask(district, value), approve=False)


def test_corrections_are_seen_by_who_asked_and_who_decides(district: District, value: Value) -> None:
    made, day = ask(district, value), NOW.date()
    assert (
        [one.pk for one in corrections_to_decide(district.gao, day)]
        == [made.pk]
        == [one.pk for one in corrections_to_decide(district.lin, day)]
    )
    assert (
        corrections_for(district.chen, day).count() == 1 and corrections_for(district.qian, day).count() == 0
    )
    assert (
        corrections_to_decide(district.chen, day).count() == 0 == corrections_for(district.bin, day).count()
    )
