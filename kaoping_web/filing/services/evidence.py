"""Files behind a cell."""

from __future__ import annotations

from datetime import datetime

from kaoping_web.filing.models import Evidence, Value
from kaoping_web.filing.refusing import must
from kaoping_web.filing.services.saving import not_locked
from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.roles import Permission


@deed
def attach_evidence(*, by: User, value_id: int, kept: Kept, now: datetime) -> Evidence:
    """Put a file that is kept already behind a cell. The same file again is the one that is there. Raises NotNow after the lock."""
    value = Value.objects.select_related("filing__cycle", "filing__supplier").get(pk=value_id)
    must(by, Permission.FILING_EDIT, value.filing.supplier_id, now)
    not_locked(value.filing)
    there = value.evidence.filter(digest=kept.digest, is_withdrawn=False).first()
    if there is not None:
        return there
    made = Evidence(value=value, name=kept.name, digest=kept.digest, size=kept.size, by=by, at=now)
    return keep(made, by=by, deed="attach.evidence", chain=value.filing.supplier.key, at=now)


@deed
def withdraw_evidence(*, by: User, evidence_id: int, seen: int, now: datetime) -> Evidence:
    """Take a file back: it is no longer shown as evidence; what was handed in stays in the record."""
    evidence = Evidence.objects.select_related("value__filing__cycle", "value__filing__supplier").get(
        pk=evidence_id
    )
    filing = evidence.value.filing
    must(by, Permission.FILING_EDIT, filing.supplier_id, now)
    not_locked(filing)
    evidence.is_withdrawn = True
    return keep(evidence, by=by, deed="withdraw.evidence", chain=filing.supplier.key, at=now, seen=seen)
