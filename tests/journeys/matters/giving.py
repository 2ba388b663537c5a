"""January: matters are assigned, given on over two levels with sums that hold, received in the term, and reported on."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.matters.hand import RECEIVE_BY
from tests.journeys.matters.steps import LAND, POINTS, SEWERS, STATION, WORKSHOP, fold, picture, place, report
from tests.journeys.visitors import Visitor
from tests.journeys.world import World


def walk(world: World) -> None:
    """From the office to the bureau, to the townships, to the villages."""
    _assigned(world)
    world.day("2026-01-12")
    _received(world.chen, place(world, POINTS), "投资科")
    _given_to_towns(world)
    _given_to_villages(world)
    for person, words in ((world.an, STATION), (world.an, SEWERS), (world.bin, WORKSHOP), (world.cui, LAND)):
        _received(person, place(world, words), "项目办")
    shown = picture(world.folder, "桩位.png", 90)
    path = place(world, POINTS, "anping_v1")
    report(world.village, path, "40", "已装十二个", shown)
    _read_above(world.anhead, path, shown)


def _assigned(world: World) -> None:
    """Five in the browser, the others by the same form; the sewers have a plan of their own."""
    zhao = world.zhao
    for words in (POINTS, STATION, SEWERS, WORKSHOP, LAND):
        zhao.go(place(world, words))
        if words == SEWERS:
            zhao.fill("序时点（不写为匀速）", "2026-02-10 50%")
        zhao.press("交办")
        zhao.sees("待签收", f"应于 {RECEIVE_BY}")
    ledger = zhao.desk.open("/matters/?state=registered")
    for said, href in ledger.links("/matters/").items():
        if href.strip("/").split("/")[-1].isdigit() and not said[0].isdigit():
            page = zhao.desk.open(href)
            owner = page.form("title").form_values()
            named = {} if dict(owner).get("owner") else {"owner": "development_reform"}
            assert "待签收" in zhao.desk.send(page, page.form("title"), {"do": "assign", **named}).text
    zhao.go("/matters/?state=registered")
    zhao.sees("没有符合条件的事项")


def _received(person: Visitor, path: str, last: str) -> None:
    person.go(path)
    person.fill("末端责任", last)
    person.press("签收")
    person.sees("已签收", last)


def _given_to_towns(world: World) -> None:
    """Less than the whole is refused, and nothing that was typed is lost over it."""
    zhao = world.zhao
    zhao.go(place(world, POINTS))
    form = fold(zhao, "分解到下级")
    for line, (town, figure) in enumerate((("安平镇", "50"), ("滨城镇", "30"), ("翠云镇", "10")), 1):
        form.get_by_label(f"第 {line} 行单位").select_option(label=town)
        form.get_by_label(f"第 {line} 行数量").fill(figure)
    with zhao.refused(422):
        zhao.press("分解并交办")
    zhao.sees("分解合计 90个，少于总数 100个")
    form.get_by_label("第 3 行数量").fill("20")
    zhao.press("分解并交办")
    zhao.sees("合计 100 个，总数 100 个，相符")


def _given_to_villages(world: World) -> None:
    """Far more than the whole is over-escalation; the owner gives to its own villages only."""
    anhead, path = world.anhead, place(world, POINTS, "anping")
    _received(anhead, path, "安镇长")
    form = fold(anhead, "分解到下级")
    for line, (village, figure) in enumerate((("安平村", "30"), ("临溪村", "30")), 1):
        form.get_by_label(f"第 {line} 行单位").select_option(label=village)
        form.get_by_label(f"第 {line} 行数量").fill(figure)
        form.get_by_label(f"第 {line} 行末端责任").fill(f"{village}文书")
    with anhead.refused(422):
        anhead.press("分解并交办")
    anhead.sees("分解合计 60个，超过总数 50个 的 110%，有层层加码之嫌")
    form.get_by_label("第 2 行数量").fill("20")
    anhead.press("分解并交办")
    anhead.sees("合计 50 个，总数 50 个，相符")
    for person, village, name in (
        (world.village, "anping_v1", "安平村文书"),
        (world.linxi, "anping_v2", "临溪村文书"),
    ):
        person.go("/work/")
        person.sees("签收督办事项 1 件")
        _received(person, place(world, POINTS, village), name)
        person.sees(
            "一季度工作部署会议", "区发改局", "安平镇 安镇长"
        )  # from the meeting down, and who gave it on
        person.lacks("出处（")  # the order and its figure stand in one place of the paper


def _read_above(anhead: Visitor, path: str, shown: Path) -> None:
    """The township reads what its village reported, with the picture as it was sent."""
    anhead.go(path)
    anhead.sees("报进度 40%", "已装十二个")
    kept = anhead.download(shown.name, shown.with_stem("kept"))
    assert kept.read_bytes() == shown.read_bytes()
