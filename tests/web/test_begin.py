"""A new installation begins with a body and three administrators, and only once."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from kaoping_web.journal.models import LogState
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.models import Grant, Organisation, User
from kaoping_web.start_up import objections

pytestmark = pytest.mark.django_db


def _begin() -> None:
    call_command("begin", key="yunlan", title="云澜区", english="Yunlan District")


def test_it_begins_with_three_people_who_must_change_their_passwords(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _begin()
    told = capsys.readouterr().out.split()
    assert Organisation.objects.get().assesses and Grant.objects.count() == 3
    for one in User.objects.all():
        assert one.must_change_password and one.check_password(told[told.index(one.username) + 1])
    assert verify_here().is_sound


def test_it_begins_once(capsys: pytest.CaptureFixture[str]) -> None:
    _begin()
    with pytest.raises(SystemExit):
        _begin()
    assert "already" in capsys.readouterr().err and Organisation.objects.count() == 1


def test_every_installation_has_a_journal_of_its_own_name() -> None:
    _begin()
    assert (
        LogState.objects.get().installation.startswith("kaoping-")
        and len(LogState.objects.get().installation) == 16
    )


def test_a_site_that_is_set_up_rightly_may_start() -> None:
    _begin()
    assert objections() == []


def test_a_site_without_the_journal_s_guards_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoping_web.start_up.guards", lambda: 0)
    assert [one.code for one in objections()] == ["journal-unguarded"]


def test_a_site_whose_clock_is_behind_its_journal_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    _begin()
    LogState.objects.update(last_at="2031-01-01T00:00:00Z")
    assert [one.code for one in objections()] == ["clock-behind"]
