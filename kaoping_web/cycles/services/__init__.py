"""Deeds on cycles and targets."""

from kaoping_web.cycles.services.targets import agree_target, answer_target, propose_target, revise_target
from kaoping_web.cycles.services.timetable import (
    finalise_cycle,
    import_working_days,
    lock_cycle,
    open_cycle,
    open_year,
    set_step,
    set_supply,
)

__all__ = [
    "agree_target",
    "answer_target",
    "finalise_cycle",
    "import_working_days",
    "lock_cycle",
    "open_cycle",
    "open_year",
    "propose_target",
    "revise_target",
    "set_step",
    "set_supply",
]
