"""Figures that tell where something starts from: 从5%提高到10%, 去年完成3亿元."""

from __future__ import annotations

import re

from kaoping.intake.quantities import Quantity

_FROM = re.compile(r"(?:由|从)[^,，;；。到至]{0,14}$")
_TO = re.compile(r"^[^,，;；。]{0,10}?(?:到|至|为)")
_WITHIN = "[^,，。;；]{0,24}"
_OLD = re.compile(
    "|".join(
        (
            *(
                rf"{year}(?<![较比同超过高低快于与对]{year})(?!的?(?:基础|水平|同期)){_WITHIN}$"
                for year in ("上年", "去年", "前年")
            ),
            *(rf"{word}[^,，。;；]{{0,14}}$" for word in ("基数", "基期", "现有", "目前(?<!项目前)", "原来")),
            rf"20\d\d年(?:实际|完成|为|底为)[^,，。;；]{{0,14}}$|已(?![知婚]){_WITHIN}$",
        )
    )
)
_YEAR_SAID = re.compile(
    r"(?<![较比以到至在于与])(20\d\d)年(?![度底末前内]|[^;；。]*(?:基础|相比))[,，]?[^,，;；。]*$"
)
_CLAUSE = 40  # how far before a figure its own clause is looked at
_OLD_CUE = re.compile("[年基有前来已]")
MODAL = re.compile(
    r"力争|确保|争取|要(?!求)|目标|计划|预期|将|不低于|不少于|到20\d\d年|年底前|年内|全年|今年"
)
"""Words that make what follows a figure to be reached."""


def is_old(flat: str, quantity: Quantity, start: int, own_year: int) -> bool:
    """The first figure of 从5%提高到10%, or one said to be of last year. `start`: where what is looked at begins."""
    lead = quantity.lead
    before = flat[lead - _CLAUSE if lead - _CLAUSE > start else start : lead]
    if (
        ("从" in before or "由" in before)
        and _FROM.search(before)
        and _TO.match(flat[quantity.end : quantity.end + 14])
    ):
        return True
    if _OLD_CUE.search(before) and _OLD.search(before):
        return True
    if not own_year or flat.find("20", start, lead) < 0:
        return False  # no year is named that could be an earlier one
    return _of_earlier_year(before, own_year) or _in_old_brackets(flat, lead, start, own_year)


_OPENS_OLD = re.compile(r"[(（](20\d\d)年(?![底末前内])")


def _in_old_brackets(flat: str, lead: int, start: int, own_year: int) -> bool:
    """（2024年接待游客641万人次、收入45亿元,分别增长12.7%、15.1%） in a paper of 2025."""
    if not own_year:
        return False
    opened = max(flat.rfind("(20", start, lead), flat.rfind("（20", start, lead))
    if opened < 0 or flat.find("）", opened, lead) >= 0 or flat.find(")", opened, lead) >= 0:
        return False
    said = _OPENS_OLD.match(flat, opened)
    return said is not None and int(said[1]) < own_year


def _of_earlier_year(before: str, own_year: int) -> bool:
    """2023年全区…为163亿元 in a paper of 2024; a sentence that asks (…年要…) may stand in a paper signed late."""
    said = _YEAR_SAID.search(before) if "20" in before and not MODAL.search(before) else None
    return said is not None and int(said[1]) < own_year
