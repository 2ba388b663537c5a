"""Small drawings for table cells: sparkline, place among the quartiles, interval of a place, bar of a dimension, movement."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaoping_web.ui.drawing.marks import Scale, dot, line, path, rect, svg

TWO = 2


def spark(
    numbers: Sequence[Fraction | None], label: str, width: int = 76, height: int = 18, falls: bool = False
) -> SafeString:
    """A line through numbers in time order; gaps are left out. `falls`: small is good and stands on top (places)."""
    known = [(at, one) for at, one in enumerate(numbers) if one is not None]
    if not known:
        return SafeString("")
    across = Scale(0, max(len(numbers) - 1, 1), 2, width - 4)
    low, high = min(one for _, one in known), max(one for _, one in known)
    up = Scale(low, high, 3, height - 3) if falls else Scale(low, high, height - 3, 3)
    points = [(across(at), up(one)) for at, one in known]
    drawn = [path(points, "v-line")] if len(points) > 1 else []
    return svg(width, height, label, [*drawn, dot(*points[-1], 2.2, "v-dot")], "k-spark")


def quartile(
    own: Fraction | None,
    lowest: Fraction,
    lower: Fraction,
    median: Fraction,
    upper: Fraction,
    highest: Fraction,
    full: Fraction,
    label: str,
) -> SafeString:
    """Where one stands in the track: thin from lowest to highest, thick the middle half, white the median, a dot oneself.

    The right end is the full mark, the left end half of it and less (of a negative mark nothing is drawn).
    """
    if full <= 0:
        return SafeString("")
    x = Scale(full / 2, max(full, highest), 3, 101)
    parts = [
        rect(x(lowest), 6.5, x(highest) - x(lowest), 3, "v-band"),
        rect(x(lower), 4, x(upper) - x(lower), 8, "v-box"),
        line(x(median), 3.5, x(median), 12.5, "v-med"),
    ]
    if own is not None:
        parts.append(dot(x(own), 8, 3.4, "v-own"))
    return svg(104, 16, label, parts, "k-quart")


def interval(best: int, worst: int, own: int, count: int, label: str) -> SafeString:
    """Between which places one cannot be told apart. Up to 40 places have a mark each."""
    x = Scale(1, max(count, TWO), 6, 126)
    marks = (
        [line(x(one), 4, x(one), 12, "v-hair") for one in range(1, count + 1)]
        if count <= 40
        else [line(6, 8, 126, 8, "v-hair")]
    )
    box = rect(x(best) - 3, 5, x(worst) - x(best) + 6, 6, "v-box", 3)
    return svg(132, 16, label, [*marks, box, dot(x(own), 8, 3, "v-dot")], "k-ivl")


def dimension_bar(points: Fraction, full: Fraction, width: int = 52) -> SafeString:
    """A bar under a figure, from half of the full mark to all of it. For the eye only: the figure stands above."""
    if full <= 0:
        return SafeString("")
    x = Scale(full / 2, full, 0, width)
    return svg(width, 3, "", [rect(0, 0, width, 3, "v-band"), rect(0, 0, x(points), 3, "v-c1")], "k-dims")


def movement(gained: int | None, up: str, down: str, same: str) -> SafeString:
    """Places gained or lost; nothing where there was no place before."""
    if gained is None:
        return SafeString("")
    if gained == 0:
        return format_html('<span class="k-move k-move--same" title="{}">—</span>', same)
    kind, sign, said = ("up", "▲", up) if gained > 0 else ("down", "▼", down)
    return format_html(
        '<span class="k-move k-move--{}">{} {}<span class="k-hide">{}</span></span>',
        kind,
        sign,
        abs(gained),
        said,
    )
