"""Slips that a person issued, and what the owner answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.supervision.models.matters import Matter, Move


class Card(Protected):
    """A slip 督办单 that a person issued: yellow or red, numbered by host and year. `deadline` is the one it speaks of.

    `form`: slip, or talk where the supervision office chose a talk instead of the card (no event then). A card that was wrong
    is withdrawn by another person; its number is never used again.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="cards")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cards")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=6, default="slip")
    colour = models.CharField(max_length=6)
    deadline = models.DateField()
    days_late = models.PositiveIntegerField(default=0)
    percent = models.CharField(max_length=20)
    planned = models.CharField(max_length=20)
    demand = models.TextField(blank=True)
    answer_by = models.DateField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.TextField(blank=True)

    protected = ("matter", "host", "organisation", "year", "number", "form", "colour", "deadline", "days_late", "percent", "planned",
                 "demand", "answer_by", "issued_by", "issued_on", "withdrawn_by", "withdrawn_on", "withdrawn_why")  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "year", "number"], name="slip_once")]

    @property
    def code(self) -> str:
        """The number of the slip."""
        return f"督办单〔{self.year}〕{self.number}号"


class Answer(Protected):
    """What the owner answered to a slip. The move holds the words, who wrote them, when, and the files behind them.

    The first answer says whether the slip was answered in its term; later ones add to it.
    """

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="answers")
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="answers")
    answered_on = models.DateField()

    protected = ("card", "move", "answered_on")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["move"], name="answer_move_once")]
