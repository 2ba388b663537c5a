"""Ways to make an index of the ASEM indicators: each as a scheme says it and as NumPy computes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.examples import numpy_index as by_hand
from tests.examples.numpy_index import Change, Column, Mean, Number

Rows = Sequence[Mapping[str, str]]
Normal = Callable[[Column, "Indicator"], Column]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its row of the description, its place in the list, and its goalposts as decimal texts."""

    row: Mapping[str, str]
    place: int
    low: str
    high: str

    @property
    def key(self) -> str:
        """Its code."""
        return self.row["iCode"]

    @property
    def sign(self) -> int:
        """1 where higher is better, −1 where lower is."""
        return int(self.row["Direction"])


@dataclass(frozen=True)
class Level:
    """How the nodes of one level are made of their members."""

    said: str
    mean: Mean
    at_least: str = "0"
    counted_by: str = "share"

    @property
    def text(self) -> str:
        """The `combine` of a scheme."""
        name, _, settings = self.said.partition(" ")
        more = f", {settings}" if settings else ""
        return (
            f"{{{name}: {{missing_members: leave_out, at_least: {self.at_least}, "
            f"counted_by: {self.counted_by}{more}}}}}"
        )


ARITHMETIC = Level("arithmetic", by_hand.arithmetic)
GEOMETRIC = Level("geometric", by_hand.geometric)
HARMONIC = Level("harmonic", by_hand.harmonic)
MEDIAN = Level("median", by_hand.median)


def power(exponent: str) -> Level:
    """A generalised mean."""
    return Level(f"power power: {exponent}", by_hand.generalised(exponent))


@dataclass(frozen=True)
class Way:
    """One configuration. `levels`: pillars, sub-indices, index. `numbers`: how many of the 60 × 51 are present."""

    name: str
    rule: str
    normal: Normal
    levels: tuple[Level, Level, Level] = (ARITHMETIC, ARITHMETIC, ARITHMETIC)
    denominators: bool = True
    impute_by: str = ""
    treat: str = ""
    treated: Change | None = None
    weighted: bool = False
    numbers: int = 2995

    def weight(self, place: int) -> int:
        """The weight of a node by its place among all of its level."""
        return 1 + place % 3 if self.weighted else 1


def _plain(change: Change) -> Normal:
    return lambda x, one: change(x)


def _target(x: Column, one: Indicator, held: bool) -> Column:
    return by_hand.distance(x, one.sign * Number(one.row["Target"]), held)


def _posts(x: Column, one: Indicator, held: bool) -> Column:
    low, high = sorted((one.sign * Number(one.low), one.sign * Number(one.high)))
    return by_hand.goalposts(x, low, high, held)


def _winsorised_or_log(x: Column) -> Column:
    held = by_hand.winsorised(x, 5)
    return by_hand.log_shifted(x) if by_hand.crooked(held) else held


TO_100 = ("{min_max: {low: 0, high: 100, flat: missing}}", _plain(lambda x: by_hand.min_max(x, 0, 100)))
FROM_1 = ("{min_max: {low: 1, high: 100, flat: missing}}", _plain(lambda x: by_hand.min_max(x, 1, 100)))
USUAL = "{method: winsorise, most: 5, skew: 2, kurtosis: 3.5, otherwise: log_shifted}"
BOX_COX = "{method: box_cox, power: 0.5, shift: by_one, skew: 2, kurtosis: 3.5}"
MOST = Level("arithmetic", by_hand.arithmetic, "0.9")

WAYS = (
    Way("plain", *TO_100),
    Way("undivided", *TO_100, denominators=False, numbers=2997),
    Way("usual", *TO_100, treat=USUAL, treated=_winsorised_or_log),
    Way("usual_imputed", *TO_100, impute_by="GDP_group", treat=USUAL, treated=_winsorised_or_log, numbers=3060),
    Way("box_cox", *FROM_1, (GEOMETRIC, GEOMETRIC, GEOMETRIC), impute_by="EurAsia_group", treat=BOX_COX,
        treated=by_hand.where_crooked(lambda x: by_hand.box_cox(x, "0.5")), numbers=3060),
    Way("box_cox_to_logarithm", *FROM_1, (ARITHMETIC, GEOMETRIC, HARMONIC), weighted=True,
        treat="{method: box_cox, power: 0, shift: by_one, test: always}", treated=lambda x: by_hand.box_cox(x, "0")),
    Way("logarithm", *FROM_1, (HARMONIC, HARMONIC, HARMONIC), treat="{method: log_shifted}",
        treated=by_hand.where_crooked(by_hand.log_shifted)),
    Way("three_moved_whatever_the_test_says", *TO_100, treat="{method: winsorise, most: 3, test: always}",
        treated=lambda x: by_hand.winsorised(x, 3, always=True), numbers=2944),
    Way("quantiles", *FROM_1, (power("-2"), power("0.5"), power("2")), weighted=True,
        treat="{method: quantiles, low: 0.05, high: 0.95, test: always}",
        treated=lambda x: by_hand.between_quantiles(x, "0.05", "0.95")),
    Way("z_score", "{z_score: {deviation: sample, flat: missing}}", _plain(by_hand.z_score), weighted=True),
    Way("z_score_100_15", "{z_score: {mean: 100, sd: 15, deviation: population, flat: missing}}",
        _plain(lambda x: by_hand.z_score(x, 100, 15, population=True)), (GEOMETRIC, ARITHMETIC, GEOMETRIC)),
    Way("percentile_rank", "{percentile_rank: {ties: share_best, flat: missing}}", _plain(by_hand.percentile_rank),
        (MOST, MOST, ARITHMETIC), numbers=2911),
    Way("rank", "{rank_up: {ties: share_best}}", _plain(lambda x: by_hand.number_of_worse(x) + 1), (MEDIAN, MEDIAN, MEDIAN)),
    Way("borda", "{borda: {ties: share_best}}", _plain(by_hand.number_of_worse), weighted=True),
    Way("distance_to_max", "{distance: {to: max, flat: missing}}", _plain(lambda x: by_hand.distance(x, x.max(), True)),
        (GEOMETRIC, ARITHMETIC, ARITHMETIC)),
    Way("distance_to_target_held", "{distance: {to: target, reference: TARGET, cap: held, flat: missing}}",
        lambda x, one: _target(x, one, True), denominators=False, numbers=2997),
    Way("distance_to_target_open", "{distance: {to: target, reference: TARGET, cap: open, flat: missing}}",
        lambda x, one: _target(x, one, False), denominators=False, impute_by="Pop_group", numbers=3060),
    Way("goalposts_held", "{goalposts: {low: LOW, high: HIGH, points: 100, ends: clip}}",
        lambda x, one: 100 * _posts(x, one, True),
        (Level("arithmetic", by_hand.arithmetic, "0.9", "weight"), MOST, ARITHMETIC), weighted=True, numbers=2933),
    Way("goalposts_open", "{goalposts: {low: LOW, high: HIGH, ends: extend}}", lambda x, one: _posts(x, one, False),
        (Level("arithmetic", by_hand.arithmetic, "5", "number"), ARITHMETIC, MEDIAN), numbers=2933),
)  # fmt: skip


