"""The seventeen townships and sub-districts and the high-tech zone. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Township:
    """One of them. `size`: planned investment of the year in 亿元 × 100; `strength`: how well it does, 0–100;
    `before`: its place in 2025 (0: not ranked)."""

    key: str
    title: str
    english: str
    kind: str
    terrain: str
    size: int
    population: int
    villages: int
    communities: int
    strength: int
    before: int

    @property
    def difficulty(self) -> str:
        """The coefficient of annex 3."""
        return {"山区": "1.02", "平原": "0.98"}.get(self.terrain, "1")

    @property
    def is_urban(self) -> bool:
        """Sub-districts and the zone: city items instead of farm items."""
        return self.kind in ("subdistrict", "zone")


TOWNSHIPS = (
    Township("lanqiao", "澜桥街道", "Lanqiao Sub-district", "subdistrict", "城区", 6200, 86_400, 4, 8, 88, 3),
    Township("wanglan", "望澜街道", "Wanglan Sub-district", "subdistrict", "城区", 6100, 91_200, 0, 9, 83, 4),
    Township("shuyuan", "书院街道", "Shuyuan Sub-district", "subdistrict", "城区", 5600, 78_900, 0, 8, 92, 2),
    Township("dongpu", "东浦街道", "Dongpu Sub-district", "subdistrict", "城区", 4800, 65_300, 6, 6, 44, 8),
    Township("nanzha", "南栅街道", "Nanzha Sub-district", "subdistrict", "城区", 3300, 52_700, 5, 5, 76, 5),
    Township("anping", "安平镇", "Anping Town", "town", "平原", 4600, 48_600, 26, 2, 78, 6),
    Township("bincheng", "滨城镇", "Bincheng Town", "town", "平原", 5800, 57_100, 29, 3, 96, 1),
    Township("shideng", "石磴镇", "Shideng Town", "town", "山区", 2800, 33_800, 23, 1, 45, 11),
    Township("liuting", "柳汀镇", "Liuting Town", "town", "平原", 3600, 44_200, 27, 1, 70, 7),
    Township("baizhu", "白苎镇", "Baizhu Town", "town", "平原", 2550, 35_500, 22, 1, 50, 13),
    Township("qingya", "青崖镇", "Qingya Town", "town", "山区", 1500, 27_900, 24, 1, 14, 17),
    Township("hebu", "荷埠镇", "Hebu Town", "town", "平原", 3600, 41_700, 25, 1, 57, 12),
    Township("songdun", "松墩镇", "Songdun Town", "town", "山区", 2250, 30_100, 21, 1, 36, 15),
    Township("shazhou", "沙洲镇", "Shazhou Town", "town", "平原", 3600, 39_400, 26, 1, 66, 10),
    Township("yunxiu", "云岫乡", "Yunxiu Township", "rural", "山区", 1050, 16_800, 13, 0, 35, 14),
    Township("luming", "鹿鸣乡", "Luming Township", "rural", "山区", 900, 14_300, 11, 0, 34, 16),
    Township("zhuwu", "竹坞乡", "Zhuwu Township", "rural", "山区", 1200, 18_600, 10, 0, 59, 9),
    Township("gaoxin", "云澜高新区", "Yunlan High-tech Zone", "zone", "城区", 12_000, 22_500, 0, 0, 90, 0),
)
