"""Standings read for a change, and stored again: closed ones before new ones, as the constraints want it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q

from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Change, Organisation, Standing, User
from kaoping_web.organisations.services.sentences import told
from kaoping_web.organisations.timelines import Impossible, Timelines
from kaoping_web.refusals import Refused


class Work:
    """Every standing that a change may touch or must look at. `below`: bodies whose place may change."""

    def __init__(self, lines: Timelines, keys: dict[int, str], below: Sequence[int] = ()) -> None:
        self.lines, self.keys, self.below = lines, keys, list(below)

    @classmethod
    def around(
        cls, bodies: Iterable[Organisation], below: Organisation | None = None, since: date | None = None
    ) -> Work:
        """These bodies, whatever is below one of them from a day on, and everything above."""
        moved = {below.pk} if below else set()
        if below is not None:
            under = Standing.objects.filter(path__contains=f"/{below.pk}/").filter(
                Q(until=None) | Q(until__gt=since)
            )
            moved |= set(under.values_list("organisation_id", flat=True))
        paths = Standing.objects.filter(organisation__in={one.pk for one in bodies} | moved).values_list(
            "path", flat=True
        )
        ids = {int(part) for path in paths for part in path.split("/") if part}
        rows = list(Standing.objects.filter(organisation__in=ids).select_related("organisation"))
        return cls(
            Timelines(rows), {one.organisation_id: one.organisation.key for one in rows}, sorted(moved)
        )

    def begin(self, body: Organisation, first: Standing) -> None:
        """A new body with its first standing."""
        self.keys[body.pk] = body.key
        self.lines.add(first)

    def hang(self, bodies: Iterable[int]) -> None:
        """Work out paths. Raises Refused where the tree cannot be so."""
        try:
            self.lines.hang(bodies)
        except Impossible as wrong:
            names = (self._name(wrong.body, wrong.day), self._name(wrong.above, wrong.day), wrong.day)
            raise Refused(told(f"tree-{wrong.kind}", *names)) from wrong

    def _name(self, body: int, day: date) -> str:
        rows = self.lines.rows.get(body, [])
        return next(
            (one.title for one in reversed(rows) if one.starts <= day), rows[0].title if rows else str(body)
        )


def keep_standings(
    work: Work, *, by: User | None, deed: str, at: datetime, document: str, reason: str
) -> None:
    """Store what changed, each in the chain of its own body."""
    for rows in work.lines.changed():
        if rows:
            chains = {id(one): work.keys[one.organisation_id] for one in rows}
            keep_all(rows, by=by, deed=deed, chain=chains, at=at, document=document, reason=reason)


def keep_change(
    *,
    by: User | None,
    kind: str,
    body: Organisation,
    into: Organisation | None,
    day: date,
    document: str,
    reason: str,
    now: datetime,
) -> Change:
    """The change itself, with its paper."""
    row = Change(
        kind=kind,
        organisation=body,
        into=into,
        effective_on=day,
        document=document,
        reason=reason,
        made_at=now,
    )
    return keep(
        row, by=by, deed=f"{kind}.organisation", chain=body.key, at=now, document=document, reason=reason
    )
