"""A workbook put in: tried first and taken back, then done as a whole or not at all. Each row is the same deed as on a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kaoping.errors import KaopingError, Problem, Words
from kaoping_web.journal.writing import deed, writing
from kaoping_web.organisations.books import Book, BookRow
from kaoping_web.organisations.models import Figure, Grant, Organisation, User
from kaoping_web.organisations.queries.bodies import standing_of
from kaoping_web.organisations.roles import ROLE_WORDS
from kaoping_web.organisations.services.changes import (
    Called,
    NewBody,
    Paper,
    found_body,
    move_body,
    rename_body,
)
from kaoping_web.organisations.services.figures import read_figure, set_figure
from kaoping_web.organisations.services.grants import grant_role
from kaoping_web.organisations.services.people import add_person
from kaoping_web.refusals import Refused, Stale, problem

COLUMNS = {
    "body-key": "key", "body-key-taken": "key", "body-title": "title", "body-title-taken": "title", "body-kind": "kind", "body-not-yours": "parent",
    "import-parent": "parent", "parent-not-yet": "parent", "parent-closed": "parent", "tree-circle": "parent", "tree-gap": "starts",
    "change-before-founding": "starts", "change-after-closing": "starts", "change-same-day": "starts", "person-shown": "display_name",
    "person-not-yours": "home", "import-home": "home", "import-body": "organisation", "grant-not-yours": "organisation", "import-role": "role",
    "roles-apart": "role", "roles-administrator": "role", "grant-twice": "role", "grant-backwards": "starts", "grant-days": "until",
    "grant-closed": "organisation",
}  # fmt: skip
"""In which column a problem is shown; the first one otherwise."""


@dataclass(frozen=True)
class Line:
    """What one row does. `cell`: where it stands."""

    cell: str
    words: Words


@dataclass(frozen=True)
class Outcome:
    """What a workbook would do or has done. `same`: rows that change nothing."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    same: int

    @property
    def digest(self) -> str:
        """Of what it does: the same again means that nothing has changed in between."""
        return hashlib.sha256(repr([(one.cell, one.words.zh) for one in self.lines]).encode()).hexdigest()


@dataclass(frozen=True)
class Given:
    """Who puts it in, on what paper."""

    by: User
    document: str
    reason: str
    now: datetime


class _TakenBackError(Exception):
    """Ends a trial."""


def try_out(kind: str, book: Book, given: Given) -> Outcome:
    """Everything the workbook would do and everything that stands against it; nothing is kept."""
    outcome: list[Outcome] = []
    with writing():
        try:
            with transaction.atomic():
                outcome.append(_applied(kind, book, given))
                raise _TakenBackError
        except _TakenBackError:
            pass
    return outcome[0]


@deed
def put_in(*, kind: str, book: Book, given: Given, seen: str) -> Outcome:
    """The whole workbook. `seen`: the digest of the trial; Stale where it would do something else by now."""
    outcome = _applied(kind, book, given)
    if outcome.problems:
        raise Refused(outcome.problems)
    if outcome.digest != seen:
        raise Stale(
            problem("import-stale", "试导入以后，这里有了别的改动。", "something has changed here since the trial.",
                    "重新上传，再看一遍变动。", "upload it again and look at the changes.")
        )  # fmt: skip
    return outcome


def _applied(kind: str, book: Book, given: Given) -> Outcome:
    lines: list[Line] = []
    problems: list[Problem] = []
    same = 0
    for row in _parents_first(book.rows) if kind == "bodies" else book.rows:
        try:
            with transaction.atomic():
                done = list(APPLY[kind](row, book, given))
        except Refused as wrong:
            problems += [_placed(one, book, row) for one in wrong.problems]
            continue
        same += not done
        lines += [Line(row.place("", "").cell, one) for one in done]
    return Outcome(tuple(lines), tuple(problems), same)


def _placed(one: Problem, book: Book, row: BookRow) -> Problem:
    return Problem(
        one.code, one.what, one.mend, row.place(book.sheet, COLUMNS.get(one.code, "")), one.severity
    )


def _parents_first(rows: tuple[BookRow, ...]) -> Iterator[BookRow]:
    """A body after the one above it, where both are in the sheet; otherwise in the order of the sheet."""
    by_key = {one.cells["key"]: one for one in rows}
    done: set[int] = set()

    def with_parents(row: BookRow) -> Iterator[BookRow]:
        chain: list[BookRow] = []
        at: BookRow | None = row
        while at is not None and id(at) not in done and at not in chain:
            chain.append(at)
            at = by_key.get(at.cells["parent"])
        for one in reversed(chain):
            done.add(id(one))
            yield one

    for row in rows:
        yield from with_parents(row)


def _body(row: BookRow, book: Book, given: Given) -> Iterator[Words]:
    day = date.fromisoformat(row.cells["starts"])
    parent = _organisation(row.cells["parent"], "import-parent")
    found = Organisation.objects.filter(key=row.cells["key"]).first()
    title = row.cells["title"]
    paper: Paper = {"by": given.by, "document": given.document, "reason": given.reason, "now": given.now}
    if found is None:
        new = NewBody(row.cells["key"], title, row.cells.get("english", ""), row.cells["kind"])
        found = found_body(body=new, parent_id=parent.pk, effective_on=day, **paper)
        yield Words(f"{day} 设立“{title}”", f"“{title}” founded on {day}")
    else:
        yield from _changed(row, found, parent, day, paper)
    yield from _figures(row, book, found, day, paper)


