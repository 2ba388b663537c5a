"""Papers and what was proposed from them; matters with every move made on them; cards; plans as trees."""

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
    split, card, talk, withdraw. `on_the_spot` with `plan_code`: a visit that stands in the year's plan of visits.
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
