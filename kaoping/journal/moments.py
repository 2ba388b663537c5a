"""Moments in UTC, each in one spelling: 2026-03-12T08:00:00Z, with six decimals where there is a fraction."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_SPELLING = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.(?!000000)\d{6})?Z", re.ASCII)


def utc_text(moment: datetime) -> str:
    """The spelling of a moment. It must know its zone."""
    assert moment.tzinfo is not None, "a moment without a zone is no moment"
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def is_moment(text: str) -> bool:
    """Whether this is the spelling of a moment that exists."""
    if not _SPELLING.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_before(one: str, other: str) -> bool:
    """Whether one spelled moment comes before another. Without the Z, text order is time order."""
    return one[:-1] < other[:-1]
