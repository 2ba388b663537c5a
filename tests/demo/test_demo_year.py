"""The demo year scored: pinned totals, and every part of its story."""

from __future__ import annotations

from fractions import Fraction

import pytest

import demo
from kaoping import Scheme, Scorecard, Tables, score
from kaoping.explain import ledger, replay, trace
from kaoping.tables import Absence

# Golden totals. They may change only with the demo's scheme, its generator or its seed, or with an entry under
# the heading Scores of CHANGELOG.md (the meaning of a rule changed, and MEANING in kaoping/scorecard.py with it).
GOLDEN = {
    ("townships", "bincheng"): "99.11",
    ("townships", "shuyuan"): "95.51",
    ("townships", "anping"): "91.42",
    ("townships", "shazhou"): "89.68",
    ("townships", "qingya"): "64.39",
    ("townships", "gaoxin"): "95.54",
    ("departments", "development_reform"): "91.54",
    ("departments", "weather"): "95.59",
    ("departments", "assessment_office"): "93.52",
    ("enterprises", "heritage"): "98.2",
    ("enterprises", "logistics"): "62.9",
    ("enterprises", "public_transport"): "79.99",
    ("villages", "anping_v01"): "96.66",
    ("villages", "luming_v07"): "85.38",
    ("communities", "lanqiao_c01"): "89.66",
}


def total(card: Scorecard, body: str, group: str = "townships") -> Fraction:
    found = card.by_place[(body, group, "total")].points
    assert isinstance(found, Fraction)
    return found


def line(card: Scorecard, body: str, node: str = "total", group: str = "townships"):  # type: ignore[no-untyped-def]
    return card.by_place[(body, group, node)]


def winners(card: Scorecard, award: str, group: str) -> set[str]:
    return {one.organisation for one in card.awards if (one.award, one.group) == (award, group)}


@pytest.mark.parametrize(("group", "body"), GOLDEN)
def test_a_total_is_what_it_was(card: Scorecard, group: str, body: str) -> None:
    assert total(card, body, group) == Fraction(GOLDEN[(group, body)])


def test_everybody_has_a_total_within_bounds(card: Scorecard) -> None:
    totals = [one for one in card.lines if one.node == "total"]
    assert len(totals) == 408
    assert all(isinstance(one.points, Fraction) and 0 <= one.points <= 104 for one in totals)


def test_the_steps_add_up_and_can_be_done_again(card: Scorecard) -> None:
    for body, group in (("anping", "townships"), ("qingya", "townships"), ("weather", "departments"),
                        ("logistics", "enterprises"), ("anping_v01", "villages")):  # fmt: skip
        account = ledger(card, body, group)
        assert account.sum == account.total
        assert replay(trace(card, body, None, group)) == ()


def test_those_listed_aside_are_scored_and_have_no_place(card: Scorecard, scheme: Scheme) -> None:
    for group in ("townships", "departments"):
        for body in scheme.groups[group].not_ranked:
            assert line(card, body, group=group).place is None
            assert total(card, body, group) > 0
            assert winners(card, "progress", group).isdisjoint({body})


def test_an_accident_bars_from_excellent_and_the_next_takes_the_place(card: Scorecard) -> None:
    ranked = sorted((one for one in card.lines if (one.node, one.group) == ("total", "townships") and one.place),
                    key=lambda one: one.place)  # fmt: skip
    first_four = [one.organisation for one in ranked[:4]]
    assert "shuyuan" in first_four
    assert line(card, "shuyuan").grade == "good" and total(card, "shuyuan") >= 90
    assert {one.organisation for one in ranked if one.grade == "excellent"} == set(first_four) - {"shuyuan"}


def test_each_veto_does_what_it_says(card: Scorecard) -> None:
    assert (
        line(card, "qingya", "investment").points == 0 and line(card, "qingya", "industry_growth").points == 0
    )
    assert total(card, "qingya") >= 60 and line(card, "qingya").grade == "poor"
    assert total(card, "environment_services", "enterprises") >= 90
    assert line(card, "environment_services", group="enterprises").grade == "grade_d"
    assert total(card, "public_transport", "enterprises") == Fraction("79.99")


def test_a_shortfall_holds_the_other_items_of_an_enterprise(card: Scorecard) -> None:
    for node in ("profit", "revenue", "equity_return", "cost_share", "capital_kept"):
        found = line(card, "logistics", node, "enterprises")
        assert found.points <= Fraction(2, 5) * found.full


