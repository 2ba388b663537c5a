"""By when: a deadline as a paper writes it, to a day. A year that the paper does not give is the meeting's, and that is said."""

from __future__ import annotations

import re
from datetime import date, timedelta

_YEAR = re.compile(r"(20\d\d)年")
_MONTH = re.compile(r"(\d{1,2})月(?:份)?(?:(\d{1,2})日|(底|末|上旬|中旬|下旬|初))?")
_QUARTER = re.compile(r"([一二三四])季度")
_PARTS = {"上旬": 10, "中旬": 20, "初": 10}
_WHOLE_YEAR = re.compile(r"全年|今年|年底|年末|年终|年内|当年|本年")
_OTHER_YEAR = re.compile(r"明年|来年|去年|上年")


def deadline_of(words: str, met_on: date | None) -> tuple[date | None, str]:
    """The last day that these words leave, and where its year is from: `stated`, `meeting_year`, or empty where no day is said
    (or no year is known). Never guessed: 每月, 长期坚持 and 近期 give none."""
    if not words or "每" in words:
        return None, ""
    stated = _YEAR.search(words)
    year = int(stated[1]) if stated else met_on.year if met_on else 0
    if not stated and _OTHER_YEAR.search(words):
        year = year + 1 if year and "明年" in words else 0
    if not year:
        return None, ""
    last = _last_day(words, year, stated is not None)
    return (last, "stated" if stated else "meeting_year") if last else (None, "")


def _last_day(words: str, year: int, stated: bool) -> date | None:
    if month := _MONTH.search(words):
        return _in_month(year, int(month[1]), month[2], month[3] or "")
    if quarter := _QUARTER.search(words):
        return _end_of(year, 3 * ("一二三四".index(quarter[1]) + 1))
    if "上半年" in words:
        return date(year, 6, 30)
    if stated or "下半年" in words or _WHOLE_YEAR.search(words):
        return date(year, 12, 31)
    return None


def _in_month(year: int, month: int, day: str | None, part: str) -> date | None:
    if not 1 <= month <= 12:
        return None
    try:
        return (
            date(year, month, int(day or _PARTS.get(part, 0)))
            if day or part in _PARTS
            else _end_of(year, month)
        )
    except ValueError:
        return None


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
