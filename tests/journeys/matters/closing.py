"""March: one is claimed done, looked at on the spot by another body, and closed by somebody who is not the owner."""

from __future__ import annotations

from tests.journeys.matters.steps import STATION, WORKSHOP, fold, picture, place
from tests.journeys.visitors import Visitor
from tests.journeys.world import World


def walk(world: World) -> None:
    """The workshop is done; the pumping station is not, whatever its owner says."""
    shown = picture(world.folder, "封顶.png", 200)
    _claimed(world.bin, place(world, WORKSHOP), "主体已封顶", str(shown))
    _claimed(world.an, place(world, STATION), "已通水", str(picture(world.folder, "泵站.png", 60)))
    _offered_to_no_owner(world)
    _checked(world.qin, place(world, WORKSHOP))
    _found_not_done(world)
    _closed(world)


def _claimed(person: Visitor, path: str, words: str, shown: str) -> None:
    """A claim takes a file that shows it."""
    person.go(path)
    person.fill("进展情况", words)
    person.field("佐证材料").set_input_files(shown)
    person.press("报办结")
    person.sees("报办结", words)


def _offered_to_no_owner(world: World) -> None:
    for person in (world.bin, world.binhead):
        person.go(place(world, WORKSHOP))
        assert not person.page.get_by_role("button", name="属实，通过").count()
        person.sees("现在没有要您办的")


def _checked(qin: Visitor, path: str) -> None:
    """On the spot, within a planned visit: without its code it is no visit."""
    qin.go(path)
    qin.field("方式").select_option(label="现场")
    qin.fill("核查结论", "现场查看，主体已封顶，监理签认在案")
    with qin.refused(422):
        qin.press("属实，通过")
    qin.sees("督查计划编号没有写")
    qin.fill("督查计划编号（现场）", "2026-督查-07")
    qin.press("属实，通过")
    qin.sees("核查：属实", "现场，督查计划 2026-督查-07", "小云区 秦督查")


def _found_not_done(world: World) -> None:
    """What was claimed and is not so goes back with how far it really is, and is overdue again."""
    qin, path = world.qin, place(world, STATION)
    qin.go(path)
    qin.fill("督查计划编号（现场）", "2026-督查-08")
    qin.fill("核查结论", "机泵在，未通水")
    qin.fill("实际进度（未办成时）", "90")
    qin.press("未办成，退回")
    qin.sees("核查：未办成，退回 90%", "办理中", "逾期")
    world.an.go(path)
    world.an.sees("机泵在，未通水", "进度 90%")


def _closed(world: World) -> None:
    zhao, path = world.zhao, place(world, WORKSHOP)
    zhao.go("/work/")
    zhao.sees("核销事项 1 件")
    zhao.go(path)
    zhao.press("核销")
    zhao.sees("已核销")
    world.bin.go(path)
    world.bin.sees("已核销", "小云区 赵督查")
    assert not world.bin.page.get_by_role("button", name="重新办理").count()


def review(world: World) -> None:
    """Weeks later: what it brought about."""
    qin, path = world.qin, place(world, WORKSHOP)
    qin.go(path)
    fold(qin, "成效评估")
    qin.fill("办成之后怎样", "三家企业已签入驻协议")
    qin.press("记下成效")
    qin.sees("已评成效", "三家企业已签入驻协议")
