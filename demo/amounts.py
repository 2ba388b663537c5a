"""Amounts of townships and villages: a target by size, what came of it month by month, and last year's figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from demo.draws import Draws
from demo.figures import LAST_YEAR, MONTHS, THIS_YEAR, absent, filed, share
from demo.organisations import Body
from kaoping.tables import Absence, Filed

CURVE = (45, 105, 190, 265, 352, 455, 538, 622, 728, 815, 905, 1000)
"""What part of the year's work is done by the end of each month, in thousandths."""


@dataclass(frozen=True)
class Amount:
    """One fact with a target: units of the last decimal place for each 亿元 of size (times 100), and the completion of
    the weakest and the strongest in thousandths. `least`: smallest target."""

    fact: str
    per_size: int
    worst: int
    best: int
    decimals: int = 0
    monthly: bool = False
    least: int = 0


AMOUNTS = (
    Amount("investment", 10_000, 820, 1060, 2, monthly=True),
    Amount("budget_revenue", 62_000, 930, 1045, 0, monthly=True),
    Amount("key_projects", 2_600, 860, 1080, 2, monthly=True),
    Amount("hightech_firms", 22, 700, 1250, 0),
    Amount("new_projects", 12, 550, 1200, 0, least=2),
    Amount("idle_land", 260, 850, 1150, 0, least=30),
    Amount("energy_intensity", 0, 1075, 930, 3),
)
NO_IDLE_LAND = ("yunxiu", "luming", "zhuwu")
NO_FIRM_TASK = ("luming", "yunxiu")


def amounts(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """Everything that is an amount."""
    for body in everybody:
        if body.track == "townships":
            for amount in AMOUNTS:
                yield from _with_target(draws, amount, body)
            yield from _farming(draws, body)
            yield from _attracted(draws, body)
            yield from _taxes(draws, body)
            yield from _standing(draws, body)
            yield from _own_items(draws, body)
        elif body.track == "villages":
            yield from _pair(
                draws, body, "collective_income", draws.between(2800, 16_000, body.key, "income"), 2, 0, 190
            )


def _rate(draws: Draws, body: Body, fact: str, worst: int, best: int) -> int:
    """How far a body gets, in thousandths."""
    strength = min(100, max(0, draws.around(body.strength, 30, body.key, fact)))
    return worst + (best - worst) * strength // 100


def _target(draws: Draws, amount: Amount, body: Body) -> int:
    if amount.fact == "energy_intensity":
        return draws.between(320, 560, body.key, amount.fact)
    if amount.fact == "hightech_firms" and body.key in NO_FIRM_TASK:
        return 0
    return max(amount.least, (body.home.size * amount.per_size + 5_000) // 10_000)


def _with_target(draws: Draws, amount: Amount, body: Body) -> Iterator[Filed]:
    if amount.fact == "idle_land" and body.key in NO_IDLE_LAND:
        yield absent(body.key, amount.fact, Absence.NOT_APPLICABLE, note="没有闲置用地")
        return
    target = _target(draws, amount, body)
    reached = share(target, _rate(draws, body, amount.fact, amount.worst, amount.best))
    yield filed(body.key, f"{amount.fact}.target", target, amount.decimals)
    if not amount.monthly:
        yield filed(body.key, amount.fact, reached, amount.decimals)
        return
    done = 0
    for month, part in zip(MONTHS, CURVE, strict=True):
        wobble = 0 if part == 1000 else draws.around(0, 14, body.key, amount.fact, month)
        done = max(done, share(reached, min(1000, part + wobble)))
        yield filed(body.key, amount.fact, done, amount.decimals, month)


def _farming(draws: Draws, body: Body) -> Iterator[Filed]:
    """Grain and farmland: sub-districts without villages and the zone have none."""
    villages = body.home.villages
    for fact, each, worst, best in (("grain_area", 460, 985, 1015), ("farmland_built", 120, 850, 1080)):
        if not villages:
            yield absent(body.key, fact, Absence.NOT_APPLICABLE, note="没有村，不承担此项任务")
            continue
        target = villages * each
        yield filed(body.key, f"{fact}.target", target)
        yield filed(body.key, fact, share(target, _rate(draws, body, fact, worst, best)))


def _attracted(draws: Draws, body: Body) -> Iterator[Filed]:
    units = share(
        body.home.size, _rate(draws, body, "attracted", 120, 240) + draws.between(0, 60, body.key, "deal")
    )
    yield filed(body.key, "attracted", units, 2)
    places = share(body.home.population, _rate(draws, body, "childcare", 350, 500)) // 100
    yield filed(body.key, "childcare_places", places)


def _taxes(draws: Draws, body: Body) -> Iterator[Filed]:
    revenue = (body.home.size * 62_000) // 10_000
    tax = share(revenue, _rate(draws, body, "tax share", 600, 820))
    yield from _pair(draws, body, "tax_revenue", tax, 0, 10, 115)
    yield from _pair(draws, body, "new_firms", body.home.population // 130, 0, -30, 210)


def _pair(
    draws: Draws, body: Body, fact: str, now: int, decimals: int, worst: int, best: int
) -> Iterator[Filed]:
    """This year's figure, and last year's by a growth in thousandths."""
    growth = _rate(draws, body, f"{fact} growth", worst, best)
    yield filed(body.key, fact, now, decimals)
    yield filed(body.key, fact, max(1, now * 1000 // (1000 + growth)), decimals, LAST_YEAR)


def _standing(draws: Draws, body: Body) -> Iterator[Filed]:
    """Places among the townships of the city, this year and last; the zone is not compared."""
    if body.key == "gaoxin":
        yield absent(body.key, "city_place", Absence.NOT_APPLICABLE, note="不参加全市镇街排位")
        return
    place = max(1, 128 - body.strength * 5 // 4 + draws.around(0, 12, body.key, "city"))
    yield filed(body.key, "city_place", place)
    yield filed(body.key, "city_place", max(1, place + draws.around(3, 14, body.key, "moved")), 0, LAST_YEAR)


def _own_items(draws: Draws, body: Body) -> Iterator[Filed]:
    """Offices' tax is a matter of sub-districts, the local speciality one of towns."""
    if body.home.is_urban:
        yield from _pair(draws, body, "building_tax", body.home.size * 2 // 5, 0, -10, 160)
        for period in (THIS_YEAR, LAST_YEAR):
            yield absent(
                body.key, "specialty_output", Absence.NOT_APPLICABLE, period, "差异化事项：只考镇和乡"
            )
        return
    yield from _pair(draws, body, "specialty_output", body.home.size // 9 + 40, 2, 10, 230)
    for period in (THIS_YEAR, LAST_YEAR):
        yield absent(body.key, "building_tax", Absence.NOT_APPLICABLE, period, "差异化事项：只考街道")
