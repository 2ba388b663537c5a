"""Bodies in a dated tree, people, and what they may do."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from kaoping.errors import Words
from kaoping_web.journal.models import Protected
from kaoping_web.organisations.roles import Role


class Organisation(Protected):
    """A body for as long as it exists. Its name, kind and place in the tree are in its `Standing`s, by date.

    `key` names it in schemes and workbooks and never changes. `assesses`: whether it runs assessments (a district does).
    """

    key = models.CharField(max_length=80, unique=True)
    founded_on = models.DateField()
    closed_on = models.DateField(null=True)
    assesses = models.BooleanField(default=False)

    protected = ("key", "founded_on", "closed_on", "assesses")

    def __str__(self) -> str:
        return self.key


class Standing(Protected):
    """What a body was called, what kind it was and under whom, from a day on until before `until`.

    `path` holds the ids of the bodies above it and its own, as `/1/17/230/`: everything below 17 begins with `/1/17/`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="standings")
    title = models.CharField(max_length=120)
    english = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    starts = models.DateField()
    until = models.DateField(null=True)

    protected = ("organisation", "title", "english", "kind", "parent", "path", "position", "starts", "until")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "starts"], name="standing_once_a_day"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="standing_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("starts")), name="standing_has_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path"], name="standing_path"),
            models.Index(fields=["parent"], name="standing_parent"),
        ]

    @property
    def name(self) -> Words:
        """The title in both languages."""
        return Words(self.title, self.english)


class Figure(Protected):
    """A constant of a body from a day on: its population, its difficulty coefficient. `text`: canonical decimal or words."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="figures")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=200)
    is_number = models.BooleanField()
    starts = models.DateField()

    protected = ("organisation", "name", "text", "is_number", "starts")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name", "starts"], name="figure_once_a_day")
        ]


class Change(Protected):
    """A change of organisation, with its paper: what was done to which body from which day."""

    kind = models.CharField(max_length=20)  # found, rename, move, merge, split, close
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    into = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    effective_on = models.DateField()
    document = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()

    protected = ("kind", "organisation", "into", "effective_on", "document", "reason", "made_at")


class People(BaseUserManager["User"]):
    """Finds a person by the name he signs in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser, Protected):
    """A person who signs in. `last_login` is kept, page views are not: nobody's use is counted."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    home = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose staff he is
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True)
    totp_secret = models.CharField(max_length=64, blank=True)
    totp_used = models.PositiveBigIntegerField(
        default=0
    )  # the last time step a code was taken for: none is taken twice
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="zh")
    theme = models.CharField(max_length=5, default="light")
    visited_at = models.DateTimeField(null=True)
    epoch = models.PositiveIntegerField(default=1)  # sessions of an earlier epoch have ended

    objects = People()
    USERNAME_FIELD = "username"
    protected = ("username", "display_name", "home", "is_active", "epoch")


class Grant(Protected):
    """One role of one person at one body, between two days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Role])
    starts = models.DateField()
    until = models.DateField(null=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    protected = ("user", "organisation", "role", "starts", "until", "granted_by")

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on that day."""
        return self.starts <= day and (self.until is None or day < self.until)
