"""What filings are called."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from kaoping.errors import Words
from kaoping.periods import Cadence, Period
from kaoping.scheme.model import Fact, Scheme
from kaoping_web.dates import MONTHS
from kaoping_web.filing.models import Filing, FilingState
from kaoping_web.ui.templatetags.kaoping import time_words

REPORT = {
    Cadence.MONTH: Words("月报", "monthly report"),
    Cadence.QUARTER: Words("季报", "quarterly report"),
    Cadence.HALF: Words("半年报", "half-year report"),
    Cadence.YEAR: Words("年报", "annual report"),
}
STATE = {
    FilingState.OPEN.value: Words("填报中", "open"),
    FilingState.SUBMITTED.value: Words("已提交", "handed in"),
    FilingState.CLOSED.value: Words("已认定", "verified"),
}


def title_of(filing: Filing, scheme: Scheme) -> Words:
    """As 乡镇街道月报, Townships: monthly report."""
    group = scheme.groups[filing.group].title if filing.group in scheme.groups else Words(filing.group)
    report = REPORT[Period.parse(filing.cycle.period).cadence]
    return Words(f"{group.in_('zh')}{report.zh}", f"{group.in_('en')}: {report.en}")


def supplier_words(scheme: Scheme, key: str) -> Words:
    """What the scheme calls a supplier."""
    return scheme.suppliers.get(key, Words(key, key))


def fact_words(fact: Fact) -> Words:
    """A fact with its unit."""
    unit = (f"（{fact.unit}）", f" ({fact.unit})") if fact.unit else ("", "")
    return Words(f"{fact.title.in_('zh')}{unit[0]}", f"{fact.title.in_('en')}{unit[1]}")


def due_words(due_at: datetime | None, now: datetime) -> Words:
    """By when, and how long that is from now: 今晚 24:00 截止，还有 2 小时 20 分。"""
    if due_at is None:
        return Words("尚未排定截止时间。", "No deadline has been set yet.")
    day, today = timezone.localtime(due_at).date(), timezone.localtime(now).date()
    at = time_words(due_at)
    zh, en = f"{day.month}月{day.day}日 {at}", f"{day.day} {MONTHS[day.month - 1]} {at}"
    if now > due_at:
        return Words(
            f"{zh} 已截止，现在提交记为迟报。", f"It was due on {en}; handed in now, it counts as late."
        )
    left = due_at - now + timedelta(microseconds=1)
    if day == today:
        hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
        return Words(
            f"今日 {at} 截止，还有 {hours} 小时 {minutes} 分。",
            f"Due today at {at}, in {hours} h {minutes} min.",
        )
    days = (day - today).days
    return Words(f"{zh} 截止，还有 {days} 天。", f"Due on {en}, in {days} day{'s' if days > 1 else ''}.")
