"""Differences between two versions, in words."""

from __future__ import annotations

from kaoping import read_scheme_text
from kaoping.scheme.differences import differences
from tests.scheme.test_checks import GOOD


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Sentences in both languages."""
    found = differences(read_scheme_text(before), read_scheme_text(after))
    return [(one.in_("zh"), one.in_("en")) for one in found]


def test_the_same_scheme_differs_in_nothing() -> None:
    assert words(GOOD, GOOD + "# a comment\n") == []


def test_a_changed_mark_is_said_with_before_and_after() -> None:
    after = GOOD.replace("a: {full: 60", "a: {full: 55").replace("b: {full: 40", "b: {full: 45")
    assert words(GOOD, after) == [
        ("指标“甲”的满分由“60”改为“55”。", "Item “甲”: full mark changed from “60” to “55”."),
        ("指标“乙”的满分由“40”改为“45”。", "Item “乙”: full mark changed from “40” to “45”."),
    ]


def test_only_the_tracks_that_change_are_named() -> None:
    two = GOOD.replace(
        "groups: {units: {of: everyone}}",
        "groups: {t: {title: 乡镇, of: {kind: t}}, d: {title: 部门, of: {kind: d}}}",
    )
    before = two.replace("a: {full: 60", "a: {full: {t: 60, d: 60}")
    after = two.replace("a: {full: 60", "a: {full: {t: 60, d: 50}")
    assert words(before, after) == [
        (
            "指标“甲”的满分由“部门 60”改为“部门 50”。",
            "Item “甲”: full mark changed from “部门 60” to “部门 50”.",
        )
    ]


def test_added_removed_and_changed_parts_are_told() -> None:
    after = GOOD.replace("  b: {title: 乙, better: lower}", "  c: {title: 丙}").replace("- b: {", "- c: {")
    found = [en for _, en in words(GOOD, after)]
    assert "Fact “丙” (c) added." in found and "Fact “乙” (b) removed." in found
    assert "Item “丙” (c) added." in found and "Item “乙” (b) removed." in found


def test_a_changed_rule_and_policy_are_told_in_words() -> None:
    after = GOOD.replace("zero_target: refuse", "zero_target: full").replace(
        "missing: zero", "missing: refuse"
    )
    found = dict(words(GOOD, after))
    assert any("目标完成率：目标 商定值，目标为零时 满分" in one for one in found)
    assert any("completion rate: target as agreed, target of zero full mark" in one for one in found.values())
    assert any("缺报处理由“计零分”改为“不得缺”" in one for one in found)
