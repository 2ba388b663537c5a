"""What can be asked about filings and their values."""

from kaoping_web.filing.queries.handing import filed_rows
from kaoping_web.filing.queries.seen import filings_for, values_for, verified_at

__all__ = ["filed_rows", "filings_for", "values_for", "verified_at"]
