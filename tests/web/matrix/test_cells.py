"""Every address × method × person × object × state answers as the policy table says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.urls import path

from kaoping_web.organisations.needs import open_to_all
from tests.house.test_site import addresses
from tests.web.matrix.cells import Cell, Sweep, cells, sampled
from tests.web.matrix.places import Place
from tests.web.matrix.policy import ENTRIES, name_of
from tests.web.matrix.world import World

pytestmark = pytest.mark.django_db


def undeclared(names: set[str]) -> set[str]:
    """Addresses without a policy."""
    return names - {name_of(key) for key in ENTRIES}


def test_every_address_has_a_policy() -> None:
    names = {one.name for one in addresses()}
    assert undeclared(names) == set()
    assert {name_of(key) for key in ENTRIES} - names == set(), "a policy of an address that is not there"


def test_an_address_without_a_policy_is_found() -> None:
    assert undeclared({path("new/", open_to_all(lambda request: None), name="new").name, "home"}) == {"new"}


@pytest.mark.usefixtures("bare_frame")
def test_one_cell_in_six_answers_as_the_policy_says(
    world: World, objects: dict[str, list[Place]], record_property: Callable[[str, object], None]
) -> None:
    assert swept(world, sampled(cells(objects)), record_property) > 5_000


@pytest.mark.long
@pytest.mark.usefixtures("bare_frame")
def test_every_cell_answers_as_the_policy_says(
    world: World, objects: dict[str, list[Place]], record_property: Callable[[str, object], None]
) -> None:
    assert swept(world, cells(objects), record_property) > 20_000


def swept(world: World, some: Iterable[Cell], record_property: Callable[[str, object], None]) -> int:
    """Send them all; how many there were."""
    sweep = Sweep(world)
    for cell in some:
        sweep.send(cell)
    record_property("cells", sweep.ran)
    assert sweep.wrong[:40] == []
    return sweep.ran
