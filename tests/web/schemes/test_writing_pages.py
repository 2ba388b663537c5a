"""The forms of the schemes: what is kept, what is refused, and that nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaoping_web.organisations.models import User
from kaoping_web.schemes.models import SchemeVersion
from tests.web.cast import SCHEME, District
from tests.web.schemes.made import changed, drafted, locked

SignIn = Callable[[User], Client]


def form_of(version: SchemeVersion, once: str = "a", **more: str) -> dict[str, str]:
    return {"once": once, "seen": str(SchemeVersion.objects.get(pk=version.pk).version), **more}


# writing -------------------------------------------------------------------------------------------------


def upload(client: Client, text: bytes, once: str = "u", **more: str) -> object:
    return client.post(
        reverse("scheme-upload"),
        {"once": once, "host": "xiaoyun", "file": SimpleUploadedFile("s.yaml", text), **more},
    )


def test_an_upload_becomes_a_draft_once(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.kao)
    answers = [upload(client, SCHEME.read_bytes()) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302] and answers[0].url == answers[1].url  # type: ignore[attr-defined]
    assert SchemeVersion.objects.count() == 1
    assert upload(client, SCHEME.read_bytes(), once="another").status_code == 409  # type: ignore[attr-defined]


def test_a_wrong_upload_stores_nothing_and_names_every_line(district: District, sign_in: SignIn) -> None:
    text = (
        SCHEME.read_text()
        .replace("every: month, runs: period", "every: day, runs: period")
        .replace("mode: half_up", "mode: upward")
    )
    page = upload(sign_in(district.kao), text.encode())
    shown = unescape(page.content.decode())  # type: ignore[attr-defined]
    assert page.status_code == 422 and "scheme.yaml:8" in shown and "文件有 2 处要改" in shown  # type: ignore[attr-defined]
    assert not SchemeVersion.objects.exists()


def cap_of(version: SchemeVersion) -> tuple[str, str]:
    """The address of an item and the name of its cap in the form."""
    from kaoping_web.schemes.editing import Document

    path = Document(version.text).path_of_node("y_investment")
    assert path is not None
    return reverse("scheme-node", args=[version.pk, "y_investment"]), "s/" + "/".join(
        map(str, (*path, "rule", "completion", "cap"))
    )


def test_an_edit_is_kept_once_and_the_findings_are_there_at_once(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    address, name = cap_of(version)
    client = sign_in(district.kao)
    sent_form = form_of(version, **{name: "1.2", f"was/{name}": "1"})
    first, again = client.post(address, sent_form), client.post(address, sent_form)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    kept = SchemeVersion.objects.get(pk=version.pk)
    assert kept.version == 2 and "cap: 1.2}" in kept.text
    assert "已存入。检查没有发现问题。" in unescape(client.get(first.url).content.decode())


def test_a_stale_edit_shows_both_values_and_stores_neither(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    address, name = cap_of(version)
    mine = form_of(version, **{name: "1.3", f"was/{name}": "1"})
    changed(district, version, "y_investment", ("completion", "cap"), "1.2")
    page = sign_in(district.kao).post(address, mine)
    shown = page.content.decode()
    assert (
        page.status_code == 409
        and "<del>1.2</del>" in shown
        and "<ins>1.3</ins>" in shown
        and 'value="1.3"' in shown
    )
    assert "cap: 1.2}" in SchemeVersion.objects.get(pk=version.pk).text


def test_an_edit_that_cannot_be_read_keeps_what_was_typed_and_stores_nothing(
    district: District, sign_in: SignIn
) -> None:
    version = drafted(district)
    address, name = cap_of(version)
    page = sign_in(district.kao).post(address, form_of(version, **{name: "1.2 +"}))
    assert page.status_code == 422 and 'value="1.2 +"' in page.content.decode()
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_a_form_changes_only_what_it_offers(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    address, _ = cap_of(version)
    page = sign_in(district.kao).post(
        address, form_of(version, **{"s/id": "stolen", "s/facts/investment/from": "finance"})
    )
    assert page.status_code == 422 and "没有改动任何一项" in page.content.decode()
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_a_locked_version_cannot_be_edited(district: District, sign_in: SignIn) -> None:
    version = locked(district)
    address, name = cap_of(version)
    client = sign_in(district.kao)
    assert f'name="{name}"' not in client.get(address).content.decode()
    page = client.post(address, form_of(version, **{name: "1.2"}))
    assert page.status_code == 409 and "已经锁定，不能修改" in unescape(page.content.decode())
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_a_draft_offers_its_settings(district: District, sign_in: SignIn) -> None:
    """The control of the one before."""
    address, name = cap_of(drafted(district))
    assert f'name="{name}"' in sign_in(district.kao).get(address).content.decode()


def test_a_supplier_is_chosen_from_the_list(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    address = reverse("scheme-fact", args=[version.pk, "revenue"])
    answer = sign_in(district.kao).post(
        address,
        form_of(version, **{"s/facts/revenue/from": "statistics", "was/s/facts/revenue/from": "finance"}),
    )
    assert answer.status_code == 302
    assert (
        "unit: 万元, every: quarter, runs: cumulative, from: statistics"
        in SchemeVersion.objects.get(pk=version.pk).text
    )


def test_the_whole_life_on_the_pages(district: District, sign_in: SignIn) -> None:
    office, head = sign_in(district.kao), sign_in(district.gao)
    version = drafted(district)

    def post(client: Client, name: str, **more: str) -> int:
        return client.post(reverse(name, args=[version.pk]), form_of(version, once=name, **more)).status_code

    assert post(office, "scheme-approve") == 403
    assert post(office, "scheme-send", reason="首次制定") == 302
    assert post(office, "scheme-send", reason="首次制定") == 422  # the same form number with another content
    assert "批准这一版" in head.get(reverse("scheme-version", args=[version.pk])).content.decode()
    assert post(head, "scheme-approve") == 302
    assert post(head, "scheme-lock", effective_on="nonsense", document="x") == 422
    assert (
        head.post(
            reverse("scheme-lock", args=[version.pk]),
            form_of(version, once="l", effective_on="2026-01-01", document="云办发〔2026〕8号"),
        ).status_code
        == 302
    )
    assert SchemeVersion.objects.get(pk=version.pk).state == "locked"
    answer = office.post(reverse("scheme-next", args=[version.pk]), {"once": "n", "reason": "改封顶"})
    assert answer.status_code == 302 and SchemeVersion.objects.get(number=2).state == "draft"


def test_get_changes_nothing_and_life_takes_post_only(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    assert sign_in(district.kao).get(reverse("scheme-send", args=[version.pk])).status_code == 405


def test_the_office_of_another_district_finds_no_draft_and_changes_nothing(
    district: District, sign_in: SignIn
) -> None:
    """The control is the same office at its own district: every other test here."""
    from kaoping_web.journal.services import keep
    from kaoping_web.organisations.models import Grant, Organisation, Standing
    from kaoping_web.organisations.roles import Role
    from tests.web.cast import NOW, START

    made = {"by": None, "chain": "dongyun", "at": NOW}
    other = keep(
        Organisation(key="dongyun", founded_on=START, assesses=True), deed="found.organisation", **made
    )  # type: ignore[arg-type]
    keep(
        Standing(organisation=other, title="东云区", kind="district", path=f"/{other.pk}/", starts=START),
        deed="name.organisation",
        **made,
    )  # type: ignore[arg-type]
    for role in (Role.OFFICE, Role.OFFICE_HEAD):
        user = keep(User(username=role.value, display_name="外区"), deed="add.person", **made)  # type: ignore[arg-type]
        keep(Grant(user=user, organisation=other, role=role.value, starts=START), deed="grant.role", **made)  # type: ignore[arg-type]
        client = sign_in(user)
        version = SchemeVersion.objects.first() or drafted(district)
        address, name = cap_of(version)
        assert client.get(reverse("scheme-version", args=[version.pk])).status_code == 404
        writes = (
            ("scheme-send", "scheme-replace", "scheme-next")
            if role is Role.OFFICE
            else ("scheme-approve", "scheme-return", "scheme-lock")
        )
        for one in writes:
            assert (
                client.post(
                    reverse(one, args=[version.pk]),
                    form_of(version, once=one, reason="x", effective_on="2026-01-01", document="x"),
                ).status_code
                == 404
            )
        assert client.post(address, form_of(version, **{name: "9"})).status_code in (403, 404)
        assert upload(client, SCHEME.read_bytes()).status_code in (403, 422)  # type: ignore[attr-defined]
    assert list(SchemeVersion.objects.values_list("state", "version")) == [("draft", 1)]


def test_a_draft_is_replaced_by_a_file(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    address, text = (
        reverse("scheme-replace", args=[version.pk]),
        SCHEME.read_text().replace("cap: 1}", "cap: 1.15}", 1),
    )
    client = sign_in(district.kao)
    file = SimpleUploadedFile("s.yaml", text.encode())
    assert client.post(address, form_of(version, file=file)).status_code == 302  # type: ignore[arg-type]
    assert SchemeVersion.objects.get(pk=version.pk).text == text
    page = client.post(
        address, {"once": "b", "seen": "1", "file": SimpleUploadedFile("s.yaml", SCHEME.read_bytes())}
    )
    assert page.status_code == 409 and SchemeVersion.objects.get(pk=version.pk).text == text
