"""Rates: figures between a worst and a best value, whatever the size of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from demo.draws import Draws
from demo.figures import MONTHS, QUARTERS, THIS_YEAR, absent, filed
from demo.organisations import Body
from kaoping.periods import Period
from kaoping.tables import Absence, Filed


def _always(_draws: Draws, _body: Body) -> bool:
    return True


@dataclass(frozen=True)
class Rate:
    """One fact: its tracks (letters T D Q V C), the values of the weakest and the strongest, the noise: all in units of
    the last decimal place. `to`: to whom it applies; the others file “not applicable” with `why`.
    `target`: what was agreed with everybody."""

    fact: str
    tracks: str
    worst: int
    best: int
    noise: int
    decimals: int = 1
    every: str = "year"
    most: int | None = 1000
    least: int | None = 0
    to: Callable[[Draws, Body], bool] = _always
    why: str = ""
    target: int | None = None


LETTERS = {"townships": "T", "departments": "D", "enterprises": "Q", "villages": "V", "communities": "C"}


def _urban(_draws: Draws, body: Body) -> bool:
    return body.home.is_urban


def _rural(draws: Draws, body: Body) -> bool:
    return not _urban(draws, body)


def _inspected(draws: Draws, body: Body) -> bool:
    return draws.happens(55, body.key, "inspected")


def _public(_draws: Draws, body: Body) -> bool:
    return body.track != "departments" or "p" in body.letters


def _funded(draws: Draws, body: Body) -> bool:
    return body.track == "townships" or draws.happens(35, body.key, "funds")


def _indebted(draws: Draws, body: Body) -> bool:
    return draws.happens(60, body.key, "arrears")


def _old_estates(draws: Draws, body: Body) -> bool:
    return draws.happens(70, body.key, "old estates")


def _supplies(_draws: Draws, body: Body) -> bool:
    return "s" in body.letters


NOT_INSPECTED = "本年度未列入巡察"
NO_PUBLIC = "没有面向群众和企业的办理事项"
RATES = (
    Rate("branch_standard", "TDQVC", 860, 985, 12, target=950),
    Rate("grid_on_time", "TC", 900, 1000, 12),
    Rate("burden_relief", "TD", 900, 995, 12),
    Rate("inspection_rectified", "TDQ", 890, 1000, 15, to=_inspected, why=NOT_INSPECTED),
    Rate("open_affairs", "TDVC", 900, 1000, 15),
    Rate("industry_growth", "T", 20, 118, 16, most=None, least=None),
    Rate("industry_quarter_growth", "T", 30, 105, 35, every="quarter", most=None, least=None),
    Rate("industrial_investment_growth", "T", -40, 160, 40, most=None, least=None),
    Rate("retail_growth", "T", -8, 74, 18, most=None, least=None),
    Rate("services_growth", "T", 10, 112, 20, most=None, least=None),
    Rate("air_days", "T", 850, 950, 15),
    Rate("line_targets", "D", 900, 1040, 25, most=1200),
    Rate("line_score", "D", 8300, 9700, 150, most=10_000),
    Rate("spending_gap", "D", 140, -10, 40, most=None, least=None),
    Rate("late_filings", "D", 4, 0, 1, 0, to=_supplies, why="不承担数据报送"),
    Rate("corrected_filings", "D", 2, 0, 1, 0, to=_supplies, why="不承担数据报送"),
    Rate("once_done", "TD", 900, 990, 10, to=_public, why=NO_PUBLIC, target=970),
    Rate("requests_on_time", "TD", 920, 1000, 10),
    Rate("requests_satisfied", "TD", 850, 975, 15, every="quarter"),
    Rate("policy_funds", "TD", 740, 960, 40, to=_funded, why="没有惠企资金任务"),
    Rate("arrears_cleared", "TD", 800, 1000, 50, to=_indebted, why="没有拖欠账款"),
    Rate("firm_survey", "D", 8300, 9500, 150, 2, most=10_000, to=_public, why=NO_PUBLIC),
    Rate("hazards", "TDQC", 940, 1000, 12, every="quarter"),
    Rate("accidents", "TQ", 2, 0, 1, 0),
    Rate("fire_standard", "TDQ", 920, 1000, 15),
    Rate("clean_score", "V", 720, 965, 40, every="quarter"),
    Rate("land_violations", "V", 1, -1, 1, 0),
    Rate("agency_service", "V", 850, 985, 25),
    Rate("matters_on_time", "TDQ", 850, 990, 30, every="month"),
    Rate("appeals_on_time", "VC", 900, 1000, 20),
    Rate("elderly_cover", "C", 700, 980, 40),
    Rate("renovation", "C", 820, 1020, 40, most=1200, to=_old_estates, why="本年度没有改造任务"),
    Rate("renewal", "T", 820, 1010, 40, most=1200, to=_urban, why="差异化事项：只考街道"),
    Rate("brand_growth", "T", 20, 180, 40, most=None, to=_rural, why="差异化事项：只考镇和乡"),
    Rate("tourism_growth", "T", -10, 160, 50, most=None, least=None),
    Rate("river_done", "T", 850, 1010, 40, most=1200),
    Rate("filing_on_time", "TDQ", 930, 1000, 30, every="month"),
    Rate("hotline_on_time", "TD", 930, 1000, 15, every="month", to=_public, why=NO_PUBLIC),
    Rate("service_in_time", "D", 920, 1000, 20, every="month", to=_public, why=NO_PUBLIC),
    Rate("patrol_fixed", "Q", 880, 1000, 30, every="month"),
    Rate("task_completion", "TDQ", 860, 1010, 35, every="quarter", most=1200),
    Rate("revenue_quarter_growth", "Q", 5, 95, 45, every="quarter", most=None, least=None),
)
WITH_LAST_QUARTER = ("industry_quarter_growth", "revenue_quarter_growth")


def rates(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """Every rate of everybody it concerns."""
    for rate in RATES:
        for body in everybody:
            if LETTERS[body.track] in rate.tracks:
                yield from _filings(draws, rate, body)


def _filings(draws: Draws, rate: Rate, body: Body) -> Iterator[Filed]:
    strength = min(100, max(0, draws.around(body.strength, 30, body.key, rate.fact)))
    middle = rate.worst + (rate.best - rate.worst) * strength // 100
    if rate.target is not None:
        yield filed(body.key, f"{rate.fact}.target", rate.target, rate.decimals)
    for period in _periods(rate):
        if not rate.to(draws, body):
            yield absent(body.key, rate.fact, Absence.NOT_APPLICABLE, period, rate.why)
            continue
        units = draws.around(middle, rate.noise, body.key, rate.fact, period)
        units = units if rate.most is None else min(units, rate.most)
        units = units if rate.least is None else max(units, rate.least)
        yield filed(body.key, rate.fact, units, rate.decimals, period)


def _periods(rate: Rate) -> tuple[Period, ...]:
    if rate.every == "month":
        return MONTHS
    if rate.every == "quarter":
        return (QUARTERS[0].previous(), *QUARTERS) if rate.fact in WITH_LAST_QUARTER else QUARTERS
    return (THIS_YEAR,)
