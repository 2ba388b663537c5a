"""How the names inside a rule's formulas are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaoping.errors import Words

LABELS: Mapping[str, Words] = {
    "added": Words("加减分", "points added or taken"),
    "against": Words("与序时进度之比", "completion over plan"),
    "base": Words("基础分", "base"),
    "before": Words("原值", "before"),
    "best": Words("最好值", "best"),
    "beyond": Words("表外得分", "points beyond the table"),
    "by": Words("每级", "a step"),
    "cap": Words("封顶", "cap"),
    "capped": Words("计分比率", "rate counted"),
    "coefficient": Words("系数", "coefficient"),
    "condition": Words("条件成立", "the condition holds"),
    "down": Words("每步扣分", "points a step down"),
    "first": Words("首名得分", "points of the first"),
    "floor": Words("下限", "floor"),
    "full": Words("满分", "full mark"),
    "gained": Words("进位数", "places gained"),
    "gap": Words("相差", "difference"),
    "got": Words("折算票", "weighted votes"),
    "high": Words("最高分", "highest"),
    "increment": Words("正增量", "positive increment"),
    "k": Words("步数", "steps"),
    "largest": Words("最大值", "largest"),
    "last": Words("末名得分", "points of the last"),
    "low": Words("最低分", "lowest"),
    "mean": Words("平均值", "mean"),
    "minimum": Words("起算线", "minimum rate"),
    "n": Words("个数", "number"),
    "now": Words("现值", "now"),
    "origin": Words("比较值", "compared with"),
    "otherwise": Words("未达到时的得分", "points when not met"),
    "place": Words("名次", "place"),
    "plan": Words("应达进度", "planned share"),
    "points": Words("得分", "points"),
    "points.x": Words("数值", "value"),
    "points.y": Words("得分", "points"),
    "position": Words("相对位置", "relative position"),
    "rate": Words("完成率", "completion"),
    "ratio": Words("比率", "ratio"),
    "reference": Words("参照值", "reference"),
    "sd": Words("标准差", "standard deviation"),
    "share": Words("比例", "share"),
    "shares.x": Words("累计比例", "cumulative share"),
    "shares.y": Words("得分", "points"),
    "sheet": Words("逐个限额后的加减分", "bonus or deduction within its bound"),
    "span": Words("功效分", "span"),
    "start": Words("起始分", "start mark"),
    "step": Words("步长", "step"),
    "target": Words("目标值", "target"),
    "times": Words("倍数", "multiplier"),
    "top": Words("高端得分", "points at the high post"),
    "total": Words("合计", "total"),
    "up": Words("每步加分", "points a step up"),
    "valid": Words("有效票", "valid votes"),
    "value": Words("实际值", "actual"),
    "when": Words("条件", "condition"),
    "worse": Words("不如本单位者个数", "number of worse ones"),
    "worst": Words("最差值", "worst"),
    "worth": Words("得分", "points"),
    "x": Words("实际值", "actual"),
    "z": Words("标准分", "z-score"),
}
MAY_BE_FULL = ("points", "start", "first", "high")
"""Settings that are the full mark unless the scheme says otherwise."""
NAMED_BY_THE_RULE = ("base", "span", "position")
"""Names of what a rule has worked out that say more than the title of the step that did."""
NAMED_BY_THEMSELVES = ("base", "before", "now", "increment")
"""Names of quantities of the scheme, whose own titles say more."""


def setting_words(part: str, doc: Words | None) -> Words:
    """The title of a setting's number: as a rule calls it, else the first words of what the setting is said to be."""
    known = LABELS.get(part) or LABELS.get(part.rstrip("0123456789"))
    if known is not None:
        return known
    if doc is None:
        return Words("给定的数", "figure given")
    return Words(re.split("[；（，：]", doc.zh)[0], re.split("[;(,:]", doc.in_("en"))[0].strip())
