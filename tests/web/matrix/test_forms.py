"""A form comes from a page of ours: without its token, or from another site, nothing is done."""

from __future__ import annotations

import pytest
from django.test import Client

from kaoping_web.journal.models import LogState
from kaoping_web.organisations.sessions import EPOCH
from tests.web.matrix.cells import Cell, cells, past_the_door, wanted
from tests.web.matrix.places import Place
from tests.web.matrix.policy import ENTRIES
from tests.web.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_frame")]
TOKEN = "a" * 32


def forms(objects: dict[str, list[Place]]) -> list[Cell]:
    """Of every address that takes a form, one that is somebody's to send."""
    found: dict[str, Cell] = {}
    for cell in cells(objects):
        inside = (
            cell.method == "POST"
            and cell.entry.offers("POST")
            and past_the_door(cell.entry, cell.person, "POST")
            and cell.person.enters
        )
        if inside and (200 in wanted(cell).statuses or not cell.place.there):
            found.setdefault(cell.key, cell)
    return list(found.values())


def strict(world: World, cell: Cell) -> Client:
    """A client that checks as a browser's server does."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people[cell.person.name])
    session = client.session
    session[EPOCH] = world.people[cell.person.name].epoch
    session.save()
    return client


def size() -> int:
    return LogState.objects.get(pk=1).size


def test_a_form_without_its_token_is_refused_at_every_address(
    world: World, objects: dict[str, list[Place]]
) -> None:
    several, before = forms(objects), size()
    assert len(several) == sum(one.write is not None for one in ENTRIES.values())
    for cell in several:
        client = strict(world, cell)
        answers = [client.post(cell.url, {"once": "x", **cell.entry.sends, **cell.place.sends})]
        client.cookies["kaoping-csrf"] = TOKEN
        answers.append(client.post(cell.url, {"csrfmiddlewaretoken": "b" * 32}))
        answers.append(
            client.post(cell.url, {"csrfmiddlewaretoken": TOKEN}, HTTP_ORIGIN="https://elsewhere.example")
        )
        assert [one.status_code for one in answers] == [403] * 3, cell
    assert size() == before


def test_with_its_token_the_same_form_is_taken(world: World, objects: dict[str, list[Place]]) -> None:
    """The control."""
    for cell in forms(objects):
        client = strict(world, cell)
        client.cookies["kaoping-csrf"] = TOKEN
        answer = client.post(cell.url, {"csrfmiddlewaretoken": TOKEN, **cell.entry.sends, **cell.place.sends})
        assert answer.status_code != 403, cell
