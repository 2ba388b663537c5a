"""Every rule with random settings: `RULES[name](choices)` gives the rule as a scheme writes it, and what it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeVar

_T = TypeVar("_T")
Rule = tuple[dict[str, object], str]
OUTCOMES = ("full", "zero", "not_applicable", "missing")


@dataclass(frozen=True)
class Choices:
    """Random choices in the words of a scheme."""

    random: Random

    def one(self, *of: _T) -> _T:
        """One of these."""
        return self.random.choice(of)

    def chance(self, share: float) -> bool:
        """True about so often."""
        return self.random.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(low, high)

    def number(self, low: int, high: int) -> str:
        """A decimal of two places as text."""
        hundredths = self.random.randint(low * 100, high * 100)
        sign = "-" if hundredths < 0 else ""
        return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"

    def fraction(self, low: int, high: int) -> Fraction:
        """A decimal of at most two places."""
        scale = self.random.choice((1, 10, 100))
        return Fraction(self.random.randint(low * scale, high * scale), scale)

    def rounding(self) -> object:
        """None, or places at some stages."""
        if self.chance(0.2):
            return "none"
        stages = [one for one in ("item", "dimension", "total") if self.chance(0.6)]
        modes = ("half_up", "half_even", "truncate", "floor", "ceil")
        return {"places": self.whole(0, 3), "mode": self.one(*modes), "at": stages or ["total"]}

    @property
    def of(self) -> str:
        """A quantity."""
        return self.one("f0", "f1", "f2", "f3", "f4", "f5", "v0", "v1", "v2")

    @property
    def fact(self) -> str:
        """A quantity with a target."""
        return self.one("f0", "f1", "f2", "f3", "f4", "f5")

    @property
    def population(self) -> dict[str, object]:
        """Who counts, now and then not everybody."""
        if self.chance(0.7):
            return {}
        said = {"vetoed": "excluded"}, {"missing": "zero"}, {"self": "excluded"}, {"unranked": "excluded"}
        return {"population": self.one(*said)}


def _target(c: Choices) -> object:
    return c.one("agreed", c.whole(1, 15), "agreed")


def reach(c: Choices) -> Rule:
    return {
        "reach": {
            "target": _target(c),
            "otherwise": c.one(0, 2),
            "comparator": c.one("at_least", "more_than", "at_most"),
        }
    }, c.fact


def completion(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "target": _target(c), "cap": c.one("none", "1.2", 1), "zero_target": c.one(*OUTCOMES, "full_if_reached"),
        "negative_target": c.one("distance", "zero"), "minimum_rate": c.one(0, "0.6"),
    }  # fmt: skip
    return {"completion": settings}, c.fact


def steps(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "target": c.whole(1, 15), "step": c.number(1, 3), "measured_in": c.one("units", "percent_of_target"),
        "up": c.number(0, 2), "down": c.number(0, 2), "high": c.one("full", "none"), "low": c.one(0, "none"),
        "zero_target": c.one("missing", "not_applicable"),
    }  # fmt: skip
    return {"steps": settings}, c.fact


def bands(c: Choices) -> Rule:
    rows = [
        {"from": 15, "share": 1},
        {"from": 8, "below": 15, "points": c.number(1, 5)},
        {"below": 8, "points": 0},
    ]
    return {"bands": rows}, c.of


def cases(c: Choices) -> Rule:
    rows = [{"when": "x > 15 and f1 > 2", "points": "full"}, {"when": "x > 5", "points": "full / 2"}]
    return {"cases": {"rows": rows, "otherwise": 0}}, c.of


def interpolate(c: Choices) -> Rule:
    return {
        "interpolate": {"points": [[0, 0], [8, "0.6 * full"], [16, "full"]], "ends": c.one("clip", "extend")}
    }, c.of


def parity(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "base": "last_year(x)", "step": c.number(1, 5), "up": "0.1", "down": "0.2", "zero_base": c.one("missing", "not_applicable"),
    }  # fmt: skip
    return {"parity": settings}, c.fact


def inverse(c: Choices) -> Rule:
    form = c.one("ratio", "difference", "ceiling")
    settings: dict[str, object] = {"form": form, "target": c.whole(1, 15)}
    if form == "ceiling":
        settings |= {"down": c.number(0, 2), "step": 2}
    return {"inverse": settings}, c.fact


def range_(c: Choices) -> Rule:
    return {"range": {"low": 5, "high": 10, "zero_below": 0, "zero_above": 18}}, c.of


def progress(c: Choices) -> Rule:
    return {
        "progress": {"target": _target(c), "cap": c.one(1, "1.2", "none"), "zero_target": c.one(*OUTCOMES)}
    }, c.fact


def improvement(c: Choices) -> Rule:
    return {"improvement": {"with": "last_year(x)", "equal": "0.6"}}, c.fact


def min_max(c: Choices) -> Rule:
    return {
        "min_max": {"flat": c.one("full", "zero", "half"), "ends": c.one("clip", "extend"), **c.population}
    }, c.of


def efficacy(c: Choices) -> Rule:
    settings: dict[str, object] = {"base": 60, "span": 40, "flat": c.one("full", "zero"), **c.population}
    if c.chance(0.3):
        settings |= {"form": "exponential"}
    if c.chance(0.3):
        settings |= {"best": 18, "worst": 1}
    return {"efficacy": settings}, c.of


def standards(c: Choices) -> Rule:
    rows = [
        {"value": 16, "coefficient": 1},
        {"value": 9, "coefficient": "0.6"},
        {"value": 2, "coefficient": "0.2"},
    ]
    return {"standards": {"rows": rows, "below": c.one("zero", "lowest")}}, c.of


def to_best(c: Choices) -> Rule:
    return {"to_best": {"best_not_positive": c.one(*OUTCOMES), **c.population}}, c.of


def rank(c: Choices) -> Rule:
    form = c.one("step", "percent", "linear", "table", "shares", "points_down", "place")
    settings: dict[str, object] = {
        "form": form,
        "ties": c.one("share_best", "dense", "mean", "share_worst"),
        **c.population,
    }
    settings |= {"step": {"by": c.number(0, 2)}, "percent": {"by": "0.1"}, "table": {"table": [10, 8, "6.5"], "beyond": 1},
                 "shares": {"shares": [["1/3", "full"], ["2/3", "full / 2"]]}}.get(form, {})  # fmt: skip
    if c.chance(0.2):
        settings |= {"eligible": "f0 > 2", "not_eligible": 1}
    return {"rank": settings}, c.of


def to_mean(c: Choices) -> Rule:
    form = c.one("threshold", "difference", "ratio", "ratio_steps")
    settings: dict[str, object] = {"form": form, **c.population}
    if form in ("difference", "ratio_steps"):
        settings |= {
            "by": c.number(0, 2),
            "step": "0.5",
            "high": "full",
            "step_mode": c.one("floor", "linear"),
        }
    if form == "ratio":
        settings |= {"mean_not_positive": "full / 2"}
    return {"to_mean": settings}, c.of


def place(c: Choices) -> Rule:
    if c.chance(0.5):
        return {"place": {"form": "normalised", "of": 10}}, "place"
    return {"place": {"form": "table", "of": 9, "top": [5, 3], "bottom": [-2]}}, "place"


def movement(c: Choices) -> Rule:
    settings: dict[str, object] = {"from": "last_year(place)", "by": c.number(0, 2), "high": 5, "low": -5}
    return {"movement": settings}, "place"


def increment_share(c: Choices) -> Rule:
    return {"increment_share": {"none": c.one(*OUTCOMES), "times": c.one(1, 3), **c.population}}, c.of


def deduct(c: Choices) -> Rule:
    settings: dict[str, object] = {"for": {"blame": c.number(0, 3), "no": "0.1"}, "low": c.one(0, -3)}
    if c.chance(0.3):
        settings |= {"zero_at": {"blame": 3}}
    return {"deduct": settings}, ""


def events(c: Choices) -> Rule:
    return {"events": {"of": ["praise", "blame"], "start": c.one(0, 3), "cap": 6, "low": -2}}, ""


def votes(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "counts": {"yes": 1, "no": 0}, "abstain": ["blank"], "abstentions": c.one("left_out", "counted"),
        "at_least": c.one(1, 4), "too_few": c.one(*OUTCOMES),
    }  # fmt: skip
    return {"votes": settings}, ""


def panel(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "of": "ballot",
        "combine": c.one("mean", "median"),
        "at_least": c.one(1, 4),
    }
    if c.chance(0.5):
        settings |= {"drop_high": 1, "drop_low": 1, "drop_when_more_than": c.one(0, 4)}
    if c.chance(0.5):
        settings |= {"points": "v / 100 * full"}
    return {"panel": settings}, ""


def controlled_bonus(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "each_at_most": 3,
        "each_at_least": -3,
        "bonus_share_at_most": c.one("0.5", 1),
        **c.population,
    }
    return {"controlled_bonus": settings}, "v1"


def formula(c: Choices) -> Rule:
    written = (
        "if(x > 10, full, x > 5, full / 2, 0)", "full * min(x / 12, 1)", "coalesce(x, 3) + max(f1, f2) / 10",
        "clamp(x, 0, full)", "full - 2 * count_true(f0 > 3, f1 > 3)", "x - above_mean", "sqrt(abs(x))", "points_of_rank",
    )  # fmt: skip
    source = (
        c.one(*written)
        .replace("above_mean", "group_mean(f0)")
        .replace("points_of_rank", "full / group_rank(f0)")
    )
    return {"formula": source}, c.of


def as_it_is(c: Choices) -> Rule:
    return {"as_it_is": {}}, c.of


def external(c: Choices) -> Rule:
    return {"external": {"of": 20, "ends": c.one("clip", "extend")}}, c.of


def z_score(c: Choices) -> Rule:
    settings: dict[str, object] = {
        "mean": 8,
        "sd": 2,
        "deviation": c.one("sample", "population"),
        "flat": "zero",
        **c.population,
    }
    return {"z_score": settings}, c.of


def counted_up(c: Choices) -> Rule:
    name = c.one("percentile_rank", "borda", "rank_up")
    return {name: {"ties": c.one("share_best", "mean"), **c.population}}, c.of


def distance(c: Choices) -> Rule:
    return {"distance": {"to": "value", "reference": 18, "cap": c.one("held", "open"), **c.population}}, c.of


def goalposts(c: Choices) -> Rule:
    return {"goalposts": {"low": 2, "high": 16, "ends": c.one("clip", "extend")}}, c.of


def of_max(c: Choices) -> Rule:
    return {"of_max": {"max_not_positive": c.one(*OUTCOMES), **c.population}}, c.of


RULES: Mapping[str, Callable[[Choices], Rule]] = {
    one.__name__: one
    for one in (
        reach, completion, steps, bands, cases, interpolate, parity, inverse, range_, progress, improvement, min_max,
        efficacy, standards, to_best, rank, to_mean, place, movement, increment_share, deduct, events, votes, panel,
        controlled_bonus, formula, as_it_is, external, z_score, counted_up, distance, goalposts, of_max,
    )
}  # fmt: skip
