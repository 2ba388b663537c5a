"""What changed between two runs: which inputs, which lines, and which of the first moved which of the second."""

from __future__ import annotations

from fractions import Fraction

from kaoping_web.schemes.queries import parsed
from kaoping_web.scoring.queries.differences import moved_between, moved_for
from kaoping_web.scoring.reads import reads_of
from tests.web.cast import SCHEME, District
from tests.web.scoring.stage import file_value, run_of, small_month

RELATIVE = SCHEME.read_text(encoding="utf-8").replace(
    "of: new_projects, rule: {completion: {target: 5, cap: 1}}",
    "of: new_projects, rule: {to_best: {cap: 1, best_not_positive: zero}}",
)


def test_an_item_is_moved_by_its_own_figure(district: District) -> None:
    cycle = small_month(district)
    before = run_of(district, cycle)
    file_value(cycle, district.development_reform, district.anping, "investment", "2.8")
    moved = moved_between(before, run_of(district, cycle))
    assert [(one.organisation, one.subject, one.before, one.after) for one in moved.inputs] == [
        ("anping", "investment", "2.5", "2.8")
    ]
    (item,) = moved.items
    assert (item.organisation, item.node, item.points) == (district.anping.pk, "m_investment", 6)
    assert [one.subject for one in item.own] == ["investment"] and not item.others
    assert {one.organisation for one in moved.wholes} >= {district.anping.pk}


def test_under_a_relative_rule_an_item_is_moved_by_others(district: District) -> None:
    cycle = small_month(district, RELATIVE)
    before = run_of(district, cycle)
    file_value(cycle, district.development_reform, district.bincheng, "new_projects", "8")
    after = run_of(district, cycle)
    moved = {one.organisation: one for one in moved_between(before, after).items}
    assert moved[district.anping.pk].points == Fraction(40) * 4 / 8 - Fraction(40) * 4 / 5
    assert not moved[district.anping.pk].own
    assert [(one.organisation, one.after) for one in moved[district.anping.pk].others] == [("bincheng", "8")]
    (own,) = [one for one in moved_for(before, after, district.anping) if one.is_item]
    assert own.others and not own.own


def test_the_same_inputs_move_nothing(district: District) -> None:
    cycle = small_month(district)
    moved = moved_between(run_of(district, cycle), run_of(district, cycle))
    assert not moved.inputs and not moved.lines


def test_a_figure_that_no_rule_reads_moves_no_line(district: District) -> None:
    cycle = small_month(district)
    before = run_of(district, cycle)
    file_value(cycle, district.statistics, district.anping, "satisfaction", "90")
    moved = moved_between(before, run_of(district, cycle))
    assert len(moved.inputs) == 1 and not moved.lines


def test_what_an_item_reads_is_found_through_derived_quantities_and_other_trees(district: District) -> None:
    reads = reads_of(parsed(small_month(district).scheme_version))
    assert reads["townships", "m_investment"] == {"investment"}
    assert {"investment", "revenue", "on_time"} <= reads["townships", "y_quarters"]
