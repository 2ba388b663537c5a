"""The entry of the journal that stands behind a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping_web.filing.models import Filing
from kaoping_web.journal.models import Entry
from kaoping_web.journal.receipts import short_code


@dataclass(frozen=True)
class Seal:
    """Where a submission stands in the journal: number of the entry, its hash in groups, and the short code for paper."""

    entry: Entry
    digest: str
    short: str


def entry_of_submission(filing: Filing) -> Entry:
    """The entry of the last time the filing was handed in."""
    found = Entry.objects.filter(
        object_type=Filing.object_type(), object_key=str(filing.pk), deed="submit.filing"
    )
    return found.order_by("-sequence")[0]


def seal_of(filing: Filing) -> Seal:
    """The same with what is printed on the receipt."""
    entry = entry_of_submission(filing)
    grouped = " ".join(entry.digest[i : i + 4] for i in range(0, len(entry.digest), 4))
    return Seal(entry, grouped, short_code(entry))
