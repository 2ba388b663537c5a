"""Markings no table holds are read from the page itself, and lists are judged as wholes."""

from __future__ import annotations

import pytest

from kaoping.intake import read_text
from kaoping.intake.series import infer

ASKED = (
    "加强组织领导。成立工作专班，每周调度一次。",
    "严格督查考核。结果纳入年度考核。",
    "强化资金保障。列入年度预算。",
)


@pytest.mark.parametrize(
    "marks",
    [
        ("甲、", "乙、", "丙、"), ("壹、", "贰、", "叁、"), ("A. ", "B. ", "C. "), ("a) ", "b) ", "c) "), ("i. ", "ii. ", "iii. "),
        ("【一】", "【二】", "【三】"), ("01｜", "02｜", "03｜"), ("要点1：", "要点2：", "要点3："), ("No.1 ", "No.2 ", "No.3 "),
        ("第一项：", "第二项：", "第三项："), ("头一句，", "第二句，", "第三句，"), ("1-1 ", "1-2 ", "1-3 "), ("▌一 ", "▌二 ", "▌三 "),
        ("◈ ", "◈ ", "◈ "), ("☞", "☞", "☞"), ("✅ ", "✅ ", "✅ "), ("1\ufe0f\u20e3 ", "2\ufe0f\u20e3 ", "3\ufe0f\u20e3 "),
    ],
)  # fmt: skip
def test_lines_that_share_a_shape_and_count_on_are_items(marks: tuple[str, str, str]) -> None:
    items = "\n".join(mark + words for mark, words in zip(marks, ASKED, strict=True))
    paper = read_text(f"清河县河湖整治工作方案\n一、工作要求\n{items}\n二、其他\n")
    assert [paper.quote(task.span) for task in paper.tasks] == items.split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        ("1月完成方案", "2月完成施工"), ("一等奖：县水利局", "二等奖：县住建局"), ("附件1：名单", "附件2：台账"), ("第一季度完成", "第二季度完成"),
        ("1.5亿元用于水利", "2.5亿元用于交通"), ("甲、加强领导", "丙、强化保障"), ("乙、加强领导", "丙、强化保障"), ("甲、加强领导", "天气晴好"),
    ],
)  # fmt: skip
def test_what_does_not_count_on_from_one_is_no_list(lines: tuple[str, str]) -> None:
    assert infer(lines) == {}


def test_a_list_within_a_list_stands_beneath_it_whatever_the_forms() -> None:
    paper = read_text(
        "清河县整治方案\nA. 加强河道整治。做好以下工作。\n【甲】抓好清淤。6月底前完成。\n【乙】抓好绿化。植树5000株。\n"
        "B. 加强巡查。每月巡查。\n【甲】成立专班。各镇设立。\n【乙】公开电话。统一受理。\n"
    )
    assert [(task.marker, task.level) for task in paper.tasks] == [
        ("A.", 1), ("【甲】", 2), ("【乙】", 2), ("B.", 1), ("【甲】", 2), ("【乙】", 2)
    ]  # fmt: skip


def test_a_repeated_sign_before_what_was_done_opens_no_task() -> None:
    page = "清河县情况\n◈ 完成了河道清淤。共12公里。\n◈ 建成了口袋公园。群众满意。\n◈ 取得了省级奖项。全市第一。\n"
    assert read_text(page).tasks == ()


def test_paragraphs_that_stand_side_by_side_after_an_announcement_are_tasks() -> None:
    page = (
        "在全县会议上的讲话\n同志们：\n去年工作不错，新增企业460户。\n关于今年的几项具体工作，我点一下题：\n发改局这边，上半年要走访企业300户以上。\n"
        "金融办这边，争取新增贷款15亿元。\n司法局这边，五月底前把清单拿出来。\n谢谢大家！\n"
    )
    assert [task.title[:3] for task in read_text(page).tasks] == ["发改局", "金融办", "司法局"]


def test_records_of_labelled_lines_are_tasks_with_their_owner_and_deadline() -> None:
    record = "项目名称：{}\n建设内容：新建水厂1座。\n牵头单位：{}\n完成时限：{}\n"
    page = (
        "清河县民生实事分解表\n"
        + record.format("供水提升", "县水利局", "10月底")
        + record.format("道路提升", "县交通局", "11月底")
    )
    assert [(task.responsible, task.period) for task in read_text(page).tasks] == [
        (("县水利局",), "10月底"), (("县交通局",), "11月底")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "全街道14个行政村、9个社区。", "据测算，今年新生9600人左右。", "距离目标还差3个百分点。", "收到来信36件，办结30件。",
        "邻市增速8.1%，比我们高2个百分点。",
        "一季度完成投资12.6亿元，占年计划的18%。",
        "每低1个百分点扣1分。", "项目概算总投资2.86亿元。", "专家提醒农户每亩追肥8公斤。",
    ],
)  # fmt: skip
def test_how_things_stand_and_what_others_foretell_is_no_target(words: str) -> None:
    page = f"清河县2024年工作方案\n一、工作要求\n1. 加强调度。{words}\n2. 加强宣传。\n"
    assert read_text(page).targets == ()


def test_the_same_count_is_a_target_where_it_is_asked() -> None:
    page = "清河县2024年工作方案\n一、工作要求\n1. 加强调度。为8000名女生免费接种疫苗，小麦面积不能少于1900亩。\n2. 加强宣传。\n"
    assert [(t.comparator, t.value) for t in read_text(page).targets] == [("=", 8000), (">=", 1900)]
