"""The pens: shapes and words of an SVG, and scales from exact numbers to pixels.

Pixels are floats: nothing is decided by them, and a statement draws a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kaoping_web.ui.nodes import escaped

Number = Fraction | int | float


def px(x: Number) -> str:
    """A place on the paper, to a tenth."""
    text = f"{float(x):.1f}"
    return text[:-2] if text.endswith(".0") else text


def svg(
    width: Number, height: Number, label: str, parts: Iterable[str], kind: str, fixed: bool = True
) -> SafeString:
    """A drawing. `fixed`: of its own size, in a cell; else as wide as its figure. `label` says what it shows; empty: for the eye only."""
    drawn = "".join(parts)
    role = "group" if "<a " in drawn else "img"  # an image hides what is in it; links in it must be found
    named = (
        format_html('role="{}" aria-label="{}"', role, label) if label else mark_safe('aria-hidden="true"')
    )
    size = format_html('width="{}" height="{}"', px(width), px(height)) if fixed else ""
    return format_html(
        '<svg class="{}" {} viewBox="0 0 {} {}" {}>{}</svg>',
        kind,
        size,
        px(width),
        px(height),
        named,
        mark_safe(drawn),  # noqa: S308 - parts are made here
    )


def rect(x: Number, y: Number, width: Number, height: Number, kind: str, radius: int = 0) -> str:
    """A bar; at least half a pixel wide, so that a small amount is still there."""
    rounded = f' rx="{radius}"' if radius else ""
    return f'<rect class="{kind}" x="{px(x)}" y="{px(y)}" width="{px(max(width, 0.5))}" height="{px(height)}"{rounded}/>'


def line(x1: Number, y1: Number, x2: Number, y2: Number, kind: str) -> str:
    """A stroke."""
    return f'<line class="{kind}" x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}"/>'


def dot(x: Number, y: Number, radius: Number, kind: str) -> str:
    """A point."""
    return f'<circle class="{kind}" cx="{px(x)}" cy="{px(y)}" r="{px(radius)}"/>'


def path(points: Iterable[tuple[Number, Number]], kind: str) -> str:
    """A line through points."""
    return f'<polyline class="{kind}" points="{_places(points)}"/>'


def area(points: Iterable[tuple[Number, Number]], kind: str) -> str:
    """A filled shape."""
    return f'<polygon class="{kind}" points="{_places(points)}"/>'


def word(x: Number, y: Number, text: object, kind: str, anchor: str = "start") -> str:
    """Words; `anchor`: start, middle or end."""
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}" text-anchor="{anchor}">{escaped(str(text))}</text>'


def link(address: str, title: str, parts: str) -> str:
    """A part that leads somewhere; its title is read out and shown."""
    return f'<a href="{escaped(address)}"><title>{escaped(title)}</title>{parts}</a>'


def _places(points: Iterable[tuple[Number, Number]]) -> str:
    return " ".join(f"{px(x)},{px(y)}" for x, y in points)


class Scale:
    """From numbers between `low` and `high` to pixels between `start` and `end`; what lies beyond stays at the edge."""

    def __init__(self, low: Number, high: Number, start: Number, end: Number) -> None:
        self.low, self.high, self.start, self.end = float(low), float(high), float(start), float(end)
        self.rate = (self.end - self.start) / (self.high - self.low) if self.high != self.low else 0.0

    def __call__(self, number: Number) -> float:
        if not self.rate:
            return (self.start + self.end) / 2
        return self.start + (min(max(float(number), self.low), self.high) - self.low) * self.rate


def ticks(low: Fraction, high: Fraction, most: int = 6) -> list[Fraction]:
    """Round numbers from below the lowest to above the highest, about `most` of them."""
    span = high - low or abs(high) or Fraction(1)
    step = _round_step(span / most)
    first, last = (low / step).__floor__(), -((-high / step).__floor__())
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def places_of(numbers: Sequence[Fraction]) -> int:
    """Decimals that show every one of these round numbers."""
    return next((n for n in range(4) if all((one * 10**n).denominator == 1 for one in numbers)), 4)


def _round_step(raw: Fraction) -> Fraction:
    size = Fraction(1)
    while size > raw:
        size /= 10
    while size * 10 <= raw:
        size *= 10
    return next(size * n for n in (1, 2, 5, 10) if size * n >= raw)


def short(text: str, most: int) -> str:
    """A title that fits: a Latin letter is little more than half as wide as a Chinese one. `most`: Chinese characters."""
    width, kept = 0, ""
    for sign in text:
        width += 20 if ord(sign) > 0x2E7F else 14 if sign.isupper() else 11
        if width > 20 * most:
            return f"{kept[:-1]}…"
        kept += sign
    return text
