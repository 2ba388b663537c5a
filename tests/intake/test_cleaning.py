"""Cleaning keeps every character's place, undoes the noise of pages, and changes nothing else."""

from __future__ import annotations

import re

import opencc
import pytest
from annotated import NAMES, load
from builders import glossed
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.intake.clean import clean
from kaoping.intake.script import simplified

_PHRASES = [
    "会议强调,要扎实推进重点项目建设,确保全年固定资产投资增长10%以上。", "各县(市、区)要压实责任,抓好落实。", "市委书记出席会议并讲话。",
    "力争规上工业企业达到200家,税收突破千亿元。", "一要强化党建引领。", "二要守牢安全底线。", "(一)加强组织领导。成立工作专班,统筹推进。",
    "坚持问题导向,着力破解发展难题,成效显著。", "全市各级各部门要认真贯彻会议精神,开创发展新局面。", "为推动经济社会发展、保障改善民生作出新贡献。",
    "农业农村局、财政局负责落实。", "过去一年,全市经济运行总体平稳,主要指标增速高于全省平均水平。",
]  # fmt: skip
_PAGES = st.lists(st.sampled_from(_PHRASES), min_size=4, max_size=30).map("\n".join)
_GLOSS = re.compile(r"(?<=[垴滘])\([a-zà-ǜ]+\)")
_TRADITIONAL = opencc.OpenCC("s2t")


