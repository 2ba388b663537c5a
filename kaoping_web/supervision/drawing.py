"""Matters on a line of months: start to deadline as a band, progress within it, hatched where overdue, today as a stroke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language
from kaoping_web.dates import MONTHS
from kaoping_web.supervision.queries.ledger import Row
from kaoping_web.ui.drawing.marks import Scale, line, px, rect, svg, word

HATCH = (
    '<defs><pattern id="hatch-late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="v-sheet" width="5" height="5"/><rect class="v-late" width="2.6" height="5"/></pattern></defs>'
)


@dataclass(frozen=True)
class Axis:
    """A stretch of months over a width in pixels."""

    first: date
    last: date
    today: date
    width: int

    @property
    def place(self) -> Scale:
        """From days to pixels."""
        return Scale(Fraction(self.first.toordinal()), Fraction(self.last.toordinal()), 2, self.width - 2)

    def at(self, day: date) -> float:
        """Where a day stands."""
        return self.place(day.toordinal())

    def marks(self) -> list[date]:
        """First days of months to mark: about four of them in a cell, one a month on a wide line."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = max(1, -(-months // (4 if self.width < 400 else 12)))
        found, day = [], date(self.first.year, self.first.month, 1)
        while day < self.last:
            if day >= self.first:
                found.append(day)
            month = day.year * 12 + day.month - 1 + step
            day = date(month // 12, month % 12 + 1, 1)
        return found


def axis_of(rows: Iterable[Row], today: date, width: int = 216) -> Axis:
    """Whole months from the first start to the last deadline of what is assigned, at most two years, with today in it."""
    dated = [one.matter for one in rows if one.matter.deadline and one.matter.assigned_on]
    first = min([today, *(one.starts_on for one in dated)])
    last = max([today, *(one.deadline for one in dated if one.deadline)])
    first, last = max(first, date(today.year - 1, 1, 1)), min(last, date(today.year + 1, 12, 31))
    month = last.year * 12 + last.month
    return Axis(date(first.year, first.month, 1), date(month // 12, month % 12 + 1, 1), today, width)


def head(axis: Axis, lang: Language) -> SafeString:
    """The months, and today."""
    here = axis.at(axis.today)
    parts = [HATCH]
    for one in axis.marks():
        x = axis.at(one)
        if abs(x + 12 - here) > 28 and x < axis.width - 24:
            parts.append(word(x + 2, 11, f"{one.month}月" if lang == "zh" else MONTHS[one.month - 1], "v-t2"))
    anchor = "end" if here > axis.width - 16 else "start" if here < 16 else "middle"
    parts.append(word(here, 11, "今天" if lang == "zh" else "today", "v-tdec", anchor))
    return svg(axis.width, 14, "", parts, "k-axis")


def bar(row: Row, axis: Axis, lang: Language) -> SafeString:
    """One matter."""
    one, light = row.matter, row.light
    hairs = [line(axis.at(month), 0, axis.at(month), 22, "v-hair") for month in axis.marks()]
    now = line(axis.at(axis.today), 0, axis.at(axis.today), 22, "v-dec")
    if one.deadline is None or one.deadline < axis.first:
        return svg(axis.width, 22, _said(row, lang), [*hairs, now], "k-axis")
    start, end = axis.at(one.starts_on), axis.at(one.deadline)
    parts = [*hairs, rect(start, 6, end - start, 10, "v-band")]
    if light.percent > 0:
        parts.append(rect(start, Fraction(17, 2), (end - start) * light.percent / 100, 5, "v-done"))
    if light.late:
        until = axis.at(one.claimed_on or axis.today)
        parts.append(
            f'<rect fill="url(#hatch-late)" x="{px(end)}" y="6" width="{px(max(until - end, 1))}" height="10"/>'
        )
    return svg(axis.width, 22, _said(row, lang), [*parts, line(end, 4, end, 18, "v-ink"), now], "k-axis")


def _said(row: Row, lang: Language) -> str:
    one, percent = row.matter, row.light.percent
    shown = px(percent)
    if lang == "zh":
        due = f"{one.deadline.month}月{one.deadline.day}日到期" if one.deadline else "没有期限"
        return f"{one.starts_on.month}月{one.starts_on.day}日起，{due}，进度{shown}%"
    due = f"due {one.deadline.day} {MONTHS[one.deadline.month - 1]}" if one.deadline else "no deadline"
    return f"from {one.starts_on.day} {MONTHS[one.starts_on.month - 1]}, {due}, {shown}% done"


def curve_chart(
    points: list[tuple[date, Fraction]], reports: list[tuple[date, Fraction]], today: date, label: str
) -> SafeString:
    """The plan curve as a line, what was reported as dots on a second line; 0 to 100, nothing cut."""
    width, low, high = 440, 132, 12
    days = [*(day for day, _ in points), *(day for day, _ in reports), today]
    x = Scale(Fraction(min(days).toordinal()), Fraction(max(days).toordinal()), 34, width - 40)
    y = Scale(Fraction(0), Fraction(100), low, high)
    parts = [line(34, y(level), width - 40, y(level), "v-hair") for level in (0, 25, 50, 75, 100)]
    parts += [word(28, y(level) + 4, level, "v-t", "end") for level in (0, 50, 100)]
    parts.append(_path([(x(day.toordinal()), y(percent)) for day, percent in points], "v-rule"))
    own = [(x(day.toordinal()), y(percent)) for day, percent in reports]
    parts.append(_path(own, "v-ink"))
    parts += [f'<circle class="v-fink" cx="{px(a)}" cy="{px(b)}" r="2.5"/>' for a, b in own]
    parts.append(line(x(today.toordinal()), high - 6, x(today.toordinal()), low, "v-dec"))
    shown = [points[0][0], points[-1][0]]
    parts += [
        word(x(day.toordinal()), low + 16, f"{day.month}-{day.day:02}", "v-t", "middle") for day in shown
    ]
    return svg(width, low + 22, label, parts, "k-draw", fixed=False)


def _path(points: list[tuple[float, float]], kind: str) -> str:
    spots = " ".join(f"{px(a)},{px(b)}" for a, b in points)
    return mark_safe(f'<polyline class="{kind}" fill="none" points="{spots}"/>')  # noqa: S308 - numbers only
