"""What can be asked about filings and their values."""

from kaoping_web.filing.queries.completeness import Matrix, Tally, completeness
from kaoping_web.filing.queries.handing import cell_of, filed_rows
from kaoping_web.filing.queries.history import Moment, histories_of, history_of_value
from kaoping_web.filing.queries.seen import (
    evidence_for,
    evidence_of,
    filings_for,
    supplying_bodies,
    values_for,
    values_of,
    verified_at,
)

__all__ = [
    "Matrix",
    "Moment",
    "Tally",
    "cell_of",
    "completeness",
    "evidence_for",
    "evidence_of",
    "filed_rows",
    "filings_for",
    "histories_of",
    "history_of_value",
    "supplying_bodies",
    "values_for",
    "values_of",
    "verified_at",
]
