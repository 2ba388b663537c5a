"""The ledger as a workbook: down as it stands, up with a dry run, problems by cell, nothing stored unasked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.services.matters import Given, edit_matter
from tests.web.cast import NOW, District
from tests.web.supervision import stage

SignIn = Callable[[object], Client]


@pytest.fixture(autouse=True)
def uploads(settings: object, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path  # type: ignore[attr-defined]


def downloaded(client: Client) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("matters-workbook")).content))


def sent(client: Client, book: openpyxl.Workbook) -> HttpResponse:
    out = io.BytesIO()
    book.save(out)
    return client.post(
        reverse("matters-upload"), {"file": SimpleUploadedFile("台账.xlsx", out.getvalue())}, follow=True
    )


def confirmed(client: Client, dry: HttpResponse) -> HttpResponse:
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', dry.content.decode()))
    return client.post(dry.request["PATH_INFO"], fields)


def test_the_ledger_comes_back_as_it_went_and_changes_nothing(district: District, sign_in: SignIn) -> None:
    stage.registered(
        district,
        owner=district.anping,
        quantity="1234.50",
        unit="亩",
        standard="通水",
        co_owners=(district.bincheng,),
        last_owner="农综中心",
    )
    stage.working(district, title="界河")
    client = sign_in(district.zhao)
    page = sent(client, downloaded(client)).content.decode()
    assert "没有可存入的事项" in page and "2 件与台账相同" in page


def test_new_rows_and_changed_ones_are_stored_after_the_dry_run(district: District, sign_in: SignIn) -> None:
    one = stage.registered(district, owner=district.anping)
    client = sign_in(district.zhao)
    book = downloaded(client)
    sheet = book.active
    sheet.cell(2, 3).value, sheet.cell(2, 7).value = "十月前通水", date(2026, 9, 30)
    for column, text in {
        2: "村道硬化",
        4: "滨城镇",
        5: "区财政局、统计局",
        7: "2026-11-30",
        8: "12.5",
        9: "公里",
        10: "常务会",
    }.items():
        sheet.cell(3, column).value = text
    dry = sent(client, book)
    assert "可存入 2 件" in dry.content.decode() and Matter.objects.count() == 1
    assert confirmed(client, dry).status_code == 302
    one.refresh_from_db()
    made = Matter.objects.exclude(pk=one.pk).get()
    assert (one.standard, one.deadline) == ("十月前通水", date(2026, 9, 30))
    assert (made.title, made.owner, made.quantity, made.deadline) == (
        "村道硬化",
        district.bincheng,
        "12.5",
        date(2026, 11, 30),
    )
    assert {co.organisation for co in made.co_owners.all()} == {district.finance, district.statistics}
    assert made.origins.get().wording == "常务会"


def test_every_wrong_cell_is_named_and_its_row_is_not_stored(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.zhao)
    book = downloaded(client)
    sheet = book.active
    for column, text in {2: "村道", 4: "气象局", 7: "年底", 8: "许多"}.items():
        sheet.cell(2, column).value = text
    for column, text in {2: "好行", 10: "常务会"}.items():
        sheet.cell(3, column).value = text
    sheet.cell(4, 1).value, sheet.cell(4, 2).value = "〔2026〕99号", "没有的"
    dry = sent(client, book)
    page = dry.content.decode()
    for cell in ("D2", "G2", "H2", "J2", "A4"):
        assert f"!{cell}<" in page, cell
    assert confirmed(client, dry).status_code == 302
    assert [one.title for one in Matter.objects.all()] == ["好行"]


def test_an_assigned_matter_is_not_changed_by_a_workbook(district: District, sign_in: SignIn) -> None:
    one = stage.working(district)
    client = sign_in(district.zhao)
    book = downloaded(client)
    book.active.cell(2, 7).value = date(2026, 12, 31)
    page = sent(client, book).content.decode()
    assert "已交办" in page and "没有可存入的事项" in page
    one.refresh_from_db()
    assert one.deadline == stage.DEADLINE


def test_what_changed_since_the_preview_is_not_written_over(district: District, sign_in: SignIn) -> None:
    one = stage.registered(district, owner=district.anping)
    client = sign_in(district.zhao)
    book = downloaded(client)
    book.active.cell(2, 3).value = "新标准"
    dry = sent(client, book)
    edit_matter(
        by=district.zhao,
        matter_id=one.pk,
        given=Given(one.title, "别人的标准", owner=one.owner, deadline=one.deadline),
        seen=one.version,
        now=NOW,
    )
    answer = confirmed(client, dry)
    assert answer.status_code == 422 and "预览以后台账有改动" in answer.content.decode()
    one.refresh_from_db()
    assert one.standard == "别人的标准"


def test_a_workbook_of_something_else_is_refused(district: District, sign_in: SignIn) -> None:
    book = openpyxl.Workbook()
    book.active.cell(1, 1).value = "杂项"
    assert "找不到台账的列名" in sent(sign_in(district.zhao), book).content.decode()


def test_another_persons_upload_is_a_page_that_is_not_there(district: District, sign_in: SignIn) -> None:
    other = stage.second_supervisor(district)
    stage.registered(district)
    client = sign_in(district.zhao)
    path = sent(client, downloaded(client)).request["PATH_INFO"]
    assert client.get(path).status_code == 200 and sign_in(other).get(path).status_code == 404


def test_a_unit_writes_no_ledger_but_takes_its_own_down(district: District, sign_in: SignIn) -> None:
    stage.assigned(district)
    stage.assigned(district, title="邻镇的事", owner=district.bincheng)
    client = sign_in(district.an)
    assert client.get(reverse("matters-upload")).status_code == 404
    assert [downloaded(client).active.cell(row, 2).value for row in (2, 3)] == ["泵站改造", None]


def test_a_title_that_looks_like_a_formula_stays_words(district: District, sign_in: SignIn) -> None:
    stage.registered(district, title="=1+1")
    cell = downloaded(sign_in(district.zhao)).active.cell(2, 2)
    assert cell.value == "=1+1" and cell.data_type == "s"
