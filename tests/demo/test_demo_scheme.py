"""The demo scheme reads without a finding, covers the rule kinds, and asks for nothing that must not be asked."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

import demo
from kaoping import Scheme, Tables, read_scheme_text
from kaoping.errors import Severity
from kaoping.plan.bench import for_group, stands_in
from kaoping.plan.checking import check
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Node
from tests.demo.blocks import kinds, used

SOURCE = demo.SCHEME.read_text("utf-8")
ROW = re.compile(r"^\| (R\d\d) \| .+ \| (\w*) ?\| (\w+) \|$", re.M)
README = (Path(demo.__file__).parent / "README.md").read_text("utf-8")
SECTIONS = {"groups", "grades", "awards", "ranking", "rounding", "post_rules"}
FORBIDDEN = re.compile(
    "信访|上访|访量|拘留|逮捕|生育|出生|罚款|火化|诉求数|诉求量|投诉|会议次数|发文|留痕|照片|签到|批示|登录|在线时长"
)


def mark(node: Node, group: str) -> Fraction:
    """The full mark of a node in a track."""
    full = for_group(node.full, group)
    if isinstance(full, Number):
        return full.value
    return sum((mark(one, group) for one in node.children if stands_in(one, group)), Fraction(0))


def weight_of(scheme: Scheme, group: str, root: str = "total") -> Fraction:
    """What the regular dimensions (or items) of a tree add up to in a track."""
    top = scheme.trees[root].root
    return sum(
        (mark(one, group) for one in top.children if stands_in(one, group) and not one.bonus), Fraction(0)
    )


def test_the_scheme_reads_without_a_problem(scheme: Scheme) -> None:
    told = [one.in_("zh") for one in check(scheme) if one.severity is not Severity.NOTE]
    assert told == []


@pytest.mark.parametrize("group", ["townships", "departments", "enterprises", "villages", "communities"])
def test_the_weights_of_every_track_add_up_to_100(scheme: Scheme, group: str) -> None:
    assert weight_of(scheme, group) == 100


@pytest.mark.parametrize("root", ["monthly", "quarterly"])
def test_the_weights_of_the_shorter_cycles_add_up_to_100(scheme: Scheme, root: str) -> None:
    for group in ("townships", "departments", "enterprises"):
        assert weight_of(scheme, group, root) == 100


def test_a_weight_that_is_wrong_by_one_is_found() -> None:
    changed = read_scheme_text(SOURCE.replace("full: {townships: 8, departments: 10}", "full: {townships: 9, departments: 10}"))  # fmt: skip
    assert weight_of(changed, "townships") == 101
    assert weight_of(changed, "departments") == 100


def test_the_items_of_every_dimension_add_up_to_its_mark(scheme: Scheme) -> None:
    for node in scheme.trees["total"].root.walk():
        if node.is_item or node.bonus or node.combine is not None or node.key == "total":
            continue
        for group in scheme.groups:
            inside = [one for one in node.children if stands_in(one, group)]
            if inside:
                assert sum((mark(one, group) for one in inside), Fraction(0)) == mark(node, group), node.key


def test_blocks_of_more_than_25_rule_kinds_are_used(scheme: Scheme) -> None:
    assert len({kind for _, category, one in used(scheme) for kind in kinds(category, one)}) >= 40


def test_the_table_of_rule_kinds_tells_the_truth(scheme: Scheme) -> None:
    rows = ROW.findall(README)
    assert [kind for kind, _, _ in rows] == [f"R{n:02}" for n in range(1, 57)]
    found = {
        (kind, one.name, where) for where, category, one in used(scheme) for kind in kinds(category, one)
    }
    known = {node.key for node in scheme.nodes()} | set(scheme.vetoes) | SECTIONS
    for kind, block, where in rows:
        assert where in known, (kind, where)
        assert not block or (kind, block, where) in found, (kind, block, where)


def test_every_fact_has_one_supplier_who_is_known(scheme: Scheme, tables: Tables) -> None:
    suppliers = {one.supplier for one in scheme.facts.values()}
    assert suppliers <= set(scheme.suppliers)
    departments = {one.key: one.title for one in tables.organisations if one.kind == "department"}
    outside = set(scheme.suppliers) - set(departments)
    assert outside == {"third_party", "towns_offices"}
    assert {departments[key] for key in set(scheme.suppliers) - outside} == {
        title.zh for key, title in scheme.suppliers.items() if key not in outside
    }


def test_every_node_names_its_article_and_both_titles(scheme: Scheme) -> None:
    for node in scheme.nodes():
        if node.is_item:
            assert node.article.startswith("第"), node.key
        assert node.title.zh and node.title.en, node.key
    for fact in scheme.facts.values():
        assert fact.title.zh and fact.title.en and fact.unit, fact.key


def test_nothing_counts_petitions_persons_or_traces(scheme: Scheme) -> None:
    titles = [node.title.zh for node in scheme.nodes()]
    titles += [fact.title.zh for fact in scheme.facts.values()]
    titles += [event.title.zh for event in scheme.events.values()]
    titles += [veto.title.zh for veto in scheme.vetoes.values()]
    assert [title for title in titles if FORBIDDEN.search(title)] == []


def test_a_forbidden_indicator_would_be_found() -> None:
    assert (
        FORBIDDEN.search("赴省进京上访批次") and FORBIDDEN.search("会议次数") and FORBIDDEN.search("签到率")
    )


def test_villages_and_communities_are_assessed_once_a_year_and_file_nothing(scheme: Scheme) -> None:
    for root in ("monthly", "quarterly"):
        assert not any(stands_in(scheme.trees[root].root, group) for group in ("villages", "communities"))
