"""Gaps between grades are reported, unless no rounded total can fall into them."""

from __future__ import annotations

import pytest

from kaoping import check, read_scheme_text

SOURCE = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
rounding: {places: 0, mode: half_up, at: [total]}
grade_on: rounded
groups: {units: {title: 单位, of: everyone}}
facts: {work: {}}
defaults: {missing: zero}
tree:
  - work: {full: 120, rule: as_it_is}
grades:
  A: {title: 甲, floor: 100}
  B: {title: 乙, floor: 80, ceiling: 99}
  C: {title: 丙, below: 80}
"""


def gaps(source: str) -> int:
    return sum(one.code == "grades-gap" for one in check(read_scheme_text(source)))


def test_whole_points_leave_nothing_between_99_and_100() -> None:
    assert gaps(SOURCE) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("places: 0", "places: 1"),
        ("grade_on: rounded", "grade_on: exact"),
        ("at: [total]", "at: [item]"),
        ("ceiling: 99", "ceiling: 98"),
        ("ceiling: 99", "below: 99"),
        ("floor: 100", "above: 100"),
    ],
)
def test_a_gap_into_which_a_total_can_fall_is_reported(before: str, after: str) -> None:
    assert before in SOURCE
    assert gaps(SOURCE.replace(before, after)) == 1
