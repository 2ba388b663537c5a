"""After the lock: a wrong figure of March is corrected by two people, and a second run says what it moved."""

from __future__ import annotations

from tests.journeys.chapters.january import scored
from tests.journeys.figures import FIRST_QUARTER, FIRST_QUARTER_AS_FILED, RIGHT_MARCH, WRONG_MARCH
from tests.journeys.office import owed
from tests.journeys.reading import points_of
from tests.journeys.visitors import Visitor
from tests.journeys.world import World


def walk(world: World) -> None:
    """The correction, the second run, what the unit reads of it, the final release."""
    world.day("2026-04-20")
    _asked(world.chen)
    _approved(world.gao)
    cycle = world.cycle("2026-Q1")
    _scored_again(world, cycle)
    for body, row in FIRST_QUARTER.items():
        assert points_of(world.kao, cycle, body) == row
    _read(world.binhead, cycle)


def _asked(chen: Visitor) -> None:
    """The cell is closed; it takes a reason and a document, and who asks does not decide."""
    chen.go(owed(chen, "2026-03")[0])
    assert not chen.page.locator("[data-grid] input").count()
    with chen.page.expect_navigation():
        chen.page.get_by_role("link", name="滨城镇 固定资产投资").click()
    chen.follow("申请更正")
    chen.fill("更正后的数", RIGHT_MARCH)
    chen.fill("理由", "录入时两位数颠倒")
    chen.fill("依据文件（文号或名称）", " ")
    with chen.refused(422):
        chen.press("提出更正")
    chen.sees("更正要写依据文件")
    assert chen.field("更正后的数").input_value() == RIGHT_MARCH
    chen.fill("依据文件（文号或名称）", "联网直报平台3月报表")
    chen.press("提出更正")
    chen.sees("等认定单位或考核办负责人批准")
    assert not chen.page.get_by_role("button", name="批准更正").count()


def _approved(gao: Visitor) -> None:
    gao.go("/work/")
    gao.follow("更正待批：滨城镇 固定资产投资")
    gao.sees(
        f"现在的数是 {WRONG_MARCH} 亿元，请求改为 {RIGHT_MARCH} 亿元",
        "录入时两位数颠倒",
        "联网直报平台3月报表",
    )
    gao.press("批准更正")
    gao.sees(f"已批准，现在的数是 {RIGHT_MARCH} 亿元")


def _scored_again(world: World, cycle: int) -> None:
    """What went in differently, and which score it moved."""
    kao, gao = world.kao, world.gao
    scored(kao, cycle)
    kao.sees("与第 1 次相比：1 处输入变动", "变动的输入：1 处")
    moved = (
        kao.page.get_by_role("region", name="变动的项目，与推动它的数")
        .get_by_role("row")
        .filter(has_text="固定资产投资进度")
    )
    before, after = FIRST_QUARTER_AS_FILED["bincheng"][0], FIRST_QUARTER["bincheng"][0]
    assert [*moved.get_by_role("cell").all_inner_texts()][1:4] == [
        before,
        after,
        f"固定资产投资 {WRONG_MARCH} → {RIGHT_MARCH}",
    ]
    gao.go(f"/scoring/{cycle}/")
    gao.follow("2")
    gao.press("发布预评分")
    gao.press("定稿")
    gao.sees("状态 定稿")


def _read(binhead: Visitor, cycle: int) -> None:
    """The unit reads what moved its total; the line tells where its figure comes from."""
    binhead.go(f"/cycles/{cycle}/units/bincheng/")
    binhead.sees("与上一次发布相比，总分变动 +2.00 分", f"{WRONG_MARCH} → {RIGHT_MARCH}")
    binhead.lacks("安平", "翠云", "Anping", "Cuiyun")
    binhead.follow(FIRST_QUARTER["bincheng"][0])
    binhead.sees("这个数的来历", "录入时两位数颠倒", "联网直报平台3月报表", "陈科员", "高主任")
    binhead.lacks("安平", "翠云", "Anping", "Cuiyun")
