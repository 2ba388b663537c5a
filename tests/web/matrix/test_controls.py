"""What the matrix is worth: with one check taken out it finds it."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from kaoping_web.filing.models import Filing
from kaoping_web.filing.views import grids
from kaoping_web.journal.services import record
from kaoping_web.organisations.roles import TABLE, Permission, Reach, Role
from tests.house.test_site import addresses
from tests.web.cast import NOW
from tests.web.matrix.cells import Sweep, cells
from tests.web.matrix.places import Place
from tests.web.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_frame")]
Objects = dict[str, list[Place]]


SOME = {"anonymous", "nobody", "reporter@anping", "reporter@bincheng", "verifier@statistics", "leader@xiaoyun", "system_admin@xiaoyun",
        "unit_head@qinghe_t1"}  # fmt: skip
"""One of each kind: a control asks whether a fault is found at all."""


def swept(world: World, objects: Objects, *keys: str) -> list[str]:
    """What is wrong with these addresses."""
    sweep = Sweep(world)
    for cell in cells(objects):
        if cell.key in keys and cell.person.name in SOME:
            sweep.send(cell)
    return sweep.wrong


def pattern_of(name: str) -> URLPattern:
    return next(one for one in addresses() if one.name == name)


def test_a_role_that_reaches_too_far_is_found(
    world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert swept(world, objects, "filing") == []
    monkeypatch.setitem(TABLE[Role.REPORTER], Permission.FILING_READ, Reach.ANYWHERE)  # type: ignore[arg-type]
    wrong = swept(world, objects, "filing")
    assert wrong and all("by reporter@" in one and "200, not [404]" in one for one in wrong)


def test_a_role_too_many_is_found(world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE[Role.SYSTEM_ADMIN], Permission.VALUE_READ, Reach.TREE)  # type: ignore[arg-type]
    assert any(
        "by system_admin@xiaoyun: 200, not [403]" in one for one in swept(world, objects, "filing-cell")
    )


def test_a_role_too_few_is_found(world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TABLE[Role.LEADER], Permission.FILING_READ)  # type: ignore[arg-type]
    assert any("by leader@xiaoyun: 403, not [200, 302]" in one for one in swept(world, objects, "filing"))


def test_a_view_without_its_door_is_found(
    world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = pattern_of("people")
    assert swept(world, objects, "people") == []
    monkeypatch.setattr(pattern, "callback", inspect.unwrap(pattern.callback))
    wrong = swept(world, objects, "people")
    assert any("GET people [] by anonymous" in one for one in wrong) and any(
        "by reporter@anping" in one for one in wrong
    )


def test_a_query_that_forgets_the_person_is_found(
    world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        grids,
        "filings_for",
        lambda user, permission: Filing.objects.select_related(
            "cycle__scheme_version", "cycle__host", "supplier"
        ),
    )
    wrong = swept(world, objects, "filing")
    assert any("by reporter@anping" in one and "bincheng" in one for one in wrong)


def wrapped(pattern: URLPattern, before: Callable[[HttpRequest], None]) -> Callable[..., HttpResponse]:
    found = pattern.callback

    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        before(request)
        return found(request, *args, **kwargs)

    return view


def test_a_page_that_writes_when_it_is_read_is_found(
    world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = pattern_of("bodies")
    monkeypatch.setattr(
        pattern,
        "callback",
        wrapped(pattern, lambda request: record(by=None, deed="look.at", chain="xiaoyun", at=NOW) and None),
    )
    wrong = swept(world, objects, "bodies")
    assert any("reading writes" in one for one in wrong) and any(
        "refused after INSERT" in one for one in wrong
    )


def test_a_404_that_tells_more_is_found(
    world: World, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = pattern_of("filing")

    def told(request: HttpRequest, filing: int) -> HttpResponse:
        try:
            return found(request, filing=filing)
        except Http404:
            if not Filing.objects.filter(pk=filing).exists():
                raise
            return HttpResponse(b"another body's", status=404)

    found = pattern.callback
    monkeypatch.setattr(pattern, "callback", told)
    assert any("not the page of what is not there" in one for one in swept(world, objects, "filing"))
