"""What was worked out from protected rows, kept for as long as the journal has not grown.

Every change of a protected row is a deed, and every deed moves the journal's position. What is counted at a position is
therefore true until the position changes, for every process that reads the same database. Nothing that depends on rows
outside the journal (sessions, files of a queue) may be kept here, and nothing that decides who may do what.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from kaoping.journal import Frontier, Log
from kaoping_web.journal.models import Entry, LogState, Protected
from kaoping_web.journal.writing import is_writing

Found = TypeVar("Found")
Position = tuple[str, str, int, str]
"""Installation, algorithm, number of entries, peaks: together they stand for everything that was ever entered."""

KEPT = 4096
SIGNS_KEPT = 16_000_000
"""How many signs of finished text a process keeps: some 30 MB, the tracks of a city with their drawings."""
ROOT_SHOWN = 8

_kept: OrderedDict[tuple[Position, Hashable], object] = OrderedDict()
_texts: OrderedDict[tuple[Position, Hashable], str] = OrderedDict()
_signs = 0
_lock = Lock()


def position() -> Position | None:
    """How far the journal has come; None before it begins. One query."""
    rows = LogState.objects.filter(pk=1)
    return rows.values_list("installation", "algorithm", "size", "peaks").first()


def position_of_request(request: HttpRequest) -> Position | None:
    """How far the journal had come when this page was begun; a request that writes asks anew."""
    if request.method not in ("GET", "HEAD"):
        return position()
    if not hasattr(request, "_position"):
        request._position = position()  # type: ignore[attr-defined]
    return request._position  # type: ignore[attr-defined,no-any-return]


def position_of(tables: Iterable[type[Protected]]) -> Position | None:
    """The last entry about rows of these tables, which a deed about others leaves as it is. One query by an index."""
    names = [one.object_type() for one in tables]
    last = (
        Entry.objects.filter(object_type__in=names)
        .order_by("-sequence")
        .values_list("sequence", "digest")
        .first()
    )
    return ("", "", *last) if last else None


def kept(at: Position | None, what: Hashable, make: Callable[[], Found]) -> Found:
    """What `make` gave at this position for `what`, made once. Give what nobody changes: numbers, words, tuples.

    Read the position before anything else: what a deed changes between the two is then at worst newer than it says.
    Within a deed nothing is kept: what is read there may be taken back.
    """
    if at is None or is_writing():
        return make()
    key = at, what
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(Found, _kept[key])
    found: Any = make()
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return cast(Found, found)


def finished(at: Position | None, what: Hashable, make: Callable[[], str]) -> str:
    """The same for a piece of a page, finished and escaped. `what` names everything that decides it: the reader's language,
    and how much he may see. What has not been read for longest goes when there is too much."""
    global _signs
    if at is None or is_writing():
        return make()
    key = at, what
    with _lock:
        if key in _texts:
            _texts.move_to_end(key)
            return _texts[key]
    text = make()
    with _lock:
        _signs += len(text) - len(_texts.pop(key, ""))
        _texts[key] = text
        while _signs > SIGNS_KEPT and len(_texts) > 1:
            _signs -= len(_texts.popitem(last=False)[1])
    return text


def forget() -> None:
    """Nothing is kept any more: for a process that changes its database, as a test does."""
    global _signs
    with _lock:
        _kept.clear()
        _texts.clear()
        _signs = 0


@lru_cache(maxsize=64)
def short_root(at: Position | None) -> str:
    """The first digits of the journal's root there, for the foot of a page: it changes with every deed."""
    if at is None:
        return ""
    installation, algorithm, size, peaks = at
    frontier = Frontier(size, tuple(bytes.fromhex(one) for one in peaks.split(",") if one))
    root = frontier.root(Log(installation, algorithm).hashed).hex()[:ROOT_SHOWN]
    return f"{root[:4]} {root[4:]}"
