"""Targets are proposed, answered, agreed and revised; the last agreed figure counts; nobody agrees to his own proposal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.cycles.models import Cycle, Target
from kaoping_web.cycles.services import agree_target, answer_target, propose_target, revise_target
from kaoping_web.cycles.targets import decomposition, needed, targets_as_filed
from kaoping_web.organisations.models import Grant, User
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, Refused, Separated
from tests.web.cast import NOW, District
from tests.web.year import opened_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(district: District) -> Cycle:
    return next(one for one in opened_year(district) if one.period == "2026")


@pytest.fixture
def proposed(district: District, year: Cycle) -> Target:
    return propose_target(
        by=district.kao,
        cycle=year,
        organisation=district.anping,
        fact="investment",
        typed="４８．５",
        now=NOW,
    )


def _counted(district: District) -> dict[tuple[str, str], object]:
    return {(one.organisation, one.fact): one.value for one in targets_as_filed(district.xiaoyun, 2026)}


def test_the_scheme_says_which_facts_need_targets(year: Cycle) -> None:
    assert [one.key for one in needed(year)] == ["investment", "revenue"]


def test_full_width_figures_are_read(proposed: Target) -> None:
    assert proposed.text == "48.5"


def test_a_target_counts_once_it_is_agreed_and_a_revision_once_it_is_agreed_again(
    district: District, proposed: Target
) -> None:
    assert _counted(district) == {}
    one = answer_target(by=district.anhead, target_id=proposed.pk, accepts=True, seen=1, now=NOW)
    one = agree_target(by=district.gao, target_id=one.pk, seen=one.version, now=NOW)
    assert _counted(district) == {("anping", "investment.target"): Fraction("48.5")}
    one = revise_target(
        by=district.kao,
        target_id=one.pk,
        typed="40",
        reason="洪灾",
        document="云政〔2026〕9号",
        seen=one.version,
        now=NOW,
    )
    assert _counted(district)["anping", "investment.target"] == Fraction("48.5")
    agree_target(by=district.gao, target_id=one.pk, seen=one.version, now=NOW)
    assert _counted(district)["anping", "investment.target"] == 40


def test_who_proposed_does_not_agree(district: District, year: Cycle) -> None:
    one = propose_target(
        by=district.kao, cycle=year, organisation=district.anping, fact="revenue", typed="4000", now=NOW
    )
    Target.objects.filter(pk=one.pk).update(state="accepted")
    one.moves.update(by=district.gao)
    with pytest.raises(Separated):
        agree_target(by=district.gao, target_id=one.pk, seen=one.version, now=NOW)
    one.moves.update(by=district.kao)
    assert agree_target(by=district.gao, target_id=one.pk, seen=one.version, now=NOW).state == "agreed"


def test_a_neighbour_does_not_answer(district: District, proposed: Target) -> None:
    with pytest.raises(Refused):
        answer_target(by=district.binhead, target_id=proposed.pk, accepts=True, seen=1, now=NOW)


def test_an_objection_takes_a_reason_and_agreeing_over_it_too(district: District, proposed: Target) -> None:
    with pytest.raises(Refused, match="reason"):
        answer_target(by=district.anhead, target_id=proposed.pk, accepts=False, seen=1, now=NOW)
    one = answer_target(
        by=district.anhead,
        target_id=proposed.pk,
        accepts=False,
        counter="45",
        reason="土地指标未落实",
        seen=1,
        now=NOW,
    )
    with pytest.raises(Refused, match="reason"):
        agree_target(by=district.gao, target_id=one.pk, seen=one.version, now=NOW)
    one = agree_target(
        by=district.gao, target_id=one.pk, typed="46", reason="折中", seen=one.version, now=NOW
    )
    assert one.text == "46" and [move.kind for move in one.moves.order_by("number")] == [
        "propose",
        "object",
        "agree",
    ]


def test_an_agreed_target_is_revised_only_with_reason_and_document(
    district: District, proposed: Target
) -> None:
    one = agree_target(by=district.gao, target_id=proposed.pk, seen=1, now=NOW)
    with pytest.raises(NotNow):
        propose_target(
            by=district.kao,
            cycle=Cycle.objects.get(period="2026"),
            organisation=district.anping,
            fact="investment",
            typed="50",
            now=NOW,
        )
    with pytest.raises(Refused) as refused:
        revise_target(
            by=district.kao, target_id=one.pk, typed="很多", reason="", document="", seen=one.version, now=NOW
        )
    assert len(refused.value.problems) == 3


def test_more_below_than_above_is_called_over_escalation(district: District, year: Cycle) -> None:
    for body, figure in (("xiaoyun", "100"), ("anping", "40"), ("bincheng", "40"), ("cuiyun", "31")):
        propose_target(
            by=district.kao,
            cycle=year,
            organisation=district.bodies[body],
            fact="investment",
            typed=figure,
            now=NOW,
        )
    row = next(one for one in decomposition(year, district.kao, NOW.date()) if one.needed.key == "investment")
    assert (row.ladder.sum, row.ladder.share, row.ladder.is_steep) == (111, Fraction(111, 100), True)
    Target.objects.filter(organisation=district.cuiyun).update(text="30")
    row = next(one for one in decomposition(year, district.kao, NOW.date()) if one.needed.key == "investment")
    assert not row.ladder.is_steep


def test_a_negotiation_in_the_browser(
    district: District, year: Cycle, sign_in: Callable[[User], Client]
) -> None:
    office, unit, head = (sign_in(one) for one in (district.kao, district.anhead, district.gao))
    fact = reverse("targets-of-fact", args=(year.pk, "investment"))
    assert "目标" in office.get(fact).content.decode()
    wrong = office.post(fact, {"once": "a", "t-anping": "一百", "t-bincheng": "30"})
    assert wrong.status_code == 422 and "安平镇" in wrong.content.decode() and not Target.objects.exists()
    assert office.post(fact, {"once": "b", "t-anping": "48", "t-bincheng": "30"}).status_code == 302
    one = Target.objects.get(organisation=district.anping)
    page = reverse("target", args=(one.pk,))
    assert unit.get(page).status_code == 200
    assert unit.post(page, {"once": "c", "seen": "1", "do": "accept"}).status_code == 302
    assert head.post(page, {"once": "d", "seen": "2", "do": "agree", "figure": "48"}).status_code == 302
    assert Target.objects.get(pk=one.pk).state == "agreed"
    other = Target.objects.get(organisation=district.bincheng)
    missing, hidden = (
        unit.get(reverse("target", args=(99999,))),
        unit.get(reverse("target", args=(other.pk,))),
    )
    assert missing.status_code == hidden.status_code == 404 and missing.content == hidden.content


def test_after_an_answer_the_page_leads_back_and_to_the_next_one(
    district: District, year: Cycle, proposed: Target, sign_in: Callable[[User], Client]
) -> None:
    other = propose_target(
        by=district.kao, cycle=year, organisation=district.anping, fact="revenue", typed="9", now=NOW
    )
    unit, address = sign_in(district.anhead), reverse("target", args=(proposed.pk,))
    sent = {"once": "a", "seen": str(proposed.version), "do": "accept", "figure": "", "reason": ""}
    page = unit.get(unit.post(address, sent).url).content.decode()  # type: ignore[attr-defined]
    assert f'href="{reverse("target", args=(other.pk,))}"' in page and "还有 1 个" in page
    assert f'href="{reverse("targets-of-unit", args=(year.pk, "anping"))}"' in page
    assert "下一个等您办的目标" not in unit.get(reverse("target", args=(other.pk,))).content.decode()


def test_a_department_that_proposes_sees_what_it_proposed_and_what_was_answered(
    district: District, proposed: Target, sign_in: Callable[[User], Client]
) -> None:
    """Of the facts it supplies and of no other; who files for it without proposing sees none of it."""
    year, head = Cycle.objects.get(period="2026"), district.qian
    Grant.objects.filter(user=head).update(
        organisation=district.development_reform, role=Role.UNIT_HEAD.value
    )
    page = reverse("targets-of-fact", args=(year.pk, "investment"))
    assert "48.5" in sign_in(head).get(page).content.decode()
    assert "48.5" not in sign_in(district.chen).get(page).content.decode()
    sent = {"once": "1", "t-anping": "47", "s-anping": str(proposed.version)}
    assert sign_in(head).post(page, sent).status_code == 302
    assert Target.objects.get(pk=proposed.pk).text == "47"
    other = propose_target(
        by=district.kao, cycle=year, organisation=district.anping, fact="revenue", typed="9", now=NOW
    )
    assert sign_in(head).get(reverse("target", args=(proposed.pk,))).status_code == 200
    assert sign_in(head).get(reverse("target", args=(other.pk,))).status_code == 404
