"""Signing in, being locked out, and one's own account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.models import Entry
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.models import User
from kaoping_web.organisations.services import signing_in
from kaoping_web.refusals import Refused
from tests.web.cast import NOW, PASSWORD, District

SetClock = Callable[[datetime], None]


def attempt(name: str = "an", password: str = PASSWORD, client: Client | None = None, **more: str) -> object:
    return (client or Client()).post(reverse("sign-in"), {"username": name, "password": password, **more})


def deeds() -> list[str]:
    return list(Entry.objects.filter(sequence__gt=60).order_by("sequence").values_list("deed", flat=True))


def test_the_right_password_opens_the_door_and_is_recorded(district: District) -> None:
    client = Client()
    before = client.session.session_key
    answer = attempt(client=client, next="/bodies/")
    assert answer.status_code == 302 and answer["Location"] == "/bodies/"
    assert client.get("/bodies/").status_code == 200 and client.session.session_key != before
    entry = Entry.objects.last()
    assert (entry.deed, entry.who, entry.chain) == (
        "sign.in",
        f"u-{district.an.pk}",
        "anping",
    ) and PASSWORD not in entry.raw


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\x"]
)
def test_signing_in_leads_to_no_other_site(district: District, there: str) -> None:
    assert attempt(next=there)["Location"] == "/"


def without_token(answer: object) -> bytes:
    """The page but for the token of its form, which is new each time, and the name that was typed."""
    import re

    return re.sub(
        rb'(name="csrfmiddlewaretoken" value="[^"]*")|(value="(an|nobody|bin|cui)")', b"", answer.content
    )


def test_whatever_is_wrong_the_answer_is_the_same(district: District) -> None:
    User.objects.filter(pk=district.bin.pk).update(is_active=False)
    User.objects.filter(pk=district.cui.pk).update(locked_until=NOW + timedelta(minutes=5))
    answers = [attempt("an", "wrong"), attempt("nobody", "wrong"), attempt("bin"), attempt("cui")]
    assert {one.status_code for one in answers} == {422}
    assert len({without_token(one) for one in answers}) == 1
    assert deeds() == ["fail.sign_in"] * 4


def test_a_name_that_nobody_has_costs_as_much_work_as_one_that_somebody_has(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    from django.contrib.auth.hashers import ScryptPasswordHasher

    real = ScryptPasswordHasher.encode
    monkeypatch.setattr(
        ScryptPasswordHasher,
        "encode",
        lambda self, *args, **more: hashed.append("x") or real(self, *args, **more),
    )
    attempt("an", "wrong")
    one = len(hashed)
    attempt("nobody", "wrong")
    assert one == 1 and len(hashed) == 2


def test_five_failures_close_the_door_for_fifteen_minutes(
    district: District, stopped_clock: SetClock
) -> None:
    for _ in range(5):
        attempt(password="wrong")
    assert deeds() == ["fail.sign_in"] * 5 + ["lock.sign_in"]
    assert attempt().status_code == 422, "even the right password"
    stopped_clock(NOW + timedelta(minutes=14, seconds=59))
    assert attempt().status_code == 422
    stopped_clock(NOW + timedelta(minutes=15))
    assert attempt().status_code == 302
    assert User.objects.get(pk=district.an.pk).failures == 0 and verify_here().is_sound


def test_after_a_lock_the_count_begins_anew(district: District, stopped_clock: SetClock) -> None:
    for _ in range(5):
        attempt(password="wrong")
    stopped_clock(NOW + timedelta(minutes=16))
    for _ in range(4):
        attempt(password="wrong")
    assert attempt().status_code == 302


def test_four_failures_and_a_success_do_not_add_up_over_days(district: District) -> None:
    for _ in range(3):
        for _ in range(4):
            attempt(password="wrong")
        assert attempt().status_code == 302


def test_without_the_count_nobody_is_locked_out(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "MOST_FAILURES", 99)
    for _ in range(6):
        attempt(password="wrong")
    assert attempt().status_code == 302


def test_an_attempt_begun_before_the_lock_does_not_pass_it(district: District) -> None:
    """A hundred at once: their passwords are compared side by side, but they are counted one after another."""
    for _ in range(5):
        attempt(password="wrong")
    user = User.objects.get(pk=district.an.pk)
    assert (
        signing_in._counted(person_id=user.pk, seen_hash=user.password, right=True, code="", now=NOW) is None
    )


def test_a_disabled_person_does_not_come_in(district: District) -> None:
    User.objects.filter(pk=district.an.pk).update(is_active=False)
    assert attempt().status_code == 422 and deeds() == ["fail.sign_in"]


def test_signing_out_is_a_form_and_is_recorded(district: District) -> None:
    client = Client()
    attempt(client=client)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).status_code == 302
    assert client.get("/bodies/").status_code == 302 and deeds() == ["sign.in", "sign.out"]


def test_the_one_click_doors_are_there_in_a_demo_only(district: District, settings: object) -> None:
    button = {"person": district.an.pk}
    assert "安干事" not in Client().get(reverse("sign-in")).content.decode()
    assert Client().post(reverse("sign-in-demo"), button).status_code == 404
    settings.DEMO = True
    client = Client()
    assert "安干事" in client.get(reverse("sign-in")).content.decode()
    assert client.post(reverse("sign-in-demo"), button).status_code == 302
    assert client.get("/bodies/").status_code == 200 and deeds() == ["sign.in"]
    assert client.get(reverse("sign-in-demo")).status_code == 405


def test_ones_own_password_is_changed_knowing_the_old_one_and_other_sessions_end(district: District) -> None:
    here, there = Client(), Client()
    attempt(client=here), attempt(client=there)
    for fields, said in (
        ({"old": "wrong", "new": "quite another phrase", "again": "quite another phrase"}, "原密码不对"),
        ({"old": PASSWORD, "new": "quite another phrase", "again": "another"}, "两次输入的新密码不同"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "新密码与原密码相同"),
        ({"old": PASSWORD, "new": "123456789012", "again": "123456789012"}, "不能全是数字"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "太短"),
    ):
        answer = here.post(reverse("account-password"), fields)
        assert answer.status_code == 422 and said in answer.content.decode(), said
        assert fields["new"] not in answer.content.decode()
    fields = {"old": PASSWORD, "new": "quite another phrase", "again": "quite another phrase"}
    assert here.post(reverse("account-password"), fields).status_code == 302
    assert here.get("/account/").status_code == 200 and there.get("/account/").status_code == 302
    assert attempt().status_code == 422 and attempt(password="quite another phrase").status_code == 302


def test_sessions_elsewhere_are_ended_by_a_button(district: District) -> None:
    here, there = Client(), Client()
    attempt(client=here), attempt(client=there)
    assert here.post(reverse("account-sessions")).status_code == 302
    assert here.get("/account/").status_code == 200 and there.get("/account/").status_code == 302


def test_a_second_factor_is_set_with_a_code_and_asked_for_from_then_on(
    district: District, stopped_clock: SetClock
) -> None:
    client = Client()
    attempt(client=client)
    client.post(reverse("account-factor"))
    secret = client.session["second-factor"]
    assert secret[:4] in client.get("/account/").content.decode()
    assert client.post(reverse("account-factor"), {"code": "000000"}).status_code == 422
    totp = pyotp.TOTP(secret)
    assert client.post(reverse("account-factor"), {"code": totp.at(NOW)}).status_code == 302
    assert attempt().status_code == 422 and attempt(code="123").status_code == 422
    later = NOW + timedelta(seconds=60)
    stopped_clock(later)
    assert attempt(code=totp.at(later)).status_code == 302
    assert attempt(code=totp.at(later)).status_code == 422, "a code is taken once"
    stopped_clock(later + timedelta(seconds=90))
    assert attempt(code=totp.at(later)).status_code == 422, "an old one is not taken"
    assert secret not in "".join(Entry.objects.values_list("raw", flat=True)) and verify_here().is_sound


def test_a_second_factor_takes_a_code_a_little_early_or_late() -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOW)
    taken = [
        signing_in.step_of(secret, code, NOW + timedelta(seconds=shift), 0) is not None
        for shift in (-60, -30, 0, 30, 60)
    ]
    assert taken == [False, True, True, True, False]


def test_the_service_raises_one_refusal(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        signing_in.attempt(username="nobody", password="x", code="", now=NOW)
    assert [one.code for one in wrong.value.problems] == ["not-signed-in"]
