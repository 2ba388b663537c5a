"""The pages: each for who may, another body's matter not there at all, a budget of queries, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.supervision.models import Card, Matter, Origin
from kaoping_web.supervision.services.cards import answer_card, issue_card
from kaoping_web.supervision.services.closing import check_matter
from kaoping_web.supervision.services.matters import Part, decompose_matter
from kaoping_web.supervision.services.plans import add_plan, place_matter, set_item
from kaoping_web.supervision.services.progress import ask_extension, receive_matter, report_progress
from tests.web.cast import NOW, District
from tests.web.supervision import stage

SignIn = Callable[[object], Client]
LATE = stage.at(date(2026, 7, 2))


def carded(district: District) -> Card:
    one = stage.working(district)
    return issue_card(
        by=district.zhao, matter_id=one.pk, colour="red", demand="一周内完工", seen=one.version, now=LATE
    )


def urls_of(district: District) -> list[str]:
    paper, card = stage.paper(district), carded(district)
    plan = add_plan(
        by=district.zhao,
        host=district.xiaoyun,
        title="六个新",
        form="1+5",
        lines="产业\n  工业\n民生",
        now=NOW,
    )
    return [reverse("papers"), reverse("paper", args=(paper.pk,)), reverse("matters"), reverse("matters") + "?view=board", reverse("matters") + "?view=time",
            reverse("matter", args=(card.matter_id,)), reverse("matter-new"), reverse("cards"), reverse("slip", args=(card.pk,)), reverse("plans"),
            reverse("plan", args=(plan.pk,)), reverse("fields"), reverse("closing-rates"), reverse("matters-upload"), reverse("matters-workbook")]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_opens_for_the_supervision_office(
    district: District, sign_in: SignIn, lang: str, django_assert_max_num_queries: object
) -> None:
    client = sign_in(district.zhao)
    client.cookies["kaoping-language"] = lang
    for url in urls_of(district):
        with django_assert_max_num_queries(25):
            answer = client.get(url)
        assert answer.status_code == 200, url
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert "style=" not in page and "<style" not in page and not re.search(r"\son\w+=", page), url
            ids = re.findall(r'\sid="([^"]+)"', page)
            assert len(ids) == len(set(ids)), (url, sorted({one for one in ids if ids.count(one) > 1}))
            assert page.count("<h1") == 1, url


def test_an_english_page_has_no_chinese_words_of_ours(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.zhao)
    client.cookies["kaoping-language"] = "en"
    page = client.get(reverse("closing-rates")).content.decode()
    main = page[page.index("<main") :]
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"<a class=\"k-lang.*?</a>", "", main))


def test_a_unit_sees_its_own_matter_and_its_neighbour_a_page_that_is_not_there(
    district: District, sign_in: SignIn
) -> None:
    one = stage.assigned(district)
    url, nothing = reverse("matter", args=(one.pk,)), reverse("matter", args=(10_000,))
    assert sign_in(district.an).get(url).status_code == 200
    there, not_there = sign_in(district.bin).get(url), sign_in(district.bin).get(nothing)
    assert there.status_code == not_there.status_code == 404 and there.content == not_there.content
    assert one.title not in sign_in(district.bin).get(reverse("matters")).content.decode()


def test_a_town_sees_what_its_village_owns_and_what_it_helps_with(
    district: District, sign_in: SignIn
) -> None:
    of_village = stage.assigned(district, owner=district.anping_v1, title="村道")
    helped = stage.assigned(district, owner=district.bincheng, title="界河", co_owners=(district.anping,))
    page = sign_in(district.an).get(reverse("matters")).content.decode()
    assert of_village.title in page and helped.title in page
    assert helped.title in sign_in(district.bin).get(reverse("matters")).content.decode()
    assert sign_in(district.village).get(reverse("matter", args=(helped.pk,))).status_code == 404


def test_a_matter_not_yet_assigned_is_the_offices_own(district: District, sign_in: SignIn) -> None:
    one = stage.registered(district, owner=district.anping)
    url = reverse("matter", args=(one.pk,))
    assert sign_in(district.an).get(url).status_code == 404
    for who in ("zhao", "leader", "kao", "gao"):
        assert sign_in(district.people[who]).get(url).status_code == 200, who


def test_a_slip_and_a_proof_of_another_body_are_not_there(district: District, sign_in: SignIn) -> None:
    card = carded(district)
    proof = card.matter.moves.get(kind="report").proofs.get()
    assert sign_in(district.an).get(reverse("slip", args=(card.pk,))).status_code == 200
    assert sign_in(district.bin).get(reverse("slip", args=(card.pk,))).status_code == 404
    assert sign_in(district.bin).get(reverse("matter-proof", args=(proof.pk,))).status_code == 404


@pytest.mark.parametrize("who", ["an", "anhead", "sun"])
def test_a_unit_reads_no_papers_and_signs_no_cards(district: District, sign_in: SignIn, who: str) -> None:
    client = sign_in(district.people[who])
    for url in ("papers", "plans", "fields", "cards"):
        assert client.get(reverse(url)).status_code == 403, url


def test_leaders_read_papers_and_decide_nothing(district: District, sign_in: SignIn) -> None:
    paper = stage.paper(district)
    client, one = sign_in(district.leader), paper.proposals.first()
    page = client.get(reverse("paper", args=(paper.pk,)))
    assert page.status_code == 200 and 'value="accept"' not in page.content.decode()
    assert client.post(reverse("proposal", args=(paper.pk, one.pk)), {"do": "accept"}).status_code == 403


def test_an_administrator_sees_nothing_of_this_room(district: District, sign_in: SignIn) -> None:
    assert sign_in(district.sys).get(reverse("matters")).status_code == 403


def test_the_ledger_asks_as_often_for_thirty_matters_as_for_three(
    district: District, sign_in: SignIn, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(district.zhao)
    counts = []
    for some in (3, 27):
        for n in range(some):
            stage.assigned(
                district,
                title=f"事项{n}",
                owner=[district.anping, district.bincheng, district.cuiyun][n % 3],
                co_owners=(district.finance,),
            )
        client.get(reverse("matters"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("matters"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def test_a_get_changes_nothing(district: District, sign_in: SignIn) -> None:
    from kaoping_web.journal.models import Entry

    urls = urls_of(district)
    before = Entry.objects.count()
    for url in [*urls, reverse("card-issue", args=(Matter.objects.get().pk,))]:
        sign_in(district.zhao).get(url)
    assert Entry.objects.count() == before


def test_filters_narrow_the_ledger(district: District, sign_in: SignIn) -> None:
    one, other = (
        stage.assigned(district, title="甲事项"),
        stage.assigned(district, title="乙事项", owner=district.bincheng),
    )
    client = sign_in(district.zhao)
    for query, shown in (
        ("owner=anping", {one}),
        ("q=乙", {other}),
        ("state=assigned", {one, other}),
        ("state=done", set()),
        ("card=red", set()),
        ("state=x", {one, other}),
    ):
        page = client.get(f"{reverse('matters')}?{query}").content.decode()
        assert {each for each in (one, other) if f'/matters/{each.pk}/"' in page} == shown, query


def test_a_failed_check_is_read_on_the_page_of_the_matter(district: District, sign_in: SignIn) -> None:
    one = stage.claimed(district)
    check_matter(
        by=district.zhao,
        matter_id=one.pk,
        passed=False,
        on_the_spot=True,
        plan_code="D-1",
        words="主泵未到货",
        typed="60",
        seen=one.version,
        now=NOW,
    )
    page = sign_in(district.an).get(reverse("matter", args=(one.pk,))).content.decode()
    assert "未办成，退回" in page and "主泵未到货" in page


def test_a_task_and_its_figure_are_one_source_and_two_places_are_two(
    district: District, sign_in: SignIn
) -> None:
    one = stage.assigned(district)
    paper = stage.paper(district)
    places = ((10, 40, "第一处"), (20, 40, "第一处的数字"), (60, 90, "第二处"))
    for start, end, words in places:
        Origin.objects.create(matter=one, paper=paper, wording=words, start=start, end=end)
    page = sign_in(district.zhao).get(reverse("matter", args=(one.pk,))).content.decode()
    assert (
        "出处（3 处）" in page and "第一处的数字" not in page
    )  # with the words typed in when it was registered


def test_a_leaf_with_neither_figure_nor_matter_is_uncovered(district: District, sign_in: SignIn) -> None:
    plan = add_plan(
        by=district.zhao,
        host=district.xiaoyun,
        title="六个新",
        form="1+5+9+1",
        lines="一、产业\n  工业\n  农业\n二、民生",
        now=NOW,
    )
    items = {one.title: one for one in plan.items.all()}
    assert (
        items["工业"].above == items["产业"] and items["民生"].above is None and items["产业"].number == "一"
    )
    client, url = sign_in(district.zhao), reverse("plan", args=(plan.pk,))
    assert "3 个末级事项中有 3 个未覆盖" in client.get(url).content.decode()
    one = stage.assigned(district)
    place_matter(by=district.zhao, matter_id=one.pk, item=items["工业"], seen=one.version, now=NOW)
    item = items["民生"]
    set_item(
        by=district.zhao,
        item_id=item.pk,
        facts=["investment"],
        known=["investment"],
        leader=district.leader,
        seen=item.version,
        now=NOW,
    )
    page = client.get(url).content.decode()
    assert "3 个末级事项中有 1 个未覆盖" in page and page.count("未覆盖</span>") == 1


def test_a_leader_finds_the_matters_of_his_field(district: District, sign_in: SignIn) -> None:
    plan = add_plan(
        by=district.zhao, host=district.xiaoyun, title="规划", form="", lines="产业\n  工业\n民生", now=NOW
    )
    items = {one.title: one for one in plan.items.all()}
    top = items["产业"]
    set_item(
        by=district.zhao,
        item_id=top.pk,
        facts=[],
        known=[],
        leader=district.leader,
        seen=top.version,
        now=NOW,
    )
    mine, other = (
        stage.assigned(district, title="我的事", item=items["工业"]),
        stage.assigned(district, title="别人的事", item=items["民生"]),
    )
    page = sign_in(district.leader).get(reverse("fields")).content.decode()
    assert mine.title in page and other.title not in page


@pytest.mark.parametrize("who", ["zhao", "village"])
def test_a_matter_two_levels_down_with_everything_on_it_keeps_within_the_queries(
    district: District,
    sign_in: SignIn,
    who: str,
    django_assert_max_num_queries: object,
    stopped_clock: object,
) -> None:
    """Bureau, township, village, and a part below that; a slip answered with a file, more time asked, a date in the next year."""
    far = date(2027, 1, 29)
    top = stage.assigned(
        district,
        owner=district.development_reform,
        quantity="100",
        unit="个",
        fact="investment",
        deadline=far,
    )
    town, *_ = decompose_matter(
        by=district.zhao, matter_id=top.pk, parts=[Part(district.anping, "100")], seen=top.version, now=NOW
    )
    one, *_ = decompose_matter(
        by=district.zhao,
        matter_id=town.pk,
        parts=[Part(district.anping_v1, "100")],
        seen=town.version,
        now=NOW,
    )
    decompose_matter(
        by=district.zhao, matter_id=one.pk, parts=[Part(district.anping_v2, "100")], seen=one.version, now=NOW
    )
    one.refresh_from_db()
    one = receive_matter(by=district.village, matter_id=one.pk, seen=one.version, now=NOW)
    one = report_progress(
        by=district.village,
        matter_id=one.pk,
        typed="1",
        words="已开工",
        kept=[stage.PROOF],
        seen=one.version,
        now=NOW,
    )
    card = issue_card(by=district.zhao, matter_id=one.pk, colour="yellow", seen=one.version, now=LATE)
    answer_card(by=district.village, card_id=card.pk, words="已加派人手", kept=[stage.PROOF], now=LATE)
    one.refresh_from_db()
    ask_extension(
        by=district.village,
        matter_id=one.pk,
        until=date(2027, 3, 1),
        reason="汛期",
        document="请示",
        seen=one.version,
        now=LATE,
    )
    stopped_clock(LATE)  # type: ignore[operator]
    client = sign_in(district.people[who])
    client.get(reverse("matter", args=(one.pk,)))
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        page = client.get(reverse("matter", args=(one.pk,))).content.decode()
    assert "已回复" in page and "区发改局" in page and "申请延期到" in page
