"""Who sees what of a run: the one place where the scheme's `who_sees` becomes rows.

The office, leaders and overseers of the host see every line; of runs that are not released only those who start and release
runs (and overseers) know. A unit sees its own statement in full and how its track did in quarters; names and places of others
only where the scheme lets the track or everybody see them, and only of a run that is released.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kaoping import Period
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.queries import bodies_within
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed
from kaoping_web.scoring.models import Run, RunState

RELEASED = (RunState.PROVISIONAL.value, RunState.FINAL.value)
MADE = (RunState.MADE.value, *RELEASED)
FEWEST = 5
"""Of fewer than this many bodies no quartiles are shown to one of them: they would be the others' own figures."""


class Policy(Enum):
    """Who sees the order of a cycle, as the scheme says under `who_sees`."""

    STATEMENT = "statement"
    LEADERSHIP = "leadership"
    TRACK = "track"
    PUBLIC = "public"


@dataclass(frozen=True)
class Sight:
    """What one person sees of one cycle's runs."""

    policy: Policy
    sees_all: bool
    sees_made: bool
    own: frozenset[int]

    @property
    def states(self) -> tuple[str, ...]:
        """The states of runs he knows of."""
        return MADE if self.sees_made else RELEASED

    def names(self, run: Run | None, members: Iterable[int]) -> bool:
        """Whether he sees who is who in a track. `members`: the bodies of the track."""
        if self.sees_all:
            return True
        if run is None or run.state not in RELEASED:
            return False
        if self.policy is Policy.PUBLIC:
            return True
        return self.policy is Policy.TRACK and self.has_one(members)

    def has_one(self, members: Iterable[int]) -> bool:
        """Whether one of these bodies is his."""
        return bool(self.own.intersection(members))

    def bands(self, count: int) -> bool:
        """Whether the quartiles of so many may be shown to him."""
        return self.sees_all or count >= FEWEST


def sight_of(cycle: Cycle, user: User, day: date) -> Sight:
    """What this person sees of the runs of a cycle."""
    host = cycle.host_id
    starts = any(scope(user, one, day).covers(host) for one in (Permission.RUN_START, Permission.RUN_RELEASE))
    oversees = scope(user, Permission.JOURNAL_READ, day).covers(host) and scope(
        user, Permission.RUN_READ, day
    ).covers(host)
    sees_all = starts or scope(user, Permission.RUN_READ, day).covers(host)
    own = (
        ()
        if sees_all
        else bodies_within(scope(user, Permission.STATEMENT_READ, day)).values_list("pk", flat=True)
    )
    return Sight(policy_of(cycle), sees_all, starts or oversees, frozenset(own))


def policy_of(cycle: Cycle) -> Policy:
    """Who sees the order of this cycle; each its own statement where the scheme does not say."""
    said = parsed(cycle.scheme_version).audiences.get(
        Period.parse(cycle.period).cadence.value, Policy.STATEMENT.value
    )
    return Policy(said)
