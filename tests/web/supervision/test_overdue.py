"""Overdue matters by month and by level of card: what counts, where, and that the drawing says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.monthly import overdue_chart
from kaoping_web.supervision.queries.overdue import Month, overdue_by_month
from kaoping_web.supervision.services.cards import issue_card, withdraw_card
from kaoping_web.supervision.services.progress import claim_done
from tests.web.cast import District
from tests.web.supervision import stage

SignIn = Callable[[object], Client]
TODAY = date(2026, 9, 10)


def red(district: District, matter: Matter, day: date) -> object:
    matter.refresh_from_db()
    return issue_card(
        by=district.zhao, matter_id=matter.pk, colour="red", seen=matter.version, now=stage.at(day)
    )


def late(district: District, title: str, deadline: date) -> Matter:
    return stage.working(district, title=title, deadline=deadline)


@pytest.fixture
def summer(district: District) -> District:
    """June: one red, one with its slip withdrawn, one claimed a day late, one kept. July: one yellow before its end. One to come."""
    red(district, late(district, "甲", date(2026, 6, 30)), date(2026, 7, 3))
    card = red(district, late(district, "乙", date(2026, 6, 30)), date(2026, 7, 3))
    withdraw_card(
        by=stage.second_supervisor(district),
        card_id=card.pk,  # type: ignore[attr-defined]
        reason="有误",
        seen=1,
        now=stage.at(date(2026, 7, 6)),
    )
    for title, day in (("丙", date(2026, 7, 1)), ("丁", date(2026, 6, 30))):
        one = late(district, title, date(2026, 6, 30))
        claim_done(by=district.an, matter_id=one.pk, words="办成", seen=one.version, now=stage.at(day))
    one = late(district, "戊", date(2026, 7, 31))
    issue_card(
        by=district.zhao,
        matter_id=one.pk,
        colour="yellow",
        seen=one.version,
        now=stage.at(date(2026, 7, 27)),
    )
    late(district, "己", date(2026, 9, 30))
    return district


def by_month(user: object, day: date = TODAY) -> dict[int, tuple[int, int, int, int]]:
    found = overdue_by_month(user, day)  # type: ignore[arg-type]
    return {
        one.first.month: (one.due, one.late["red"], one.late["yellow"], one.late[""])
        for one in found.months
        if one.due
    }


def test_each_month_counts_what_was_due_and_not_kept_by_level_of_card(summer: District) -> None:
    assert by_month(summer.zhao) == {6: (4, 1, 0, 2), 7: (1, 0, 1, 0)}
    found = overdue_by_month(summer.zhao, TODAY)
    assert (found.due, found.total, found.worst.first.month, len(found.months)) == (5, 4, 6, 9)


def test_a_deadline_on_a_holiday_is_kept_on_the_next_working_day(district: District) -> None:
    one = late(
        district, "端午", date(2026, 6, 20)
    )  # a Saturday; 19 June is the festival; Monday the 22nd is worked
    claim_done(
        by=district.an, matter_id=one.pk, words="办成", seen=one.version, now=stage.at(date(2026, 6, 22))
    )
    late(district, "同日", date(2026, 6, 20))
    assert by_month(district.zhao, date(2026, 6, 22)) == {6: (2, 0, 0, 0)}
    assert by_month(district.zhao, date(2026, 6, 23)) == {6: (2, 0, 0, 1)}


def test_everybody_counts_what_he_sees(summer: District) -> None:
    assert by_month(summer.an) == by_month(summer.leader) == by_month(summer.zhao)
    assert by_month(summer.bin) == {}


def test_a_matter_not_assigned_is_not_overdue(district: District) -> None:
    stage.registered(district, owner=district.anping)
    assert by_month(district.zhao) == {}


def test_the_columns_are_as_high_as_their_figures() -> None:
    months = [Month(date(2026, 1, 1), 5, {"red": 1, "yellow": 2, "": 1}), Month(date(2026, 2, 1), 3, {"red": 0, "yellow": 0, "": 0})]  # fmt: skip
    wide = str(overdue_chart(months, "en")).split("</svg>")[0]
    heights = {
        kind: float(high) for kind, high in re.findall(r'<rect class="([^"]+)"[^>]* height="([\d.]+)"', wide)
    }
    assert heights["v-card-yellow"] == pytest.approx(2 * heights["v-late"], abs=0.2)
    assert heights["v-done"] == pytest.approx(heights["v-late"], abs=0.2) and len(heights) == 3
    assert 'aria-label="matters overdue: Jan 4"' in wide
    assert overdue_chart(months[1:], "zh") == ""


def test_the_ledger_shows_the_months_with_their_table_and_says_when_nothing_is_overdue(
    summer: District, sign_in: SignIn, stopped_clock: Callable[[datetime], None]
) -> None:
    stopped_clock(stage.at(TODAY))
    page = sign_in(summer.leader).get(reverse("matters")).content.decode()
    assert "今年到期 5 件，逾期 4 件" in page and "6月逾期最多，3 件" in page
    row = re.search(r'<th scope="row">6月</th>(.*?)</tr>', page)
    assert row and re.findall(r">(\d+)</td>", row[1]) == ["4", "3", "1", "0", "2"]
    assert "今年还没有到期的事项" in sign_in(summer.bin).get(reverse("matters")).content.decode()
