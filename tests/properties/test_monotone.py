"""More of a good thing never scores less, for every rule that promises it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping import score
from kaoping.exact import steady
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Scheme
from tests.properties.worlds import one_item, table

SAMPLES: dict[str, tuple[str, ...]] = {
    "reach": ("{reach: {target: 10}}", "{reach: {target: agreed, compare_at: 0, otherwise: 3}}"),
    "completion": (
        "{completion: {target: 10, cap: 1.2}}",
        "{completion: {target: agreed, cap: none, minimum_rate: 0.8}}",
        "{completion: {target: -5, cap: 1, negative_target: distance}}",
    ),
    "steps": (
        "{steps: {target: 10, step: 3, measured_in: percent_of_target, up: 1, down: 0.5, high: 26, low: 0}}",
        "{steps: {target: 10, step: 0.7, measured_in: units, up: 0.3, down: 1, high: none, low: none, step_mode: linear}}",
        "{steps: {target: 10, step: 2, measured_in: units, up: 0.3, down: 1, high: 25, low: 1, step_mode: ceil}}",
    ),
    "parity": ("{parity: {base: last_year(x), step: 5, up: 1, down: 0.5, added_at_most: 10}}",),
    "progress": ("{progress: {target: 10, plan: 0.75, cap: 1.1}}",),
    "min_max": ("min_max", "{min_max: {low: 5, high: 18, flat: full}}"),
    "efficacy": (
        "efficacy",
        "{efficacy: {base: 70, span: 30, form: exponential}}",
        "{efficacy: {best: 12, worst: 3}}",
    ),
    "standards": (
        "{standards: {rows: [{value: 15, coefficient: 1}, {value: 9, coefficient: 0.6}, {value: 2, coefficient: 0.2}]}}",
        "{standards: {rows: [{value: 2, coefficient: 0.2}, {value: 9, coefficient: 0.6}], below: lowest}}",
    ),
    "rank": (
        "{rank: {form: step, by: 3}}",
        "{rank: {form: linear, last: 5, ties: mean}}",
        "{rank: {form: percent, by: 5%, ties: dense}}",
        "{rank: {form: table, table: [20, 17, 12], beyond: 5, ties: share_worst}}",
        "{rank: {form: shares, shares: [[1/3, 20], [2/3, 15], [1, 10]]}}",
        "{rank: {form: points_down}}",
    ),
    "to_mean": (
        "{to_mean: {form: threshold, otherwise: 8}}",
        "{to_mean: {form: difference, by: 0.2, step: 1, high: 30, low: 0}}",
        "{to_mean: {form: difference, by: 0.2, step: 1, step_mode: floor, high: none, low: none}}",
    ),
    "z_score": ("{z_score: {mean: 10, sd: 2}}", "{z_score: {deviation: population}}"),
    "percentile_rank": ("percentile_rank",),
    "borda": ("{borda: {ties: mean}}",),
    "rank_up": ("{rank_up: {ties: share_worst}}",),
    "distance": ("{distance: {to: max}}", "{distance: {to: value, reference: 40, cap: open}}"),
    "goalposts": ("{goalposts: {low: 0, high: 15}}", "{goalposts: {low: 5, high: 15, ends: extend}}"),
}
LOWER_TOO = ("min_max", "efficacy", "rank", "z_score", "percentile_rank", "borda", "goalposts", "reach")
CASES = [(name, rule, "higher") for name, rules in SAMPLES.items() for rule in rules]
CASES += [(name, rule, "lower") for name in LOWER_TOO for rule in SAMPLES[name] if "best:" not in rule]
SCHEMES: dict[tuple[str, str], Scheme] = {}

numbers = st.integers(-40, 400).map(lambda one: Fraction(one, 10))


def points(rule: str, better: str, cells: dict[str, Fraction]) -> Fraction:
    """Points of unit a."""
    scheme = SCHEMES.setdefault((rule, better), one_item(rule, better))
    found = score(scheme, table(cells), "2026").by_place[("a", "units", "x")].points
    assert isinstance(found, Fraction)
    return found


def test_every_rule_that_promises_it_is_tried() -> None:
    promising = {name for name, spec in CATALOGUES["rule"].items() if spec.promises_monotone}
    assert promising <= set(SAMPLES), promising - set(SAMPLES)


@pytest.mark.parametrize(("name", "rule", "better"), CASES, ids=[f"{b}-{r}" for _, r, b in CASES])
@given(mine=numbers, gain=st.integers(0, 200), others=st.lists(numbers, min_size=1, max_size=5))
def test_more_of_a_good_thing_never_scores_less(
    name: str, rule: str, better: str, mine: Fraction, gain: int, others: list[Fraction]
) -> None:
    rest = {f"o{i}": one for i, one in enumerate(others)}
    improved = mine + Fraction(gain, 10) * (1 if better == "higher" else -1)
    before, after = points(rule, better, {"a": mine, **rest}), points(rule, better, {"a": improved, **rest})
    # Roots have fifty digits; what is equal in mathematics may differ in the last (see kaoping.exact.steady).
    assert steady(after) >= steady(before)


def test_a_rule_that_breaks_the_promise_is_caught() -> None:
    falling = "{interpolate: {points: [[0, 20], [10, 0]]}}"
    assert points(falling, "higher", {"a": Fraction(9)}) < points(falling, "higher", {"a": Fraction(1)})
