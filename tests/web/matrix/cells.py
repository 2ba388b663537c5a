"""One cell of the matrix: who sends what where, what the policy says must come back, and what came."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, field
from itertools import count, product
from zlib import crc32

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from kaoping_web import clock
from kaoping_web.journal.models import LogState
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.organisations.sessions import EPOCH
from tests.web.matrix.people import PEOPLE, Person
from tests.web.matrix.places import Place, disable
from tests.web.matrix.policy import ENTRIES, FREE, REFUSED, Entry, name_of, reaches
from tests.web.matrix.world import World

METHODS = ("GET", "POST", "PUT", "DELETE")
SIGN_IN = "/sign-in/"
_number = count(1)


@dataclass(frozen=True)
class Cell:
    """One request."""

    key: str
    entry: Entry
    person: Person
    place: Place
    method: str
    form: tuple[tuple[str, object], ...]

    @property
    def url(self) -> str:
        """Where it is sent."""
        path = reverse(name_of(self.key), kwargs={**self.place.kwargs, **dict(self.form)})
        return f"{path}?{self.place.query}" if self.place.query else path

    @property
    def sends(self) -> dict[str, str]:
        """What a form of it holds."""
        return {"once": f"once-{next(_number)}", **self.entry.sends, **self.place.sends}

    def __str__(self) -> str:
        return f"{self.method} {self.key} [{self.place.label}] by {self.person.name}"


@dataclass(frozen=True)
class Wanted:
    """What may come back. refused: nothing may be stored. hidden: it must look like what is not there."""

    statuses: frozenset[int]
    refused: bool = False
    hidden: bool = False
    to_sign_in: bool = False


def sampled(some: Iterable[Cell], share: int = 6) -> Iterator[Cell]:
    """One in `share` of them, by their names: the same ones every time, from every address, method and person alike."""
    return (one for one in some if crc32(str(one).encode()) % share == 0)


def wanted(cell: Cell) -> Wanted:
    """What the policy says of a cell."""
    entry, person, place, method = cell.entry, cell.person, cell.place, cell.method
    offered = entry.offers(method)
    if not person.enters and not entry.is_open:
        return Wanted(frozenset({302} if offered else {302, 405}), refused=True, to_sign_in=True)
    if not entry.lets_in(person, method):
        return Wanted(frozenset({403} if offered else {403, 405}), refused=True)
    if not offered:
        return Wanted(frozenset({405}), refused=True)
    if method == "GET" and entry.redirects:
        return Wanted(frozenset({302}))
    rule = entry.rule(method)
    if place.there and (rule == FREE or reaches(person, rule, place.about)):
        return _within(entry, place, method)
    if place.there and method == "POST" and entry.read and reaches(person, entry.read, place.about):
        return Wanted(REFUSED, refused=True)  # he may look at it, and not do this
    return Wanted(frozenset({404}), refused=True, hidden=True)


def _within(entry: Entry, place: Place, method: str) -> Wanted:
    if method == "GET":
        known = entry.gets.get(place.state)
        return Wanted(frozenset({known} if known else {200, 302}))
    return Wanted(frozenset({200, 302, 409, 422}))


def cells(found: dict[str, list[Place]], everything: bool = False) -> Iterator[Cell]:
    """Address × form of it × object × person × method.

    Who does not get past the door, and a method that is not offered, are asked of the first object alone: neither answer may depend
    on it. `everything`: of every object. Where two policies share an address, what is not a form is sent there once.
    """
    sent: set[tuple[object, ...]] = set()
    for key, entry in ENTRIES.items():
        for at, place in enumerate(found[entry.at]):
            for form in entry.forms:
                for person, method in product(PEOPLE, METHODS):
                    same = name_of(key), at, tuple(form.items()), person.name, method
                    if method != "POST" and same in sent:
                        continue
                    if (
                        everything
                        or at == 0
                        or (entry.offers(method) and past_the_door(entry, person, method))
                    ):
                        sent.add(same)
                        yield Cell(key, entry, person, place, method, tuple(form.items()))


def past_the_door(entry: Entry, person: Person, method: str) -> bool:
    """Whether the object decides what he is answered."""
    return (person.enters or entry.is_open) and entry.lets_in(person, method)


class Caller(RequestFactory):
    """One person's browser: his session, and who he is as read when the sweep began. A test of sessions asks whether that is read
    anew at every request; here nothing about people changes, so that thousands of requests need not read it."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__()
        self._handler = _Handler(enforce_csrf_checks=False)
        if person.name != "anonymous":
            client = Client()
            client.force_login(world.people[person.name])
            session = client.session
            session[EPOCH] = world.people[person.name].epoch
            session.save()
            self.cookies = client.cookies
        if person.enters and person.name != "anonymous":
            self._handler.user = _read(world.people[person.name].pk)

    def request(self, **request: object) -> HttpResponseBase:
        """Through every layer of the site, without the bookkeeping of Django's client. A mistake is answered 500."""
        return self._handler(self._base_environ(**request))  # type: ignore[no-any-return]


