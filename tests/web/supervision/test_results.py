"""What supervision hands on: happenings by the scheme's own events, closing rates, the digest; and the whole road to lost points."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from kaoping import Period, Tables, read_scheme, score
from kaoping.explain import as_text, trace
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme_text
from kaoping_web.journal.models import Entry
from kaoping_web.organisations.queries import library_organisations
from kaoping_web.supervision.models import Card, Matter, Paper
from kaoping_web.supervision.queries import (
    closing_rates,
    count_of_matters,
    count_of_papers,
    happenings,
    waiting_for,
)
from kaoping_web.supervision.services.cards import issue_card, withdraw_card
from kaoping_web.supervision.services.closing import check_matter, close_matter, merge_matters
from kaoping_web.supervision.services.matters import Given, Part, assign_matter, decompose_matter
from kaoping_web.supervision.services.papers import confirm_paper
from kaoping_web.supervision.services.progress import claim_done, receive_matter, report_progress
from kaoping_web.supervision.services.proposals import accept_proposal
from tests.web.cast import NOW, SCHEME, District
from tests.web.supervision import stage

EVENTS = """
events:
  yellow_card: {title: {zh: 督查黄牌, en: Yellow card}, each: -0.3, evidence: document, window: year, article: 第十三条}
  red_card: {title: {zh: 督查红牌, en: Red card}, each: -0.75, evidence: document, window: year, article: 第十三条}
