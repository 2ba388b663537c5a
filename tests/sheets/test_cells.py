"""Numbers, dates, yes and no as clerks write them: read exactly or refused with a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.errors import TableError
from kaoping.sheets import read_absence, read_cell, read_date, read_number, read_truth
from kaoping.sheets.grids import Raw
from kaoping.tables import Absence


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [
        ("1,234.5", "", "1234.5"),
        ("1，234", "", "1234"),
        ("1 234 567", "", "1234567"),
        ("１２３．５", "", "123.5"),
        ("\u00a0 12\u3000", "", "12"),
        ("(1,234)", "", "-1234"),
        ("（5）", "", "-5"),
        ("−5", "", "-5"),
        ("-0.5", "", "-0.5"),
        (".5", "", "0.5"),
        ("1.5e3", "", "1500"),
        ("12%", "", "0.12"),
        ("12%", "ratio", "0.12"),
        ("12%", "比率", "0.12"),
        ("12%", "%", "12"),
        ("１２．５％", "%", "12.5"),
        ("12", "%", "12"),
        ("3个百分点", "%", "3"),
        ("12‰", "%", "1.2"),
        ("1.2万", "元", "12000"),
        ("1.2万人", "人", "12000"),
        ("3亿", "亿元", "3"),
        ("3亿元", "亿元", "3"),
        ("128.4亿元", "亿元", "128.4"),
        ("5件", "件", "5"),
        ("5千克", "千克", "5"),
        ("¥1,200", "元", "1200"),
        (7, "亿元", "7"),
        (Decimal("0.1"), "", "0.1"),
    ],
)
def test_a_number_is_read_as_it_was_meant(raw: Raw, unit: str, number: str) -> None:
    assert read_number(raw, unit) == Fraction(number)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("≈5", "", "approximate"),
        ("约5", "", "approximate"),
        (">=5", "", "approximate"),
        ("5左右", "", "approximate"),
        ("100余", "", "approximate"),
        ("5-8", "", "range"),
        ("5～8", "", "range"),
        ("#DIV/0!", "", "excel-error"),
        ("#N/A", "", "excel-error"),
        ("########", "", "excel-error"),
        ("=SUM(B2:B9)", "", "formula"),
        ("—", "", "dash"),
        ("-", "", "dash"),
        ("/", "", "dash"),
        ("1,23", "", "comma"),
        ("12,34", "亿元", "comma"),
        ("0,123", "", "comma"),
        ("12%", "亿元", "unit"),
        ("1.2万", "", "unit"),
        ("128.4万", "亿元", "unit"),
        ("128.4万元", "亿元", "unit"),
        ("3亿", "万元", "unit"),
        ("5元", "亿元", "unit"),
        ("5%%", "%", "not-a-number"),
        ("完成", "", "not-a-number"),
        ("1.2.3", "", "not-a-number"),
        ("--5", "", "not-a-number"),
        ("(-5)", "", "not-a-number"),
        ("1e999", "", "not-a-number"),
        ("10²", "", "not-a-number"),
        ("9" * 100, "", "not-a-number"),
        ("٣", "", "not-a-number"),
        (True, "", "not-a-number"),
        (date(2026, 9, 1), "", "not-a-number"),
    ],
)
def test_what_is_no_one_exact_number_is_refused_in_both_languages(raw: Raw, unit: str, code: str) -> None:
    with pytest.raises(TableError) as refusal:
        read_number(raw, unit)
    (problem,) = refusal.value.problems
    assert problem.code == f"cell-{code}"
    assert problem.what.zh and problem.what.en and problem.mend.zh and problem.mend.en


def test_a_scale_the_unit_does_not_have_is_refused_with_the_number_to_enter() -> None:
    with pytest.raises(TableError) as refusal:
        read_number("128.4万", "亿元")
    assert "“128.4万” is not a number of 亿元." in refusal.value.in_("en")
    assert "If you mean 128.4 万元, enter 0.01284." in refusal.value.in_("en")
    assert "如果是 128.4 万元，填 0.01284。" in refusal.value.in_("zh")


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_every_way_to_write_a_number_gives_the_same_number(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    plain = f"{Decimal(digits).scaleb(-places):f}"
    grouped = f"{Decimal(digits).scaleb(-places):,f}"
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    for text in (plain, grouped, wide, f" {plain}\u00a0", plain.replace("-", "−")):
        assert read_number(text) == number
        assert read_cell(text).value == number
    assert read_number(f"{plain}%", "%") == number
    assert read_number(f"{plain}%", "") == number / 100


@given(st.text(max_size=80))
def test_any_text_is_a_value_an_absence_or_a_refusal(text: str) -> None:
    for kind in ("number", "truth", "text", "date"):
        try:
            read_cell(text, kind)
        except TableError as refusal:
            assert all(problem.what.zh and problem.what.en for problem in refusal.problems)


@pytest.mark.parametrize(
    ("word", "absence"),
    [
        ("不适用", Absence.NOT_APPLICABLE),
        ("N/A", Absence.NOT_APPLICABLE),
        ("ＮＡ", Absence.NOT_APPLICABLE),
        ("待报", Absence.PENDING),
        ("pending", Absence.PENDING),
        ("缺报", Absence.MISSING),
        ("Missing", Absence.MISSING),
    ],
)
def test_the_words_for_no_value_are_values_of_their_own(word: str, absence: Absence) -> None:
    assert read_absence(word) is absence
    for kind in ("number", "truth", "text", "date"):
        assert read_cell(word, kind).value is absence


def test_an_empty_cell_files_nothing_and_a_nil_return_files_zero() -> None:
    assert read_cell("").value is None
    assert read_cell("\u3000").value is None
    assert read_cell(None).value is None
    nil = read_cell("零报")
    assert nil.value == 0 and "nil return" in nil.note
    assert read_cell("0").note == ""
    assert read_cell("无", "text").value == "无"


@pytest.mark.parametrize("raw", ["是", "√", "Y", "yes", "TRUE", True, 1, "有"])
def test_yes_in_every_hand(raw: Raw) -> None:
    assert read_truth(raw) is True


@pytest.mark.parametrize("raw", ["否", "×", "N", "no", "false", False, 0, "无"])
def test_no_in_every_hand(raw: Raw) -> None:
    assert read_truth(raw) is False


def test_a_maybe_is_neither() -> None:
    with pytest.raises(TableError):
        read_truth("基本是")


@pytest.mark.parametrize(
    "raw",
    ["2026-09-01", "2026/9/1", "2026年9月1日", "2026.9.1", "２０２６－９－１", "20260901", date(2026, 9, 1)],
)
def test_one_day_in_every_spelling(raw: Raw) -> None:
    assert read_date(raw) == date(2026, 9, 1)


@pytest.mark.parametrize("raw", ["2026-02-30", "9月1日", "46266", "2026-09", ""])
def test_a_day_that_is_not_named_is_refused(raw: Raw) -> None:
    with pytest.raises(TableError):
        read_date(raw)
