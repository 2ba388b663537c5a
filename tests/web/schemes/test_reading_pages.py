"""The pages of the schemes: who sees what, what it says, and how much it may ask of the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.organisations.models import User
from kaoping_web.schemes.models import SchemeVersion
from tests.web.cast import District
from tests.web.schemes.made import DEMO, changed, drafted, following, locked, sent

SignIn = Callable[[User], Client]
PAGES = (
    "scheme-version",
    "scheme-facts",
    "scheme-decisions",
    "scheme-text",
    "scheme-record",
    "scheme-compare",
)


def pages_of(version: SchemeVersion) -> list[str]:
    return [reverse(name, args=[version.pk]) for name in PAGES] + [
        reverse("scheme-node", args=[version.pk, "y_investment"]), reverse("scheme-fact", args=[version.pk, "investment"]),
        reverse("scheme-download", args=[version.pk, "yaml"]), reverse("scheme-download", args=[version.pk, "xlsx"]),
    ]  # fmt: skip


def form_of(version: SchemeVersion, once: str = "a", **more: str) -> dict[str, str]:
    return {"once": once, "seen": str(SchemeVersion.objects.get(pk=version.pk).version), **more}


# who sees ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["an", "bin", "lin", "leader", "village", "ji"])
def test_everybody_reads_a_locked_version_and_nobody_else_a_draft(
    district: District, sign_in: SignIn, name: str
) -> None:
    first = locked(district)
    second = following(district, first)
    client = sign_in(district.people[name])
    assert [client.get(one).status_code for one in pages_of(first)] == [200] * 10
    missing = client.get("/schemes/999/")
    for address in pages_of(second):
        refused = client.get(address)
        assert refused.status_code == 404 and refused.content == missing.content
    shown = client.get(reverse("schemes")).content.decode()
    assert "第 1 版" in shown and "第 2 版" not in shown


@pytest.mark.parametrize("name", ["kao", "gao"])
def test_the_office_and_its_head_read_a_draft(district: District, sign_in: SignIn, name: str) -> None:
    """The control of the one before."""
    version = drafted(district)
    client = sign_in(district.people[name])
    assert [client.get(one).status_code for one in pages_of(version)] == [200] * 10


def test_an_administrator_and_a_stranger_read_no_scheme(district: District, sign_in: SignIn) -> None:
    version = locked(district)
    assert sign_in(district.sys).get(pages_of(version)[0]).status_code == 403
    assert Client().get(pages_of(version)[0]).status_code == 302


def test_a_unit_cannot_write_and_another_body_cannot_find(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    for name in (
        "scheme-send",
        "scheme-approve",
        "scheme-return",
        "scheme-lock",
        "scheme-replace",
        "scheme-next",
    ):
        assert (
            sign_in(district.an).post(reverse(name, args=[version.pk]), form_of(version)).status_code == 403
        )
    assert sign_in(district.kao).post(reverse("scheme-send", args=[999]), {"once": "x"}).status_code == 404


# reading -------------------------------------------------------------------------------------------------


def test_the_tree_shows_marks_by_track_rule_target_supplier_and_article(
    district: District, sign_in: SignIn
) -> None:
    version = locked(district)
    client = sign_in(district.an)
    page = unescape(client.get(reverse("scheme-version", args=[version.pk])).content.decode())
    for text in (
        "固定资产投资",
        "y_investment",
        "按完成率，封顶 100%",
        "商定",
        "区发改局",
        "第五条",
        "乡镇街道",
        "各级满分之和均与上级相符",
        "检查没有发现问题",
    ):
        assert text in page, text
    one = unescape(
        client.get(reverse("scheme-version", args=[version.pk]), {"track": "villages"}).content.decode()
    )
    assert "村考什么" in one and "y_satisfaction" in one and "y_investment" not in one


def test_sums_that_do_not_add_up_are_shown_where_they_stand(district: District, sign_in: SignIn) -> None:
    version = changed(district, drafted(district), "y_investment", ("full", "townships"), "41")
    page = unescape(sign_in(district.kao).get(reverse("scheme-version", args=[version.pk])).content.decode())
    assert "≠ 61" in page and "检查有 1 处错误" in page and "改完才能送审" in page
    assert f'action="{reverse("scheme-send", args=[version.pk])}"' not in page


def test_the_burden_of_a_supplier_is_facts_times_periods_times_units(
    district: District, sign_in: SignIn
) -> None:
    version = locked(district)
    page = sign_in(district.an).get(reverse("scheme-facts", args=[version.pk]))
    loads = {one.key: one for one in page.context["loads"]}
    # 2 facts of the bureau, 12 months, 3 townships; revenue 4 quarters; satisfaction once for 3 townships and 2 villages
    assert (
        loads["development_reform"].cells,
        loads["finance"].cells,
        loads["statistics"].cells,
        loads["towns_offices"].cells,
    ) == (72, 12, 5, 12)
    assert "一年 72 格" in unescape(page.content.decode())


def test_differences_between_versions_are_told_in_words(district: District, sign_in: SignIn) -> None:
    first = locked(district)
    second = changed(district, following(district, first), "y_investment", ("completion", "cap"), "1.2")
    client = sign_in(district.gao)
    page = unescape(client.get(reverse("scheme-compare", args=[second.pk])).content.decode())
    assert (
        "第 1 版到第 2 版：1 处不同" in page
        and "封顶 1</del>" in page
        and "封顶 1.2</ins>" in page
        and "意见采纳表第7条" in page
    )
    client.cookies["kaoping-language"] = "en"
    english = unescape(
        client.get(reverse("scheme-compare", args=[first.pk]), {"with": str(second.pk)}).content.decode()
    )
    assert "From version 1 to version 2, differences: 1." in english and "cap 1.2</ins>" in english


def test_the_record_tells_who_did_what(district: District, sign_in: SignIn) -> None:
    version = locked(district)
    page = unescape(sign_in(district.an).get(reverse("scheme-record", args=[version.pk])).content.decode())
    for text in ("起草", "送审", "批准", "锁定施行", "考科员", "高主任", "云办发〔2026〕8号", "首次制定"):
        assert text in page, text


def test_a_changed_text_gives_a_page_that_says_so(district: District, sign_in: SignIn) -> None:
    version = locked(district)
    SchemeVersion.objects.filter(pk=version.pk).update(text=version.text + "# ")
    for address in pages_of(version):
        page = sign_in(district.an).get(address)
        assert page.status_code == 409 and "摘要不符" in unescape(page.content.decode())


def test_downloads_give_the_text_and_a_workbook(district: District, sign_in: SignIn) -> None:
    version, client = locked(district), sign_in(district.an)
    text = client.get(reverse("scheme-download", args=[version.pk, "yaml"]))
    assert text.content.decode() == version.text and "small-2026-v1.yaml" in text["Content-Disposition"]
    assert client.get(reverse("scheme-download", args=[version.pk, "xlsx"])).content.startswith(b"PK")


def test_a_hostile_title_stays_text(district: District, sign_in: SignIn) -> None:
    bad = "<script>alert(1)</script>"
    version = changed(district, drafted(district), "y_investment", ("title", "zh"), bad)
    version = changed(district, version, "y_investment", ("note",), bad)
    for address in pages_of(version)[:8]:
        assert bad.encode() not in sign_in(district.kao).get(address).content, address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole_in_both_languages(district: District, sign_in: SignIn, language: str) -> None:
    first = locked(district)
    second = following(district, first)
    client = sign_in(district.kao)
    client.cookies["kaoping-language"] = language
    own = [
        reverse("schemes"),
        reverse("scheme-upload"),
        reverse("scheme-replace", args=[second.pk]),
        reverse("scheme-next", args=[first.pk]),
    ]
    for address in [*own, *pages_of(second)[:8]]:
        page = client.get(address)
        assert page.status_code == 200 and b"{n}" not in page.content and b"{%" not in page.content, address


# budgets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["schemes", *PAGES])
def test_a_page_asks_at_most_twenty_questions_of_the_database(
    district: District, sign_in: SignIn, name: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    first = locked(district, DEMO)
    following(district, first)
    client = sign_in(district.gao)
    address = reverse(name, args=[] if name == "schemes" else [first.pk])
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert client.get(address).status_code == 200


def test_the_tree_of_a_whole_district_takes_little_time(district: District, sign_in: SignIn) -> None:
    version = locked(district, DEMO)
    client = sign_in(district.an)
    address = reverse("scheme-version", args=[version.pk])
    client.get(address)
    spent = []
    for _ in range(5):
        before = time.process_time()
        assert client.get(address).status_code == 200
        spent.append(time.process_time() - before)
    assert min(spent) < 0.06, spent


def test_sending_shows_the_reader_that_it_was_sent(district: District, sign_in: SignIn) -> None:
    version = sent(district, drafted(district))
    page = unescape(sign_in(district.kao).get(reverse("scheme-version", args=[version.pk])).content.decode())
    assert "已送审，等候批准" in page


def test_every_item_and_fact_has_its_page(district: District, sign_in: SignIn) -> None:
    from kaoping_web.schemes.queries import parsed

    version = drafted(district)
    client, scheme = sign_in(district.kao), parsed(version)
    for node in scheme.nodes():
        assert client.get(reverse("scheme-node", args=[version.pk, node.key])).status_code == 200, node.key
    for fact in scheme.facts:
        assert client.get(reverse("scheme-fact", args=[version.pk, fact])).status_code == 200, fact
    for name in ("scheme-node", "scheme-fact"):
        assert client.get(reverse(name, args=[version.pk, "nothing"])).status_code == 404
