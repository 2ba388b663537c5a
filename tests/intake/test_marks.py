"""Red lines, frameworks and awards in many turns of phrase."""

from __future__ import annotations

import pytest

from kaoping.intake import read_text

HEAD = "全县重点工作会议召开\n8月3日,全县重点工作会议召开。县委书记沈一舟主持会议并讲话。\n沈一舟强调,"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("要严守耕地保护红线,严禁违法占用,确保粮食安全。", ["要严守耕地保护红线", "严禁违法占用"]),
        ("要不搞花架子、不搞形象工程。", ["要不搞花架子、不搞形象工程"]),
        ("要坚决杜绝不合格农资进入市场。", ["要坚决杜绝不合格农资进入市场"]),
        ("要坚决杜绝重特大事故。", []),
        ("要一律开短会、讲短话。", []),
        ("要守住底线思维,兜住民生底线。", ["兜住民生底线"]),
        ("要整治酒驾,发现一起、查处一起。", ["要整治酒驾,发现一起、查处一起"]),
        ("要管好补贴,对骗取补贴的,一律追回资金。", ["对骗取补贴的,一律追回资金"]),
        ("要力戒形式主义,不准层层加码,不得随意要求报数。", ["不准层层加码,不得随意要求报数"]),
        ("要落实“三严禁”要求。", []),
    ],
)
def test_red_lines_are_the_clauses_that_forbid(words: str, lines: list[str]) -> None:
    assert [mark.text for mark in read_text(HEAD + words).red_lines] == lines


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("实施“雏鹰展翅”计划,开展“万企进万村”行动。", ["雏鹰展翅", "万企进万村"]),
        ("建设“工业大县、文化名城”。", ["工业大县、文化名城"]),
        ("做到“四有”(有人管、有地放、有钱修、有章循)。", ["四有"]),
        ("推行“一对一”帮扶,发扬“三牛”精神,办好“12345”热线。", []),
        ("开展“春风送岗、直播带岗”活动。", ["春风送岗、直播带岗"]),
        ("开展“我为群众办实事”实践活动。", []),
    ],
)
def test_campaigns_and_goals_of_an_area_are_frameworks(words: str, texts: list[str]) -> None:
    assert [mark.text for mark in read_text(HEAD + "要" + words).frameworks] == texts


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("会上,宣读了2024年度云州市市长质量奖获奖企业名单。", ["2024年度云州市市长质量奖"]),
        ("我县荣获2023年度全省平安建设先进县,连续三年居首。", ["2023年度全省平安建设先进县"]),
        ("会议对抗洪抢险中表现突出的县水务局、石河镇等6个单位予以通报表扬。", ["通报表扬"]),
        ("对完成任务的单位予以通报表扬,对落后的约谈。", []),
        ("会议表彰了18个先进集体和60名先进个人。", []),
        ("会上,县教育局获“2024年度优秀服务窗口”称号。", ["2024年度优秀服务窗口"]),
        ("会议授予李某等10人“最美护林员”称号。", ["最美护林员"]),
        (
            "宣读《关于表彰2024年度先进的决定》：\n优秀单位（3个）：甲局、乙镇、丙街道\n先进个人：张三、李四\n"
            "招商引资突出贡献奖：丁局\n随后，甲局作交流发言。",
            ["优秀单位", "先进个人", "招商引资突出贡献奖"],
        ),
    ],
)
def test_awards_are_named_singly_in_lists_and_in_rows(words: str, names: list[str]) -> None:
    assert [mark.text for mark in read_text(HEAD + "要抓落实。\n" + words).awards] == names
