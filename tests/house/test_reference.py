"""The committed reference is what the declarations and the spec pages say today."""

from __future__ import annotations

import re

import pytest

from scripts.reference import FOLDER, pages
from scripts.reference.markdown import table
from tests.spec.reading import cases

WRITTEN = pages()


def stale(name: str, committed: str) -> bool:
    return committed != WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_committed_reference_is_up_to_date(name: str) -> None:
    told = f"docs/reference/{name} is out of date. Mend: make reference"
    assert not stale(name, (FOLDER / name).read_text("utf-8")), told


@pytest.mark.parametrize("name", WRITTEN)
def test_a_changed_word_of_the_reference_is_found(name: str) -> None:
    assert stale(name, WRITTEN[name].replace("`reach`", "`reached`", 1))


def test_every_case_stands_in_the_reference_of_both_languages() -> None:
    for case in cases():
        assert f"### {case.name.in_('en')}\n" in WRITTEN["rules.md"], case.key
        assert f"### {case.name.in_('zh')}\n" in WRITTEN["rules.zh.md"], case.key


def test_the_english_reference_is_english_outside_schemes() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", WRITTEN["blocks.md"], flags=re.S)
    assert re.findall(r"[\u4e00-\u9fff]+", prose) == []


def test_a_bar_in_a_cell_does_not_break_its_table() -> None:
    assert table(["a"], [["x | y"]]).splitlines()[-1] == "| x \\| y |"
