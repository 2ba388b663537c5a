"""The workbook to fill in: one sheet a supplier with what is asked of it, ballots, events, organisations.

An empty template reads back as no values and no problems; a filled one as exactly what was filled in.
"""

from kaoping.sheets.template.asked import Ask, Ballot, Questions
from kaoping.sheets.template.writing import write_template

__all__ = ["Ask", "Ballot", "Questions", "write_template"]