def _from_source(raw: str, cleaned: str, origin: object) -> bool:
    """Whether each clean character is its source character, simplified at most; paragraph marks come from line ends."""
    at = origin.at  # type: ignore[attr-defined]
    return all(
        letter in (raw[at(place)], simplified(raw[at(place)]), "著", "乾")
        or (letter == "\n" and raw[at(place)] in "\n\r\x0b\x0c\u2028")
        for place, letter in enumerate(cleaned)
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_clean_text_is_the_one_annotated(name: str) -> None:
    paper = load(name)
    assert clean(paper.raw.decode("utf-8")).text == paper.clean


@pytest.mark.parametrize("name", NAMES)
def test_every_clean_character_points_to_its_source(name: str) -> None:
    raw = load(name).raw.decode("utf-8")
    cleaned = clean(raw)
    assert len(cleaned.origin) == len(cleaned.text)
    assert _from_source(raw, cleaned.text, cleaned.origin)


@given(
    st.text(
        alphabet=st.sampled_from("会議議(huì)（）结，。\n\r 　\t一二三、要要10%ab\u200b\ufeff■▶著力?\ufffd"),
        max_size=200,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_page_keeps_the_places_of_its_characters(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.origin) == len(cleaned.text)
    assert _from_source(raw, cleaned.text, cleaned.origin)


@given(_PAGES, st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_generated_artefacts_are_undone_and_nothing_else_changes(page: str, seed: int) -> None:
    traditional = _TRADITIONAL.convert(page)
    noisy, spans = glossed(traditional, seed)
    if len(spans) < 3 or len(spans) * 500 <= len(noisy):
        return
    found = clean(noisy)
    assert set(found.noise.artefacts) == set(spans)
    assert found.text == clean(traditional).text


def test_over_many_pages_at_least_995_of_1000_inserts_are_found() -> None:
    inserted = removed = wrong = 0
    for name in NAMES:
        # A gloss of the paper's own, 石垴(nǎo)县, stands out only where its character is the same in both scripts.
        page = _TRADITIONAL.convert(_GLOSS.sub("", load(name).clean))
        for seed in range(12):
            noisy, spans = glossed(page, seed, share=2)
            found = set(clean(noisy).noise.artefacts)
            inserted += len(spans)
            removed += len(found & set(spans))
            wrong += len(found - set(spans))
    assert inserted > 10_000
    assert removed >= inserted * 0.995
    assert wrong == 0


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    once = clean(load(name).raw.decode("utf-8")).text
    assert clean(once).text == once


@given(_PAGES, st.integers(0, 100), st.integers(14, 40))
@settings(max_examples=60, deadline=None)
def test_cleaning_a_noisy_wrapped_page_twice_changes_nothing(page: str, seed: int, width: int) -> None:
    noisy, _ = glossed(_TRADITIONAL.convert(page), seed)
    wrapped = "\n".join(noisy[i : i + width] for i in range(0, len(noisy), width))
    once = clean(wrapped).text
    assert clean(once).text == once


def test_a_gloss_on_a_clean_page_stays() -> None:
    page = "茌(chí)平区召开会议。" + "会议强调,要扎实推进各项工作。" * 40
    assert "茌(chí)平" in clean(page).text


def test_a_bracket_that_is_not_the_reading_stays_on_an_afflicted_page() -> None:
    page = "會(huì)議(yì)強(qiáng)調(diào),關(guān)於系統(ERP)和縣(市、區(qū))的標(biāo)準(zhǔn)(a)。"
    assert clean(page).text == "会议强调,关于系统(ERP)和县(市、区)的标准(a)。"


def test_nested_brackets_lose_only_the_pinyin() -> None:
    page = "各縣(xiàn)(市、區(qū))、各開(kāi)發(fā)區(qū)(會(huì))。"
    assert clean(page).text == "各县(市、区)、各开发区(会)。"


def test_a_page_converted_back_to_simplified_still_loses_its_pinyin() -> None:
    page = (
        "会(huì)议(yì)强(qiáng)调(diào),要发(fā)展(zhǎn)经(jīng)济(jì),各县(xiàn)领(lǐng)导(dǎo)要抓实(shí)。"
        * 3
    )
    assert "(" not in clean(page).text


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("發(fā)展?fàn)I造環(huán)境,經(jīng)濟(jì)會(huì)議(yì)。", "发展营造环境,经济会议。"),
        (
            "經(jīng)濟(jì)發(fā)展會(huì)議(yì)。經濟運行\n。ㄒ唬┙(jīng)濟運行平穩(wěn)。",
            "经济发展会议。经济运行\n（一）经济运行平稳。",
        ),
    ],
)
def test_a_torn_character_is_found_again_where_one_reading_explains_it(torn: str, whole: str) -> None:
    cleaned = clean(torn)
    assert cleaned.text == whole
    assert not cleaned.damaged


def test_a_torn_run_without_one_answer_is_flagged_and_left_as_it_is() -> None:
    cleaned = clean("會(huì)議(yì)強(qiáng)調(diào),要\ufffdzhuāng)裝備製造。")
    assert [hurt.repaired for hurt in cleaned.noise.damages] == [""]
    assert "\ufffdzhuāng)" in cleaned.text
    assert cleaned.damaged


def test_traditional_characters_become_simplified_one_for_one() -> None:
    page = "會議強調,要著力推進,朝著目標,成效顯著,著名學者的著作,乾隆年間,會後乾杯。" * 2
    cleaned = clean(page)
    assert cleaned.text.startswith("会议强调,要着力推进,朝着目标,成效显著,著名学者的著作,乾隆年间,会后干杯。")
    assert len(cleaned.text) == len(page)


def test_a_simplified_page_keeps_its_own_characters() -> None:
    page = "著名学者出席,瞭望发展前景,乾坤湾景区建设成效显著。" * 5
    assert clean(page).text == page


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("pubinfo", "发布时间:2024-05-06 09:30 来源:青岚日报 浏览次数:12"), ("pubinfo", "【字体:大 中 小】"), ("toolbar", "打印本页"),
        ("share", "扫一扫在手机打开当前页"), ("crumbs", "您的位置:首页 > 要闻 > 正文"), ("staff", "责任编辑:文舟"), ("staff", "编辑 | 叶知秋"),
        ("caption", "图为会议现场。 本报记者 林间 摄"), ("navigation", "上一篇:我市召开会议"), ("copyright", "版权所有 青岚市人民政府"),
        ("preview", "剩余80%未读,登录后查看全文"), ("page", "- 3 -"), ("advert", "广告"), ("masthead", "2024年3月5日 星期二 第2版 要闻"),
    ],
)  # fmt: skip
def test_furniture_of_the_page_is_dropped_and_listed(kind: str, line: str) -> None:
    page = f"全市会议召开\n3月4日,全市会议召开。\n{line}\n会议强调,要抓好落实。"
    cleaned = clean(page)
    assert cleaned.text == "全市会议召开\n3月4日,全市会议召开。\n会议强调,要抓好落实。"
    assert [(item.kind, item.text) for item in cleaned.noise.furniture] == [(kind, line)]
    item = cleaned.noise.furniture[0]
    assert page[item.start : item.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "各单位要及时打印、装订材料,报送区委办公室。",
        "时间:2023年9月5日下午",
        "编辑出版地方志,关闭落后产能。",
        "(记者 白露)",
    ],
)
def test_a_sentence_that_mentions_furniture_stays(line: str) -> None:
    assert line in clean(f"全市会议召开\n3月4日,全市会议召开。\n{line}\n会议强调,要抓好落实。").text


def test_broken_lines_join_without_joining_headings() -> None:
    page = "一、加强组织领导\n各单位要高度重视,把任务落\n实到岗到人。\n(一)压实责任\n明确专人负责,\n定期调度。\n青岚市人民政府\n2024年3月5日"
    assert clean(page).text.split("\n") == [
        "一、加强组织领导", "各单位要高度重视,把任务落实到岗到人。", "(一)压实责任", "明确专人负责,定期调度。", "青岚市人民政府", "2024年3月5日",
    ]  # fmt: skip


def test_slips_are_flagged_and_never_rewritten() -> None:
    page = "锚定争先争先,晋晋晋晋晋,最最重要的是获得感 and 幸福感。"
    cleaned = clean(page)
    assert cleaned.text == page
    assert {kind for _, kind in cleaned.noise.slips} >= {"repeated", "doubled", "latin"}


def test_commas_set_before_every_other_mark_are_removed_only_where_the_page_does_so() -> None:
    assert clean("增长13%,。其中甲,、乙,;丙,,丁。").text == "增长13%。其中甲、乙;丙,丁。"
    assert clean("增长13%,,其中甲、乙。").text == "增长13%,,其中甲、乙。"
