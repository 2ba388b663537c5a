"""Plans as trees of items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.supervision.models.papers import Paper


class Plan(Protected):
    """A plan in the form of a framework, as 1+5+9+1: a tree of items whose leaves must each be covered."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=120)
    english = models.CharField(max_length=160, blank=True)
    form = models.CharField(max_length=40, blank=True)  # as written: 1+5+9+1
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="plans")
    made_at = models.DateTimeField()

    protected = ("host", "title", "english", "form", "paper", "made_at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "title"], name="plan_once")]


class Item(Protected):
    """One item of a plan. `facts`: keys of facts of the scheme, with blanks between. `leader`: in whose field it lies."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="below")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120)
    english = models.CharField(max_length=160, blank=True)
    facts = models.CharField(max_length=600, blank=True)
    leader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    protected = ("plan", "above", "position", "number", "title", "english", "facts", "leader")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "above", "position"], name="item_place")
        ]
