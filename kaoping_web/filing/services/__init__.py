"""What can be done with filings."""

from kaoping_web.filing.services.evidence import attach_evidence, withdraw_evidence
from kaoping_web.filing.services.preparing import prepare_filings
from kaoping_web.filing.services.saving import CellInput, SaveOutcome, save_cells
from kaoping_web.filing.services.submitting import NotComplete, Receipt, extend_filing, submit_filing

__all__ = [
    "CellInput",
    "NotComplete",
    "Receipt",
    "SaveOutcome",
    "attach_evidence",
    "extend_filing",
    "prepare_filings",
    "save_cells",
    "submit_filing",
    "withdraw_evidence",
]
