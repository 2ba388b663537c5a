"""Excel both ways: workbooks and csv files as clerks write them become tables, with cell-exact problems.

`read_tables` is the way in; `read_grids` gives the raw cells, `read_number` and its kin read one cell.
A scheme has a workbook of its own: `write_scheme_book` and `read_scheme_book`.
"""

from kaoping.sheets.cells import (
    Read,
    plain_text,
    read_absence,
    read_cell,
    read_date,
    read_number,
    read_text,
    read_truth,
)
from kaoping.sheets.expected import Expected, ExpectedEvent, ExpectedFact
from kaoping.sheets.grids import Grid, Raw, address, read_grids
from kaoping.sheets.isolation import Limits
from kaoping.sheets.periods_in import read_period
from kaoping.sheets.scheme_book import read_scheme_book, write_scheme_book
from kaoping.sheets.tables_in import read_tables

__all__ = [
    "Expected",
    "ExpectedEvent",
    "ExpectedFact",
    "Grid",
    "Limits",
    "Raw",
    "Read",
    "address",
    "plain_text",
    "read_absence",
    "read_cell",
    "read_date",
    "read_grids",
    "read_number",
    "read_period",
    "read_scheme_book",
    "read_tables",
    "read_text",
    "read_truth",
    "write_scheme_book",
]
