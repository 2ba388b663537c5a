"""Matters, where they come from, and every move made on them with the files behind it."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.supervision.models.papers import Paper, Proposal
from kaoping_web.supervision.models.plans import Item


class MatterState(Enum):
    """registered → assigned → received → working → claimed → checked → closed → reviewed; merged into another.

    A check that finds it not done leads back to working, so does reopening.
    """

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RECEIVED = "received"
    WORKING = "working"
    CLAIMED = "claimed"
    CHECKED = "checked"
    CLOSED = "closed"
    REVIEWED = "reviewed"
    MERGED = "merged"


UNDER_WAY = ("assigned", "received", "working")
"""States in which the clock runs against the owner."""
NOT_CLOSED = ("registered", "assigned", "received", "working", "claimed", "checked")
IS_CLOSED = ("closed", "reviewed")


class Matter(Protected):
    """One thing that must be done. `percent` and `reported_at` are those of the last report; figures are canonical text.

    `curve` says how far it should be when: empty for a straight line from `starts_on` to `deadline`, else points as
    `2026-06-30:40 2026-09-30:80`. `slack` is how many percentage points it may lie behind before it is yellow.
    """

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="matters")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    standard = models.TextField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="matters_owned")
    last_owner = models.CharField(max_length=80, blank=True)  # the office or person who does it
    supervised_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="matters")
    fact = models.CharField(max_length=80, blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    quantity = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    starts_on = models.DateField()
    deadline = models.DateField(null=True)
    curve = models.CharField(max_length=300, blank=True)
    slack = models.PositiveSmallIntegerField(default=10)
    term = models.PositiveSmallIntegerField(default=3)  # working days to receive it
    state = models.CharField(max_length=12, default=MatterState.REGISTERED.value)
    percent = models.CharField(max_length=20, default="0")
    reported_at = models.DateTimeField(null=True)
    assigned_on = models.DateField(null=True)
    receive_by = models.DateField(null=True)
    received_on = models.DateField(null=True)
    claimed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    protected = ("host", "year", "number", "title", "standard", "category", "owner", "last_owner", "supervised_by", "parent", "item",
                 "fact", "comparator", "quantity", "unit", "starts_on", "deadline", "curve", "slack", "term", "state", "percent",
                 "reported_at", "assigned_on", "receive_by", "received_on", "claimed_on", "closed_on", "merged_into")  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["host", "year", "number"], name="matter_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["host", "state", "deadline"], name="matter_state"),
            models.Index(fields=["owner", "state"], name="matter_owner"),
        ]

    @property
    def code(self) -> str:
        """Its number in the ledger."""
        return f"〔{self.year}〕{self.number}号"


class CoOwner(Protected):
    """A body that helps the owner."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="co_owners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_withdrawn = models.BooleanField(default=False)

    protected = ("matter", "organisation", "is_withdrawn")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "organisation"], name="co_owner_once")
        ]


class Origin(Protected):
    """Where a matter comes from: a place of a paper, or words typed in. A matter asked by several bodies has several."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="origins")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="origins")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="origins")
    clause = models.CharField(max_length=40, blank=True)
    wording = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    asked_by = models.CharField(max_length=120, blank=True)
    taken_from = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, related_name="+"
    )  # the matter merged away

    protected = ("matter", "paper", "proposal", "clause", "wording", "start", "end", "asked_by", "taken_from")


class Move(Protected):
    """One step of a matter: who did what on whose behalf, and why. Never changed.

    kind: register, assign, receive, report, claim, check, close, review, reopen, ask_time, grant_time, refuse_time, merge, edit,
    split, card, talk, withdraw, answer. `on_the_spot` with `plan_code`: a visit that stands in the year's plan of visits.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    percent = models.CharField(max_length=20, blank=True)
    planned = models.CharField(max_length=20, blank=True)
    on_the_spot = models.BooleanField(default=False)
    plan_code = models.CharField(max_length=60, blank=True)
    passed = models.BooleanField(null=True)
    until = models.DateField(null=True)

    protected = ("matter", "number", "kind", "by", "body", "at", "words", "document", "percent", "planned", "on_the_spot", "plan_code",
                 "passed", "until")  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "number"], name="matter_move_once")
        ]


class Proof(Protected):
    """A file behind a move, kept under its digest and handed out as an attachment only."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    protected = ("move", "name", "digest", "size")

    @property
    def kilobytes(self) -> int:
        """Its size, rounded up."""
        return -(-self.size // 1024)


class Extension(Protected):
    """More time, asked by the owner and decided by another person."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    document = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="asked")  # asked, granted, refused
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    protected = (
        "matter",
        "until",
        "reason",
        "document",
        "state",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(state="asked"), name="extension_one_open"
            )
        ]
