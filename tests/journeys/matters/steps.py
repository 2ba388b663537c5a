"""What several chapters do: find a matter, send its form, hand a file in."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from tests.journeys.visitors import Visitor
from tests.journeys.world import World

POINTS, STATION, SEWERS, WORKSHOP, LAND = (
    "村级充电桩",
    "临溪排涝站改造",
    "农村污水管网",
    "标准厂房主体封顶",
    "清理闲置土地",
)


def place(world: World, words: str, of: str = "") -> str:
    """The address of the matter whose title holds these words; `of`: the part of it that this body owns."""
    key = f"{words} {of}".strip()
    if key not in world.places:
        page = world.zhao.desk.open(f"/matters/?state=all&q={words}" + (f"&owner={of}" if of else ""))
        links = {href for said, href in page.links("/matters/").items() if words in said and "#" not in href}
        whole = sorted(links, key=lambda one: int(one.strip("/").split("/")[-1]))
        assert whole, page.text
        world.places[key] = urlsplit(whole[0]).path
    return world.places[key]


def fold(person: Visitor, said: str) -> Locator:
    """Open what is folded under these words."""
    found = person.page.locator("details").filter(has=person.page.get_by_text(said, exact=True)).first
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def report(person: Visitor, path: str, percent: str, words: str, files: Path | None = None) -> None:
    """Say how far a matter is."""
    person.go(path)
    person.fill("进度", percent)
    person.fill("进展情况", words)
    if files:
        person.field("佐证材料").set_input_files(files)
    person.press("报进度")
    person.sees(words)


def picture(folder: Path, name: str, shade: int) -> Path:
    """A grey picture, as a photograph of a site."""
    rows = b"".join(b"\0" + bytes([shade]) * 32 for _ in range(24))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 32, 24, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    found = folder / name
    found.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in parts
        )
    )
    return found
