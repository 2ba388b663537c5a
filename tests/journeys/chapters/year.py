"""The rest of the year, and the year: filed, scored, released, and equal to the hand's reckoning."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import expect

from tests.journeys.chapters.january import scored
from tests.journeys.figures import NAMES, ON_TIME, QUARTERS, REVENUE, SATISFACTION, VILLAGES, YEAR, of_month
from tests.journeys.office import filed, locked, opened, scored_and_released, verified
from tests.journeys.reading import points_of
from tests.journeys.visitors import Visitor
from tests.journeys.world import World

OFF_2027 = "2027-01-01 2027-02-08 2027-02-09 2027-02-10 2027-02-11 2027-02-12 2027-04-05 2027-05-03 2027-06-09 2027-10-04 2027-10-05 2027-10-06"


def walk(world: World) -> None:
    """Three quarters by the forms, the year's last steps in the browser."""
    for day, quarter, months in (
        ("2026-07-02", "2026-Q2", (4, 5, 6)),
        ("2026-10-09", "2026-Q3", (7, 8, 9)),
        ("2027-01-05", "2026-Q4", (10, 11, 12)),
    ):
        world.day(day)
        if quarter.endswith("4"):
            _holidays(world.kao)
        _quarter(world, quarter, [f"2026-{month:02}" for month in months])
    _satisfaction(world)
    cycle = world.cycle("2026")
    locked(world, "2026")
    _released(world, cycle)
    _equal_to_the_hand(world, cycle)
    _read_by_everybody(world.anhead, cycle)


def _quarter(world: World, quarter: str, months: Iterable[str]) -> None:
    for month in months:
        opened(world, month)
        filed(world.chen, month, of_month(month))
        verified(world, month, "investment", "new_projects")
        locked(world, month)
    opened(world, quarter)
    filed(world.qian, quarter, _cells("一般公共预算收入", REVENUE[quarter]))
    for person, one in zip(
        (world.an, world.bin, world.cui), _cells("督查事项按期办结率", ON_TIME[quarter]).items(), strict=True
    ):
        filed(person, quarter, dict([one]))
    verified(world, quarter, "revenue", "on_time")
    locked(world, quarter)
    scored_and_released(world, quarter)


def _cells(title: str, figures: Iterable[str]) -> dict[str, str]:
    return {f"{name} {title}": figure for name, figure in zip(NAMES.values(), figures, strict=True)}


def _holidays(kao: Visitor) -> None:
    """The next year's notice is taken over; then the last cycles have a timetable."""
    kao.go("/timetable/")
    kao.sees("所需年份的节假日还没有导入")
    kao.follow("节假日")
    kao.fill("年份", "2027")
    kao.fill("放假的工作日", OFF_2027)
    kao.fill("上班的周末", "2027-02-14 2027-02-20")
    with kao.refused(422):
        kao.press("导入")
    kao.sees("要写明放假通知的文号")
    kao.fill("放假通知文号", "国办发明电〔2026〕7号")
    kao.press("导入")
    kao.sees("已导入的年份：2027")
    kao.go("/timetable/")
    kao.lacks("未定", "还没有导入")


def _satisfaction(world: World) -> None:
    """The year is opened; one bureau files for townships and villages on two forms, and two others of it verify."""
    opened(world, "2026")
    receipts = filed(
        world.sun, "2026", {f"{name} 群众满意度": figure for name, figure in SATISFACTION.items()}
    )
    assert len(receipts) == 2
    verified(world, "2026", "satisfaction")


def _released(world: World, cycle: int) -> None:
    kao, gao = world.kao, world.gao
    scored(kao, cycle)
    gao.go(f"/scoring/{cycle}/")
    gao.follow("1")
    gao.press("发布预评分")
    gao.press("定稿")
    gao.sees("状态 定稿")
    kao.go(f"/timetable/{cycle}/")
    kao.sees("结果已定稿")


def _equal_to_the_hand(world: World, cycle: int) -> None:
    for body, row in YEAR.items():
        assert points_of(world.leader, cycle, body) == row
    for village, points in VILLAGES.items():
        assert points_of(world.leader, cycle, village)[-1] == points
    for quarter, totals in QUARTERS.items():
        for body, points in totals.items():
            assert points_of(world.leader, world.cycle(quarter), body)[-1] == points


def _read_by_everybody(anhead: Visitor, cycle: int) -> None:
    """The order of the year is for the track: a unit sees it with names, first to last."""
    anhead.go(f"/cycles/{cycle}/units/anping/")
    anhead.sees("97.68", "优秀")
    anhead.go(f"/cycles/{cycle}/tracks/townships/")
    order = anhead.page.get_by_role("region", name="得分与位次").locator("tbody tr")
    for row, (name, points) in zip(
        order.all(), (("安平镇", "97.68"), ("翠云镇", "95.79"), ("滨城镇", "94.42")), strict=True
    ):
        expect(row).to_contain_text(name)
        expect(row).to_contain_text(points)
