"""The pages of filing: the grid, one cell, lists; who sees them, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Filing, Value, Vintage
from kaoping_web.filing.queries import completeness
from kaoping_web.filing.services import prepare_filings, submit_filing
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Organisation, Standing, User
from tests.web.cast import NOW, START, District
from tests.web.filing.races import alone, file_database, together
from tests.web.filing.year import DUE, cell, cycle_of, filing_of, fill, lock_scheme, march

SignIn = Callable[[User], Client]


@pytest.fixture
def filing(district: District) -> Filing:
    return filing_of(march(district), district.development_reform)


def form(client: Client, url: str, **typed: str) -> dict[str, str]:
    """The form of the grid as a browser sends it without script, with some cells typed over (`v<number>`)."""
    page = client.get(url).content.decode()
    found = dict(re.findall(r'<input id="c-\d+" name="(v-\d+-\d+)"[^>]* value="([^"]*)"', page))
    found |= dict(re.findall(r'name="(once|seen)" value="([^"]*)"', page))
    for name in list(found):
        key = "v" + name.split("-")[1] if name.startswith("v-") else ""
        if key in typed:
            found[name] = typed[key]
    return found


def test_the_grid_shows_units_down_and_facts_across_with_their_units(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    page = sign_in(district.chen).get(f"/filing/{filing.pk}/").content.decode()
    assert "乡镇街道月报" in page and "3 个单位 × 2 个指标" in page and "6 格中已填 0 格" in page
    assert page.count('<input id="c-') == 6 and "亿元" in page and 'aria-label="安平镇 固定资产投资"' in page
    assert " style=" not in page and "<style" not in page


def test_the_grid_speaks_english(district: District, filing: Filing, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    client.cookies["kaoping-language"] = "en"
    page = client.get(f"/filing/{filing.pk}/").content.decode()
    assert "Townships: monthly report" in page and 'aria-label="Anping Fixed-asset investment"' in page


def test_the_grid_is_saved_and_handed_in_without_a_script(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client, url = sign_in(district.chen), f"/filing/{filing.pk}/"
    values = list(filing.values.order_by("pk"))
    sent = form(client, url, **{f"v{one.pk}": str(10 + n) for n, one in enumerate(values)})
    answer = client.post(url + "save/", sent | {"do": "submit"})
    assert answer.status_code == 302 and answer.url == url + "receipt/"
    page = client.get(answer.url).content.decode()
    entry = Entry.objects.get(deed="submit.filing")
    assert "K-2026-04-0001" in page and entry.digest[:4] in page and f"KP-{entry.sequence}-" in page
    assert f'href="/journal/entry/{entry.sequence}/"' in page and 'action="/verify/"' in page
    assert client.get(f"/journal/entry/{entry.sequence}/").status_code == 200
    code = re.search('name="typed" value="([^"]+)"', page)
    assert code is not None
    checked = sign_in(district.sys).post("/verify/", {"typed": code[1]}).content.decode()
    assert "相符" in checked


def test_handing_in_too_early_stores_what_is_there_and_lists_the_rest(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client, url = sign_in(district.chen), f"/filing/{filing.pk}/"
    good, bad = cell(filing, district.anping, "investment"), cell(filing, district.bincheng, "investment")
    answer = client.post(
        url + "save/", form(client, url, **{f"v{good.pk}": "31.5", f"v{bad.pk}": "约30"}) | {"do": "submit"}
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "还不能提交：5 处" in page
        and f'href="#c-{bad.pk}"' in page
        and "约30" in page
    )
    good.refresh_from_db()
    assert good.text == "31.5" and not Vintage.objects.exists()


def test_a_script_is_told_cell_by_cell(district: District, filing: Filing, sign_in: SignIn) -> None:
    client, value = sign_in(district.chen), cell(filing, district.anping, "investment")
    told = client.post(
        f"/filing/{filing.pk}/save/",
        {f"v-{value.pk}-1": "１2", "once": "k1", "do": "save", "seen": "1"},
        HTTP_ACCEPT="application/json",
    ).json()
    assert (
        f'name="v-{value.pk}-2"' in told["cells"][str(value.pk)]
        and 'value="12.00"' in told["cells"][str(value.pk)]
    )
    wrong = client.post(
        f"/filing/{filing.pk}/save/",
        {f"v-{value.pk}-2": "x", "once": "k2", "do": "save", "seen": "1"},
        HTTP_ACCEPT="application/json",
    ).json()
    assert "c-wrong" in wrong["cells"][str(value.pk)] and "“x”不是数" in wrong["mend"]


def test_a_clash_answers_409_with_both_values(district: District, filing: Filing, sign_in: SignIn) -> None:
    client, value, url = (
        sign_in(district.chen),
        cell(filing, district.anping, "investment"),
        f"/filing/{filing.pk}/",
    )
    mine, theirs = form(client, url, **{f"v{value.pk}": "30"}), form(client, url, **{f"v{value.pk}": "31"})
    assert client.post(url + "save/", theirs | {"do": "save"}).status_code == 302
    answer = client.post(url + "save/", mine | {"do": "save"})
    assert (
        answer.status_code == 409
        and "31.00" in answer.content.decode()
        and "<td>30</td>" in answer.content.decode()
    )


def test_the_same_form_twenty_times_at_once_is_stored_once(
    district: District, filing: Filing, sign_in: SignIn, tmp_path: Path
) -> None:
    client, url = sign_in(district.chen), f"/filing/{filing.pk}/"
    sent = form(client, url, **{f"v{one.pk}": "7" for one in filing.values.all()}) | {"do": "submit"}
    cookies = client.cookies

    def send():
        one = Client()
        one.cookies = cookies
        return one.post(url + "save/", sent)

    with file_database(tmp_path):
        answers = together([send] * 20)
        assert {(one.status_code, one.url) for one in answers} == {(302, url + "receipt/")}, answers
        assert alone(Vintage.objects.count) == 6
        assert alone(lambda: Entry.objects.filter(deed="submit.filing").count()) == 1
        assert alone(lambda: Filing.objects.get(pk=filing.pk).receipt) == "K-2026-04-0001"


def test_another_key_for_the_same_form_is_refused_for_other_content(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client, url, value = (
        sign_in(district.chen),
        f"/filing/{filing.pk}/",
        cell(filing, district.anping, "investment"),
    )
    sent = form(client, url, **{f"v{value.pk}": "30"}) | {"do": "save"}
    client.post(url + "save/", sent)
    again = {name: ("31" if name.startswith(f"v-{value.pk}-") else text) for name, text in sent.items()}
    assert client.post(url + "save/", again).status_code == 422
    value.refresh_from_db()
    assert value.text == "30"


PAGES = ("", "changes/", "workbook.xlsx")


@pytest.mark.parametrize("name", ["qian", "an", "binhead", "lin", "dong"])
def test_another_body_finds_no_filing_at_all(
    district: District, filing: Filing, sign_in: SignIn, name: str
) -> None:
    client = sign_in(district.people[name])
    for page in PAGES:
        missing = client.get(f"/filing/999999/{page}")
        answer = client.get(f"/filing/{filing.pk}/{page}")
        expected = 200 if name == "dong" else 404
        assert answer.status_code == expected
        if expected == 404:
            assert (
                answer.content.replace(f"/filing/{filing.pk}/".encode(), b"/filing/999999/")
                == missing.content
            )


def test_an_administrator_is_not_let_in(district: District, filing: Filing, sign_in: SignIn) -> None:
    for name in ("sys", "sec", "aud"):
        assert sign_in(district.people[name]).get(f"/filing/{filing.pk}/").status_code == 403


def test_who_reads_only_gets_no_inputs(district: District, filing: Filing, sign_in: SignIn) -> None:
    page = sign_in(district.kao).get(f"/filing/{filing.pk}/").content.decode()
    assert 'value="submit"' not in page and 'value="save"' not in page
    answer = sign_in(district.kao).post(f"/filing/{filing.pk}/save/", {"do": "save", "once": "x"})
    assert answer.status_code == 403


def test_a_locked_cycle_shows_figures_and_takes_none(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client, url = sign_in(district.chen), f"/filing/{filing.pk}/"
    sent = form(client, url, **{f"v{one.pk}": "7" for one in filing.values.all()}) | {"do": "submit"}
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    page = client.get(url).content.decode()
    assert '<input id="c-' not in page and "本周期已锁定" in page
    assert client.post(url + "save/", sent).status_code == 409
    assert not Value.objects.exclude(text="").exists()


def test_reading_pages_writes_nothing(district: District, filing: Filing, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    before = Entry.objects.count()
    for page in (
        "/filing/",
        *(f"/filing/{filing.pk}/{one}" for one in PAGES),
        f"/filing/cell/{filing.values.first().pk}/",
    ):
        assert client.get(page).status_code == 200
    assert Entry.objects.count() == before


def test_one_cell_is_stated_pending_nil_or_not_applicable_on_its_page(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client, value = sign_in(district.chen), cell(filing, district.anping, "new_projects")
    url = f"/filing/cell/{value.pk}/"

    def send(**fields: str):
        page = client.get(url).content.decode()
        once = re.search(r'name="once" value="([^"]*)"', page)
        value.refresh_from_db()
        return client.post(url, {"once": once[1], "seen": value.version} | fields)

    assert send(answer="pending", expected_on="2026-04-20").status_code == 302
    value.refresh_from_db()
    assert (value.answer, value.expected_on.isoformat()) == ("pending", "2026-04-20")
    send(answer="nil")
    value.refresh_from_db()
    assert (value.answer, value.text) == ("nil", "0")
    send(answer="not_applicable", note="本镇无此项")
    value.refresh_from_db()
    assert (value.answer, value.note) == ("not_applicable", "本镇无此项")
    send(answer="value", text="2.5", note="")
    assert "不是整数" in client.get(url).content.decode()


def test_the_unit_sees_what_was_handed_in_about_it_and_no_drafts(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    value = cell(filing, district.anping, "investment")
    fill(district.chen, filing, {value.pk: "77.77"})
    url, client = f"/filing/cell/{value.pk}/", sign_in(district.an)
    assert client.get(url).status_code == 200 and "77.77" not in client.get(url).content.decode()
    submit_filing(by=district.chen, filing_id=filing.pk, seen=1, now=NOW)
    assert "77.77" in client.get(url).content.decode()
    assert sign_in(district.bin).get(url).status_code == 404


def test_my_filings_stand_by_deadline(district: District, sign_in: SignIn) -> None:
    version = lock_scheme(district)
    for period, due in (
        ("2026-Q1", DUE + timedelta(days=5)),
        ("2026-03", DUE),
        ("2026", DUE + timedelta(days=9)),
    ):
        prepare_filings(by=district.kao, cycle=cycle_of(version, period, due=due), now=NOW)
    page = sign_in(district.kao).get("/filing/").content.decode().split('id="main"')[1]
    assert page.index("2026年3月") < page.index("2026年一季度") < page.index("2026年度")
    own = sign_in(district.an).get("/filing/").content.decode()
    assert "1 张表待提交" in own and "4月14日 24:00" in own


def test_completeness_counts_by_unit_and_form(district: District, sign_in: SignIn) -> None:
    cycle = cycle_of(lock_scheme(district), "2026-Q1")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    own = filing_of(cycle, district.anping)
    fill(district.an, own)
    submit_filing(by=district.an, filing_id=own.pk, seen=1, now=NOW)
    matrix = completeness(cycle, district.kao)
    assert [(one.role, one.group) for one in matrix.forms] == [
        ("finance", "townships"),
        ("towns_offices", "townships"),
    ]
    states = [[mark.tally.state if mark else None for mark in line.marks] for line in matrix.lines]
    assert states == [["missing", "filed"], ["missing", "missing"], ["missing", "missing"]]
    assert (matrix.total.asked, matrix.total.filed) == (6, 1)
    assert [line.unit.key for line in completeness(cycle, district.bin).lines] == ["bincheng"]
    page = sign_in(district.kao).get(f"/filing/cycle/{cycle.pk}/").content.decode()
    assert "应报 6 格，已交 1 格" in page and "补生成填报表" in page


def test_the_office_makes_the_filings_of_a_cycle_on_its_page(district: District, sign_in: SignIn) -> None:
    cycle, client = cycle_of(lock_scheme(district), "2026-03"), sign_in(district.kao)
    assert "还没有生成填报表" in client.get(f"/filing/cycle/{cycle.pk}/").content.decode()
    assert client.post(f"/filing/cycle/{cycle.pk}/prepare/", {"once": "a"}).status_code == 302
    assert Filing.objects.count() == 1
    assert sign_in(district.chen).post(f"/filing/cycle/{cycle.pk}/prepare/", {"once": "b"}).status_code == 403


def test_the_office_gives_time_on_the_page(district: District, filing: Filing, sign_in: SignIn) -> None:
    client, url = sign_in(district.kao), f"/filing/{filing.pk}/extend/"
    assert client.get(url).status_code == 200
    empty = client.post(url, {"once": "a", "seen": "1", "day": "", "reason": "x"})
    assert empty.status_code == 422 and "没有写明延到什么时候" in empty.content.decode()
    assert (
        client.post(url, {"once": "b", "seen": "1", "day": "2026-04-12", "reason": "洪涝"}).status_code == 302
    )
    assert "4月12日 24:00" in sign_in(district.chen).get("/filing/").content.decode()
    assert sign_in(district.chen).get(url).status_code == 403


def many_towns(district: District, count: int) -> None:
    """So many more townships."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    bodies = keep_all(
        [Organisation(key=f"t{n}", founded_on=START) for n in range(count)], deed="found.organisation", **made
    )
    top = f"/{district.xiaoyun.pk}/"
    keep_all(
        [Standing(organisation=one, title=f"镇{n}", kind="town", parent=district.xiaoyun, path=f"{top}{one.pk}/", position=100 + n, starts=START)
         for n, one in enumerate(bodies)], deed="name.organisation", **made,
    )  # fmt: skip


PRICED = (
    "/filing/",
    "/filing/{filing}/",
    "/filing/cell/{cell}/",
    "/filing/cycle/{cycle}/",
    "/filing/{filing}/changes/",
)


def asked_by(client: Client, url: str) -> int:
    """How many queries a page asks, its second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_pages_ask_as_often_for_400_units_as_for_40(district: District, sign_in: SignIn) -> None:
    client, asked = sign_in(district.chen), []
    for towns in (37, 397):
        with transaction.atomic():
            many_towns(district, towns)
            cycle = march(district)
            filing = filing_of(cycle, district.development_reform)
            fill(district.chen, filing)
            cell_of = filing.values.order_by("pk")[0].pk
            urls = [one.format(filing=filing.pk, cell=cell_of, cycle=cycle.pk) for one in PRICED]
            asked.append([asked_by(client, one) for one in urls])
            transaction.set_rollback(True)
    assert asked[0] == asked[1] and max(asked[1]) <= 25, asked
