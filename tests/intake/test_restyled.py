"""What is read does not hang on how a paper is laid out: other numbering, brackets, marks, line breaks, tables."""

from __future__ import annotations

import pytest
from annotated import NAMES, load
from measure import Score, score
from restyle import STYLES, Restyled, apply

from kaoping.intake import read_text, to_json

BAR = 0.95
# Where a style takes away what told a trap apart: the line that names a list of shortcomings, a title's own line.
TRAPS = {"items_on_lines": 1, "wrapped_with_indent": 2, "wrapped_apart": 4}


def _scored(style: str) -> tuple[Score, int]:
    total, papers = Score(), 0
    for name in NAMES:
        paper = load(name)
        restyled = STYLES[style](paper)
        if restyled.raw == paper.clean:
            continue
        papers += 1
        total.add(score(restyled.gold, to_json(read_text(restyled.raw, name=f"{name}.txt"))))
    return total, papers


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_in_another_style_is_read_as_well(style: str) -> None:
    total, papers = _scored(style)
    assert papers >= 2, "the style touches no paper"
    assert total.tasks.f1 >= BAR, total.differences
    assert total.targets.f1 >= BAR, total.differences
    assert total.traps <= TRAPS.get(style, 0), total.differences


@pytest.mark.parametrize("style", STYLES)
def test_the_gold_moves_with_the_text(style: str) -> None:
    """Every value asked for still stands in the words of its span."""
    for name in NAMES:
        paper = load(name)
        restyled = STYLES[style](paper)
        text = restyled.gold["cleaned"]["text"]
        for before, after in zip(paper.gold["targets"], restyled.gold["targets"], strict=True):
            told = paper.clean[before["start"] : before["end"]]
            moved = text[after["start"] : after["end"]]
            assert _letters(moved) == _letters(told)


def _letters(words: str) -> str:
    return "".join(letter for letter in words if "\u4e00" <= letter <= "\u9fff")


def test_a_style_that_does_change_what_is_asked_falls_below_the_bar() -> None:
    total = Score()
    for name in NAMES:
        paper = load(name)
        shuffled = "\n".join(sorted(paper.clean.split("\n")))
        broken = Restyled(shuffled, apply(paper.clean, paper.gold, []).gold)
        total.add(score(broken.gold, to_json(read_text(broken.raw))))
    assert total.tasks.f1 < BAR
