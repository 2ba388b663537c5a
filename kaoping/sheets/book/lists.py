"""Long lists of the workbook: the lines with exact values in their stable columns, and every step explained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kaoping.errors import Words
from kaoping.scorecard import Scorecard
from kaoping.sheets.book.paper import Paper
from kaoping.sheets.results_out import Listing, Titles
from kaoping.sheets.statements import Statement, ToldStep

LINES = Words("明细", "Lines")
EXPLANATION = Words("计分过程", "Explanation")
MOST_ROWS = 1_000_000
"""Excel has 1,048,576 rows a sheet; a longer explanation goes on in a further sheet."""
_STEP_COLUMNS = (
    (Words("单位编码", "Key"), 14), (Words("单位", "Organisation"), 20), (Words("赛道", "Track"), 14),
    (Words("项目", "Node"), 18), (Words("步骤", "Step"), 34), (Words("结果", "Result"), 16),
    (Words("说明", "How"), 90), (Words("条款", "Article"), 12),
)  # fmt: skip

Told = tuple[Statement, ToldStep]


def write_listing(paper: Paper, sheet: Any, listing: Listing, foot: str) -> None:
    """A listing as it also stands in csv: exact numbers as text."""
    paper.texts(sheet, 0, listing.columns, "header")
    look = paper.look("exact")
    for row, cells in enumerate(listing.rows, start=1):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, column, cell, look)
    width = len(listing.columns) - 1
    sheet.set_column(0, width, 14)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(65 + width)}{len(listing.rows) + 1}"})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(listing.rows), 1), width)
    paper.printed(sheet, 0, foot)


def told_steps(statements: Iterable[Statement]) -> list[Told]:
    """Every step of every statement, in order."""
    return [(one, step) for one in statements for step in one.steps]


def write_steps(paper: Paper, sheet: Any, card: Scorecard, titles: Titles, steps: Iterable[Told]) -> None:
    """One row a step, indented as the steps depend on each other."""
    for column, (words, width) in enumerate(_STEP_COLUMNS):
        sheet.set_column(column, column, width)
        paper.text(sheet, 0, column, words.in_(paper.language), "header")
    row = 0
    for row, (statement, step) in enumerate(steps, start=1):
        key = statement.organisation
        cells = (
            key,
            titles.organisations[key],
            titles.group(statement.group),
            titles.nodes.get(step.node, step.node),
        )
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
        sheet.write_string(row, 4, "　" * step.depth + step.title)
        sheet.write_string(row, 5, step.value)
        sheet.write_string(row, 6, step.sentence[:32_000])
        sheet.write_string(row, 7, step.article)
    sheet.ignore_errors({"number_stored_as_text": f"A1:H{row + 1}"})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), len(_STEP_COLUMNS) - 1)
    paper.printed(sheet, 0, f"{card.run_id[:16]}  {card.period}")
