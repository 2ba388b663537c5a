"""The gallery shows every part; what stands around a page is right for who reads it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client

from kaoping_web.organisations.models import User
from kaoping_web.ui.headers import POLICY
from kaoping_web.ui.templatetags.kaoping import fixed, plain, shown, signed
from tests.web.cast import District

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_gallery_is_open_to_all(language: str) -> None:
    client = Client()
    client.cookies["kaoping-language"] = language
    page = client.get("/gallery/")
    assert page.status_code == 200 and ("部件样张" in page.content.decode()) is (language == "zh")


def test_every_answer_forbids_what_stands_outside(
    district: District, sign_in: Callable[[User], Client]
) -> None:
    for client in (Client(), sign_in(district.kao)):
        for address in ("/gallery/", "/work/", "/no-such-page/", "/timetable/"):
            assert client.get(address).headers["Content-Security-Policy"] == POLICY


def test_language_and_theme_are_kept_in_the_browser_and_lead_back() -> None:
    client = Client()
    assert client.get("/language/en/?next=/gallery/").headers["Location"] == "/gallery/"
    assert 'lang="en"' in client.get("/gallery/").content.decode()
    client.get("/theme/?next=/gallery/")
    assert 'data-theme="dark"' in client.get("/gallery/").content.decode()


def test_no_redirect_leaves_the_site() -> None:
    for away in ("https://example.com/", "//example.com/x", "javascript:alert(1)"):
        assert Client().get("/language/en/", {"next": away}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("1234.5", 2, "1234.50"), ("12345.678", 2, "12,345.68"), ("-0.005", 2, "−0.01"), ("0.004", 2, "0.00"), ("-0.004", 2, "0.00"),
     ("0.125", 2, "0.13"), ("2.5", 0, "3"), ("", 2, ""), (None, 2, "")],
)  # fmt: skip
def test_figures_are_shown_as_a_ledger_writes_them(number: str | None, places: int, text: str) -> None:
    assert fixed(number, places) == text


def test_gains_have_a_sign_and_zero_has_none() -> None:
    assert (signed("0.5"), signed("-0.5"), signed("0")) == ("+0.50", "−0.50", "0.00")
    assert (plain("46.00"), plain(Fraction(1, 3)), shown(Fraction(-7, 2), 1)) == ("46", "0.333333", "−3.5")


def test_the_rail_shows_a_role_only_its_own_steps(
    district: District, sign_in: Callable[[User], Client]
) -> None:
    clerk, office = (sign_in(one).get("/gallery/").content.decode() for one in (district.chen, district.kao))
    assert "数据认定" not in clerk and "总览" not in clerk and "总览" in office
