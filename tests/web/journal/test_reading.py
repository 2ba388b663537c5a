"""The journal is searched by those who may, and an object's history shows field by field what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.models import Entry
from kaoping_web.journal.queries import history_of
from kaoping_web.journal.services import keep, record
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.services import rename_body, set_figure
from tests.web.cast import NOW, District
from tests.web.organisations.neighbours import another_district

SignIn = Callable[[User], Client]


def found(client: Client, **asked: str) -> str:
    answer = client.get(reverse("journal"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_entries_are_found_by_body_person_deed_and_day(district: District, sign_in: SignIn) -> None:
    record(by=district.an, deed="hand.out", chain="anping", at=NOW, reason="甲事")
    record(by=district.bin, deed="hand.in", chain="bincheng", at=NOW + timedelta(days=1), reason="乙事")
    client = sign_in(district.aud)
    for asked in (
        {"chain": "anping"},
        {"person": "an"},
        {"person": "安干事"},
        {"person": f"u-{district.an.pk}"},
        {"deed": "hand.out"},
    ):
        text = found(client, **asked)
        assert "甲事" in text and "乙事" not in text, asked
    assert "乙事" not in found(client, since="2026-04-01", until="2026-04-07") and "甲事" not in found(
        client, since="2026-04-08"
    )
    assert "没有这个人" in found(client, person="没有这个人") and "日期没有看懂" in found(
        client, since="soon"
    )


def test_the_last_day_of_a_search_is_taken_whole_in_the_offices_time(
    district: District, sign_in: SignIn
) -> None:
    record(by=None, deed="hand.out", chain="anping", at=NOW.replace(hour=15, minute=59), reason="差一分")
    record(by=None, deed="hand.out", chain="anping", at=NOW.replace(hour=16, minute=0), reason="零点整")
    text = found(sign_in(district.aud), until="2026-04-07", deed="hand.out")
    assert "差一分" in text and "零点整" not in text


def test_pages_hold_fifty_and_keep_what_was_asked(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.aud)
    text = found(client, deed="add.person")
    assert "21 条" in text
    first, second = found(client), found(client, page="2")
    assert "第 1 页，共 2 页" in first and "第 2 页，共 2 页" in second


def test_another_districts_entries_are_not_found(district: District, sign_in: SignIn) -> None:
    another_district(district)
    record(by=None, deed="hand.out", chain="otherland", at=NOW, reason="外区的事")
    assert "外区的事" not in found(sign_in(district.aud)) and "外区的事" not in found(
        sign_in(district.aud), chain="otherland"
    )
    sequence = Entry.objects.last().sequence
    theirs, nothing = (
        sign_in(district.aud).get(reverse("journal-entry", args=[one])) for one in (sequence, 99999)
    )
    assert theirs.status_code == nothing.status_code == 404 and theirs.content == nothing.content


@pytest.mark.parametrize("name", ["an", "kao", "leader", "sys", "sec", "zhao"])
def test_only_inspection_audit_and_the_audit_administrator_search(
    district: District, sign_in: SignIn, name: str
) -> None:
    assert sign_in(district.people[name]).get(reverse("journal")).status_code == 403


def test_a_history_shows_what_each_deed_changed_by_whom_and_on_what_paper(
    district: District, sign_in: SignIn
) -> None:
    given = {
        "by": district.kao,
        "organisation_id": district.anping.pk,
        "document": "云政发〔2026〕3号",
        "now": NOW,
    }
    row = set_figure(name="population", text="31000", starts=date(2026, 1, 1), **given)
    set_figure(name="population", text="31200", starts=date(2026, 1, 1), reason="核对户籍", **given)
    assert [one.deed for one in history_of(row)] == ["set.figure"] * 2
    text = (
        sign_in(district.an)
        .get(reverse("journal-object", args=["organisations.figure", str(row.pk)]))
        .content.decode()
    )
    for said in ("考科员", "云政发〔2026〕3号", "核对户籍", "<del>31000</del>", "<ins>31200</ins>", "安平镇"):
        assert said in text, said
    english = sign_in(district.an)
    english.cookies["kaoping-language"] = "en"
    text = english.get(reverse("journal-object", args=["organisations.figure", str(row.pk)])).content.decode()
    assert "field by field" in text and "Anping" in text and "逐项" not in text


def test_what_a_person_typed_is_shown_as_text(district: District, sign_in: SignIn) -> None:
    rename_body(
        by=district.kao, organisation_id=district.anping.pk, seen=1, effective_on=NOW.date(), title="<script>x</script>", english="", kind="town",
        document="<img src=x>", now=NOW,
    )  # fmt: skip
    for url in (
        reverse("body", args=["anping"]),
        reverse("bodies"),
        reverse("journal-object", args=["organisations.organisation", str(district.anping.pk)]),
    ):
        text = sign_in(district.kao).get(url).content.decode()
        assert "<script>x" not in text and "<img src=x" not in text, url


def test_an_object_is_seen_by_the_chain_of_its_last_entry(district: District, sign_in: SignIn) -> None:
    url = reverse("journal-object", args=["organisations.organisation", str(district.anping.pk)])
    assert sign_in(district.an).get(url).status_code == 404, "its entries stand in the district's chain"
    keep(Organisation.objects.get(key="anping"), by=None, deed="change.organisation", chain="anping", at=NOW)
    assert (
        sign_in(district.an).get(url).status_code == 200 and sign_in(district.bin).get(url).status_code == 404
    )
