"""One sheet a track: everyone by place, with the points of every dimension and item, grade and awards."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.model import Node, Scheme
from kaoping.scorecard import STATUSES, Line, Scorecard
from kaoping.sheets.book.paper import Paper
from kaoping.sheets.results_out import Titles

_BEFORE = (Words("位次", "Place"), Words("单位编码", "Key"), Words("单位", "Organisation"))
_AFTER = (Words("等次", "Grade"), Words("奖项", "Awards"), Words("状态", "State"))
_FULL = Words("满分", "full mark")
_LAST = 10**9


def write_track(
    paper: Paper,
    sheet: Any,
    scheme: Scheme,
    card: Scorecard,
    titles: Titles,
    group: str,
    links: Mapping[str, str],
) -> None:
    """links: organisation → name of its statement's sheet."""
    nodes = nodes_of(scheme, card, group)
    standing = sorted(
        (one for one in card.by_place.values() if one.group == group and one.node == card.root),
        key=standing_order,
    )
    _header(paper, sheet, card, titles, group, nodes)
    for row, whole in enumerate(standing, start=3):
        _row(paper, sheet, row, scheme, card, titles, nodes, whole, links.get(whole.organisation, ""))
    last = len(_BEFORE) + len(nodes) + len(_AFTER) - 1
    sheet.freeze_panes(3, len(_BEFORE))
    sheet.autofilter(2, 0, max(2 + len(standing), 3), last)
    foot = f"{card.run_id[:16]}  {card.period}"
    paper.printed(sheet, 2, foot, width=sum(_widths(nodes)), kept=len(_BEFORE))


def nodes_of(scheme: Scheme, card: Scorecard, group: str) -> list[Node]:
    """The nodes of the scored tree that stand in the track, the whole first, as written."""
    return [
        node for node in scheme.trees[card.root].root.walk() if (group, node.key, card.period) in card.nodes
    ]


def standing_order(line: Line) -> tuple[Fraction, bool, Fraction, str]:
    """By place; who has none after all who have, by points, then by key."""
    points = line.points if isinstance(line.points, Fraction) else None
    return (
        line.place if line.place is not None else Fraction(_LAST),
        points is None,
        -(points or Fraction(0)),
        line.organisation,
    )


def places_of(scheme: Scheme, node: Node) -> int:
    """How many decimals the points of a node are shown with."""
    return (node.rounding or scheme.rounding).places


def awards_of(card: Scorecard, titles: Titles, organisation: str, group: str) -> str:
    """The titles of the awards it gets in the track."""
    found = [one.award for one in card.awards if one.organisation == organisation and one.group == group]
    return "、".join(titles.award(one) for one in found)


def _header(paper: Paper, sheet: Any, card: Scorecard, titles: Titles, group: str, nodes: list[Node]) -> None:
    language = paper.language
    sheet.set_row(0, 26)
    paper.text(sheet, 0, 0, f"{titles.group(group)}  {card.period}", "title")
    before, after = ([one.in_(language) for one in words] for words in (_BEFORE, _AFTER))
    headers = [*before, *(titles.nodes[node.key] for node in nodes), *after]
    fulls = [""] * len(before) + [_full(card, group, node, paper) for node in nodes] + [""] * len(after)
    paper.texts(sheet, 1, fulls, "header")
    paper.texts(sheet, 2, headers, "header")
    sheet.set_row(2, 48)
    for column, width in enumerate(_widths(nodes)):
        sheet.set_column(column, column, width)


def _widths(nodes: list[Node]) -> list[int]:
    """Letters of each column."""
    return [7, 14, 22, 10, *[9] * (len(nodes) - 1), 12, 20, 14]


def _full(card: Scorecard, group: str, node: Node, paper: Paper) -> str:
    """The full mark where all share it."""
    fulls = {one.full for one in card.by_place.values() if one.group == group and one.node == node.key}
    if len(fulls) != 1 or None in fulls:
        return ""
    (full,) = fulls
    assert full is not None
    return f"{_FULL.in_(paper.language)} {canonical_text(full)}"


def _row(
    paper: Paper, sheet: Any, row: int, scheme: Scheme, card: Scorecard, titles: Titles, nodes: list[Node],
    whole: Line, link: str,
) -> None:  # fmt: skip
    key, group = whole.organisation, whole.group
    paper.cell(sheet, row, 0, whole.place, 0 if whole.place is None or whole.place.denominator == 1 else 1)
    paper.text(sheet, row, 1, key)
    title = titles.organisations.get(key, key)
    if link:
        sheet.write_url(
            row, 2, f"internal:'{link.replace(chr(39), chr(39) * 2)}'!A1", paper.look("link"), title
        )
    else:
        paper.text(sheet, row, 2, title)
    for column, node in enumerate(nodes, start=3):
        line = card.by_place.get((key, group, node.key))
        paper.cell(
            sheet, row, column, line.points if line else None, places_of(scheme, node), node is nodes[0]
        )
    end = 3 + len(nodes)
    paper.text(sheet, row, end, titles.grade(whole.grade), "centred")
    paper.text(sheet, row, end + 1, awards_of(card, titles, key, group))
    paper.text(sheet, row, end + 2, STATUSES[whole.status].in_(paper.language))