def indicators(meta: Rows, raw: Rows) -> tuple[Indicator, ...]:
    """The indicators in order. Goalposts: near two quantiles of the divided column, upon none of its numbers."""
    found = []
    for place, row in enumerate(one for one in meta if one["Level"] == "1"):
        x = divided(row, raw)
        low, high = np.quantile(x[~np.isnan(x)].astype(float), [0.13, 0.87])
        found.append(Indicator(row, place, f"{0.97 * low:.15f}", f"{1.03 * high:.15f}"))
    return tuple(found)


def divided(row: Mapping[str, str], raw: Rows) -> Column:
    """An indicator over its denominator."""
    x = by_hand.column([one[row["iCode"]] for one in raw])
    below = row["Denominator"]
    return x / by_hand.column([one[below] for one in raw]) if below else x


def scheme_text(way: Way, meta: Rows, raw: Rows) -> str:
    """The whole scheme of one way, written from the description of the indicators."""
    listed = indicators(meta, raw)
    facts = [one.key for one in listed] + [row["iCode"] for row in meta if row["Type"] == "Denominator"]
    lines = [
        "schema: kaoping-scheme/1", f"id: asem-{way.name}", "title: 亚欧", "every: year", "rounding: none",
        "defaults: {missing: missing}", "groups: {countries: {title: 国家, of: everyone}}", "facts:",
        *(f"  {key}: {{title: {key}}}" for key in facts),
        *_alike(way), f"combine: {way.levels[2].text}", "tree:",
    ]  # fmt: skip
    places = {level: _keys(meta, level) for level in ("2", "3")}
    for place, key in enumerate(places["3"]):
        lines += _dimension(key, way.levels[1], way.weight(place), 2)
        for below in _keys(meta, "2", key):
            lines += _dimension(below, way.levels[0], way.weight(places["2"].index(below)), 6)
            lines += [_item(way, one) for one in listed if one.row["Parent"] == below]
    return "\n".join(lines) + "\n"


def _keys(meta: Rows, level: str, parent: str = "") -> list[str]:
    return [row["iCode"] for row in meta if row["Level"] == level and parent in ("", row["Parent"])]


def _alike(way: Way) -> list[str]:
    steps = [f"    - fill_missing: {{group_mean: {{by: {way.impute_by}}}}}"] if way.impute_by else []
    steps += [f"    - treat: {way.treat}"] if way.treat else []
    return ["items_like:", "  prepare:", *steps] if steps else []


def _dimension(key: str, level: Level, weight: int, indent: int) -> list[str]:
    space = " " * indent
    return [
        f"{space}- {key}:",
        f"{space}    weight: {weight}",
        f"{space}    combine: {level.text}",
        f"{space}    items:",
    ]


def _item(way: Way, one: Indicator) -> str:
    below = one.row["Denominator"] if way.denominators else ""
    of = f"{one.key} / {below}" if below else one.key
    better = "higher" if one.sign > 0 else "lower"
    rule = way.rule.replace("TARGET", one.row["Target"]).replace("LOW", one.low).replace("HIGH", one.high)
    return f"          - {one.key}: {{of: {of}, better: {better}, weight: {way.weight(one.place)}, rule: {rule}}}"


def computed(way: Way, meta: Rows, raw: Rows) -> dict[str, Column]:
    """Every node of the index by its code (`total` for the index), by NumPy."""
    found: dict[str, Column] = {}
    for one in indicators(meta, raw):
        x = divided(one.row, raw) if way.denominators else by_hand.column([row[one.key] for row in raw])
        if way.impute_by:
            x = by_hand.with_group_means(x, [row[way.impute_by] for row in raw])
        if way.treated is not None:
            x = by_hand.on_present(way.treated)(x)
        found[one.key] = by_hand.on_present(lambda y, one=one: way.normal(y, one))(x * one.sign)  # type: ignore[misc]
    for level, number in zip(way.levels, ("2", "3", "4"), strict=True):
        below = _keys(meta, str(int(number) - 1))
        for key in _keys(meta, number):
            members = [row["iCode"] for row in meta if row["Parent"] == key]
            weights = [way.weight(below.index(one)) for one in members]
            node = "total" if number == "4" else key
            found[node] = by_hand.aggregated(
                [found[one] for one in members], weights, level.mean, level.at_least, level.counted_by
            )
    return found
