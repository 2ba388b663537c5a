"""A change of any setting that decides is a difference: nothing may change between versions without being said."""

from __future__ import annotations

import pytest

from kaoping import read_scheme_text
from kaoping.scheme.differences import differences

SOURCE = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
rounding: {places: 2, mode: half_up, at: [total]}
ranking: {on: rounded, ties: share_best, then: [work], unranked: aside, better: higher}
grade_on: rounded
defaults: {missing: zero, not_applicable: rescale, population: {vetoed: included}, step_mode: floor}
groups:
  units: {title: 单位, of: everyone, without: [x], not_ranked: [y]}
  small: {title: 小组, members: [z], fewest: 2, joins: units}
facts:
  work: {}
lookups:
  zones: {east: 1, west: 2}
populations:
  racing: {unranked: excluded, self: included, missing: excluded, where: work > 0}
events:
  honour:
    title: 表彰
    adds: {city: 1}
    same_matter: highest_once
    shares: {co: 0.5}
    cap: 5
    floor: -5
    level_caps: {city: 3}
    most: 4
    repeat: {2: 1}
    evidence: document
    window: period
  merit: {each: 2}
  fault: {amount: deducts}
vetoes:
  fraud:
    title: 造假
    effect: zero_score
    when: work < 0
    decided_by: 纪委
    basis: 第九条
    expires: 2030-01-01
    statistics: included
    groups: [units]
tree:
  - work: {full: 100, rule: as_it_is}
grades:
  top:
    title: 优秀
    floor: 90
    ceiling: 120
    when: work > 1
    unless: [work > 119]
    also_when: work > 118
    quota: {share: 20%, round: down, ties: take_none, of: ranked, at_least: 1, promoted: aside}
    groups: [units]
    coefficient: 1.2
  rest: {title: 其余}
awards:
  prize:
    title: 先进
    by: total
    better: higher
    top: 3
    ties: tie_break
    then: [work]
    per: group
    at_least: 1
    when: work > 2
    unless: [work > 117]
    groups: [units]
  part: {title: 进步, by: work, share: 30%, round: down, ties: take_all}
"""
CHANGES = (
    ("places: 2", "places: 1"), ("mode: half_up", "mode: truncate"), ("at: [total]", "at: [item]"),
    ("on: rounded", "on: exact"), ("ties: share_best", "ties: dense"), ("then: [work], un", "then: [-work], un"),
    ("unranked: aside", "unranked: counted"), ("better: higher}", "better: lower}"),
    ("grade_on: rounded", "grade_on: exact"), ("missing: zero", "missing: full"),
    ("not_applicable: rescale", "not_applicable: zero"), ("{vetoed: included}", "{vetoed: excluded}"),
    ("step_mode: floor", "step_mode: linear"), ("title: 单位", "title: 各单位"), ("of: everyone", "of: {kind: town}"),
    ("without: [x]", "without: [w]"), ("not_ranked: [y]", "not_ranked: [w]"), ("members: [z]", "members: [w]"),
    ("fewest: 2", "fewest: 3"), ("west: 2", "west: 3"), ("unranked: excluded", "unranked: included"),
    ("self: included", "self: excluded"), ("missing: excluded", "missing: zero"), ("where: work > 0", "where: work > 1"),
    ("title: 表彰", "title: 表扬"), ("adds: {city: 1}", "adds: {city: 2}"), ("highest_once", "latest_once"),
    ("{co: 0.5}", "{co: 0.4}"), ("cap: 5", "cap: 6"), ("floor: -5", "floor: -6"), ("{city: 3}", "{city: 4}"),
    ("most: 4", "most: 5"), ("{2: 1}", "{3: 1}"), ("evidence: document", "evidence: none"),
    ("window: period", "window: year"), ("each: 2", "each: 3"), ("amount: deducts", "amount: adds"),
    ("title: 造假", "title: 失实"), ("effect: zero_score", "effect: lowest_grade"), ("work < 0", "work < 1"),
    ("纪委", "监委"), ("第九条", "第八条"), ("2030-01-01", "2031-01-01"), ("statistics: included", "statistics: excluded"),
    ("statistics: included\n    groups: [units]", "statistics: included\n    groups: [small]"),
    ("title: 优秀", "title: 优"), ("floor: 90", "floor: 91"), ("floor: 90", "above: 90"), ("ceiling: 120", "ceiling: 119"),
    ("ceiling: 120", "below: 120"), ("when: work > 1\n", "when: work > 3\n"), ("work > 119", "work > 118.5"),
    ("also_when: work > 118", "also_when: work > 117"), ("share: 20%", "share: 25%"), ("share: 20%", "count: 4"),
    ("round: down, ties: take_none", "round: up, ties: take_none"), ("take_none", "take_all"), ("of: ranked", "of: members"),
    ("at_least: 1, promoted", "at_least: 2, promoted"), ("promoted: aside", "promoted: counted"),
    ("groups: [units]\n    coefficient", "groups: [small]\n    coefficient"), ("coefficient: 1.2", "coefficient: 1.3"),
    ("title: 先进", "title: 先进单位"), ("by: total", "by: work"), ("better: higher\n", "better: lower\n"), ("top: 3", "top: 4"),
    ("ties: tie_break", "ties: take_all"), ("then: [work]\n", "then: [-work]\n"), ("per: group", "per: all"),
    ("at_least: 1\n", "at_least: 2\n"), ("when: work > 2", "when: work > 3"), ("unless: [work > 117]", "unless: [work > 116]"),
    ("unless: [work > 117]\n    groups: [units]", "unless: [work > 117]\n    groups: [small]"), ("share: 30%", "share: 35%"),
    ("round: down, ties: take_all", "round: up, ties: take_all"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_changed_setting_is_said(before: str, after: str) -> None:
    assert SOURCE.count(before) >= 1
    changed = read_scheme_text(SOURCE.replace(before, after, 1))
    found = differences(read_scheme_text(SOURCE), changed)
    assert found
    assert all(one.in_("zh") and one.in_("en") and one.before != one.after for one in found)
