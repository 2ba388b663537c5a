"""Excel both ways: nothing stored before it is confirmed, every bad cell named by its sheet and cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaoping_web.filing.models import Filing, Value
from kaoping_web.filing.services import CellInput, save_cells
from kaoping_web.journal.models import Entry
from kaoping_web.organisations.models import User
from tests.web.cast import NOW, District
from tests.web.filing.year import cell, filing_of, march

SignIn = Callable[[User], Client]


@pytest.fixture
def filing(district: District, settings: object, tmp_path: Path) -> Filing:
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[attr-defined]
    return filing_of(march(district), district.development_reform)


def template(client: Client, filing: Filing) -> openpyxl.Workbook:
    answer = client.get(f"/filing/{filing.pk}/workbook.xlsx")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def sent(client: Client, filing: Filing, book: openpyxl.Workbook | bytes, name: str = "填好.xlsx"):
    out = io.BytesIO()
    if isinstance(book, bytes):
        out.write(book)
    else:
        book.save(out)
    return client.post(f"/filing/{filing.pk}/workbook/", {"file": SimpleUploadedFile(name, out.getvalue())})


def confirm(client: Client, url: str, page: str):
    hidden = dict(re.findall(r'name="(once|versions)" value="([^"]*)"', page))
    return client.post(url, hidden)


def test_the_template_hides_its_keys_and_shows_units_figures_and_the_last_period(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    sheet = template(sign_in(district.chen), filing).active
    assert sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden
    assert [sheet.cell(4 + n, 1).value for n in range(3)] == ["anping", "bincheng", "cuiyun"]
    assert [sheet.cell(3, n).value for n in range(2, 8)] == [
        "单位",
        "固定资产投资（亿元）",
        "上期",
        "新开工项目（个）",
        "上期",
        "说明",
    ]


def test_a_filled_workbook_is_shown_first_and_stored_when_confirmed(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    book.active["C4"], book.active["E4"], book.active["C5"] = 31.5, "零报", "１２３"
    before = Entry.objects.count()
    answer = sent(client, filing, book)
    page = client.get(answer.url).content.decode()
    assert "可存入 3 格" in page and "31.50" in page and "123.00" in page
    assert (
        Entry.objects.count() == before and not Value.objects.exclude(text="").exists()
    )  # nothing before the word
    assert confirm(client, answer.url, page).status_code == 302
    assert (
        cell(filing, district.anping, "investment").text == "31.5"
        and cell(filing, district.bincheng, "investment").text == "123"
    )
    assert cell(filing, district.anping, "new_projects").answer == "nil"


def test_three_bad_cells_are_all_named_and_the_good_ones_can_be_stored(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    sheet = book.active
    sheet["C4"], sheet["C5"], sheet["E6"], sheet["C6"] = "128.4万", "约30", 2.5, 30
    answer = sent(client, filing, book)
    page = client.get(answer.url).content.decode()
    for place in ("填报!C4", "填报!C5", "填报!E6"):
        assert place in page
    assert "如果是 128.4 万元，填 0.01284" in page and "请填 2 或 3" in page and "可存入 1 格" in page
    confirm(client, answer.url, page)
    assert cell(filing, district.cuiyun, "investment").text == "30"
    assert cell(filing, district.anping, "investment").text == ""


def test_an_empty_cell_leaves_what_is_stored(district: District, filing: Filing, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    value = cell(filing, district.anping, "investment")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[CellInput(value.pk, 1, "31")], now=NOW)
    answer = sent(client, filing, book)
    page = client.get(answer.url).content.decode()
    assert "没有可存入的格" in page
    confirm(client, answer.url, page)
    assert cell(filing, district.anping, "investment").text == "31"


def test_what_changed_between_preview_and_confirmation_is_not_stored_over(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    book.active["C4"] = 40
    answer = sent(client, filing, book)
    page = client.get(answer.url).content.decode()
    value = cell(filing, district.anping, "investment")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[CellInput(value.pk, 1, "31")], now=NOW)
    refused = confirm(client, answer.url, page)
    assert refused.status_code == 409 and "31.00" in refused.content.decode()
    assert cell(filing, district.anping, "investment").text == "31"


def test_a_sheet_without_the_hidden_keys_is_read_by_its_titles(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client = sign_in(district.chen)
    book = openpyxl.Workbook()
    for row in (
        ["某月报表"],
        ["单位", "新开工项目", "固定资产投资（亿元）"],
        ["安平镇", 3, 31.5],
        ["不存在镇", 1, 2],
        ["合计", 4, 33.5],
    ):
        book.active.append(row)
    page = client.get(sent(client, filing, book).url).content.decode()
    assert "可存入 2 格" in page and "“不存在镇”不在本表" in page and "Sheet!A4" in page


def test_a_template_of_another_filing_is_refused(district: District, filing: Filing, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    book.active["A1"] = f"kaoping-filing/1 {filing.pk + 99} 2026-02"
    answer = client.get(sent(client, filing, book).url)
    assert answer.status_code == 422 and "另一张表" in answer.content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04not a zip", b"%PDF-1.7 x", b"a,b\n1,2\n", b"<html></html>"]
)
def test_what_is_no_workbook_is_refused_at_the_door(
    district: District, filing: Filing, sign_in: SignIn, content: bytes
) -> None:
    answer = sent(sign_in(district.chen), filing, content)
    assert answer.status_code == 422 and not Value.objects.exclude(text="").exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    client = sign_in(district.chen)
    out = io.BytesIO()
    template(client, filing).save(out)
    bomb = io.BytesIO(out.getvalue())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/big.xml", b"0" * (200 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    answer = client.get(sent(client, filing, bomb.getvalue()).url)
    assert answer.status_code == 422


def test_a_cell_far_away_asks_for_no_memory(district: District, filing: Filing, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    book.active["XFD1048576"] = 1
    assert client.get(sent(client, filing, book).url).status_code == 422


def test_a_file_over_the_limit_is_refused(
    district: District, filing: Filing, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(district.chen)
    book = template(client, filing)
    assert sent(client, filing, book).status_code == 302  # the control
    monkeypatch.setattr("kaoping_web.filing.uploads.MOST_BYTES", 1000)
    assert sent(client, filing, book).status_code == 422


def test_another_person_cannot_use_the_link_of_an_upload(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    url = sent(sign_in(district.chen), filing, template(sign_in(district.chen), filing)).url
    assert sign_in(district.chen).get(url).status_code == 200
    assert sign_in(district.qian).get(url).status_code == 404
    assert sign_in(district.chen).get(url[:-4] + "AAA/").status_code == 404


def test_nobody_sends_a_workbook_for_another_body(
    district: District, filing: Filing, sign_in: SignIn
) -> None:
    book = template(sign_in(district.chen), filing)
    assert sent(sign_in(district.an), filing, book).status_code == 404
    assert sent(sign_in(district.kao), filing, book).status_code == 403
