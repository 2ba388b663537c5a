"""A year is opened from a locked scheme; its dates are working days; nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kaoping_web.cycles.calendar import YearUnknown, add_working_days, is_worked, working_days_between
from kaoping_web.cycles.models import Cycle, CycleState, StepKind, Supply
from kaoping_web.cycles.queries import groups_of, steps_of
from kaoping_web.cycles.services import import_working_days, lock_cycle, open_cycle, open_year, set_step
from kaoping_web.cycles.services.timetable import holidays
from kaoping_web.refusals import NotNow, Refused, Stale
from kaoping_web.schemes.models import SchemeVersion
from tests.web.cast import NOW, District
from tests.web.year import locked_scheme, opened_year

pytestmark = pytest.mark.django_db

# The notice for 2026: National Day 1–7 October off, 20 September and 10 October (weekend days) worked.
KNOWN = (
    (date(2026, 10, 1), False), (date(2026, 10, 7), False), (date(2026, 10, 8), True), (date(2026, 10, 10), True), (date(2026, 9, 20), True),
    (date(2026, 11, 3), True), (date(2026, 11, 1), False), (date(2026, 2, 28), True), (date(2026, 1, 1), False), (date(2024, 2, 29), True),
)  # fmt: skip


@pytest.mark.parametrize(("day", "worked"), KNOWN)
def test_public_holidays_and_moved_weekends_are_known(day: date, worked: bool) -> None:
    assert is_worked(day) is worked


def test_three_working_days_after_the_eve_of_national_day() -> None:
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert working_days_between(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_a_year_whose_holidays_are_unknown_is_not_guessed() -> None:
    with pytest.raises(YearUnknown):
        add_working_days(date(2026, 12, 31), 1)


def test_what_the_office_says_of_a_day_goes_before_the_table(district: District) -> None:
    days = holidays(2027, [date(2027, 1, 1)], [date(2027, 1, 2)])
    import_working_days(
        by=district.kao, host=district.xiaoyun, days=days, document="国办发〔2026〕号", now=NOW
    )
    assert not is_worked(date(2027, 1, 1)) and is_worked(date(2027, 1, 2)) and is_worked(date(2027, 1, 4))


def test_half_a_year_of_holidays_is_refused(district: District) -> None:
    days = dict(list(holidays(2027, [], []).items())[:180])
    with pytest.raises(Refused, match="180 days"):
        import_working_days(by=district.kao, host=district.xiaoyun, days=days, document="文", now=NOW)


def test_a_year_has_its_months_quarters_and_itself(district: District) -> None:
    cycles = opened_year(district)
    assert [len([one for one in cycles if len(one.period) == size]) for size in (4, 7)] == [1, 16]
    assert Supply.objects.get(supplier="statistics").organisation == district.statistics
    assert Supply.objects.get(supplier="towns_offices").organisation is None


def test_a_month_is_filed_two_working_days_after_its_end(district: District) -> None:
    opened_year(district)
    due = steps_of(Cycle.objects.get(period="2026-10"))[StepKind.FILING].due_at
    assert (due + timedelta(microseconds=1)).isoformat() == "2026-11-03T16:00:00+00:00"


def test_december_stays_undated_until_the_next_year_is_known(district: District) -> None:
    opened_year(district)
    assert steps_of(Cycle.objects.get(period="2026-12")) == {}


def test_tracks_hold_who_the_scheme_says(district: District) -> None:
    opened_year(district)
    groups = groups_of(Cycle.objects.get(period="2026-03"))
    assert {group: [one.key for one in members] for group, members in groups.items()} == {
        "townships": ["anping", "bincheng", "cuiyun"], "villages": ["anping_v1", "anping_v2"],
    }  # fmt: skip


def test_no_year_is_opened_from_a_draft(district: District) -> None:
    version = locked_scheme(district)
    SchemeVersion.objects.filter(pk=version.pk).update(state="draft")
    with pytest.raises(NotNow):
        open_year(by=district.kao, version=SchemeVersion.objects.get(pk=version.pk), year=2026, now=NOW)


def test_a_year_is_opened_once(district: District) -> None:
    opened_year(district)
    with pytest.raises(NotNow):
        open_year(by=district.kao, version=SchemeVersion.objects.get(), year=2026, now=NOW)


def test_a_unit_opens_no_year(district: District) -> None:
    with pytest.raises(Refused):
        open_year(by=district.anhead, version=locked_scheme(district), year=2026, now=NOW)


def test_a_cycle_goes_from_planned_to_open_to_locked_and_not_back(district: District) -> None:
    cycle = next(one for one in opened_year(district) if one.period == "2026-03")
    with pytest.raises(NotNow):
        lock_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW)
    opened = open_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW)
    with pytest.raises(Stale):
        lock_cycle(by=district.kao, cycle_id=cycle.pk, seen=opened.version - 1, now=NOW)
    assert (
        lock_cycle(by=district.kao, cycle_id=cycle.pk, seen=opened.version, now=NOW).state
        == CycleState.LOCKED.value
    )
    with pytest.raises(NotNow):
        open_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW)


def test_a_month_to_come_cannot_be_opened(district: District) -> None:
    cycle = next(one for one in opened_year(district) if one.period == "2026-05")
    with pytest.raises(NotNow, match="has not begun"):
        open_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW)


def test_moving_a_date_takes_a_reason_and_keeps_the_order(district: District) -> None:
    cycle = next(one for one in opened_year(district) if one.period == "2026-03")
    with pytest.raises(Refused) as refused:
        set_step(
            by=district.kao,
            cycle_id=cycle.pk,
            kind=StepKind.FILING,
            due_on=date(2026, 5, 30),
            reason="",
            now=NOW,
        )
    assert {one.code for one in refused.value.problems} == {"step-order", "reason-missing"}
    moved = set_step(
        by=district.kao,
        cycle_id=cycle.pk,
        kind=StepKind.FILING,
        due_on=date(2026, 4, 3),
        reason="系统割接",
        now=NOW,
    )
    assert moved.version == 2
