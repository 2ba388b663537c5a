"""The nearest points: what one step more on an item would bring, and what its target, the upper quartile and the full mark ask.

Everything is scored, not estimated: another figure is put in the place of the one read and the run is worked out again
(`kaoping.whatif`), so that caps, steps and rounding are in it. Of other bodies nothing changes; only this item is told of.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaoping import KaopingError, Scheme, Tables
from kaoping.exact import canonical_text
from kaoping.plan.steps import NodeColumns
from kaoping.scheme.model import Better, Fact
from kaoping.whatif import Prepared, prepare
from kaoping_web.scoring.explaining.stored import Told
from kaoping_web.scoring.figures import Figure, figure_of

TRIES = 12
"""How often a figure that reaches a goal is looked for; rules are straight lines and stairs, so most take three."""
PART = 20
"""A step is the power of ten nearest below a twentieth of the figure: 1 of 29.34, 1,000 of 28,634; one point of a share."""


@dataclass(frozen=True)
class Ask:
    """One item of one body. `points` as they are; `upper`: the upper quartile of its track, None where none may be told."""

    node: str
    group: str
    upper: Fraction | None


class Trial:
    """One body's figures tried out on a scoring kept ready. One thread at a time; every figure is put back."""

    def __init__(self, ready: Prepared, scheme: Scheme, organisation: str) -> None:
        self.ready, self.scheme, self.organisation = ready, scheme, organisation
        self.known = {one.key: one for one in scheme.nodes()}
        self.places = {
            (one.group, one.node): one for one in ready.plan.nodes if one.period == ready.plan.period
        }

    def nearest(self, asks: list[Ask]) -> Told:
        """Every item that rests on one filed figure, with what it would take."""
        with LOCK:
            rows = [row for one in asks if (row := self._row(one)) is not None]
        return {"items": rows}

    def _row(self, ask: Ask) -> dict[str, Any] | None:
        columns = self.places.get((ask.group, ask.node))
        if columns is None:
            return None
        figure = figure_of(self.scheme, self.ready.plan, columns, self.known[ask.node])
        fact = self.scheme.facts.get(figure.fact)
        now = self.ready.cell(figure.facts[figure.fact], self.organisation) if fact else None
        points, full = self._points(columns), self._full(columns)
        if fact is None or not isinstance(now, Fraction) or points is None or full is None:
            return None
        item = _Item(self, columns, fact, now, points, full)
        try:
            return item.row(figure, ask.upper)
        except KaopingError:
            return None  # a figure that the rule refuses is no way to points
        finally:
            self.ready.refile(self.organisation, fact.key, now)

    def _points(self, columns: NodeColumns) -> Fraction | None:
        cell = self.ready.cell(columns.points, self.organisation)
        return cell if isinstance(cell, Fraction) else None

    def _full(self, columns: NodeColumns) -> Fraction | None:
        cell = self.ready.cell(columns.full, self.organisation) if columns.full else None
        return cell if isinstance(cell, Fraction) else None


