"""What verifiers look at."""

from kaoping_web.review.queries.corrections import corrections_for, corrections_to_decide
from kaoping_web.review.queries.queue import Waiting, queue_for
from kaoping_web.review.queries.sheet import Sheet, sheet_for

__all__ = ["Sheet", "Waiting", "corrections_for", "corrections_to_decide", "queue_for", "sheet_for"]
