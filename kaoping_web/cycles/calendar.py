"""Working days: the built-in calendar of public holidays, and what the office says of single days.

The holidays of a year are announced in the autumn before. Of a year that is not in the table nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar

from kaoping_web.cycles.models import WorkingDay
from kaoping_web.refusals import Refused, problem

DAY = timedelta(days=1)


class YearUnknown(Refused):
    """The holidays of a year are not known here."""


def is_worked(day: date) -> bool:
    """Whether offices work on that day. Raises YearUnknown."""
    return _worked(day, _said(day, day))


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after `day` (count ≥ 1). Raises YearUnknown."""
    assert count >= 1
    said = _said(day, day + timedelta(days=3 * count + 20))
    while count:
        day += DAY
        count -= _worked(day, said)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative where `end` comes first. Raises YearUnknown."""
    if end < start:
        return -working_days_between(end, start)
    said = _said(start, end)
    return sum(_worked(start + n * DAY, said) for n in range(1, (end - start).days + 1))


def worked_days(first: date, last: date) -> list[date]:
    """Every day worked from `first` to `last`, both included, in order. Raises YearUnknown."""
    said = _said(first, last)
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [one for one in days if _worked(one, said)]


def _said(first: date, last: date) -> Mapping[date, bool]:
    return dict(WorkingDay.objects.filter(day__range=(first, last)).values_list("day", "is_worked"))


def _worked(day: date, said: Mapping[date, bool]) -> bool:
    if day in said:
        return said[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise YearUnknown(
            problem(
                "year-unknown", f"{day.year}年的节假日安排还没有导入，不能推算工作日。",
                f"the public holidays of {day.year} are not in the table: working days cannot be counted.",
                "在时间表页导入国务院办公厅的放假通知，或直接写明日期。", "import the notice of public holidays on the timetable page, or write the date itself.",
            )
        ) from None  # fmt: skip
