"""One sentence a step, in both languages: value and source, rule and article, arithmetic, cap, policy, rounding."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from kaoping import Scorecard
from kaoping.errors import Language
from kaoping.explain import TraceNode, every_step, is_spoken, losses, sentence, trace
from kaoping.explain.readings import _READERS
from kaoping.explain.words import _SENTENCES
from kaoping.plan import steps as plan_steps
from tests.explain.cast import card as scored_towns
from tests.explain.test_steps_add_up import traces

CHINESE = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def towns() -> Scorecard:
    return scored_towns()


def told(organisation: str, node: str, language: Language = "zh") -> list[str]:
    """The sentences of one node, what is referred to first."""
    tree = trace(towns(), organisation, node)
    return [sentence(one, language) for one in every_step(tree) if is_spoken(one)]


def test_a_value_tells_who_filed_it_which_revision_and_in_which_cell() -> None:
    assert (
        told("anping", "invest")[0]
        == "投资 29.34 亿元（2026年，发改局报送，第 2 次报送，表.xlsx:[数据]:C7）。"
    )
    assert told("anping", "invest", "en")[0] == (
        "Investment 29.34 亿元 (2026, filed by planning office, revision 2, 表.xlsx:[数据]:C7)."
    )


def test_a_completion_shows_its_division_and_the_cap_it_did_not_reach() -> None:
    said = told("anping", "invest")
    assert "完成率：实际值 29.34 ÷ 目标值 46 ≈ 0.637826。" in said
    assert "计分比率：完成率 ≈ 0.637826（未超过封顶 1.2）。" in said
    assert "Completion: actual 29.34 ÷ target 46 ≈ 0.637826." in told("anping", "invest", "en")


def test_a_number_that_is_short_is_shown_exactly() -> None:
    assert "税收占比：100 × 税收 7.32 ÷ 收入 10 = 73.2%。" in told("anping", "share")


def test_a_rate_above_its_cap_is_said_to_be_capped() -> None:
    assert "计分比率：完成率 ≈ 1.304348，封顶于 1.2。" in told("bincheng", "invest")
    assert "Rate counted: completion ≈ 1.304348, capped at 1.2." in told("bincheng", "invest", "en")


def test_an_adjustment_names_its_coefficient_and_article() -> None:
    assert "乘以：此前得分 19.134783 × 难度系数 0.98 ≈ 18.752087（第九条）。" in told("anping", "invest")


def test_rounding_shows_both_numbers() -> None:
    assert "≈18.752087 四舍五入为 18.75（第九条）。" in told("anping", "invest")
    assert "≈ 18.752087 rounded half up to 18.75 (第九条)." in told("anping", "invest", "en")


def test_a_relative_rule_names_who_set_the_best_and_the_worst() -> None:
    said = told("anping", "growth")
    assert "增速的最大值：12.2%（滨城镇，4 个单位中）。" in said
    assert "增速的最小值：3.1%（林山镇，4 个单位中）。" in said


def test_a_place_tells_of_how_many_and_who_stands_before() -> None:
    assert "能耗的位次：在 4 个单位中排第 3（前一名：林山镇）。" in told("anping", "energy")
    assert "Place by energy: number 3 of 4 (next above: 林山镇)." in told("anping", "energy", "en")


def test_others_are_not_named_to_whom_may_not_see_them() -> None:
    tree = trace(towns(), "anping", name_others=False)
    for step in every_step(tree):
        for language in ("zh", "en"):
            assert not re.search("滨城|林山|赵家|bincheng|linshan|zhaojia", sentence(step, language))  # type: ignore[arg-type]
        assert all(one.body.key in ("", "anping") for one in step.population)
    assert any("4 个单位中" in sentence(one, "zh") for one in every_step(tree))


def test_a_branch_reads_as_what_held_not_as_code() -> None:
    assert "达标制：实际值 73.2 < 目标值 80，得 0 分。" in told("anping", "share")
    assert "达标制：实际值 88 ≥ 目标值 80，得满分 10 分。" in told("bincheng", "share")
    assert "All or nothing: actual 88 ≥ target 80: the full mark, 10 points." in told(
        "bincheng", "share", "en"
    )


def test_an_absence_and_its_policy_are_said_with_the_article() -> None:
    said = told("zhaojia", "accidents")
    assert "事故缺报（2026年，没有填报）。" in said
    assert "缺报，按方案计零分：0（第十条）。" in said
    assert "Missing; by the scheme, zero: 0 (第十条)." in told("zhaojia", "accidents", "en")


def test_events_tell_day_level_and_document() -> None:
    assert "“表彰”1 件，合计 2 分：2026年5月4日，high，〔2026〕3号。" in told("anping", "extra")


def test_a_veto_tells_what_it_did_to_the_total() -> None:
    said = told("bincheng", "total")
    assert any(re.fullmatch(r"因“重大火灾”，[\d.]+ 变为 50。", one) for one in said)
    assert not any("重大火灾" in one for one in told("anping", "total"))


def test_what_changed_nothing_is_not_said() -> None:
    """No absence in the tree of Anping: no policy, no rescaling, no veto speaks."""
    said = told("anping", "total")
    assert not any(re.search("按方案|剔除缺项|分值摊给|计分的满分", one) for one in said)


def test_points_lost_and_why_in_one_sentence() -> None:
    found = {one.node: one for one in losses(towns(), "anping")}
    assert found["invest"].sentence("zh") == (
        "满分 30.00 分，失 11.25 分：完成率 63.78%，少得 10.87 分；难度系数 0.98，少得 0.38 分。"
    )
    assert found["invest"].sentence("en") == (
        "Full mark 30.00, lost 11.25: completion 63.78%, −10.87; difficulty 0.98, −0.38."
    )
    assert found["growth"].sentence("zh") == (
        "满分 20.00 分，失 6.42 分：相对位置 19.78%（最好值 12.2%，滨城镇；最差值 3.1%，林山镇），少得 6.42 分。"
    )
    assert found["energy"].sentence("zh") == "满分 20.00 分，失 4.00 分：在 4 个单位中排第 3，少得 4.00 分。"


def test_the_largest_loss_comes_first() -> None:
    amounts = [one.lost for one in losses(towns(), "anping")]
    assert amounts == sorted(amounts, reverse=True) and len(amounts) == 5


@pytest.mark.parametrize("seed", range(12))
def test_every_step_has_a_sentence_in_both_languages(seed: int) -> None:
    for tree in traces(seed):
        for step in every_step(tree):
            zh, en = sentence(step, "zh"), sentence(step, "en")
            assert zh.endswith("。") and en.endswith(".")
            assert CHINESE.search(zh)
            assert not re.search(r"\b(None|Fraction\(|Absence|True|False)|\{|\}", zh + en), (zh, en)


@pytest.mark.parametrize("seed", range(12))
def test_no_name_of_the_machinery_is_shown(seed: int) -> None:
    """Names inside formulas (x, e0, worth1, when2, _1) stand for titles and values."""
    inner = re.compile(r"\b(x|v|_\d|[a-z]\d|[a-z]{2,}\d|points|otherwise|is_[a-z_]+)\b")
    for tree in traces(seed):
        for step in every_step(tree):
            if is_spoken(step) and step.kind == "formula":
                found = inner.findall(re.sub("单位[tdv]\\d", "", sentence(step, "zh")))
                assert not found, sentence(step, "zh")


def test_every_kind_of_step_can_be_read_and_has_words() -> None:
    kinds = {
        one
        for one in vars(plan_steps).values()
        if isinstance(one, type) and issubclass(one, plan_steps.Step) and one is not plan_steps.Step
    }
    assert set(_READERS) == kinds
    assert {kind for kind, _ in _READERS.values()} == set(_SENTENCES)


def test_a_column_is_explained_once(tree: TraceNode | None = None) -> None:
    steps = [(one.id, one.organisation.key) for one in every_step(trace(towns(), "anping"))]
    assert len(steps) == len(set(steps))
