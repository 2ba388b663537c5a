"""Forms that lost a page, or a figure, when they were first met: the cause of each, in other words than the paper's."""

from __future__ import annotations

import pytest

from kaoping.intake import Paper, read_paper
from kaoping.intake.paper import Target

ORDERS = "（一）加强排查。5月底前完成排查。\n（二）压实责任。各单位要抓好落实。"


def _read(text: str) -> Paper:
    return read_paper(text.encode(), name="a.txt")


def _task_heads(text: str) -> list[str]:
    paper = _read(text)
    return [paper.text[task.span.start : task.span.start + 4] for task in paper.tasks]


def _figures(sentence: str) -> list[tuple[str, str, str, str]]:
    paper = _read(
        f"测试县2025年工作要点\n一、重点任务\n（一）加强工作。{sentence}\n（二）落实责任。各单位要抓好落实。"
    )
    return [_shown(target) for target in paper.targets]


def _shown(target: Target) -> tuple[str, str, str, str]:
    value = "" if target.value is None else str(float(target.value)).removesuffix(".0")
    return target.subject, target.comparator, value, target.unit


@pytest.mark.parametrize("heading", ["下步工作要求", "有关要求", "下阶段重点工作", "工作打算", "整改要求"])
def test_a_heading_that_names_what_is_asked_opens_the_future_whatever_was_told_above(heading: str) -> None:
    told = "全县安全生产检查情况\n各乡镇：\n一、检查情况\n抽查企业62家，发现问题19个。\n二、存在问题\n整改滞后。\n"
    assert _task_heads(f"{told}三、{heading}\n{ORDERS}") == ["（一）加", "（二）压"]


def test_a_page_that_gave_nothing_is_read_again_on_weaker_signs_and_what_it_gives_is_doubtful() -> None:
    head = (
        "关于全市重点工作督查的通报\n各区：\n一、工作完成情况\n"
        + "上半年各项工作有序开展，成效明显。" * 14
        + "\n"
    )
    paper = _read(head + ORDERS)
    assert [task.span for task in paper.tasks] == []  # what stands under 完成情况 is told
    bare = _read(head.replace("一、工作完成情况", "2023年完成情况") + ORDERS)
    assert len(bare.tasks) == 2
    assert all("second-reading" in task.ground.reasons for task in bare.tasks)


def test_a_praising_paper_is_not_made_to_ask_by_a_second_reading() -> None:
    paper = _read(
        "关于表彰2024年度先进集体的通报\n各乡镇党委、政府：\n"
        + "2024年，全县上下团结一心、奋力拼搏，涌现出一批先进典型。" * 9
        + "\n为激励先进，县委、县政府决定，对县发改局等20个先进集体予以通报表彰。\n"
        + "希望受表彰的集体珍惜荣誉、再接再厉。\n中共青禾县委\n2025年1月22日"
    )
    assert paper.tasks == ()


def test_what_a_place_owes_is_read_from_row_and_column_and_a_total_is_none() -> None:
    paper = _read(
        "南桥市老旧小区改造方案\n一、任务分解\n区县名称\t改造小区（个）\t加装电梯（部）\t完工时间\n"
        "江北区\t32\t—\t10月底\n江南区\t28\t40\t11月底\n合计\t60\t40\t"
    )
    assert [_shown(target) for target in paper.targets] == [
        ("江北区改造小区", "=", "32", "个"),
        ("江南区改造小区", "=", "28", "个"),
        ("江南区加装电梯", "=", "40", "部"),
    ]
    assert [target.period for target in paper.targets] == ["10月底", "11月底", "11月底"]
    assert len(paper.tasks) == 2


def test_one_unit_above_a_table_is_that_of_all_its_cells() -> None:
    paper = _read(
        "春季绿化通知\n各镇街：\n一、目标任务\n任务如下（单位：亩）：\n镇街 | 人工造林 | 封山育林 | 责任人\n"
        "柳河镇 | 1800 | 3200 | 韩冰\n双塔街道 | 900 | — | 周舟"
    )
    assert [_shown(target) for target in paper.targets] == [
        ("柳河镇人工造林", "=", "1800", "亩"),
        ("柳河镇封山育林", "=", "3200", "亩"),
        ("双塔街道人工造林", "=", "900", "亩"),
    ]


def test_years_before_the_papers_own_are_no_aims() -> None:
    paper = _read(
        "全区养老规划（2026—2030年）\n一、主要指标\n序号 指标 单位 2025年 2027年 2030年\n1 床位占比 % 68 75 ≥83"
    )
    assert [_shown(t)[1:] for t in paper.targets] == [("=", "75", "%"), (">=", "83", "%")]


def test_goals_of_a_letter_of_responsibility_are_what_one_side_must_do() -> None:
    goals = "一、工作目标\n（一）公共卫生类：健康管理率达到72%以上；\n（二）医疗服务类：满意度不低于95%。"
    assert _task_heads(f"2025年度卫生健康责任状\n{goals}") == ["（一）公", "（二）医"]
    assert _task_heads(f"2025年度卫生健康工作方案\n{goals}") == []


