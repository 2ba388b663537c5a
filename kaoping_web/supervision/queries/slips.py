"""Slips with what was answered to them, and whether in their term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.lights import WorkedDays
from kaoping_web.supervision.models import UNDER_WAY, Answer, Card


@dataclass(frozen=True)
class Slip:
    """A slip as it stands on a day. `late`: working days past its term, of the first answer or of today; 0 where in time or where
    the holidays of a year are unknown."""

    card: Card
    answers: tuple[Answer, ...]
    state: str
    late: int = 0

    @property
    def first(self) -> Answer | None:
        """The answer that counts for the term."""
        return self.answers[0] if self.answers else None

    @property
    def awaits(self) -> bool:
        """Whether an answer is still owed."""
        return self.state in ("waiting", "overdue")


def slips_of(cards: Iterable[Card], day: date, worked: WorkedDays | None = None) -> list[Slip]:
    """The same slips with their answers, in the order given. As many queries for one as for a hundred."""
    kept = list(cards)
    told = (
        Answer.objects.select_related("move__by", "move__body")
        .prefetch_related("move__proofs")
        .order_by("pk")
    )
    prefetch_related_objects(kept, Prefetch("answers", told))
    worked = worked or WorkedDays()
    return [_slip(one, day, worked) for one in kept]


def _slip(card: Card, day: date, worked: WorkedDays) -> Slip:
    answers = tuple(card.answers.all())
    if card.withdrawn_on is not None or card.form != "slip":
        return Slip(card, answers, "withdrawn" if card.withdrawn_on else "talk")
    at = answers[0].answered_on if answers else day
    past = card.answer_by is not None and at > card.answer_by
    late = (worked.after(card.answer_by, at) or 0) if card.answer_by and past else 0
    if answers:
        return Slip(card, answers, "late" if past else "answered", late)
    return Slip(card, answers, "overdue" if past else "waiting", late)


def unanswered(user: User, day: date) -> QuerySet[Card]:
    """Slips that this person's body still has to answer, the earliest term first."""
    return _unanswered(scope(user, Permission.MATTER_REPORT, day).of("organisation"))


def unanswered_in_time(user: User, day: date) -> QuerySet[Card]:
    """Slips of the hosts this person issues for, whose term passed without an answer."""
    return _unanswered(scope(user, Permission.SLIP_ISSUE, day).of("host")).filter(answer_by__lt=day)


def _unanswered(within: Q) -> QuerySet[Card]:
    found = Card.objects.filter(
        within,
        form="slip",
        withdrawn_on=None,
        answers=None,
        matter__state__in=(*UNDER_WAY, "claimed", "checked"),
    )
    return found.order_by("answer_by", "pk")
