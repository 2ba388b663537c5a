"""Items are added, removed and moved in a draft: in the text only their own lines go, and a draft alone takes it."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kaoping import read_scheme_text
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import Kind
from kaoping_web.journal.models import Entry
from kaoping_web.organisations.models import User
from kaoping_web.refusals import Refused
from kaoping_web.schemes.editing.document import Document
from kaoping_web.schemes.editing.new_items import KINDS, ROWS, item_of
from kaoping_web.schemes.editing.structure import added, moved, removed, scalar, swapped
from kaoping_web.schemes.growing import homes, lonely_facts
from kaoping_web.schemes.models import SchemeVersion
from tests.web.cast import SCHEME, District
from tests.web.schemes.made import DEMO, changed, drafted, locked

SignIn = Callable[[User], Client]
SMALL, TEXT = SCHEME.read_text(), DEMO.read_text()
DEVELOPMENT = ("tree", 1, "development", "items")
ITEM = {
    "under": "growth", "rule": "completion", "key": "y_projects", "zh": "新开工项目", "en": "Projects started", "full/townships": "5",
    "of": "new_projects", "p/target": "12", "p/cap": "1.2", "article": "第五条",
}  # fmt: skip


# the text --------------------------------------------------------------------------------------------------


def lines_gone(old: str, new: str) -> list[str]:
    """What stands in the old text and not in the new, a line each."""
    rest = new.splitlines()
    gone = []
    for line in old.splitlines():
        if line in rest:
            rest.remove(line)
        else:
            gone.append(line)
    return gone


def test_a_removed_item_takes_its_own_lines_only() -> None:
    new = removed(TEXT, DEVELOPMENT, "investment")
    assert len(TEXT.splitlines()) - len(new.splitlines()) == 7
    assert lines_gone(TEXT, new)[0].strip() == "- investment:" and not any(
        "#" in one for one in lines_gone(TEXT, new)
    )
    assert "investment" not in [one.key for one in read_scheme_text(new).nodes()]


def test_an_item_moved_down_and_up_again_leaves_the_text_as_it_was() -> None:
    once = swapped(TEXT, DEVELOPMENT, "investment", "industrial_investment")
    assert once != TEXT and sorted(once.splitlines()) == sorted(TEXT.splitlines())
    assert swapped(once, DEVELOPMENT, "industrial_investment", "investment") == TEXT


def test_an_item_moved_to_another_dimension_stands_last_there() -> None:
    new = moved(TEXT, DEVELOPMENT, "investment", ("tree", 0, "party_building", "items"))
    scheme = read_scheme_text(new)
    keys = {one.node.key: [child.key for child in one.node.children] for one in homes(scheme)}
    assert keys["party_building"][-1] == "investment" and "investment" not in keys["development"]
    assert sorted(new.splitlines()) == sorted(TEXT.splitlines())


def test_the_comment_above_an_item_goes_with_it() -> None:
    text = TEXT.replace("        - retail:\n", "        # 零售：按区口径\n        - retail:\n")
    assert text != TEXT
    assert "按区口径" not in removed(text, DEVELOPMENT, "retail")
    assert "按区口径" in removed(text, DEVELOPMENT, "services")
    there = moved(text, DEVELOPMENT, "retail", ("tree", 0, "party_building", "items"))
    assert "        # 零售：按区口径\n        - retail:\n" in there


def test_entries_within_braces_and_shared_parts_are_refused() -> None:
    flow = "tree: [{a: {rule: x}}, {b: {rule: y}}]\n"
    with pytest.raises(Refused) as refused:
        removed(flow, ("tree",), "a")
    assert refused.value.problems[0].code == "layout"
    shared = "tree:\n  - a: &one\n      rule: x\n  - b: *one\n"
    with pytest.raises(Refused):
        removed(shared, ("tree",), "a")


def test_the_same_entries_with_lines_of_their_own_are_not_refused() -> None:
    """The control of the one before."""
    text = "tree:\n  - a:\n      rule: x\n  - b:\n      rule: x\n"
    assert removed(text, ("tree",), "a") == "tree:\n  - b:\n      rule: x\n"


@pytest.mark.parametrize(
    "value",
    [
        "甲: 乙",
        "{a}",
        "a, b",
        "# x",
        "",
        "null",
        "- x",
        "*x",
        "两\n行",
        '"',
        "1e3",
        "第五条",
        "0.5 * full",
        "[x",
        "a]",
    ],
)
def test_whatever_is_typed_is_a_text_and_nothing_else(value: str) -> None:
    text = added(SMALL, ("facts",), "fresh", {"title": {"zh": value}, "groups": [value, "y"]})
    assert Document(text).text_at(("facts", "fresh", "title", "zh")) == value
    assert text.replace(text[text.index("  fresh:") : text.index("\ntree:")], "\n".rstrip()) != text
    assert scalar(value) in text


def test_every_kind_of_rule_is_written_as_its_form_says() -> None:
    """A form that fills in every field comes back as a scheme with that rule and those settings."""
    scheme = read_scheme_text(SMALL)
    parent = next(one.node for one in homes(scheme) if one.node.key == "growth")
    at = ("tree", 0, "growth", "items")
    for name, spec in KINDS.items():
        sent = {"key": "fresh", "zh": "新项", "en": "New", "full/townships": "5", "of": "investment"}
        for one in spec.parameters:
            if one.kind in (Kind.ROWS, Kind.PAIRS, Kind.TABLE):
                columns = [row.name for row in one.rows] if one.kind is Kind.ROWS else ["0", "1"]
                sent |= {
                    f"p/{one.name}/0/{column}": "investment"
                    if one.kind is Kind.TABLE and column == "0"
                    else "1"
                    for column in columns
                }
            else:
                sent[f"p/{one.name}"] = (
                    one.choices[0]
                    if one.choices
                    else "true"
                    if one.kind is Kind.TRUTH
                    else "investment"
                    if one.kind is Kind.NAMES
                    else "1"
                )
        item = item_of(scheme, parent, spec, sent)
        assert not item.problems, name
        text = added(SMALL, at, item.key, item.content)
        written = Document(text).at((*at, 2, "fresh", "rule"))
        assert written is not None and name in text[written.start_mark.index : written.end_mark.index]
        for one in spec.parameters:
            if one.required:
                assert Document(text).at((*at, 2, "fresh", "rule", name, one.name)) is not None, (
                    name,
                    one.name,
                )


def test_the_form_offers_every_kind_of_rule_the_library_has() -> None:
    assert set(KINDS) == set(CATALOGUES["rule"]) and ROWS >= 5


def test_only_figures_that_nothing_else_uses_go_with_an_item() -> None:
    scheme = read_scheme_text(SMALL)
    nodes = {one.key: one for one in scheme.nodes()}
    assert lonely_facts(scheme, nodes["m_projects"]) == ("new_projects",)
    assert lonely_facts(scheme, nodes["y_investment"]) == ()


# the pages -------------------------------------------------------------------------------------------------


def sent(version: SchemeVersion, once: str, **more: str) -> dict[str, str]:
    return {"once": once, "seen": str(SchemeVersion.objects.get(pk=version.pk).version), **more}


def test_an_item_is_added_with_its_findings_beside_it(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    address = reverse("scheme-add", args=[version.pk])
    form = client.get(address, {"under": "growth", "rule": "completion"}).content.decode()
    assert 'name="p/cap"' in form and 'name="full/townships"' in form and 'name="full/villages"' not in form
    body = sent(version, "a", **ITEM)
    first, again = client.post(address, body), client.post(address, body)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    kept = read_scheme_text(SchemeVersion.objects.get(pk=version.pk).text)
    growth = next(one.node for one in homes(kept) if one.node.key == "growth")
    assert [one.key for one in growth.children] == ["y_investment", "y_revenue", "y_projects"]
    page = unescape(client.get(first.url).content.decode())
    assert (
        "已存入。检查有 1 处错误" in page
        and "检查指向这里的" in page
        and "按完成率（目标 12），封顶 120%" in page
    )
    record = unescape(client.get(reverse("scheme-record", args=[version.pk])).content.decode())
    assert (
        "在“经济发展”下增加“新开工项目”" in record
        and Entry.objects.filter(deed="edit.scheme_version").count() == 1
    )


def test_a_new_figure_comes_with_the_item(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    body = sent(version, "a", **(ITEM | {"key": "roads", "zh": "道路改造", "en": "Roads repaired", "of": "+", "unit": "公里", "every": "quarter",
                                        "runs": "cumulative", "from": "development_reform", "verified_by": "statistics", "decimals": "1"}))  # fmt: skip
    assert client.post(reverse("scheme-add", args=[version.pk]), body).status_code == 302
    fact = read_scheme_text(SchemeVersion.objects.get(pk=version.pk).text).facts["roads"]
    assert (fact.title.zh, fact.unit, fact.supplier, fact.verified_by, fact.decimals, fact.groups) == (
        "道路改造", "公里", "development_reform", "statistics", 1, ("townships",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("key", "y_revenue", "已有代码为“y_revenue”的一项"), ("key", "a b", "代码“a b”不合写法"), ("key", "", "没有写代码"), ("zh", "", "没有写名称"),
    ],
)  # fmt: skip
def test_a_wrong_item_is_refused_with_what_was_typed(
    district: District, sign_in: SignIn, field: str, value: str, told: str
) -> None:
    version = drafted(district)
    page = sign_in(district.kao).post(
        reverse("scheme-add", args=[version.pk]), sent(version, "a", **(ITEM | {field: value}))
    )
    shown = unescape(page.content.decode())
    assert page.status_code == 422 and "没有存入" in shown and 'value="Projects started"' in shown
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text and told.strip("“”") in shown


def test_a_new_figure_without_a_supplier_is_refused(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    body = sent(version, "a", **(ITEM | {"key": "investment", "of": "+"}))
    page = sign_in(district.kao).post(reverse("scheme-add", args=[version.pk]), body)
    shown = unescape(page.content.decode())
    assert page.status_code == 422 and "没有选填报单位" in shown and "已是“固定资产投资”" in shown


def test_an_item_is_removed_with_the_figure_only_it_uses(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    address = reverse("scheme-remove", args=[version.pk, "m_projects"])
    assert "新开工项目" in client.get(address).content.decode()
    body = sent(version, "r", facts="on")
    first, again = client.post(address, body), client.post(address, body)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    kept = read_scheme_text(SchemeVersion.objects.get(pk=version.pk).text)
    assert "m_projects" not in [one.key for one in kept.nodes()] and "new_projects" not in kept.facts
    page = unescape(client.get(first.url).content.decode())
    assert "已存入。检查有 1 处错误" in page


def test_a_figure_stays_where_that_was_not_asked(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    sign_in(district.kao).post(reverse("scheme-remove", args=[version.pk, "m_projects"]), sent(version, "r"))
    assert "new_projects" in read_scheme_text(SchemeVersion.objects.get(pk=version.pk).text).facts


def test_the_last_item_of_a_dimension_is_not_taken_away(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    page = client.post(reverse("scheme-remove", args=[version.pk, "y_satisfaction"]), sent(version, "r"))
    assert page.status_code == 422 and "拿走后就空了" in unescape(page.content.decode())
    page = client.post(
        reverse("scheme-move", args=[version.pk, "y_satisfaction"]), sent(version, "m", to="", under="growth")
    )
    assert page.status_code == 422 and SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_what_something_else_needs_is_not_removed(district: District, sign_in: SignIn) -> None:
    """The tie-breaker of the demo names a dimension: without it the scheme could not be read."""
    version = drafted(district, DEMO)
    page = sign_in(district.kao).post(
        reverse("scheme-remove", args=[version.pk, "special_work"]), sent(version, "r")
    )
    kept = SchemeVersion.objects.get(pk=version.pk)
    assert page.status_code in (302, 422)
    if page.status_code == 302:  # then the checker says so, and it cannot be sent for approval
        assert "special_work" in unescape(
            sign_in(district.kao).get(reverse("scheme-version", args=[version.pk])).content.decode()
        )
    else:
        assert kept.text == version.text


def test_an_item_is_moved_up_down_and_away(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    address = reverse("scheme-move", args=[version.pk, "y_revenue"])

    def order() -> list[list[str]]:
        scheme = read_scheme_text(SchemeVersion.objects.get(pk=version.pk).text)
        return [
            [one.key for one in home.node.children]
            for home in homes(scheme)
            if home.node.key in ("growth", "people")
        ]

    assert "上移一位" in client.get(reverse("scheme-node", args=[version.pk, "y_revenue"])).content.decode()
    assert client.post(address, sent(version, "1", to="up")).status_code == 302
    assert order() == [["y_revenue", "y_investment"], ["y_satisfaction"]]
    assert client.post(address, sent(version, "2", to="up")).status_code == 422
    assert client.post(address, sent(version, "3", to="down")).status_code == 302
    assert client.post(address, sent(version, "4", to="", under="people")).status_code == 302
    assert order() == [["y_investment"], ["y_satisfaction", "y_revenue"]]


def test_two_people_at_once_lose_nothing(district: District, sign_in: SignIn) -> None:
    version, client = drafted(district), sign_in(district.kao)
    mine = sent(version, "a", **ITEM)
    changed(district, version, "y_investment", ("completion", "cap"), "1.2")
    page = client.post(reverse("scheme-add", args=[version.pk]), mine)
    assert page.status_code == 409 and 'value="Projects started"' in page.content.decode()
    assert "y_projects" not in SchemeVersion.objects.get(pk=version.pk).text


def test_only_a_draft_takes_items(district: District, sign_in: SignIn) -> None:
    """The controls are the tests above, which do the same to a draft."""
    version, client = locked(district), sign_in(district.kao)
    assert client.get(reverse("scheme-add", args=[version.pk])).status_code == 409
    assert (
        client.post(reverse("scheme-add", args=[version.pk]), sent(version, "a", **ITEM)).status_code == 409
    )
    assert (
        client.post(reverse("scheme-remove", args=[version.pk, "m_projects"]), sent(version, "r")).status_code
        == 409
    )
    assert (
        client.post(
            reverse("scheme-move", args=[version.pk, "m_projects"]), sent(version, "m", to="up")
        ).status_code
        == 409
    )
    assert (
        "上移一位" not in client.get(reverse("scheme-node", args=[version.pk, "y_revenue"])).content.decode()
    )
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_who_does_not_draft_adds_nothing(district: District, sign_in: SignIn) -> None:
    version = drafted(district)
    for user in (district.gao, district.leader):
        client = sign_in(user)
        assert client.get(reverse("scheme-add", args=[version.pk])).status_code == 403
        assert (
            client.post(
                reverse("scheme-move", args=[version.pk, "y_revenue"]), sent(version, "m", to="up")
            ).status_code
            == 403
        )
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text
