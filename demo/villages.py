"""Names of villages and communities: made of syllables, each used once in the district."""

from __future__ import annotations

from demo.draws import Draws

_FIRST = "上 下 前 后 东 西 南 北 大 小 新 高 长 石 竹 桑 柳 枫 樟 茶 荷 莲 云 白 青 黄 双 三 金 清".split()
_LAST = "溪 塘 埠 墩 畈 坞 湾 浦 桥 岭 垄 坪 渡 汀 荡 洲 圩 岙 泾 堰 园 屿 峰 泉".split()
_CITY = "文澜 映湖 听涛 望江 书香 迎春 和苑 锦园 梧桐 翠庭 临港 星河 晴川 兰亭 清波 福邻 颐和 百合 云锦 雅苑".split()
_PARTS = "东 西 南 北".split()


def village_names(draws: Draws, count: int) -> list[str]:
    """So many names of villages, no two alike."""
    return _some(draws, [f"{a}{b}村" for a in _FIRST for b in _LAST], count, "village")


def community_names(draws: Draws, count: int) -> list[str]:
    """So many names of communities, no two alike."""
    plain = [f"{a}社区" for a in _CITY]
    return _some(draws, [*plain, *(f"{a}{b}社区" for a in _CITY for b in _PARTS)], count, "community")


def _some(draws: Draws, names: list[str], count: int, what: str) -> list[str]:
    """The first of them in an order that the seed decides."""
    ordered = sorted(names, key=lambda name: (draws.between(0, 10**12, what, name), name))
    if count > len(set(ordered)):
        raise ValueError(f"only {len(set(ordered))} names for {count} of kind {what}")
    return ordered[:count]
