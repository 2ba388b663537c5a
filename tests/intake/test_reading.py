"""The rules one by one: numbers, figures, tense, tasks, meetings, marks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.intake import Paper, read_text
from kaoping.intake.numbers import NotANumber, value_of
from kaoping.intake.quantities import find_quantities, levelled

HEAD = "全市重点工作会议召开\n8月3日,全市重点工作会议召开。市委书记沈一舟主持会议并讲话。\n沈一舟强调,"


def _targets(words: str) -> list[tuple[str, str, object, str]]:
    paper = read_text(HEAD + words)
    return [(t.subject + t.measure, t.comparator, t.value, t.unit) for t in paper.targets]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1.8", "9/5"), ("1,200", "1200"), ("三千", "3000"), ("千", "1000"), ("十五", "15"), ("一百零五", "105"), ("一百五", "150"), ("一万五", "15000"),
        ("百分之五点五", "11/200"), ("三分之一", "1/3"), ("二〇二五", "2025"), ("千亿", "100000000000"),
        ("3.5万", "35000"), ("半", "1/2"), ("两千三百", "2300"),
    ],
)  # fmt: skip
def test_a_number_means_what_it_says(words: str, value: str) -> None:
    assert value_of(words) == Fraction(value)


@pytest.mark.parametrize("words", ["", "甲", "1.2.3", "五点", "三个"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(NotANumber):
        value_of(words)


_DIGITS = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    """A number below 10,000 as it is written in words."""
    out, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out or "零"


@given(st.integers(1, 9999))
def test_every_number_written_in_words_is_read_back(number: int) -> None:
    assert value_of(_spoken(number)) == number
    assert value_of(f"{_spoken(number)}万") == number * 10_000
    assert value_of(f"{_spoken(number)}点零五") == number + Fraction(5, 100)


@pytest.mark.parametrize(
    ("words", "comparator", "value", "unit"),
    [
        ("不低于10%", ">=", "10", "%"), ("10个以上", ">=", "10", "个"), ("突破千亿元", ">", "1000", "亿元"), ("控制在3‰以内", "<=", "3", "‰"),
        ("控制在5%左右", "~", "5", "%"), ("超过300亿元", ">", "300", "亿元"), ("100多家", ">", "100", "家"), ("不超过2件", "<=", "2", "件"),
        ("5万亩次", "=", "5", "万亩次"), ("3.5亿方", "=", "7/2", "亿方"), ("35蒸吨", "=", "35", "蒸吨"), ("402万千瓦", "=", "402", "万千瓦"),
        ("百分之五点五左右", "~", "11/2", "%"), ("两成以上", ">=", "2", "成"), ("一番", "=", "1", "番"), ("0.5个百分点", "=", "1/2", "个百分点"),
        ("５０万吨", "=", "50", "万吨"), ("500亿", "=", "500", "亿"), ("≥85%", ">=", "85", "%"), ("至少2次", ">=", "2", "次"),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_unit_and_comparing_words(
    words: str, comparator: str, value: str, unit: str
) -> None:
    flat = levelled("指标" + words)
    found = find_quantities(flat, 0, len(flat))
    assert [(q.comparator, q.value, q.unit) for q in found] == [(comparator, Fraction(value), unit)]


@pytest.mark.parametrize(
    "words", ["第3家", "2025年", "G20", "3月5日", "第十四次", "5G", "一个", "统一", "十四五", "方面"]
)
def test_ordinals_dates_and_names_are_no_figures(words: str) -> None:
    assert _targets(f"要抓好{words}工作。") == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("要力争固定资产投资增长10%以上。", [("固定资产投资增长", ">=", Fraction(10), "%")]),
        ("要确保甲业、乙业、丙业分别增长5%、6%和7%左右。", [
            ("甲业增长", "~", Fraction(5), "%"), ("乙业增长", "~", Fraction(6), "%"), ("丙业增长", "~", Fraction(7), "%")]),
        ("要抓好投资2000万元以上的项目3000个。", [("投资2000万元以上的项目", "=", Fraction(3000), "个")]),
        ("要建设30万吨级泊位2个。", [("30万吨级泊位", "=", Fraction(2), "个")]),
        ("要新增402万千瓦机组。", [("机组增", "=", Fraction(402), "万千瓦")]),
        ("要新建高标准农田20万亩,改造提升10万亩。", [("高标准农田", "=", Fraction(20), "万亩"), ("高标准农田改造提升", "=", Fraction(10), "万亩")]),
        ("要推动占比由1.8%提高到2.2%。", [("占比", "=", Fraction(11, 5), "%")]),
        ("要确保出口和进口均增长8%以上。", [("出口增长", ">=", Fraction(8), "%"), ("进口增长", ">=", Fraction(8), "%")]),
        ("要完成37户重建和112户维修。", [("重建", "=", Fraction(37), "户"), ("维修", "=", Fraction(112), "户")]),
        ("要抓好7个方面重点工作。", []),
        ("要用好“30字”要求。", []),
    ],
)  # fmt: skip
def test_a_target_has_the_subject_it_belongs_to(
    words: str, expected: list[tuple[str, str, object, str]]
) -> None:
    assert _targets(words) == expected


def test_a_range_keeps_both_ends() -> None:
    target = read_text(HEAD + "要确保生产总值增长6%—6.5%。").targets[0]
    assert (target.comparator, target.value, target.upper) == ("range", Fraction(6), Fraction(13, 2))


@pytest.mark.parametrize(
    ("words", "subject", "comparator", "reference"),
    [
        ("要确保三季度好于二季度。", "三季度", ">", "二季度"),
        ("要推动居民收入与经济增长基本同步。", "居民收入", "sync", "经济增长"),
        ("要确保规上工业增速不低于全省平均水平。", "规上工业增速", ">=", "全省平均水平"),
    ],
)
def test_a_relation_names_what_it_is_measured_against(
    words: str, subject: str, comparator: str, reference: str
) -> None:
    target = read_text(HEAD + words).targets[0]
    assert (target.kind, target.subject, target.comparator, target.reference) == (
        "relation",
        subject,
        comparator,
        reference,
    )


def test_past_results_go_to_the_baselines_and_never_to_the_targets() -> None:
    paper = read_text(
        "政府工作报告\n各位代表:\n一、2023年工作回顾\n新建高标准农田25万亩,生产总值增长5.8%。\n二、2024年主要目标\n新建高标准农田30万亩。\n"
    )
    assert [t.value for t in paper.targets] == [30]
    assert [t.value for t in paper.baselines] == [25, Fraction(29, 5)]


def test_the_section_decides_where_the_sentence_has_no_sign() -> None:
    plan = "工作方案\n一、工作任务\n(一)加强农田建设。建设高标准农田25万亩。\n"
    review = "工作方案\n一、工作情况\n(一)加强农田建设。建设高标准农田25万亩。\n"
    assert len(read_text(plan).targets) == 1
    assert len(read_text(review).targets) == 0


def _tasks(paper: Paper) -> list[tuple[str, str, str]]:
    return [(task.marker, task.title, task.parent) for task in paper.tasks]


def test_numbered_items_run_to_the_next_and_carry_their_children() -> None:
    paper = read_text(
        "关于抓好春耕的通知\n各镇人民政府:\n一、加强组织领导。各镇要成立专班。\n二、抓好重点环节。\n1.备足农资。"
        "县供销社负责。\n2.抓好培训。\n三、严格督查。\n青岚市人民政府\n2024年3月5日"
    )
    assert _tasks(paper) == [
        ("一、", "加强组织领导", ""), ("二、", "抓好重点环节", ""), ("1.", "备足农资", "t02"), ("2.", "抓好培训", "t02"), ("三、", "严格督查", ""),
    ]  # fmt: skip
    assert paper.quote(paper.tasks[-1].span) == "三、严格督查。"


@pytest.mark.parametrize(
    "words",
    [
        "还存在不少问题:一是项目储备不足;二是要素保障不够有力。", "主要原因:一是基础薄弱;二是投入不足。", "项目建设取得重要成效,需要继续坚持。",
        "这是贯彻落实上级要求的重要举措。", "会议听取了主要情况汇报,要点已印发。",
    ],
)  # fmt: skip
def test_problems_reasons_and_words_that_hold_yao_are_no_tasks(words: str) -> None:
    assert read_text("全市会议召开\n8月3日,全市会议召开。\n会议指出," + words).tasks == ()


def test_the_party_before_yao_is_responsible_and_is_inherited_by_the_sentences_after_it() -> None:
    paper = read_text(HEAD + "各县(市、区)、市直各部门要压实责任。要强化督查。")
    assert paper.tasks[0].responsible == ("各县(市、区)", "市直各部门")
    assert paper.tasks[1].inherited == ("各县(市、区)", "市直各部门")


def test_commentary_on_the_page_yields_nothing() -> None:
    paper = read_text(
        "全市会议召开\n本报讯 8月3日,全市会议召开。会议强调,要抓好春耕。\n(记者 白露)\n以实干笃定前行\n■秋实\n一要敢于担当,"
        "力争满意率达到95%以上。\n(作者单位:青岚市委党校)"
    )
    assert [article.relevant for article in paper.articles] == [True, False]
    commentary = paper.articles[1].span
    spans = [task.span for task in paper.tasks] + [target.span for target in paper.targets]
    for span in (*spans, *(item.span for item in paper.unproposed)):
        assert not span.touches(commentary)


def test_nothing_is_taken_from_a_damaged_run() -> None:
    whole = "會(huì)議(yì)強(qiáng)調(diào),要抓好農(nóng)業(yè),確保增長10%以上。"
    torn = whole.replace("農(nóng)業(yè)", "\ufffdnóng)業")
    assert len(read_text(whole).targets) == 1
    paper = read_text(torn)
    assert paper.targets == () and paper.tasks == ()
    assert any(item.reason == "damaged" for item in paper.unproposed)


def test_a_year_nobody_states_is_not_supplied() -> None:
    meeting = read_text(HEAD + "要抓好落实。").meetings[0]
    assert (meeting.date, meeting.date_text, meeting.date_basis) == ("", "8月3日", "no year stated")


@pytest.mark.parametrize(
    ("words", "date", "basis"),
    [
        (
            "发布时间:2024-01-02 10:00\n全市会议召开\n12月30日,全市会议召开。",
            "2023-12-30",
            "year from publish date",
        ),
        ("全市会议召开\n2024年3月4日,全市会议召开。", "2024-03-04", "stated"),
        (
            "全市会议召开\n3月4日,全市2022年度考核总结会议召开。",
            "2023-03-04",
            "year inferred (2022年度考核总结)",
        ),
    ],
)
def test_a_date_comes_with_the_ground_of_its_year(words: str, date: str, basis: str) -> None:
    meeting = read_text(words + "\n会议强调,要抓好落实。").meetings[0]
    assert (meeting.date, meeting.date_basis) == (date, basis)


def test_sentences_that_gave_nothing_are_listed() -> None:
    paper = read_text("全市会议召开\n8月3日,全市会议召开。\n沈一舟说,路很长,大家要走,要走36里。")
    assert [item.reason for item in paper.unproposed] == ["figure"]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (
            "实施“1+5+9+1”思路,落实“六个新青岚”目标,开展“作风建设年”活动。",
            ["1+5+9+1", "六个新青岚", "作风建设年"],
        ),
        ("坚定拥护“两个确立”,防止“一刀切”,实现“十四五”开局。", []),
    ],
)
def test_frameworks_are_numbered_slogans_of_an_area(words: str, texts: list[str]) -> None:
    assert [mark.text for mark in read_text(HEAD + "要" + words).frameworks] == texts


def test_red_lines_and_awards_are_marked() -> None:
    paper = read_text(
        HEAD
        + "要守住廉洁底线,严禁弄虚作假。\n会上,对获得2023年度综合考核一等奖、争先进位奖的单位进行了表彰。"
    )
    assert [mark.text for mark in paper.red_lines] == ["要守住廉洁底线", "严禁弄虚作假"]
    assert [(mark.text, mark.year) for mark in paper.awards] == [
        ("2023年度综合考核一等奖", "2023"),
        ("争先进位奖", "2023"),
    ]


@pytest.mark.parametrize(
    ("words", "unit", "value"),
    [
        ("要加快建设,岸电使用量不低于600万千瓦时。", "万千瓦时", 600),
        ("要优化流程,综合时延控制在20毫秒以内。", "毫秒", 20),
        ("要提高效率,单桥作业效率达到35自然箱以上。", "自然箱", 35),
        ("要节约用水,农田灌溉水有效利用系数提高到0.55以上。", "", Fraction(11, 20)),
    ],
)
def test_a_unit_no_list_holds_is_read_where_the_words_around_it_say_so(
    words: str, unit: str, value: object
) -> None:
    assert [(v, u) for _, _, v, u in _targets(words)] == [(value, unit)]


@pytest.mark.parametrize(
    "words",
    [
        "要支持创新,对首次认定的企业给予20万元奖励。",
        "要加强领导,成立专班并下设4个工作组。",
        "要吸取教训,事故造成37人死亡令人痛心。",
        "要清醒认识到,隐患存量仍达1700多处。",
    ],
)
def test_terms_of_a_rule_and_things_as_they_are_are_no_targets(words: str) -> None:
    assert _targets(words) == []


def test_figures_of_different_units_side_by_side_do_not_share_a_subject() -> None:
    read = _targets("要抓招引,其中10亿元以上项目20个、50亿元以上项目力争实现新突破。")
    assert [(value, unit) for _, _, value, unit in read] == [(20, "个")]


def test_the_next_of_a_series_is_a_task_in_whatever_words_it_opens() -> None:
    paper = read_text(
        "2024年工作要点\n第一,全力以赴拓市场。新开航线4条。\n第二,多措并举提效率。停时压缩到1.2天以内。\n第三,加大投入强基础。完成改造。"
    )
    assert [task.marker for task in paper.tasks] == ["第一", "第二", "第三"]


def test_a_column_of_comment_on_the_page_yields_nothing() -> None:
    page = HEAD + "要抓好落实。\n海棠时评\n软环境里有硬道理\n各部门要拿出干劲,力争满意度达到98%。"
    paper = read_text(page)
    assert [article.relevant for article in paper.articles] == [True, False]
    assert len(paper.tasks) == 1
    assert paper.targets == ()


def test_a_signature_like_the_head_of_the_page_stays() -> None:
    page = "鹿野区安全生产委员会办公室\n关于做好安全工作的通知\n各镇:\n一、加强检查。各镇要开展检查。\n鹿野区安全生产委员会办公室\n2024年12月12日"
    assert read_text(page).text.count("鹿野区安全生产委员会办公室") == 2
