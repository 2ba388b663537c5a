"""Cycles with their timetable, who supplies what, and targets with how they were agreed."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.schemes.models import SchemeVersion


class CycleState(Enum):
    """planned → open (values are filed and verified) → locked (only corrections by two people) → final (released for good)."""

    PLANNED = "planned"
    OPEN = "open"
    LOCKED = "locked"
    FINAL = "final"


class StepKind(Enum):
    """What the timetable of a cycle holds, in order."""

    FILING = "filing"
    VERIFICATION = "verification"
    SCORING = "scoring"
    FEEDBACK = "feedback"
    APPEAL = "appeal"


class Cycle(Protected):
    """A month, quarter, half-year or year of one scheme version. `period` as the library writes it: 2026-09, 2026-Q3, 2026."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cycles")
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="cycles")
    period = models.CharField(max_length=10)
    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=10, default=CycleState.PLANNED.value)
    locked_at = models.DateTimeField(null=True)

    protected = ("host", "scheme_version", "period", "starts", "ends", "state", "locked_at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "period"], name="cycle_once")]


class Step(Protected):
    """One line of a cycle's timetable. `due_at` is the last moment: what arrives then is in time."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15)
    starts = models.DateField()
    due_at = models.DateTimeField()

    protected = ("cycle", "kind", "starts", "due_at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "kind"], name="step_once")]


class Supply(Protected):
    """Which body stands behind a supplier's key of a scheme; none where every unit files its own."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="supplies")
    supplier = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    protected = ("scheme_version", "supplier", "organisation")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme_version", "supplier"], name="supply_once")
        ]


class WorkingDay(models.Model):
    """A day that the office says is (or is not) worked, beside or against the built-in calendar."""

    day = models.DateField(primary_key=True)
    is_worked = models.BooleanField()
    document = models.CharField(max_length=200)


class TargetState(Enum):
    """proposed → replied (the unit accepts or objects) → agreed; revised afterwards only with reason and document."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    AGREED = "agreed"


class Target(Protected):
    """What was agreed with one unit for one fact and period. `text`: canonical decimal, in the unit of the fact."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="targets")
    fact = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    text = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=TargetState.PROPOSED.value)

    protected = ("host", "organisation", "fact", "period", "text", "state")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["host", "organisation", "fact", "period"], name="target_once")
        ]


class TargetMove(Protected):
    """One step of a negotiation: who proposed, answered, agreed or revised what, and why. Never changed."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)  # propose, accept, object, agree, revise
    text = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    protected = ("target", "number", "kind", "text", "reason", "document", "by", "at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["target", "number"], name="move_once")]
