"""The record's own tables, and what a protected row is."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from kaoping.journal import Row, Value, utc_text


class Protected(models.Model):
    """A row whose fields named in `protected` stand in the journal with every deed.

    It is written by `kaoping_web.journal.services.keep` only. `version` counts its changes from 1.
    """

    version = models.PositiveIntegerField(default=1)

    protected: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def object_type(cls) -> str:
        """What the journal calls such rows, as `filing.value`."""
        return f"{cls._meta.app_label}.{cls._meta.model_name}"

    @classmethod
    def attribute_of(cls, name: str) -> str:
        """Where a field's value stands: of a foreign key the number of the row it points to."""
        field = cls._meta.get_field(name)
        assert isinstance(field, models.Field), f"{name} is no column of {cls.__name__}"
        return str(field.attname)

    def image(self) -> dict[str, Value]:
        """The protected fields as the journal keeps them. A foreign key is the number of the row it points to."""
        return {name: told(getattr(self, self.attribute_of(name))) for name in self.protected}

    def as_row(self) -> Row:
        """This row as the replay compares it with the journal."""
        return Row(self.object_type(), str(self.pk), self.version, self.image())


def told(value: object) -> Value:
    """A field's value as text, whole number, truth or null. Floats and other kinds are a programmer's mistake."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | bool), type(value)
    return value


class LogState(models.Model):
    """One row: how far the log has grown. Who writes locks it first, so that there is one writer at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    installation = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=16, default="sha256")
    size = models.PositiveBigIntegerField(default=0)
    peaks = models.TextField(default="")
    last_at = models.DateTimeField(null=True)


class ChainHead(models.Model):
    """The end of one organisation's chain."""

    chain = models.CharField(max_length=200, primary_key=True)
    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)


class Entry(models.Model):
    """One deed, sealed. Triggers refuse every change. The columns beside `raw` are for finding only."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    chain = models.CharField(max_length=200)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    deed = models.CharField(max_length=130)
    who = models.CharField(max_length=200)
    object_type = models.CharField(max_length=130)
    object_key = models.CharField(max_length=200)
    raw = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "number"], name="entry_once_in_chain")
        ]
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_key", "sequence"], name="entry_of_object"),
            models.Index(fields=["at"], name="entry_at"),
        ]


class Checkpoint(models.Model):
    """A root as it was stated: printed on papers, kept here too."""

    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    text = models.TextField()
    why = models.CharField(max_length=200)


class Submission(models.Model):
    """One form sent: the same key again gives the same answer, and nothing is done twice."""

    key = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    body = models.CharField(max_length=64)
    location = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="submission_once")]