"""
ITEM = (
    "      - q_cards: {title: {zh: 督查督办, en: Supervision}, full: {townships: 3}, of: {}, "
    "rule: {events: {of: [yellow_card, red_card], start: full, low: 0}}, article: 第九条}\n"
)
LATE, YEAR_END = date(2026, 7, 2), date(2026, 12, 31)


@pytest.fixture
def with_cards() -> Scheme:
    """The small scheme with card events, and a quarterly item that they cost points of."""
    text = SCHEME.read_text("utf-8")
    item = ITEM.replace(", of: {}", "")
    return read_scheme_text(text.replace("\ngrades:", f"\n{item}\ngrades:").rstrip() + EVENTS)


def red(district: District, matter: Matter, day: date = LATE) -> Card:
    matter.refresh_from_db()
    return issue_card(
        by=district.zhao, matter_id=matter.pk, colour="red", seen=matter.version, now=stage.at(day)
    )


def test_an_issued_card_is_a_happening_with_its_slip_and_matter(
    district: District, with_cards: Scheme
) -> None:
    one = stage.working(district)
    card = red(district, one)
    (found,) = happenings(district.xiaoyun, 2026, YEAR_END, with_cards)
    assert (found.organisation, found.event, found.on, found.matter, found.document) == (
        "anping",
        "red_card",
        LATE,
        "〔2026〕1号 泵站改造",
        card.code,
    )


def test_a_scheme_without_the_event_gets_nothing(district: District) -> None:
    red(district, stage.working(district))
    assert happenings(district.xiaoyun, 2026, YEAR_END, read_scheme(SCHEME)) == ()
    assert happenings(district.xiaoyun, 2026, YEAR_END) == ()


def test_a_card_counts_from_its_day_in_its_year_and_at_its_host(
    district: District, with_cards: Scheme
) -> None:
    red(district, stage.working(district))
    assert happenings(district.xiaoyun, 2026, date(2026, 7, 1), with_cards) == ()
    assert len(happenings(district.xiaoyun, 2026, LATE, with_cards)) == 1
    assert happenings(district.xiaoyun, 2027, date(2027, 12, 31), with_cards) == ()
    assert happenings(district.anping, 2026, YEAR_END, with_cards) == ()


def test_a_talk_and_a_withdrawn_slip_are_no_happenings(district: District, with_cards: Scheme) -> None:
    other = stage.second_supervisor(district)
    talked, wrong = stage.working(district), stage.working(district, title="界河")
    issue_card(
        by=district.zhao,
        matter_id=talked.pk,
        colour="red",
        as_talk=True,
        demand="首次",
        seen=talked.version,
        now=stage.at(LATE),
    )
    card = red(district, wrong)
    assert len(happenings(district.xiaoyun, 2026, YEAR_END, with_cards)) == 1
    withdraw_card(by=other, card_id=card.pk, reason="日期有误", seen=card.version, now=stage.at(LATE))
    assert happenings(district.xiaoyun, 2026, YEAR_END, with_cards) == ()


def test_closing_rates_count_claims_in_time_that_were_closed(district: District) -> None:
    stage.closed(district)
    stage.working(district)
    stage.closed(district, deadline=date(2026, 9, 30))
    merged = stage.registered(district, title="重复", owner=district.anping)
    into = stage.assigned(district, owner=district.bincheng, title="并入处")
    merge_matters(
        by=district.zhao, matter_id=merged.pk, into_id=into.pk, reason="同", seen=merged.version, now=NOW
    )
    found = {
        one.organisation.key: (one.due, one.on_time, one.rate)
        for one in closing_rates(district.xiaoyun, "2026-Q2")
    }
    assert found == {"anping": (2, 1, Fraction(50)), "bincheng": (1, 0, Fraction(0))}
    assert {
        one.organisation.key: one.due for one in closing_rates(district.xiaoyun, Period.parse("2026"))
    } == {"anping": 3, "bincheng": 1}


def test_a_matter_closed_after_a_late_claim_is_not_on_time(district: District) -> None:
    late = stage.at(date(2026, 7, 1))
    one = stage.working(district)
    one = claim_done(by=district.an, matter_id=one.pk, words="完成", seen=one.version, now=late)
    one = check_matter(
        by=district.zhao,
        matter_id=one.pk,
        passed=True,
        on_the_spot=True,
        plan_code="D-1",
        words="属实",
        seen=one.version,
        now=late,
    )
    close_matter(by=district.zhao, matter_id=one.pk, seen=one.version, now=late)
    assert [one.on_time for one in closing_rates(district.xiaoyun, "2026-Q2")] == [0]


def test_a_unit_reads_its_own_rate_only(
    district: District, sign_in: Callable[[object], Client], stopped_clock: Callable[[datetime], None]
) -> None:
    stage.closed(district)
    stage.assigned(district, owner=district.bincheng)
    stopped_clock(stage.at(LATE))
    page = sign_in(district.an).get(reverse("closing-rates") + "?period=2026-Q2").content.decode()
    assert "安平镇" in page and "100.0" in page and "滨城镇" not in page


def test_the_digest_is_one_line_a_kind_with_the_earliest_day(district: District) -> None:
    stage.assigned(district, term=5)
    stage.assigned(district, title="界河", term=2)
    (line,) = waiting_for(district.an, NOW.date())
    assert line.title.zh == "签收督办事项 2 件" and line.due == date(2026, 4, 9) and line.count == 2
    assert waiting_for(district.bin, NOW.date()) == ()
    assert count_of_matters(district.an, NOW.date()) == 2 and count_of_matters(district.bin, NOW.date()) == 0


def test_the_digest_names_overdue_matters_and_slips_to_answer(district: District) -> None:
    red(district, stage.working(district))
    titles = [one.title.zh for one in waiting_for(district.an, LATE)]
    assert titles == ["逾期事项 1 件", "回复督办单 1 张"]


def test_the_office_is_reminded_of_what_is_its_to_do(district: District) -> None:
    stage.paper(district)
    stage.registered(district)
    stage.claimed(district)
    stage.checked(district, title="界河")
    titles = [one.title.zh for one in waiting_for(district.zhao, NOW.date())]
    assert sorted(titles) == sorted(["确认会议文件 1 份", "交办事项 1 件", "核查办结 1 件", "核销事项 1 件"])
    assert (
        count_of_matters(district.zhao, NOW.date()) == 3 and count_of_papers(district.zhao, NOW.date()) == 1
    )
    assert count_of_papers(district.an, NOW.date()) == 0


def test_every_line_of_the_digest_opens(district: District, sign_in: Callable[[object], Client]) -> None:
    stage.paper(district)
    stage.claimed(district)
    for who in ("an", "zhao"):
        for line in waiting_for(district.people[who], LATE):
            assert sign_in(district.people[who]).get(line.url).status_code == 200, line.url


def test_the_whole_road_from_a_noisy_paper_to_the_points_it_costs(
    district: District,
    with_cards: Scheme,
    sign_in: Callable[[object], Client],
    tmp_path: object,
    settings: object,
) -> None:
    settings.UPLOADS = tmp_path
    office = sign_in(district.zhao)
    page = office.get(reverse("papers")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page[page.index('name="file"') - 900 :])[1]
    office.post(reverse("papers"), {"once": once, "file": stage.sent(), "met_on": "2026-04-02"})
    paper = Paper.objects.get()
    for one in paper.proposals.all():
        accept_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    paper.refresh_from_db()
    matters = confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)
    assert len(matters) == 5

    whole = next(one for one in matters if "提速项目" in one.title)
    given = Given(
        whole.title,
        whole.standard,
        owner=district.anping,
        deadline=date(2026, 6, 30),
        quantity="30",
        unit="个",
    )
    whole = assign_matter(by=district.zhao, matter_id=whole.pk, given=given, seen=whole.version, now=NOW)
    whole = receive_matter(by=district.an, matter_id=whole.pk, seen=whole.version, now=NOW)
    parts = [Part(district.anping_v1, "18", "村委会"), Part(district.anping_v2, "12")]
    parts = decompose_matter(by=district.anhead, matter_id=whole.pk, parts=parts, seen=whole.version, now=NOW)
    whole.refresh_from_db()
    whole = report_progress(
        by=district.an,
        matter_id=whole.pk,
        typed="30%",
        words="竣工 9 个",
        kept=[stage.PROOF],
        seen=whole.version,
        now=stage.at(date(2026, 5, 20)),
    )
    yellow = issue_card(
        by=district.zhao,
        matter_id=whole.pk,
        colour="yellow",
        seen=whole.version,
        now=stage.at(date(2026, 5, 28)),
    )
    red_card = red(district, whole)
    assert (yellow.code, red_card.code) == ("督办单〔2026〕1号", "督办单〔2026〕2号")

    now = stage.at(date(2026, 7, 8))
    for part in parts:
        part = (
            receive_matter(by=district.village, matter_id=part.pk, seen=part.version, now=now)
            if part.owner == district.anping_v1
            else part
        )
    village = Matter.objects.get(owner=district.anping_v1)
    village = report_progress(
        by=district.village,
        matter_id=village.pk,
        typed="100",
        words="18 个竣工",
        kept=[stage.PROOF],
        seen=village.version,
        now=now,
    )
    village = claim_done(
        by=district.village, matter_id=village.pk, words="18 个竣工", seen=village.version, now=now
    )
    village = check_matter(
        by=district.zhao,
        matter_id=village.pk,
        passed=True,
        on_the_spot=True,
        plan_code="2026-D-18",
        words="逐个看过",
        seen=village.version,
        now=now,
    )
    assert (
        close_matter(by=district.zhao, matter_id=village.pk, seen=village.version, now=now).state == "closed"
    )
    assert village.origins.first().paper == paper

    tables = Tables(
        library_organisations(district.xiaoyun, YEAR_END),
        happenings=happenings(district.xiaoyun, 2026, date(2026, 9, 30), with_cards),
    )
    scored = score(with_cards, tables, "2026-Q3")
    points = {key: line.points for (key, _, node), line in scored.by_place.items() if node == "q_cards"}
    assert points["bincheng"] == 3 and points["anping"] == 3 - Fraction("1.05")
    told = as_text(trace(scored, "anping", "q_cards"), "zh")
    for reason in (yellow.code, red_card.code, whole.code, "督查红牌", "督查黄牌"):
        assert reason in told, told
    assert Entry.objects.filter(deed="issue.card").count() == 2
