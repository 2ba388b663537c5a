"""What a cell says: numbers put in order, slips told with how to mend them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kaoping.errors import Words
from kaoping.periods import Cadence
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact
from kaoping_web.filing.models import Answer
from kaoping_web.filing.reading import clean, read_typed

TODAY = date(2026, 4, 7)
MONEY = Fact("investment", Words("投资"), "亿元", every=Cadence.MONTH, low=Fraction(0), decimals=2)
COUNT = Fact(
    "projects", Words("项目"), "个", every=Cadence.MONTH, low=Fraction(0), high=Fraction(500), decimals=0
)
SHARE = Fact("on_time", Words("办结率"), "%", low=Fraction(0), high=Fraction(100), decimals=1)
GRADE = Fact("grade", Words("档次"), type=ValueType.TEXT, choices=("好", "一般"))
TRUTH = Fact("has", Words("有无"), type=ValueType.TRUTH)
DAY = Fact("on", Words("日期"), type=ValueType.DATE)


@pytest.mark.parametrize(
    ("typed", "fact", "text"),
    [
        ("１２３", COUNT, "123"),
        ("1,234.5", MONEY, "1234.5"),
        ("12%", SHARE, "12"),
        ("３１．５０", MONEY, "31.5"),
        (" 0 ", COUNT, "0"),
        ("28.90", MONEY, "28.9"),
        ("3亿元", MONEY, "3"),
        ("-0", MONEY, "0"),
    ],
)
def test_numbers_are_put_in_order(typed: str, fact: Fact, text: str) -> None:
    read = read_typed(typed, fact, "", TODAY)
    assert (read.answer, read.text, read.problems) == (Answer.NUMBER, text, ())


@pytest.mark.parametrize(
    ("typed", "fact", "zh", "mend"),
    [
        ("128.4万", MONEY, "“128.4万”不是以“亿元”计的数。", "填 0.01284"),
        ("2.5", COUNT, "“2.5”不是整数。", "请填 2 或 3"),
        ("31.505", MONEY, "小数多于 2 位", "31.50 或 31.51"),
        ("-1", MONEY, "小于最小值 0", "核对"),
        ("501", COUNT, "不在 0 到 500 之间", "核对"),
        ("约30", MONEY, "不是一个确定的数", "填确定的数"),
        ("三十", MONEY, "不是数", "填一个数"),
        ("—", MONEY, "可以是零", "不适用"),
        ("缺报", MONEY, "不是填报", "零报"),
        ("差", GRADE, "不在选项里", "好、一般"),
        ("也许", TRUTH, "不是“是”或“否”", "是"),
        ("下周", DAY, "不是日期", "2026-09-01"),
        ("=A1+1", MONEY, "没有存下结果", "Excel"),
        ("不适用", MONEY, "没有写理由", "写明"),
        ("待报", MONEY, "哪一天", "11月6日"),
        ("待报 2026-04-06", MONEY, "已经过去", "今后"),
    ],
)
def test_what_cannot_stand_is_kept_as_typed_and_says_how_to_mend_it(
    typed: str, fact: Fact, zh: str, mend: str
) -> None:
    read = read_typed(typed, fact, "", TODAY)
    assert (read.answer, read.text) == (Answer.NOTHING, typed)
    assert zh in read.problems[0].what.zh and mend in read.problems[0].mend.zh
    assert read.problems[0].what.en and read.problems[0].mend.en


def test_every_problem_of_one_cell_is_told() -> None:
    assert [one.code for one in read_typed("-1.005", MONEY, "", TODAY).problems] == [
        "out-of-range",
        "decimals",
    ]


@pytest.mark.parametrize("typed", ["零报", "nil", "无", "NIL"])
def test_a_stated_nil_return_is_zero_and_says_so(typed: str) -> None:
    read = read_typed(typed, COUNT, "", TODAY)
    assert (read.answer, read.text) == (Answer.NIL, "0")


def test_a_nil_return_must_be_allowed_by_the_fact() -> None:
    above = Fact("x", Words("x"), low=Fraction(1))
    assert read_typed("零报", above, "", TODAY).problems[0].code == "out-of-range"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("待报 2026-04-20", date(2026, 4, 20)),
        ("待报4月20日", date(2026, 4, 20)),
        ("pending 2026-04-20", date(2026, 4, 20)),
        ("待报（2月3日）", date(2027, 2, 3)),
        ("待报 2026年4月7日", date(2026, 4, 7)),
    ],
)
def test_pending_names_the_day(typed: str, day: date) -> None:
    read = read_typed(typed, MONEY, "", TODAY)
    assert (read.answer, read.expected_on, read.problems) == (Answer.PENDING, day, ())


def test_not_applicable_stands_with_its_reason() -> None:
    read = read_typed("不适用", MONEY, "本镇没有这项业务", TODAY)
    assert (read.answer, read.note, read.problems) == (Answer.NOT_APPLICABLE, "本镇没有这项业务", ())


def test_choices_truths_and_days_are_read() -> None:
    assert read_typed("好", GRADE, "", TODAY).text == "好"
    assert read_typed("√", TRUTH, "", TODAY).text == "true"
    assert read_typed("2026年5月1日", DAY, "", TODAY).text == "2026-05-01"


def test_an_empty_cell_says_nothing_and_has_no_problem() -> None:
    assert read_typed("  ", MONEY, "", TODAY).answer is Answer.NOTHING
    assert read_typed("  ", MONEY, "", TODAY).problems == ()


def test_what_no_database_keeps_is_taken_out() -> None:
    assert clean("3\x001\ud800.5\x7f") == "31.5"


def test_a_cell_that_is_too_long_is_told_and_cut() -> None:
    read = read_typed("9" * 300, MONEY, "", TODAY)
    assert read.problems[0].code == "too-long" and len(read.text) == 200
