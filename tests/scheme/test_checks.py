"""The static checker finds what an author forgot, each with its line, and is quiet on a good scheme."""

from __future__ import annotations

import pytest

from kaoping import Problem, check, read_scheme_text
from kaoping.errors import Severity

HEAD = """schema: kaoping-scheme/1
id: c
title: 检查
rounding: {places: 2, at: [item, total]}
ranking: {on: rounded, ties: share_best}
groups: {units: {of: everyone}}
defaults: {missing: zero, not_applicable: rescale}
facts:
  a: {title: 甲, unit: 亿元}
  b: {title: 乙, better: lower}
"""
GOOD = (
    HEAD
    + """tree:
  - main:
      full: 100
      items:
        - a: {full: 60, rule: {completion: {target: agreed, zero_target: refuse}}}
        - b: {full: 40, rule: {min_max: {flat: full}}}
grades:
  good: {floor: 80}
  rest: {title: 其余}
"""
)


def found(source: str) -> list[Problem]:
    """Findings that ask for something: errors and warnings."""
    return [
        one for one in check(read_scheme_text(source, "scheme.yaml")) if one.severity is not Severity.NOTE
    ]


def codes(source: str) -> set[str]:
    """Their codes."""
    return {one.code for one in found(source)}


def test_a_good_scheme_is_left_in_peace() -> None:
    assert found(GOOD) == []


CASES = {
    "marks-do-not-add-up": ("a: {full: 60", "a: {full: 58"),
    "no-mark": ("b: {full: 40,", "b: {"),
    "unused": ("  b: {title: 乙, better: lower}", "  b: {title: 乙, better: lower}\n  stray: {title: 没人用}"),
    "unknown-name": ("target: agreed", "target: agredd"),
    "undeclared": (", zero_target: refuse", ""),
    "coefficient-after-cap": ("zero_target: refuse}}}", "zero_target: refuse}}, then: [{times: 1.2}]}"),
    "above-full": ("zero_target: refuse}}}", "zero_target: refuse, cap: none}}}"),
    "bands-overlap": ("{min_max: {flat: full}}", "{bands: [{below: 5, points: 40}, {from: 4, points: 0}]}"),
    "bands-gap": ("{min_max: {flat: full}}", "{bands: [{below: 5, points: 40}, {from: 6, points: 0}]}"),
    "bands-tail": ("{min_max: {flat: full}}", "{bands: [{from: 1, below: 5, points: 40}, {from: 5, points: 0}]}"),
    "unit": ("{min_max: {flat: full}}", "{steps: {target: 9, step: 1, measured_in: percentage_points, high: full, low: 0, step_mode: floor}}"),
    "twice": ("        - b: {full: 40", "        - a: {full: 40"),
    "grades-gap": ("rest: {title: 其余}", "rest: {ceiling: 79}"),
    "circular": ("a: {full: 60,", "a: {full: 60, of: points(b) + points(main),"),
    "type": ("a: {full: 60,", "a: {full: 60, of: \"a + 'x'\","),
    "dangling": ("grades:", "vetoes:\n  fire: {effect: {zero_item: [nothing]}}\ngrades:"),
    "unknown-event": ("a: {full: 60, rule: {completion: {target: agreed, zero_target: refuse}}}", "a: {full: 60, rule: {events: praise}}"),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_what_an_author_forgot_is_found(code: str) -> None:
    before, after = CASES[code]
    assert before in GOOD
    assert code not in codes(GOOD)
    assert code in codes(GOOD.replace(before, after, 1))


@pytest.mark.parametrize("code", CASES)
def test_every_finding_speaks_both_languages_and_says_how_to_mend_it(code: str) -> None:
    before, after = CASES[code]
    (finding, *_) = [one for one in found(GOOD.replace(before, after, 1)) if one.code == code]
    assert finding.what.zh and finding.what.en and finding.what.en.isascii() is not None
    assert finding.mend.zh or code == "dates"


def test_a_finding_names_its_line() -> None:
    source = GOOD.replace("a: {full: 60", "a: {full: 58", 1)
    (finding,) = [one for one in found(source) if one.code == "marks-do-not-add-up"]
    assert str(finding.place) == f"scheme.yaml:{source[: source.index('full: 100')].count(chr(10)) + 1}"
    assert "98" in finding.what.en


def test_all_findings_come_at_once() -> None:
    source = GOOD
    for code in ("marks-do-not-add-up", "unused", "bands-overlap", "undeclared"):
        source = source.replace(*CASES[code], 1)
    assert {"marks-do-not-add-up", "unused", "bands-overlap", "undeclared"} <= codes(source)


def test_what_is_said_is_not_asked_again() -> None:
    said = "zero_target: refuse}}, then: [{times: {by: 1.2, above_full: allowed}}]}"
    assert "coefficient-after-cap" not in codes(GOOD.replace("zero_target: refuse}}}", said, 1))
    capped = "zero_target: refuse}}, then: [{times: 1.2}, {at_most: full}]}"
    assert codes(GOOD.replace("zero_target: refuse}}}", capped, 1)) == set()
    overlap = "{bands: {rows: [{below: 5, points: 40}, {from: 4, points: 0}], overlap: first}}"
    assert codes(GOOD.replace("{min_max: {flat: full}}", overlap, 1)) == set()


def test_weights_that_miss_one_are_pointed_out() -> None:
    tree = HEAD.replace("at: [item, total]", "at: [total]") + (
        "tree:\n  a: {weight: 0.5, rule: {min_max: {flat: full}}}\n  b: {weight: 0.4, rule: {min_max: {flat: full}}}\n"
    )
    assert "weights-do-not-add-up" in codes(tree)
    assert "weights-do-not-add-up" not in codes(tree.replace("0.4", "0.5"))