class _Handler(ClientHandler):
    """Hands each request its person, if he is known already."""

    user: User | None = None

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        if self.user is not None:
            request._cached_user = copy(self.user)  # type: ignore[attr-defined]
            request._cached_user.__dict__.update({one: dict(self.user.__dict__[one]) for one in KEPT})  # type: ignore[attr-defined]
        return super().get_response(request)  # type: ignore[no-any-return]


KEPT = ("_grants", "_scopes", "_paths")
"""What the policy notes on a person once a request."""


def _read(key: int) -> User:
    """A person with his roles, and how far each of his permissions reaches."""
    user = User.objects.get(pk=key)
    for permission in Permission:
        scope(user, permission, clock.today())
    for one in KEPT:
        user.__dict__.setdefault(one, {})
    return user


@dataclass
class Sweep:
    """Sends cells and keeps what is wrong: status, stored past a refusal, told apart from what is missing, written by a GET."""

    world: World
    wrong: list[str] = field(default_factory=list)
    ran: int = 0
    done: set[str] = field(default_factory=set)
    shown: list[tuple[Cell, str]] = field(default_factory=list)
    keep_shown: bool = False

    def __post_init__(self) -> None:
        self._callers: dict[str, Caller] = {}
        self._nowhere: dict[str, bytes] = {}
        for one in PEOPLE:
            if not one.enters:
                self._caller(one)
        disable(self.world)
        self._size = _size()

    def sign_all_in(self) -> None:
        """Open everybody's browser at once, where the database is compared afterwards: signing in is written down."""
        for one in PEOPLE:
            self._caller(one)

    def _caller(self, person: Person) -> Caller:
        """A person's browser, opened when he is first heard of."""
        if person.name not in self._callers:
            self._callers[person.name] = Caller(self.world, person)
        return self._callers[person.name]

    def _is_nowhere(self, cell: Cell, answer: HttpResponseBase) -> bool:
        """Whether it is, byte for byte, what this person is answered where there is nothing."""
        name = cell.person.name
        if name not in self._nowhere:
            found = self._caller(cell.person).get("/there/is/no/such/page/")
            self._nowhere[name] = found.content  # type: ignore[attr-defined]
        return bool(answer.content == self._nowhere[name])  # type: ignore[attr-defined]

    def send(self, cell: Cell, takes_back: bool = True) -> None:
        """One request, judged, and taken back."""
        self.ran += 1
        self._caller(cell.person)
        with transaction.atomic(), Writes() as writes:
            answer = self._answer(cell)
            stored = bool(writes.found) and _size() != self._size
            self._judge(cell, answer, wanted(cell), stored, writes.found)
            transaction.set_rollback(takes_back)

    def does(self, cell: Cell) -> bool:
        """Whether this form is taken and stored; it is taken back."""
        self._caller(cell.person)
        with transaction.atomic():
            answer = self._answer(cell)
            stored = _size() != self._size
            transaction.set_rollback(True)
        self.ran += 1
        return stored and answer.status_code in (200, 302)

    def _answer(self, cell: Cell) -> HttpResponseBase:
        caller = self._caller(cell.person)
        if cell.method == "GET":
            return caller.get(cell.url)
        if cell.method == "POST":
            return caller.post(cell.url, cell.sends)
        return caller.generic(cell.method, cell.url)

    def _judge(
        self, cell: Cell, answer: HttpResponseBase, want: Wanted, stored: bool, writes: list[str]
    ) -> None:
        status = answer.status_code
        if status not in want.statuses:
            self.wrong.append(f"{cell}: {status}, not {sorted(want.statuses)}")
        elif want.to_sign_in and status == 302 and not answer["Location"].startswith(SIGN_IN):
            self.wrong.append(f"{cell}: led to {answer['Location']}")
        elif want.hidden and not self._is_nowhere(cell, answer):
            self.wrong.append(f"{cell}: not the page of what is not there")
        if want.refused and writes:
            self.wrong.append(f"{cell}: refused after {writes[0][:80]}")
        if cell.method == "GET" and writes:
            self.wrong.append(f"{cell}: reading writes {writes[0][:80]}")
        if cell.method == "POST" and status == 302 and stored and not want.refused:
            self.done.add(name_of(cell.key))
        if self.keep_shown and status == 200:
            self.shown.append((cell, text_of(answer)))


def _size() -> int:
    return LogState.objects.values_list("size", flat=True).get(pk=1)


def text_of(answer: HttpResponseBase) -> str:
    """What an answer holds, also of the parts of a workbook."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if not body.startswith(b"PK\x03\x04"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return "".join(package.read(one).decode("utf-8", "replace") for one in package.namelist())


class Writes:
    """The statements that change rows, those of sessions aside: which cycle was chosen last is kept there."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._wrapped: AbstractContextManager[None] = connection.execute_wrapper(self)

    def __enter__(self) -> Writes:
        self._wrapped.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapped.__exit__(None, None, None)

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if (
            sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE", "REPLAC")
            and "django_session" not in sql
        ):
            self.found.append(sql)
        return execute(sql, params, many, context)