def test_a_labelled_line_heads_nothing() -> None:
    paper = _read(
        "石桥镇党委会会议纪要\n会议时间：2025年5月14日上午\n会议地点：三楼会议室\n"
        "一、传达防汛会议精神\n会议要求，各村要在5月25日前完成隐患排查。\n四、其他\n会议同意整治方案，由镇农业办印发。"
    )
    assert len(paper.tasks) == 2


def test_the_name_of_a_part_of_a_speech_is_no_task_beside_its_items() -> None:
    heads = _task_heads(
        "在全县招商大会上的讲话\n同志们：\n第二，建好载体。\n一要提升承载力。建成厂房20万平方米。\n"
        "二要盘活闲置资产。处置用地600亩。\n第三，优化服务。\n首先，要压减时限。审批不超过40个工作日。\n其次，要兑现政策。"
    )
    assert heads == ["一要提升", "二要盘活", "首先，要", "其次，要"]


def test_items_under_a_line_that_demands_are_asked_though_none_opens_with_an_order() -> None:
    heads = _task_heads(
        "我院召开2025年工作会议\n1月18日，我院召开工作会议，院长主持。\n会议强调：\n"
        "一是学科建设再发力。新增重点专科2个。\n二是患者体验再提升。预约率不低于80%。"
    )
    assert heads == ["一是学科", "二是患者"]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("上图入库率4月底前达到100%。", [("上图入库率", "=", "100", "%")]),
        ("全县投资完成率要达到75%以上，年底确保100%。", [("投资完成率", ">=", "75", "%"), ("投资完成率", "=", "100", "%")]),
        ("年底前民宿由42家增加到60家。", [("民宿", "=", "60", "家")]),
        ("瞬时客流不超过最大承载量的90%。", [("瞬时客流", "<=", "90", "%")]),
        ("农产品抽检不低于1.5批次/千人。", [("农产品抽检", ">=", "1.5", "批次/千人")]),
        ("城乡收入比控制在1.95以内。", [("城乡收入比", "<=", "1.95", "")]),
        ("实施文旅项目18个，年度投资不低于32亿元。", [("文旅项目", "=", "18", "个"), ("文旅项目年度投资", ">=", "32", "亿元")]),
        ("千人以上供水工程水质达标率保持在98%以上。", [("供水工程水质达标率", ">=", "98", "%")]),
        ("夏秋茶产值年内完成9亿元、同比增长20%。", [("夏秋茶产值", "=", "9", "亿元"), ("夏秋茶产值", "=", "20", "%")]),
        (
            "绿化率达到40%、人均绿地14平方米；到2027年，这两项指标分别达到42%和15平方米。",
            [("绿化率", "=", "40", "%"), ("人均绿地", "=", "14", "平方米"), ("绿化率", "=", "42", "%"), ("人均绿地", "=", "15", "平方米")],
        ),
    ],
)  # fmt: skip
def test_figures_find_what_they_are_of(sentence: str, wanted: list[tuple[str, str, str, str]]) -> None:
    assert _figures(sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "对收缴率超过98%的村给予通报表扬。",
        "对年度考核得分低于80分的地方，约谈负责人。",
        "完成率低于60%的发红牌。",
        "管线全长14.6公里，设计日供水规模5000立方米。",
        "对收托满6个月的每人每月补贴200元。",
        "全县现有断面14个。",
        "单个项目区连片面积原则上不少于300亩。",
        "但同时要看到，过夜游客占比仅有27%，人均消费不足760元。",
    ],
)
def test_whom_a_rule_is_for_and_what_is_there_are_no_aims(sentence: str) -> None:
    assert _figures(sentence) == []


def test_a_number_before_a_month_is_still_a_number() -> None:
    heads = _task_heads("测试县工作要点\n一、重点任务\n1.加强排查；\n2.9月底前改造危房136户；\n3.加强宣传。")
    assert heads == ["1.加强", "2.9月", "3.加强"]


def test_a_paragraph_goes_on_over_the_foot_of_a_page() -> None:
    paper = _read(
        "测试县工作要点\n一、重点任务\n（一）深化改革。\n推行\n— 9 —\n“一件事”改革。再推出主题15个。"
    )
    assert "推行“一件事”改革。" in paper.text


def test_an_essay_under_a_bare_name_gives_nothing() -> None:
    paper = _read(
        "全市水利会召开\n本报讯 11月6日，全市水利会召开。会议要求，各县要抓好质量。\n水来了，心就定了\n石桥\n"
        + "老家村口那口塘，要是再修一修就好了。一要走到田埂上，二要算好民生账。群众的笑脸就是成绩单，多去走走看看。"
    )
    assert [article.relevant for article in paper.articles] == [True, False]
