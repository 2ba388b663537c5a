"""The page that leads to the photographs."""

from __future__ import annotations

from pathlib import Path

from demo.screens.pages import ROOMS, Page

LIGHTS = (("zh", "中文"), ("en", "English"), ("dark", "暗 dark"), ("narrow", "390 px"))
HEAD = """# 每一页的样子 · Every page

演示区云澜（虚构），2026年11月3日 21:40。由 `python -m demo.screens` 拍摄；`--only 名` 只拍一页。照片缩小存放：中文六成，英文、暗色约四成。
The fictional district of Yunlan on 3 November 2026, 21:40. Taken by
`python -m demo.screens`; `--only NAME` takes one page. Pictures are kept smaller than the screen: Chinese six tenths, English and dark about four.

"""


def write_index(folder: Path) -> None:
    """README.md of the folder: pages by room, what each answers, and its pictures."""
    parts = [HEAD]
    for (zh, en), pages in ROOMS.items():
        lines = [_line(one, folder) for one in pages if (folder / f"{one.name}.zh.jpg").exists()]
        if lines:
            parts += [
                f"## {zh} · {en}\n\n| 页 Page | 回答什么 What it answers | 图 Pictures |\n|---|---|---|\n",
                *lines,
                "\n",
            ]
    (folder / "README.md").write_text("".join(parts).rstrip() + "\n", encoding="utf-8")


def _line(page: Page, folder: Path) -> str:
    links = [
        f"[{said}]({page.name}.{light}.jpg)"
        for light, said in LIGHTS
        if (folder / f"{page.name}.{light}.jpg").exists()
    ]
    links += [
        f"[A4 {n}]({one.name})" for n, one in enumerate(sorted(folder.glob(f"{page.name}.a4-*.png")), 1)
    ]
    return f"| {page.zh} {page.en} | {page.asks_zh} {page.asks_en} | {' · '.join(links)} |\n"
