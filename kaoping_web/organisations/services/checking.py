"""What a change of organisation must keep. Each check gives every problem it finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kaoping.errors import Problem
from kaoping_web.organisations.models import Organisation, Standing, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries.bodies import on_day
from kaoping_web.organisations.roles import Permission
from kaoping_web.organisations.services.sentences import told
from kaoping_web.organisations.timelines import end_of
from kaoping_web.refusals import Refused

if TYPE_CHECKING:
    from kaoping_web.organisations.services.changes import NewBody
    from kaoping_web.organisations.services.storing import Work

KEY = re.compile(r"[^\W_][\w.-]{0,79}")
KIND = re.compile(r"[^\W\d_]\w{0,39}")


def body_for(by: User | None, organisation_id: int | None, now: datetime) -> Organisation:
    """The body, for somebody who may change it. Raises Refused; a missing one is refused alike."""
    found = None if organisation_id is None else Organisation.objects.filter(pk=organisation_id).first()
    if found is None or not (by is None or may(by, Permission.BODIES_CHANGE, timezone.localdate(now), found)):
        raise Refused(told("body-not-yours"))
    return found


def of_paper(document: str) -> Iterator[Problem]:
    """A change has a paper."""
    if not document.strip():
        yield told("change-document")


def of_new_body(body: NewBody) -> Iterator[Problem]:
    """Key, name and kind of a body to be founded."""
    if not KEY.fullmatch(body.key) or not unicodedata.is_normalized("NFC", body.key):
        yield told("body-key", body.key[:80])
    elif Organisation.objects.filter(key=body.key).exists():
        yield told("body-key-taken", body.key)
    yield from of_words(body.title, body.kind)


def of_words(title: str, kind: str) -> Iterator[Problem]:
    """Name and kind."""
    if not title.strip():
        yield told("body-title")
    if not KIND.fullmatch(kind):
        yield told("body-kind", kind[:40])


def of_title(title: str, parent_id: int | None, day: date, but: int | None = None) -> Iterator[Problem]:
    """Under one body no two have one name on one day."""
    same = Standing.objects.filter(on_day(day), title=title, parent=parent_id).exclude(organisation=but)
    if title.strip() and parent_id is not None and same.exists():
        yield told("body-title-taken", title, day)


def of_day(work: Work, body: Organisation, day: date) -> Iterator[Problem]:
    """The body stands on that day."""
    if day < body.founded_on:
        yield told("change-before-founding", day, body.founded_on)
    elif body.closed_on is not None and day >= body.closed_on:
        yield told("change-after-closing", day, body.closed_on)


def of_parent(work: Work, parent: Organisation | None, day: date) -> Iterator[Problem]:
    """The body above stands on that day. Whether it stands for as long as needed is seen when paths are worked out."""
    if parent is None:
        return
    title = work.lines.rows[parent.pk][-1].title
    if day < parent.founded_on:
        yield told("parent-not-yet", title, day)
    elif parent.closed_on is not None and day >= parent.closed_on:
        yield told("parent-closed", title, day)


def of_closing(work: Work, body: Organisation, day: date) -> Iterator[Problem]:
    """It stands the day before, and nothing is recorded for later."""
    if body.closed_on is not None:
        yield told("change-after-closing", day, body.closed_on)
    if day <= body.founded_on:
        yield told("closing-first-day", body.founded_on)
    elif work.lines.rows[body.pk][-1].starts >= day:
        yield told("closing-later-change", work.lines.rows[body.pk][-1].starts)


def of_children(work: Work, body: Organisation, day: date) -> Iterator[Problem]:
    """Nothing is below it on that day or later."""
    below = {
        one.organisation_id: one.title
        for rows in work.lines.rows.values()
        for one in rows
        if one.parent_id == body.pk and end_of(one) > day
    }
    if below:
        shown = "、".join(list(below.values())[:5]) + ("……" if len(below) > 5 else "")
        yield told("closing-children", len(below), day, shown)


def of_parts(parts: Sequence[NewBody], closes: bool) -> Iterator[Problem]:
    """What is split off."""
    if len(parts) < (2 if closes else 1):
        yield told("split-parts")
    keys = [one.key for one in parts]
    if len(set(keys)) != len(keys):
        yield told("split-keys")
