"""What verifiers do: accept, return, sign; and corrections after the lock."""

from kaoping_web.review.services.correcting import ask_correction, decide_correction
from kaoping_web.review.services.judging import accept_values, return_values, sign_values

__all__ = ["accept_values", "ask_correction", "decide_correction", "return_values", "sign_values"]
