"""Figures of the district's enterprises: what was agreed and what came of it, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterator

from demo.amounts import CURVE
from demo.draws import Draws
from demo.figures import LAST_YEAR, MONTHS, QUARTERS, THIS_YEAR, filed, share
from demo.offices import ENTERPRISES, table
from demo.organisations import Body
from kaoping.tables import Filed

AGREED_PROFIT = {row[0]: int(row[3]) for row in table(ENTERPRISES)}

OVER_DEBT = {("logistics", "debt_ratio"): 75}
"""An enterprise far above its ceiling: its shortfall holds all its other items at their base marks."""


def firms(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """Every figure of every enterprise."""
    for body in everybody:
        if body.track == "enterprises":
            yield from _profit(draws, body)
            yield from _revenue(draws, body)
            yield from _value_added(draws, body)
            yield from _ratios(draws, body)
            yield from _projects(draws, body)


def _strength(draws: Draws, body: Body, fact: str) -> int:
    return min(100, max(0, draws.around(body.strength, 30, body.key, fact)))


def _profit(draws: Draws, body: Body) -> Iterator[Filed]:
    """Profit; where a loss was agreed, doing well means a smaller loss."""
    agreed = AGREED_PROFIT[body.key]
    rate = 850 + 300 * _strength(draws, body, "profit") // 100
    reached = share(agreed, rate if agreed > 0 else 2000 - rate)
    yield filed(body.key, "profit.target", agreed)
    for quarter, part in zip(QUARTERS, (210, 470, 730, 1000), strict=True):
        yield filed(body.key, "profit", share(reached, part), 0, quarter)


def _revenue(draws: Draws, body: Body) -> Iterator[Filed]:
    agreed = abs(AGREED_PROFIT[body.key]) * 9
    reached = share(agreed, 900 + 170 * _strength(draws, body, "revenue") // 100)
    yield filed(body.key, "revenue.target", agreed)
    for quarter, part in zip(QUARTERS, (220, 470, 735, 1000), strict=True):
        yield filed(body.key, "revenue", share(reached, part), 0, quarter)


def _value_added(draws: Draws, body: Body) -> Iterator[Filed]:
    """Economic value added: the agreed target lies above last year's figure."""
    before = AGREED_PROFIT[body.key] // 3
    wanted = before + max(80, abs(before) // 5)
    strength = _strength(draws, body, "economic_value")
    yield filed(body.key, "economic_value", before, 0, LAST_YEAR)
    yield filed(body.key, "economic_value.target", wanted)
    yield filed(body.key, "economic_value", before + (wanted - before) * (strength * 16 - 200) // 1000)


def _ratios(draws: Draws, body: Body) -> Iterator[Filed]:
    loss = AGREED_PROFIT[body.key] < 0
    for fact, worst, best, decimals in (
        ("equity_return", 150 if loss else 180, 360 if loss else 860, 2),
        ("capital_kept", 9900, 10_700, 2),
    ):
        units = worst + (best - worst) * _strength(draws, body, fact) // 100
        yield filed(body.key, fact, units, decimals)
    for fact, low, high in (("cost_share", 820, 930), ("debt_ratio", 520, 680)):
        limit = draws.between(low, high, body.key, fact, "limit")
        yield filed(body.key, f"{fact}.target", limit, 1)
        beyond = OVER_DEBT.get((body.key, fact), 35 - _strength(draws, body, fact) * 55 // 100)
        yield filed(body.key, fact, limit + beyond, 1)


def _projects(draws: Draws, body: Body) -> Iterator[Filed]:
    """Investment in key projects, month by month."""
    agreed = abs(AGREED_PROFIT[body.key]) // 8 + 60
    reached = share(agreed, 860 + 220 * _strength(draws, body, "key_projects") // 100)
    yield filed(body.key, "key_projects.target", agreed, 2, THIS_YEAR)
    for month, part in zip(MONTHS, CURVE, strict=True):
        yield filed(body.key, "key_projects", share(reached, part), 2, month)
