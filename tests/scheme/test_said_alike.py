"""What nodes say alike (`items_like`, `dimensions_like`), and what happens to a number before its rule (`prepare`)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoping import Absence, Filed, Organisation, Period, SchemeError, Tables, check, read_scheme_text, score
from kaoping.scheme.formulas import parse
from kaoping.scheme.model import Block, Node, Scheme

YEAR = Period.parse("2026")
HEAD = """
schema: kaoping-scheme/1
id: alike
title: 试
every: year
rounding: none
ranking: {ties: share_best}
groups: {towns: {title: 乡镇, of: everyone}}
facts:
  roads: {title: 道路}
  debts: {title: 债务, better: lower}
  trees: {title: 树木}
"""
TREE = """
defaults: {missing: zero, not_applicable: refuse}
items_like:
  rule: {min_max: {low: 0, high: 100, flat: full}}
  weight: 2
tree:
  - built:
      items_like: {weight: 3}
      items:
        - roads
        - debts: {weight: 5}
  - grown:
      items:
        - trees: {rule: as_it_is}
"""


def node(scheme: Scheme, key: str) -> Node:
    return next(one for one in scheme.nodes() if one.key == key)


def tables(fact: str, numbers: dict[str, str | None], group: dict[str, str] | None = None) -> Tables:
    bodies = tuple(
        Organisation(key, key, "town", attributes={"size": (group or {}).get(key, "")}) for key in numbers
    )
    filed = tuple(Filed(key, fact, Fraction(one), YEAR) for key, one in numbers.items() if one is not None)
    return Tables(bodies, filed)


def test_an_item_takes_what_the_nodes_above_say_for_items_nearest_first() -> None:
    scheme = read_scheme_text(HEAD + TREE)
    weights = {key: node(scheme, key).weight for key in ("roads", "debts", "trees")}
    assert weights == {"roads": parse("3"), "debts": parse("5"), "trees": parse("2")}
    rules = [node(scheme, key).rule for key in ("roads", "debts", "trees")]
    assert [one.name for one in rules if isinstance(one, Block)] == ["min_max", "min_max", "as_it_is"]


def test_what_is_said_for_items_is_not_said_for_dimensions() -> None:
    scheme = read_scheme_text(HEAD + TREE)
    assert (node(scheme, "built").weight, node(scheme, "built").rule) == (None, None)


def test_what_is_said_for_dimensions_holds_below_and_not_where_it_stands() -> None:
    text = HEAD + TREE.replace("tree:", "dimensions_like: {combine: geometric}\ncombine: arithmetic\ntree:")
    scheme = read_scheme_text(text)
    names = {key: found.name for key in ("total", "built", "grown") if (found := node(scheme, key).combine)}
    assert names == {"total": "arithmetic", "built": "geometric", "grown": "geometric"}


def test_an_item_bears_the_title_of_its_fact() -> None:
    assert node(read_scheme_text(HEAD + TREE), "roads").title.zh == "道路"


def test_a_mistake_that_many_items_share_is_told_once() -> None:
    with pytest.raises(SchemeError) as told:
        read_scheme_text(HEAD + TREE.replace("low: 0", "lowest: 0"))
    assert [problem.code for problem in told.value.problems] == ["unknown-key"]


def test_a_dimension_cannot_be_inherited_through_items() -> None:
    with pytest.raises(SchemeError, match="combine"):
        read_scheme_text(HEAD + TREE.replace("  weight: 2", "  combine: geometric"))


def test_no_rounding_that_is_said_is_not_warned_of() -> None:
    said = [one.what.en for one in check(read_scheme_text(HEAD + TREE)) if "rounds" in one.what.en]
    unsaid = check(read_scheme_text((HEAD + TREE).replace("rounding: none\n", "")))
    assert said == []
    assert [one.code for one in unsaid if "rounds" in one.what.en] == ["undeclared"]


def test_preparation_comes_before_the_rule_in_the_order_written() -> None:
    steps = "prepare: [{fill_missing: {is: 4}}, {times: 2}], rule: {formula: x + 1}"
    scheme = read_scheme_text(
        f"{HEAD}defaults: {{missing: zero, not_applicable: refuse}}\ntree:\n  - roads: {{{steps}}}\n"
    )
    card = score(scheme, tables("roads", {"anping": "10", "bincheng": None}), YEAR)
    assert [card.by_place[(key, "towns", "roads")].points for key in ("anping", "bincheng")] == [21, 9]


def test_a_missing_number_takes_the_mean_of_its_like() -> None:
    steps = "prepare: [{fill_missing: {group_mean: {by: size}}}], rule: as_it_is, missing: missing, not_applicable: refuse"
    scheme = read_scheme_text(f"{HEAD}tree:\n  - roads: {{{steps}}}\n")
    filed = {"a": "1", "b": "2", "c": None, "d": "100", "e": None}
    sizes = {"a": "small", "b": "small", "c": "small", "d": "large", "e": "alone"}
    card = score(scheme, tables("roads", filed, sizes), YEAR)
    points = [card.by_place[(key, "towns", "roads")].points for key in filed]
    assert points == [1, 2, Fraction(3, 2), 100, Absence.MISSING]


@pytest.mark.parametrize(
    "rule",
    [
        "formula: 10 - group_rank(roads)",
        "rank: {form: linear, first: 10, last: 0}",
        "borda: {}",
        "percentile_rank: {flat: full}",
    ],
)
def test_who_did_not_file_gains_nothing_from_a_rule_of_places(rule: str) -> None:
    """Missing stays missing: were it taken for not applicable, the item would leave and spare the one who is silent."""
    steps = f"full: 10, rule: {{{rule}}}, missing: zero, not_applicable: rescale"
    scheme = read_scheme_text(
        f"{HEAD}tree:\n  - roads: {{{steps}}}\n  - trees: {{full: 10, rule: as_it_is, missing: zero, not_applicable: refuse}}\n"
    )
    rows = (
        *tables("roads", {"a": "3", "b": "2", "c": None}).filed,
        *tables("trees", {"a": "5", "b": "5", "c": "5"}).filed,
    )
    card = score(scheme, Tables(tables("trees", {"a": "5", "b": "5", "c": "5"}).organisations, rows), YEAR)
    assert card.by_place[("c", "towns", "total")].points == 5


def test_a_setting_may_be_a_fraction() -> None:
    combine = "combine: {arithmetic: {at_least: 2/3, missing_members: leave_out}}"
    block = node(read_scheme_text(HEAD + combine + "\n" + TREE), "total").combine
    assert block is not None
    assert block.settings["at_least"] == Fraction(2, 3)
    with pytest.raises(SchemeError, match="1/0"):
        read_scheme_text(HEAD + combine.replace("2/3", "1/0") + "\n" + TREE)
