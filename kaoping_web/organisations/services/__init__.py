"""Deeds about bodies and people."""

from kaoping_web.organisations.services.changes import (
    Called,
    NewBody,
    OfBody,
    close_body,
    found_body,
    merge_body,
    move_body,
    rename_body,
    split_body,
)
from kaoping_web.organisations.services.figures import set_figure
from kaoping_web.organisations.services.grants import grant_role, revoke_role
from kaoping_web.organisations.services.people import (
    add_person,
    clear_second_factor,
    disable_person,
    enable_person,
    one_time_password,
    rename_person,
    reset_password,
)

__all__ = [
    "Called",
    "NewBody",
    "OfBody",
    "add_person",
    "clear_second_factor",
    "close_body",
    "disable_person",
    "enable_person",
    "found_body",
    "grant_role",
    "merge_body",
    "move_body",
    "one_time_password",
    "rename_body",
    "rename_person",
    "reset_password",
    "revoke_role",
    "set_figure",
    "split_body",
]
