"""What somebody may do is asked at every request, not when he signs in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant, User
from kaoping_web.organisations.services import revoke_role
from tests.web.cast import NOW, District
from tests.web.matrix.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 7)


@pytest.fixture
def district(world: World) -> District:
    """The people of the matrix's district as they stand in the database, whatever an earlier test made of them."""
    return District(
        world.district.bodies,
        {name: User.objects.get(pk=one.pk) for name, one in world.district.people.items()},
    )


def test_a_role_that_was_revoked_ends_the_session_at_the_next_request(
    district: District, sign_in: Callable[[User], Client]
) -> None:
    client, other = sign_in(district.kao), sign_in(district.gao)
    assert client.get(reverse("scoring")).status_code == 200
    grant = Grant.objects.get(user=district.kao)
    revoke_role(by=district.sec, grant_id=grant.pk, seen=grant.version, now=NOW, reason="调离")
    for answer in (client.get(reverse("scoring")), client.post(reverse("open-year"), {"once": "1"})):
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in"))
    assert other.get(reverse("scoring")).status_code == 200  # the control: nobody else's session ended


def test_a_role_that_ended_by_its_date_is_no_longer_held(
    district: District, sign_in: Callable[[User], Client]
) -> None:
    client, grant = sign_in(district.kao), Grant.objects.get(user=district.kao)
    grant.until = DAY + timedelta(days=1)
    keep(grant, by=None, deed="end.role", chain="xiaoyun", at=NOW)
    assert client.get(reverse("scoring")).status_code == 200  # still held today
    grant.until = DAY
    keep(grant, by=None, deed="end.role", chain="xiaoyun", at=NOW)
    assert client.get(reverse("scoring")).status_code == 403
    assert client.post(reverse("open-year"), {"once": "1"}).status_code == 403


def test_who_is_disabled_is_asked_to_sign_in(district: District, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(district.kao)
    assert client.get(reverse("my-work")).status_code == 200
    district.kao.is_active = False
    keep(district.kao, by=None, deed="disable.person", chain="xiaoyun", at=NOW)
    assert client.get(reverse("my-work"))["Location"].startswith(reverse("sign-in"))


def test_sessions_of_an_earlier_epoch_are_over(district: District, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(district.kao)
    district.kao.epoch += 1
    keep(district.kao, by=None, deed="end.sessions", chain="xiaoyun", at=NOW)
    assert client.get(reverse("my-work")).status_code == 302
    assert sign_in(district.kao).get(reverse("my-work")).status_code == 200
