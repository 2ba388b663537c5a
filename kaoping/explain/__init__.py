"""Why: every score as a tree of steps, a sentence for each in Chinese and English, points lost and their causes,
and the account from the items to the total.

    tree = trace(card, "anping", "investment")
    as_text(tree, "zh"), to_json(tree), replay(tree)
    losses(card, "anping"), ledger(card, "anping")
"""

from kaoping.explain.forms import as_text, heading, to_json
from kaoping.explain.ledger import Ledger, LedgerLine, ledger, ledger_of
from kaoping.explain.losses import Cause, Loss, loss_of, losses, losses_of
from kaoping.explain.parts import Entry, Input, Source, Titled, TraceNode, TraceStep, every_node, every_step
from kaoping.explain.replay import Mismatch, replay
from kaoping.explain.trace import trace, traces
from kaoping.explain.words import is_spoken, sentence

__all__ = [
    "Cause",
    "Entry",
    "Input",
    "Ledger",
    "LedgerLine",
    "Loss",
    "Mismatch",
    "Source",
    "Titled",
    "TraceNode",
    "TraceStep",
    "as_text",
    "every_node",
    "every_step",
    "heading",
    "is_spoken",
    "ledger",
    "ledger_of",
    "loss_of",
    "losses",
    "losses_of",
    "replay",
    "sentence",
    "to_json",
    "trace",
    "traces",
]
