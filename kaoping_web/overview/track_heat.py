"""The heat map of a track: how much of the full mark each unit has on each item, against the median of the track."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from kaoping.errors import Words
from kaoping_web.overview.reading import Card, Reading
from kaoping_web.scoring.models import NodeSummary, Run
from kaoping_web.scoring.queries.lines import Whole, summaries_of
from kaoping_web.ui.drawing.heat import Cell, Column
from kaoping_web.ui.templatetags.kaoping import shown

FAR = 10
"""Percentage points from the median from which a cell counts as far below."""


class Unit(Protocol):
    """A unit of the order."""

    @property
    def line(self) -> Whole:
        """Its whole."""
        ...

    @property
    def name(self) -> Words:
        """What it is called."""
        ...

    @property
    def key(self) -> str:
        """Its key, for the address."""
        ...


@dataclass(frozen=True)
class Heat:
    """The map with its finding."""

    title: Words
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    columns: tuple[Column, ...]


def heat_of(
    reading: Reading, run: Run, group: str, cards: Mapping[str, Card], placed: Sequence[Unit],
    cells: Mapping[int, Mapping[str, tuple[str, str, str]]],
) -> Heat | None:  # fmt: skip
    """Unit × item: how much of the full mark each has, against the median of the track."""
    items = [
        one
        for one in cards.values()
        if one.is_item and any(found.get(one.node, ("", "", ""))[1] for found in cells.values())
    ]
    found = summaries_of(run, group)
    columns = [one for one in items if one.node in found]
    if len(placed) < 2 or not columns:
        return None
    address = f"/cycles/{reading.cycle.pk}/units/"
    rows = tuple(
        (one.name.zh, tuple(_cell(one, card, cells, found[card.node], address) for card in columns))
        for one in placed
    )
    return Heat(
        _heat_title(placed, rows), rows, tuple(Column(one.code, one.part_title.zh) for one in columns)
    )


def _cell(
    one: Unit,
    card: Card,
    cells: Mapping[int, Mapping[str, tuple[str, str, str]]],
    summary: NodeSummary,
    address: str,
) -> Cell:
    points, full, _ = cells.get(one.line.organisation_id, {}).get(card.node, ("", "", ""))
    away, said = _away(points, full, summary.median)
    if away is None:
        return Cell(None, "", "")
    zh, en = (
        f"{one.name.zh} · {card.code} {card.title.zh} {said}",
        f"{one.name.in_('en')} · {card.code} {card.title.in_('en')} {said}",
    )
    return Cell(away, zh, f"{address}{one.key}/{card.node}/", en)


@lru_cache(maxsize=1 << 14)
def _away(points: str, full: str, median: str) -> tuple[Fraction | None, str]:
    """How far from the median, in points of a hundred of the full mark; None where nothing is scored. And the points in words."""
    if not points or not full or Fraction(full) == 0:
        return None, ""
    away = 100 * (Fraction(points) - Fraction(median)) / Fraction(full)
    return away, f"{shown(Fraction(points), 2)} / {shown(Fraction(full), 2)}"


def _heat_title(placed: Sequence[Unit], rows: Sequence[tuple[str, Sequence[Cell]]]) -> Words:
    last = min(4, max(1, len(rows) // 4))
    below = [sum(1 for cell in cells if cell.away is not None and cell.away <= -FAR) for _, cells in rows]
    all_below, of_last = sum(below), sum(below[-last:])
    if not all_below:
        return Words(
            "没有一格低于中位数 10 个百分点以上", "No cell is 10 percentage points or more below the median"
        )
    share = shown(Fraction(100 * of_last, all_below), 0)
    return Words(
        f"低于中位数 10 个百分点以上的 {all_below} 格里，{of_last} 格（{share}%）在末{'一二三四'[last - 1]}位单位",
        f"Of {all_below} cells 10 percentage points or more below the median, {of_last} ({share}%) are in the last {last} units",
    )
