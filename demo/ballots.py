"""What people say: internal votes, panels, surveys. Raters are seats, never persons."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from demo.draws import Draws
from demo.figures import QUARTERS, THIS_YEAR, absent, filed
from demo.organisations import Body
from kaoping.periods import Period
from kaoping.tables import Absence, Filed

MAIN, OTHER = "区委区政府主要领导", "其他区领导"
LEADERS = tuple(
    [(f"主要领导{n:02}席", MAIN) for n in range(1, 5)] + [(f"区领导{n:02}席", OTHER) for n in range(1, 9)]
)
VOID = ("区领导08席", "departments")
"""A sheet on which everybody got the same mark: it does not count."""
SAMPLES = {"townships": 400, "departments": 200, "enterprises": 120, "villages": 36, "communities": 45}
THIN = ("yunxiu_v03", "luming_v07", "qingya_v11")
"""Villages where too few answered the telephone."""
ASSESSED = ("townships", "departments", "enterprises")


def ballots(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """Every ballot and survey."""
    for body in everybody:
        yield from _survey(draws, body, "phone")
        if body.track in ASSESSED:
            yield from _survey(draws, body, "paper")
            yield from _votes(draws, body)
            yield from _leaders(draws, body)
            yield from _reviews(draws, body)
        if body.track in ("villages", "communities"):
            yield filed(body.key, "town_rating", _mark(draws, body, 72, 97, _habit(draws, body)))
    yield from _peers(draws, [one for one in everybody if one.track == "enterprises"])
    yield from _grassroots(draws, everybody)


def _mark(draws: Draws, body: Body, worst: int, best: int, *names: object) -> int:
    """A mark out of 100 around what the body deserves."""
    middle = worst + (best - worst) * body.strength // 100
    return min(100, max(0, draws.around(middle, 5, body.key, "mark", *names)))


def _habit(draws: Draws, body: Body) -> int:
    """How far a township marks higher or lower than others: its scale is its own."""
    return draws.between(-6, 6, body.organisation.parent, "habit")


def _said(body: Body, fact: str, rater: str, bloc: str, mark: int, period: Period = THIS_YEAR) -> Filed:
    return Filed(body.key, fact, Fraction(mark), period, rater=rater, rater_group=bloc)


def _leaders(draws: Draws, body: Body) -> Iterator[Filed]:
    for rater, bloc in LEADERS:
        mark = 90 if (rater, body.track) == VOID else _mark(draws, body, 78, 94, rater)
        yield _said(body, "leader_rating", rater, bloc, mark)


def _reviews(draws: Draws, body: Body) -> Iterator[Filed]:
    for quarter in QUARTERS:
        for number in range(1, 6):
            rater = f"评委{number:02}"
            yield _said(
                body, "review_rating", rater, "评议组", _mark(draws, body, 76, 95, rater, quarter), quarter
            )


def _peers(draws: Draws, firms: list[Body]) -> Iterator[Filed]:
    for rater in firms:
        for body in firms:
            mark = 100 if rater is body else _mark(draws, body, 75, 96, rater.key)
            yield _said(body, "peer_rating", rater.key, "区属企业", mark)


def _grassroots(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    towns = [one.key for one in everybody if one.track == "townships" and one.key != "gaoxin"]
    for body in everybody:
        if body.track == "departments":
            for town in towns:
                yield _said(body, "grassroots_rating", town, "镇街", _mark(draws, body, 72, 97, town))


def _votes(draws: Draws, body: Body) -> Iterator[Filed]:
    voters = draws.between(46, 88, body.key, "voters")
    excellent = voters * (48 + body.strength * 45 // 100) // 100
    good = (voters - excellent) * 3 // 5
    fair = (voters - excellent - good) // 2
    poor = 0 if body.strength > 40 else 1
    unknown = voters - excellent - good - fair - poor
    for name, count in (("excellent", excellent), ("good", good), ("fair", fair), ("poor", poor), ("unknown", unknown)):  # fmt: skip
        yield filed(body.key, f"votes_{name}", count)


def _survey(draws: Draws, body: Body, how: str) -> Iterator[Filed]:
    names = ("very", "fairly", "not") if how == "paper" else ("very", "fairly", "not", "unknown")
    if body.track == "departments" and "p" not in body.letters:
        for name in names:
            yield absent(body.key, f"{how}_{name}", Absence.NOT_APPLICABLE, note="没有服务对象")
        return
    for name, count in zip(names, _answers(draws, body, how), strict=False):
        yield filed(body.key, f"{how}_{name}", count)


def _answers(draws: Draws, body: Body, how: str) -> tuple[int, int, int, int]:
    """Satisfied, fairly, not, do not know."""
    asked = 22 if body.key in THIN else SAMPLES[body.track]
    unknown = asked * draws.between(6, 14, body.key, how, "unknown") // 100 + (4 if body.key in THIN else 0)
    valid = asked - unknown if how == "phone" else asked * 4 // 5
    very = valid * (52 + _mark(draws, body, 0, 38, how)) // 100
    poor = valid * draws.between(1, 6, body.key, how, "not") // 100
    return very, valid - very - poor, poor, unknown
