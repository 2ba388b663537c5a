"""Units in English: in heads as they are, in sentences so that they can be read aloud."""

from __future__ import annotations

import pytest

from kaoping.errors import Words
from kaoping_web.ui.units import in_sentence, quantity


@pytest.mark.parametrize(
    ("number", "unit", "zh", "en"),
    [
        ("46", "亿元", "46 亿元", "46 × 100 m yuan"), ("1", "件", "1 件", "1 case"), ("3", "件", "3 件", "3 cases"), ("1", "人", "1 人", "1 person"),
        ("2", "个", "2 个", "2"), ("85.5", "%", "85.5%", "85.5%"), ("1,200", "亩", "1,200 亩", "1,200 mu"), ("−1", "分", "−1 分", "−1 point"),
        ("3", "US$ 10,000", "3 US$ 10,000", "3 × US$ 10,000"), ("2", "束", "2 束", "2 束"), ("7", "", "7", "7"),
    ],
)  # fmt: skip
def test_a_number_with_its_unit_can_be_read(number: str, unit: str, zh: str, en: str) -> None:
    assert quantity(number, unit) == Words(zh, en)


def test_a_sentence_of_the_library_has_english_units() -> None:
    said = in_sentence(
        Words(
            "最好 16.31 亿元。",
            "ratio to the best 67.14% (best 16.31 亿元), 1 家 short, note: 按 3 亿元的口径核减",
        )
    )
    assert said.zh == "最好 16.31 亿元。"
    assert (
        said.en
        == "ratio to the best 67.14% (best 16.31 × 100 m yuan), 1 firm short, note: 按 3 亿元的口径核减"
    )


def test_a_condition_is_told_once_and_without_its_function() -> None:
    asked = "is_missing(位次（2024年） 缺报) 或 is_not_applicable(位次（2024年） 缺报)"
    said = in_sentence(
        Words(
            f"失 1 分：{asked}，少得 1.00 分。",
            "lost 1: is_missing(Place (2024) missing) or is_not_applicable(Place (2024) missing), −1.00.",
        )
    )
    assert said.zh == "失 1 分：位次（2024年） 缺报，少得 1.00 分。"
    assert said.en == "lost 1: Place (2024) missing, −1.00."
