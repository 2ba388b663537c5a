"""January: targets are proposed by pasting a column, answered by the units, agreed by the head of the office."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.figures import INVESTMENT_PROPOSED, INVESTMENT_TARGETS, NAMES, REVENUE_TARGETS, column
from tests.journeys.visitors import Visitor
from tests.journeys.world import World


def walk(world: World) -> None:
    """Every target of the townships stands agreed at the end, Bincheng's at the figure it could stand for."""
    cycle = world.cycle("2026")
    _proposed(world.kao, cycle, "investment", INVESTMENT_PROPOSED)
    _proposed(world.kao, cycle, "revenue", REVENUE_TARGETS)
    _accepted(world.anhead)
    _objected(world.binhead)
    _agreed(world.gao, cycle, "investment", INVESTMENT_TARGETS)
    _agreed(world.gao, cycle, "revenue", REVENUE_TARGETS)
    world.gao.go("/targets/")
    world.gao.sees("2 项指标的目标都已确认")


def _proposed(kao: Visitor, cycle: int, fact: str, figures: tuple[str, ...]) -> None:
    kao.go(f"/targets/{cycle}/fact/{fact}/")
    kao.paste(kao.field("安平镇"), column(figures))
    for name, figure in zip(NAMES.values(), figures, strict=True):
        expect(kao.field(name)).to_have_value(figure)
    kao.press("提出目标，请单位答复")
    kao.sees("待答复")


def _accepted(anhead: Visitor) -> None:
    for waiting, figure in (("2 项等您答复", "12"), ("1 项等您答复", "3000")):
        anhead.go("/targets/")
        anhead.follow("本单位的目标")
        anhead.sees(waiting)
        anhead.lacks("滨城镇", "翠云镇")
        anhead.follow(figure)
        anhead.press("同意这一目标")


def _objected(binhead: Visitor) -> None:
    """An objection says why and names the figure the unit can stand for."""
    binhead.go("/targets/")
    binhead.follow("本单位的目标")
    binhead.follow("10")
    with binhead.refused(422):
        binhead.press("提出异议")
    binhead.sees("不同意要写明理由")
    binhead.fill("如不同意，可承担的数字", "9")
    binhead.fill("理由", "两个项目推迟到明年开工")
    binhead.press("提出异议")
    binhead.sees("两个项目推迟到明年开工", "9 亿元")


def _agreed(gao: Visitor, cycle: int, fact: str, figures: tuple[str, ...]) -> None:
    for name, figure in zip(NAMES.values(), figures, strict=True):
        gao.go(f"/targets/{cycle}/fact/{fact}/")
        row = gao.page.get_by_role("row").filter(has=gao.page.get_by_role("rowheader", name=name))
        with gao.page.expect_navigation():
            row.get_by_role("link").first.click()
        if gao.page.get_by_text("两个项目推迟到明年开工").count():
            with gao.refused(422):
                gao.press("确认")
            gao.sees("确认时要写明理由")
            gao.fill("确认的数字", figure)
            gao.fill("理由（有异议或改动时必写）", "采纳单位意见")
        gao.press("确认")
        gao.sees(f"{figure}", "已确认")
