"""Score runs and their lines. A run is made once from a snapshot of its inputs and never edited.

Numbers are canonical decimal text; the database never adds, rounds or orders them.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.cycles.models import Cycle
from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User


class RunState(Enum):
    """queued → made (or failed, with its problems) → provisional (seen by the units) → final (never changes; a correction
    is a further run linked by `corrects`)."""

    QUEUED = "queued"
    FAILED = "failed"
    MADE = "made"
    PROVISIONAL = "provisional"
    FINAL = "final"


class Inputs(models.Model):
    """Everything a run read, as canonical text (see `scoring/snapshots.py`), kept once under its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField()  # zlib


class Run(Protected):
    """One scoring of one cycle. `run_id` names it by what went in; `result` is the SHA-256 of the scorecard's bytes."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=RunState.QUEUED.value)
    only_verified = models.BooleanField(default=False)
    inputs_digest = models.CharField(max_length=64, blank=True)
    scheme_digest = models.CharField(max_length=64, blank=True)
    run_id = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=64, blank=True)
    meaning = models.CharField(max_length=20, blank=True)
    library = models.CharField(max_length=20, blank=True)
    engine = models.CharField(max_length=20, blank=True)
    problems = models.TextField(blank=True)  # JSON: what kept it from being made
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    protected = ("cycle", "number", "state", "only_verified", "inputs_digest", "scheme_digest", "run_id", "result", "meaning", "library",
                 "engine", "corrects", "reason", "asked_by", "asked_at", "made_at", "released_by", "released_at")  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "number"], name="run_once")]


class ScoreLine(models.Model):
    """One organisation on one node of one run (of the run's own period, and of the shorter periods inside it).

    Derived from the run's inputs: `verify` makes the scorecard again and compares its digest with the run's `result`.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=80)
    node = models.CharField(max_length=80)
    parent = models.CharField(max_length=80, blank=True)  # the node above; empty for the total
    is_item = models.BooleanField()
    position = models.PositiveIntegerField()  # order of nodes in the scheme
    period = models.CharField(max_length=10)
    full = models.CharField(max_length=60, blank=True)
    points = models.CharField(max_length=60, blank=True)  # empty where there is none: see status
    lost = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=20, blank=True)
    place_of = models.PositiveIntegerField(default=0)
    quarter = models.PositiveSmallIntegerField(default=0)  # 1 best … 4, 0 where nobody is ranked
    grade = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=40)
    actual = models.TextField(
        blank=True
    )  # for an item: the figure it was scored on, as text; JSON where there are several
    target = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    fact = models.CharField(max_length=80, blank=True)  # the fact behind it where it is one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "organisation", "group", "node", "period"], name="line_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "group", "node", "period"], name="line_of_node"),
            models.Index(fields=["run", "organisation"], name="line_of_unit"),
        ]


class NodeSummary(models.Model):
    """How a track did on a node: quartiles of points, as text. Derived."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="summaries")
    group = models.CharField(max_length=80)
    node = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    lowest = models.CharField(max_length=60, blank=True)
    lower = models.CharField(max_length=60, blank=True)
    median = models.CharField(max_length=60, blank=True)
    upper = models.CharField(max_length=60, blank=True)
    highest = models.CharField(max_length=60, blank=True)
    mean = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "group", "node", "period"], name="summary_once")
        ]


class Explanation(models.Model):
    """The trace of a line, its losses and the nearest points, as JSON made when first asked for or at release. Derived."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="explanations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(
        max_length=80
    )  # empty for what concerns the whole statement (losses, nearest points)
    kind = models.CharField(max_length=10)  # trace, losses, nearest
    body = models.BinaryField()  # zlib of UTF-8 JSON

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "organisation", "node", "kind"], name="explanation_once")
        ]


class AwardGiven(models.Model):
    """An award that the rules of a run propose. Derived; grades and awards are decided later."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="awards")
    award = models.CharField(max_length=80)
    group = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
