"""How far a matter should be on a day: a straight line from its start to its deadline, or points between them. Exact."""

from __future__ import annotations

import itertools
import re
from datetime import date
from fractions import Fraction

from kaoping.errors import Problem
from kaoping.exact import canonical_text
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.models import Matter

ALL = Fraction(100)
_POINT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*[:：\s]\s*(\d{1,3}(?:\.\d{1,2})?)\s*[%％]?")


def planned(matter: Matter, day: date) -> Fraction:
    """Percent that should be done at the end of that day; 0 before it starts, 100 from the deadline on."""
    if matter.deadline is None:
        return Fraction(0)
    points = [(matter.starts_on, Fraction(0)), *points_of(matter.curve), (matter.deadline, ALL)]
    if day >= matter.deadline:
        return ALL
    if day <= matter.starts_on:
        return Fraction(0)
    for (before, low), (after, high) in itertools.pairwise(points):
        if before <= day < after:
            return low + (high - low) * Fraction((day - before).days, (after - before).days)
    return ALL


def points_of(curve: str) -> list[tuple[date, Fraction]]:
    """The points of a curve as it is kept."""
    pairs = (one.split(":") for one in curve.split())
    return [(date.fromisoformat(day), Fraction(percent)) for day, percent in pairs]


def curve_text(typed: str, starts_on: date, deadline: date) -> str:
    """A curve as a person writes it, as it is kept. Raises Refused with everything that is wrong."""
    found: list[tuple[date, Fraction]] = []
    wrong: list[Problem] = []
    for line in filter(None, (one.strip() for one in re.split(r"[\n;；,，]+", typed))):
        point = _read(line)
        if point is None:
            wrong.append(_unread(line))
        else:
            found.append(point)
    for at, (day, percent) in enumerate(found):
        if not starts_on < day < deadline:
            wrong.append(
                problem("curve-day", f"序时点 {day} 不在 {starts_on} 与 {deadline} 之间。", f"the point {day} is not between {starts_on} and {deadline}.",
                        "只写中间的点；起点为 0%，期限为 100%。", "write the points between; the start is 0% and the deadline 100%.")
            )  # fmt: skip
        before = found[at - 1] if at else (starts_on, Fraction(0))
        if percent > ALL or percent < before[1] or (day <= before[0] and at):
            wrong.append(
                problem("curve-order", f"序时点 {day} 没有排在前一点之后，或进度比前一点少、或超过 100%。",
                        f"the point {day} does not follow the one before, or its percentage is lower, or over 100.",
                        "按日期先后写，进度只增不减。", "write them in order of days, with percentages that never fall.")
            )  # fmt: skip
    if wrong:
        raise Refused(wrong)
    return " ".join(f"{day.isoformat()}:{canonical_text(percent)}" for day, percent in found)


def _read(line: str) -> tuple[date, Fraction] | None:
    match = _POINT.fullmatch(line)
    if match is None:
        return None
    try:
        year, month, day = (int(one) for one in match[1].split("-"))
        return date(year, month, day), Fraction(match[2])
    except ValueError:
        return None


def _unread(line: str) -> Problem:
    return problem("curve-point", f"“{line[:40]}”不是序时点。", f"“{line[:40]}” is not a point of a curve.",
                   "一行一个点，如 2026-06-30 40%。", "one point a line, as 2026-06-30 40%.")  # fmt: skip
