"""April: the first quarter is filed by department and by unit, scored, and read by a unit in both languages."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.journeys.chapters.january import scored
from tests.journeys.figures import FIRST_QUARTER_AS_FILED, NAMES, ON_TIME, REVENUE, of_month
from tests.journeys.office import filed, locked, opened, owed, verified
from tests.journeys.reading import points_of
from tests.journeys.visitors import Visitor
from tests.journeys.world import World

NEIGHBOURS = ("滨城", "翠云", "Bincheng", "Cuiyun")
UNITS = (("an", "安平镇"), ("bin", "滨城镇"), ("cui", "翠云镇"))


def walk(world: World) -> None:
    """The months by their forms, the quarter in the browser."""
    world.day("2026-03-03")
    _month(world, "2026-02")
    world.day("2026-04-02")
    _month(world, "2026-03")
    cycle = world.cycle("2026-Q1")
    opened(world, "2026-Q1")
    _by_workbook(world.qian, world.folder)
    for (name, unit), rate in zip(UNITS, ON_TIME["2026-Q1"], strict=True):
        _of_its_own(getattr(world, name), unit, rate)
    verified(world, "2026-Q1", "revenue", "on_time")
    locked(world, "2026-Q1")
    _released(world, cycle)
    for body, row in FIRST_QUARTER_AS_FILED.items():
        assert points_of(world.kao, cycle, body) == row
    _read_by_a_unit(world.anhead, cycle)


def _month(world: World, period: str) -> None:
    opened(world, period)
    filed(world.chen, period, of_month(period))
    verified(world, period, "investment", "new_projects")
    locked(world, period)


def _by_workbook(qian: Visitor, folder: Path) -> None:
    """Three bad cells are named one by one and nothing is stored; two are mended and stored, the last is typed into the grid."""
    qian.go(owed(qian, "2026-Q1")[0])
    template = qian.download("下载模板", folder / "revenue.xlsx")
    asked, given = qian.page.url, REVENUE["2026-Q1"]
    _sent(qian, _written(template, ("约765", "-561", "430.5")))
    qian.sees("没有可存入的格，3 处有误", "填报!C4", "填报!C5", "填报!C6", "“-561”", "“430.5”")
    qian.follow("换一个文件")
    _sent(qian, _written(template, (*given[:2], "430.5")))
    qian.sees("可存入 2 格，1 处有误", "填报!C6")
    qian.press("存入这 2 格")
    assert qian.page.url == asked
    qian.fill("翠云镇 一般公共预算收入", given[2])
    qian.press("提交并取回执")
    qian.sees("填报回执 K-2026-04-", "3 格")


def _written(template: Path, figures: tuple[str, ...]) -> Path:
    """The template with a column filled in by a clerk at a spreadsheet: numbers as numbers, the rest as text."""
    book = load_workbook(template)
    sheet = book.active
    for row, figure in enumerate(figures, 4):
        sheet.cell(row, 3).value = float(figure) if figure.lstrip("-").replace(".", "").isdigit() else figure
    book.save(template.with_stem("filled"))
    return template.with_stem("filled")


def _sent(qian: Visitor, book: Path) -> None:
    if not qian.page.url.endswith("/workbook/"):
        qian.follow("上传已填表")
    qian.field("填好的 xlsx（不超过 20 MB）").set_input_files(book)
    qian.press("试读")


def _of_its_own(person: Visitor, unit: str, rate: str) -> None:
    """A unit is asked for its own figure only."""
    person.go("/work/")
    person.page.get_by_role("link", name="填报：2026年一季度").click()
    person.sees(unit)
    person.lacks(*(one for one in NAMES.values() if one != unit))
    assert person.page.locator("[data-grid] input").count() == 1
    person.fill(f"{unit} 督查事项按期办结率", rate)
    person.press("提交并取回执")
    person.sees("1 格", unit)


def _released(world: World, cycle: int) -> None:
    scored(world.kao, cycle)
    world.gao.go(f"/scoring/{cycle}/")
    world.gao.follow("1")
    world.gao.press("发布预评分")
    world.gao.sees("状态 预评分")


def _read_by_a_unit(anhead: Visitor, cycle: int) -> None:
    """From the statement to the reason of one score, in Chinese and then in English; no neighbour anywhere; his page is not there."""
    anhead.go("/work/")
    with anhead.page.expect_navigation():
        anhead.page.locator("#cycle").select_option(str(cycle))
    anhead.sees("安平镇 2026年一季度对账单", "95.00", "47.50")
    anhead.lacks(*NEIGHBOURS)
    anhead.follow("47.50")
    anhead.sees(
        "安平镇“固定资产投资进度”为什么是 47.50 分", "一步一步算", "2.85", "12", "本项得 47.50 分，失 2.50 分"
    )
    anhead.lacks(*NEIGHBOURS)
    with anhead.page.expect_navigation():
        anhead.page.get_by_role("link", name="English").click()
    anhead.sees(
        "Why Anping scored 47.50 on “Progress of investment”",
        "Step by step",
        "This item scores 47.50, 2.50 lost",
    )
    anhead.lacks(*NEIGHBOURS)
    with anhead.page.expect_navigation():
        anhead.page.get_by_role("link", name="中文").click()
    with anhead.refused(404):
        anhead.go(f"/cycles/{cycle}/units/bincheng/")
    anhead.lacks(*NEIGHBOURS)
