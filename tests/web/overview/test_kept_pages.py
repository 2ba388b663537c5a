"""Pieces of pages that are kept are kept for whom they were written, and until what they tell changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kaoping_web.journal import kept
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import RunState
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import Demo

SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_a_track_kept_for_the_office_is_not_shown_to_a_unit(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    address = f"/cycles/{run.cycle_id}/tracks/townships/"
    office, unit = (sign_in(demo_district.people[one]) for one in ("office", "anping"))
    first = office.get(address).content.decode()
    assert 'id="s-rank"' in first  # the control: the order is there to be kept
    assert 'id="s-rank"' not in unit.get(address).content.decode()
    assert 'id="s-rank"' in office.get(address).content.decode()


@pytest.mark.django_db
def test_what_is_kept_in_one_language_is_not_shown_in_the_other(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    client, address = sign_in(demo_district.people["office"]), f"/cycles/{run.cycle_id}/tracks/townships/"
    assert "得分与位次" in client.get(address).content.decode()
    client.cookies["kaoping-language"] = "en"
    text = client.get(address).content.decode()
    assert "Scores and places" in text
    assert "得分与位次" not in text


def test_finished_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SIGNS_KEPT", 10)
    at, made = ("one", "sha256", 1, ""), []

    def write(name: str) -> str:
        return kept.finished(at, name, lambda: made.append(name) or "12345")

    for name in ("a", "b", "b", "c", "a"):
        assert write(name) == "12345"
    assert made == ["a", "b", "c", "a"]  # b is read where it stands; a went when c came
