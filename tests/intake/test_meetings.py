"""What a page says of a meeting, in many turns of phrase: when, where, of which place, who presided, who spoke."""

from __future__ import annotations

import pytest

from kaoping.intake import Paper, read_text
from kaoping.intake.clean import clean
from kaoping.intake.furniture import furniture_kind, publication
from kaoping.intake.paper import Meeting

HELD = "全市重点工作会议召开\n8月3日，全市重点工作会议召开。"
NEWS = "全县水利工作会议召开\n本报讯 3月3日，全县水利工作会议召开，县长沈一舟出席并讲话。（记者 方石）\n"


def _first(text: str) -> Meeting:
    return read_text(text).meetings[0]


@pytest.mark.parametrize(
    ("words", "host", "speakers"),
    [
        ("受市委书记委托，市委副书记季长歌主持会议。市长罗一鸣在会上讲话。", "季长歌", {"罗一鸣"}),
        ("市长罗一鸣到会讲话。会议由市政府副秘书长季长歌主持。", "季长歌", {"罗一鸣"}),
        ("市领导罗一鸣、季长歌、厉行出席。罗一鸣主持，季长歌传达省会精神。", "罗一鸣", set()),
        ("市长季长歌在会议结束时讲话，副市长厉行主持了会议。", "厉行", {"季长歌"}),
        ("会议由季长歌同志主持，罗一鸣同志传达文件。", "季长歌", set()),
        ("大会主持人为市委副书记季长歌。市长罗一鸣作了题为《实干争先》的讲话。", "季长歌", {"罗一鸣"}),
        ("市长罗一鸣、市委副书记季长歌分别讲话，副市长厉行主持。", "厉行", {"罗一鸣", "季长歌"}),
        ("会议由市长罗一鸣召集并主持。", "罗一鸣", set()),
        ("副市长厉行通报了上半年情况。他说，事故下降两成。市长罗一鸣讲了话。", "", {"罗一鸣"}),
        ("院长萧其远作工作报告，党委书记傅文主持会议。", "傅文", {"萧其远"}),
    ],
)
def test_who_presided_and_who_spoke(words: str, host: str, speakers: set[str]) -> None:
    meeting = _first(HELD + words)
    assert (meeting.host, set(meeting.speakers)) == (host, speakers)


def test_who_went_somewhere_and_held_a_meeting_presided() -> None:
    meeting = _first(
        "市领导督导安全生产\n2025-05-02 10:00　白河融媒\n5月1日，副市长傅晓楠带队到客运站、加油站检查节日安全，"
        "随后主持召开全市安全生产调度会。她指出，各级要压实责任。"
    )
    assert (meeting.host, meeting.speakers, meeting.region) == ("傅晓楠", ("傅晓楠",), "白河市")


@pytest.mark.parametrize(
    ("text", "date", "written"),
    [
        ("全市调度会召开\n2025年4月3日 星期四 第12期\n受大风影响，4月1日8时至2日8时，全市发生火情3起。4月2日19时30分，全市调度会在市应急指挥中心召开。",
         "2025-04-02", "4月2日19时30分"),
        ("县委全会举行\n2025年7月31日，县里发布公告。中国共产党云溪县第十三届委员会第九次全体会议，于2025年7月30日至31日在县城举行。",
         "2025-07-31", "2025年7月30日至31日"),
        ("县委全会举行\n2025-08-02 来源：云溪报\n7月30日至8月1日，中共云溪县委十三届九次全会举行。", "2025-08-01", "7月30日至8月1日"),
        ("州政协会议闭幕\n2026-01-17 来源：月湾发布\n1月13日—16日，州政协十届四次会议召开。", "2026-01-16", "1月13日—16日"),
    ],
)  # fmt: skip
def test_a_session_is_dated_by_its_last_day_and_a_meeting_by_its_own(
    text: str, date: str, written: str
) -> None:
    meeting = _first(text)
    assert (meeting.date, meeting.date_text) == (date, written)


