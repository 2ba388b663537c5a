"""The waterfall of a statement: from nothing to what the whole lost, bars that add up exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from kaoping.errors import Words
from kaoping_web.overview.reading import Card
from kaoping_web.scoring.models import ScoreLine
from kaoping_web.ui.drawing.charts import Fall
from kaoping_web.ui.templatetags.kaoping import shown

BARS = 9
NOTHING = Fraction(0)


class Row(Protocol):
    """A line of the statement."""

    @property
    def card(self) -> Card:
        """Its item."""
        ...

    @property
    def line(self) -> ScoreLine:
        """Its points."""
        ...


def falls_of(
    total: ScoreLine, rows: Sequence[Row], losing: Sequence[Row]
) -> tuple[tuple[Fall, ...], tuple[int, int]]:
    """Bars from nothing to what the whole lost; how many items make how much of it, in per cent."""
    if not total.lost:
        return (), (0, 0)
    at, falls = NOTHING, []
    shown_rows, rest = losing[:BARS], losing[BARS:]
    for one in shown_rows:
        lost = Fraction(one.line.lost)
        falls.append(Fall(one.card.node, at, at + lost, shown(lost, 2), "lost"))
        at += lost
    gained = sum(
        (
            Fraction(one.line.lost)
            for one in rows
            if one.card.is_item and one.line.lost and Fraction(one.line.lost) < 0
        ),
        NOTHING,
    )
    bonuses = [
        Fraction(one.line.points)
        for one in rows
        if one.card.is_item and not one.line.full and one.line.points
    ]
    minus, plus = (
        sum((one for one in bonuses if one < 0), NOTHING),
        sum((one for one in bonuses if one > 0), NOTHING),
    )
    others = sum((Fraction(one.line.lost) for one in rest), NOTHING)
    remainder = Fraction(total.lost) - at - others - gained + minus + plus
    for name, amount, tone in (
        (f"~rest{len(rest)}", others, "rest"), ("~over", gained, "plus"), ("~made", remainder, "rest" if remainder > 0 else "plus"),
        ("~minus", -minus, "minus"), ("~plus", -plus, "plus"),
    ):  # fmt: skip
        if amount:
            falls.append(Fall(name, at, at + amount, shown(amount, 2), tone))
            at += amount
    assert at == Fraction(total.lost)
    falls.append(Fall("~sum", NOTHING, at, shown(at, 2), "sum"))
    five, all_lost = (
        sum((Fraction(one.line.lost) for one in losing[:5]), NOTHING),
        sum((Fraction(one.line.lost) for one in losing), NOTHING),
    )
    return tuple(falls), (min(5, len(losing)), round(100 * five / all_lost) if all_lost else 0)


REST = {
    "~over": Words("超过满分", "above full marks"), "~made": Words("合成、摊算与舍入", "composition and rounding"),
    "~minus": Words("减分", "deductions"), "~plus": Words("加分", "additions"), "~sum": Words("合计失分", "lost in all"),
}  # fmt: skip


def fall_name(key: str, cards: Mapping[str, Card]) -> Words:
    """What a bar is called."""
    if key.startswith("~rest"):
        return Words(f"其余 {key[5:]} 项", f"the other {key[5:]} items")
    return REST[key] if key in REST else cards[key].title


def falls_title(total: ScoreLine, losing: Sequence[Row]) -> Words:
    """The finding above the bars."""
    lost = sum((Fraction(one.line.lost) for one in losing), NOTHING)
    if not lost:
        return Words("各项都得满分", "Every item has its full mark")
    few = losing[:5]
    part = sum((Fraction(one.line.lost) for one in few), NOTHING)
    if len(losing) <= 5:
        return Words(
            f"失去的 {shown(lost, 2)} 分在 {len(losing)} 项上",
            f"The {shown(lost, 2)} points lost are in {len(losing)} items",
        )
    share = shown(100 * part / lost, 0)
    return Words(
        f"失去的 {shown(lost, 2)} 分里，五项占去 {shown(part, 2)} 分（{share}%）",
        f"Of {shown(lost, 2)} points lost, five items take {shown(part, 2)} ({share}%)",
    )
