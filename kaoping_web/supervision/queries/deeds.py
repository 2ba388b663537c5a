"""What one person may do with one matter now: the page shows these forms and no others. The services check again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.models import IS_CLOSED, UNDER_WAY, Extension, Matter, Move
from kaoping_web.supervision.refusing import bodies_of_person


@dataclass(frozen=True)
class Deeds:
    """Truths for the template."""

    assign: bool = False
    receive: bool = False
    report: bool = False
    extend: bool = False
    decide: bool = False
    split: bool = False
    check: bool = False
    close: bool = False
    review: bool = False
    reopen: bool = False
    merge: bool = False
    place: bool = False
    answer: bool = False

    @property
    def any(self) -> bool:
        """Whether there is a form to show; answering a slip has a page of its own."""
        return any(on for name, on in vars(self).items() if name != "answer")


def deeds_of(matter: Matter, user: User, day: date, asked: Extension | None, moves: Iterable[Move]) -> Deeds:
    """By permission, state, and who is whose. `moves`: those of the matter."""
    state, owner, host = matter.state, matter.owner_id, matter.host_id
    own = owner is not None and may(user, Permission.MATTER_REPORT, day, owner)
    outside = not is_of_the_owner(matter, user, day, moves)
    office = may(user, Permission.MATTER_ASSIGN, day, host)
    closes = outside and owner is not None and may(user, Permission.MATTER_CLOSE, day, host)
    return Deeds(
        assign=office and state == "registered",
        receive=own and state == "assigned",
        report=own and state in ("received", "working"),
        extend=own and state in UNDER_WAY and asked is None,
        decide=asked is not None and closes and asked.asked_by_id != user.pk,
        split=state in UNDER_WAY
        and (office or (owner is not None and may(user, Permission.MATTER_ASSIGN, day, owner))),
        check=outside
        and state == "claimed"
        and owner is not None
        and may(user, Permission.MATTER_CHECK, day, host),
        close=closes and state == "checked",
        review=closes and state == "closed",
        reopen=closes and state in (*IS_CLOSED, "checked"),
        merge=office and state in ("registered", *UNDER_WAY),
        place=office and state != "merged",
        answer=own,
    )


def is_of_the_owner(matter: Matter, user: User, day: date, moves: Iterable[Move]) -> bool:
    """Whether somebody belongs to the owner or to a co-owner, or reported on it himself."""
    owners = {
        matter.owner_id,
        *(one.organisation_id for one in matter.co_owners.all() if not one.is_withdrawn),
    }
    reported = any(one.by_id == user.pk and one.kind in ("report", "claim") for one in moves)
    return reported or bool(owners & bodies_of_person(user, day))
