"""How many things wait for a person: the figures in the rail, each one query."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from kaoping_web.cycles.models import CycleState
from kaoping_web.cycles.targets import waiting_for
from kaoping_web.filing.models import Filing, FilingState, Value, ValueState
from kaoping_web.filing.queries.seen import verified_at
from kaoping_web.journal.kept import Position, kept
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import grants_of, scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.review.models import Correction, CorrectionState
from kaoping_web.supervision.queries import count_of_matters, count_of_papers

Reader = tuple[int, date, tuple[tuple[int, int], ...]]
"""A person with his roles of a day: what is worked out for one is not for him who has others."""


def reader_of(user: User, day: date) -> Reader:
    """Who asks, and as what."""
    return user.pk, day, tuple((one.pk, one.version) for one in grants_of(user, day))


class Counts:
    """Counts by name, each asked for at most once, and not again until the journal has grown. `at`: how far it has come."""

    def __init__(self, user: User, now: datetime, at: Position | None = None) -> None:
        self.user, self.now, self.at = user, now, at
        self.day = timezone.localdate(now)
        self._reader = reader_of(user, self.day)
        self._kept: dict[str, int] = {}

    def of(self, name: str) -> int:
        """The count of that name."""
        if name not in self._kept:
            self._kept[name] = kept(self.at, ("count", name, self._reader), getattr(self, f"_{name}"))
        return self._kept[name]

    def _targets(self) -> int:
        return waiting_for(self.user, self.day).count()

    def _filings(self) -> int:
        return filings_to_hand_in(self.user, self.now).count()

    def _review(self) -> int:
        return (
            values_to_verify(self.user, self.now).count() + corrections_to_decide(self.user, self.now).count()
        )

    def _matters(self) -> int:
        return count_of_matters(self.user, self.day)

    def _papers(self) -> int:
        return count_of_papers(self.user, self.day)

    def _work(self) -> int:
        return self.of("targets") + self.of("filings") + min(self.of("review"), 1)


def filings_to_hand_in(user: User, now: datetime) -> QuerySet[Filing]:
    """Forms that this person's body owes now."""
    reach = scope(user, Permission.FILING_SUBMIT, timezone.localdate(now))
    return Filing.objects.filter(
        reach.of("supplier"), state=FilingState.OPEN.value, cycle__state=CycleState.OPEN.value
    )


def values_to_verify(user: User, now: datetime) -> QuerySet[Value]:
    """Cells that wait for this person: to accept, or to sign what somebody else accepted."""
    day = timezone.localdate(now)
    waiting = Value.objects.filter(
        verified_at(user, Permission.VALUE_VERIFY, day), filing__cycle__state=CycleState.OPEN.value
    )
    own = waiting.exclude(changed_by=user)
    return own.filter(state=ValueState.FILED.value) | own.filter(state=ValueState.CHECKED.value).exclude(
        checked_by=user
    )


def corrections_to_decide(user: User, now: datetime) -> QuerySet[Correction]:
    """Corrections after the lock that this person may decide."""
    reach = scope(user, Permission.VALUE_CORRECT_APPROVE, timezone.localdate(now))
    return Correction.objects.filter(reach.of("value__host"), state=CorrectionState.ASKED.value).exclude(
        asked_by=user
    )
