"""Forms of numbers, tables, deadlines and brackets, one small page each."""

from __future__ import annotations

import pytest

from kaoping.intake import read_text

ASKED = (
    "加强组织领导。成立工作专班，每周调度一次。",
    "严格督查考核。结果纳入年度考核。",
    "强化资金保障。列入年度预算。",
)


@pytest.mark.parametrize(
    "marks",
    [
        ("（一）", "（二）", "（三）"), ("(一)", "(二)", "(三)"), ("㈠", "㈡", "㈢"), ("1.", "2.", "3."), ("1．", "2．", "3．"),
        ("1、", "2、", "3、"), ("（1）", "（2）", "（3）"), ("1）", "2）", "3）"), ("①", "②", "③"), ("⑴", "⑵", "⑶"),
        ("❶", "❷", "❸"), ("1.1 ", "1.2 ", "1.3 "), ("一是", "二是", "三是"), ("第一，", "第二，", "第三，"), ("第一、", "第二、", "第三、"),
        ("任务一：", "任务二：", "任务三："), ("【事项一】", "【事项二】", "【事项三】"), ("首先，", "其次，", "最后，"),
    ],
)  # fmt: skip
def test_every_form_of_number_opens_a_task(marks: tuple[str, str, str]) -> None:
    items = "\n".join(mark + words for mark, words in zip(marks, ASKED, strict=True))
    paper = read_text(f"清河县河湖整治工作方案\n一、工作要求\n{items}\n")
    assert [paper.quote(task.span) for task in paper.tasks] == items.split("\n")


@pytest.mark.parametrize("left,right", ["（）", "()", "［］", "[]", "【】", "〔〕"])
def test_owners_are_read_from_any_brackets(left: str, right: str) -> None:
    paper = read_text(
        f"清河县整治方案\n一、工作要求\n1. 加强河道清淤。{left}责任单位：县水利局、县住建局{right}\n2. 加强巡查。{left}责任单位：县公安局{right}\n"
    )
    assert [task.responsible for task in paper.tasks] == [("县水利局", "县住建局"), ("县公安局",)]


HEADER = ("序号", "工作任务", "责任单位", "完成时限")
ROWS = (
    ("1", "完成河道清淤，治理率达到90%以上", "县水利局", "6月底前"),
    ("2", "建设口袋公园", "县住建局", "2025年12月"),
)


@pytest.mark.parametrize("between", ["\t", "\n", " | ", "    ", "｜"])
def test_rows_of_a_table_are_tasks_whatever_divides_the_cells(between: str) -> None:
    table = "\n".join(between.join(row) for row in (HEADER, *ROWS))
    paper = read_text(f"清河县整治任务清单\n各有关单位：\n现将任务分解如下。\n{table}\n")
    assert [(task.marker, task.responsible, task.period) for task in paper.tasks] == [
        ("1", ("县水利局",), "6月底前"),
        ("2", ("县住建局",), "2025年12月"),
    ]
    assert [(target.comparator, target.value, target.unit) for target in paper.targets] == [(">=", 90, "%")]


def test_a_stacked_table_without_numbers_is_read_by_its_width() -> None:
    header, rows = HEADER[1:], [row[1:] for row in ROWS]
    table = "\n".join("\n".join(row) for row in (header, *rows))
    paper = read_text(f"清河县整治任务清单\n现将任务分解如下。\n{table}\n")
    assert [task.period for task in paper.tasks] == ["6月底前", "2025年12月"]


def test_short_lines_that_are_no_table_are_no_rows() -> None:
    paper = read_text("清河县情况\n工作\n任务\n天气晴\n大家都好\n再见\n")
    assert paper.tasks == ()


@pytest.mark.parametrize(
    "words,period",
    [
        ("3月底完成验收", "3月底"), ("10月中旬开工建设", "10月中旬"), ("6月30日前报送方案", "6月30日前"), ("8月31日报送方案", "8月31日"),
        ("上半年建成通水", "上半年"), ("春节前兑现到位", "春节前"), ("主汛期来临前完成加固", "主汛期来临前"), ("三天内整改到位", "三天内"),
        ("6月—9月集中攻坚", "6月—9月"), ("年底前全面完成", "年底前"),
    ],
)  # fmt: skip
def test_deadlines_are_kept_as_written(words: str, period: str) -> None:
    paper = read_text(f"清河县整治方案\n一、工作要求\n1. 加强隐患排查，{words}。\n2. 加强宣传。\n")
    assert paper.tasks[0].period == period


@pytest.mark.parametrize(
    "words",
    [
        "去年全县粮食总产51.3万吨", "2022年全县粮食总产为51.3万吨", "对全县75个重点项目开展督查", "考核得分90分以上为优秀",
        "首班车票价2元", "在外的老乡有两千多人",
    ],
)  # fmt: skip
def test_what_is_told_is_no_target(words: str) -> None:
    paper = read_text(f"清河县2024年工作方案\n一、工作要求\n1. 加强调度。{words}。\n2. 加强宣传。\n")
    assert paper.targets == ()


@pytest.mark.parametrize(
    "words,value,unit",
    [
        ("今年粮食总产达到51.3万吨", "51.3", "万吨"), ("到2025年粮食总产达到51.3万吨", "51.3", "万吨"), ("化肥使用量较上年下降3%", "3", "%"),
        ("到位资金40个亿", "40", "亿元"), ("较大安全事故为0起", "0", "起"), ("增速提高1.5个点", "1.5", "个百分点"),
    ],
)  # fmt: skip
def test_what_is_asked_is_a_target(words: str, value: str, unit: str) -> None:
    paper = read_text(f"清河县2024年工作方案\n一、工作要求\n1. 加强调度。{words}。\n2. 加强宣传。\n")
    assert [(str(float(target.value or 0)).removesuffix(".0"), target.unit) for target in paper.targets] == [
        (value, unit)
    ]
