"""The tree: own steps, children, periods within the year, bodies above and beneath; and its JSON and text."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from kaoping import Filed, Organisation, Period, Scorecard, TableError, Tables, read_scheme_text, score
from kaoping.explain import TraceNode, as_text, every_node, ledger, replay, sentence, to_json, trace
from tests.explain.cast import card as towns

MONTHLY = """
schema: kaoping-scheme/1
id: m
title: 月考
every: year
rounding: none
groups:
  towns: {title: {zh: 乡镇, en: towns}, of: {kind: town}}
  villages: {title: {zh: 村, en: villages}, of: {kind: village}}
facts:
  dust: {title: {zh: 扬尘, en: dust}, every: month, runs: period}
  roofs: {title: {zh: 改造户数, en: roofs}}
defaults: {missing: zero, not_applicable: leave_out}
cycles:
  monthly:
    title: {zh: 月度, en: monthly}
    every: month
    groups: towns
    items:
      - clean: {title: {zh: 洁净, en: clean}, full: 10, of: dust, rule: {formula: full - x}}
tree:
  - months: {title: {zh: 月均, en: months}, full: 10, groups: towns, of: "over(points(monthly), month, mean)", rule: as_it_is}
  - villages_mean: {title: {zh: 村均, en: villages}, full: 10, groups: towns, of: "below(villages, roofs, mean)", rule: as_it_is}
  - from_above: {title: {zh: 镇分, en: from above}, full: 10, groups: villages, of: "above(roofs, towns)", rule: as_it_is}
"""


@pytest.fixture(scope="module")
def levels() -> Scorecard:
    bodies = (
        Organisation("anping", "安平镇", "town"),
        Organisation("v1", "一村", "village", "anping"),
        Organisation("v2", "二村", "village", "anping"),
    )
    year = Period.parse("2026")
    rows = [Filed("anping", "dust", Fraction(i), Period.parse(f"2026-{i:02d}")) for i in range(1, 13)]
    rows += [
        Filed("anping", "roofs", Fraction(9), year),
        Filed("v1", "roofs", Fraction(3), year),
        Filed("v2", "roofs", Fraction(5), year),
    ]
    return score(read_scheme_text(MONTHLY), Tables(bodies, tuple(rows)), "2026")


def test_a_year_made_of_months_holds_the_trace_of_each_month(levels: Scorecard) -> None:
    tree = trace(levels, "anping")
    periods = [one.period for one in every_node(tree) if one.node == "monthly"]
    assert periods == [f"2026-{i:02d}" for i in range(1, 13)]
    assert replay(tree) == ()


def test_a_mean_over_villages_shows_each_with_its_number(levels: Scorecard) -> None:
    tree = trace(levels, "anping", "villages_mean")
    step = next(one for one in tree.steps if one.kind == "below")
    assert [(one.body.title, one.cell) for one in step.inputs if one.body] == [("一村", 3), ("二村", 5)]
    assert sentence(step, "zh") == "所属村的改造户数：2 个所属单位算术平均，得 4。"


def test_a_number_from_above_is_explained_for_the_body_above(levels: Scorecard) -> None:
    tree = trace(levels, "v1", "from_above")
    step = next(one for one in tree.steps if one.kind == "above")
    assert sentence(step, "zh") == "上级的改造户数：9（安平镇）。"
    assert [one.organisation.key for one in step.refers] == ["anping"]
    assert replay(tree) == ()


def test_a_month_of_the_run_can_be_explained_by_itself(levels: Scorecard) -> None:
    tree = trace(levels, "anping", "monthly", period="2026-03")
    assert (tree.period, tree.points) == ("2026-03", Fraction(7))


def test_a_line_that_is_not_there_is_refused_with_what_is(levels: Scorecard) -> None:
    with pytest.raises(TableError, match="no score of v1 for “months”") as refusal:
        trace(levels, "v1", "months")
    assert "from_above" in refusal.value.problems[0].mend.en


def test_the_children_of_a_node_are_those_of_the_scheme_in_order() -> None:
    tree = trace(towns(), "anping")
    assert [one.node for one in tree.children] == ["economy", "safety"]
    assert [one.node for one in tree.children[0].children] == ["invest", "growth", "energy", "share"]


def test_the_stages_of_an_item_lead_from_the_rule_to_the_points() -> None:
    tree = trace(towns(), "anping", "invest")
    stages = [(one.stage, one.block) for one in tree.steps if one.stage]
    assert stages == [
        ("rule", "completion"),
        ("then", "times"),
        ("then", "at_most"),
        ("policy", ""),
        ("round", ""),
    ] or (
        [one for one in stages if one[0] != "policy"]
        == [("rule", "completion"), ("then", "times"), ("then", "at_most"), ("round", "")]
    )
    assert tree.steps[-1].result == tree.points


def test_the_ledger_tells_a_veto_and_the_items() -> None:
    account = ledger(towns(), "bincheng")
    assert account.total == 50 == account.sum
    assert account.of_kind("veto") == Fraction(50) - account.of_kind("item")
    assert [one.node for one in account.lines if one.kind == "item"] == [
        "invest",
        "growth",
        "energy",
        "share",
        "accidents",
        "extra",
    ]


def test_json_is_the_same_every_time_and_holds_exact_numbers_and_both_sentences() -> None:
    tree = trace(towns(), "anping", "invest")
    text = to_json(tree)
    assert text == to_json(trace(towns(), "anping", "invest"))
    body = json.loads(text)
    assert body["schema"] == "kaoping-trace/1"
    rate = next(one for one in body["trace"]["steps"] if one["part"] == "rule.rate")
    assert rate["result"] == "489/767" or Fraction(rate["result"]) == Fraction("29.34") / 46
    assert rate["sentence"] == {
        "zh": "完成率：实际值 29.34 ÷ 目标值 46 ≈ 0.637826。",
        "en": "Completion: actual 29.34 ÷ target 46 ≈ 0.637826.",
    }
    value = next(one for one in body["trace"]["steps"] if one["kind"] == "fact")
    assert value["sources"][0]["place"] == {"file": "表.xlsx", "line": 0, "sheet": "数据", "cell": "C7"}


def test_text_begins_with_the_finding() -> None:
    lines = as_text(trace(towns(), "anping", "energy"), "zh").splitlines()
    assert (
        lines[0]
        == "能耗项（安平镇，2026年）：得 16.00 分。满分 20.00 分，失 4.00 分：在 4 个单位中排第 3，少得 4.00 分。"
    )
    assert all(one.startswith("  ") for one in lines[1:])


def test_a_trace_may_be_told_whole() -> None:
    tree: TraceNode = trace(towns(), "anping")
    assert len(as_text(tree, "zh", whole=True).splitlines()) > len(as_text(tree, "zh").splitlines())
