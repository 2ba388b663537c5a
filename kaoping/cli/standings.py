"""A track as a table on the terminal: places, points of the whole and its dimensions, grades, awards."""

from __future__ import annotations

import sys
from fractions import Fraction

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from kaoping.errors import Words
from kaoping.exact import canonical_text, decimal_text
from kaoping.scheme.model import Node, Scheme
from kaoping.scorecard import STATUSES, Line, Scorecard
from kaoping.sheets.book.tracks import awards_of, nodes_of, places_of, standing_order
from kaoping.sheets.results_out import Titles
from kaoping.tables import Absence

_PLACE, _WHO, _GRADE = Words("位次", "Place"), Words("单位", "Organisation"), Words("等次", "Grade")
_AWARDS, _STATE = Words("奖项", "Awards"), Words("状态", "State")
_PIPED = 10_000
"""Columns of a line where no terminal limits them."""


def show_standings(scheme: Scheme, card: Scorecard, titles: Titles) -> None:
    """Every track of the run, to stdout."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _PIPED, highlight=False)
    for group in scheme.groups:
        if (group, card.root, card.period) in card.nodes:
            console.print(standings(scheme, card, titles, group))


def standings(scheme: Scheme, card: Scorecard, titles: Titles, group: str) -> Table:
    """One track. Columns for states and awards appear where there are any."""
    root = scheme.trees[card.root].root
    shown = [node for node in nodes_of(scheme, card, group) if node is root or node in root.children]
    lines = sorted(
        (one for one in card.by_place.values() if one.group == group and one.node == card.root),
        key=standing_order,
    )
    states = any(one.status != "scored" for one in lines)
    awards = any(one.group == group for one in card.awards)
    table = Table(title=f"{titles.group(group)}  {card.period}", title_justify="left", box=SIMPLE_HEAD)
    for words, numeric in ((_PLACE, True), (_WHO, False)):
        table.add_column(words.in_(titles.language), justify="right" if numeric else "left", no_wrap=True)
    for node in shown:
        table.add_column(titles.nodes[node.key], justify="right")
    for words, wanted in ((_GRADE, bool(scheme.grades)), (_AWARDS, awards), (_STATE, states)):
        if wanted:
            table.add_column(words.in_(titles.language))
    for line in lines:
        table.add_row(*_cells(scheme, card, titles, shown, line, awards, states))
    return table


def _cells(
    scheme: Scheme, card: Scorecard, titles: Titles, shown: list[Node], line: Line, awards: bool, states: bool
) -> list[str]:
    points = [_points(scheme, card, titles, node, line) for node in shown]
    cells = [
        "" if line.place is None else canonical_text(line.place),
        titles.organisations[line.organisation],
        *points,
    ]
    cells += [titles.grade(line.grade)] if scheme.grades else []
    cells += [awards_of(card, titles, line.organisation, line.group)] if awards else []
    return cells + ([_state(line, titles)] if states else [])


def _state(line: Line, titles: Titles) -> str:
    """What is out of the ordinary with a line; a line simply scored needs no word."""
    return "" if line.status == "scored" else STATUSES[line.status].in_(titles.language)


def _points(scheme: Scheme, card: Scorecard, titles: Titles, node: Node, whole: Line) -> str:
    line = card.by_place[whole.organisation, whole.group, node.key]
    if isinstance(line.points, Absence):
        return STATUSES[line.points.value].in_(titles.language)
    assert isinstance(line.points, Fraction), line
    return decimal_text(line.points, places_of(scheme, node))
