"""January: a draft scheme becomes the rule of the year, and the year is opened."""

from __future__ import annotations

from tests.journeys.world import World
from tests.web.cast import SCHEME


def walk(world: World) -> None:
    """A file is sent, a weight mistaken and mended, the version approved and locked by another, the year opened."""
    world.day("2026-01-05")
    number = _drafted(world)
    _mistaken_and_mended(world, number)
    _approved(world, number)
    _opened(world)


def _drafted(world: World) -> int:
    kao = world.kao
    kao.go("/schemes/")
    kao.follow("上传方案")
    kao.field("方案文件").set_input_files(SCHEME)
    kao.press("上传并检查")
    kao.sees("第 1 版", "草案", "检查没有发现问题")
    return kao.number


def _mistaken_and_mended(world: World, number: int) -> None:
    """A weight that does not add up is found at once and keeps the draft from being sent; mended, the file is what it was."""
    kao = world.kao
    kao.follow("固定资产投资")
    weight = kao.page.get_by_role("group", name="满分").get_by_label("乡镇街道")
    weight.fill("45")
    kao.press("存入并检查")
    kao.sees("已存入")
    kao.go(f"/schemes/{number}/")
    kao.sees("还有", "错误，改完才能送审", "有满分之和与上级不符")
    assert not kao.page.get_by_role("button", name="送审这一版").count()
    kao.follow("固定资产投资")
    weight.fill("40")
    kao.press("存入并检查")
    kao.go(f"/schemes/{number}/")
    kao.sees("检查没有错误，可以送审")
    kept = kao.download("YAML", world.folder / "scheme.yaml")
    assert kept.read_text(encoding="utf-8") == SCHEME.read_text(encoding="utf-8")


def _approved(world: World, number: int) -> None:
    """Who drafted it neither approves nor locks it."""
    kao, gao = world.kao, world.gao
    kao.fill("这一版的理由", "年初制定")
    kao.press("送审这一版")
    kao.sees("已送审，等候批准")
    assert not kao.page.get_by_role("button", name="批准这一版").count()
    gao.go(f"/schemes/{number}/")
    gao.sees("考科员送审。理由：年初制定")
    gao.press("批准这一版")
    kao.go(f"/schemes/{number}/")
    assert not kao.page.get_by_role("button", name="锁定施行").count()
    gao.fill("施行日期", "2026-01-01")
    gao.fill("批准文件文号", "云办发〔2026〕1号")
    gao.press("锁定施行")
    gao.sees("施行中", "云办发〔2026〕1号")


def _opened(world: World) -> None:
    kao = world.kao
    kao.go("/timetable/")
    kao.fill("年度", "2026")
    kao.press("建立年度各周期")
    kao.sees("2026年1月", "2026年一季度", "2026年度", "2月3日")
    assert kao.page.locator("tbody tr").count() == 12 + 4 + 1
