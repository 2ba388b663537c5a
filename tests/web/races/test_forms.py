"""One form is one deed, however often and however fast it is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kaoping_web.cycles.models import Step
from kaoping_web.journal.models import Entry, Submission
from kaoping_web.organisations.models import User
from tests.web.cast import District
from tests.web.filing.year import cycle_of, lock_scheme
from tests.web.races.shared import ROUNDS, alone, is_whole, races, rounds, seen_by_all, together

pytestmark = races
TIMES = 20


def sender(client: Client, cycle: int, **fields: str) -> Callable[[], HttpResponse]:
    """Sends the form of a step, as a browser of its own with the same session."""
    url, mine = reverse("cycle-step", args=(cycle, "verification")), Client()
    mine.cookies = client.cookies
    return lambda: mine.post(url, {"seen": "0", "reason": "顺延", **fields})


def statuses(found: list[HttpResponse | Exception]) -> list[int]:
    assert not [one for one in found if isinstance(one, Exception)], found
    return sorted(one.status_code for one in found)  # type: ignore[union-attr]


def dated() -> int:
    return Entry.objects.filter(deed="date.step", object_type="cycles.step").exclude(who="system").count()


def test_a_form_sent_twenty_times_at_once_is_done_once(
    district: District, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    cycle, client = cycle_of(lock_scheme(district), "2026-03"), sign_in(district.kao)
    with seen_by_all(tmp_path):
        found = together([sender(client, cycle.pk, once="one", due="2026-04-20")] * TIMES)
        assert statuses(found) == [302] * TIMES
        assert len({one["Location"] for one in found}) == 1  # type: ignore[index]
        assert alone(dated) == 1 and alone(Submission.objects.count) == 1 and is_whole()


def test_the_same_key_with_another_body_is_refused(
    district: District, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    cycle, client = cycle_of(lock_scheme(district), "2026-03"), sign_in(district.kao)
    days = [f"2026-04-{day}" for day in range(11, 11 + TIMES - 1)]
    with seen_by_all(tmp_path):
        found = together([sender(client, cycle.pk, once="one", due=day) for day in days])
        assert statuses(found) == [302] + [422] * (len(days) - 1)
        assert alone(dated) == 1


def test_twenty_forms_with_keys_of_their_own_are_twenty_deeds(
    district: District, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    """The control: without the key every one of them is looked at, and only the version on the form keeps it from being done."""
    cycle, client = cycle_of(lock_scheme(district), "2026-03"), sign_in(district.kao)
    with seen_by_all(tmp_path):
        found = together(
            [sender(client, cycle.pk, once=f"key-{at}", due="2026-04-20") for at in range(TIMES)]
        )
        assert statuses(found) == [302] + [409] * (TIMES - 1)
        assert alone(dated) == 1


def test_of_two_who_date_the_same_step_one_wins(
    district: District, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    cycle, client = cycle_of(lock_scheme(district), "2026-03"), sign_in(district.kao)

    def pair(at: int) -> list[Callable[[], HttpResponse]]:
        step = Step.objects.filter(cycle=cycle, kind="verification").first()
        fields = {
            "seen": str(step.version if step else 0),
            "due": f"2026-{5 + at // 20:02d}-{at % 20 + 1:02d}",
        }
        return [sender(client, cycle.pk, once=f"{at}-{who}", reason=who, **fields) for who in ("甲", "乙")]  # type: ignore[arg-type]

    with seen_by_all(tmp_path):
        for found in rounds(ROUNDS, pair):
            assert statuses(found) == [302, 409]
        assert alone(dated) == ROUNDS and is_whole()
