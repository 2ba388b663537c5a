"""A heat map, unit × item, every cell a link: distance from the track's median in seven steps; a stroke where nothing applies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.utils.safestring import SafeString

from kaoping_web.ui.drawing.marks import line, link, rect, short, svg, word

STEPS = (Fraction(-20), Fraction(-10), Fraction(-2), Fraction(2), Fraction(10), Fraction(20))
"""Percentage points from the median at which the shade changes."""


@dataclass(frozen=True)
class Cell:
    """One cell. `away`: percentage points above the median; None where there is none. `english`: its title on an English page."""

    away: Fraction | None
    title: str
    url: str
    english: str = ""


@dataclass(frozen=True)
class Column:
    """One item. `code` stands below the map, `part` names the dimension above it."""

    code: str
    part: str


@lru_cache(maxsize=1 << 13)
def shade(away: Fraction) -> int:
    """1 (far below) to 7 (far above); 4 is at the median."""
    return bisect_right(STEPS, away) + 1 if away > 0 else bisect_left(STEPS, away) + 1


def heat(
    rows: Sequence[tuple[str, Sequence[Cell]]], columns: Sequence[Column], title: str, wide: int = 1140
) -> SafeString:
    """The map in its own size, a cell at most 40 px wide; it scrolls sideways on a telephone."""
    if not rows or not columns:
        return SafeString("")
    left, top, high = 92, 28, 26 if len(rows) <= 24 else 18
    width = min((wide - left - 6) / len(columns), 40.0)
    parts = _parts(columns, left, width)
    for at, (name, cells) in enumerate(rows):
        y = top + at * high
        parts.append(word(left - 8, y + high // 2 + 4, short(name, 6), "v-n", "end"))
        for n, cell in enumerate(cells):
            parts.append(_cell(cell, left + n * width, y, width, high))
    bottom = top + len(rows) * high
    for n, column in enumerate(columns):
        x = left + n * width + width / 2 + 4
        parts.append(
            f'<text class="v-t2" transform="translate({int(x)} {bottom + 6}) rotate(-90)" text-anchor="end">{short(column.code, 5)}</text>'
        )
    return svg(left + width * len(columns) + 6, bottom + 46, title, parts, "k-draw k-draw--map")


def _cell(cell: Cell, x: float, y: int, width: float, high: int) -> str:
    if cell.away is None:
        return line(x + width / 2 - 3, y + high // 2, x + width / 2 + 3, y + high // 2, "v-rule")
    drawn = rect(x, y, width - 1, high - 1, f"h-{shade(cell.away)}")
    return link(cell.url, cell.title, drawn)


def _parts(columns: Sequence[Column], left: int, width: float) -> list[str]:
    """A line over the items of each dimension, with its name."""
    found: list[str] = []
    start = 0
    for n in range(1, len(columns) + 1):
        if n == len(columns) or columns[n].part != columns[start].part:
            a, b = left + start * width, left + n * width - 2
            found += (
                []
                if not columns[start].part
                else [
                    line(a, 21, b, 21, "v-ink"),
                    word(a, 14, short(columns[start].part, max(int((b - a) / 13), 1)), "v-tb"),
                ]
            )
            start = n
    return found
