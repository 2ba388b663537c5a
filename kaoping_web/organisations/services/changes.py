"""Changes of organisation, each from a day on: found, rename, move, merge, split, close. Past and future days alike.

Every service refuses with all problems at once, writes the body (its version guards against two people at once), the
standings that change, and a `Change` with the paper behind it. History is parted, never rewritten silently: what a row
said before stands in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from kaoping.errors import Problem
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Change, Organisation, Standing, User
from kaoping_web.organisations.services import checking
from kaoping_web.organisations.services.sentences import told
from kaoping_web.organisations.services.storing import Work, keep_change, keep_standings
from kaoping_web.organisations.timelines import end_of
from kaoping_web.refusals import Refused


class Paper(TypedDict):
    """Who changes something, on what paper, and when."""

    by: User
    document: str
    reason: str
    now: datetime


class OfBody(Paper):
    """What every change of a body says: of which one, as it was seen, and from which day."""

    organisation_id: int
    seen: int
    effective_on: date


class Called(TypedDict):
    """Name and kind of a body."""

    title: str
    english: str
    kind: str


@dataclass(frozen=True)
class NewBody:
    """What is said of a body when it begins."""

    key: str
    title: str
    english: str
    kind: str
    position: int = 0
    assesses: bool = False


@deed
def found_body(
    *,
    by: User | None,
    body: NewBody,
    parent_id: int | None,
    effective_on: date,
    document: str,
    now: datetime,
    reason: str = "",
) -> Organisation:
    """A new body from a day on. Only a command (by nobody) founds one that has none above it."""
    parent = checking.body_for(by, parent_id, now) if parent_id is not None or by is not None else None
    work = Work.around([parent] if parent else [])
    problems = [
        *checking.of_paper(document),
        *checking.of_new_body(body),
        *checking.of_parent(work, parent, effective_on),
    ]
    if parent is not None:
        problems += checking.of_title(body.title, parent.pk, effective_on)
    if problems:
        raise Refused(problems)
    made = _begin(work, by, body, parent, effective_on, now, document, reason)
    keep_standings(work, by=by, deed="found.organisation", at=now, document=document, reason=reason)
    return made


def _begin(
    work: Work, by: User | None, body: NewBody, parent: Organisation | None, day: date, now: datetime, document: str, reason: str,
    kind: str = "found", of: Organisation | None = None,
) -> Organisation:  # fmt: skip
    """The body and its first standing, hung in the tree; standings are stored later. Raises Refused where it cannot hang."""
    row = Organisation(key=body.key, founded_on=day, assesses=body.assesses)
    made = keep(
        row, by=by, deed="found.organisation", chain=body.key, at=now, document=document, reason=reason
    )
    work.begin(
        made,
        Standing(
            organisation=made,
            title=body.title,
            english=body.english,
            kind=body.kind,
            parent=parent,
            position=body.position,
            starts=day,
        ),
    )
    work.hang([made.pk])
    keep_change(
        by=by,
        kind=kind,
        body=of or made,
        into=made if of else None,
        day=day,
        document=document,
        reason=reason,
        now=now,
    )
    return made


@deed
def rename_body(
    *, by: User, organisation_id: int, seen: int, effective_on: date, title: str, english: str, kind: str, document: str, now: datetime,
    reason: str = "",
) -> Change:  # fmt: skip
    """Another name or kind from a day on, until the next. A second name for one day mends the first and needs a reason."""
    body = checking.body_for(by, organisation_id, now)
    work = Work.around([body])
    problems = [
        *checking.of_paper(document),
        *checking.of_words(title, kind),
        *checking.of_day(work, body, effective_on),
    ]
    standing = work.lines.at(body.pk, effective_on)
    if standing is not None:
        if (standing.title, standing.english, standing.kind) == (title, english, kind):
            problems.append(told("change-nothing"))
        problems += checking.of_title(title, standing.parent_id, effective_on, but=body.pk)
        if not reason and _named_that_day(body, effective_on):
            problems.append(told("change-same-day", effective_on))
    if problems:
        raise Refused(problems)
    work.lines.change(body.pk, effective_on, title=title, english=english, kind=kind)
    return _done(work, by, "rename", body, None, seen, effective_on, document, reason, now)


@deed
def move_body(
    *, by: User, organisation_id: int, seen: int, effective_on: date, parent_id: int, document: str, now: datetime, reason: str = "",
    position: int | None = None,
) -> Change:  # fmt: skip
    """Under another body from a day on, with everything below it."""
    body, parent = checking.body_for(by, organisation_id, now), checking.body_for(by, parent_id, now)
    work = Work.around([body, parent], below=body, since=effective_on)
    problems = [
        *checking.of_paper(document),
        *checking.of_day(work, body, effective_on),
        *checking.of_parent(work, parent, effective_on),
    ]
    standing = work.lines.at(body.pk, effective_on)
    if standing is not None and standing.parent_id == parent.pk:
        problems.append(told("change-nothing"))
    if standing is not None:
        problems += checking.of_title(standing.title, parent.pk, effective_on, but=body.pk)
    if problems:
        raise Refused(problems)
    work.lines.change(
        body.pk, effective_on, parent_id=parent.pk, **({} if position is None else {"position": position})
    )
    return _done(work, by, "move", body, parent, seen, effective_on, document, reason, now)


@deed
def merge_body(
    *,
    by: User,
    organisation_id: int,
    seen: int,
    effective_on: date,
    into_id: int,
    document: str,
    now: datetime,
    reason: str = "",
) -> Change:
    """Closed from a day on, and whatever is below it then hangs under the other body."""
    body, into = checking.body_for(by, organisation_id, now), checking.body_for(by, into_id, now)
    work = Work.around([body, into], below=body, since=effective_on)
    problems = [
        *checking.of_paper(document),
        *checking.of_closing(work, body, effective_on),
        *checking.of_parent(work, into, effective_on),
    ]
    if body.pk == into.pk:
        problems.append(told("merge-self"))
    if problems:
        raise Refused(problems)
    _take_children(work, body, into, effective_on)
    work.lines.close(body.pk, effective_on)
    body.closed_on = effective_on
    return _done(work, by, "merge", body, into, seen, effective_on, document, reason, now)


@deed
def split_body(
    *, by: User, organisation_id: int, seen: int, effective_on: date, parts: Sequence[NewBody], closes: bool, document: str, now: datetime,
    reason: str = "",
) -> list[Organisation]:  # fmt: skip
    """New bodies out of one, beside it, from a day on; it is closed on that day or goes on."""
    body = checking.body_for(by, organisation_id, now)
    work = Work.around([body], below=body, since=effective_on)
    standing = work.lines.at(body.pk, effective_on)
    problems: list[Problem] = [*checking.of_paper(document), *checking.of_parts(parts, closes)]
    problems += [*checking.of_closing(work, body, effective_on), *checking.of_children(work, body, effective_on)] if closes else [
        *checking.of_day(work, body, effective_on)
    ]  # fmt: skip
    for one in parts:
        problems += checking.of_new_body(one)
        if standing is not None and not (closes and one.title == standing.title):
            problems += checking.of_title(one.title, standing.parent_id, effective_on)
    if standing is not None and standing.parent_id is None:
        problems.append(told("split-top"))
    if problems:
        raise Refused(problems)
    assert standing is not None
    made = [
        _begin(work, by, one, standing.parent, effective_on, now, document, reason, kind="split", of=body) for one in parts
    ]  # fmt: skip
    if closes:
        work.lines.close(body.pk, effective_on)
        body.closed_on = effective_on
    _store(work, by, "split", body, seen, document, reason, now)
    return made


@deed
def close_body(
    *,
    by: User,
    organisation_id: int,
    seen: int,
    effective_on: date,
    document: str,
    now: datetime,
    reason: str = "",
) -> Change:
    """Closed from a day on. What is below it is moved or closed before."""
    body = checking.body_for(by, organisation_id, now)
    work = Work.around([body], below=body, since=effective_on)
    problems = [
        *checking.of_paper(document),
        *checking.of_closing(work, body, effective_on),
        *checking.of_children(work, body, effective_on),
    ]
    if problems:
        raise Refused(problems)
    work.lines.close(body.pk, effective_on)
    body.closed_on = effective_on
    return _done(work, by, "close", body, None, seen, effective_on, document, reason, now)


def _take_children(work: Work, body: Organisation, into: Organisation, day: date) -> None:
    for child, rows in sorted(work.lines.rows.items()):
        while found := next((one for one in rows if one.parent_id == body.pk and end_of(one) > day), None):
            work.lines.change(child, max(day, found.starts), parent_id=into.pk)


def _done(
    work: Work, by: User, kind: str, body: Organisation, into: Organisation | None, seen: int, day: date, document: str, reason: str,
    now: datetime,
) -> Change:  # fmt: skip
    work.hang(work.below or [body.pk])
    _store(work, by, kind, body, seen, document, reason, now)
    return keep_change(
        by=by, kind=kind, body=body, into=into, day=day, document=document, reason=reason, now=now
    )


def _store(
    work: Work, by: User, kind: str, body: Organisation, seen: int, document: str, reason: str, now: datetime
) -> None:
    name = f"{kind}.organisation"
    keep(body, by=by, deed=name, chain=body.key, at=now, document=document, reason=reason, seen=seen)
    keep_standings(work, by=by, deed=name, at=now, document=document, reason=reason)


def _named_that_day(body: Organisation, day: date) -> bool:
    return (
        body.founded_on == day
        or Change.objects.filter(organisation=body, kind="rename", effective_on=day).exists()
    )
