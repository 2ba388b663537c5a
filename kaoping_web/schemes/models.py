"""Schemes and their versions. A locked version is never edited: the next one is drafted from it."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kaoping.errors import Words
from kaoping.journal import Value
from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User


class VersionState(Enum):
    """draft → sent (for approval) → approved → locked; a sent one may be returned to draft; a locked one is closed by the next."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    LOCKED = "locked"
    CLOSED = "closed"


class Scheme(Protected):
    """What one assessing body assesses under one name, through all its versions. `key` is the scheme file's `id`."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    key = models.CharField(max_length=80)

    protected = ("host", "key")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "key"], name="scheme_once")]


class SchemeVersion(Protected):
    """One version: its text as read and edited, and who drafted, sent, approved and locked it.

    `text` is the scheme file; `digest` its SHA-256, which the journal protects.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=VersionState.DRAFT.value)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    effective_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    protected = ("scheme", "number", "title", "english", "state", "digest", "effective_on", "reason", "document", "based_on",
                 "drafted_by", "drafted_at", "sent_by", "approved_by", "approved_at", "locked_at")  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(state="locked"), name="version_one_locked"
            ),
        ]

    def image(self) -> dict[str, Value]:
        """With the digest of the text as it stands, so that a text changed past the journal shows in the verification."""
        return super().image() | {"text": hashlib.sha256(self.text.encode()).hexdigest()}

    @property
    def name(self) -> Words:
        """The title in both languages."""
        return Words(self.title, self.english)
