"""What is done again for every period, by the pages' own forms in each person's session."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.journeys.visitors import Visitor
from tests.journeys.world import World, said


def opened(world: World, period: str) -> None:
    """The office opens a cycle for filing."""
    desk, path = world.kao.desk, f"/timetable/{world.cycle(period)}/"
    page = desk.open(path)
    assert "正在填报和认定" in desk.send(page, page.form_to("/open/")).text


def filed(person: Visitor, period: str, figures: Mapping[str, str]) -> list[str]:
    """A supplier fills every form it owes for a period and hands it in. Gives the numbers of the receipts."""
    receipts = []
    for path in owed(person, period):
        page = person.desk.open(path)
        form, cells = page.form("do"), page.cells()
        typed = {name: figures[label] for label, name in cells.items() if name.startswith("v-")}
        assert typed, f"{person.name} finds no cell for {period}: {page.text}"
        receipt = person.desk.send(page, form, typed | {"do": "submit"})
        assert receipt.url.endswith("/receipt/"), receipt.text
        receipts.append(receipt.root.find(".//h2").text_content().split()[-1])
    assert receipts, f"{person.name} owes nothing for {period}"
    return receipts


def owed(person: Visitor, period: str) -> list[str]:
    """The addresses of a body's forms of a period."""
    page = person.desk.open("/filing/")
    rows = [
        one
        for one in page.root.iter("tr")
        if said(period) in [" ".join(cell.text_content().split()) for cell in one.iter("td")]
    ]
    return [urlsplit(one.find(".//th/a").get("href")).path for one in rows]


def verified(world: World, period: str, *facts: str) -> None:
    """One person accepts every figure, another signs."""
    for fact in facts:
        judged(world.lin, world.cycle(period), fact, "accept")
        page = judged(world.zhou, world.cycle(period), fact, "sign")
        assert "待初认 0，待签认 0，已退回 0" in page, page


def judged(person: Visitor, cycle: int, fact: str, verdict: str, awaited: int = 200) -> str:
    """The same verdict on every figure of a sheet. Gives what the page says then."""
    desk, path = person.desk, f"/review/{cycle}/{fact}/"
    page = desk.open(path)
    chosen = {name: verdict for name in page.cells().values() if name.startswith("d-")}
    assert chosen, f"{person.name} has nothing to judge of {fact}: {page.text}"
    return desk.send(page, page.form("do"), chosen | {"do": "chosen"}, awaited).text


def locked(world: World, period: str) -> None:
    """The office locks a cycle."""
    desk, path = world.kao.desk, f"/timetable/{world.cycle(period)}/"
    page = desk.open(path)
    assert "数据已锁定" in desk.send(page, page.form_to("/lock/")).text


def scored_and_released(world: World, period: str) -> None:
    """The office scores verified figures; its head releases the run and makes it final."""
    kao, gao = world.kao.desk, world.gao.desk
    page = kao.open(f"/scoring/{world.cycle(period)}/")
    made = kao.send(page, page.form("only_verified"), {"only_verified": "on"})
    path = urlsplit(made.url).path
    for state in ("状态 预评分", "状态 定稿"):
        page = gao.open(path)
        assert state in gao.send(page, page.form("state")).text
