"""February: the figures of January are pasted, mended, returned, signed, scored and released."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.figures import INVESTMENT, JANUARY, PROJECTS, block
from tests.journeys.office import judged
from tests.journeys.reading import points_of
from tests.journeys.visitors import Visitor
from tests.journeys.world import World

AS_PASTED = ("0.95", "0.85", "0.5.0")  # Bincheng's will come back; the last is no number


def walk(world: World) -> None:
    """The first month, every step of it in the browser."""
    world.day("2026-02-03")
    cycle = world.cycle("2026-01")
    _opened(world.kao, cycle)
    first = _pasted_and_handed_in(world.chen)
    _some_accepted_one_returned(world.lin)
    second = _mended(world.chen)
    assert first != second
    _accepted_and_signed(world, cycle)
    _locked_scored_released(world, cycle)
    for body, row in JANUARY.items():
        assert points_of(world.kao, cycle, body) == row


def _opened(kao: Visitor, cycle: int) -> None:
    kao.go(f"/timetable/{cycle}/")
    kao.press("开放填报")
    kao.sees("正在填报和认定")


def _pasted_and_handed_in(chen: Visitor) -> str:
    """A block from a spreadsheet is saved by itself; the cell that is wrong is named with its sentence, and holds the form back."""
    chen.go("/work/")
    chen.follow("填报：2026年1月 乡镇街道")
    chen.paste(chen.field("安平镇 固定资产投资"), block(AS_PASTED, PROJECTS["2026-01"]))
    chen.sees("提交前要处理的 1 格", "“0.5.0”")
    expect(chen.field("翠云镇 新开工项目")).to_have_value("6")
    with chen.refused(422):
        chen.press("提交并取回执")
    chen.sees("还不能提交：1 处", "翠云镇 固定资产投资", "“0.5.0”")
    chen.fill("翠云镇 固定资产投资", "0.50")
    chen.press("提交并取回执")
    chen.sees("在截止以前收到", "填报回执 K-2026-02-0001", "6 格")
    return _receipt(chen)


def _receipt(person: Visitor) -> str:
    return person.page.get_by_role("heading", name="填报回执").inner_text().split()[-1]


def _some_accepted_one_returned(lin: Visitor) -> None:
    """A return takes a reason; what else was chosen is not lost over it."""
    lin.go("/review/")
    lin.follow("固定资产投资")
    for name, verdict in (("安平镇", "认可"), ("滨城镇", "退回"), ("翠云镇", "认可")):
        lin.field(f"{name} 认定").select_option(label=verdict)
    with lin.refused(422):
        lin.press("按所选认定")
    expect(lin.field("安平镇 认定")).to_have_value("accept")
    lin.fill("滨城镇 退回理由", "与联网直报平台不一致")
    lin.press("按所选认定")
    lin.sees("待初认 0，待签认 2，已退回 1")
    lin.go("/review/")
    lin.follow("新开工项目")
    lin.press("无疑点的其余格全部通过")
    lin.sees("待初认 0，待签认 3")


def _mended(chen: Visitor) -> str:
    """Only the cell that came back is open."""
    chen.go("/work/")
    chen.follow("填报：2026年1月 乡镇街道")
    chen.sees("与联网直报平台不一致")
    assert chen.page.locator("[data-grid] input").count() == 1
    chen.fill("滨城镇 固定资产投资", INVESTMENT["2026-01"][1])
    chen.press("提交并取回执")
    chen.sees("填报回执 K-2026-02-0002")
    return _receipt(chen)


def _accepted_and_signed(world: World, cycle: int) -> None:
    """Who accepted a figure is not offered to sign it, and is refused when he tries."""
    lin, zhou = world.lin, world.zhou
    lin.go("/review/")
    lin.follow("固定资产投资")
    lin.field("滨城镇 认定").select_option(label="认可")
    lin.press("按所选认定")
    lin.sees("待初认 0，待签认 3，已退回 0")
    assert "签认" not in lin.field("滨城镇 认定").locator("option").all_inner_texts()
    assert "初认" in judged(lin, cycle, "investment", "sign", awaited=409)
    for fact in ("固定资产投资", "新开工项目"):
        zhou.go("/review/")
        zhou.follow(fact)
        zhou.press("无疑点的其余格全部通过")
        zhou.sees("3 格中已认定 3")


def _locked_scored_released(world: World, cycle: int) -> None:
    """Who scores does not release."""
    kao, gao = world.kao, world.gao
    kao.go(f"/timetable/{cycle}/")
    kao.press("锁定数据")
    kao.sees("数据已锁定")
    scored(kao, cycle)
    kao.sees("等待考核办负责人发布")
    gao.go(f"/scoring/{cycle}/")
    gao.follow("1")
    gao.press("发布预评分")
    gao.press("定稿")
    gao.sees("状态 定稿")


def scored(kao: Visitor, cycle: int) -> None:
    """The office scores what is verified."""
    kao.go(f"/scoring/{cycle}/")
    kao.field("只用已认定的数").check()
    kao.press("封存并计分")
