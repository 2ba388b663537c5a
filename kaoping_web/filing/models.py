"""Filings, their values cell by cell, every revision as a vintage, evidence, receipts.

A filing is what one supplier owes for one period and one track: rows are units, columns are facts of the scheme.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from django.db import models

from kaoping_web.cycles.models import Cycle
from kaoping_web.journal.models import Protected
from kaoping_web.organisations.models import Organisation, User


class FilingState(Enum):
    """open → submitted (in time or late) → open again for returned cells → closed when every cell is verified."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class ValueState(Enum):
    """Where a cell stands. expected: nothing filed. draft: saved, not handed in. filed: handed in. returned: to be mended.
    checked: accepted by one verifier. verified: signed by a second. Locked is the cycle's, not the value's."""

    EXPECTED = "expected"
    DRAFT = "draft"
    FILED = "filed"
    RETURNED = "returned"
    CHECKED = "checked"
    VERIFIED = "verified"


class Answer(Enum):
    """What a cell says. number, text and truth: a value. nil: nothing happened, counted as 0. pending: known later,
    `expected_on` says when. not_applicable: does not concern the unit. nothing: empty."""

    NOTHING = ""
    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    NIL = "nil"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"


class Filing(Protected):
    """One form: a supplier, a cycle, a track. For `towns_offices` and the like the supplier is each unit itself."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="filings")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    role = models.CharField(max_length=80)  # the supplier's key in the scheme
    group = models.CharField(max_length=80)  # the track's key in the scheme
    state = models.CharField(max_length=10, default=FilingState.OPEN.value)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    extended_until = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=40, blank=True)

    protected = (
        "cycle",
        "supplier",
        "role",
        "group",
        "state",
        "submitted_by",
        "submitted_at",
        "is_late",
        "extended_until",
        "receipt",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "supplier", "role", "group"], name="filing_once"),
        ]


class Value(Protected):
    """One cell: what is said of one unit for one fact and the cycle's period, by one supplier. `vintage` counts what was
    handed in. `text`: canonical decimal for numbers. `source`: the supplier's key where a fact has several, else empty."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="values")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="values")
    fact = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    source = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=16, default="")
    text = models.CharField(max_length=200, blank=True)
    expected_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=ValueState.EXPECTED.value)
    vintage = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)

    protected = ("filing", "host", "organisation", "fact", "period", "source", "answer", "text", "expected_on", "note", "state",
                 "vintage", "changed_by", "changed_at", "checked_by", "verified_by", "verified_at")  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host", "organisation", "fact", "period", "source"], name="value_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["filing"], name="value_of_filing"),
            models.Index(fields=["host", "fact", "period"], name="value_of_fact"),
            models.Index(fields=["organisation", "period"], name="value_of_unit"),
        ]


class Vintage(Protected):
    """What was handed in, the n-th time: never changed. A correction after the lock is a vintage with two people."""

    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="vintages")
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=16)
    text = models.CharField(max_length=200, blank=True)
    expected_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    protected = ("value", "number", "answer", "text", "expected_on", "note", "reason", "document", "by", "at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["value", "number"], name="vintage_once")]


class Evidence(Protected):
    """A file behind a value. The file lies in the uploads folder under its digest; it is handed out as an attachment only."""

    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)

    protected = ("value", "name", "digest", "size", "by", "at", "is_withdrawn")

    @property
    def kilobytes(self) -> int:
        """Its size, rounded up."""
        return -(-self.size // 1024)
