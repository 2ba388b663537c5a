"""The proposals of a paper as JSON text, written straight: the text json.dumps(…, ensure_ascii=False, indent=1) gives for them.

They are most of a paper's JSON. That the text is the same is held by a test over every annotated paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
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
        paper, paper.red_lines, lambda paper, mark: _RED_LINE % (_quoted(mark.kind), *_placed(paper, mark))
    )


def frameworks(paper: Paper) -> Written:
    """The list of frameworks."""
    return _list(
        paper,
        paper.frameworks,
        lambda paper, mark: _FRAMEWORK % (_quoted(mark.text), _quoted(mark.kind), *_placed(paper, mark)),
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
    form = "[" + inner[1:] + inner.join(["%d"] * len(listed[0])) + outer + "]" if listed else ""
    parts = [form % row for row in listed]
    return Written("[" + outer + ("," + outer).join(parts) + margin + "]") if parts else Written("[]")


def _list(paper: Paper, items: Iterable[Item], write: Callable[[Paper, Item], str]) -> Written:
    parts = [write(paper, item) for item in items]
    return Written("[" + _ITEM + ("," + _ITEM).join(parts) + "\n ]") if parts else Written("[]")


def _task(paper: Paper, task: Task) -> str:
    return _TASK % (
        _quoted(task.id),
        _quoted(task.title),
        task.level,
        _or_null(task.parent),
        _or_null(task.marker),
        _quoted(task.category),
        _names(task.responsible),
        _names(task.inherited),
        _or_null(task.period),
        *_placed(paper, task),
    )


def _target(paper: Paper, target: Target) -> str:
    value = target.value
    return _TARGET % (
        _quoted(target.id),
        _quoted(target.subject),
        _or_null(target.measure),
        _quoted(target.kind),
        _quoted(target.comparator),
        "null" if value is None else _value(value, target.upper),
        "null" if value is None else f'"{value}"',
        _or_null(target.unit),
        _or_null(target.reference),
        _or_null(target.period),
        _or_null(target.scope),
        *_placed(paper, target),
    )


def _award(paper: Paper, mark: Mark) -> str:
    return _AWARD % (_quoted(mark.text), _or_null(mark.year), _names(mark.recipients), *_placed(paper, mark))


def _left(paper: Paper, item: Unproposed) -> str:
    start, end = item.span
    return _LEFT % (start, end, _quoted(item.reason), _quoted(paper.text[start:end]))


def _placed(paper: Paper, item: Task | Target | Mark) -> Placed:
    span: Span = item.span
    start, end = span
    raw_start, raw_end = paper.origin.span(start, end)
    return start, end, raw_start, raw_end, _quoted(paper.text[start:end]), _ground(item.ground)


def _or_null(words: str) -> str:
    return _quoted(words) if words else "null"


def _names(names: tuple[str, ...]) -> str:
    if not names:
        return "[]"
    return "[\n    " + ",\n    ".join(map(_quoted, names)) + _KEY + "]"


def _value(value: Fraction, upper: Fraction | None) -> str:
    if upper is not None:
        return f"[\n    {number(value)!r},\n    {number(upper)!r}{_KEY}]"
    return repr(number(value))


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
