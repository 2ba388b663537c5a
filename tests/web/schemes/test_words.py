"""Every rule is said in one line of plain words, in both languages, with its parameters."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pytest

from kaoping import Scheme, read_scheme_text
from kaoping.errors import Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.formulas import parse
from kaoping.scheme.model import Block, Node, Population, Setting
from kaoping_web.schemes.wording.judgement import RULES, spoken
from kaoping_web.schemes.wording.told import Told, value_of
from kaoping_web.schemes.words import node_titles, rule_words
from tests.web.cast import SCHEME
from tests.web.schemes.made import DEMO

HAN = re.compile(r"[\u4e00-\u9fff]")
BLOCKS = [(category, name) for category, known in CATALOGUES.items() for name in known]


@cache
def small() -> Scheme:
    return read_scheme_text(SCHEME.read_bytes())


@cache
def demo() -> Scheme:
    return read_scheme_text(DEMO.read_bytes())


def sample(parameter: Parameter, choice: int = 0) -> Setting:
    """A setting of each kind, with titles that the small scheme knows in both languages."""
    one = parse("1")
    if parameter.kind is Kind.ROWS:
        return ({row.name: one for row in parameter.rows},)
    if parameter.kind is Kind.BLOCK:
        return Block("zero") if parameter.category == "stand_in" else Block("as_it_is")
    return {
        Kind.NUMBER: one, Kind.FORMULA: one, Kind.CHOICE: parameter.choices[choice % len(parameter.choices)] if parameter.choices else "",
        Kind.TRUTH: True, Kind.TEXT: "raw", Kind.NAMES: ("y_revenue",), Kind.TABLE: {"investment": one}, Kind.PAIRS: ((one, one),),
        Kind.FORMULAS: (one, one), Kind.POPULATION: Population(vetoed=False),
    }[parameter.kind]  # fmt: skip


def said_of(spec: BlockSpec, category: str, everything: bool, choice: int = 0) -> Words:
    settings = {one.name: sample(one, choice) for one in spec.parameters if everything or one.required}
    return spoken(Told(small(), Block(spec.name, settings), category, value_of(parse("20"), None), "亿元"))


@pytest.mark.parametrize(("category", "name"), BLOCKS)
@pytest.mark.parametrize("everything", [False, True])
def test_every_block_has_words_in_both_languages(category: str, name: str, everything: bool) -> None:
    spec = CATALOGUES[category][name]
    most = max((len(one.choices) for one in spec.parameters), default=1) or 1
    for choice in range(most):
        said = said_of(spec, category, everything, choice)
        assert HAN.search(said.zh), said
        english = said.en.replace("亿元", "")
        assert english and not HAN.search(english), said
        assert "{" not in said.zh + said.en and "None" not in said.zh + said.en, said
        assert not re.search(r"[a-z]_[a-z]", said.zh + said.en), said


def test_every_rule_has_a_sentence_of_its_own() -> None:
    assert set(RULES) == set(CATALOGUES["rule"])


def test_every_item_of_the_demo_is_said_in_every_track() -> None:
    from kaoping.scheme.tracks import stands_in

    scheme = demo()
    for node in scheme.nodes():
        for track in scheme.groups:
            if node.is_item and stands_in(node, track):
                said = rule_words(node, track, scheme)
                assert HAN.search(said.zh) and said.en, node.key


def node_of(key: str) -> Node:
    return next(one for one in demo().nodes() if one.key == key)


@pytest.mark.parametrize(
    ("key", "track", "zh", "en"),
    [
        ("branch_standard", "townships", "每低 1 个百分点扣 0.1 分，扣完为止", "0.1 points less for every percentage point below, down to nothing"),
        ("branch_standard", "", "每低 1 个百分点扣满分的 5%，扣完为止", "5% of the full mark less for every percentage point below, down to nothing"),
        ("investment", "townships", "按完成率，封顶 120%，再乘难度系数，不超过满分",
         "by completion, capped at 120%, times Difficulty coefficient, at most the full mark"),
        ("open_affairs", "villages", "按完成率（目标 98），封顶 100%，低于 80% 不得分", "by completion of 98, capped at 100%, nothing below 80%"),
        ("village_economy", "townships", "功效系数，60%–100%", "efficacy coefficient, 60%–100%"),
        ("grid_on_time", "communities", "≥ 98 得满分；≥ 95、< 98 得 8.5 分；≥ 90、< 95 得 6 分；< 90 不得分",
         "≥ 98: the full mark; ≥ 95 and < 98: 8.5 points; ≥ 90 and < 95: 6 points; < 90: nothing"),
        ("accidents", "enterprises", "“一般生产安全事故”每次扣 1 分，扣完为止，“一般生产安全事故”达 3 次不得分",
         "1 point less for each “Ordinary work accidents”, down to nothing, nothing from 3 of “Ordinary work accidents” on"),
        ("brand_sales", "townships", "按名次分段，前 1/3 得满分，前 2/3 得 2.55 分，前 100% 得 2.1 分",
         "by shares of the field, the full mark for the first 1/3, 2.55 points for the first 2/3, 2.1 points for the first 100%"),
        ("q_trend", "townships", "好于上期得满分，持平得满分的 80%，不及得满分的 60%",
         "the full mark when better than the period before, 80% of the full mark when equal, 60% of the full mark when worse"),
        ("own_items", "townships", "各项相加，折算到本维度满分", "its items added up, converted to the dimension's full mark"),
        ("extra", "townships", "不低于 −5 分，不超过 4 分", "at least −5 points, at most 4 points"),
    ],
)  # fmt: skip
def test_a_rule_is_said_with_its_parameters(key: str, track: str, zh: str, en: str) -> None:
    said = rule_words(node_of(key), track, demo())
    assert (said.zh, said.en) == (zh, en)


def test_node_titles_hold_every_node_of_every_tree() -> None:
    titles = node_titles(small())
    assert titles["y_revenue"] == Words("一般公共预算收入", "Budget revenue")
    assert {"total", "monthly", "m_projects", "growth"} <= set(titles)


def test_every_function_of_a_formula_has_words() -> None:
    from kaoping.scheme.formulas.functions import CONTEXT_FUNCTIONS, FUNCTIONS
    from kaoping_web.schemes.wording.formulas import SPOKEN

    assert set(FUNCTIONS) | set(CONTEXT_FUNCTIONS) == SPOKEN


def test_no_formula_is_half_code() -> None:
    """A call of each function, with titles known in both languages: no name of a function, no bracket of a call, is left."""
    from kaoping.scheme.formulas import names
    from kaoping.scheme.formulas.functions import CONTEXT_FUNCTIONS, FUNCTIONS, ValueType
    from kaoping.scheme.formulas.syntax import Call, Expr, Name, Number, Text
    from kaoping_web.schemes.wording.formulas import formula_said

    for name, signature in {**FUNCTIONS, **CONTEXT_FUNCTIONS}.items():
        most = signature.most if signature.most is not None else signature.least + 2
        arguments: list[Expr] = []
        for i in range(most - (most - signature.least) % 2 if signature.parity is not None else most):
            word = signature.texts.get(i)
            kind = signature.type_of(i)
            arguments.append(
                Text(word[0])
                if word
                else Number(Fraction(2))
                if kind is ValueType.NUMBER and i
                else Name("y_revenue")
            )
        said = formula_said(small(), Call(name, tuple(arguments)))
        assert HAN.search(said.zh) and said.en and not HAN.search(said.en), (name, said)
        assert not re.search(r"[a-z]_[a-z]|\w\(", said.zh), (name, said)
        assert not re.search(r"[a-z]_[a-z]|\w\(|[{}]", said.en), (name, said)
        assert all(isinstance(one, str) for one in names(Call(name, tuple(arguments))))


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("if(this_quarter = 1, 0.2, this_quarter = 2, 0.47, 1)", "一季度时为 0.2，二季度时为 0.47，其余为 1",
         "0.2 in the first quarter, 0.47 in the second quarter, otherwise 1"),
        ("if(this_month >= 7 and not is_missing(investment), 1, 0)", "本期月份不低于 7，且并非固定资产投资缺报时为 1，其余为 0",
         "1 if month is at least 7 and not Fixed-asset investment is missing, otherwise 0"),
        ("100 * (revenue - last_year(revenue)) / last_year(revenue)", "100 × （一般公共预算收入 − 上年同期的一般公共预算收入） ÷ 上年同期的一般公共预算收入",
         "100 × (Budget revenue − Budget revenue a year before) ÷ Budget revenue a year before"),
        ("over(points(quarterly), quarter, mean, present)", "本期各季“季度评议”得分的平均（只计有值的）",
         "the mean of the points of “Quarterly review” over the quarters of the period (those that have one)"),
        ("below(villages, 1, count)", "所辖村的个数", "how many units of “Villages” it has"),
    ],
)  # fmt: skip
def test_a_formula_is_a_sentence(formula: str, zh: str, en: str) -> None:
    from kaoping_web.schemes.wording.formulas import formula_said

    said = formula_said(small(), parse(formula))
    assert (said.zh, said.en) == (zh, en)