def _changed(
    row: BookRow, found: Organisation, parent: Organisation, day: date, paper: Paper
) -> Iterator[Words]:
    standing = standing_of(found, day)
    called: Called = {
        "title": row.cells["title"],
        "english": row.cells.get("english", "") or standing.english,
        "kind": row.cells["kind"],
    }
    if called != {"title": standing.title, "english": standing.english, "kind": standing.kind}:
        rename_body(organisation_id=found.pk, seen=found.version, effective_on=day, **called, **paper)
        yield Words(
            f"{day} 起“{standing.title}”改为“{called['title']}”（{called['kind']}）",
            f"“{standing.title}” is “{called['title']}” ({called['kind']}) from {day}",
        )
    if standing.parent_id != parent.pk:
        version = Organisation.objects.values_list("version", flat=True).get(pk=found.pk)
        move_body(organisation_id=found.pk, seen=version, effective_on=day, parent_id=parent.pk, **paper)
        yield Words(
            f"{day} 起“{called['title']}”划到“{parent.key}”",
            f"“{called['title']}” stands under “{parent.key}” from {day}",
        )


def _figures(row: BookRow, book: Book, body: Organisation, day: date, paper: Paper) -> Iterator[Words]:
    for name in book.figures:
        text = row.cells.get(name, "")
        if not text:
            continue
        last = (
            Figure.objects.filter(organisation=body, name=name, starts__lte=day).order_by("-starts").first()
        )
        if last is not None and last.text == _spelled(text):
            continue
        set_figure(organisation_id=body.pk, name=name, text=text, starts=day, **paper)
        yield Words(
            f"{day} 起“{row.cells['title']}”的 {name} 是 {text}",
            f"{name} of “{row.cells['title']}” is {text} from {day}",
        )


def _spelled(text: str) -> str:
    """A figure as it is kept, where it can be read; what cannot be is refused when it is set."""
    try:
        return read_figure(text)[0]
    except KaopingError:
        return ""


def _person(row: BookRow, book: Book, given: Given) -> Iterator[Words]:
    name, shown = row.cells["username"], row.cells["display_name"]
    home = _organisation(row.cells["home"], "import-home")
    there = User.objects.filter(username=name).first()
    if there is not None and (there.display_name, there.home_id) == (shown, home.pk):
        return
    add_person(
        by=given.by, username=name, display_name=shown, home_id=home.pk, password_hash=make_password(None), now=given.now,
        reason=given.reason or given.document,
    )  # fmt: skip
    yield Words(f"新增 {shown}（{name}）", f"{shown} ({name}) added")


def _role(row: BookRow, book: Book, given: Given) -> Iterator[Words]:
    body, said = _organisation(row.cells["organisation"], "import-body"), row.cells["role"]
    role = next(
        (
            one
            for one, words in ROLE_WORDS.items()
            if said.casefold() in (words.zh, words.en.casefold(), one.value)
        ),
        None,
    )
    person = User.objects.filter(username=row.cells["username"]).first()
    problems = []
    if role is None:
        zh = "、".join(one.zh for one in ROLE_WORDS.values())
        problems.append(
            problem(
                "import-role",
                f"没有“{said}”这个岗位。",
                f"there is no role “{said}”.",
                f"用：{zh}。",
                "Use the role's name in Chinese or English.",
            )
        )
    if person is None:
        problems.append(
            problem(
                "import-person",
                "没有这个登录名。",
                "nobody signs in by this name.",
                "先新增此人。",
                "add the person first.",
            )
        )
    if problems:
        raise Refused(problems)
    assert role is not None and person is not None
    today = timezone.localdate(given.now)
    starts, until = _day(row, "starts") or today, _day(row, "until")
    held = Grant.objects.filter(user=person, organisation=body, role=role.value, until=until)
    if any(one.starts <= starts for one in held):
        return
    grant_role(
        by=given.by, user_id=person.pk, organisation_id=body.pk, role=role, starts=starts, until=until, now=given.now,
        reason=given.reason or given.document,
    )  # fmt: skip
    yield Words(
        f"{starts} 起 {person.display_name}：{ROLE_WORDS[role].zh}（{body.key}）",
        f"{person.display_name}: {ROLE_WORDS[role].en} ({body.key}) from {starts}",
    )


def _day(row: BookRow, name: str) -> date | None:
    text = row.cells.get(name, "")
    return date.fromisoformat(text) if text else None


def _organisation(key: str, code: str) -> Organisation:
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise Refused(
            problem(
                code,
                f"没有编码是“{key}”的机构。",
                f"there is no body with the key “{key}”.",
                "核对编码，或先设立它。",
                "check the key, or found it first.",
            )
        )
    return found


APPLY: dict[str, Callable[[BookRow, Book, Given], Iterator[Words]]] = {
    "bodies": _body,
    "people": _person,
    "roles": _role,
}
