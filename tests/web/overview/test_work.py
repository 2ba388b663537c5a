"""My work: what waits for a person; for the office also who has not handed in what, and by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from kaoping_web.cycles.models import Cycle
from kaoping_web.filing.models import Filing
from kaoping_web.organisations.models import User
from kaoping_web.ui.templatetags.kaoping import time_words
from tests.web.cast import District
from tests.web.filing.year import march as month

SignIn = Callable[[User], Client]


def shown(client: Client, language: str = "zh") -> str:
    client.cookies["kaoping-language"] = language
    return client.get("/work/").content.decode()


def test_the_office_sees_who_has_not_handed_in_what(district: District, sign_in: SignIn) -> None:
    cycle = month(district)
    filings = list(Filing.objects.filter(cycle=cycle))
    page = shown(sign_in(district.kao))
    assert (
        f"还没有交的表：{len(filings)} 张" in page
        and "区发改局" in page
        and "24:00" in page
        and "23:59" not in page
    )
    assert (
        all(f'href="/filing/{one.pk}/"' in page for one in filings)
        and f'href="/filing/cycle/{cycle.pk}/"' in page
    )
    english = shown(sign_in(district.kao), "en")
    assert f"Forms not handed in: {len(filings)}, by" in english and "Development" in english


def test_what_is_handed_in_is_not_listed(district: District, sign_in: SignIn) -> None:
    cycle = month(district)
    Filing.objects.filter(cycle=cycle).update(state="submitted")
    assert "表都交齐了" in shown(sign_in(district.kao))


@pytest.mark.parametrize("who", ["chen", "anhead", "leader", "sys"])
def test_only_who_watches_over_the_forms_sees_them(district: District, sign_in: SignIn, who: str) -> None:
    month(district)
    assert "还没有交的表" not in shown(sign_in(district.people[who]))


def test_the_page_costs_the_same_for_many_bodies(
    district: District, sign_in: SignIn, django_assert_max_num_queries: object
) -> None:
    cycle: Cycle = month(district)
    client = sign_in(district.kao)
    assert cycle.pk and client.get("/work/").status_code == 200
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get("/work/")


def test_the_last_moment_of_a_day_is_told_one_way() -> None:
    zone = timezone.get_default_timezone()
    assert time_words(datetime(2026, 4, 8, 23, 59, 59, 999999, tzinfo=zone)) == "24:00"
    assert time_words(datetime(2026, 4, 8, 23, 59, tzinfo=zone)) == "23:59"
