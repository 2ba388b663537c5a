"""February: one near its end, one behind its curve, one overdue by working days; slips are signed, answered, withdrawn."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.matters import hand
from tests.journeys.matters.steps import LAND, SEWERS, STATION, WORKSHOP, fold, picture, place, report
from tests.journeys.visitors import Visitor
from tests.journeys.world import World


def walk(world: World) -> None:
    """Four slips: one answered in its term, one late, one withdrawn, one red."""
    world.day("2026-02-10")
    report(world.an, place(world, STATION), "85", "机泵已就位")
    report(world.an, place(world, SEWERS), "20", "完成管沟二公里")
    _near(world)
    _yellow(world)
    world.slips["workshop"] = _signed(world, WORKSHOP, "yellow", hand.WORKSHOP, "0%")
    _withdrawn(world)
    world.day("2026-02-13")
    _answered(world)
    world.day("2026-02-26")
    _red(world)
    _late(world)
    world.day("2026-03-03")
    _answered_red(world)


def _near(world: World) -> None:
    """Blue only reminds: there is nothing to sign."""
    an, zhao, path = world.an, world.zhao, place(world, STATION)
    an.go(path)
    an.sees(f"剩 {hand.LEFT} 个工作日")
    expect(an.page.locator(".k-head .k-card--blue")).to_have_count(1)
    zhao.go("/matters/?card=blue")
    zhao.sees(STATION)
    zhao.go("/matters/cards/")
    assert not _form(zhao, path).count()


def _yellow(world: World) -> None:
    zhao = world.zhao
    zhao.go("/matters/cards/")
    zhao.sees("应到 50%，实报 20%，落后 30 个百分点（容差 10）", "督查黄牌 −0.3 分")
    world.slips["sewers"] = _signed(world, SEWERS, "yellow", hand.SEWERS, "20%", "请按旬报进度")
    zhao.sees(hand.FIRST_TERM, "承办单位还没有回复")
    world.slips["land"] = _signed(world, LAND, "yellow", hand.LAND, "0%")


def _signed(world: World, words: str, colour: str, should: str, told: str, demand: str = "") -> str:
    """A slip is signed by a person; gives its address."""
    zhao, path = world.zhao, place(world, words)
    zhao.go("/matters/cards/")
    form = _form(zhao, path)
    form.get_by_label("要求（改为约谈时写理由）").fill(demand)
    zhao.press("签发黄牌" if colour == "yellow" else "签发红牌", within=form)
    zhao.sees("督办单〔2026〕", words, told, *([should] if colour == "yellow" else []))
    return zhao.page.url.removeprefix(zhao.home)


def _form(zhao: Visitor, path: str) -> Locator:
    return zhao.page.locator(f"#m-{path.strip('/').split('/')[-1]}")


def _withdrawn(world: World) -> None:
    """Another person than who signed takes a wrong slip back."""
    zhao, qin, path = world.zhao, world.qin, world.slips["workshop"]
    zhao.go(path)
    assert not zhao.page.get_by_text("撤回这张督办单").count()
    qin.go(path)
    fold(qin, "撤回这张督办单")
    qin.fill("理由", "封顶照片当日已送达，登记有误")
    qin.press("撤回")
    qin.sees("撤回：封顶照片当日已送达，登记有误")


def _answered(world: World) -> None:
    """The owner answers in words and with a file; an empty answer is none; a neighbour does not find the slip."""
    an, path = world.an, world.slips["sewers"]
    an.go("/work/")
    an.follow("回复督办单 1 张")
    assert an.page.url.endswith(path)
    an.sees("督办单〔2026〕1号", f"应于 {hand.FIRST_TERM} 前回复")
    with an.refused(422):
        an.press("回复督办单")
    an.sees("回复内容没有写")
    an.fill("回复内容", "管材已到，二月底前铺设六公里")
    an.field("佐证材料").set_input_files(picture(world.folder, "管材.png", 120))
    an.press("回复督办单")
    an.sees("已回复 2月13日", "管材已到，二月底前铺设六公里", "管材.png")
    with world.bin.refused(404):
        world.bin.go(path)
    assert "已回复 2月13日" in _row(world.zhao, "督办单〔2026〕1号")
    world.zhao.lacks("管材已到")  # the list is a list; the words stand on the slip


def _red(world: World) -> None:
    zhao = world.zhao
    zhao.go("/matters/cards/")
    zhao.sees(f"逾期 {hand.DAYS_LATE} 个工作日，实报进度 85%", "督查红牌 −0.75 分")
    world.slips["station"] = _signed(world, STATION, "red", "", "85%", "请说明何时通水，主要负责人签字")
    zhao.sees(f"至签发之日逾期 {hand.DAYS_LATE} 个工作日", hand.SECOND_TERM)
    world.an.go(place(world, STATION))
    world.an.sees(f"逾期 {hand.DAYS_LATE} 个工作日", "请回复督办单〔2026〕4号")


def _late(world: World) -> None:
    """The office sees that a slip lies unanswered past its term, and then that it was answered late."""
    zhao, cui, path = world.zhao, world.cui, world.slips["land"]
    zhao.go("/work/")
    zhao.sees("督办单逾期未回复 1 张")
    assert f"逾期未回复，超期 {hand.ANSWER_LATE} 个工作日" in _row(zhao, "督办单〔2026〕2号")
    zhao.sees("1 张逾期未回复")
    cui.go(path)
    cui.fill("回复内容", "权属已厘清，三月清理")
    cui.press("回复督办单")
    assert f"逾期回复 2月26日，超期 {hand.ANSWER_LATE} 个工作日" in _row(zhao, "督办单〔2026〕2号")
    zhao.sees("没有逾期未回复的")


def _answered_red(world: World) -> None:
    an = world.an
    an.go(world.slips["station"])
    an.fill("回复内容", "三月十日通水")
    an.press("回复督办单")
    assert "已回复 3月3日" in _row(world.zhao, "督办单〔2026〕4号")


def _row(zhao: Visitor, code: str) -> str:
    zhao.go("/matters/cards/")
    return zhao.page.get_by_role("row").filter(has=zhao.page.get_by_role("link", name=code)).inner_text()
