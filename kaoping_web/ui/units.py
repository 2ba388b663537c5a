"""Units of measure in both languages: schemes write them in Chinese, English pages say what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaoping.errors import Words

ENGLISH: Mapping[str, str] = {
    "元": "yuan", "万元": "10,000 yuan", "亿元": "100 m yuan", "美元": "US$", "万美元": "US$ 10,000", "亿美元": "US$ 100 m",
    "分": "points", "个": "number", "家": "firms", "户": "households", "人": "people", "万人": "10,000 people", "人次": "visits", "万人次": "10,000 visits",
    "件": "cases", "起": "cases", "项": "items", "次": "times", "票": "votes", "位": "places", "天": "days", "日": "days", "小时": "hours",
    "亩": "mu", "万亩": "10,000 mu", "公顷": "ha", "平方米": "m²", "万平方米": "10,000 m²", "平方公里": "km²", "公里": "km", "千米": "km", "米": "m",
    "吨": "t", "万吨": "10,000 t", "公斤": "kg", "千瓦时": "kWh", "万千瓦时": "10,000 kWh", "亿千瓦时": "100 m kWh", "万千瓦": "10,000 kW",
    "吨标煤": "tce", "吨标煤/万元": "tce per 10,000 yuan", "个/千人": "per 1,000 people", "张": "number", "辆": "vehicles", "座": "number", "处": "places", "所": "number",
    "百分点": "percentage points", "倍": "times", "亿": "100 m", "万": "10,000",
}  # fmt: skip
"""A Chinese unit and how an English page writes it. What is not here stands as it is."""


def unit_words(text: str) -> Words:
    """A unit in both languages, or as it stands."""
    return Words(text, ENGLISH.get(text, text))


# in sentences ----------------------------------------------------------------------------------------------

_COUNTED = {"firms": "firm", "households": "household", "people": "person", "visits": "visit", "cases": "case", "items": "item", "times": "time",
            "votes": "vote", "places": "place", "days": "day", "hours": "hour", "points": "point", "vehicles": "vehicle",
            "percentage points": "percentage point"}  # fmt: skip
_BARE = ("number", "%")
_NUMBER = r"[−-]?[0-9][0-9,]*(?:\.[0-9]+)?"
_IN_TEXT = re.compile(
    rf"({_NUMBER}) ({'|'.join(sorted(map(re.escape, ENGLISH), key=len, reverse=True))})(?![\u4e00-\u9fff])"
)
_ASKED = re.compile(r"is_[a-z_]+\((.+?)\)(?=$|[,，;；。.] | or | and | 或 | 且 |，)")
_TWICE = re.compile(r"(.{4,}?) (?:or|或) \1(?=$|[,，;；。. ])")


def quantity(number: str, unit: str) -> Words:
    """A number with its unit in a sentence: 46 亿元, 46 × 100 m yuan; 1 个, 1; 3 件, 3 cases."""
    return Words(f"{number}%" if unit == "%" else f"{number} {unit}".rstrip(), _english(number, unit))


def _english(number: str, unit: str) -> str:
    said = ENGLISH.get(unit, unit)
    if unit == "%":
        return f"{number}%"
    if said in _BARE or not said:
        return number
    if number.strip("−-") == "1":
        said = _COUNTED.get(said, said)
    return f"{number} {'× ' if said[0].isdigit() or said[-1].isdigit() else ''}{said}"


def in_sentence(words: Words) -> Words:
    """A sentence of the library for the page: its units in English where it is English, and no function of a formula left in it."""
    zh, en = (_TWICE.sub(r"\1", _ASKED.sub(r"\1", text)) for text in (words.zh, words.in_("en")))
    return Words(zh, _IN_TEXT.sub(lambda found: _english(found[1], found[2]), en))
