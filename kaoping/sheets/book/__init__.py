"""The results as a workbook for people: cover, one sheet a track, one statement an organisation, the explanation."""

from kaoping.sheets.book.writing import write_book

__all__ = ["write_book"]
