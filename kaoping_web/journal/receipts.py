"""Receipts: for who did something, the proof that it stands in the log."""

from __future__ import annotations

from kaoping.journal import Receipt, Sealed, ShortCode, entry_of, receipt_for
from kaoping_web.journal.models import Entry
from kaoping_web.journal.queries import log_state
from kaoping_web.journal.queries.nodes import KeptNodes, forget
from kaoping_web.journal.queries.stream import stated_now
from kaoping_web.journal.services import log_of


def receipt_for_entry(entry: Entry) -> Receipt:
    """The receipt of an entry under the log as it stands now. `.short.text()` is the code for a slip; `.text("zh")` the form."""
    state = log_state()
    assert state is not None, "there is an entry"
    sealed = Sealed(entry_of(entry.raw.encode()), bytes.fromhex(entry.digest))
    made = receipt_for(sealed, stated_now(state), KeptNodes(log_of(state)))
    if any(made.objections()):  # what was kept is of a log that was put back
        forget()
        made = receipt_for(sealed, stated_now(state), KeptNodes(log_of(state)))
    return made


def short_code(entry: Entry) -> str:
    """Number and first 120 bits of the entry's hash, as printed on a slip: KP-17-ABCDE-…"""
    return ShortCode(entry.sequence, bytes.fromhex(entry.digest)[:15]).text()
