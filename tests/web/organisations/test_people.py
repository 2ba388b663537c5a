"""People and roles: who may do what to whom, and when sessions end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.models import Entry
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations import services
from kaoping_web.organisations.models import Grant, User
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import Refused, Separated, Stale
from tests.web.cast import NOW, District
from tests.web.organisations.neighbours import another_district

SignIn = Callable[[User], Client]
TODAY = date(2026, 4, 7)


def codes(wrong: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in wrong.value.problems}


def grant(
    district: District, name: str, role: Role, body: str = "anping", by: str = "sec", **more: object
) -> Grant:
    given = {"starts": TODAY, "until": None, "reason": "任职文件", "now": NOW, **more}
    return services.grant_role(
        by=district.people[by],
        user_id=district.people[name].pk,
        organisation_id=district.bodies[body].pk,
        role=role,
        **given,
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_person_is_added_with_a_password_for_one_use(district: District) -> None:
    made = services.add_person(
        by=district.sys,
        username="new.one",
        display_name="新同志",
        home_id=district.anping.pk,
        password_hash="x",
        now=NOW,
    )
    assert made.must_change_password and made.home == district.anping and not made.grants.exists()
    assert (
        Entry.objects.last().deed == "add.person"
        and Entry.objects.last().chain == "anping"
        and verify_here().is_sound
    )


@pytest.mark.parametrize("name", ["", "a", "-ab", "a b", "ａｂ", "a" * 61, "an", "AN"])
def test_a_name_to_sign_in_with_is_well_written_and_free(district: District, name: str) -> None:
    with pytest.raises(Refused) as wrong:
        services.add_person(
            by=district.sys, username=name, display_name=" ", home_id=0, password_hash="x", now=NOW
        )
    assert codes(wrong) in (
        {"person-name", "person-shown", "person-not-yours"},
        {"person-name-taken", "person-shown", "person-not-yours"},
    )


@pytest.mark.parametrize("name", ["sec", "aud", "kao", "an"])
def test_only_the_system_administrator_adds_and_disables(district: District, name: str) -> None:
    with pytest.raises(Refused) as wrong:
        services.add_person(
            by=district.people[name],
            username="x.y",
            display_name="某",
            home_id=district.anping.pk,
            password_hash="x",
            now=NOW,
        )
    assert codes(wrong) == {"person-not-yours"}
    for service in (services.disable_person, services.enable_person):
        with pytest.raises(Refused):
            service(by=district.people[name], person_id=district.bin.pk, seen=1, reason="试", now=NOW)
    with pytest.raises(Refused):
        services.reset_password(
            by=district.people[name],
            person_id=district.bin.pk,
            seen=1,
            password_hash="x",
            reason="试",
            now=NOW,
        )
    assert fresh(district.bin).version == 1


@pytest.mark.parametrize("name", ["sys", "aud", "kao", "gao"])
def test_only_the_security_administrator_grants_and_revokes(district: District, name: str) -> None:
    with pytest.raises(Refused) as wrong:
        grant(district, "cui", Role.UNIT_HEAD, "cuiyun", by=name)
    assert codes(wrong) == {"grant-not-yours"}
    with pytest.raises(Refused):
        services.revoke_role(
            by=district.people[name], grant_id=district.cui.grants.get().pk, seen=1, now=NOW, reason="试"
        )
    with pytest.raises(Refused):
        services.clear_second_factor(
            by=district.people[name], person_id=district.cui.pk, seen=1, reason="试", now=NOW
        )


def test_nobody_grants_to_himself_or_ends_his_own_role(district: District) -> None:
    with pytest.raises(Separated) as wrong:
        grant(district, "sec", Role.REPORTER)
    assert "grant-self" in codes(wrong)
    with pytest.raises(Separated):
        services.revoke_role(
            by=district.sec, grant_id=district.sec.grants.get().pk, seen=1, now=NOW, reason="试"
        )
    with pytest.raises(Separated):
        services.disable_person(by=district.sys, person_id=district.sys.pk, seen=1, reason="试", now=NOW)
    with pytest.raises(Separated):
        services.reset_password(
            by=district.sys, person_id=district.sys.pk, seen=1, password_hash="x", reason="试", now=NOW
        )


@pytest.mark.parametrize(
    "name, role",
    [
        ("sys", Role.AUDIT_ADMIN), ("sys", Role.SECURITY_ADMIN), ("aud", Role.SYSTEM_ADMIN), ("lin", Role.REPORTER), ("chen", Role.VERIFIER),
        ("kao", Role.OFFICE_HEAD), ("kao", Role.VERIFIER), ("kao", Role.REPORTER), ("an", Role.OFFICE), ("sys", Role.LEADER), ("an", Role.AUDIT_ADMIN),
    ],
)  # fmt: skip
def test_roles_that_must_be_apart_are_not_joined_at_whatever_body(
    district: District, name: str, role: Role
) -> None:
    with pytest.raises(Separated) as wrong:
        grant(district, name, role, "bincheng")
    assert codes(wrong) & {"roles-apart", "roles-administrator"}
    assert all(one.what.zh and one.what.en for one in wrong.value.problems)
    assert not Grant.objects.filter(role=role.value, user=district.people[name]).exists()


def test_roles_are_apart_on_every_day_and_not_only_today(district: District) -> None:
    begins = TODAY + timedelta(days=30)
    services.revoke_role(
        by=district.sec, grant_id=district.an.grants.get().pk, seen=1, now=NOW, reason="轮岗"
    )
    grant(district, "an", Role.REPORTER, "bincheng", starts=begins)
    with pytest.raises(Separated):
        grant(district, "an", Role.VERIFIER, "statistics")
    made = grant(district, "an", Role.VERIFIER, "statistics", until=begins)
    assert made.until == begins, "one ends on the day the other begins"


def test_two_roles_that_go_together_may_be_held(district: District) -> None:
    assert grant(district, "an", Role.UNIT_HEAD).role == "unit_head"


def test_a_role_is_not_granted_backwards_nor_twice_nor_without_a_reason(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        grant(
            district,
            "an",
            Role.UNIT_HEAD,
            starts=TODAY - timedelta(days=1),
            until=TODAY - timedelta(days=2),
            reason=" ",
        )
    assert codes(wrong) == {"grant-backwards", "grant-days", "no-reason"}
    with pytest.raises(Separated) as wrong:
        grant(district, "an", Role.REPORTER)
    assert codes(wrong) == {"grant-twice"}


def test_another_districts_security_administrator_grants_nothing_here(district: District) -> None:
    stranger = another_district(district)
    with pytest.raises(Refused):
        services.grant_role(
            by=district.sec,
            user_id=stranger.pk,
            organisation_id=district.anping.pk,
            role=Role.LEADER,
            starts=TODAY,
            until=None,
            reason="试",
            now=NOW,
        )
    with pytest.raises(Refused):
        services.grant_role(
            by=district.sec,
            user_id=district.an.pk,
            organisation_id=stranger.home_id,
            role=Role.LEADER,
            starts=TODAY,
            until=None,
            reason="试",
            now=NOW,
        )


def act(district: District, what: str) -> None:
    """Something that concerns An."""
    an = fresh(district.an)
    match what:
        case "grant":
            grant(district, "an", Role.UNIT_HEAD)
        case "revoke":
            services.revoke_role(by=district.sec, grant_id=an.grants.get().pk, seen=1, now=NOW, reason="轮岗")
        case "disable":
            services.disable_person(by=district.sys, person_id=an.pk, seen=an.version, reason="调离", now=NOW)
        case "reset":
            services.reset_password(
                by=district.sys,
                person_id=an.pk,
                seen=an.version,
                password_hash=an.password,
                reason="忘记",
                now=NOW,
            )
        case "factor":
            services.clear_second_factor(
                by=district.sec, person_id=an.pk, seen=an.version, reason="手机遗失", now=NOW
            )


@pytest.mark.parametrize("what", ["grant", "revoke", "disable", "reset", "factor"])
def test_a_session_ends_at_the_next_request(district: District, sign_in: SignIn, what: str) -> None:
    client, other = sign_in(district.an), sign_in(district.bin)
    assert client.get(reverse("bodies")).status_code == 200
    act(district, what)
    answer = client.get(reverse("bodies"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in"))
    assert other.get(reverse("bodies")).status_code == 200, "others go on"
    assert verify_here().is_sound


def test_without_the_epoch_the_session_would_go_on(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaoping_web.organisations.services import grants

    monkeypatch.setattr(grants, "end_sessions_of", lambda *args, **more: None)
    client = sign_in(district.an)
    act(district, "grant")
    assert client.get(reverse("bodies")).status_code == 200


def test_a_role_that_ended_permits_nothing_more(district: District, sign_in: SignIn) -> None:
    act(district, "revoke")
    client = sign_in(fresh(district.an))
    assert client.get(reverse("bodies")).status_code == 403


def test_a_future_role_revoked_never_begins(district: District) -> None:
    row = grant(district, "an", Role.UNIT_HEAD, starts=TODAY + timedelta(days=10))
    services.revoke_role(by=district.sec, grant_id=row.pk, seen=1, now=NOW, reason="撤销任命")
    assert not any(Grant.objects.get(pk=row.pk).holds_on(TODAY + timedelta(days=n)) for n in range(40))
    with pytest.raises(Refused) as wrong:
        services.revoke_role(by=district.sec, grant_id=row.pk, seen=2, now=NOW, reason="再来")
    assert codes(wrong) == {"grant-ended"}


def test_two_administrators_at_one_person_the_second_is_told(district: District) -> None:
    services.disable_person(by=district.sys, person_id=district.an.pk, seen=1, reason="调离", now=NOW)
    with pytest.raises(Stale):
        services.enable_person(by=district.sys, person_id=district.an.pk, seen=1, reason="试", now=NOW)
    with pytest.raises(Refused) as wrong:
        services.disable_person(by=district.sys, person_id=district.an.pk, seen=2, reason="", now=NOW)
    assert codes(wrong) == {"no-reason", "person-already-disabled"}


def post(client: Client, url: str, **fields: object) -> object:
    return client.post(url, {"once": "k-" + url, **fields})


def test_the_password_for_one_use_is_shown_once_and_works_once(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.sys)
    fields = {"username": "new.one", "display_name": "新同志", "home": district.anping.pk}
    answer = post(client, reverse("person-add"), **fields)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    password = answer.content.decode().split('class="k-once">')[1].split("<")[0]
    made = User.objects.get(username="new.one")
    assert check_password(password, made.password)
    again = post(client, reverse("person-add"), **fields)
    assert again.status_code == 302 and again["Location"] == reverse("person", args=[made.pk])
    assert password not in client.get(again["Location"]).content.decode()
    assert not Entry.objects.filter(raw__contains=password).exists()

    there = Client()
    inside = there.post(reverse("sign-in"), {"username": "new.one", "password": password})
    assert inside["Location"] == reverse("account")
    assert there.get(reverse("bodies"))["Location"] == reverse("account"), "first a password of his own"
    changed = there.post(
        reverse("account-password"),
        {"old": password, "new": "quite another phrase", "again": "quite another phrase"},
    )
    assert changed["Location"] == reverse("account")
    assert (
        there.get(reverse("account")).status_code == 200
        and not User.objects.get(username="new.one").must_change_password
    )
    assert there.get(reverse("bodies")).status_code == 403, "no role yet"


def test_roles_are_granted_and_ended_on_the_page(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.sec)
    fields = {
        "role": "unit_head",
        "organisation": district.anping.pk,
        "starts": "2026-04-07",
        "until": "",
        "reason": "任职文件",
    }
    assert post(client, reverse("grant-role", args=[district.an.pk]), **fields).status_code == 302
    row = Grant.objects.get(user=district.an, role="unit_head")
    page = client.get(reverse("person", args=[district.an.pk])).content.decode()
    assert reverse("grant-revoke", args=[row.pk]) in page
    assert post(client, reverse("grant-revoke", args=[row.pk]), reason="轮岗", seen=1).status_code == 302
    refused = client.post(
        reverse("grant-role", args=[district.an.pk]), {**fields, "role": "verifier", "once": "z"}
    )
    assert (
        refused.status_code == 409
        and "谁报数，谁不认定" in refused.content.decode()
        and "任职文件" in refused.content.decode()
    )
