"""The journal: every deed recorded so that no change of the past stays hidden from who holds one printed checkpoint.

    step = append(log, frontier, head, Deed(chain="anping", at="2026-03-12T08:00:00Z", deed="submit.filing", …))
    verify_export(stream, anchors=[checkpoint_of(text)]).is_sound

Pure functions over bytes: no clock, no database, no key. See docs/explanation/journal.md.
"""

from kaoping.journal.anchors import Anchor
from kaoping.journal.audit import extends, includes
from kaoping.journal.chain import Appended, Head, append, verify_chain
from kaoping.journal.checkpoints import Checkpoint, checkpoint_of, compare
from kaoping.journal.entries import Deed, Entry, Sealed, Value, canonical, entry_hash, entry_of
from kaoping.journal.export import read_export, write_export
from kaoping.journal.findings import JournalError
from kaoping.journal.log import ALGORITHMS, FORMAT, Log
from kaoping.journal.moments import utc_text
from kaoping.journal.proofs import Nodes, Tree, consistency_proof, inclusion_proof, root_at
from kaoping.journal.receipts import Receipt, ShortCode, receipt_for, receipt_of, short_code_of
from kaoping.journal.replay import NOTHING, VERSION, Difference, Held, Kind, Row, State, differences, replay
from kaoping.journal.rows import read_rows, row_line
from kaoping.journal.tree import Frontier
from kaoping.journal.verify import Verdict, stated_checkpoint, verify_export

__all__ = [
    "ALGORITHMS",
    "FORMAT",
    "NOTHING",
    "VERSION",
    "Anchor",
    "Appended",
    "Checkpoint",
    "Deed",
    "Difference",
    "Entry",
    "Frontier",
    "Head",
    "Held",
    "JournalError",
    "Kind",
    "Log",
    "Nodes",
    "Receipt",
    "Row",
    "Sealed",
    "ShortCode",
    "State",
    "Tree",
    "Value",
    "Verdict",
    "append",
    "canonical",
    "checkpoint_of",
    "compare",
    "consistency_proof",
    "differences",
    "entry_hash",
    "entry_of",
    "extends",
    "includes",
    "inclusion_proof",
    "read_export",
    "read_rows",
    "receipt_for",
    "receipt_of",
    "replay",
    "root_at",
    "row_line",
    "short_code_of",
    "stated_checkpoint",
    "utc_text",
    "verify_chain",
    "verify_export",
    "write_export",
]
