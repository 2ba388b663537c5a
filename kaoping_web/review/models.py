"""What verifiers said of each vintage, and corrections after the lock. Values are changed by nobody here but their state."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.filing.models import Value
from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import User


class Verdict(Enum):
    """accept: a first verifier finds it right. sign: a second one too. return: to be mended, with the reason."""

    ACCEPT = "accept"
    SIGN = "sign"
    RETURN = "return"


class Review(Protected):
    """One verdict on one vintage of a value. Never changed."""

    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="reviews")
    vintage = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    protected = ("value", "vintage", "verdict", "reason", "by", "at")


class CorrectionState(Enum):
    """asked → approved by another person (then the value has a new vintage) or refused."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Correction(Protected):
    """A change of a value after the lock: asked by who supplies it, with reason and document, approved by somebody else."""

    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="corrections")
    answer = models.CharField(max_length=16)
    text = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    document = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=CorrectionState.ASKED.value)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    protected = (
        "value",
        "answer",
        "text",
        "reason",
        "document",
        "state",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
        "decision",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["value"], condition=models.Q(state="asked"), name="correction_one_open"
            ),
        ]
