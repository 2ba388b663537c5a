"""What the rules read from whole papers, held against the annotations."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from annotated import NAMES, load
from measure import Score, score

from kaoping.intake import dumps, read_paper, to_json

SHARED = Path(os.environ.get("KAOPING_SHARED", Path(__file__).parents[2].parent / "shared"))


def _total(names: tuple[str, ...] = NAMES) -> Score:
    total = Score()
    for name in names:
        paper = load(name)
        total.add(score(paper.gold, to_json(read_paper(paper.raw, name=f"{name}.txt"))))
    return total


def test_the_annotated_papers_are_read_as_well_as_published() -> None:
    total = _total()
    assert total.tasks.f1 >= 0.97, total.differences
    assert total.targets.f1 >= 0.97, total.differences
    assert total.red_lines.f1 >= 0.95
    assert total.frameworks.f1 >= 0.95
    assert total.traps == 0, total.differences
    for key in ("name", "date", "level", "region", "host", "speakers"):
        assert total.meta[key].f1 >= 0.9, (key, total.differences)


def test_the_measure_can_fail() -> None:
    paper = load("circular")
    mine = to_json(read_paper(paper.raw, name="circular.txt"))
    mine["tasks"] = mine["tasks"][::2]
    mine["targets"] = [{**target, "comparator": "<"} for target in mine["targets"]]
    counted = score(paper.gold, mine)
    assert counted.tasks.recall < 0.8
    assert counted.targets.f1 == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_proposal_quotes_the_clean_text_and_its_source(name: str) -> None:
    raw = load(name).raw
    paper = read_paper(raw, name=f"{name}.txt")
    read = to_json(paper)
    for kind in ("tasks", "targets", "baselines", "red_lines", "frameworks", "awards"):
        for item in read[kind]:
            assert item["quote"] == paper.text[item["start"] : item["end"]] != ""
            assert 0 <= item["raw_start"] < item["raw_end"] <= len(paper.source.text)
            assert item["status"] == "proposed"
            assert item["rule"]
            assert item["confidence"] in ("sure", "likely", "doubtful")
    for task in paper.tasks:
        places = paper.byte_span(task.span)
        assert places is not None
        first = raw[places[0] : places[1]].decode("utf-8")
        assert first[0] == paper.source.text[paper.raw_span(task.span)[0]]


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_read_twice_gives_the_same_json(name: str) -> None:
    raw = load(name).raw
    assert to_json(read_paper(raw, name=name)) == to_json(read_paper(raw, name=name))


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_the_json_is_that_of_the_library_of_python(name: str) -> None:
    paper = read_paper(load(name).raw, name=name)
    assert dumps(paper) == json.dumps(to_json(paper), ensure_ascii=False, indent=1)
    assert dumps(paper, one_line=True) == json.dumps(to_json(paper), ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_parents_stand_before_and_around_their_children(name: str) -> None:
    paper = read_paper(load(name).raw, name=name)
    by_key = {task.id: task for task in paper.tasks}
    assert len(by_key) == len(paper.tasks)
    for task in paper.tasks:
        if task.parent:
            assert by_key[task.parent].span.start <= task.span.start
            assert task.span.end <= by_key[task.parent].span.end + 1
            assert task.level == 2


@pytest.mark.skipif(not (SHARED / "documents" / "gold").is_dir(), reason="the shared papers are not here")
def test_the_founding_papers_meet_their_bars() -> None:
    total = Score()
    artefacts = 0
    for gold_path in sorted((SHARED / "documents" / "gold").glob("*.json")):
        gold = json.loads(gold_path.read_text("utf-8"))
        mine = to_json(read_paper(SHARED / "documents" / f"{gold_path.stem}.txt"))
        assert (
            mine["noise"]["pinyin_artifacts"]["raw_spans"] == gold["noise"]["pinyin_artifacts"]["raw_spans"]
        )
        artefacts += len(mine["noise"]["pinyin_artifacts"]["raw_spans"])
        assert mine["cleaned"]["text"] == gold["cleaned"]["text"]
        if gold["meetings"] and gold["meetings"][0].get("referenced_only"):
            gold["meetings"] = []
        total.add(score(gold, mine))
    assert artefacts > 0
    assert total.tasks.f1 >= 0.95, total.differences
    assert total.targets.f1 >= 0.9, total.differences
    assert total.traps == 0
    for key in ("name", "date", "level", "region", "host", "issuer", "speakers"):
        assert total.meta[key].f1 >= 0.85, (key, total.differences)
