"""The proposals of a paper as JSON text, written straight: the text json.dumps(…, ensure_ascii=False, indent=1) gives for them.

They are most of a paper's JSON. That the text is the same is held by a test over every annotated paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring as _quoted
from typing import TypeVar

from kaoping.intake.confidence import REASONS
from kaoping.intake.paper import Ground, Mark, Paper, Span, Target, Task, Unproposed

_ITEM = "\n  "
_KEY = "\n   "


class Written(str):
    """Text that already is JSON."""

    __slots__ = ()


def _form(names: str, tail: str = "") -> str:
    """The opening of an object with a gap for each value; the words `placed` and `ground` stand for what all items have."""
    gaps = []
    for name in names.split():
        if name == "placed":
            gaps += [f'"{key}": %d' for key in ("start", "end", "raw_start", "raw_end")] + [
                '"quote": %s',
                "%s",
            ]
        else:
            gaps.append(f'"{name}": %s')
    return "{" + _KEY + ("," + _KEY).join(gaps) + tail + _ITEM + "}"


_TASK = _form("id title level parent marker category responsible responsible_inherited period placed")
_TARGET = _form("id subject measure kind comparator value value_text unit reference period scope placed")
_RED_LINE = _form("kind placed")
_FRAMEWORK = _form("text kind placed")
_AWARD = _form("name year recipients placed")
_LEFT = _form("start end reason quote")
Item = TypeVar("Item")
Placed = tuple[int, int, int, int, str, str]


def tasks(paper: Paper) -> Written:
    """The list of tasks."""
    return _list(paper, paper.tasks, _task)


def targets(paper: Paper, listed: Iterable[Target]) -> Written:
    """A list of targets, or of baselines."""
    return _list(paper, listed, _target)


def red_lines(paper: Paper) -> Written:
    """The list of red lines."""
    return _list(
        paper,
        paper.red_lines,
        lambda paper, mark: _RED_LINE % (_quoted(mark.kind), *_placed(paper, mark.span, mark.ground)),
    )


def frameworks(paper: Paper) -> Written:
    """The list of frameworks."""
    return _list(
        paper,
        paper.frameworks,
        lambda paper, mark: (
            _FRAMEWORK % (_quoted(mark.text), _quoted(mark.kind), *_placed(paper, mark.span, mark.ground))
        ),
    )


def awards(paper: Paper) -> Written:
    """The list of awards."""
    return _list(paper, paper.awards, _award)


def left_over(paper: Paper) -> Written:
    """The list of what was not proposed."""
    return _list(paper, paper.unproposed, _left)


def pairs(rows: Iterable[tuple[int, ...]], margin: str) -> Written:
    """A list of rows of as many whole numbers each; margin: the line end and spaces its own closing bracket stands after."""
    outer, inner = margin + " ", "," + margin + "  "
    listed = list(rows)
    form = f"[{inner[1:]}{inner.join(['%d'] * len(listed[0]))}{outer}]" if listed else ""
    if not listed:
        return Written("[]")
    forms = f",{outer}".join([form] * len(listed))
    return Written(f"[{outer}{forms % tuple(chain.from_iterable(listed))}{margin}]")


def _list(paper: Paper, items: Iterable[Item], write: Callable[[Paper, Item], str]) -> Written:
    parts = [write(paper, item) for item in items]
    return Written("[" + _ITEM + ("," + _ITEM).join(parts) + "\n ]") if parts else Written("[]")


def _task(paper: Paper, task: Task) -> str:
    key, span, title, level, parent, marker, category, responsible, inherited, period, ground = task
    return _TASK % (
        _quoted(key),
        _quoted(title),
        level,
        _quoted(parent) if parent else "null",
        _quoted(marker) if marker else "null",
        _quoted(category),
        _names(responsible) if responsible else "[]",
        _names(inherited) if inherited else "[]",
        _quoted(period) if period else "null",
        *_placed(paper, span, ground),
    )


def _target(paper: Paper, target: Target) -> str:
    key, span, subject, measure, kind, comparator, value, upper, unit, reference, period, scope, ground = (
        target
    )
    shown, exact = ("null", "null") if value is None else _value(value, upper)
    return _TARGET % (
        _quoted(key),
        _quoted(subject),
        _quoted(measure) if measure else "null",
        _quoted(kind),
        _quoted(comparator),
        shown,
        exact,
        _quoted(unit) if unit else "null",
        _quoted(reference) if reference else "null",
        _quoted(period) if period else "null",
        _quoted(scope) if scope else "null",
        *_placed(paper, span, ground),
    )


def _award(paper: Paper, mark: Mark) -> str:
    year = _quoted(mark.year) if mark.year else "null"
    return _AWARD % (
        _quoted(mark.text),
        year,
        _names(mark.recipients),
        *_placed(paper, mark.span, mark.ground),
    )


def _left(paper: Paper, item: Unproposed) -> str:
    start, end = item.span
    return _LEFT % (start, end, _quoted(item.reason), _quoted(paper.text[start:end]))


def _placed(paper: Paper, span: Span, ground: Ground) -> Placed:
    start, end = span
    raw_start, raw_end = paper.origin.span(start, end)
    return start, end, raw_start, raw_end, _quoted(paper.text[start:end]), _ground(ground)


def _names(names: tuple[str, ...]) -> str:
    """A list of names; none as `[]`."""
    if not names:
        return "[]"
    return "[\n    " + ",\n    ".join(map(_quoted, names)) + _KEY + "]"


def _value(value: Fraction, upper: Fraction | None) -> tuple[str, str]:
    """A value as a JSON number (of a range, both), and as exact text."""
    above, below = value.as_integer_ratio()
    exact = f'"{above}"' if below == 1 else f'"{above}/{below}"'
    shown = str(above) if below == 1 else repr(number(value))
    return (shown if upper is None else f"[\n    {shown},\n    {number(upper)!r}{_KEY}]"), exact


def number(value: Fraction) -> int | float:
    """A JSON number for display and comparison; the exact value is `value_text`."""
    return value.numerator if value.denominator == 1 else round(value.numerator / value.denominator, 12)


@lru_cache(1024)
def _ground(ground: Ground) -> str:
    """Status, rule, confidence and reasons: the same few stand in every paper."""
    reasons = [
        {"code": code, "zh": REASONS[code].zh, "en": REASONS[code].en}
        for code in ground.reasons
        if code in REASONS
    ]
    plain = {
        "status": "proposed",
        "by": ground.by,
        "rule": ground.rule,
        "confidence": ground.confidence.value,
        "reasons": reasons,
    }
    written = json.dumps(plain, ensure_ascii=False, indent=1)
    return written[len("{\n ") : -len("\n}")].replace("\n ", _KEY)
