"""Charts of a figure: points lost one after another, own line against the track, everybody on one axis, places over periods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from kaoping_web.ui.drawing.marks import (
    Scale,
    area,
    dot,
    line,
    link,
    path,
    places_of,
    rect,
    short,
    svg,
    ticks,
    word,
)
from kaoping_web.ui.templatetags.kaoping import shown

WIDE, NARROW = "k-draw k-draw--wide", "k-draw k-draw--narrow"


def twice(draw: Callable[[int, bool], SafeString], wide: int, narrow: int = 360) -> SafeString:
    """The same chart for a desk and for a telephone; the page shows one of them."""
    return mark_safe(draw(wide, False) + draw(narrow, True))  # noqa: S308 - both are drawings made here


@dataclass(frozen=True)
class Fall:
    """One bar of a waterfall. `tone`: lost, rest, minus, plus or sum. `url`: where the name leads."""

    name: str
    start: Fraction
    end: Fraction
    label: str
    tone: str
    url: str = ""


TONES = {"lost": "v-worse", "minus": "v-worse", "rest": "h-2", "plus": "v-better", "sum": "v-fink"}


def waterfall(rows: Sequence[Fall], title: str, wide: int = 650) -> SafeString:
    """Points lost, item by item, from nothing to the whole: starts at zero, so no axis is cut."""

    def draw(width: int, narrow: bool) -> SafeString:
        left, step = (122, 20) if narrow else (176, 19)
        top = [max(one.start, one.end) for one in rows]
        marks = ticks(
            min(Fraction(0), *(min(one.start, one.end) for one in rows)),
            max([*top, Fraction(1, 10)]),
            4 if narrow else 5,
        )
        x, bottom = Scale(marks[0], marks[-1], left, width - 52), len(rows) * step + 4
        parts = [line(x(one), 0, x(one), bottom, "v-hair") for one in marks]
        parts += [word(x(one), bottom + 14, shown(one, places_of(marks)), "v-t", "middle") for one in marks]
        for at, row in enumerate(rows):
            y, a, b = at * step + 3, x(min(row.start, row.end)), x(max(row.start, row.end))
            parts.append(word(left - 8, y + 11, short(row.name, 9 if narrow else 13), "v-n", "end"))
            parts.append(rect(a, y, b - a, 13, TONES[row.tone]))
            parts.append(word(b + 6, y + 11, row.label, "v-tb" if row.tone == "sum" else "v-n"))
            if at + 1 < len(rows):
                parts.append(line(x(row.end), y + 13, x(row.end), y + step, "v-rule"))
        return svg(width, bottom + 20, title, parts, NARROW if narrow else WIDE, fixed=False)

    return twice(draw, wide)


@dataclass(frozen=True)
class Moment:
    """One period of a band chart; None where there was nothing."""

    name: str
    own: Fraction | None
    median: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def band(
    moments: Sequence[Moment], title: str, own: str, median: str, unit: str, places: int = 2, wide: int = 450
) -> SafeString:
    """One's own line against the middle half of the track. The axis does not start at zero: it is written at its marks."""
    numbers = [
        one
        for moment in moments
        for one in (moment.own, moment.median, moment.low, moment.high)
        if one is not None
    ]
    if not numbers:
        return SafeString("")
    marks = ticks(min(numbers), max(numbers), 4)

    def draw(width: int, narrow: bool) -> SafeString:
        last = next((one for one in reversed(moments) if one.own is not None), moments[-1])
        ends = 7 * max(len(own) + 6, 8) + 8 if own.isascii() else 12 * min(len(own), 6) + 44
        x = Scale(Fraction(0), Fraction(max(len(moments) - 1, 1)), 42, width - min(ends, 130))
        y = Scale(marks[0], marks[-1], 208, 26)
        parts = [line(42, y(one), x.end, y(one), "v-hair") for one in marks] + [
            word(36, 14, unit, "v-t2", "end")
        ]
        parts += [word(36, y(one) + 4, shown(one, places_of(marks)), "v-t", "end") for one in marks]
        shown_names = [
            at
            for at in range(len(moments))
            if (len(moments) - 1 - at) % (-(-len(moments) // (5 if narrow else 7))) == 0
        ]
        parts += [word(x(at), 226, moments[at].name, "v-t", "middle") for at in shown_names]
        held = [
            (x(at), y(one.low), y(one.high))
            for at, one in enumerate(moments)
            if one.low is not None and one.high is not None
        ]
        if len(held) > 1:
            edge = [(at, high) for at, _, high in held] + [(at, low) for at, low, _ in reversed(held)]
            parts.append(area(edge, "v-band"))
        middle = [(x(at), y(one.median)) for at, one in enumerate(moments) if one.median is not None]
        middle = middle if len(middle) > 1 else []
        mine = [(x(at), y(one.own)) for at, one in enumerate(moments) if one.own is not None]
        parts += [path(middle, "v-dashed"), path(mine, "v-ownline"), *(dot(*one, 3, "v-own") for one in mine)]
        if mine and last.own is not None:
            parts += _ends(
                mine[-1], middle[-1] if middle else None, f"{short(own, 8)} {shown(last.own, places)}", median
            )
        return svg(width, 234, title, parts, NARROW if narrow else WIDE, fixed=False)

    return twice(draw, wide)


def _ends(mine: tuple[float, float], middle: tuple[float, float] | None, own: str, median: str) -> list[str]:
    """The names at the ends of the lines, kept apart where these meet."""
    high, low = mine[1] + 4, (middle[1] + 4) if middle else 0.0
    if middle and abs(high - low) < 14:
        high, low = (high, high + 14) if high <= low else (high, high - 14)
    drawn = [word(mine[0] + 8, high, own, "v-town")]
    return [*drawn, word(middle[0] + 8, low, median, "v-t")] if middle else drawn


@dataclass(frozen=True)
class Dot:
    """One body on a strip. `name` is empty where it may not be told."""

    at: Fraction
    name: str = ""
    own: bool = False
    url: str = ""


@dataclass(frozen=True)
class Spread:
    """How a crowd lies where its members are not drawn: lowest, lower quartile, median, upper quartile, highest."""

    lowest: Fraction
    lower: Fraction
    median: Fraction
    upper: Fraction
    highest: Fraction


def strip(
    dots: Sequence[Dot],
    marks: Sequence[tuple[Fraction, str]],
    title: str,
    unit: str,
    places: int,
    spread: Spread | None = None,
    wide: int = 650,
) -> SafeString:
    """One dot a body on one axis; with `spread`, how the others lie instead of themselves."""
    edges = (
        [one.at for one in dots]
        + [at for at, _ in marks]
        + ([spread.lowest, spread.highest] if spread else [])
    )
    if not edges:
        return SafeString("")
    axis = ticks(min(edges), max(edges), 5)

    def draw(width: int, narrow: bool) -> SafeString:
        x = Scale(axis[0], axis[-1], 18, width - 22)
        kept = axis[:: 2 if narrow and len(axis) > 5 else 1]
        parts = [
            line(14, 84, width - 18, 84, "v-rule"),
            *(word(x(one), 164, shown(one, places_of(axis)), "v-t", "middle") for one in kept),
        ]
        parts.append(word(width // 2, 182, unit, "v-t2", "middle"))
        if spread:
            parts += [rect(x(spread.lowest), 81, x(spread.highest) - x(spread.lowest), 6, "v-band"),
                      rect(x(spread.lower), 74, x(spread.upper) - x(spread.lower), 20, "v-box")]  # fmt: skip
        parts += _marks(marks, x, width)
        parts += _dots(dots, x, places, unit if unit == "%" else "")
        return svg(width, 190, title, parts, NARROW if narrow else WIDE, fixed=False)

    return twice(draw, wide)


def _marks(marks: Sequence[tuple[Fraction, str]], x: Scale, width: int) -> list[str]:
    """Lines with their words above; the second word one row higher where they would touch."""
    found, before = [], -1000.0
    for n, (at, name) in enumerate(sorted(marks)):
        place = x(at)
        anchor = "end" if place > width * 2 / 3 else "start"
        found += [
            line(place, 34, place, 134, "v-ink"),
            word(place, 28 if n % 2 == 0 or place - before > 130 else 14, name, "v-t", anchor),
        ]
        before = place
    return found


def _dots(dots: Sequence[Dot], x: Scale, places: int, unit: str) -> list[str]:
    """Dots in three rows, so that neighbours do not cover each other; one's own last, with its name."""
    rows, found, last = (84, 66, 102), [], [-100.0] * 3
    for one in sorted(dots, key=lambda one: (one.own, one.at)):
        place = x(one.at)
        row = 0 if one.own else next((n for n in range(3) if place - last[n] >= 10), 0)
        last[row] = place
        drawn = dot(place, rows[row], 5, "v-own" if one.own else "v-c8")
        title = f"{one.name} {shown(one.at, places)}{unit}" if one.name else ""
        found.append(_titled(drawn, title, one.url))
        if one.own:
            anchor = "end" if place > x.end - 60 else "middle" if place > 60 else "start"
            found.append(word(place, 149, title, "v-town", anchor))
    return found


def _titled(drawn: str, title: str, url: str) -> str:
    return link(url, title, drawn) if url and title else drawn


@dataclass(frozen=True)
class Race:
    """One body's places over the periods; None where it had none. `named`: 1 to 4 where it is told of, 0 otherwise."""

    name: str
    places: tuple[int | None, ...]
    named: int = 0


def bump(races: Sequence[Race], periods: Sequence[str], title: str, wide: int = 740) -> SafeString:
    """Places over periods. The few named in colour and weight, the rest grey; names stand at the lines' ends."""
    known = [one for race in races for one in race.places if one is not None]
    if not known or len(periods) < 2:
        return SafeString("")
    count = max(known)

    def draw(width: int, narrow: bool) -> SafeString:
        step = 24 if count <= 24 else 16
        x = Scale(Fraction(0), Fraction(len(periods) - 1), 30, width - (104 if narrow else 128))
        bottom = count * step + 8

        def y(place: int) -> float:
            return place * step - step / 2 + 4

        parts = [word(18, y(one) + 4, one, "v-t", "end") for one in range(1, count + 1, 4)]
        parts += [word(x(at), bottom + 14, name, "v-t", "middle") for at, name in enumerate(periods)]
        for race in sorted(races, key=lambda one: one.named or 0):
            points = [(x(at), y(place)) for at, place in enumerate(race.places) if place is not None]
            if len(points) > 1:
                parts.append(path(points, f"v-race v-race--{race.named}" if race.named else "v-race"))
            radius = 3.5 if race.named else 2.0
            parts += [dot(*one, radius, f"v-c{race.named}" if race.named else "v-box") for one in points]
            if race.places[-1] is not None:
                at = y(race.places[-1]) + 4
                said = f"{race.places[-1]} {short(race.name, 6 if narrow else 8)}"
                parts.append(word(x.end + 10, at, said, "v-tb" if race.named else "v-t"))
        return svg(width, bottom + 22, title, parts, NARROW if narrow else WIDE, fixed=False)

    return twice(draw, wide)