def test_the_award_for_progress_goes_to_those_who_moved_up_most(card: Scorecard, tables: Tables) -> None:
    before = {one.organisation: one.value for one in tables.filed if one.fact == "result.rank"}
    for group, places in (("townships", 3), ("departments", 5), ("enterprises", 1)):
        won = winners(card, "progress", group)
        moved = {
            one.organisation: before[one.organisation] - one.place
            for one in card.lines
            if (one.node, one.group) == ("total", group)
            and one.place is not None
            and one.organisation in before
            and one.grade not in ("excellent", "grade_a")
            and one.organisation not in ("shuyuan", "qingya", "environment_services", "public_transport")
        }
        assert 1 <= len(won) <= places
        assert min(moved[body] for body in won) > max(m for body, m in moved.items() if body not in won) - 1
        assert all(moved[body] >= 1 for body in won)


def test_a_department_founded_this_year_has_no_movement(card: Scorecard, tables: Tables) -> None:
    assert "data_bureau" not in {one.organisation for one in tables.filed if one.fact.startswith("result.")}
    assert "data_bureau" not in winners(card, "progress", "departments")


def test_missing_not_applicable_and_pending_stay_apart(card: Scorecard) -> None:
    assert line(card, "qingya", "fire_standard").status == "filled_missing"
    assert line(card, "qingya", "fire_standard").points == 0
    assert line(card, "anping", "renewal").points is Absence.NOT_APPLICABLE
    assert line(card, "wanglan", "grain_area").points is Absence.NOT_APPLICABLE
    assert line(card, "weather", "line_score", "departments").status == "filled_pending"
    assert line(card, "weather", group="departments").status == "provisional"


def test_the_source_that_is_believed_counts_and_so_does_the_correction(
    card: Scorecard, tables: Tables
) -> None:
    said = {
        one.source: one.value
        for one in tables.filed
        if (one.organisation, one.fact, str(one.period)) == ("anping", "investment", "2026-12")
    }
    assert card.columns["townships|2026|investment#filed"]["anping"] == said["statistics"]
    tax = {one.vintage: one.value for one in tables.filed
           if (one.organisation, one.fact, str(one.period)) == ("liuting", "tax_revenue", "2026")}  # fmt: skip
    assert card.columns["townships|2026|tax_revenue#filed"]["liuting"] == tax[2] != tax[1]


def test_the_year_is_made_of_its_months_and_quarters(card: Scorecard) -> None:
    months = [
        one.points for one in card.lines
        if (one.organisation, one.group, one.node) == ("anping", "townships", "monthly")
    ]  # fmt: skip
    assert len(months) == 12
    assert line(card, "anping", "months").points == _rounded(sum(months, Fraction(0)) / 12 / 10)


def _rounded(number: Fraction) -> Fraction:
    return Fraction(int(number * 100 + Fraction(1, 2)), 100)


@pytest.mark.parametrize(("period", "root"), [("2026-09", "monthly"), ("2026-Q3", "quarterly")])
def test_a_month_and_a_quarter_can_be_scored_alone_and_give_no_award(
    scheme: Scheme, tables: Tables, card: Scorecard, period: str, root: str
) -> None:
    alone = score(scheme, tables, period)
    assert alone.plan.root == root and alone.awards == ()
    in_year = [
        one for one in card.lines if (one.organisation, one.node, one.period) == ("anping", root, period)
    ]
    assert alone.by_place[("anping", "townships", root)].points == in_year[0].points


def test_the_third_quarter_is_compared_with_the_second(scheme: Scheme, tables: Tables) -> None:
    growth = {(one.organisation, str(one.period)): one.value for one in tables.filed
              if one.fact == "industry_quarter_growth"}  # fmt: skip
    quarter = score(scheme, tables, "2026-Q3")
    for body in quarter.plan.members["townships"]:
        now, before = growth[(body, "2026-Q3")], growth[(body, "2026-Q2")]
        expected = 20 if now > before else (16 if now == before else 12)  # type: ignore[operator]
        assert line(quarter, body, "q_trend").points == expected, body


def test_another_seed_makes_a_year_that_can_be_scored(scheme: Scheme) -> None:
    other = score(scheme, demo.build(7), str(demo.YEAR))
    assert len([one for one in other.lines if one.node == "total"]) == 408
