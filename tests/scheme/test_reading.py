"""Reading a scheme: every problem at once, each with its line and its mend."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoping import SchemeError, read_scheme_text
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Block
from tests.scheme.test_checks import GOOD


def problems(source: str | bytes) -> dict[str, str]:
    """Codes and places of the problems of reading."""
    with pytest.raises(SchemeError) as caught:
        read_scheme_text(source, "s.yaml")
    return {one.code: str(one.place) for one in caught.value.problems}


def test_all_problems_of_a_file_are_told_at_once_with_their_lines() -> None:
    source = (
        GOOD.replace("rounding:", "roundin:")
        .replace("{floor: 80}", "{floor: 80, flor: 1}")
        .replace("min_max", "minmax")
    )
    found = problems(source)
    assert set(found) == {"unknown-key", "unknown-block"}
    with pytest.raises(SchemeError) as caught:
        read_scheme_text(source, "s.yaml")
    lines = [one.place.line for one in caught.value.problems]
    assert len(lines) == 3 and lines == sorted(lines)
    assert any("rounding" in one.mend.en for one in caught.value.problems)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("full: 60", "full: 6O", "formula.number"),
        ("full: 60", "full: 60%", "full-as-percentage"),
        ("full: 60", "full: {everyone: 60, otherwise: 40 ％}", "full-as-percentage"),
        ("places: 2", "places: two", "not-a-number"),
        ("places: 2", "places: 2.5", "not-whole"),
        ("{places: 2, at: [item, total]}", "2", "rounding-nowhere"),
        ("ties: share_best", "ties: share", "not-a-choice"),
        ("schema: kaoping-scheme/1", "schema: kaoping-scheme/9", "schema"),
        ("id: c\n", "", "missing-key"),
        ("{floor: 80}", "[80]", "not-a-mapping"),
        ("{target: agreed, zero_target: refuse}", "{target: agreed, zero_target: perhaps}", "not-a-choice"),
        ("{min_max: {flat: full}}", "{steps: {target: 3, step: 1}}", "missing-setting"),
        ("{min_max: {flat: full}}", "{min_max: {}, efficacy: {}}", "not-a-block"),
        ("{of: everyone}", "{title: 谁}", "empty-group"),
        ("title: 检查", "title: 检查\ntitle: 再来", "twice"),
        ("title: 检查", "title: [", "yaml"),
    ],
)
def test_a_mistake_has_a_name(before: str, after: str, code: str) -> None:
    assert before in GOOD
    assert code in problems(GOOD.replace(before, after, 1))


def test_yaml_words_stay_words() -> None:
    scheme = read_scheme_text(
        GOOD + "approved: {by: 区委常委会, on: 2026-03-12, document: no}\nversion: 1.10\n"
    )
    assert scheme.version == "1.10"
    assert scheme.approval.document == "no"
    assert str(scheme.approval.on) == "2026-03-12"


def test_numbers_are_exact() -> None:
    scheme = read_scheme_text(GOOD.replace("full: 60", "full: 60.1").replace("full: 100", "full: 100.1"))
    item = scheme.trees["total"].root.children[0].children[0]
    assert isinstance(item.full, Number) and item.full.value == Fraction(601, 10)
    assert isinstance(item.rule, Block) and item.rule.name == "completion"


@pytest.mark.parametrize("source", [b"\xff\xfe\x00", b"", "a: &a [*a]", "[" * 10_000, "- x\n" * 500_000])
def test_what_is_no_scheme_is_refused_in_a_sentence(source: str | bytes) -> None:
    with pytest.raises(SchemeError) as caught:
        read_scheme_text(source)
    assert caught.value.problems[0].what.zh and caught.value.problems[0].what.en


def test_aliases_cannot_blow_up() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(SchemeError) as caught:
        read_scheme_text("\n".join(lines))
    assert caught.value.problems[0].code == "too-large"
