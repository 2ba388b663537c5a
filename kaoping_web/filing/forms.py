"""Forms of this room, read from what a browser sent."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.http import QueryDict
from django.utils import timezone

from kaoping_web.filing.services import CellInput

_CELL = re.compile(r"v-(\d{1,18})-(\d{1,9})", re.A)


def cells_of(sent: QueryDict) -> list[CellInput]:
    """The cells of a grid: the name of each input says its value and the version it was shown in."""
    found: dict[int, CellInput] = {}
    for name in sent:
        if match := _CELL.fullmatch(name):
            found[int(match[1])] = CellInput(
                int(match[1]), int(match[2]), sent.get(name, ""), sent.get(f"n-{match[1]}")
            )
    return list(found.values())


def versions_of(sent: str) -> dict[int, int]:
    """Pairs of value and version, as 17-3 18-2."""
    return {int(match[1]): int(match[2]) for match in re.finditer(r"(\d{1,18})-(\d{1,9})", sent, re.A)}


def whole(text: str | None) -> int:
    """A number of a hidden field; 0 where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def typed_of_cell(sent: QueryDict) -> str:
    """What the form of one cell says, as it would be typed into the grid."""
    answer = sent.get("answer", "value")
    if answer == "nil":
        return "零报"
    if answer == "not_applicable":
        return "不适用"
    if answer == "pending":
        return f"待报 {sent.get('expected_on', '')}".strip()
    return sent.get("text", "")


def moment_of(sent: QueryDict) -> datetime | None:
    """The moment of two fields, a day and a time of day (24:00 of that day where no time is given)."""
    try:
        day = date.fromisoformat(sent.get("day", ""))
        at = time.fromisoformat(sent.get("time") or "23:59:59.999999")
    except ValueError:
        return None
    return datetime.combine(day, at, timezone.get_default_timezone())
