"""What the gallery of parts shows: invented figures, nothing of the installation."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Words

SWATCHES = (
    ("ink", Words("墨，正文", "ink, text")), ("ink-2", Words("次要文字", "lesser text")), ("ink-3", Words("注释，最浅可读", "notes, the faintest that may carry words")),
    ("paper", Words("页面", "page")), ("sheet", Words("表、图、单", "tables, figures, slips")), ("well", Words("分组行、锁定格", "group rows, locked cells")),
    ("cinnabar", Words("待决定", "waits for a decision")), ("link", Words("链接、本单位", "links, your own unit")), ("better", Words("升、改善 ▲", "better ▲")),
    ("worse", Words("降、失分 ▼", "worse ▼")),
)  # fmt: skip
CELLS = (
    ("filed", Words("未改", "unchanged"), "25.91", ""), ("edited", Words("已改未交", "changed, not handed in"), "24.66", ""),
    ("wrong", Words("有误", "wrong"), "128.4", "bang"), ("asked", Words("变动大，请说明", "large change, say why"), "60.00", "bang"),
    ("returned", Words("退回", "returned"), "33.18", "returned"), ("verified", Words("已认定", "verified"), "48.09", "verified"),
    ("pending", Words("待报", "pending"), "", "pending"), ("nil", Words("零报", "nil"), "0", "nil"), ("na", Words("不适用", "not applicable"), "", "na"),
    ("locked", Words("锁定", "locked"), "21.51", "lock"),
)  # fmt: skip
BAND = tuple(Fraction(one) for one in ("72.1", "80.4", "85.35", "88.2", "93.15"))
"""Lowest, lower quartile, median, upper quartile, highest."""
_POINTS = (
    ("望澜街道", "Wanglan", "91.70", 0),
    ("安平镇", "Anping", "90.79", 1),
    ("南栅街道", "Nanzha", "86.72", -1),
)


def rows() -> list[dict[str, object]]:
    """Three rows of a track."""
    return [
        {
            "place": 4 + number, "moved": moved, "name": Words(zh, en), "points": Fraction(points), "lost": 100 - Fraction(points),
            "full": Fraction(100), "band": BAND, "own": number == 1, "trend": [Fraction(80 + (number * 3 + n * n) % 11) for n in range(7)],
        }
        for number, (zh, en, points, moved) in enumerate(_POINTS)
    ]  # fmt: skip
