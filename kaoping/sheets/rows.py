"""The rows of a table under its header: without blank rows, totals, repeated headers and the notes below."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kaoping.sheets.cells import plain_text
from kaoping.sheets.findings import Findings
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.headers import Header
from kaoping.sheets.words import TOTALS, TRAILERS, normal


def table_rows(
    grid: Grid, header: Header, is_known: Callable[[Raw], bool], findings: Findings
) -> Iterator[tuple[int, Raw]]:
    """Every row that speaks of an organisation, with the cell that names it (merged cells above it included).

    is_known: whether a cell names an organisation; a body called 合计 would not be taken for a total.
    """
    column = header.of("organisation") or header.of("title")
    if column is None:
        return
    title = normal(grid.shown(header.last, column.index))
    merged = bool(grid.merged)
    for row in range(header.last + 1, len(grid.rows)):
        cells = grid.rows[row]
        name = (
            grid.shown(row, column.index)
            if merged
            else (cells[column.index] if column.index < len(cells) else None)
        )
        if (name is not None and is_known(name)) or not _is_left_out(grid, row, name, title, findings):
            yield row, name


def _is_left_out(grid: Grid, row: int, name: Raw, title: str, findings: Findings) -> bool:
    filled = [cell for cell in grid.rows[row] if cell is not None and plain_text(cell)]
    if not filled:
        return True
    first = plain_text(name if name is not None else filled[0])
    compared = normal(first)
    if compared == title:
        return True
    place = grid.place(row, 0)
    if compared in TOTALS:
        findings.note(
            "total-row",
            place,
            f"“{first}”是汇总行，没有读。",
            f"“{first}” is a row of totals and was not read.",
        )
        return True
    if TRAILERS.match(first) or (len(filled) == 1 and isinstance(filled[0], str) and len(first) > 15):
        short = first if len(first) <= 20 else first[:19] + "…"
        findings.note(
            "note-row", place, f"“{short}”是表下的说明，没有读。", f"“{short}” is a remark and was not read."
        )
        return True
    return False
