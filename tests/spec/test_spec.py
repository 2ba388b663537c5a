"""Every engine keeps every promise of every page; and a page that promises something else is found out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from kaoping.errors import KaopingError
from tests.spec.reading import EXPECTATIONS, Case, cases, pages, read_page
from tests.spec.scoring import ENGINES, differences, score_case

RULES = tuple(f"R{number:02d}" for number in range(1, 57))
CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=[case.key for case in CASES])


def broken(case: Case, engine: str) -> list[str]:
    """What of the case's promise the engine does not keep."""
    try:
        card = score_case(case, engine)
    except KaopingError as error:
        if case.refuses and case.refuses in {problem.code for problem in error.problems}:
            return []
        return [f"refused: {error}"]
    return [f"not refused: {case.refuses}"] if case.refuses else differences(case, card)


@pytest.mark.parametrize("engine", ENGINES)
@each_case
def test_a_promise_is_kept(case: Case, engine: str) -> None:
    assert broken(case, engine) == []


def otherwise(case: Case, table: str) -> Case:
    """The same case promising something else of one kind."""
    wanted = getattr(case, table)
    if table == "refuses":
        return replace(case, refuses="no-such-problem")
    if table == "warns":
        return replace(case, warns="no-such-finding")
    first = next(iter(wanted))
    other: object = "123456789"
    if table == "awards":
        other = (*wanted[first], "nobody")
    elif not isinstance(wanted[first], str):
        other = {**wanted[first], next(iter(wanted[first])): "123456789"}
    changed: dict[str, Any] = {table: {**wanted, first: other}}
    return replace(case, **changed)


@each_case
def test_another_promise_is_found_to_be_broken(case: Case) -> None:
    for table in EXPECTATIONS:
        if getattr(case, table):
            assert broken(otherwise(case, table), ENGINES[0]) != [], table


def test_every_rule_kind_has_a_page() -> None:
    assert tuple(page.rule for page in pages()) == RULES


def test_every_page_keeps_at_least_two_promises_each_with_a_name_of_its_own() -> None:
    for page in pages():
        names = [case.name.en for case in page.cases]
        assert len(names) >= 2, page.rule
        assert len(set(names)) == len(names), page.rule


def test_both_languages_of_a_page_are_what_they_say() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for page in pages():
        for words in (page.title, page.text, *(case.name for case in page.cases)):
            assert chinese.search(words.zh), (page.rule, words.zh)
            assert not chinese.search(words.en), (page.rule, words.en)


PAGE = """
rule: R01
title: {zh: 甲, en: a}
text: {zh: 甲, en: a}
cases:
  - name: {zh: 甲, en: a}
    items: "- a: {full: 1, rule: as_it_is}"
"""


def test_a_case_that_expects_nothing_is_refused() -> None:
    with pytest.raises(AssertionError, match="expects nothing"):
        read_page(PAGE, "R01.yaml")
    assert read_page(PAGE + "    expect: {a: {total: 1}}\n", "R01.yaml").cases[0].expect == {
        "a": {"total": "1"}
    }


def test_a_misspelt_key_of_a_case_is_refused() -> None:
    with pytest.raises(AssertionError, match="expects"):
        read_page(PAGE + "    ranks: {a: 1}\n    expects: {a: {total: 1}}\n", "R01.yaml")
