"""Entries as they are looked for; every protected row, every entry as a line, and the nodes of the tree, as verification asks for them."""

from kaoping_web.journal.queries.entries import (
    Asked,
    checkpoints,
    count_of,
    deeds_seen,
    entries_of,
    entry_at,
    history_of,
    history_of_chain,
    log_size,
    log_state,
    search,
    told,
)

__all__ = [
    "Asked",
    "checkpoints",
    "count_of",
    "deeds_seen",
    "entries_of",
    "entry_at",
    "history_of",
    "history_of_chain",
    "log_size",
    "log_state",
    "search",
    "told",
]