def test_a_plenum_names_itself_its_town_and_the_body_that_presided() -> None:
    meeting = _first(
        "中国共产党云溪县第十三届委员会第九次全体会议公报\n"
        "中国共产党云溪县第十三届委员会第九次全体会议，于2025年12月27日至28日在云溪举行。全会由县委常委会主持。"
        "县委书记尚书文作了讲话。县长何亦凡就《建议（讨论稿）》作了说明。"
    )
    assert meeting.name == "中国共产党云溪县第十三届委员会第九次全体会议"
    assert (meeting.place, meeting.host, meeting.region) == ("云溪", "县委常委会", "云溪县")
    assert meeting.speakers == ("尚书文", "何亦凡")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("全市防汛会议召开\n2025-06-11 09:20 来源：沣阳晚报\n6月10日，全市防汛会议召开。", "沣阳市"),
        ("2025年3月4日　星期二　沧水报　第2版\n全县现场会召开\n3月3日，全县现场会召开。", "沧水县"),
        ("全省民政会议召开\n2026-01-11 09:00 来源：南方日报\n1月10日，全省民政会议召开。", ""),
        ("全区教育会议召开\n2月27日，全区教育会议召开。\n版权所有：槐荫台区教育局　备案号：沪ICP备05000321号", "槐荫台区"),
        ("全区招商会召开\n1月8日，全区招商会召开。云港产业园区管委会、滨湖景区服务中心作发言。\n来源：望溪发布", "望溪区"),
        ("全省交通会议召开\n交通要闻 交通新闻\n1月9日，全省交通会议召开。\n版权所有：云川省交通运输厅", "云川省"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_paper_or_its_offices(text: str, region: str) -> None:
    assert _first(text).region == region


def test_what_lower_levels_held_thereupon_are_meetings_of_their_own() -> None:
    paper = read_text(
        "全市防汛视频调度会召开 县乡连夜部署\n2025-07-19 07:00　来源：市防指办\n"
        "7月18日17时，全市防汛视频调度会召开。市长桂远山主持并讲话。桂远山强调，要转移群众。\n"
        "市会结束后，清溪县立即召开防汛部署会。县长莫言秋要求，各乡镇要上堤值守。\n"
        "当晚，白茅镇召开紧急会议，镇党委书记丘实要求，各村要清点人数。"
    )
    assert [(one.name, one.level, one.speakers, one.date) for one in paper.meetings] == [
        ("全市防汛视频调度会", "市", ("桂远山",), "2025-07-18"),
        ("清溪县防汛部署会", "县", ("莫言秋",), "2025-07-18"),
        ("白茅镇紧急会议", "镇", ("丘实",), "2025-07-18"),
    ]


@pytest.mark.parametrize(
    ("line", "date", "source"),
    [
        ("云溪环保　第8期　2025年3月4日　星期二", "2025-03-04", ""),
        ("2025-06-03 星期二 来源：云溪日报", "2025-06-03", "云溪日报"),
        ("2026-01-03 08:12　云溪发布　发表于云溪", "2026-01-03", "云溪发布"),
        ("2025年6月3日　星期二　农历五月初八　云溪日报　第2版　责编/某某", "2025-06-03", "云溪日报"),
    ],
)
def test_mastheads_tell_the_day_and_the_paper(line: str, date: str, source: str) -> None:
    assert furniture_kind(line)
    assert publication(line) == (date, source)


@pytest.mark.parametrize(
    "line",
    ["【推荐阅读】县领导调研 / 县里开会", "（下转第3版）", "▲上图：现场", "资料图：群众领取物资。",
     "遗失声明：某某遗失公章一枚，声明作废。", "点亮“在看”，为家乡加油", "云溪日报电子版 第A02版:时政 返回首页"],
)  # fmt: skip
def test_what_a_page_sets_around_a_paper_is_dropped(line: str) -> None:
    assert furniture_kind(line)


@pytest.mark.parametrize(
    "line",
    [
        "2025年6月3日，全县大会召开。",
        "遗失的档案要于6月底前补齐。",
        "更多群众参与进来，形成合力",
        "（相关报道要跟上）",
    ],
)
def test_words_of_the_paper_stay(line: str) -> None:
    assert not furniture_kind(line)


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("在全县农村工作会议\n上的讲话\n同志们：\n今天讲三点。", "在全县农村工作会议上的讲话"),
        (
            "云溪县2025年“清河净水”\n专项行动方案\n为做好工作，制定本方案。",
            "云溪县2025年“清河净水”专项行动方案",
        ),
        ("云溪县教育局\n工作要点\n一、抓教学。", "云溪县教育局"),
        ("云溪县人民政府办公室\n关于做好防汛工作的通知\n各乡镇：", "云溪县人民政府办公室"),
    ],
)
def test_a_title_broken_in_two_is_one_and_an_office_above_it_is_not(page: str, first: str) -> None:
    assert clean(page).text.split("\n")[0] == first


def _asks_nothing(paper: Paper) -> bool:
    return not paper.articles[-1].relevant and not paper.tasks and not paper.targets


@pytest.mark.parametrize(
    "box",
    [
        "少一点“花架子”\n江石\n办实事不在声响大，而在落得实。一要沉下身子，把情况摸透；二要久久为功，把事情办成，群众自然看在眼里。",
        "【岁月回眸】三十年前的今天\n据《云溪报》1995年3月4日头版\n本报讯 县委召开水利大会。大会要求，一要修好水渠，二要力争年底完成干渠30公里。",
        "历史上的今天\n1986年3月3日，全县万人上堤，县委要求各公社要在汛前完成土方20万方。",
    ],
)
def test_comment_under_a_pen_name_and_old_news_give_nothing(box: str) -> None:
    assert _asks_nothing(read_text(NEWS + box))


def test_news_above_a_comment_is_read() -> None:
    paper = read_text(NEWS + "沈一舟强调，要6月底前完成清淤20公里。\n")
    assert paper.targets
