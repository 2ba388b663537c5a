"""January: a meeting's report is sent as the website printed it; what is proposed from it is decided by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.hosting import ROOT
from tests.journeys.matters.hand import DECISIONS, EDIT, MATTERS, MERGE, OWNERS, PROPOSALS, SPLIT
from tests.journeys.matters.steps import STATION, place
from tests.journeys.visitors import Visitor
from tests.journeys.world import World

PAPER = ROOT / "tests" / "journeys" / "papers" / "first-quarter.txt"
PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
NOISE = ("點(diǎn)擊", "点击", "年货节", "滿(mǎn)減", "上一篇", "字号")


def walk(world: World) -> None:
    """From the file to twelve matters."""
    world.day("2026-01-08")
    zhao = world.zhao
    _sent(zhao)
    _cleaned(zhao)
    _decided(zhao)
    _confirmed(world)


def _sent(zhao: Visitor) -> None:
    zhao.go("/papers/")
    zhao.sees("还没有上传会议文件")
    zhao.field("文件（txt、html、docx、有文字的 pdf）").set_input_files(PAPER)
    zhao.press("上传并读取")
    zhao.sees(f"{PROPOSALS} 条建议还有 {PROPOSALS} 条没有决定", "一季度工作部署会议", "2026年1月6日")
    zhao.sees("3月31日前建成村", "點(diǎn)擊", "【廣(guǎng)告】")
    with zhao.refused(422):
        zhao.press("确认台账")
    zhao.sees(f"还有 {PROPOSALS} 条建议没有决定，台账不能导出")


def _cleaned(zhao: Visitor) -> None:
    """The same text without pinyin and furniture; a line that the page broke is whole again."""
    zhao.follow("清理后")
    zhao.sees(
        f"清理注音残留 {len(PINYIN.findall(PAPER.read_text('utf-8')))} 处", "3月31日前建成村级充电桩100个"
    )
    zhao.lacks(*NOISE)


def _decided(zhao: Visitor) -> None:
    """Every proposal once, where the page puts the reader: no mouse."""
    left = dict(DECISIONS)
    keys = zhao.page.keyboard
    while left:
        here = zhao.page.locator(".p-item.is-here")
        key = here.locator(".p-head .k-tag").first.inner_text().split()[-1]
        pressed = left.pop(key)
        if pressed in (SPLIT, EDIT, MERGE):
            keys.press(pressed)
            expect(here.locator(f"details[data-key={pressed}]")).to_have_attribute("open", "")
            _typed(zhao, key, pressed)
        else:
            with zhao.page.expect_navigation(wait_until="load"):
                keys.press(pressed)
    zhao.sees("建议都已决定，可以确认台账")
    item = zhao.page.locator(".p-item").filter(has=zhao.page.get_by_text("任务 t02.2", exact=True))
    expect(item).to_contain_text("2026年3月31日")  # its own date, not that of the line it was split from


def _typed(zhao: Visitor, key: str, pressed: str) -> None:
    keys = zhao.page.keyboard
    if pressed == EDIT:
        keys.press("Tab")
        keys.press("Tab")
        keys.type(OWNERS[key])
    elif pressed == MERGE:
        keys.type("t02.1")
        keys.press("Tab")
    else:
        keys.press("Tab")
    with zhao.page.expect_navigation(wait_until="load"):
        keys.press("Enter")


def _confirmed(world: World) -> None:
    zhao = world.zhao
    zhao.press("确认台账")
    zhao.sees(f"在办 {MATTERS} 件", f"{MATTERS} 件，按轻重与期限排列")
    assert zhao.page.locator("table.m-ledger tbody tr").count() == MATTERS
    zhao.go(place(world, STATION))
    zhao.sees("出处（2 处）", "待交办，期限 2026年2月13日")
    with world.an.refused(404):
        world.an.go(place(world, STATION))  # not given to anybody yet
