"""Words of this room: kinds of bodies, kinds of changes."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words

CHANGE_WORDS: Mapping[str, Words] = {
    "found": Words("成立", "Founded"),
    "rename": Words("更名", "Renamed"),
    "move": Words("划转", "Moved"),
    "merge": Words("并入", "Merged"),
    "split": Words("拆分", "Split"),
    "close": Words("撤销", "Closed"),
}
KIND_WORDS: Mapping[str, Words] = {
    "province": Words("省", "province"),
    "city": Words("市", "city"),
    "county": Words("县", "county"),
    "district": Words("区", "district"),
    "department": Words("部门", "department"),
    "town": Words("镇", "town"),
    "rural": Words("乡", "township"),
    "street": Words("街道", "sub-district"),
    "subdistrict": Words("街道", "sub-district"),
    "zone": Words("开发区", "development zone"),
    "enterprise": Words("国有企业", "state-owned enterprise"),
    "village": Words("村", "village"),
    "community": Words("社区", "community"),
    "survey_body": Words("调查机构", "survey body"),
}
FIGURE_WORDS: Mapping[str, Words] = {
    "population": Words("人口", "population"),
    "difficulty": Words("难度系数", "difficulty"),
    "area": Words("面积", "area"),
    "size_coefficient": Words("规模系数", "size coefficient"),
    "terrain": Words("地形", "terrain"),
}


def kind_words(kind: str) -> Words:
    """A kind in words; one that a place invented stands as it is."""
    return KIND_WORDS.get(kind, Words(kind, kind))


def figure_words(name: str) -> Words:
    """A figure's name in words, or as it stands."""
    return FIGURE_WORDS.get(name, Words(name, name))
