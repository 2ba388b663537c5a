"""A rule read aloud: Chinese shows no English name of a parameter, choice or function; every one has a word."""

from __future__ import annotations

import re

import pytest

from kaoping import read_scheme_text
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec
from kaoping.scheme.formulas import CONTEXT_FUNCTIONS, FUNCTIONS, KNOWN_NAMES
from kaoping.scheme.labels import choice_word, function_words, name_word, parameter_label
from kaoping.scheme.model import Block
from kaoping.scheme.writing import block_words
from tests.scheme.test_checks import GOOD

SPECS = [spec for known in CATALOGUES.values() for spec in known.values()]
LATIN = re.compile(r"[a-z_]{2,}")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.category}.{spec.name}")
def test_every_parameter_and_choice_has_a_chinese_and_an_english_word(spec: BlockSpec) -> None:
    for one in spec.parameters:
        label = parameter_label(spec, one.name)
        assert not LATIN.search(label.zh) and len(label.zh) <= 16, (one.name, label)
        assert "_" not in label.en and not re.search("[一-鿿]", label.en)
        for choice in one.choices:
            word = choice_word(choice, one.name)
            assert word.zh != choice and not LATIN.search(word.zh.replace("Box-Cox", "")), (
                one.name,
                choice,
                word,
            )
            assert "_" not in word.en


def test_every_function_and_known_name_has_a_word() -> None:
    assert {*FUNCTIONS, *CONTEXT_FUNCTIONS} <= {*function_words(True)}
    assert not any(LATIN.search(word) for word in function_words(True).values())
    said = {name: name_word(name) or choice_word(name) for name in KNOWN_NAMES}
    assert not [name for name, word in said.items() if LATIN.search(word.zh)]


RULES = (
    ("{completion: {target: agreed, cap: 1.2, zero_target: full}}",
     "目标完成率：目标 商定值，封顶 1.2，目标为零时 满分", "completion rate: target as agreed, cap 1.2, target of zero full mark"),
    ("{bands: [{from: 80, share: 1}, {from: 60, below: 80, points: 30}, {below: 60, points: 0}]}",
     "分档赋分 ≥ 80 得满分的 1；≥ 60 且 < 80 得 30；< 60 得 0", "bands ≥ 80: 1 of the full mark; ≥ 60 and < 80: 30; < 60: 0"),
    ("{completion: {target: 0.9 * last_year(a), zero_target: full}}",
     "目标完成率：目标 0.9 × 上年同期(甲)，目标为零时 满分", "completion rate: target 0.9 × last year(甲), target of zero full mark"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "zh", "en"), RULES)
def test_a_rule_is_read_aloud_with_titles_and_labels(rule: str, zh: str, en: str) -> None:
    text = re.sub(r"(a: \{full: 60, rule: )\{.*?\}\}", lambda match: match[1] + rule, GOOD, count=1)
    scheme = read_scheme_text(text)
    block = next(node for node in scheme.nodes() if node.key == "a").rule
    assert isinstance(block, Block)
    assert (block_words(scheme, block, "zh"), block_words(scheme, block, "en")) == (zh, en)