@dataclass(frozen=True)
class _Item:
    """One item under trial: the figure as it is, and the points it brings."""

    trial: Trial
    columns: NodeColumns
    fact: Fact
    now: Fraction
    points: Fraction
    full: Fraction

    def row(self, figure: Figure, upper: Fraction | None) -> dict[str, Any] | None:
        """What one step brings, and what reaching the target, the quartile and the full mark asks."""
        size = step_of(self.now, self.fact)
        way = self._way(figure, size)
        told: dict[str, Any] = {
            "node": self.columns.node, "fact": self.fact.key, "zh": self.fact.title.zh, "en": self.fact.title.in_("en"),
            "unit": self.fact.unit, "places": _places(self.fact, self.now), "now": canonical_text(self.now),
            "points": canonical_text(self.points), "full": canonical_text(self.full),
        }  # fmt: skip
        if way:
            told |= {"way": way, **self._scenario("step", self._within(self.now + way * size))}
        if way and upper is not None and self.points < upper:
            told |= self._reaching("upper", upper, way, size)
        if way and self.points < self.full:
            told |= self._reaching("all", self.full, way, size)
        target = self._target(figure)
        if target is not None and way and (target - self.now) * way > 0:
            told |= self._scenario("target", target)
        return told

    def _way(self, figure: Figure, size: Fraction) -> int:
        """Up or down: as the scheme says which is better, else whichever of the two brings points; 0 where neither does."""
        said = self.fact.better or self.trial.known[self.columns.node].better
        if said is not None:
            return 1 if said is Better.HIGHER else -1
        gains = {way: self._brings(self._within(self.now + way * size)) - self.points for way in (1, -1)}
        best = max(gains, key=lambda way: (gains[way], way))
        return best if gains[best] > 0 or self.points < self.full else 0

    def _brings(self, value: Fraction) -> Fraction:
        """The points of the item with another figure."""
        self.trial.ready.refile(self.trial.organisation, self.fact.key, value)
        found = self.trial._points(self.columns)
        return self.points if found is None else found

    def _scenario(self, name: str, value: Fraction) -> dict[str, Any]:
        got = self._brings(value)
        ready, total = self.trial.ready, self.trial
        whole = ready.nodes[self.columns.group].points
        after = ready.cell(whole, total.organisation)
        told = {"value": canonical_text(value), "away": canonical_text(abs(value - self.now)), "points": canonical_text(got),
                "gain": canonical_text(got - self.points), "total": canonical_text(after) if isinstance(after, Fraction) else ""}  # fmt: skip
        return {name: told}

    def _reaching(self, name: str, goal: Fraction, way: int, size: Fraction) -> dict[str, Any]:
        """The least figure found that brings the goal, rounded to what may be filed; nothing where none within bounds does."""
        found = self._search(goal, way, size)
        return {} if found is None else self._scenario(name, found)

    def _search(self, goal: Fraction, way: int, size: Fraction) -> Fraction | None:
        """Steps that double until the goal is reached, then halved between the last two."""
        short, reach = self.now, self.now
        away = size
        for _ in range(TRIES):
            reach = self._within(self.now + way * away)
            if self._brings(reach) >= goal:
                break
            if reach != self.now + way * away:
                return None  # at the bound
            short, away = reach, away * 2
        else:
            return None
        least = Fraction(1, 10 ** _places(self.fact, self.now))
        while abs(reach - short) > least:
            middle = self._rounded((reach + short) / 2, way)
            if middle in (short, reach):
                break
            if self._brings(middle) >= goal:
                reach = middle
            else:
                short = middle
        return reach

    def _rounded(self, value: Fraction, way: int) -> Fraction:
        """To the decimals that are filed, away from where it is."""
        scale = 10 ** _places(self.fact, self.now)
        scaled = value * scale
        return Fraction(-(-scaled // 1) if way > 0 else scaled // 1, scale)

    def _within(self, value: Fraction) -> Fraction:
        """No further than the fact's own bounds."""
        low, high = self.fact.low, self.fact.high
        value = value if high is None else min(value, high)
        return value if low is None else max(value, low)

    def _target(self, figure: Figure) -> Fraction | None:
        """The target, where it is held against the filed figure itself."""
        if figure.value != figure.facts[self.fact.key]:
            return None
        if isinstance(figure.target, str):
            cell = self.trial.ready.cell(figure.target, self.trial.organisation)
            return cell if isinstance(cell, Fraction) else None
        return figure.target


def step_of(now: Fraction, fact: Fact) -> Fraction:
    """One step: a percentage point of a share; else a power of ten near a twentieth of the figure, at least what may be filed."""
    least = Fraction(1, 10 ** _places(fact, now))
    if fact.unit in ("%", "‰"):
        return Fraction(1)
    step = least
    while step * 10 <= abs(now) / PART:
        step *= 10
    return step


def _places(fact: Fact, now: Fraction) -> int:
    """Decimals that are filed; where the scheme does not say, those of the figure itself, two at most."""
    if fact.decimals is not None:
        return fact.decimals
    return next((n for n in range(2) if (now * 10**n).denominator == 1), 2)


LOCK = threading.RLock()
_KEPT: dict[str, Prepared] = {}


def kept_ready(key: str, scheme: Scheme, tables: Tables, period: str) -> Prepared:
    """A scoring kept ready for tries; one a process, as it holds every column of a run."""
    with LOCK:
        if key not in _KEPT:
            _KEPT.clear()
            _KEPT[key] = prepare(scheme, tables, period)
        return _KEPT[key]


def asks_of(items: Mapping[str, Fraction | None], group: str) -> Iterator[Ask]:
    """What to try: items by key with the upper quartile of their track."""
    return (Ask(node, group, upper) for node, upper in items.items())
