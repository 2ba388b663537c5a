"""Workbooks in: tried first, stored as a whole or not at all."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.models import Entry, LogState
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations import books
from kaoping_web.organisations.models import Figure, Grant, Organisation, User
from kaoping_web.organisations.queries import standing_of
from kaoping_web.organisations.services import rename_body
from tests.web.cast import NOW, District

SignIn = Callable[[User], Client]
HEADS = ("编码", "名称", "英文名", "类别", "上级编码", "生效日", "population")
GOOD = (
    ("dongan_v1", "东岸村", "Dongan Village", "village", "dongan", "2026-05-01", "820"),
    ("dongan", "东岸镇", "Dongan", "town", "xiaoyun", "2026-05-01", "31,000"),
    ("anping", "安平街道", "", "street", "xiaoyun", "2026-05-01", ""),
    ("anping_v2", "临溪村", "Linxi Village", "village", "bincheng", "2026-05-01", "900"),
    ("cuiyun", "翠云镇", "Cuiyun", "town", "xiaoyun", "2026-05-01", ""),
)


def workbook(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> SimpleUploadedFile:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("表")
    for row, cells in enumerate((heads, *rows)):
        sheet.write_row(row, 0, cells)
    book.close()
    return SimpleUploadedFile("填好的表.xlsx", made.getvalue())


def trial(
    client: Client, kind: str, heads: Sequence[str], rows: Sequence[Sequence[str]], **more: object
) -> object:
    return client.post(
        reverse("import", args=[kind]),
        {"file": workbook(heads, rows), "document": "云政发〔2026〕5号", **more},
    )


def confirm(client: Client, kind: str, answer: object, once: str = "k") -> object:
    packed = re.search(r'name="book" value="([^"]+)"', answer.content.decode())
    return client.post(reverse("import", args=[kind]), {"book": packed[1], "once": once})


def test_a_trial_shows_every_change_and_stores_nothing(district: District, sign_in: SignIn) -> None:
    before = LogState.objects.values().get(pk=1)
    answer = trial(sign_in(district.kao), "bodies", HEADS, GOOD)
    text = answer.content.decode()
    assert answer.status_code == 200, text
    for said in (
        "设立“东岸村”",
        "“安平镇”改为“安平街道”",
        "“临溪村”划到“bincheng”",
        "“东岸镇”的 population 是 31,000",
    ):
        assert said in text, said
    assert "1 行没有变化" in text
    assert (
        LogState.objects.values().get(pk=1) == before
        and Organisation.objects.count() == 9
        and verify_here().is_sound
    )


def test_what_was_tried_is_stored_as_a_whole_and_once(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.kao)
    answer = trial(client, "bodies", HEADS, GOOD)
    assert confirm(client, "bodies", answer).status_code == 302
    entries = Entry.objects.count()
    assert confirm(client, "bodies", answer).status_code == 302 and Entry.objects.count() == entries, (
        "sent twice, done once"
    )
    day = NOW.date().replace(month=5, day=1)
    assert standing_of(Organisation.objects.get(key="dongan_v1"), day).parent.key == "dongan", (
        "a body may stand before the one above it"
    )
    assert (
        standing_of(district.anping_v2, day).parent.key == "bincheng"
        and standing_of(district.anping, day).english == "Anping"
    )
    assert Figure.objects.get(organisation__key="dongan").text == "31000" and verify_here().is_sound
    again = trial(client, "bodies", HEADS, GOOD)
    assert "没有变动" in again.content.decode()


def test_every_problem_is_told_by_its_cell_and_nothing_is_stored(district: District, sign_in: SignIn) -> None:
    rows = (
        ("dongan", "东岸镇", "", "town", "xiaoyun", "2026-05-01", "31,000"),
        ("bad key", "甲镇", "", "town", "xiaoyun", "2026-05-01", ""),
        ("c", "乙镇", "", "town", "nowhere", "2026-05-01", ""),
        ("d", "滨城镇", "", "town", "xiaoyun", "2026-05-01", ""),
        ("e", "丙镇", "", "town", "xiaoyun", "2019-05-01", "3.2万"),
    )
    answer = trial(sign_in(district.kao), "bodies", HEADS, rows)
    text = answer.content.decode()
    assert answer.status_code == 422 and 'name="book"' not in text
    for cell in ("A3", "E4", "B5", "E6"):
        assert cell in text, cell
    assert not Organisation.objects.filter(key="dongan").exists()


def test_cells_that_cannot_be_read_are_told_all_at_once(district: District, sign_in: SignIn) -> None:
    rows = (("a", "", "", "town", "xiaoyun", "soon", ""), ("", "乙", "", "", "xiaoyun", "2026-02-30", ""))
    text = trial(sign_in(district.kao), "bodies", HEADS, rows).content.decode()
    for cell in ("B2", "F2", "A3", "D3", "F3"):
        assert cell in text, cell


def test_a_workbook_without_its_columns_or_with_one_twice_is_refused(
    district: District, sign_in: SignIn
) -> None:
    client = sign_in(district.sys)
    text = trial(client, "people", ("登录名", "登录名", "电话"), [("a.b", "a.b", "1")]).content.decode()
    for said in ("出现两次", "不认识“电话”", "缺“姓名”", "缺“机构编码”"):
        assert said in text, said


def test_what_is_no_workbook_or_too_large_is_refused(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url = sign_in(district.kao), reverse("import", args=["bodies"])
    for file, said in (
        (SimpleUploadedFile("a.xlsx", b"nonsense"), "k-do--mend"),
        (SimpleUploadedFile("a.exe", b"MZ"), "这不是工作簿"),
    ):
        answer = client.post(url, {"file": file, "document": "文"})
        assert answer.status_code == 422 and said in answer.content.decode()
    answer = client.post(url, {})
    assert "没有选文件" in answer.content.decode() and "没有写文件依据" in answer.content.decode()
    from kaoping_web.organisations.views import imports

    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    assert "文件超过" in trial(client, "bodies", HEADS, GOOD).content.decode()


def test_a_workbook_with_too_many_rows_is_refused(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 4)
    assert "超过 4 行" in trial(sign_in(district.kao), "bodies", HEADS, GOOD).content.decode()


def test_a_trial_is_confirmed_by_who_made_it_and_while_nothing_else_has_changed(
    district: District, sign_in: SignIn
) -> None:
    client = sign_in(district.kao)
    answer = trial(client, "bodies", HEADS, GOOD)
    assert confirm(sign_in(district.gao), "bodies", answer).status_code == 403
    forged = client.post(reverse("import", args=["bodies"]), {"book": "x:y:z", "once": "f"})
    assert forged.status_code == 422 and "不是您的" in forged.content.decode()
    day = NOW.date().replace(month=5, day=1)
    rename_body(
        by=district.kao,
        organisation_id=district.anping.pk,
        seen=1,
        effective_on=day,
        title="安平街道",
        english="Anping",
        kind="street",
        document="文",
        now=NOW,
    )
    late = confirm(client, "bodies", answer)
    assert (
        late.status_code == 409
        and "试导入以后" in late.content.decode()
        and not Organisation.objects.filter(key="dongan").exists()
    )


def test_people_are_imported_without_a_password(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.sys)
    answer = trial(
        client,
        "people",
        ("登录名", "姓名", "机构编码"),
        [("zhang.san", "张三", "anping"), ("an", "安干事", "anping")],
    )
    assert answer.status_code == 422 and "已有人用" in answer.content.decode()
    answer = trial(client, "people", ("登录名", "姓名", "机构编码"), [("zhang.san", "张三", "anping")])
    assert confirm(client, "people", answer).status_code == 302
    made = User.objects.get(username="zhang.san")
    assert not made.has_usable_password() and made.must_change_password and made.home == district.anping
    assert Client().post(reverse("sign-in"), {"username": "zhang.san", "password": ""}).status_code == 422


def test_roles_are_imported_with_their_separation(district: District, sign_in: SignIn) -> None:
    client, heads = sign_in(district.sec), ("登录名", "机构编码", "岗位", "起", "止于")
    answer = trial(
        client,
        "roles",
        heads,
        [
            ("an", "bincheng", "认定人", "", ""),
            ("nobody", "anping", "Reporter", "", ""),
            ("bin", "anping", "皇帝", "", ""),
        ],
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("谁报数，谁不认定", "没有这个登录名", "没有“皇帝”这个岗位", "C2", "C4"):
        assert said in text, said
    answer = trial(client, "roles", heads, [("an", "anping", "Head of unit", "2026-05-01", "")])
    assert confirm(client, "roles", answer).status_code == 302
    assert (
        Grant.objects.get(user=district.an, role="unit_head").granted_by == district.sec
        and verify_here().is_sound
    )


@pytest.mark.parametrize("kind", books.KINDS)
def test_the_empty_workbook_is_read_back_and_is_empty(kind: str) -> None:
    from kaoping_web.refusals import Refused

    with pytest.raises(Refused) as wrong:
        books.read_book(books.KINDS[kind], books.empty_book(books.KINDS[kind]), "模板.xlsx")
    assert [one.code for one in wrong.value.problems] == ["book-empty"]
