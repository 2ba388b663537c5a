"""Rows of a workbook that were looked at and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.services.matters import Given, edit_matter, register_matter


class Confirmed(Protocol):
    """A row: a new matter with its source, or what a matter becomes."""

    @property
    def given(self) -> Given: ...

    @property
    def source(self) -> str: ...

    @property
    def matter(self) -> Matter | None: ...


@deed
def take_rows(*, by: User, host: Organisation, rows: Sequence[Confirmed], now: datetime) -> list[Matter]:
    """All of them, or none: new matters are registered, those not assigned yet are changed."""
    return [
        register_matter(by=by, host=host, given=one.given, wording=one.source, asked_by=one.source, now=now)
        if one.matter is None
        else edit_matter(by=by, matter_id=one.matter.pk, given=one.given, seen=one.matter.version, now=now)
        for one in rows
    ]
