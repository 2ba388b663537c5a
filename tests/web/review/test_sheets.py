"""The queue and the sheet of an indicator: figures side by side, leads that only hint, verdicts in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from django.db import transaction
from django.test import Client

from kaoping_web.cycles.models import CycleState, Target
from kaoping_web.filing.models import Value
from kaoping_web.filing.services import prepare_filings, submit_filing
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import User
from kaoping_web.review.leads import is_round
from kaoping_web.review.queries import sheet_for
from kaoping_web.review.services import ask_correction
from tests.web.cast import NOW, SCHEME, District
from tests.web.filing.test_pages import asked_by, many_towns
from tests.web.filing.year import cell, cycle_of, filing_of, fill
from tests.web.review.test_verdicts import handed_in

SignIn = Callable[[User], Client]
BOTH = "from: development_reform, verified_by: statistics, sources: [statistics, development_reform], groups: [townships], low: 0, decimals: 2"
TWO_SOURCES = SCHEME.read_text().replace(
    "from: development_reform, verified_by: statistics, groups: [townships], low: 0, decimals: 2", BOTH
)


def leads(district: District, cycle, fact: str = "investment") -> dict[str, list[str]]:
    found = sheet_for(district.lin, cycle, fact, NOW.date())
    return {one.value.organisation.key: [lead.code for lead in one.leads] for one in found.lines}


def test_leads_point_at_jumps_repeats_round_figures_and_edges(district: District) -> None:
    filing = handed_in(district, told={"anping": "31.50", "bincheng": "50.00", "cuiyun": "30.15"})
    april = cycle_of(filing.cycle.scheme_version, "2026-04")
    prepare_filings(by=district.kao, cycle=april, now=NOW)
    target = Target(
        host=district.xiaoyun,
        organisation=district.cuiyun,
        fact="investment",
        period="2026-04",
        text="41",
        state="agreed",
    )
    keep(target, by=None, deed="agree.target", chain="xiaoyun", at=NOW)
    now = filing_of(april, district.development_reform)
    told = {"anping": "64.51", "bincheng": "50.00", "cuiyun": "41.13"}
    fill(
        district.chen,
        now,
        {cell(now, district.bodies[key], "investment").pk: typed for key, typed in told.items()},
    )
    submit_filing(by=district.chen, filing_id=now.pk, seen=1, now=NOW)
    # Anping: 31.50 in three months lead one to expect 42; Cuiyun keeps its pace and stands just over its target.
    assert leads(district, april) == {"anping": ["jump"], "bincheng": ["same", "round"], "cuiyun": ["edge"]}
    assert leads(district, filing.cycle) == {"anping": [], "bincheng": ["round"], "cuiyun": []}


def test_sources_stand_side_by_side_and_a_difference_is_a_lead(district: District) -> None:
    filing = handed_in(district, TWO_SOURCES, {"anping": "31.52"})
    other = filing_of(filing.cycle, district.statistics)
    fill(district.sun, other, {cell(other, district.anping, "investment").pk: "30.02"})
    submit_filing(by=district.sun, filing_id=other.pk, seen=1, now=NOW)
    found = sheet_for(district.lin, filing.cycle, "investment", NOW.date())
    lines = [one for one in found.lines if one.value.organisation.key == "anping"]
    assert [one.value.source for one in lines] == ["development_reform", "statistics"]
    assert [(one.others[0][1].text, [lead.code for lead in one.leads]) for one in lines] == [
        ("30.02", ["differs"]),
        ("31.52", ["differs"]),
    ]


@pytest.mark.parametrize(
    ("number", "decimals", "said"),
    [("50", 2, True), ("31.5", 2, False), ("1200", 0, True), ("300", 0, False), ("1210", 0, False)],
)
def test_a_round_figure_ends_in_two_noughts_of_its_scale(number: str, decimals: int, said: bool) -> None:
    assert is_round(Fraction(number), decimals) is said


def form(client: Client, url: str) -> dict[str, str]:
    page = client.get(url).content.decode()
    return dict.fromkeys(re.findall(r'name="(d-\d+-\d+)"', page), "none") | dict(
        re.findall(r'name="(once)" value="([^"]*)"', page)
    )


def test_some_pass_and_others_go_back_in_one_form(district: District, sign_in: SignIn) -> None:
    filing = handed_in(district)
    client, url = sign_in(district.lin), f"/review/{filing.cycle_id}/investment/"
    sent = form(client, url)
    back = cell(filing, district.anping, "investment")
    for name in list(sent):
        if name.startswith("d-"):
            sent[name] = "return" if name.split("-")[1] == str(back.pk) else "accept"
    refused = client.post(url, sent | {"do": "chosen"})
    assert refused.status_code == 422 and "退回要写理由" in refused.content.decode()
    assert not Value.objects.filter(state__in=("checked", "returned")).exists()  # all of it or nothing
    done = client.post(url, sent | {"do": "chosen", "once": "again", f"r-{back.pk}": "缺凭证"})
    assert done.status_code == 302
    assert sorted(Value.objects.filter(fact="investment").values_list("state", flat=True)) == [
        "checked",
        "checked",
        "returned",
    ]
    page = sign_in(district.chen).get(f"/filing/{filing.pk}/").content.decode()
    assert "缺凭证" in page and 'class="c-returned"' in page and page.count('<input id="c-') == 1


def test_the_rest_without_leads_passes_by_one_button(district: District, sign_in: SignIn) -> None:
    filing = handed_in(district, told={"anping": "31.52", "bincheng": "50.00", "cuiyun": "24.13"})
    client, url = sign_in(district.lin), f"/review/{filing.cycle_id}/investment/"
    assert client.post(url, form(client, url) | {"do": "rest"}).status_code == 302
    states = dict(Value.objects.filter(fact="investment").values_list("organisation__key", "state"))
    assert states == {"anping": "checked", "bincheng": "filed", "cuiyun": "checked"}
    second = sign_in(district.zhou)
    second.post(url, form(second, url) | {"do": "rest"})
    states = dict(Value.objects.filter(fact="investment").values_list("organisation__key", "state"))
    assert states == {"anping": "verified", "bincheng": "filed", "cuiyun": "verified"}


def test_nothing_chosen_is_told(district: District, sign_in: SignIn) -> None:
    filing = handed_in(district)
    client, url = sign_in(district.lin), f"/review/{filing.cycle_id}/investment/"
    assert "没有选择任何一格" in client.post(url, form(client, url) | {"do": "chosen"}).content.decode()


def test_drafts_are_not_shown_to_the_verifier(district: District, sign_in: SignIn) -> None:
    filing = handed_in(district)
    Value.objects.filter(pk=cell(filing, district.anping, "investment").pk).update(
        state="draft", text="77.77"
    )
    page = sign_in(district.lin).get(f"/review/{filing.cycle_id}/investment/").content.decode()
    assert "77.77" not in page and "未交" in page


@pytest.mark.parametrize(
    ("name", "status"),
    [("lin", 200), ("zhou", 200), ("dong", 404), ("chen", 403), ("kao", 403), ("sys", 403)],
)
def test_only_the_verifying_body_opens_the_sheet(
    district: District, sign_in: SignIn, name: str, status: int
) -> None:
    filing = handed_in(district)
    assert sign_in(district.people[name]).get(f"/review/{filing.cycle_id}/investment/").status_code == status


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_open_in_both_languages(district: District, sign_in: SignIn, lang: str) -> None:
    filing = handed_in(district)
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    value = cell(filing, district.anping, "investment")
    reporter, head, verifier = (sign_in(one) for one in (district.chen, district.gao, district.lin))
    for one in (reporter, head, verifier):
        one.cookies["kaoping-language"] = lang
    assert reporter.get(f"/review/correct/{value.pk}/").status_code == 200
    made = ask_correction(
        by=district.chen, value_id=value.pk, typed="31.5", reason="更正", document="3号", now=NOW
    )
    assert (
        verifier.get("/review/").status_code
        == verifier.get(f"/review/{filing.cycle_id}/investment/").status_code
        == 200
    )
    for client in (reporter, head, verifier):
        assert client.get("/review/corrections/").status_code == 200
        page = client.get(f"/review/corrections/{made.pk}/").content.decode()
        assert ('value="approve"' in page) is (client is not reporter)
    assert (
        head.post(f"/review/corrections/{made.pk}/", {"once": "a", "seen": "1", "do": "approve"}).status_code
        == 302
    )
    assert sign_in(district.bin).get(f"/review/corrections/{made.pk}/").status_code == 404


def test_asking_on_the_page_keeps_what_was_typed(district: District, sign_in: SignIn) -> None:
    filing = handed_in(district)
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    value, client = cell(filing, district.anping, "investment"), sign_in(district.chen)
    refused = client.post(
        f"/review/correct/{value.pk}/", {"once": "a", "text": "约30", "reason": "更正", "document": ""}
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and "约30" in page and "依据文件" in page
    assert (
        client.post(
            f"/review/correct/{value.pk}/", {"once": "b", "text": "31.5", "reason": "更正", "document": "3号"}
        ).status_code
        == 302
    )


def test_pages_ask_as_often_for_400_units_as_for_40(district: District, sign_in: SignIn) -> None:
    client, asked = sign_in(district.lin), []
    for towns in (37, 397):
        with transaction.atomic():
            many_towns(district, towns)
            filing = handed_in(district)
            asked.append(
                [
                    asked_by(client, one)
                    for one in ("/review/", f"/review/{filing.cycle_id}/investment/", "/review/corrections/")
                ]
            )
            transaction.set_rollback(True)
    assert asked[0] == asked[1] and max(asked[1]) <= 25, asked
