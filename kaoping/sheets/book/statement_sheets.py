"""One statement 对账单 a sheet: what each item was, how it is scored, what was earned, what was lost and why."""

from __future__ import annotations

from typing import Any

from kaoping.errors import Words
from kaoping.scheme.model import Node, Scheme
from kaoping.scorecard import STATUSES, Scorecard
from kaoping.sheets.book.paper import Paper, places_shown
from kaoping.sheets.book.tracks import awards_of, places_of
from kaoping.sheets.results_out import Titles
from kaoping.sheets.statements import Entry, Statement

STATEMENT = Words("对账单", "Statement")
_COLUMNS = (
    (Words("项目", "Item"), 26), (Words("计量单位", "Unit"), 10), (Words("实际值", "Actual"), 11),
    (Words("目标值", "Target"), 11), (Words("满分", "Full mark"), 7), (Words("得分", "Points"), 8),
    (Words("失分", "Lost"), 7), (Words("位次", "Place"), 6), (Words("计分规则", "Rule"), 32),
    (Words("得分缘由", "Reason"), 40), (Words("状态", "State"), 11),
)  # fmt: skip
_WIDTHS = [width for _, width in _COLUMNS]
_HEADER = 4


def write_statement(
    paper: Paper, sheet: Any, scheme: Scheme, card: Scorecard, titles: Titles, statement: Statement
) -> None:
    """The sheet of one organisation in one track."""
    language = paper.language
    _head(paper, sheet, scheme, card, titles, statement)
    for column, (words, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        paper.text(sheet, _HEADER, column, words.in_(language), "header")
    nodes = {node.key: node for node in scheme.trees[card.root].root.walk()}
    for row, entry in enumerate(statement.entries, start=_HEADER + 1):
        _entry(paper, sheet, row, scheme, nodes[entry.line.node], entry)
    sheet.freeze_panes(_HEADER + 1, 1)
    paper.printed(sheet, _HEADER, f"{card.run_id[:16]}  {titles.organisations[statement.organisation]}")


def _head(
    paper: Paper, sheet: Any, scheme: Scheme, card: Scorecard, titles: Titles, statement: Statement
) -> None:
    language, whole = paper.language, statement.whole
    name = titles.organisations[statement.organisation]
    sheet.set_row(0, 28)
    paper.text(sheet, 0, 0, f"{name} {STATEMENT.in_(language)}", "title")
    paper.text(
        sheet,
        1,
        0,
        f"{scheme.title.in_(language)} · {titles.group(statement.group)} · {card.period}",
        "subtitle",
    )
    parts = [
        (Words("等次", "Grade"), titles.grade(whole.grade)),
        (Words("奖项", "Awards"), awards_of(card, titles, statement.organisation, statement.group)),
        (Words("状态", "State"), "" if whole.status == "scored" else STATUSES[whole.status].in_(language)),
    ]
    told = "    ".join(f"{label.in_(language)}  {text}" for label, text in parts if text)
    paper.text(sheet, 2, 0, told, "subtitle")


def _entry(paper: Paper, sheet: Any, row: int, scheme: Scheme, node: Node, entry: Entry) -> None:
    line, places, strong = entry.line, places_of(scheme, node), not node.is_item
    paper.text(sheet, row, 0, entry.title, "strong" if strong else "text", indent=entry.depth)
    paper.text(sheet, row, 1, entry.unit, "centred")
    paper.figure(sheet, row, 2, entry.value)
    paper.figure(sheet, row, 3, entry.target)
    paper.cell(sheet, row, 4, line.full)
    paper.cell(sheet, row, 5, line.points, places, strong)
    paper.cell(sheet, row, 6, line.lost, places)
    paper.cell(
        sheet, row, 7, line.place, None if line.place is None else places_shown(line.place), centred=True
    )
    paper.fit(
        sheet,
        row,
        [
            (entry.title, _WIDTHS[0] - 2 * entry.depth),
            (entry.unit, _WIDTHS[1]),
            (entry.rule, _WIDTHS[8]),
            (entry.reason, _WIDTHS[9]),
        ],
    )
    paper.text(sheet, row, 8, entry.rule)
    paper.text(sheet, row, 9, entry.reason)
    state = "" if line.status == "scored" else STATUSES[line.status].in_(paper.language)
    paper.text(sheet, row, 10, state)
