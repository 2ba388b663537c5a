"""The same deeds by plain forms: papers taken in, proposals decided, matters driven to their closing, cards signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaoping_web.supervision.models import Matter, Paper
from tests.web.cast import District
from tests.web.supervision import stage
from tests.web.supervision.sending import form, send

SignIn = Callable[[object], Client]
LATE = stage.at(date(2026, 7, 2))


def test_an_upload_becomes_a_paper_with_marked_words(
    district: District, sign_in: SignIn, tmp_path: object, settings: object
) -> None:
    settings.UPLOADS = tmp_path
    client = sign_in(district.zhao)
    answer = send(client, reverse("papers"), 'name="file"', file=stage.sent(), met_on="2026-04-02")
    paper = Paper.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("paper", args=(paper.pk,))
    page = client.get(answer["Location"]).content.decode()
    for one in paper.proposals.all():
        assert f'id="w-{one.pk}"' in page and f'id="p-{one.pk}"' in page
    assert "盯緊目標(biāo)" in page
    assert "盯紧目标" in client.get(answer["Location"] + "?text=clean").content.decode()
    stored = client.get(reverse("paper-file", args=(paper.pk,)))
    assert (
        b"".join(stored.streaming_content) == stage.NOISY.read_bytes()
        and "attachment" in stored["Content-Disposition"]
    )


def test_the_same_upload_sent_twice_is_one_paper(
    district: District, sign_in: SignIn, tmp_path: object, settings: object
) -> None:
    settings.UPLOADS = tmp_path
    client = sign_in(district.zhao)
    given = form(client, reverse("papers"), 'name="file"')
    first = client.post(reverse("papers"), {**given, "file": stage.sent()})
    again = client.post(reverse("papers"), {**given, "file": stage.sent()})
    assert first["Location"] == again["Location"] and Paper.objects.count() == 1


def test_a_file_that_is_no_paper_is_refused_on_the_form(
    district: District, sign_in: SignIn, tmp_path: object, settings: object
) -> None:
    settings.UPLOADS = tmp_path
    client = sign_in(district.zhao)
    answer = send(
        client,
        reverse("papers"),
        'name="file"',
        file=SimpleUploadedFile("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    )
    assert (
        answer.status_code == 422
        and "不是能读的文件类型" in answer.content.decode()
        and not Paper.objects.exists()
    )


def test_a_script_in_a_paper_is_shown_as_words(
    district: District, sign_in: SignIn, tmp_path: object, settings: object
) -> None:
    settings.UPLOADS = tmp_path
    client = sign_in(district.zhao)
    raw = "<script>alert(1)</script>会议强调，要加快建设<img src=x onerror=alert(1)>十个项目。".encode()
    send(client, reverse("papers"), 'name="file"', file=SimpleUploadedFile("x.txt", raw))
    page = client.get(reverse("paper", args=(Paper.objects.get().pk,))).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page


def test_proposals_are_decided_by_plain_forms(district: District, sign_in: SignIn) -> None:
    paper = stage.paper(district)
    client, url = sign_in(district.zhao), reverse("paper", args=(paper.pk,))
    stopped = send(client, url, "确认台账", reverse("paper-confirm", args=(paper.pk,)))
    assert stopped.status_code == 422 and "条建议没有决定" in stopped.content.decode()
    for one in paper.proposals.order_by("pk"):
        at = reverse("proposal", args=(paper.pk, one.pk))
        verb = {"t04": "reject", "t03": "edit"}.get(one.key, "accept")
        said = {"title": "守住底线", "owner": "区统计局", "deadline": "2026-11-30"} if verb == "edit" else {}
        assert send(client, url, at, at, do=verb, **said).status_code == 302, one.key
    done = send(client, url, "确认台账", reverse("paper-confirm", args=(paper.pk,)))
    assert done.status_code == 302 and Matter.objects.count() == 4
    assert Matter.objects.get(title="守住底线").owner == district.statistics


def test_an_owner_that_is_nobody_is_told_and_what_was_typed_stays(
    district: District, sign_in: SignIn
) -> None:
    paper = stage.paper(district)
    one = paper.proposals.get(key="t03")
    at = reverse("proposal", args=(paper.pk, one.pk))
    answer = send(
        sign_in(district.zhao),
        reverse("paper", args=(paper.pk,)),
        at,
        at,
        do="edit",
        title="改过的题目",
        owner="区气象局",
        deadline="",
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "区气象局" in page and "改过的题目" in page


def test_a_matter_is_entered_assigned_received_reported_checked_and_closed_by_forms(
    district: District,
    sign_in: SignIn,
    tmp_path: object,
    settings: object,
    stopped_clock: Callable[[datetime], None],
) -> None:
    settings.UPLOADS = tmp_path
    office, town = sign_in(district.zhao), sign_in(district.an)
    given = {
        "title": "泵站改造",
        "wording": "要改造泵站。",
        "asked_by": "常务会",
        "owner": "anping",
        "deadline": "2026-06-30",
        "term": "3",
        "slack": "10",
    }
    answer = send(office, reverse("matter-new"), 'name="wording"', **given)
    url = answer["Location"]
    assert send(office, url, 'value="assign"', do="assign", **given).status_code == 302
    assert send(town, url, 'value="receive"', do="receive", last_owner="农综中心").status_code == 302
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert (
        send(
            town, url, 'value="report"', do="report", percent="60", words="主体完工", files=picture
        ).status_code
        == 302
    )
    assert send(town, url, 'value="claim"', do="claim", words="通水").status_code == 302
    assert 'value="close"' not in town.get(url).content.decode()
    assert (
        send(
            office,
            url,
            'value="check"',
            do="check",
            how="spot",
            plan_code="2026-D-18",
            words="属实",
            passed="yes",
        ).status_code
        == 302
    )
    assert send(office, url, 'value="close"', do="close").status_code == 302
    assert Matter.objects.get().state == "closed"
    proof = Matter.objects.get().moves.get(kind="report").proofs.get()
    file = town.get(reverse("matter-proof", args=(proof.pk,)))
    assert "attachment" in file["Content-Disposition"] and "sandbox" in file["Content-Security-Policy"]


def _typed(slack: str) -> dict[str, str]:
    return {"title": "泵站改造", "wording": "要改造泵站。", "owner": "anping", "slack": slack}


def test_a_slack_in_full_width_digits_is_read_and_not_taken_for_none(
    district: District, sign_in: SignIn
) -> None:
    send(sign_in(district.zhao), reverse("matter-new"), 'name="wording"', **_typed("２０"))
    assert Matter.objects.get().slack == 20


def test_a_slack_that_is_no_whole_number_is_refused(district: District, sign_in: SignIn) -> None:
    for typed in ("²", "-1", "1.5", "9999999999"):
        answer = send(sign_in(district.zhao), reverse("matter-new"), 'name="wording"', **_typed(typed))
        assert answer.status_code == 422 and f"容差“{typed}”不是整数" in answer.content.decode(), typed
    assert not Matter.objects.exists()


def test_two_parts_are_given_by_the_form_and_the_sum_is_shown(district: District, sign_in: SignIn) -> None:
    one = stage.assigned(district, owner=district.development_reform, quantity="100", unit="个")
    client, url = sign_in(district.zhao), reverse("matter", args=(one.pk,))
    parts = {
        "part-1": "anping",
        "part-1-quantity": "60",
        "part-1-deadline": "2026-06-15",
        "part-2": "bincheng",
        "part-2-quantity": "30",
    }
    answer = send(client, url, 'value="split"', do="split", **parts)
    page = answer.content.decode()
    assert answer.status_code == 422 and "少于总数" in page
    assert (
        'value="bincheng" selected' in page
        and 'name="part-2-quantity" inputmode="decimal" value="30"' in page
    )
    assert (
        send(client, url, 'value="split"', do="split", **{**parts, "part-2-quantity": "40"}).status_code
        == 302
    )
    assert "合计 100 个" in client.get(url).content.decode()
    one.refresh_from_db()
    assert [part.deadline for part in one.parts.order_by("number")] == [date(2026, 6, 15), date(2026, 6, 30)]


def test_a_card_is_signed_on_its_page_and_its_slip_can_be_printed(
    district: District, sign_in: SignIn, stopped_clock: Callable[[datetime], None]
) -> None:
    one = stage.working(district)
    stopped_clock(LATE)
    client = sign_in(district.zhao)
    page = client.get(reverse("cards")).content.decode()
    assert "逾期 2 个工作日" in page and "没有这一事件" in page
    answer = send(
        client,
        reverse("cards"),
        'value="red"',
        reverse("card-issue", args=(one.pk,)),
        do="issue",
        demand="三日内报措施",
    )
    slip = client.get(answer["Location"]).content.decode()
    assert "督办单〔2026〕1号" in slip and "三日内报措施" in slip and "data-print" in slip
    assert "没有待签的牌" in client.get(reverse("cards")).content.decode()
