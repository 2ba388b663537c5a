"""A setting is written at its place: comments and layout stay, and the text then says that one thing otherwise and no other."""

from __future__ import annotations

import pytest

from kaoping import read_scheme_text
from kaoping_web.refusals import Refused
from kaoping_web.schemes.editing import Document, Path, edited, settings_of_fact, settings_of_node
from kaoping_web.schemes.editing.document import changed
from tests.web.cast import SCHEME
from tests.web.schemes.made import DEMO

SMALL = SCHEME.read_text()
TEXT = DEMO.read_text()


def path_of(text: str, node: str, *steps: str) -> Path:
    found = Document(text).path_of_node(node)
    assert found is not None
    return (*found, *steps)


def test_only_the_line_of_the_setting_changes() -> None:
    path = path_of(TEXT, "investment", "rule", "completion", "cap")
    old, new = TEXT.splitlines(), edited(TEXT, {path: "1.3"}, {}).splitlines()
    different = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert [one[1].strip() for one in different] == ["rule: {completion: {target: agreed, cap: 1.3}}"]


def test_every_setting_a_form_offers_can_be_written_without_touching_another() -> None:
    document, scheme = Document(SMALL), read_scheme_text(SMALL)
    before = document.leaves()
    offered = [one for key in scheme.facts for one in settings_of_fact(document, scheme, key)]
    for node in scheme.nodes():
        path = document.path_of_node(node.key)
        offered += settings_of_node(document, scheme, path) if path else []
    assert len(offered) > 140
    for one in offered:
        value = one.choices[-1].value if one.choices else "7" if one.is_number else "新的：说明, {a: b} # c"
        if value != one.text:
            assert changed(before, Document(edited(SMALL, {one.path: value}, {})).leaves()) == {one.path}


@pytest.mark.parametrize(
    "value",
    [
        "甲: 乙",
        "# 不是注释",
        "{a: b}",
        "[1, 2]",
        "'",
        '"',
        "- x",
        "*x",
        "&x",
        "!x",
        "null",
        "~",
        "",
        "a, b",
        "第一行\n第二行",
        "\\n",
        "true",
        "1e3",
        "<script>",
    ],
)
def test_a_text_comes_back_as_it_was_typed(value: str) -> None:
    path = path_of(SMALL, "y_revenue", "title", "zh")
    new = edited(SMALL, {path: value}, {})
    assert Document(new).text_at(path) == value
    assert changed(Document(SMALL).leaves(), Document(new).leaves()) == {path}


def test_a_note_that_was_not_there_is_written_in_braces_and_in_a_block() -> None:
    flow, block = path_of(SMALL, "y_revenue", "note"), path_of(TEXT, "q_tasks", "note")
    assert Document(edited(SMALL, {flow: "新说明"}, {})).text_at(flow) == "新说明"
    assert "          note: 新说明\n" in edited(TEXT, {block: "新说明"}, {})


def test_a_title_in_one_language_becomes_one_in_two() -> None:
    text = SMALL.replace("title: {zh: 民生, en: People}", "title: 民生")
    path = path_of(text, "people", "title", "en")
    assert "title: {zh: 民生, en: People}" in edited(text, {path: "People"}, {})


def test_a_setting_shared_with_another_place_is_refused_and_the_text_left_alone() -> None:
    text = SMALL.replace("full: {townships: 40}", "full: &forty {townships: 40}", 1)
    text = text.replace("full: {townships: 40}, of: new_projects", "full: *forty, of: new_projects")
    assert "*forty" in text
    with pytest.raises(Refused) as refused:
        edited(text, {path_of(text, "m_projects", "full", "townships"): "30"}, {})
    assert refused.value.problems[0].code == "not-at-its-place"


def test_the_same_setting_is_written_where_it_is_not_shared() -> None:
    """The control of the one before."""
    path = path_of(SMALL, "m_projects", "full", "townships")
    assert Document(edited(SMALL, {path: "30"}, {})).text_at(path) == "30"


def test_comments_of_the_demo_all_stay() -> None:
    path = path_of(TEXT, "safety", "article")
    new = edited(
        TEXT, {path: "第十条", path_of(TEXT, "grid_on_time", "rule", "bands", 1, "share"): "0.9"}, {}
    )  # type: ignore[arg-type]
    assert [line for line in new.splitlines() if "#" in line] == [
        line for line in TEXT.splitlines() if "#" in line
    ]
