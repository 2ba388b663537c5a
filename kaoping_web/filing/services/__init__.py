"""What can be done with filings."""

from kaoping_web.filing.services.preparing import prepare_filings

__all__ = ["prepare_filings"]
