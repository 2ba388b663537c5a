"""Lights and cards: by working days, by the curve, issued by a person, withdrawn by another, never twice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from kaoping_web.cycles.models import WorkingDay
from kaoping_web.refusals import NotNow, Refused, Separated
from kaoping_web.supervision.curves import curve_text, planned
from kaoping_web.supervision.lights import WorkedDays, light_of
from kaoping_web.supervision.models import Card, Matter
from kaoping_web.supervision.services.cards import issue_card, withdraw_card
from kaoping_web.supervision.services.closing import check_matter
from kaoping_web.supervision.services.progress import ask_extension, decide_extension
from tests.web.cast import NOW, District
from tests.web.supervision import stage

START, FRIDAY = date(2026, 4, 7), date(2026, 5, 29)


def matter(percent: str = "100", deadline: date = FRIDAY, state: str = "working", **given: object) -> Matter:
    return Matter(starts_on=START, deadline=deadline, percent=percent, state=state, slack=10, **given)


def colour(one: Matter, day: date) -> str:
    return light_of(one, day, WorkedDays()).colour


@pytest.mark.django_db
def test_red_counts_working_days_so_a_weekend_is_not_late() -> None:
    light = [light_of(matter(deadline=FRIDAY), FRIDAY + timedelta(days=n), WorkedDays()) for n in range(5)]
    assert [(one.colour, one.late) for one in light] == [
        ("blue", 0),
        ("blue", 0),
        ("blue", 0),
        ("red", 1),
        ("red", 2),
    ]


@pytest.mark.django_db
def test_a_deadline_on_a_holiday_runs_to_the_next_working_day() -> None:
    sunday = date(2026, 6, 14)
    assert colour(matter(deadline=sunday), date(2026, 6, 15)) == "blue"
    assert colour(matter(deadline=sunday), date(2026, 6, 16)) == "red"


@pytest.mark.django_db
def test_what_the_office_says_of_a_day_counts() -> None:
    monday = date(2026, 6, 1)
    assert colour(matter(), monday) == "red"
    WorkingDay.objects.create(day=monday, is_worked=False, document="区政府通知")
    assert colour(matter(), monday) == "blue"
    assert colour(matter(), date(2026, 6, 2)) == "red"


@pytest.mark.django_db
def test_blue_begins_five_working_days_before() -> None:
    assert colour(matter(), date(2026, 5, 21)) == ""
    assert colour(matter(), date(2026, 5, 22)) == "blue"


@pytest.mark.django_db
def test_yellow_needs_more_than_the_slack() -> None:
    one = Matter(
        starts_on=date(2026, 4, 1), deadline=date(2026, 7, 10), percent="40", state="working", slack=10
    )
    day = date(2026, 5, 21)
    assert planned(one, day) == 50
    assert colour(one, day) == ""
    one.percent = "39.9"
    assert colour(one, day) == "yellow"
    one.slack = 11
    assert colour(one, day) == ""


@pytest.mark.django_db
def test_red_goes_before_yellow_and_yellow_before_blue() -> None:
    assert colour(matter("10"), FRIDAY + timedelta(days=10)) == "red"
    assert colour(matter("10"), FRIDAY) == "yellow"
    assert colour(matter("99"), FRIDAY) == "blue"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "shown"), [("registered", ""), ("assigned", "red"), ("closed", ""), ("merged", "")]
)
def test_only_what_is_under_way_has_a_light(state: str, shown: str) -> None:
    assert colour(matter("0", state=state), FRIDAY + timedelta(days=10)) == shown


@pytest.mark.django_db
def test_a_claim_stops_the_clock_where_it_stood() -> None:
    in_time = matter(state="claimed", claimed_on=FRIDAY)
    late = matter(state="claimed", claimed_on=FRIDAY + timedelta(days=4))
    long_after = FRIDAY + timedelta(days=60)
    assert colour(in_time, long_after) == ""
    assert light_of(late, long_after, WorkedDays()).late == 2


@pytest.mark.django_db
def test_of_a_year_without_holidays_in_the_table_nothing_is_guessed() -> None:
    light = light_of(matter(deadline=date(2031, 1, 10), percent="100"), date(2031, 3, 1), WorkedDays())
    assert light.unknown and light.colour == ""


def test_a_curve_of_points_is_followed_piece_by_piece() -> None:
    one = matter(curve=curve_text("2026-04-17 60%\n2026-05-09：70", START, FRIDAY))
    assert planned(one, START) == 0
    assert planned(one, date(2026, 4, 12)) == 30
    assert planned(one, date(2026, 4, 17)) == 60
    assert planned(one, date(2026, 4, 28)) == 65
    assert planned(one, FRIDAY) == 100


@pytest.mark.parametrize(
    "typed",
    [
        "2026-04-17 60%\n2026-04-10 70%",
        "2026-04-17 60%; 2026-04-20 50%",
        "2026-07-01 50%",
        "四月一半",
        "2026-04-17 160%",
        "2026-02-30 20",
    ],
)
def test_a_curve_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        curve_text(typed, START, FRIDAY)


def test_every_wrong_point_is_told() -> None:
    with pytest.raises(Refused) as refused:
        curve_text("四月一半\n2026-07-01 50%", START, FRIDAY)
    assert len(refused.value.problems) == 2


def test_a_yellow_slip_is_issued_only_when_it_lies_behind(district: District) -> None:
    one = stage.working(district, "50")
    with pytest.raises(NotNow):
        issue_card(by=district.zhao, matter_id=one.pk, colour="yellow", seen=one.version, now=NOW)
    card = issue_card(
        by=district.zhao,
        matter_id=one.pk,
        colour="yellow",
        demand="一周内报措施",
        seen=one.version,
        now=stage.at(date(2026, 6, 15)),
    )
    assert (card.year, card.number, card.code, card.percent) == (2026, 1, "督办单〔2026〕1号", "50")
    assert Fraction(card.planned) > 60 and card.answer_by == date(
        2026, 6, 23
    )  # the Dragon Boat holiday is not worked


def test_a_light_alone_stores_no_card(district: District) -> None:
    one = stage.working(district, "5")
    assert light_of(one, date(2026, 8, 1), WorkedDays()).colour == "red"
    assert not Card.objects.exists()


def test_slips_are_numbered_in_order_and_one_colour_comes_once_for_a_deadline(district: District) -> None:
    one = stage.working(district, "50")
    issue_card(
        by=district.zhao, matter_id=one.pk, colour="yellow", seen=one.version, now=stage.at(date(2026, 6, 15))
    )
    one.refresh_from_db()
    with pytest.raises(NotNow, match="already"):
        issue_card(
            by=district.zhao,
            matter_id=one.pk,
            colour="yellow",
            seen=one.version,
            now=stage.at(date(2026, 6, 16)),
        )
    red = issue_card(
        by=district.zhao, matter_id=one.pk, colour="red", seen=one.version, now=stage.at(date(2026, 7, 2))
    )
    assert (red.number, red.days_late) == (2, 2)


def test_after_an_extension_the_new_deadline_may_have_its_own_card(district: District) -> None:
    one = stage.working(district, "50")
    issue_card(
        by=district.zhao, matter_id=one.pk, colour="red", seen=one.version, now=stage.at(date(2026, 7, 2))
    )
    one.refresh_from_db()
    now = stage.at(date(2026, 7, 3))
    asked = ask_extension(
        by=district.an,
        matter_id=one.pk,
        until=date(2026, 7, 31),
        reason="汛期",
        document="文",
        seen=one.version,
        now=now,
    )
    decide_extension(by=district.zhao, extension_id=asked.pk, grants=True, seen=asked.version, now=now)
    one.refresh_from_db()
    assert (
        issue_card(
            by=district.zhao, matter_id=one.pk, colour="red", seen=one.version, now=stage.at(date(2026, 8, 4))
        ).number
        == 2
    )


def test_the_owner_issues_no_card_and_the_office_no_blue_one(district: District) -> None:
    one = stage.working(district, "50")
    late = stage.at(date(2026, 7, 2))
    with pytest.raises(Refused):
        issue_card(by=district.anhead, matter_id=one.pk, colour="red", seen=one.version, now=late)
    with pytest.raises(NotNow):
        issue_card(by=district.zhao, matter_id=one.pk, colour="blue", seen=one.version, now=late)


def test_a_talk_in_place_of_a_card_takes_a_reason(district: District) -> None:
    one, late = stage.working(district, "50"), stage.at(date(2026, 7, 2))
    with pytest.raises(Refused):
        issue_card(by=district.zhao, matter_id=one.pk, colour="red", as_talk=True, seen=one.version, now=late)
    assert (
        issue_card(
            by=district.zhao,
            matter_id=one.pk,
            colour="red",
            as_talk=True,
            demand="首次逾期",
            seen=one.version,
            now=late,
        ).form
        == "talk"
    )


def test_a_wrong_slip_is_withdrawn_by_another_person_and_its_number_stays_used(district: District) -> None:
    other = stage.second_supervisor(district)
    one, late = stage.working(district, "50"), stage.at(date(2026, 7, 2))
    card = issue_card(by=district.zhao, matter_id=one.pk, colour="red", seen=one.version, now=late)
    with pytest.raises(Separated):
        withdraw_card(by=district.zhao, card_id=card.pk, reason="日期有误", seen=card.version, now=late)
    withdraw_card(by=other, card_id=card.pk, reason="日期有误", seen=card.version, now=late)
    one.refresh_from_db()
    assert (
        issue_card(by=district.zhao, matter_id=one.pk, colour="red", seen=one.version, now=late).number == 2
    )


def test_after_a_failed_check_the_clock_runs_again(district: District) -> None:
    one = stage.claimed(district)
    later = date(2026, 7, 20)
    assert light_of(one, later, WorkedDays()).colour == ""
    one = check_matter(
        by=district.zhao,
        matter_id=one.pk,
        passed=False,
        on_the_spot=True,
        plan_code="D-1",
        words="未完工",
        typed="60",
        seen=one.version,
        now=NOW,
    )
    assert light_of(one, later, WorkedDays()).colour == "red"
