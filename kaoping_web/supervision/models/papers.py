"""Papers as they were handed in, and what was proposed from them."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User


class PaperState(Enum):
    """open (proposals are being decided) → confirmed (its ledger stands)."""

    OPEN = "open"
    CONFIRMED = "confirmed"


class ProposalState(Enum):
    """open → accepted | merged (into another) | split (into others) | rejected; any of them back to open until the paper is confirmed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MERGED = "merged"
    SPLIT = "split"
    REJECTED = "rejected"


class Paper(Protected):
    """A paper as it was handed in (the file lies under `digest`) and as it was read.

    `text` is the cleaned text, `found` the text as it stands in the file; `text_digest` is the SHA-256 of both.
    """

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)  # text, html, docx, pdf
    meeting = models.CharField(max_length=200, blank=True)
    met_on = models.DateField(null=True)
    date_words = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    found = models.TextField()
    text_digest = models.CharField(max_length=64)
    runs = models.JSONField(
        default=list
    )  # from characters of `text` to those of `found`: [here, there, length]
    noise = models.JSONField(
        default=dict
    )  # counts of what was cleaned; sentences that gave nothing; frameworks
    state = models.CharField(max_length=10, default=PaperState.OPEN.value)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    protected = ("host", "title", "file_name", "digest", "size", "kind", "meeting", "met_on", "date_words", "issuer", "text_digest",
                 "state", "uploaded_by", "uploaded_at", "confirmed_by", "confirmed_at")  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "digest"], name="paper_once")]
        indexes: ClassVar = [models.Index(fields=["host", "state"], name="paper_state")]


class Proposal(Protected):
    """One task or target that the rules propose, and what a person made of it.

    start, end count characters of the cleaned text; found_start, found_end of the text as found. `rule` and `reasons` say
    why it was proposed. What a person may change: title, standard, owner, co-owners' names, deadline, figure.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)  # task, target
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="holds")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    found_start = models.PositiveIntegerField()
    found_end = models.PositiveIntegerField()
    wording = models.TextField()
    marker = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    standard = models.TextField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    parties = models.CharField(max_length=300, blank=True)  # as the paper names them
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    when_words = models.CharField(max_length=60, blank=True)
    deadline = models.DateField(null=True)
    deadline_basis = models.CharField(max_length=20, blank=True)  # stated, meeting_year, typed
    comparator = models.CharField(max_length=10, blank=True)
    quantity = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    confidence = models.CharField(max_length=10)
    rule = models.CharField(max_length=40)
    reasons = models.CharField(max_length=200, blank=True)
    proposed_by = models.CharField(max_length=20, default="rules")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    likeness = models.CharField(max_length=20, blank=True)
    measured_by = models.CharField(max_length=80, blank=True)  # a fact of the running scheme
    unit_agrees = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=ProposalState.OPEN.value)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    protected = ("paper", "key", "kind", "within", "position", "start", "end", "found_start", "found_end", "wording", "marker", "title",
                 "standard", "category", "parties", "owner", "when_words", "deadline", "deadline_basis", "comparator", "quantity", "unit",
                 "confidence", "rule", "reasons", "proposed_by", "repeats", "likeness", "measured_by", "unit_agrees", "state",
                 "merged_into", "reason", "decided_by", "decided_at")  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "key"], name="proposal_once")]
