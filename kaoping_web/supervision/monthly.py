"""Overdue matters as a column a month, stacked by level of card; the columns stand on zero."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.safestring import SafeString

from kaoping.errors import Language
from kaoping_web.dates import MONTHS
from kaoping_web.supervision.queries.overdue import LEVELS, Month
from kaoping_web.ui.drawing.charts import NARROW, WIDE, twice
from kaoping_web.ui.drawing.marks import Scale, line, rect, svg, ticks, word

KINDS = {"red": "v-late", "yellow": "v-card-yellow", "": "v-done"}
LEAST = 3
"""The axis reaches at least so far: one matter alone is no tower."""


def overdue_chart(months: Sequence[Month], lang: Language, wide: int = 560) -> SafeString:
    """The same for a desk and for a telephone. Empty where nothing is overdue."""
    most = max((one.total for one in months), default=0)
    if not most:
        return SafeString("")
    marks = [one for one in ticks(Fraction(0), Fraction(max(most, LEAST)), 4) if one.denominator == 1]

    def draw(width: int, narrow: bool) -> SafeString:
        low, y = 150, Scale(Fraction(0), marks[-1], 150, 22)
        step = Fraction(width - 44, 12 if len(months) > 6 else max(len(months), 4))
        thick = min(step * Fraction(3, 5), Fraction(36))
        parts = [line(32, y(one), width - 8, y(one), "v-hair") for one in marks]
        parts += [word(26, y(one) + 4, int(one), "v-t", "end") for one in marks]
        for at, one in enumerate(months):
            middle = 32 + step * at + step / 2
            parts += _column(one, middle, thick, y)
            parts.append(word(middle, low + 16, _name(one, lang, narrow), "v-t", "middle"))
        parts.append(line(32, low, width - 8, low, "v-ink"))
        return svg(width, low + 24, _said(months, lang), parts, NARROW if narrow else WIDE, fixed=False)

    return twice(draw, wide)


def _column(one: Month, middle: Fraction, thick: Fraction, y: Scale) -> list[str]:
    parts, below = [], 0
    for level in LEVELS:
        count = one.late[level]
        if count:
            top = y(below + count)
            parts.append(rect(middle - thick / 2, top, thick, y(below) - top, KINDS[level]))
            below += count
    return [*parts, word(middle, y(below) - 5, below, "v-tb", "middle")] if below else parts


def _name(one: Month, lang: Language, narrow: bool) -> str:
    month = one.first.month
    if lang == "zh":
        return str(month) if narrow else f"{month}月"
    return MONTHS[month - 1][:1] if narrow else MONTHS[month - 1]


def _said(months: Sequence[Month], lang: Language) -> str:
    if lang == "zh":
        return "逾期事项，" + "，".join(f"{one.first.month}月 {one.total} 件" for one in months if one.total)
    return "matters overdue: " + ", ".join(
        f"{MONTHS[one.first.month - 1]} {one.total}" for one in months if one.total
    )
