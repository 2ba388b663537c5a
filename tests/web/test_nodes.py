"""The tags that stand in every line write what Django's own would write, and escape what was typed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse

from kaoping.errors import Words
from kaoping_web.ui.templatetags.kaoping import fixed, plain, shown

BAD = "<b>\"&'</b>"
SAFE = "&lt;b&gt;&quot;&amp;&#x27;&lt;/b&gt;"


def said(text: str, **given: object) -> str:
    return engines["django"].from_string(text).render(given)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_sentences_stand_in_the_template_and_one_is_said(lang: str) -> None:
    assert said('{% w "甲 {n}" "A {n}" n=n %}', n=7, lang=lang) == {"zh": "甲 7", "en": "A 7"}[lang]
    assert said('{% w "甲" "A" as name %}[{{ name }}]', lang=lang) == {"zh": "[甲]", "en": "[A]"}[lang]


@pytest.mark.parametrize(
    ("n", "told"), [(0, "0 papers"), (1, "1 paper"), ("1", "1 paper"), (21, "21 papers"), ("−1", "−1 paper")]
)
def test_an_english_sentence_counts_one_thing_as_one(n: object, told: str) -> None:
    text = '{% w "甲 {n}" "{n} {n:paper|papers}" n=n %}'
    assert said(text, n=n, lang="en") == told
    assert said(text.replace(" %}", " as told %}{{ told }}"), n=n, lang="en") == told


def test_whatever_was_typed_is_escaped() -> None:
    assert said('{% w "甲 {n}" "A {n}" n=n %}', n=BAD) == f"甲 {SAFE}"
    assert said('{% w "甲 {n}" "A {n}" n=n %}', n=Words(BAD, "")) == f"甲 {SAFE}"
    assert said("{% say n %}", n=BAD) == SAFE
    assert said("{% say n %}", n=Words(BAD, "x")) == SAFE
    assert said("{% say n as m %}{{ m }}", n=Words(BAD, "x")) == SAFE


def test_words_without_english_are_said_in_chinese() -> None:
    assert said("{% say n %}", n=Words("甲"), lang="en") == "甲"
    assert said("{% say n %}", n=None) == ""


def test_an_address_is_the_one_django_gives() -> None:
    assert said("{% url 'filing' 12 %}") == reverse("filing", args=[12])
    assert said("{% url 'body' key %}", key="a&b") == reverse("body", args=["a&b"]).replace("&", "&amp;")
    assert said("{% url 'work-of-nobody' as there %}[{{ there }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        said("{% url 'work-of-nobody' %}")


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("0.125", 2, "0.13"), ("-0.125", 2, "−0.13"), ("-0.001", 2, "0.00"), ("12345.5", 0, "12,346"), ("9999.995", 2, "10,000.00"),
     ("7", 0, "7"), ("0.05", 3, "0.050")],
)  # fmt: skip
def test_numbers_are_rounded_half_up_and_written_as_a_ledger_does(
    number: str, places: int, text: str
) -> None:
    assert shown(Fraction(number), places) == text
    assert fixed(number, places) == text


def test_a_number_as_given_loses_the_zeros_at_its_end() -> None:
    assert [plain(one) for one in ("1.50", "3", "", "甲", None)] == ["1.5", "3", "", "甲", ""]
