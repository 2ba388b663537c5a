"""Which happenings count, once or each, at which share and within which caps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from kaoping.engines.happenings import chosen, count, counts_in, points
from kaoping.errors import Words
from kaoping.periods import Period
from kaoping.plan.steps import About, ReadEvents
from kaoping.scheme.model import Event
from kaoping.tables import Happening

F = Fraction

YEAR = Period.parse("2026")
MARCH = Period.parse("2026-03")


def event(**more: object) -> Event:
    levels = {"province": F(3), "city": F(1)}
    return Event("honour", Words("表彰"), **{"levels": levels, **more})  # type: ignore[arg-type]


def row(level: str = "city", on: date | None = date(2026, 3, 1), **more: object) -> Happening:
    return Happening("a", "honour", on, level=level, **more)  # type: ignore[arg-type]


def worth(of: Event, *rows: Happening) -> F:
    return points(of, list(enumerate(rows)))[0]


def read(
    key: str = "honour", until: date | None = None, period: Period = YEAR, of: Event | None = None
) -> ReadEvents:
    return ReadEvents(
        About("c", "g", period, "honour", "events", Words("表彰")), of, key, "count", until=until
    )


def kept(step: ReadEvents, rows: Sequence[Happening]) -> list[int]:
    return [index for index, _ in chosen(step, list(enumerate(rows)))]


# in which period -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "inside"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2025, 12, 31), False),
        (date(2027, 1, 1), False),
    ],
)
def test_a_day_counts_from_the_first_to_the_last_of_the_period(on: date, inside: bool) -> None:
    assert counts_in(row(on=on), YEAR, "period") is inside


def test_the_period_filed_for_goes_before_the_day() -> None:
    late = row(on=date(2027, 2, 1), period=YEAR)
    assert counts_in(late, YEAR, "period")
    assert not counts_in(late, Period.parse("2027"), "period")


def test_a_month_counts_in_its_year_and_a_year_not_in_its_month() -> None:
    assert counts_in(row(on=None, period=MARCH), YEAR, "period")
    assert not counts_in(row(on=None, period=YEAR), MARCH, "period")


def test_the_window_of_a_year_reaches_back_to_january_and_not_forward() -> None:
    assert counts_in(row(on=date(2026, 1, 5)), MARCH, "year")
    assert not counts_in(row(on=date(2026, 1, 5)), MARCH, "period")
    assert not counts_in(row(on=date(2026, 4, 1)), MARCH, "year")


def test_any_window_takes_all_times() -> None:
    assert counts_in(row(on=date(2019, 1, 5)), MARCH, "any")


def test_other_events_and_other_levels_are_not_looked_at() -> None:
    rows = [row("city"), row("province"), Happening("a", "other", date(2026, 3, 1))]
    assert kept(read(), rows) == [0, 1]
    assert kept(read("honour/province"), rows) == [1]


def test_what_happens_after_the_last_day_does_not_count() -> None:
    rows = [row(on=date(2026, 6, 30)), row(on=date(2026, 7, 1)), row(on=None, period=Period.parse("2026-07"))]
    assert kept(read(until=date(2026, 6, 30)), rows) == [0]
    assert kept(read(), rows) == [0, 1, 2]


def test_times_are_counted_and_not_rows() -> None:
    assert count(list(enumerate([row(count=2), row()]))) == 3


# points ----------------------------------------------------------------------------------------------


def test_each_row_is_worth_its_level_times_its_number_and_share() -> None:
    assert worth(event(), row("province"), row("city", count=2)) == 5
    assert worth(event(shares={"co": F(1, 2)}), row("province", share="co"), row("province")) == F(9, 2)


def test_filed_amounts_take_the_sign_of_the_event() -> None:
    takes = event(levels={}, amount_filed=-1)
    assert worth(takes, row("", amount=F(2)), row("", amount=F(-1))) == -3
    assert worth(event(levels={}, amount_filed=1), row("", amount=F(2))) == 2


def test_one_matter_counts_once_at_its_highest_whatever_the_order_of_rows() -> None:
    rows = [
        row("city", matter="m"),
        row("province", matter="m", count=3),
        row("city", matter="n"),
        row("city"),
    ]
    once = event(same_matter="highest_once")
    for order in permutations(rows):
        assert worth(once, *order) == 5
    assert worth(event(), *rows) == 12


def test_one_matter_counts_once_at_its_latest_whatever_the_order_of_rows() -> None:
    rows = [
        row("province", matter="m"),
        row("city", date(2026, 5, 1), matter="m"),
        row("province", None, period=Period.parse("2026-04"), matter="m"),
    ]
    for order in permutations(rows):
        assert worth(event(same_matter="latest_once"), *order) == 1


def test_of_deductions_the_heaviest_of_a_matter_counts() -> None:
    takes = event(levels={"light": F(-1), "heavy": F(-4)}, same_matter="highest_once")
    assert worth(takes, row("light", matter="m"), row("heavy", matter="m")) == -4


def test_only_so_many_times_count_and_the_highest_of_them() -> None:
    assert worth(event(most=3), row("city", count=2), row("province", count=2)) == 7
    assert worth(event(most=3), row("city", count=2)) == 2


def test_a_row_beyond_the_most_is_not_among_those_that_counted() -> None:
    assert points(event(most=1), list(enumerate([row("city"), row("province")])))[1] == (1,)


def test_caps_by_level_hold_on_both_sides() -> None:
    capped = event(levels={"city": F(1), "fault": F(-2)}, level_caps={"city": F(2), "fault": F(3)})
    assert worth(capped, row("city", count=5)) == 2
    assert worth(capped, row("fault", count=5)) == -3
    assert worth(capped, row("city", count=5), row("fault")) == 0


def test_only_the_highest_mark_reached_by_repetition_counts() -> None:
    again = event(levels={}, each=F(0), repeat={2: F(-1), 4: F(-3)})
    assert [worth(again, row("", count=times)) for times in (1, 2, 3, 4, 9)] == [0, -1, -1, -3, -3]
