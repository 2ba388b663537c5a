"""A scheme as a workbook, both ways without loss: for offices that keep theirs in Excel."""

from kaoping.sheets.scheme_book.reading import BOOK_LIMITS, read_scheme_book
from kaoping.sheets.scheme_book.writing import write_scheme_book

__all__ = ["BOOK_LIMITS", "read_scheme_book", "write_scheme_book"]
