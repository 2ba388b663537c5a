"""The tails that clerks put behind numbers (%, 万, 亿元) and what they mean for a fact's unit."""

from __future__ import annotations

import re
from fractions import Fraction

from kaoping.exact import canonical_text

_SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "亿": 10**8, "万": 10**4, "千": 10**3, "百": 100}
_UNIT_SCALES = ("万亿", "百万", "千万", "亿", "万")  # 千 and 百 begin units of their own (千米, 千克, 百分点)
_RATIOS = {
    "": 1,
    "ratio": 1,
    "比": 1,
    "比率": 1,
    "比例": 1,
    "系数": 1,
    "%": 100,
    "‰": 1000,
    "百分点": 100,
    "个百分点": 100,
}
_RATIOS |= {"percent": 100, "pp": 100, "percentage points": 100}


def ratio_of(unit: str) -> int | None:
    """How many of the unit make one whole: 100 for "%", 1 for a ratio or no unit, None for a unit of quantity."""
    return _RATIOS.get(unit.translate({0xFF05: "%"}).strip().lower())


def split_unit(unit: str) -> tuple[int, str]:
    """A unit as its scale and its base: 亿元 → (10⁸, 元), 人 → (1, 人)."""
    for word in _UNIT_SCALES:
        if unit.startswith(word) and len(unit) > len(word):
            return _SCALES[word], unit[len(word) :]
    return 1, unit


def converted(number: Fraction, tail: str, unit: str) -> Fraction | tuple[str, str] | None:
    """The number with its tail, in the fact's unit; where the unit does not say, two sentences (zh, en) how to mend.

    A percentage converts into any ratio. 万 and 亿 convert into a unit without a scale (元, 人), or stand for the
    same scale as the unit's (3亿 in 亿元). None: the tail is no unit that is known here.
    """
    scale, base = split_unit(unit)
    part, whole = ratio_of(tail), ratio_of(unit)
    if part is not None and whole is not None:
        return number * whole / part
    match = re.fullmatch(r"(万亿|千万|百万|亿|万|千|百)(.*)", tail)
    if not match:
        return (
            ("填以这一项单位计的数。", f"Enter the number of {unit}.")
            if tail == base and scale != 1
            else None
        )
    times, named = _SCALES[match[1]], match[2].strip()
    if named not in ("", base):
        return (f"填以“{unit}”计的数。", f"Enter the number of {unit}.") if unit else None
    if unit and (scale == 1 or times == scale):
        return number * times / scale
    size = canonical_text(number * times / scale)
    meant = f"{canonical_text(number)} {match[1]}{named or (base if unit else '')}"
    return f"如果是 {meant}，填 {size}。", f"If you mean {meant}, enter {size}."
