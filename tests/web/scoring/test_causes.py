"""A failed run tells its causes: what merely follows from them is counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kaoping import read_scheme_text
from kaoping.errors import Words
from kaoping_web.scoring.causes import in_words, why
from tests.web.schemes.made import DEMO

SCHEME = read_scheme_text(DEMO.read_bytes())
NAMED = {
    "anping": Words("安平镇", "Anping"),
    "安平镇": Words("安平镇", "Anping"),
    "xiangqi": Words("湘溪镇", "Xiangxi"),
}


def absent(body: str, subject: str, kind: str = "undefined") -> Mapping[str, str]:
    return {
        "code": f"absent-{kind}",
        "zh": f"{body} 的“某项”（{subject}，2026）无法计算，方案没有说怎么办。",
        "en": "",
    }


def test_a_dimension_the_total_and_a_prize_follow_from_an_item() -> None:
    told = [
        absent(body, key)
        for body in ("anping", "xiangqi")
        for key in ("phone_survey", "evaluation", "total", "progress")
    ]
    found = why(SCHEME, told)
    assert [(one.subject, one.bodies) for one in found.causes] == [("phone_survey", ("anping", "xiangqi"))]
    assert found.following == 6 and set(found.causes[0].facts) >= {"phone_very", "phone_not"}


def test_a_dimension_alone_is_its_own_cause() -> None:
    """The control of the one before: nothing below it is absent for that body."""
    found = why(SCHEME, [absent("anping", "phone_survey"), absent("xiangqi", "evaluation")])
    assert [(one.subject, one.bodies) for one in found.causes] == [
        ("phone_survey", ("anping",)),
        ("evaluation", ("xiangqi",)),
    ]
    assert found.following == 0


def test_a_veto_that_cannot_be_decided_names_the_figure_it_reads() -> None:
    found = why(
        SCHEME, [absent("anping", "loss_making", "missing"), absent("anping", "grade_a_firm", "missing")]
    )
    assert [(one.subject, one.facts, one.kind.zh) for one in found.causes] == [
        ("loss_making", ("profit",), "缺报")
    ]


def test_other_problems_are_told_as_they_are() -> None:
    other = {
        "code": "wrong-type",
        "zh": "anping investment：“x”不是数。",
        "en": "anping investment: “x” is not a number.",
    }
    assert why(SCHEME, [other]).others == (other,)


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("anping、xiangqi不在任何赛道，没有计分。", "zh", "安平镇、湘溪镇不在任何赛道，没有计分。"),
        ("anping, xiangqi race in no track and are not scored.", "en", "Anping, Xiangxi race in no track and are not scored."),
        ("安平镇: sources disagree on “Investment” (2025-09): A 1; B 2.", "en", "Anping: sources disagree on “Investment” (Sep 2025): A 1; B 2."),
        ("赛道“镇”没有一个单位有“及时率”（filing_on_time，2026-10）。", "zh", "赛道“镇”没有一个单位有“及时率”（2026年10月）。"),
        ("nobody has “Data” (filing_on_time, 2026-Q3).", "en", "nobody has “Data” (Q3 2026)."),
    ],
)  # fmt: skip
def test_a_sentence_of_the_library_says_names_and_periods_in_words(text: str, lang: str, told: str) -> None:
    assert in_words(text, NAMED, lang) == told
