"""April: the quarter is scored. What the slips cost stands in the statement, and the trace says why; the journal is whole."""

from __future__ import annotations

from tests.journeys.chapters.january import scored
from tests.journeys.hosting import ROOT
from tests.journeys.matters import closing
from tests.journeys.matters.hand import MONTHS, PROJECTS, QUARTER
from tests.journeys.matters.steps import LAND, SEWERS, STATION
from tests.journeys.office import filed, locked, opened, verified
from tests.journeys.reading import points_of
from tests.journeys.visitors import Visitor
from tests.journeys.world import World

SCHEME = ROOT / "tests" / "journeys" / "matters" / "scheme.yaml"


def in_force(world: World) -> None:
    """Before the year begins: the scheme that names the slips' cost is drafted, approved, locked; its year is opened."""
    world.day("2026-01-05")
    kao, gao = world.kao, world.gao
    kao.go("/schemes/upload/")
    kao.field("方案文件").set_input_files(SCHEME)
    kao.press("上传并检查")
    number = kao.number
    kao.fill("这一版的理由", "年初制定")
    kao.press("送审这一版")
    gao.go(f"/schemes/{number}/")
    gao.press("批准这一版")
    gao.fill("施行日期", "2026-01-01")
    gao.fill("批准文件文号", "云办发〔2026〕1号")
    gao.press("锁定施行")
    gao.sees("施行中")
    kao.go("/timetable/")
    kao.fill("年度", "2026")
    kao.press("建立年度各周期")


def walk(world: World) -> None:
    """The run, the statement, the trace in both languages, the months, the journal."""
    world.day("2026-04-02")
    closing.review(world)
    cycle = world.cycle("2026-Q1")
    opened(world, "2026-Q1")
    filed(world.chen, "2026-Q1", {f"{town} 新开工项目": figure for town, figure in PROJECTS.items()})
    verified(world, "2026-Q1", "new_projects")
    locked(world, "2026-Q1")
    scored(world.kao, cycle)
    world.gao.go(f"/scoring/{cycle}/")
    world.gao.follow("1")
    world.gao.press("发布预评分")
    world.gao.sees("状态 预评分")
    for body, row in QUARTER.items():
        assert points_of(world.kao, cycle, body) == row
    _read_by_the_unit(world.anhead, cycle)
    _withdrawn_costs_nothing(world.binhead, cycle)
    _months(world.leader)
    _journal(world.shen)


def _read_by_the_unit(anhead: Visitor, cycle: int) -> None:
    """From the statement to the slips that cost the points, in Chinese and in English."""
    anhead.go(f"/cycles/{cycle}/units/anping/")
    anhead.sees("89.25", "1.95")
    anhead.follow("1.95")
    anhead.sees(
        "安平镇“督查亮牌”为什么是 1.95 分", "督查黄牌", "督查红牌", "督办单〔2026〕1号", "督办单〔2026〕4号"
    )
    anhead.sees(STATION, SEWERS, "−0.3", "−0.75", "小云区", "本项得 1.95 分，失 1.05 分")
    anhead.lacks("督办单〔2026〕2号", "督办单〔2026〕3号", LAND)
    with anhead.page.expect_navigation():
        anhead.page.get_by_role("link", name="English").click()
    anhead.sees(
        "Why Anping scored 1.95 on “Supervision cards”", "Yellow card", "Red card", "督办单〔2026〕4号"
    )
    anhead.sees("This item scores 1.95, 1.05 lost")
    with anhead.page.expect_navigation():
        anhead.page.get_by_role("link", name="中文").click()


def _withdrawn_costs_nothing(binhead: Visitor, cycle: int) -> None:
    binhead.go(f"/cycles/{cycle}/units/bincheng/")
    binhead.follow("3.00")
    binhead.sees("滨城镇“督查亮牌”为什么是 3.00 分")
    binhead.lacks("督办单〔2026〕3号")


def _months(leader: Visitor) -> None:
    """A column a month, and the same figures as a table."""
    leader.go("/matters/")
    leader.sees("今年到期 10 件，逾期 9 件", "3月逾期最多，8 件")
    table = leader.page.locator("section[aria-labelledby=s-over] table")
    found = {}
    for row in table.locator("tbody tr, tfoot tr").all():
        name, *figures = row.locator("th, td").all_inner_texts()
        found[name.strip()] = tuple(int(one) for one in figures)
    assert found == MONTHS
    drawn = leader.page.locator("section[aria-labelledby=s-over] svg.k-draw--wide")
    assert drawn.get_attribute("aria-label") == "逾期事项，2月 1 件，3月 8 件"
    assert drawn.locator("rect.v-late").count() == drawn.locator("rect.v-card-yellow").count() == 1


def _journal(shen: Visitor) -> None:
    shen.go("/journal/verification/")
    shen.press("核对")
    shen.sees("完好：", "行全部相符")
