"""What work costs, told so that a busy machine tells the same as a quiet one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import process_time


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C (NumPy's among them)."""
    counted = [0]

    def count(frame: object, event: str, argument: object) -> None:
        counted[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted[0]


def ratio(work: Callable[[], object], measure: Callable[[], object], rounds: int = 5) -> float:
    """Processor time of the work over that of the measure, medians of rounds taken in turn; both are warmed first."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for which, one in enumerate((work, measure)):
            start = process_time()
            one()
            if turn:
                taken[which].append(process_time() - start)
    return median(taken[0]) / median(taken[1])
